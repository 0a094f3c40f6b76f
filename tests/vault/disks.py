"""Disks that fail: a real one with faults at chosen operations, and one in memory whose power can be cut."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from iop_group.vault.disk import Disk

SECTOR = 64
"""Bytes that a power cut keeps or loses together; small, so that small files have several."""

FOLDER = "folder"


def chance(seed: int) -> Random:
    """Chance that comes out the same for the same seed."""
    return Random(seed)  # noqa: S311 - nothing secret depends on it


class PowerCut(BaseException):
    """The machine is off: nobody may catch this and go on."""


class FaultyDisk(Disk):
    """The real disk, with an error at chosen operations of a save; counts them from 0 as they come."""

    def __init__(self, faults: Mapping[int, int] | None = None) -> None:
        super().__init__()
        self.faults = dict(faults or {})
        self.calls: list[str] = []
        self.unreadable = False

    def broken(self, number: int) -> FaultyDisk:
        """From now on every operation fails with that errno, but for looking."""
        self.faults = dict.fromkeys(range(len(self.calls), len(self.calls) + 10_000), number)
        return self

    def mended(self) -> None:
        """From now on nothing fails."""
        self.faults = {}

    def _step(self, name: str) -> None:
        self.calls.append(name)
        number = self.faults.get(len(self.calls) - 1)
        if number is not None:
            raise OSError(number, os.strerror(number))

    def open(self, path: Path, create: bool = False, excl: bool = False) -> int:
        self._step("open")
        return super().open(path, create, excl)

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        try:
            self._step("pwrite")
        except OSError:
            super().pwrite(fd, data[: len(data) // 2], offset)  # a full disk takes some of it
            raise
        return super().pwrite(fd, data, offset)

    def fsync(self, fd: int) -> None:
        self._step("fsync")
        super().fsync(fd)

    def close(self, fd: int) -> None:
        super().close(fd)
        self._step("close")

    def replace(self, old: Path, new: Path) -> None:
        self._step("replace")
        super().replace(old, new)

    def unlink(self, path: Path) -> None:
        self._step("unlink")
        super().unlink(path)

    def sync_dir(self, folder: Path) -> None:
        self._step("sync_dir")
        Disk().sync_dir(folder)  # its flush is no operation of its own

    def read(self, path: Path) -> bytes:
        self._look()
        return super().read(path)

    def listdir(self, folder: Path) -> list[str]:
        self._look()
        return super().listdir(folder)

    def _look(self) -> None:
        if self.unreadable:
            raise PermissionError(errno.EACCES, "no")


class HeldDisk(Disk):
    """Does not hand over one file for the first so many times, as while a virus scanner has it."""

    def __init__(self, path: Path, times: int = 1 << 20) -> None:
        super().__init__()
        self._path = path
        self._left = times

    def read(self, path: Path) -> bytes:
        if path == self._path and self._left:
            self._left -= 1
            raise PermissionError(errno.EACCES, "held")
        return super().read(path)


class LyingDisk(Disk):
    """Takes every save, and gives back something else of the files in one folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def read(self, path: Path) -> bytes:
        content = super().read(path)
        return content[:-1] + b"?" if path.parent == self._folder else content


Write = tuple[int, bytes | None]
"""(offset, data), or (size, None) for a cut."""


@dataclass(slots=True, eq=False)
class Inode:
    """A file's content: what is surely on the disk, and what was written since."""

    durable: bytes = b""
    writes: list[Write] = field(default_factory=list)
    """Flushed by the next fsync."""
    doomed: list[Write] = field(default_factory=list)
    """What a failed fsync forgot: seen by readers, and never flushed again."""

    def seen(self) -> bytes:
        """What a reader is given."""
        return _after(self.durable, [*self.doomed, *self.writes], lambda: True)

    def after_cut(self, rng: Random) -> bytes:
        """What is left of it: each unflushed sector is there, or not, or holds zeros or anything at all."""
        return _after(self.durable, [*self.doomed, *self.writes], lambda: rng.random() < 0.5, rng)


def _after(
    content: bytes,
    writes: list[Write],
    kept: Callable[[], bool],
    rng: Random | None = None,
) -> bytes:
    image = bytearray(content)
    for offset, data in writes:
        if data is None:
            if kept():
                image[:] = image[:offset].ljust(offset, b"\0")
            continue
        for start in range(0, len(data), SECTOR):
            sector = data[start : start + SECTOR]
            if kept():
                end = offset + start + len(sector)
                image[:] = image.ljust(end, b"\0")
                image[offset + start : end] = sector
            elif rng is not None and (left := rng.random()) < 0.5:
                end = offset + start + len(sector)
                image[:] = image.ljust(end, b"\0")
                if left < 0.2:
                    image[end - len(sector) : end] = rng.randbytes(len(sector))
    return bytes(image)


Change = tuple[Path, Path | None, Inode | str | None]
"""(name, its new name if it moved, what it now leads to; None where it is gone)."""


