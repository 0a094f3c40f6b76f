"""The program as it is, on a disk that is full for as long as a file called `full` lies beside the home."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from iop_group.cli import main
from iop_group.vault import reserve
from iop_group.vault.disk import Disk

HOME = Path(sys.argv[1])
FULL = HOME.with_name("full")
_OPEN, _PWRITE = Disk.open, Disk.pwrite
_of_the_home: set[int] = set()


def open_file(disk: Disk, path: Path, create: bool = False, excl: bool = False) -> int:
    """Remember which descriptors lead to the disk that may be full."""
    fd = _OPEN(disk, path, create, excl)
    (_of_the_home.add if HOME in path.parents else _of_the_home.discard)(fd)
    return fd


def write(disk: Disk, fd: int, data: bytes, offset: int) -> int:
    """Refuse what does not fit any more."""
    if fd in _of_the_home and FULL.exists():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return _PWRITE(disk, fd, data, offset)


if __name__ == "__main__":
    vars(reserve)["SIZE"] = 4096  # soon used up
    type.__setattr__(Disk, "open", open_file)
    type.__setattr__(Disk, "pwrite", write)
    sys.exit(main(["--home", str(HOME)]))
