"""One small TinyDB for each session: its log, and the texts that are still being typed."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from iop_group.domain.errors import BadInput, Damaged, NewerFile, NotFound, NotSaved, Problem, Severity
from iop_group.vault.disk import Disk, DiskLike, Stamp, stamp
from iop_group.vault.files import (
    MARKS,
    QUARANTINE,
    AtomicStorage,
    Origin,
    Tables,
    Unreadable,
    checked_meta,
    damaged,
    next_number,
    set_aside,
    utc_now,
)

if TYPE_CHECKING:
    from iop_group.domain.events import Event

SUFFIX = ".json"
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a session's tables hold."""

    events: tuple[Event, ...]
    typing: Mapping[str, str]
    """Slot to half-typed text; never an empty one."""


def contents_of(tables: Tables, session_id: str) -> Contents:
    """Raises NewerFile, or Damaged when any document is not what it should be."""
    # Lists take what they show from the index; only who opens a session waits for all kinds of events.
    from iop_group.domain.events import event_from_record

    checked_meta(tables, session_id)
    events: dict[str, Event] = {}
    for document in _in_order(tables.get("events", {})):
        try:
            event = event_from_record({k: v for k, v in document.items() if k not in MARKS})
        except BadInput:
            raise damaged() from None
        events.setdefault(event.id, event)
    typing = {}
    for document in _in_order(tables.get("typing", {})):
        slot, text = document.get("id"), document.get("text")
        if not isinstance(slot, str) or not isinstance(text, str):
            raise damaged()
        typing[slot] = text
    return Contents(tuple(events.values()), {slot: text for slot, text in typing.items() if text})


