"""Which files of a vault are sealed, what each of them must be, and what is wrong with it in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from iop_group.domain.errors import Problem, Severity
from iop_group.vault.disk import Disk, DiskLike
from iop_group.vault.files import TEMPORARY
from iop_group.vault.frame_scan import Expected, Found, Status, scan
from iop_group.vault.key_names import COPIES
from iop_group.vault.sealed import SUFFIX, Kind, file_id

if TYPE_CHECKING:
    from iop_group.vault.keys import Keys

SESSIONS, PRIVATE, REGISTRY = "sessions", "private", f"registry{SUFFIX}"
HOME = f"home{SUFFIX}"
"""In backups only: the settings and the program's own themes."""

_KINDS = {SESSIONS: Kind.SESSION, PRIVATE: Kind.PRIVATE, REGISTRY: Kind.REGISTRY, HOME: Kind.HOME}
_PLACE = re.compile(
    rf"(?:{SESSIONS}|{PRIVATE})/[0-9a-f]{{32}}{re.escape(SUFFIX)}|{re.escape(REGISTRY)}|{re.escape(HOME)}"
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at every file has found."""

    files: int
    whole: int
    """Files in which every save verified and nothing else stands."""
    problems: tuple[Problem, ...]


def is_place(text: str) -> bool:
    """Whether a vault or its backup keeps a file of that name: `sessions/<32 hexadecimal digits>.gns`."""
    return _PLACE.fullmatch(text) is not None


def places(disk: DiskLike, vault: Path) -> tuple[str, ...]:
    """The sealed files that a vault holds, as paths within it; the index is no truth and not among them.

    Raises OSError, but for folders that are missing.
    """
    found = [REGISTRY] if disk.exists(vault / REGISTRY) else []
    for lane in (SESSIONS, PRIVATE):
        if disk.exists(vault / lane):
            found += [f"{lane}/{name}" for name in disk.listdir(vault / lane)]
    return tuple(place for place in found if is_place(place))


def strangers(disk: DiskLike, vault: Path) -> tuple[Problem, ...]:
    """Copies of sealed files and of keys under names that no vault gives, as sync programs make them."""
    found = []
    for lane in ("", SESSIONS, PRIVATE):
        for name in disk.listdir(vault / lane) if disk.exists(vault / lane) else ():
            place = f"{lane}/{name}" if lane else name
            plain = name.casefold()  # some disks and programs write all names in capitals
            copied = SUFFIX in plain or (not lane and ".key" in plain)
            if copied and not plain.endswith(TEMPORARY) and not is_place(place) and place not in COPIES:
                found.append(Problem(Severity.WARNING, place, None, _STRANGER))
    return tuple(found)


_STRANGER = (
    "A copy under another name, perhaps made by a sync program; the program does not look into it. "
    "`iop-group vault rescue FOLDER` adds what a session's copy holds besides. Then take it away."
)


def expected(place: str, vault_id: str) -> Expected:
    """What stands there if nobody has moved it. The vault's id has 32 hexadecimal digits."""
    return Expected(bytes.fromhex(vault_id), file_id(Path(place)), _KINDS[place.partition("/")[0]])


def opened(content: bytes, keys: Keys, place: str) -> Found:
    """The newest whole save in the content, once every save in it was looked at."""
    return scan(content, keys.data_key, expected(place, keys.vault_id))


def check_files(vault: Path, keys: Keys, *, disk: DiskLike | None = None) -> Checked:
    """Open every save in every file of the vault, and change nothing. Raises OSError for its folders."""
    disk = disk or Disk()
    problems = []
    every = places(disk, vault)
    for place in every:
        try:
            _, found = seen(disk, vault / place, keys, place)
        except OSError:
            text = "The system does not hand the file over. Look at who may read it, and at the disk."
            problems.append(Problem(Severity.ERROR, place, None, text))
            continue
        if found.newer:
            problems.append(Problem(Severity.WARNING, place, None, _NEWER))
        elif found.status is not Status.OK:
            problems.append(trouble(place, found.status))
    return Checked(len(every), len(every) - len(problems), tuple(problems))


_NEWER = (
    "Its beginning says that a newer version of the program wrote it, so it is left alone. "
    "Update the program. If no newer one was ever here, the file is damaged: restore it from a backup."
)


def seen(disk: DiskLike, path: Path, keys: Keys, place: str) -> tuple[bytes, Found]:
    """The file and what stands in it, looked at twice: the program may have been in the middle of a save.

    Raises OSError.
    """
    content = disk.read(path)
    found = opened(content, keys, place)
    if not found.newer and found.status is not Status.OK:
        content = disk.read(path)
        found = opened(content, keys, place)
    return content, found


_WORDS = {
    Status.TAIL_DISCARDED: "The last save was cut off, or went bad. The one before it is whole and counts.",
    Status.INTERIOR_DAMAGE: "A part of the file is damaged. The newest save in it is whole.",
    Status.HEADER_REBUILT: "The beginning of the file is damaged. The newest save in it is whole.",
    Status.NAME_MISMATCH: "Another file stands in the place of this one. Restore it from a backup.",
    Status.EMPTY_FILE: "The file is empty, which none ever is. Restore it from a backup.",
    Status.NO_VALID_FRAME: "Nothing in the file can be opened. Restore it from a backup.",
}
_READABLE = {Status.TAIL_DISCARDED, Status.INTERIOR_DAMAGE, Status.HEADER_REBUILT}


def trouble(place: str, status: Status) -> Problem:
    """What is wrong with the file of that status, which is not OK."""
    severity = Severity.WARNING if status in _READABLE else Severity.ERROR
    return Problem(severity, place, None, _WORDS.get(status, "Something is wrong with the file."))
