"""Who may come in, found out before a passphrase is asked for; loads neither TinyDB nor cryptography."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

from iop_group.domain.errors import HomeInUse, HomeUnusable
from iop_group.domain.plain import one_line
from iop_group.vault import key_names
from iop_group.vault.disk import Disk, lock

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What some network shares answer."""
SEALED = "*.gns"


class KeyFileGone(HomeUnusable):
    """There are sealed records, and neither copy of the key file: new keys would open none of them."""

    exit_status = 3


def look_in(folder: Path) -> None:
    """Whether the program can work here: the folder is made if it is missing, and the lock is free.

    The lock is given back at once. Raises HomeInUse, HomeUnusable and KeyFileGone.
    """
    disk = Disk()
    try:
        disk.makedirs(folder)
        take_lock(folder)()
    except OSError as error:
        raise unusable(folder, error) from error
    if not key_names.any_there(folder) and any(folder.rglob(SEALED)):
        raise KeyFileGone(
            "The records here are sealed, and their key file is gone.",
            f"Put {key_names.KEY_FILE} back from the folder `keys` of your backup.",
        )


def take_lock(folder: Path) -> Callable[[], None]:
    """Take the lock; how to release it. Raises HomeInUse, also where there are no locks, and OSError."""
    try:
        return lock(folder / "lock")
    except BlockingIOError:
        raise HomeInUse(
            "The program is already open on this home.",
            "Go on in the window where it runs, or close it there first.",
        ) from None
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
        # Two programs would not know of each other.
        raise HomeInUse(
            "This disk knows no locks, so nobody may write here.", "Move the home to a disk of this computer."
        ) from None


def unusable(folder: Path, error: OSError) -> HomeUnusable:
    """Why the folder cannot serve, in plain words."""
    where = one_line(str(folder))
    elsewhere = "or choose another home with --home."
    if isinstance(error, FileExistsError | NotADirectoryError):
        return HomeUnusable(f"{where} is not a folder.", f"Move the file out of the way, {elsewhere}")
    if error.errno in FULL:
        return HomeUnusable(f"The disk that holds {where} is full.", f"Free some space on it, {elsewhere}")
    return HomeUnusable(f"The folder {where} cannot be written.", f"Allow writing in it, {elsewhere}")