class SimulatedDisk:
    """A disk in memory that is as unkind as a file system may be.

    Only what fsync returned for is surely kept; names are surely kept only after sync_dir of their folder;
    unflushed names and sectors survive a power cut or not, each by its own chance.
    """

    def __init__(
        self, rng: Random, *, cut_at: int | None = None, faults: Mapping[int, int] | None = None
    ) -> None:
        self.rng = rng
        self.cut_at = cut_at
        self.faults = dict(faults or {})
        self.calls = 0
        self.refused = 0
        """How many faults came about."""
        self._durable: dict[Path, Inode | str] = {Path("/"): FOLDER, Path("/home"): FOLDER}
        self._names = dict(self._durable)
        self._changes: list[Change] = []
        self._open: dict[int, Inode] = {}

    def power_cut(self) -> SimulatedDisk:
        """What the machine finds when it starts again."""
        names = dict(self._durable)
        for change in self._changes:
            if self.rng.random() < 0.5:
                _apply(names, change)
        after = SimulatedDisk(self.rng)
        left = {node: Inode(node.after_cut(self.rng)) for node in names.values() if isinstance(node, Inode)}
        for path, node in names.items():
            # What stands in a folder that was lost is lost with it.
            if all(names.get(parent) == FOLDER for parent in path.parents):
                after._durable[path] = left[node] if isinstance(node, Inode) else node
        after._names = dict(after._durable)
        return after

    def take_over(self, other: SimulatedDisk) -> None:
        """Hold what the other one holds."""
        self._durable, self._names = dict(other._durable), dict(other._names)

    def _step(self, what: str) -> None:
        self.calls += 1
        if self.cut_at == self.calls:
            raise PowerCut(what)
        number = self.faults.get(self.calls)
        if number is not None:
            self.refused += 1
            raise OSError(number, os.strerror(number))

    def _change(self, change: Change) -> None:
        _apply(self._names, change)
        self._changes.append(change)

    def open(self, path: Path, create: bool = False, excl: bool = False) -> int:
        self._step("open")
        node = self._names.get(path)
        if node is None:
            if not create or self._names.get(path.parent) != FOLDER:
                raise FileNotFoundError(errno.ENOENT, "missing")
            node = Inode()
            self._change((path, None, node))
        elif excl or not isinstance(node, Inode):
            raise FileExistsError(errno.EEXIST, "there")
        assert isinstance(node, Inode)
        fd = len(self._open) + 3
        self._open[fd] = node
        return fd

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        try:
            self._step("pwrite")
        except (OSError, PowerCut):
            self._open[fd].writes.append((offset, data[: self.rng.randrange(len(data) + 1)]))
            raise
        self._open[fd].writes.append((offset, data))
        return len(data)

    def fsync(self, fd: int) -> None:
        node = self._open[fd]
        try:
            self._step("fsync")
        except OSError:
            node.doomed += node.writes
            node.writes = []
            raise
        node.durable = _after(node.durable, node.writes, lambda: True)
        node.writes = []

    def ftruncate(self, fd: int, size: int) -> None:
        self._step("ftruncate")
        self._open[fd].writes.append((size, None))

    def close(self, fd: int) -> None:
        self._step("close")

    def read(self, path: Path) -> bytes:
        node = self._names.get(path)
        if not isinstance(node, Inode):
            raise FileNotFoundError(errno.ENOENT, "missing")
        return node.seen()

    def replace(self, old: Path, new: Path) -> None:
        self._step("replace")
        node = self._names.get(old)
        if node is None:
            raise FileNotFoundError(errno.ENOENT, "missing")
        self._change((old, new, node))

    def unlink(self, path: Path) -> None:
        self._step("unlink")
        if not isinstance(self._names.get(path), Inode):
            raise FileNotFoundError(errno.ENOENT, "missing")
        self._change((path, None, None))

    def sync_dir(self, folder: Path) -> None:
        self._step("sync_dir")
        later: list[Change] = []
        for change in self._changes:
            if folder in {name.parent for name in change[:2] if name is not None}:
                _apply(self._durable, change)
            else:
                later.append(change)
        self._changes = later

    def same_file(self, fd: int, path: Path, size: int) -> bool:
        node = self._open[fd]
        return self._names.get(path) is node and len(node.seen()) == size

    def exists(self, path: Path) -> bool:
        return path in self._names

    def listdir(self, folder: Path) -> list[str]:
        if self._names.get(folder) != FOLDER:
            raise FileNotFoundError(errno.ENOENT, "missing")
        return sorted(path.name for path in self._names if path.parent == folder and path != folder)

    def makedirs(self, folder: Path) -> None:
        self._step("makedirs")
        for path in (*reversed(folder.parents), folder):
            if path not in self._names:
                self._change((path, None, FOLDER))


def _apply(names: dict[Path, Inode | str], change: Change) -> None:
    name, moved, node = change
    if node is None:
        names.pop(name, None)
    elif moved is not None:
        names.pop(name, None)
        names[moved] = node
        if node == FOLDER:  # and all that is in it
            for path in [path for path in names if name in path.parents]:
                names[moved / path.relative_to(name)] = names.pop(path)
    else:
        names[name] = node
