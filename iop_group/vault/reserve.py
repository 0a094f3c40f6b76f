"""Some room that is kept for the moment in which the disk is full, so that the last notes still fit."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from iop_group.domain.errors import NotSaved, Problem, Severity
from iop_group.vault.disk import DiskLike
from iop_group.vault.files import write_whole

FILE = "reserve"
SIZE = 4 << 20
"""Bytes; room for some hundred saves."""

_FULL = {errno.ENOSPC, errno.EDQUOT}
USED = (
    "The disk is full. The room that was kept for this moment is in use now, and saving goes on for a while. "
    "Free some space on the disk."
)


class Reserve:
    """A file of chance bytes that gives way when the disk is full."""

    def __init__(self, path: Path | None, disk: DiskLike) -> None:
        """Without a path there is none."""
        self._path = path
        self._disk = disk
        self._used = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Says so once it was needed."""
        if self._path is None or not self._used:
            return ()
        return (Problem(Severity.ERROR, self._path.parent.name, None, USED),)

    def make(self) -> None:
        """Put it there if it is not and there is room for it."""
        if self._path is not None and not self._disk.exists(self._path):
            with suppress(OSError):  # by chance: zeros would take no room on some disks
                write_whole(self._disk, self._path, os.urandom(SIZE))

    def save(self, write: Callable[[], None]) -> None:
        """Write; if the disk is full, once more in the room that was kept. Raises what write() raises."""
        try:
            write()
        except NotSaved as error:
            if not _is_full(error) or not self._release():
                raise
            write()

    def _release(self) -> bool:
        if self._path is None:
            return False
        try:
            self._disk.unlink(self._path)
        except OSError:
            return False
        self._used = True
        return True


def _is_full(error: NotSaved) -> bool:
    return isinstance(error.__cause__, OSError) and error.__cause__.errno in _FULL
