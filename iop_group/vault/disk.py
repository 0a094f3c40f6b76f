"""The one module that touches the vault's files; whoever wants to see a disk fail passes another one."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

FILE_MODE = 0o600
FOLDER_MODE = 0o700

FULL_SYNC = 51
"""F_FULLFSYNC of macOS: there a plain fsync leaves the data in the drive's own cache."""

REPLACE_WAITS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
"""Seconds between tries: on Windows a virus scanner or a sync client may hold the file for a moment."""


class DiskLike(Protocol):
    """What the vault asks of a disk. Every operation raises OSError when it could not be done."""

    def open(self, path: Path, create: bool = False, excl: bool = False) -> int: ...
    def pwrite(self, fd: int, data: bytes, offset: int) -> int: ...
    def fsync(self, fd: int) -> None: ...
    def ftruncate(self, fd: int, size: int) -> None: ...
    def close(self, fd: int) -> None: ...
    def read(self, path: Path) -> bytes: ...
    def replace(self, old: Path, new: Path) -> None: ...
    def unlink(self, path: Path) -> None: ...
    def sync_dir(self, folder: Path) -> None: ...
    def same_file(self, fd: int, path: Path, size: int) -> bool: ...
    def exists(self, path: Path) -> bool: ...
    def listdir(self, folder: Path) -> list[str]: ...
    def makedirs(self, folder: Path) -> None: ...


class Disk:
    """The real disk: files for nobody else (0600), folders for nobody else (0700), whatever the umask."""

    def __init__(self, *, platform: str = sys.platform, pause: Callable[[float], None] = time.sleep) -> None:
        self._windows = platform == "win32"
        self._mac = platform == "darwin"
        self._pause = pause

    def open(self, path: Path, create: bool = False, excl: bool = False) -> int:
        """A descriptor to read and write. create makes a missing file; excl insists that it is missing."""
        flags = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        if create:
            flags |= os.O_CREAT | (os.O_EXCL if excl else 0)
        fd = os.open(path, flags, FILE_MODE)
        if create and not self._windows:
            with suppress(PermissionError):  # a memory stick may know no modes at all
                os.fchmod(fd, FILE_MODE)
        return fd

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        """Write all of the data at that offset, in as many goes as the system needs; the bytes written."""
        left = memoryview(data)
        while left:
            done = self._write_some(fd, left, offset + len(data) - len(left))
            left = left[done:]
        return len(data)

    def _write_some(self, fd: int, data: memoryview, offset: int) -> int:
        if self._windows:
            os.lseek(fd, offset, os.SEEK_SET)
            return os.write(fd, data)
        return os.pwrite(fd, data, offset)

    def fsync(self, fd: int) -> None:
        """Return when the file's content would survive a power cut."""
        if self._mac:
            import fcntl

            with suppress(OSError):  # some network shares cannot; they get the plain flush below
                fcntl.fcntl(fd, FULL_SYNC)
                return
        os.fsync(fd)

    def ftruncate(self, fd: int, size: int) -> None:
        """Cut or lengthen the file to that many bytes."""
        os.ftruncate(fd, size)

    def close(self, fd: int) -> None:
        """Give the descriptor back."""
        os.close(fd)

    def read(self, path: Path) -> bytes:
        """The whole content."""
        return path.read_bytes()

    def replace(self, old: Path, new: Path) -> None:
        """Rename old to new; a file of that name gives way in the same instant."""
        for wait in REPLACE_WAITS if self._windows else ():
            try:
                old.replace(new)
                return
            except PermissionError:
                self._pause(wait)
        old.replace(new)

    def unlink(self, path: Path) -> None:
        """Take the file away."""
        path.unlink()

    def sync_dir(self, folder: Path) -> None:
        """Return when the folder's names would survive a power cut. Windows has nothing of the kind."""
        if self._windows:
            return
        fd = os.open(folder, os.O_RDONLY)
        try:
            self.fsync(fd)
        except OSError as error:
            if error.errno != errno.EINVAL:  # some network shares know no flush of a folder
                raise
        finally:
            os.close(fd)

    def same_file(self, fd: int, path: Path, size: int) -> bool:
        """Whether the path still leads to the open file, and it has that many bytes."""
        try:
            there = path.stat()
        except FileNotFoundError:
            return False
        return os.path.samestat(os.fstat(fd), there) and there.st_size == size

    def exists(self, path: Path) -> bool:
        """Whether something of that name is there."""
        return path.exists()

    def listdir(self, folder: Path) -> list[str]:
        """The names in the folder, in order."""
        return sorted(os.listdir(folder))  # noqa: PTH208 - paths would take three times as long

    def makedirs(self, folder: Path) -> None:
        """Make the folder and those above it that are missing; the folder itself becomes private."""
        if not folder.is_dir():
            self._make_above(folder.parent)
            folder.mkdir(FOLDER_MODE, exist_ok=True)
        with suppress(PermissionError):
            folder.chmod(FOLDER_MODE)

    def _make_above(self, parent: Path) -> None:
        # A folder that is already there (someone's home) keeps the modes it has.
        if not parent.exists():
            self.makedirs(parent)


def lock(path: Path) -> Callable[[], None]:
    """Take the lock that the system takes back when the program ends, however it ends; how to release it.

    Raises BlockingIOError when another program has it, and OSError.
    """
    fd = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), FILE_MODE)
    try:
        _take(fd)
    except OSError:
        os.close(fd)
        raise
    return lambda: os.close(fd)


def _take(fd: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:  # what Windows says of a lock that is taken
            raise BlockingIOError(error.errno, error.strerror) from error
    else:
        import fcntl

        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


Stamp = tuple[int, int, int]
"""Size in bytes, time of the last change in ns, number of the file on its disk."""


def stamp(path: Path) -> Stamp | None:
    """A sign that changes when the file does, or None when there is none to be had.

    Only a hint for caches that may be thrown away, never for truth; so it is no part of the disk.
    """
    return _stamp(str(path), None)


def stamps(folder: Path, names: Iterable[str]) -> list[Stamp | None]:
    """The stamps of files in one folder, in a fifth of the time that as many paths would take."""
    # What the folder itself tells of a file is not asked: on Windows it may be older than an open file.
    if os.stat not in os.supports_dir_fd:
        return [_stamp(f"{folder}{os.sep}{name}", None) for name in names]
    try:
        fd = os.open(folder, os.O_RDONLY)
    except OSError:
        return [None for _ in names]
    try:
        return [_stamp(name, fd) for name in names]
    finally:
        os.close(fd)


def _stamp(path: str, folder: int | None) -> Stamp | None:
    try:
        status = os.stat(path, dir_fd=folder)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino


def same_disk(one: Path, other: Path) -> bool:
    """Whether both lie on one disk, as far as the system tells; of what is missing, the folder above it.

    Two parts of one drive count as two disks. No part of the disk: nothing is read or written.
    """
    try:
        return _there(one).stat().st_dev == _there(other).stat().st_dev
    except OSError:
        return False


def take_away_empty(folder: Path) -> None:
    """Remove the folder if it is there and empty. Nothing can be lost with it: no part of the disk."""
    with suppress(OSError):
        folder.rmdir()


def _there(path: Path) -> Path:
    return next((place for place in (path, *path.parents) if place.exists()), path)
