"""TinyDB on a sealed file: a save that returns is on the disk, and nobody without the key can read it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Self, TypedDict, Unpack

from tinydb.storages import Storage

from iop_group.domain.errors import Damaged, NewerFile, NotSaved
from iop_group.vault.disk import Disk, DiskLike
from iop_group.vault.files import Tables, Unreadable, not_saved, utc_now
from iop_group.vault.frame_format import BLOCK, ID_BYTES, KEY_BYTES, WrongKey, dumped
from iop_group.vault.frame_saves import Saves
from iop_group.vault.frame_scan import Expected, Status

_ID_NAME = re.compile(r"[0-9a-f]{32}")


class Marks(TypedDict, total=False):
    """Which file it is, where its name does not tell."""

    vault_id: bytes
    """16 bytes; zeros if not given."""
    file_id: bytes
    """16 bytes; from a name of 32 hexadecimal digits, or else by chance and kept in the file."""
    kind: int
    """What the file is for, from 0 to 2^32 - 1."""


class FrameStorage(Storage):
    """A `tinydb.Storage` on one sealed file to which each save is appended by one write and one flush.

    What read() tells was parsed anew from what is on the disk, so a change that could not be saved never
    looks saved. Opening makes sure that it is on the disk; `status` says what was found then, or has been
    noticed since. Raises NotSaved, Damaged and NewerFile; none of them carries any of the content.
    """

    block = BLOCK

    def __init__(
        self,
        path: str | Path,
        *,
        key: bytes,
        disk: DiskLike | None = None,
        quarantine: Path | None = None,
        now: Callable[[], datetime] = utc_now,
        read_only: bool = False,
        **marks: Unpack[Marks],
    ) -> None:
        """Open the file; the first save makes it. read_only writes not one byte, not even to mend.

        key: 32 bytes, of the whole vault. quarantine: folder for damaged bytes, which otherwise lie beside
        the file. Raises FileNotFoundError when the folder is missing, WrongKey for a wrong length.
        """
        super().__init__()
        self.path = Path(path)
        self._disk: DiskLike = disk or Disk()
        self._key = _checked("key", key, KEY_BYTES)
        self._marks = marks
        self._expected = _expected(self.path, marks)
        self._quarantine = quarantine
        self._now = now
        self._read_only = read_only
        self._saves = self._open()

    def _open(self) -> Saves | None:
        """None when the system will not hand the file over; that is told once something is asked of it."""
        try:
            saves = Saves(
                self.path,
                key=self._key,
                disk=self._disk,
                expected=self._expected,
                quarantine=self._quarantine,
                block=self.block,
            )
        except FileNotFoundError:
            raise
        except OSError:
            return None
        if not self._read_only:
            with suppress(OSError):  # the status tells; the next save tries again
                saves.settle()
        return saves

    def elsewhere(self, path: Path, disk: DiskLike) -> Self:
        """A file at another place with the same key and marks; nothing is copied, nor looked at here."""
        return type(self)(path, key=self._key, disk=disk, now=self._now, **self._marks)

    @property
    def status(self) -> Status:
        """What was found wrong with the file."""
        return self._saves.status if self._saves else Status.NO_VALID_FRAME

    @property
    def saved_at(self) -> datetime | None:
        """When the version that read() tells was saved (UTC); None when there is none."""
        return self._saves.version.saved_at if self._saves and self._saves.version else None

    @property
    def seq(self) -> int:
        """Number of the newest save; one that is lower than it once was tells of an old file put back."""
        return self._saves.seq if self._saves else 0

    @property
    def settled(self) -> bool:
        """Whether all that was asked to be saved is on the disk."""
        return self._saves is not None and self._saves.settled

    @property
    def file_id(self) -> bytes:
        """The file's own 16 bytes. Raises Damaged when it cannot be opened."""
        return self._opened().seal.identity.file_id

    def read(self) -> Tables | None:
        """The tables as they are on the disk, or None when there is no file yet."""
        version = self._opened().version
        if version is None:
            return None
        with suppress(ValueError, RecursionError):  # they carry the whole text, and end here
            tables: Tables = json.loads(version.state)
            return tables
        raise _lost(Status.NO_VALID_FRAME)

    def write(self, data: Tables) -> None:
        """Return when the tables are on the disk. The same as before costs nothing.

        Raises NotSaved, and TypeError or ValueError for what cannot be written as JSON.
        """
        self._save(_serialised(data))

    def write_json(self, state: bytes) -> None:
        """The same for tables that are JSON in ASCII already. Raises NotSaved."""
        self._save(state)

    def settle(self) -> None:
        """Make sure that what read() tells is on the disk. Raises NotSaved."""
        version = self._opened().version
        if version is not None:
            self._save(version.state, version.saved_at)

    def tidy(self) -> None:
        """Drop the history if there is much of it; best while nobody waits. Never fails."""
        if self._saves is not None:
            self._saves.tidy()

    def close(self) -> None:
        """Leave the last state twice, without its history; a later use opens the file again.

        Raises NotSaved only when someone else's file stands in the place of what was saved.
        """
        try:
            if self._saves is not None:
                self._saves.close()
        except OSError as error:
            raise not_saved(error) from error

    def _save(self, state: bytes, at: datetime | None = None) -> None:
        try:
            saves = self._opened()
        except Unreadable as error:
            raise NotSaved(f"Not saved: {error.problem}", error.advice) from error
        if self._read_only:
            raise NotSaved("The file was opened for reading only.", "Open the program to write in it.")
        try:
            saves.save(state, at or self._now())
        except OSError as error:
            raise not_saved(error) from error

    def _opened(self) -> Saves:
        saves = self._saves = self._saves or self._open()
        if saves is None:
            raise Unreadable(
                "A file of the vault cannot be opened.", "Look at who may read it, and at the disk."
            )
        if saves.found.newer:
            raise NewerFile(
                "A file of the vault was written by a newer version of iop-group.",
                "Update the program to open it; this version leaves the file as it is.",
            )
        if saves.is_lost:
            raise _lost(saves.status)
        return saves


def _checked(what: str, value: object, size: int) -> bytes:
    if not isinstance(value, bytes) or len(value) != size:
        raise WrongKey(what, size)
    return value


def _expected(path: Path, marks: Marks) -> Expected:
    for what, value in marks.items():
        if what.endswith("_id"):
            _checked(what, value, ID_BYTES)
    named = bytes.fromhex(path.stem) if _ID_NAME.fullmatch(path.stem) else None
    return Expected(marks.get("vault_id"), marks.get("file_id", named), marks.get("kind", 0))


def _serialised(data: Tables) -> bytes:
    """The tables as JSON. Raises TypeError and ValueError of our own: those of json tell what they met."""
    try:
        return dumped(data)
    except TypeError:
        trouble: type[Exception] = TypeError
    except (ValueError, RecursionError):
        trouble = ValueError
    raise trouble("Something in the tables cannot be written as JSON.")


def _lost(status: Status) -> Damaged:
    match status:
        case Status.EMPTY_FILE:
            problem = "A file of the vault is empty, which no file of it ever is."
        case Status.NAME_MISMATCH:
            problem = "A file of the vault stands in the place of another one."
        case _:
            problem = "A file of the vault could not be read, or is sealed with another key."
    return Damaged(problem, "It was left as it is. Run `iop-group doctor`, or restore it from a backup.")
