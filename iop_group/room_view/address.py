"""Where the program and its room view meet: a socket in a folder that its owner alone may enter."""

from __future__ import annotations

import hashlib
import os
import socket
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from iop_group.domain.errors import HomeUnusable

DEMO = "demo"
"""The name that every demo has; its home is another one each time."""
_LONGEST = 100
"""Bytes that every system takes for the path of a socket."""
_FOR_OTHERS = 0o077


def name_of(home: Path) -> str:
    """The name under which the program that has this home open can be reached; tells nothing about it."""
    return hashlib.sha256(os.fsencode(os.path.realpath(home))).hexdigest()[:20]


def possible() -> bool:
    """Has this system sockets that are files? Windows has none that Python knows of."""
    return hasattr(socket, "AF_UNIX")


def meeting_place(name: str) -> Path:
    """The socket's path, its folder made and looked at. Raises HomeUnusable."""
    for folder in _folders():
        path = folder / name
        if len(os.fsencode(path)) <= _LONGEST:
            _make_private(folder)
            return path
    raise HomeUnusable("There is no folder for the room view.", "Set TMPDIR to a folder with a short name.")


def tidy(folder: Path) -> None:
    """Take the folder away, unless somebody else meets there."""
    with suppress(OSError):
        folder.rmdir()


def _folders() -> Iterator[Path]:
    """Where the system keeps what must not outlive the login; else where temporary files are."""
    if sys.platform != "win32":
        user = os.getuid()
        named = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
        for runtime in (named, Path(f"/run/user/{user}")):
            if runtime.is_absolute() and _is_own(runtime):
                yield runtime / "iop-group"
        for temporary in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 - the folder in it is looked at
            yield Path(temporary) / f"iop-group-{user}"


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        reason = error.strerror or "the system refused"
        raise HomeUnusable(f"The folder for the room view cannot be made ({reason}).", str(folder)) from None
    if not _is_own(folder):
        raise HomeUnusable("Others may look into the folder for the room view.", f"Remove {folder} first.")


def _is_own(folder: Path) -> bool:
    """A folder, no link to one, that nobody else may enter."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    own = sys.platform == "win32" or status.st_uid == os.getuid()
    return stat.S_ISDIR(status.st_mode) and own and not status.st_mode & _FOR_OTHERS
