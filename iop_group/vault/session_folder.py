"""Finds and looks at the sealed sessions of one folder; what is wrong with one is told, and kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from iop_group.domain.errors import Damaged, NewerFile, NotFound, Problem, Severity
from iop_group.vault.common import Common
from iop_group.vault.disk import Stamp, stamp, stamps
from iop_group.vault.files import QUARANTINE, Tables, Unreadable, set_aside
from iop_group.vault.findings import why_lost, words_for
from iop_group.vault.frame_scan import Status
from iop_group.vault.frames import FrameStorage
from iop_group.vault.sealed import SUFFIX, Sealing
from iop_group.vault.session_file import Contents, SessionFile, contents_of

_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it was found."""

    storage: FrameStorage
    tables: Tables
    contents: Contents


class SessionFolder:
    """The files as they lie there. Only mended() writes, and what sets a damaged one aside."""

    def __init__(self, folder: Path, sealing: Sealing, common: Common) -> None:
        self.sealing = sealing
        self._folder = folder
        self._common = common
        self._problems: list[Problem] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong with the files looked at so far."""
        return tuple(self._problems)

    def path(self, session_id: str) -> Path:
        """Where the session is kept. Raises NotFound for what can be no id."""
        if not _ID.fullmatch(session_id):
            raise no_such_session()
        return self._folder / f"{session_id}{SUFFIX}"

    def stamp(self) -> Stamp | None:
        """A sign that changes when a session is made, or opened after a crash; not when one is saved."""
        return stamp(self._folder)

    def ids(self) -> tuple[str, ...]:
        """Ids of the sessions in the folder, whether or not they can be read."""
        try:
            names = self.sealing.disk.listdir(self._folder)
        except FileNotFoundError:
            return ()
        except OSError:
            self.report(self._folder.name, "The folder cannot be looked through. Check who may read it.")
            return ()
        stems = (name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX))
        return tuple(stem for stem in stems if _ID.fullmatch(stem))

    def stamps(self, ids: Iterable[str]) -> dict[str, Stamp | None]:
        """Id to a sign that changes when the session's file does; None where there is none to be had."""
        ids = tuple(ids)
        return dict(zip(ids, stamps(self._folder, [f"{i}{SUFFIX}" for i in ids]), strict=True))

    def load(self, session_id: str) -> Found:
        """The file as it is, not touched. Raises what open() raises."""
        storage = self.looked_at(session_id)
        try:
            tables = storage.read()
            if tables is None:
                raise no_such_session()
            found = Found(storage, tables, contents_of(tables, session_id))
        except (NewerFile, Unreadable) as error:
            self.report(self.place(session_id), str(error))
            raise
        except Damaged:
            raise self._set_aside(session_id, storage.status) from None
        whole = storage.status is Status.OK
        self._common.numbers.saw(self.place(session_id), storage.seq, whole=whole)
        if not whole and self.sealing.read_only:
            self._report_found(session_id, storage, kept=False)
        return found

    def looked_at(self, session_id: str) -> FrameStorage:
        try:
            return self.sealing.looked_at(self.path(session_id))
        except FileNotFoundError:
            raise no_such_session() from None

    def mended(self, session_id: str, found: Found) -> FrameStorage:
        """The file to write in: what was read is surely on the disk, what was damaged in the quarantine."""
        storage = self.sealing.storage(self.path(session_id))
        damaged = found.storage if found.storage.status is not Status.OK else storage
        self._report_found(session_id, damaged, kept=storage.settled)
        return storage

    def _set_aside(self, session_id: str, status: Status) -> Damaged:
        quarantine = self._folder.parent / QUARANTINE
        problem = " ".join(filter(None, ("A session file could not be read.", why_lost(status))))
        kept = "The damaged file was left where it is."
        if not self.sealing.read_only:
            with suppress(OSError):  # without room for a copy it stays, and is told of again next time
                name = set_aside(self.sealing.disk, self.path(session_id), quarantine)
                kept = f"The damaged file was kept in {quarantine.parent.name}/{QUARANTINE}/{name}."
        self.report(self.place(session_id), f"{problem} {kept} Everything else opened.")
        return Damaged(problem, kept)

    def place(self, session_id: str) -> str:
        return f"{self._folder.name}/{session_id}{SUFFIX}"

    def _report_found(self, session_id: str, storage: FrameStorage, *, kept: bool) -> None:
        if words := words_for(storage, self.sealing.now(), kept=kept):
            self.report(self.place(session_id), words)

    def saw(self, session_id: str) -> None:
        """Remember the number of its newest save, as it lies there now."""
        with suppress(OSError):
            found = self.sealing.storage(self.path(session_id), read_only=True)
            self._common.numbers.saw(self.place(session_id), found.seq, whole=False)

    def report_change(self, file: SessionFile) -> None:
        if file.storage.status is Status.FOREIGN_CHANGE:
            self._report_found(file.id, file.storage, kept=True)

    def report(self, where: str, text: str) -> None:
        problem = Problem(Severity.ERROR, where, None, text)
        if problem not in self._problems:
            self._problems.append(problem)


def no_such_session() -> NotFound:
    return NotFound("There is no session with this id.", "See `iop-group sessions list` for the ids.")