def _in_order(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not all(number.isdecimal() and isinstance(document, dict) for number, document in table.items()):
        raise damaged()
    return [table[number] for number in sorted(table, key=int)]


class SessionFile:
    """The log of one session on the disk. What it tells is saved; what it was only asked to save is not."""

    def __init__(self, session_id: str, storage: AtomicStorage, tables: Tables, origin: Origin) -> None:
        """Tables as the storage holds them, or empty ones for a session that is not on the disk yet."""
        self.id = session_id
        self._storage = storage
        self._origin = origin
        self._one_at_a_time = threading.Lock()
        self._tables = tables
        self._contents = contents_of(tables, session_id) if tables else Contents((), {})
        self._known = {event.id for event in self._contents.events}

    @property
    def events(self) -> tuple[Event, ...]:
        """What is on the disk, in its order."""
        return self._contents.events

    @property
    def typing(self) -> dict[str, str]:
        """Slot to half-typed text, as it is on the disk."""
        return dict(self._contents.typing)

    def save(self, new_events: Sequence[Event], typing: Mapping[str, str]) -> None:
        """Return when the events and the half-typed texts are on the disk, by one write.

        Events that are there already are passed over, so after NotSaved the same call may be made again.
        A slot that is not named keeps its text; an empty text empties the slot.
        """
        with self._one_at_a_time:
            fresh = {event.id: event for event in new_events if event.id not in self._known}
            changed = {s: text for s, text in typing.items() if text != self._contents.typing.get(s, "")}
            if self._tables and not fresh and not changed:
                self._storage.settle()
                return
            tables = self._with(tuple(fresh.values()), changed)
            self._write(tables)
            self._tables = tables
            self._known.update(fresh)
            texts = {slot: text for slot, text in {**self._contents.typing, **changed}.items() if text}
            self._contents = Contents((*self._contents.events, *fresh.values()), texts)

    def _write(self, tables: Tables) -> None:
        try:
            self._storage.write(tables)
        except (TypeError, ValueError, RecursionError):
            raise NotSaved(
                "Not saved: something in this session cannot be written to a file.",
                "Take the last act back, and report this as a defect.",
            ) from None

    def _with(self, events: Sequence[Event], texts: Mapping[str, str]) -> Tables:
        from iop_group.domain.events import event_to_record

        marks = self._origin.marks()
        noted, typed = dict(self._tables.get("events", {})), dict(self._tables.get("typing", {}))
        for event in events:
            noted[next_number(noted)] = {**event_to_record(event), **marks}
        places = {document["id"]: number for number, document in typed.items()}
        for slot, text in texts.items():
            typed[places.get(slot) or next_number(typed)] = {"id": slot, "text": text, **marks}
        made = self._tables.get("meta") or {"1": self._origin.meta(self.id)}
        meta = {number: {**document, "changed_at": marks["changed_at"]} for number, document in made.items()}
        return {**self._tables, "meta": meta, "events": noted, "typing": typed}


class SessionStore:
    """A folder of session files. One that cannot be read never keeps the others from opening."""

    def __init__(
        self,
        folder: Path,
        *,
        disk: DiskLike | None = None,
        device: str = "",
        now: Callable[[], datetime] = utc_now,
        read_only: bool = False,
    ) -> None:
        """The folder lies in the vault's; files set aside go into its neighbour `quarantine`."""
        self._folder = folder
        self._disk: DiskLike = disk or Disk()
        self._origin = Origin(device, now)
        self._read_only = read_only
        self._problems: list[Problem] = []
        # Two of the same file would each write over what the other one saved.
        self._open: WeakValueDictionary[str, SessionFile] = WeakValueDictionary()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong with the files looked at so far."""
        return tuple(self._problems)

    def path(self, session_id: str) -> Path:
        """Where the session is kept. Raises NotFound for what can be no id."""
        if not _ID.fullmatch(session_id):
            raise _no_such_session()
        return self._folder / f"{session_id}{SUFFIX}"

    def stamp(self) -> Stamp | None:
        """A sign that changes when a session is made or saved: each save puts a new file into the folder."""
        return stamp(self._folder)

    def ids(self) -> tuple[str, ...]:
        """Ids of the sessions in the folder, whether or not they can be read."""
        try:
            names = self._disk.listdir(self._folder)
        except FileNotFoundError:
            return ()
        except OSError:
            self._report(self._folder.name, "The folder cannot be looked through. Check who may read it.")
            return ()
        stems = (name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX))
        return tuple(stem for stem in stems if _ID.fullmatch(stem))

    def create(self, session_id: str, events: Sequence[Event]) -> SessionFile:
        """A new session, on the disk when this returns. Raises NotSaved, and BadInput if the id is taken."""
        self._check_writable()
        path = self.path(session_id)
        if self._disk.exists(path):
            raise BadInput("A session with this id is already there.", "Open it, or take another id.")
        file = SessionFile(session_id, AtomicStorage(path, disk=self._disk), {}, self._origin)
        try:
            file.save(events, {})
        except NotSaved:
            with suppress(OSError):  # so that the same call may be made again
                self._disk.unlink(path)
            raise
        self._open[session_id] = file
        return file

    def open(self, session_id: str) -> SessionFile:
        """The session to go on with. Raises NotFound, NewerFile, or Damaged once the file is set aside."""
        self._check_writable()
        file = self._open.get(session_id)
        if file is None:
            storage, tables, _ = self._load(session_id)
            with suppress(NotSaved):  # it can be shown all the same; the next save tries again and tells
                storage.settle()
            file = self._open[session_id] = SessionFile(session_id, storage, tables, self._origin)
        return file

    def read(self, session_id: str) -> tuple[tuple[Event, ...], dict[str, str]]:
        """Events and half-typed texts as they are on the disk. Raises what open() raises."""
        _, _, contents = self._load(session_id)
        return contents.events, dict(contents.typing)

    def _check_writable(self) -> None:
        if self._read_only:
            raise NotSaved("The vault was opened for reading only.", "Open the program to write in it.")

    def _load(self, session_id: str) -> tuple[AtomicStorage, Tables, Contents]:
        storage = AtomicStorage(self.path(session_id), disk=self._disk)
        try:
            tables = storage.read()
            if tables is None:
                raise _no_such_session()
            return storage, tables, contents_of(tables, session_id)
        except (NewerFile, Unreadable) as error:
            self._report(self._place(session_id), str(error))
            raise
        except Damaged:
            raise self._set_aside(session_id) from None

    def _set_aside(self, session_id: str) -> Damaged:
        quarantine = self._folder.parent / QUARANTINE
        problem, kept = "A session file could not be read.", "The damaged file was left where it is."
        if not self._read_only:
            with suppress(OSError):  # without room for a copy it stays, and is told of again next time
                name = set_aside(self._disk, self.path(session_id), quarantine)
                kept = f"The damaged file was kept in {quarantine.parent.name}/{QUARANTINE}/{name}."
        self._report(self._place(session_id), f"{problem} {kept} Everything else opened.")
        return Damaged(problem, kept)

    def _place(self, session_id: str) -> str:
        return f"{self._folder.name}/{session_id}{SUFFIX}"

    def _report(self, where: str, text: str) -> None:
        problem = Problem(Severity.ERROR, where, None, text)
        if problem not in self._problems:
            self._problems.append(problem)


def _no_such_session() -> NotFound:
    return NotFound("There is no session with this id.", "See `iop-group sessions list` for the ids.")
