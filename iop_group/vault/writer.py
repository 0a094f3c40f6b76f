"""The thread that saves, so that neither a slow disk nor a full one ever holds up the screen."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from iop_group.domain.errors import NotSaved

if TYPE_CHECKING:
    from iop_group.domain.events import Event
    from iop_group.vault.session_file import SessionFile

RETRY_WAITS = (0.25, 0.5, 1.0, 2.0, 5.0)
"""Seconds before each new try after a failure; the last one again and again."""


class Savable(Protocol):
    """A file that takes what was typed: a session's, or a topic's that is being written."""

    def save(self, events: Sequence[Event], typing: Mapping[str, str]) -> object:
        """Put it on the disk. Raises NotSaved, and then nothing has changed."""

    def tidy(self) -> None:
        """Do what could wait until nobody waits. Never fails."""


@dataclass(slots=True)
class _Batch:
    """What waits for one file."""

    events: list[Event] = field(default_factory=list)
    typing: dict[str, str] = field(default_factory=dict)

    def add(self, events: Sequence[Event], typing: Mapping[str, str]) -> None:
        self.events.extend(events)
        self.typing.update(typing)


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What waits, so that it can be kept elsewhere."""

    upto: int
    """Number of the last thing submitted, of all up to which each is in it or on the disk."""
    files: tuple[tuple[SessionFile, tuple[Event, ...], Mapping[str, str]], ...]


class Writer:
    """Saves what was submitted, in order, and says when it is on the disk.

    Whatever waits is saved by one write for each file. What fails is kept and tried again until it is
    saved or stop() gives up. Files are tidied after it was said that all is saved, while nothing waits.
    The callbacks run in the writer's own thread and must not wait for it.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        on_saved: Callable[[datetime], None],
        on_failed: Callable[[NotSaved], None],
        retry_waits: Sequence[float] = RETRY_WAITS,
    ) -> None:
        """on_saved is told when the last of what had been submitted reached the disk; on_failed why not."""
        self._now = now
        self._on_saved = on_saved
        self._on_failed = on_failed
        self._waits = tuple(retry_waits)
        self._changed = threading.Condition()
        self._batches: dict[Savable, _Batch] = {}
        self._in_hand: dict[Savable, _Batch] = {}
        self._submitted = 0
        self._saved = 0
        self._failures = 0
        self._hurry = False
        self._closed = False
        self._ended = False
        self._thread: threading.Thread | None = None

    @property
    def pending(self) -> bool:
        """Whether anything that was submitted is not on the disk yet."""
        with self._changed:
            return self._saved < self._submitted

    def unsaved(self) -> Unsaved:
        """What is not known to be on the disk, also while the disk makes the writer wait."""
        from iop_group.vault.session_file import SessionFile  # loaded long before anything is refused

        with self._changed:
            batches = [*self._in_hand.items(), *self._batches.items()]
            together: dict[Savable, _Batch] = {}
            for file, batch in batches:
                together.setdefault(file, _Batch()).add(batch.events, batch.typing)
            files = tuple(
                (file, tuple(b.events), dict(b.typing))
                for file, b in together.items()
                if isinstance(file, SessionFile)
            )
            # A topic that is being written goes nowhere else: then not all is safe.
            whole = len(files) == len(together)
            return Unsaved(self._submitted if whole else self._saved, files)

    @property
    def submitted(self) -> int:
        """How often something was submitted so far."""
        with self._changed:
            return self._submitted

    def submit(self, file: Savable, events: Sequence[Event], typing: Mapping[str, str]) -> None:
        """Save soon, and return at once. For a slot the text submitted last wins; an empty one empties it.

        Raises NotSaved after stop().
        """
        with self._changed:
            if self._closed:
                raise NotSaved("Not saved: the program is closing.", "Open it again and repeat the last act.")
            self._batches.setdefault(file, _Batch()).add(events, typing)
            self._submitted += 1
            self._run_thread()
            self._changed.notify_all()

    def flush(self, timeout: float) -> bool:
        """Try at once, and wait at most that many seconds; whether all submitted so far is on the disk."""
        with self._changed:
            wanted = self._submitted
            if self._saved < wanted:
                self._hurry = True
                self._run_thread()
                self._changed.notify_all()
            return self._changed.wait_for(lambda: self._saved >= wanted, timeout)

    def stop(self, timeout: float) -> bool:
        """Flush, then end; never longer than that many seconds. Whether everything is on the disk."""
        deadline = time.monotonic() + timeout
        with self._changed:
            self._closed = True
        saved = self.flush(timeout)
        with self._changed:
            self._ended = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(max(0.0, deadline - time.monotonic()))
        return saved

    def _run_thread(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            # A daemon: a disk that never answers must not keep the program from ending.
            self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while self._wait_for_work():
            for file in self._save_all():
                if self._is_idle:
                    file.tidy()

    @property
    def _is_idle(self) -> bool:
        """Does nothing wait, and nobody for the end?"""
        with self._changed:
            return not self._batches and not self._closed

    def _wait_for_work(self) -> bool:
        with self._changed:
            if self._failures:
                wait = self._waits[min(self._failures, len(self._waits)) - 1]
                self._changed.wait_for(lambda: self._hurry or self._ended, wait)
            else:
                self._changed.wait_for(lambda: self._batches or self._ended)
            self._hurry = False
            return not self._ended

    def _save_all(self) -> tuple[Savable, ...]:
        """The files that something waited for."""
        with self._changed:
            self._in_hand, self._batches = self._batches, {}
            taken = dict(self._in_hand)
            upto = self._submitted
        files = tuple(taken)
        trouble: NotSaved | None = None
        try:
            for file in files:
                try:
                    file.save(taken[file].events, taken[file].typing)
                    del taken[file]
                except NotSaved as error:
                    trouble = error
        finally:
            self._settle(taken, upto)
        if trouble is None:
            self._on_saved(self._now())
        else:
            self._on_failed(trouble)
        return files

    def _settle(self, left: dict[Savable, _Batch], upto: int) -> None:
        """Put what was not saved before what came in since."""
        with self._changed:
            self._in_hand = {}
            for file, batch in left.items():
                since = self._batches.get(file, _Batch())
                batch.add(since.events, since.typing)
                self._batches[file] = batch
            if left:
                self._failures += 1
            else:
                self._failures = 0
                self._saved = upto
            self._changed.notify_all()
