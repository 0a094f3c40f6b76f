"""Brings back into the records what was saved elsewhere: on a full disk, by another computer, or damaged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from iop_group.domain.errors import IopGroupError, Problem, Severity
from iop_group.vault.disk import Disk, DiskLike
from iop_group.vault.files import QUARANTINE, Tables
from iop_group.vault.frame_file import keep_aside
from iop_group.vault.frame_format import HEADER, Identity
from iop_group.vault.frame_scan import Expected, scan
from iop_group.vault.rescue import take_away
from iop_group.vault.rescue_names import PREFIX, rescued_in
from iop_group.vault.sealed import SUFFIX, Kind
from iop_group.vault.session_file import SessionFile, contents_of

if TYPE_CHECKING:
    from iop_group.vault.keys import Keys
    from iop_group.vault.vault import Vault

_ID = re.compile(r"[0-9a-f]{32}")
_LANES = (Kind.SESSION, Kind.PRIVATE)


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What came of it."""

    files: int = 0
    """Sealed sessions and private notes of these records that were found and could be opened."""
    acts: int = 0
    """Acts that the records did not have."""
    texts: int = 0
    """Half-typed texts that were newer."""
    problems: tuple[Problem, ...] = ()

    def __add__(self, other: BroughtBack) -> BroughtBack:
        return BroughtBack(
            self.files + other.files,
            self.acts + other.acts,
            self.texts + other.texts,
            (*self.problems, *other.problems),
        )

    @property
    def is_news(self) -> bool:
        """Whether the records hold more now."""
        return bool(self.acts or self.texts)


@dataclass(frozen=True, slots=True)
class _Found:
    """A sealed file of these records, wherever it lay and whatever it is called."""

    kind: Kind
    session_id: str
    tables: Tables
    content: bytes


def bring_back(vault: Vault, place: Path, *, disk: DiskLike | None = None) -> BroughtBack:
    """Save into the open vault what sealed sessions in the folder, and in rescue folders in it, hold besides.

    Acts that the vault has are passed over, so it may be done twice. From a rescue folder each file is taken
    away once all that it holds is in the vault; anything else stays where it is.
    """
    disk = disk or Disk()
    told = BroughtBack()
    for folder in (place, *rescued_in([place])):
        try:
            names = disk.listdir(folder)
        except OSError:
            why = "The folder cannot be looked through. Look at its disk, then try again."
            told += BroughtBack(problems=(Problem(Severity.ERROR, folder.name, None, why),))
            continue
        for name in filter(_may_be_sealed, names):
            came = _bring_file(vault, folder / name, disk)
            if came.files and folder.name.startswith(PREFIX):
                take_away(folder / name, disk)
            told += came
    return told


def _may_be_sealed(name: str) -> bool:
    """Also copies that a sync program has renamed, and damaged ones set aside."""
    return SUFFIX in name.casefold()


def _bring_file(vault: Vault, path: Path, disk: DiskLike) -> BroughtBack:
    try:
        found = _opened(disk.read(path), path.name, vault.keys)
        return BroughtBack() if found is None else _brought(vault, found, path, disk)
    except OSError:
        why = "It cannot be read, or its text not be kept. Look at the disk, then try again."
    except IopGroupError as error:
        why = f"It was not brought back. {error}"
    return BroughtBack(problems=(Problem(Severity.ERROR, path.name, None, why),))


def _opened(content: bytes, name: str, keys: Keys) -> _Found | None:
    """The newest save in it; None for anything that is no session or private note of these records."""
    for identity in _candidates(content, name, bytes.fromhex(keys.vault_id)):
        wanted = Expected(identity.vault_id, identity.file_id, identity.kind)
        version = scan(content, keys.data_key, wanted).version
        if version is not None:
            with suppress(ValueError):  # sealed, so ours: but perhaps not tables
                tables: Tables = json.loads(version.state)
                return _Found(Kind(identity.kind), identity.file_id.hex(), tables, content)
    return None


def _candidates(content: bytes, name: str, vault_id: bytes) -> Iterator[Identity]:
    """Which file it may be: what its first bytes say, and, where they went bad, what its name says."""
    ids = [bytes.fromhex(found) for found in _ID.findall(name.casefold())]
    if len(content) >= HEADER.size:
        ids.insert(0, Identity.of(content[: HEADER.size]).file_id)
    for file_id in dict.fromkeys(ids):
        yield from (Identity(vault_id, file_id, kind) for kind in _LANES)


def _brought(vault: Vault, found: _Found, path: Path, disk: DiskLike) -> BroughtBack:
    """Raises OSError, and IopGroupError when the vault does not take it."""
    contents = contents_of(found.tables, found.session_id)
    store = vault.sessions if found.kind is Kind.SESSION else vault.private
    file, new = store.open_or_make(found.session_id, contents.events[:1])
    known = {event.id for event in file.events}
    fresh = [event for event in contents.events if event.id not in known]
    texts, passed_over = _texts(found.tables, file)
    if passed_over and path.parent.name.startswith(PREFIX):  # anything else stays where it is
        folder = vault.folder / QUARANTINE
        keep_aside(disk, folder / path.name, found.content, folder=folder, mark="older")
    if fresh or texts:
        file.merge(fresh, texts)
    return BroughtBack(1, len(fresh) + (len(file.events[:1]) if new else 0), len(texts))


def _texts(tables: Tables, file: SessionFile) -> tuple[dict[str, str], bool]:
    """Texts that were typed later than those in the vault, and whether others are left out."""
    here = {document["id"]: document for document in (file.storage.read() or {}).get("typing", {}).values()}
    newer, passed_over = {}, False
    for document in tables.get("typing", {}).values():
        slot, text = document["id"], document["text"]
        mine = here.get(slot)
        if mine is None or f"{document['changed_at']}" > f"{mine['changed_at']}":
            if text != (mine or {"text": ""})["text"]:
                newer[slot] = text
        elif text and text != mine["text"]:
            passed_over = True
    return newer, passed_over
