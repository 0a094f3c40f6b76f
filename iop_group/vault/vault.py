"""The folder in which everything is kept: opened by one program at a time, read by any number."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from iop_group.domain.errors import Problem, Severity
from iop_group.vault import reserve
from iop_group.vault.common import Common
from iop_group.vault.disk import Disk, DiskLike
from iop_group.vault.doorstep import FULL, take_lock, unusable
from iop_group.vault.files import QUARANTINE, TEMPORARY, make_folder, sweep, utc_now, write_whole
from iop_group.vault.index import FILE as INDEX
from iop_group.vault.index import Index
from iop_group.vault.plain_version import migrate, not_migrated
from iop_group.vault.registry import FILE as REGISTRY
from iop_group.vault.registry import Registry
from iop_group.vault.sealed import Kind
from iop_group.vault.sealed_files import strangers
from iop_group.vault.sessions import SessionStore

if TYPE_CHECKING:
    from iop_group.vault.keys import Keys

SESSIONS, PRIVATE, DEVICE = "sessions", "private", "device"

_DEVICE = re.compile(rb"[0-9a-f]{16}")


class Vault:
    """Registry, sessions, private lane and index of one home. Use open() or read_only() to get one."""

    def __init__(
        self,
        folder: Path,
        keys: Keys,
        disk: DiskLike,
        *,
        device: str,
        now: Callable[[], datetime],
        read_only: bool,
    ) -> None:
        """Raises NewerFile and Damaged when there can be no registry."""
        self.folder = folder
        self.keys = keys
        self.device = device
        self._disk = disk
        self._common = common = Common(disk, None if read_only else folder / reserve.FILE)
        self.registry = Registry(
            folder / REGISTRY, keys, disk=disk, device=device, now=now, read_only=read_only, common=common
        )
        self.sessions, self.private = (
            SessionStore(
                folder / lane,
                keys,
                kind=kind,
                disk=disk,
                device=device,
                now=now,
                read_only=read_only,
                common=common,
            )
            for lane, kind in ((SESSIONS, Kind.SESSION), (PRIVATE, Kind.PRIVATE))
        )
        self.index = Index(folder / INDEX, self.sessions, keys, disk=disk, read_only=read_only, common=common)
        self._found: tuple[Problem, ...] = ()
        self._at_close = ExitStack()

    @classmethod
    def open(
        cls,
        folder: Path,
        keys: Keys,
        *,
        disk: DiskLike | None = None,
        device: str | None = None,
        now: Callable[[], datetime] = utc_now,
        look: bool = True,
    ) -> Self:
        """The vault for the program that writes in it; what is missing is made, every session is looked at.

        Plain files of the program's first version are sealed, looked at again, and then taken away.
        Without `look` only if something changed since the program was closed; look at index.looked later.
        Raises HomeUnusable, HomeInUse when another program has it open, NewerFile, and Damaged.
        """
        disk = disk or Disk()
        with ExitStack() as undo:
            try:
                _make(disk, folder)
                undo.callback(take_lock(folder))
                names = _tidy(disk, folder)
                problems = _room(disk, folder)
                device = device or _device(disk, folder)
                problems += migrate(folder, keys, disk=disk, device=device, now=now, names=names)
            except OSError as error:
                raise unusable(folder, error) from error
            vault = cls(folder, keys, disk, device=device, now=now, read_only=False)
            vault._begin(look=look)
            vault._found = problems
            vault._at_close = undo.pop_all()
        return vault

    @classmethod
    def read_only(cls, folder: Path, keys: Keys, *, disk: DiskLike | None = None) -> Self:
        """The vault for lists and exports while the program may run: no lock, and not one byte written."""
        disk = disk or Disk()
        vault = cls(folder, keys, disk, device="", now=utc_now, read_only=True)
        vault._found = not_migrated(folder, disk)
        return vault

    def _begin(self, *, look: bool) -> None:
        self._common.reserve.make()
        self.index.begin()
        if look:
            self.index.summaries()
        else:
            self.index.outlook()

    def look_for_strangers(self) -> None:
        """Look for copies that sync programs have made; problems tell of them from now on."""
        with suppress(OSError):
            found = strangers(self._disk, self.folder)
            self._found += tuple(problem for problem in found if problem not in self._found)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong so far; more may come as files are opened."""
        common = self._common
        lanes = (self.registry, self.sessions, self.private, self.index, common.numbers, common.reserve)
        return (*self._found, *(problem for lane in lanes for problem in lane.problems))

    def close(self) -> bool:
        """Let every file go without its history, write the index, and let the next program in.

        Stop the writer first. False if a file is not what was saved into it.
        """
        with self._at_close:
            closed = [lane.close() for lane in (self.sessions, self.private, self.registry)]
            self.index.flush()
        return all(closed)

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


def _tidy(disk: DiskLike, folder: Path) -> dict[Path, list[str]]:
    """Make what is missing and sweep; what is in each folder, as to list thousands of files takes a while."""
    names = {}
    for inner in (folder / SESSIONS, folder / PRIVATE, folder / QUARANTINE):
        disk.makedirs(inner)
        names[inner] = sweep(disk, inner)
    disk.sync_dir(folder)
    return {**names, folder: sweep(disk, folder)}


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
        if error.errno not in FULL:
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
