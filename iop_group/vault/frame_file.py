"""A file that is only ever appended to or replaced as a whole, and what is surely known of it."""

from __future__ import annotations

import errno
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from iop_group.vault.disk import DiskLike
from iop_group.vault.files import write_whole

_FULL = {errno.ENOSPC, errno.EDQUOT}


class FrameFile:
    """Knows what the file holds and whether it may be appended to. What works on it may raise OSError."""

    def __init__(self, disk: DiskLike, path: Path, content: bytes | None) -> None:
        """The content as it was read, or None when there is no file."""
        self._disk = disk
        self._path = path
        self._fd: int | None = None
        self._image = bytearray(content or b"")
        self.exists = content is not None
        # Tried and not known to be there or not: not to be taken for someone else's.
        self._attempt = b""
        self._tried: set[bytes] = set()

    @property
    def is_open(self) -> bool:
        """Whether content and name are on the disk, and the next save may be appended."""
        return self._fd is not None

    @property
    def size(self) -> int:
        """Bytes that are known to be in the file."""
        return len(self._image)

    def adopt(self) -> None:
        """Go on with a file that was put there by rewrite(): only its name may not be on the disk yet."""
        self._reopen()
        if self._fd is None:
            raise OSError(errno.ESTALE, "changed meanwhile")
        try:
            self._disk.fsync(self._fd)
            self._disk.sync_dir(self._path.parent)
        except OSError:
            self.close()
            raise

    def create(self, content: bytes) -> None:
        """Make the file. Raises FileExistsError when someone else did; whatever fails, none is left."""
        fd = self._disk.open(self._path, create=True, excl=True)
        self._attempt = content
        try:
            self._disk.pwrite(fd, content, 0)
            self._disk.fsync(fd)
            self._disk.sync_dir(self._path.parent)
        except OSError:
            with suppress(OSError):
                self._disk.close(fd)
            with suppress(OSError):  # an empty file would be taken for a damaged one
                self._disk.unlink(self._path)
            raise
        self._fd, self.exists = fd, True
        self._holds(content)

    def append(self, data: bytes) -> None:
        """Put the data at the end and flush it: one write, one flush. Only while is_open."""
        fd = self._fd
        if fd is None:
            raise OSError(errno.EBADF, "not open")
        self._attempt = data
        try:
            self._disk.pwrite(fd, data, self.size)
        except OSError as error:
            self._cut(fd, keep=error.errno in _FULL)
            raise
        try:
            self._disk.fsync(fd)
        except OSError:
            # The system may have marked as written what is not: nothing of this descriptor is believed again.
            self.close()
            raise
        self._image += data
        self._attempt = b""

    def _cut(self, fd: int, *, keep: bool) -> None:
        try:
            self._disk.ftruncate(fd, self.size)
        except OSError:
            keep = False
        if not keep:
            self.close()

    def rewrite(self, content: bytes) -> None:
        """Replace the whole file. If that fails with the old one in its place, that one is gone on with."""
        was_open = self.is_open
        self.close()  # some systems do not replace an open file
        self._tried.add(_print_of(content))
        try:
            write_whole(self._disk, self._path, content)
        except OSError:
            if was_open:
                self._reopen()
            raise
        self.exists = True
        self._holds(content)
        self._reopen()

    def _reopen(self) -> None:
        # Should it fail, the next save replaces the file once more.
        with suppress(OSError):
            self._fd = self._disk.open(self._path)
            same = self._disk.same_file(self._fd, self._path, self.size)
            if same and self._disk.read(self._path) == self._image:
                return
        self.close()

    def theirs(self) -> bytes | None:
        """What someone else left in the file's place, b"" when they took it away; None when it is ours."""
        if self._fd is not None:
            if self._disk.same_file(self._fd, self._path, self.size):
                return None
            self.close()
        try:
            found = self._disk.read(self._path)
        except FileNotFoundError:
            return b"" if self.exists else None
        return None if self._is_ours(found) else found

    def is_lost(self) -> bool:
        """Whether someone else's file, or none, is known to stand in the place of ours. Never raises."""
        try:
            return self.theirs() is not None
        except OSError:
            return False

    def _is_ours(self, found: bytes) -> bool:
        ours = found.startswith(self._image) and self._attempt.startswith(found[self.size :])
        return ours or _print_of(found) in self._tried

    def _holds(self, content: bytes) -> None:
        self._image = bytearray(content)
        self._attempt = b""
        self._tried.clear()

    def close(self) -> None:
        """Give the descriptor back. Never fails: what counts was flushed."""
        fd, self._fd = self._fd, None
        if fd is not None:
            with suppress(OSError):
                self._disk.close(fd)


def _print_of(content: bytes) -> bytes:
    return sha256(content).digest()


def keep_aside(disk: DiskLike, path: Path, content: bytes, *, folder: Path | None, mark: str) -> Path:
    """Copy exact bytes into the folder, or beside the file; on the disk when it returns. Raises OSError.

    The name tells the content, so the same bytes are kept once.
    """
    if folder is not None:
        disk.makedirs(folder)
        disk.sync_dir(folder.parent)
    place = folder or path.parent
    copy = place / f"{path.name}.{mark}-{sha256(content).hexdigest()[:16]}"
    if disk.exists(copy) and disk.read(copy) == content:
        disk.sync_dir(place)
    else:
        write_whole(disk, copy, content)
    return copy
