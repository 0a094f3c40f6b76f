"""The settings and the program's own themes: one sealed file of a backup, put back beside the vault."""

from __future__ import annotations

import base64
import json
import stat
from binascii import Error as NotBase64
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath

from iop_group.domain.errors import Problem, Severity
from iop_group.vault.backup_folder import put
from iop_group.vault.disk import DiskLike, take_away_empty
from iop_group.vault.files import TEMPORARY, Tables
from iop_group.vault.frame_format import Identity, Seal, Version, dumped, new_file
from iop_group.vault.keys import Keys
from iop_group.vault.sealed import Kind, file_id
from iop_group.vault.sealed_files import HOME
from iop_group.vault.staged import ASIDE, BESIDE

PARTS = ("settings.toml", "themes")
"""What stands beside the vault and is not sealed there."""

LARGEST = 1_000_000
"""Bytes of one file; a larger one is no topic, and the program does not read it either."""
DEEPEST = 5
_NOT_IN_NAMES = frozenset('\\:*?"<>|')

Files = Mapping[str, bytes]
"""Path from the home on, with slashes, to content."""


def packed(home: Path, disk: DiskLike) -> tuple[Files, tuple[Problem, ...]]:
    """What is there, and what could not be taken along."""
    found: dict[str, bytes] = {}
    problems = []
    for part in PARTS:
        for place in _walk(home, part, disk, DEEPEST):
            content = _content(home / place, disk)
            if content is None or not _is_safe(place):
                text = "It is not in the backup: it cannot be read, is too large, or has an odd name."
                problems.append(Problem(Severity.WARNING, place, None, text))
            else:
                found[place] = content
    return found, tuple(problems)


def _walk(home: Path, place: str, disk: DiskLike, deeper: int) -> Iterator[str]:
    if not disk.exists(home / place):
        return
    try:
        names = disk.listdir(home / place)
    except OSError:
        yield place
        return
    for name in names if deeper else ():
        if not name.endswith(TEMPORARY):
            yield from _walk(home, f"{place}/{name}", disk, deeper - 1)


def _content(path: Path, disk: DiskLike) -> bytes | None:
    with suppress(FileNotFoundError):  # of a disk in memory nothing more is known
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            return None
    try:
        return disk.read(path)
    except OSError:
        return None


def _is_safe(place: str) -> bool:
    """Whether the path stays within the home on every system."""
    parts = PurePosixPath(place).parts
    odd = any(sign in _NOT_IN_NAMES or not sign.isprintable() for sign in place)
    return not odd and parts[:1] != () and parts[0] in PARTS and ".." not in parts


def sealed(files: Files, keys: Keys, *, seq: int, now: datetime) -> bytes:
    """One file with all of it."""
    rows = {
        str(number): {"path": place, "base64": base64.b64encode(content).decode("ascii")}
        for number, (place, content) in enumerate(sorted(files.items()), 1)
    }
    tables: Tables = {"files": rows}
    identity = Identity(bytes.fromhex(keys.vault_id), file_id(Path(HOME)), Kind.HOME)
    return new_file(Seal(keys.data_key, identity), seq, Version(dumped(tables), now))


def unsealed(version: Version | None) -> Files:
    """What was sealed; nothing if it is anything else than sealed() makes."""
    with suppress(ValueError, KeyError, TypeError, AttributeError, NotBase64):
        rows = json.loads(version.state if version else b"")["files"].values()
        files = {row["path"]: base64.b64decode(row["base64"], validate=True) for row in rows}
        return {place: content for place, content in files.items() if _is_safe(place)}
    return {}


def lay_out(files: Files, vault: Path, disk: DiskLike) -> tuple[str, ...]:
    """Put into the vault's folder `home` what differs from what stands beside the vault; which parts do.

    Raises OSError.
    """
    now, _ = packed(vault.parent, disk)
    parts = tuple(part for part in PARTS if _of(part, files) and _of(part, files) != _of(part, now))
    for part in parts:
        for place, content in _of(part, files).items():
            path = vault / BESIDE / place
            disk.makedirs(path.parent)
            put(disk, path, content)
        for folder in {above for place in _of(part, files) for above in (vault / BESIDE / place).parents}:
            if vault in (folder, *folder.parents):
                disk.sync_dir(folder)
    return parts


def laid_out(vault: Path, disk: DiskLike) -> tuple[str, ...]:
    """Files that lie in the vault's folder `home`, as paths within the vault."""
    return tuple(_walk(vault, BESIDE, disk, DEEPEST + 1)) if disk.exists(vault / BESIDE) else ()


def _of(part: str, files: Files) -> Files:
    return {place: content for place, content in files.items() if place.partition("/")[0] == part}


def put_beside(vault: Path, disk: DiskLike, now: datetime) -> None:
    """Move what a restore has laid out to its place; what stood there stays under another name.

    May be done again after it was cut off anywhere. Raises OSError.
    """
    folder = vault / BESIDE
    for part in PARTS:
        if not disk.exists(folder / part):
            continue
        there = vault.parent / part
        if disk.exists(there):
            disk.replace(there, free_aside(there, disk, now))
            disk.sync_dir(vault.parent)
        disk.replace(folder / part, there)
        disk.sync_dir(vault.parent)
        disk.sync_dir(folder)
    take_away_empty(folder)


def free_aside(path: Path, disk: DiskLike, now: datetime) -> Path:
    """A name that nothing has yet for what gives way."""
    name = f"{path.name}{ASIDE}{now.astimezone():%Y-%m-%dT%H%M%S}"
    number, free = 1, path.with_name(name)
    while disk.exists(free):
        number += 1
        free = path.with_name(f"{name}-{number}")
    return free
