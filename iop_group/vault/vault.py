"""The folder in which everything is kept: opened by one program at a time, read by any number."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from iop_group.domain.errors import HomeInUse, HomeUnusable, Problem, Severity
from iop_group.domain.plain import one_line
from iop_group.vault.disk import Disk, DiskLike, lock
from iop_group.vault.files import QUARANTINE, TEMPORARY, make_folder, sweep, utc_now, write_whole
from iop_group.vault.index import Index
from iop_group.vault.registry import Registry
from iop_group.vault.sessions import SessionStore

SESSIONS, PRIVATE, DEVICE = "sessions", "private", "device"

_DEVICE = re.compile(rb"[0-9a-f]{16}")
_FULL = {errno.ENOSPC, errno.EDQUOT}


class Vault:
    """Registry, sessions, private lane and index of one home. Use open() or read_only() to get one."""

    def __init__(
        self, folder: Path, disk: DiskLike, *, device: str, now: Callable[[], datetime], read_only: bool
    ) -> None:
        """Raises NewerFile and Damaged when there can be no registry."""
        self.folder = folder
        self.device = device
        self.registry = Registry(
            folder / "registry.json", disk=disk, device=device, now=now, read_only=read_only
        )
        self.sessions, self.private = (
            SessionStore(folder / lane, disk=disk, device=device, now=now, read_only=read_only)
            for lane in (SESSIONS, PRIVATE)
        )
        self.index = Index(folder / "index.json", self.sessions, disk=disk, read_only=read_only)
        self._found: tuple[Problem, ...] = ()
        self._at_close = ExitStack()

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        disk: DiskLike | None = None,
        device: str | None = None,
        now: Callable[[], datetime] = utc_now,
        look: bool = True,
    ) -> Self:
        """The vault for the program that writes in it; what is missing is made, every session is looked at.

        Without `look` only if something changed since the program was closed; look at index.looked later.
        Raises HomeUnusable, HomeInUse when another program has it open, NewerFile, and Damaged.
        """
        disk = disk or Disk()
        with ExitStack() as undo:
            try:
                _make(disk, folder)
                undo.callback(_lock(folder))
                _tidy(disk, folder)
                problems = _room(disk, folder)
                device = device or _device(disk, folder)
            except OSError as error:
                raise _unusable(folder, error) from error
            vault = cls(folder, disk, device=device, now=now, read_only=False)
            if look:
                vault.index.summaries()
            else:
                vault.index.outlook()
            vault._found = problems
            vault._at_close = undo.pop_all()
        return vault

    @classmethod
    def read_only(cls, folder: Path, *, disk: DiskLike | None = None) -> Self:
        """The vault for lists and exports while the program may run: no lock, and not one byte written."""
        return cls(folder, disk or Disk(), device="", now=utc_now, read_only=True)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong so far; more may come as files are opened."""
        lanes = (self.registry, self.sessions, self.private, self.index)
        return (*self._found, *(problem for lane in lanes for problem in lane.problems))

    def close(self) -> None:
        """Write the index and let the next program in. Stop the writer first."""
        with self._at_close:
            self.index.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _make(disk: DiskLike, folder: Path) -> None:
    """Make the folder, or make it private again."""
    # The device's name is written when the folder is on the disk: nothing above it needs a flush again.
    if disk.exists(folder / DEVICE):
        disk.makedirs(folder)
    else:
        make_folder(disk, folder)


def _lock(folder: Path) -> Callable[[], None]:
    """Take the lock; how to release it. Raises HomeInUse, and OSError."""
    try:
        return lock(folder / "lock")
    except BlockingIOError:
        raise HomeInUse(
            "The program is already open on this home.",
            "Go on in the window where it runs, or close it there first.",
        ) from None


def _tidy(disk: DiskLike, folder: Path) -> None:
    for inner in (folder / SESSIONS, folder / PRIVATE, folder / QUARANTINE):
        disk.makedirs(inner)
        sweep(disk, inner)
    disk.sync_dir(folder)
    sweep(disk, folder)


def _room(disk: DiskLike, folder: Path) -> tuple[Problem, ...]:
    """Try to write. A full disk is a problem to tell, since what is kept can still be read."""
    probe = folder / f"probe{TEMPORARY}"
    try:
        fd = disk.open(probe, create=True)
        try:
            disk.pwrite(fd, b"?", 0)
        finally:
            disk.close(fd)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        text = "The disk is full: nothing can be saved until there is some space."
        return (Problem(Severity.ERROR, folder.name, None, text),)
    finally:
        with suppress(OSError):
            disk.unlink(probe)
    return ()


def _device(disk: DiskLike, folder: Path) -> str:
    """The name by which this device signs its records: chance alone, made once."""
    path = folder / DEVICE
    known = disk.read(path).strip() if disk.exists(path) else b""
    if _DEVICE.fullmatch(known):
        return known.decode("ascii")
    device = os.urandom(8).hex()
    write_whole(disk, path, device.encode("ascii"))
    return device


def _unusable(folder: Path, error: OSError) -> HomeUnusable:
    where = one_line(str(folder))
    elsewhere = "or choose another home with --home."
    if isinstance(error, FileExistsError | NotADirectoryError):
        return HomeUnusable(f"{where} is not a folder.", f"Move the file out of the way, {elsewhere}")
    if error.errno in _FULL:
        return HomeUnusable(f"The disk that holds {where} is full.", f"Free some space on it, {elsewhere}")
    return HomeUnusable(f"The folder {where} cannot be written.", f"Allow writing in it, {elsewhere}")
