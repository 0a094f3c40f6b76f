"""A folder of sealed sessions, each a small TinyDB of its own; a bad one never stops the others."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from iop_group.domain.errors import BadInput, Damaged, NewerFile, NotFound, NotSaved, Problem
from iop_group.vault.common import Common
from iop_group.vault.digest import Digest
from iop_group.vault.disk import Disk, DiskLike, Stamp
from iop_group.vault.files import Origin, Tables, not_saved, utc_now
from iop_group.vault.frame_scan import Status
from iop_group.vault.frames import FrameStorage
from iop_group.vault.sealed import Kind, Sealing
from iop_group.vault.session_file import SessionFile
from iop_group.vault.session_folder import SessionFolder

if TYPE_CHECKING:
    from iop_group.domain.events import Event
    from iop_group.vault.keys import Keys

OPEN_AT_ONCE = 16
"""Files that are held open, ready to be appended to; of more, the one opened first is closed."""


class SessionStore:
    """A folder of session files. One that cannot be read never keeps the others from opening.

    May be asked by more than one thread.
    """

    def __init__(
        self,
        folder: Path,
        keys: Keys,
        *,
        kind: Kind = Kind.SESSION,
        disk: DiskLike | None = None,
        device: str = "",
        now: Callable[[], datetime] = utc_now,
        read_only: bool = False,
        common: Common | None = None,
    ) -> None:
        """The folder lies in the vault's; what is damaged goes into its neighbour `quarantine`."""
        disk = disk or Disk()
        self._origin = Origin(device, now)
        self._common = common or Common(disk)
        self._folder = SessionFolder(folder, Sealing(keys, kind, disk, now, read_only), self._common)
        self._one_at_a_time = threading.RLock()
        # Two of the same file would each write over what the other one saved.
        self._known: WeakValueDictionary[str, SessionFile] = WeakValueDictionary()
        self._open: dict[str, SessionFile] = {}
        self.touched = False
        """Whether a session was opened to be written since the program began."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong with the files looked at so far."""
        with self._one_at_a_time:
            for file in self._open.values():
                self._folder.report_change(file)
            return self._folder.problems

    def path(self, session_id: str) -> Path:
        """Where the session is kept. Raises NotFound for what can be no id."""
        return self._folder.path(session_id)

    def stamp(self) -> Stamp | None:
        """A sign that changes when a session is made, or opened after a crash; not when one is saved."""
        return self._folder.stamp()

    def ids(self) -> tuple[str, ...]:
        """Ids of the sessions in the folder, whether or not they can be read."""
        return self._folder.ids()

    def stamps(self, ids: Iterable[str]) -> dict[str, Stamp | None]:
        """Id to a sign that changes when the session's file does; None where there is none to be had."""
        return self._folder.stamps(ids)

    def create(self, session_id: str, events: Sequence[Event]) -> SessionFile:
        """A new session, on the disk when this returns. Raises NotSaved, and BadInput if the id is taken."""
        self._check_writable()
        with self._one_at_a_time:
            if self._folder.sealing.disk.exists(self.path(session_id)):
                raise BadInput("A session with this id is already there.", "Open it, or take another id.")
            self.touched = True
            file = self._new_file(session_id, events)
            self._hold(file)
        return file

    def _new_file(self, session_id: str, events: Sequence[Event]) -> SessionFile:
        path = self.path(session_id)
        try:
            file = self._file(session_id, self._folder.sealing.storage(path), {})
        except FileNotFoundError as error:
            raise not_saved(error) from error
        try:
            file.save(events, {})
        except NotSaved:
            with suppress(OSError):  # so that the same call may be made again
                self._folder.sealing.disk.unlink(path)
            raise
        return file

    def open(self, session_id: str) -> SessionFile:
        """The session to go on with. Raises NotFound, NewerFile, or Damaged once the file is set aside."""
        return self._resumed(session_id)

    def _resumed(self, session_id: str) -> SessionFile:
        self._check_writable()
        with self._one_at_a_time:
            file = self._known.get(session_id)
            if file is None:
                found = self._folder.load(session_id)
                self.touched = True
                file = self._file(session_id, self._folder.mended(session_id, found), found.tables)
            self._hold(file)
        return file

    def open_or_make(self, session_id: str, events: Sequence[Event]) -> tuple[SessionFile, bool]:
        """The session, or a new one with these events where none can be read; whether it is new.

        Raises what open() and create() raise, but for NotFound and Damaged.
        """
        try:
            return self._resumed(session_id), False
        except (NotFound, Damaged):  # a damaged one was set aside
            return self.create(session_id, events), True

    def read(self, session_id: str) -> tuple[tuple[Event, ...], dict[str, str]]:
        """Events and half-typed texts as they are on the disk. Raises what open() raises."""
        with self._one_at_a_time:
            file = self._known.get(session_id)
            if file is not None:
                return file.events, file.typing
            found = self._folder.load(session_id)
            if found.storage.status is not Status.OK and not self._folder.sealing.read_only:
                self._folder.mended(session_id, found).close()
        return found.contents.events, dict(found.contents.typing)

    def digest(self, session_id: str) -> Digest:
        """What lists and searches need of it. Raises what read() raises, and BadInput for no session."""
        with self._one_at_a_time:
            if session_id not in self._known:
                storage = self._folder.looked_at(session_id)
                with suppress(Damaged, NewerFile):
                    kept = Digest.kept_in(storage.read() or {}, session_id)
                    if kept is not None and storage.status is Status.OK:
                        self._common.numbers.saw(self._folder.place(session_id), storage.seq)
                        return kept
            return Digest.of(session_id, self.read(session_id)[0])

    @property
    def in_use(self) -> tuple[str, ...]:
        """Ids of the sessions that may change by our own doing."""
        return tuple(self._known)

    def close(self) -> bool:
        """Let all files go, each without its history; False if one is not what was saved into it."""
        with self._one_at_a_time:
            closed = [self._let_go(session_id) for session_id in list(self._open)]
        return all(closed)

    def _check_writable(self) -> None:
        if self._folder.sealing.read_only:
            raise NotSaved("The vault was opened for reading only.", "Open the program to write in it.")

    def _file(self, session_id: str, storage: FrameStorage, tables: Tables) -> SessionFile:
        return SessionFile(session_id, storage, tables, origin=self._origin, reserve=self._common.reserve)

    def _hold(self, file: SessionFile) -> None:
        self._known[file.id] = file
        self._open.pop(file.id, None)
        self._open[file.id] = file
        while len(self._open) > OPEN_AT_ONCE:
            self._let_go(next(iter(self._open)))

    def _let_go(self, session_id: str) -> bool:
        file = self._open.pop(session_id)
        try:
            file.close()
        except NotSaved as error:
            self._folder.report(self._folder.place(session_id), str(error))
            return False
        self._folder.report_change(file)
        self._folder.saw(session_id)
        return True
