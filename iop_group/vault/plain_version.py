"""Seals the plain JSON files of the program's first version; each goes only once its sealed copy is sure."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iop_group.domain.errors import Damaged, IopGroupError, NewerFile, NotSaved, Problem, Severity
from iop_group.vault.disk import DiskLike
from iop_group.vault.files import (
    QUARANTINE,
    Tables,
    Unreadable,
    checked_meta,
    next_number,
    parsed_tables,
    set_aside,
)
from iop_group.vault.sealed import SUFFIX, Kind, Sealing

if TYPE_CHECKING:
    from iop_group.vault.keys import Keys

PLAIN = ".json"
ORIGINAL = ".json.original"
"""Ending of a damaged plain file in the quarantine."""

_LANES = (("", Kind.REGISTRY), ("sessions", Kind.SESSION), ("private", Kind.PRIVATE))
_CACHES = ("index.json", "outlook.json")
_MERGED = ("events", "groups", "members", "typing")

SEALED = (
    "The records of the program's first version were sealed, and their plain files were taken away. Copies "
    "in backups, and what the disk has not used again, can still be read without the passphrase."
)
WAITING = "There are records of the program's first version here. Open the program once to have them sealed."


def migrate(
    folder: Path,
    keys: Keys,
    *,
    disk: DiskLike,
    device: str,
    now: Callable[[], datetime],
    names: Mapping[Path, Sequence[str]] | None = None,
) -> tuple[Problem, ...]:
    """Seal what is plain in a vault that is open here alone; whatever interrupts it, the next start goes on.

    `names` says what is in folders that were listed just now.

    What was sealed in an interrupted start is compared, never written over; if both were written in since,
    the sealed file gets what it lacks. Raises OSError when the folder cannot be looked through.
    """
    plain = list(_plain_files(folder, disk, names or {}))
    problems = list(_migrated(_Sealer(folder, keys, disk, now), folder, disk, plain))
    # Not before all is sealed: until then they are what an older program would list.
    for name in _CACHES:
        if disk.exists(folder / name):
            disk.unlink(folder / name)
            disk.sync_dir(folder)
    return tuple(problems)


def not_migrated(folder: Path, disk: DiskLike) -> tuple[Problem, ...]:
    """A hint for those who only read."""
    with suppress(OSError):
        if any(True for _ in _plain_files(folder, disk, {})):
            return (Problem(Severity.HINT, folder.name, None, WAITING),)
    return ()


def _plain_files(
    folder: Path, disk: DiskLike, names: Mapping[Path, Sequence[str]]
) -> Iterator[tuple[Path, Kind]]:
    for lane, kind in _LANES:
        place = folder / lane
        listed = names[place] if place in names else disk.listdir(place) if disk.exists(place) else ()
        for name in listed:
            is_one = name.endswith(PLAIN) and name not in _CACHES
            if is_one and (lane or name == "registry.json"):
                yield place / name, kind


def _migrated(
    sealer: _Sealer, folder: Path, disk: DiskLike, plain: Iterable[tuple[Path, Kind]]
) -> Iterator[Problem]:
    some = False
    for path, kind in plain:
        where = path.relative_to(folder).as_posix()
        try:
            yield from sealer.seal(path, kind, where)
            some = True
        except (OSError, IopGroupError) as error:
            yield Problem(Severity.ERROR, where, None, _why(error))
    quarantine = folder / QUARANTINE
    for name in disk.listdir(quarantine) if disk.exists(quarantine) else ():
        if name.endswith((PLAIN, ORIGINAL)):
            with suppress(OSError, IopGroupError):  # tried again at the next start
                sealer.keep(quarantine / name)
                some = True
    if some:
        yield Problem(Severity.HINT, folder.name, None, SEALED)


def _why(error: OSError | IopGroupError) -> str:
    if isinstance(error, NewerFile):
        return str(error)
    reason = error.problem if isinstance(error, IopGroupError) else "It cannot be read or taken away."
    return f"{reason} This file is not sealed yet; it is tried again at the next start."


@dataclass(frozen=True, slots=True)
class _Sealer:
    """Seals one file after the other."""

    folder: Path
    keys: Keys
    disk: DiskLike
    now: Callable[[], datetime]

    def seal(self, path: Path, kind: Kind, where: str) -> Iterator[Problem]:
        """Seal, look, take away. Raises OSError and IopGroupError; then the plain file is there."""
        plain = _whole(self.disk.read(path), path.stem)
        if plain is not None:
            sealed = path.with_suffix(SUFFIX)
            yield from self._room_for(sealed, kind)
            self._write(sealed, kind, plain)
            self._take_away(path)
            return
        name = self.keep(path)
        kept = f"It was sealed and kept in {QUARANTINE}/{name}."
        text = f"This file of the first version could not be read. {kept}"
        yield Problem(Severity.ERROR, where, None, text)

    def _room_for(self, path: Path, kind: Kind) -> Iterator[Problem]:
        """Set aside what an interrupted start has left half written, or what else cannot be read there."""
        found = Sealing(self.keys, kind, self.disk, self.now).looked_at(path, vault=self.folder)
        try:
            tables = found.read()
            if tables is not None:
                checked_meta(tables, path.stem)
        except Unreadable:
            raise
        except Damaged:
            name = set_aside(self.disk, path, self.folder / QUARANTINE)
            where = path.relative_to(self.folder).as_posix()
            text = f"This file could not be read. It was kept in {QUARANTINE}/{name}, and sealed anew."
            yield Problem(Severity.ERROR, where, None, text)

    def keep(self, path: Path) -> str:
        """Seal the exact bytes of a file that cannot be read, under a name by chance; which one."""
        name = f"{os.urandom(16).hex()}{SUFFIX}"
        content = base64.b64encode(self.disk.read(path)).decode("ascii")
        document = {"name": path.name, "base64": content}
        self._write(self.folder / QUARANTINE / name, Kind.KEPT, {"kept": {"1": document}})
        self._take_away(path)
        return name

    def _write(self, path: Path, kind: Kind, plain: Tables) -> None:
        sealing = Sealing(self.keys, kind, self.disk, self.now)
        storage = sealing.storage(path, vault=self.folder)
        tables = _merged(storage.read(), plain)
        storage.write(tables)
        storage.close()
        found = sealing.storage(path, vault=self.folder, read_only=True)
        if not storage.settled or found.read() != tables:
            raise NotSaved("Not saved: the sealed copy is not what was written.", "Check the disk.")

    def _take_away(self, path: Path) -> None:
        self.disk.unlink(path)
        self.disk.sync_dir(path.parent)


def _whole(content: bytes, file_id: str) -> Tables | None:
    """What a plain file holds, or None when it cannot be read. Raises NewerFile."""
    plain = parsed_tables(content)
    if plain is not None and all(map(_is_table, plain.values())):
        with suppress(Damaged):
            checked_meta(plain, file_id)
            return plain
    return None


def _is_table(table: Mapping[str, object]) -> bool:
    return all(number.isdecimal() and isinstance(document, dict) for number, document in table.items())


def _merged(sealed: Tables | None, plain: Tables) -> Tables:
    """The sealed tables with what only the plain ones hold; as a rule there are no sealed ones."""
    if sealed is None or sealed == plain:
        return plain
    merged = {name: dict(table) for name, table in sealed.items()}
    for name in _MERGED:
        table = merged.setdefault(name, {})
        known = {document.get("id"): number for number, document in table.items()}
        for document in plain.get(name, {}).values():
            place = known.get(document.get("id"))
            if place is None:
                table[next_number(table)] = document
            elif name != "events" and _is_later(document, table[place]):
                table[place] = document
    return {name: table for name, table in merged.items() if table or name in sealed}


def _is_later(document: dict[str, Any], than: dict[str, Any]) -> bool:
    return f"{document.get('changed_at', '')}" > f"{than.get('changed_at', '')}"
