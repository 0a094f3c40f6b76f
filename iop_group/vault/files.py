"""What all files of the vault share: tables, marks, replacing one as a whole, setting a damaged one aside."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from iop_group.domain.errors import Damaged, NewerFile, NotSaved
from iop_group.vault.disk import DiskLike

Tables = dict[str, dict[str, Any]]
"""Table name to document number (as text) to document: what TinyDB keeps in one file."""

TEMPORARY = ".tmp"
"""Ending of a file that is being written; one that is found later was never finished."""

QUARANTINE = "quarantine"
"""The vault's folder for what could not be read, or stood in the place of something else."""

SCHEMA = 1
"""Layout of the tables; a file with a higher number is left alone."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class Unreadable(Damaged):
    """The system would not hand the file over; it may be whole, so it stays where it is."""


def parsed_tables(content: bytes) -> Tables | None:
    """The tables in a file's content, or None when it holds anything else; an empty file holds none."""
    # The errors of json carry the whole text: they end here.
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not all(isinstance(table, dict) for table in found.values()):
        return None
    return found


def next_number(table: Mapping[str, object]) -> str:
    """The number that TinyDB would give to the table's next document."""
    return str(max(map(int, table), default=0) + 1)


def damaged() -> Damaged:
    """Says so without a word of the content."""
    return Damaged("A file of the vault could not be read.", "Run `iop-group doctor` to see which one.")


@dataclass(frozen=True, slots=True)
class Origin:
    """Who writes, and by which clock: what every record carries beside its words."""

    device: str
    now: Callable[[], datetime]

    def marks(self) -> dict[str, str]:
        """When and where the record was changed."""
        now = self.now().astimezone(UTC)
        return {"changed_at": now.isoformat(timespec="milliseconds"), "device": self.device}

    def meta(self, file_id: str) -> dict[str, Any]:
        """The one document of a file's table `meta`."""
        return {"schema": SCHEMA, "id": file_id, **self.marks()}


MARKS = frozenset({"changed_at", "device"})
"""What marks() adds to a record."""


def utc_now() -> datetime:
    """The clock on the wall."""
    return datetime.now(UTC)


def checked_meta(tables: Tables, file_id: str) -> None:
    """Raises NewerFile for a layout that this version cannot know, Damaged when the file does not tell."""
    meta = next(iter(tables.get("meta", {}).values()), None)
    schema = meta.get("schema") if isinstance(meta, dict) else None
    if not isinstance(schema, int) or schema < 1:
        raise damaged()
    if schema > SCHEMA:
        raise NewerFile(
            "A file of the vault was written by a newer version of iop-group.",
            "Update the program to open it; this version leaves the file as it is.",
        )
    if meta is None or meta.get("id") != file_id:
        raise damaged()


def not_saved(error: OSError) -> NotSaved:
    """The trouble in plain words, with what can be done about it."""
    if error.errno in _FULL:
        return NotSaved("Not saved: the disk is full.", "Free some space on it.")
    if error.errno in _FORBIDDEN:
        return NotSaved("Not saved: the folder may not be written.", "Allow writing in the home folder.")
    kind = errno.errorcode.get(error.errno or 0, "unknown trouble")
    return NotSaved(f"Not saved: the disk did not take it ({kind}).", "Check the disk and its connection.")


def write_whole(disk: DiskLike, path: Path, content: bytes) -> None:
    """Put the content at the path: on the disk when it returns, the old file whole at any other time.

    Raises OSError. After a failed flush nothing of that attempt is used again: the system may have
    forgotten which pages were not written.
    """
    temporary = path.with_name(f"{path.name}.{os.urandom(4).hex()}{TEMPORARY}")
    try:
        _write_new(disk, temporary, content)
        disk.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            disk.unlink(temporary)
        raise
    disk.sync_dir(path.parent)


def _write_new(disk: DiskLike, path: Path, content: bytes) -> None:
    """Make a file with that content and flush it, but not its name. Raises OSError."""
    fd = disk.open(path, create=True, excl=True)
    try:
        disk.pwrite(fd, content, 0)
        disk.fsync(fd)
    finally:
        disk.close(fd)


def make_folder(disk: DiskLike, folder: Path) -> None:
    """Make the folder so that a power cut does not take it away again. Raises OSError."""
    disk.makedirs(folder)
    # Also when it was there: a run of the program that was killed may have made it, or one above it.
    disk.sync_dir(folder.parent)
    for above in folder.parent.parents:
        with suppress(OSError):  # not ours, perhaps not to be opened, and most likely there for long
            disk.sync_dir(above)


def sweep(disk: DiskLike, folder: Path) -> list[str]:
    """Take away what a program that crashed left half written; the names of all else."""
    names = disk.listdir(folder)
    half_written = [name for name in names if name.endswith(TEMPORARY)]
    for name in half_written:
        with suppress(OSError):
            disk.unlink(folder / name)
    # As a rule there are none, and of thousands of names no other list is made.
    return [name for name in names if name not in half_written] if half_written else names


def set_aside(disk: DiskLike, path: Path, quarantine: Path) -> str:
    """Copy the damaged file's exact bytes to the quarantine, then take the file out of the way.

    Returns the copy's name. Raises OSError; then the file is where it was.
    """
    content = disk.read(path)
    name = f"{path.parent.name}-{path.stem}-{os.urandom(4).hex()}{path.suffix}"
    disk.makedirs(quarantine)
    disk.sync_dir(quarantine.parent)
    write_whole(disk, quarantine / name, content)
    disk.replace(path, quarantine / f"{name}.original")
    disk.sync_dir(path.parent)
    return name
