"""The folder of the backups: copies of sealed files and key files, and lists of what belongs together."""

from __future__ import annotations

import errno
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from iop_group.domain.errors import Damaged, NewerFile
from iop_group.vault.backup_manifest import DamagedManifest, Manifest, Stored, moment_in
from iop_group.vault.backup_rotation import kept
from iop_group.vault.disk import DiskLike
from iop_group.vault.files import TEMPORARY, make_folder, sweep, write_whole
from iop_group.vault.key_copies import KEY_FILE
from iop_group.vault.key_file import KeyFile

OBJECTS, MANIFESTS, KEYS = "objects", "manifests", "keys"
TWIN = ".bak"
"""Ending of the second copy of a key file: one bad block must not take all backups."""

_OBJECT_NAME = re.compile(r"[0-9a-f]{32}-\d+-[0-9a-f]{16}\.gns")
_KEY_NAME = re.compile(rf"{re.escape(KEY_FILE)}\.\d+-[0-9a-f]{{16}}(?:{re.escape(TWIN)})?")


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists in the folder, the newest first."""

    whole: tuple[Manifest, ...] = ()
    damaged: tuple[str, ...] = ()
    """Names of those that cannot be read."""
    newer: tuple[str, ...] = ()
    """Names of those that a newer version of the program made."""

    @property
    def names(self) -> frozenset[str]:
        """What all of them are called."""
        return frozenset((*self.damaged, *self.newer, *(manifest.name for manifest in self.whole)))

    @property
    def next_number(self) -> int:
        """For the next one."""
        return max((manifest.number for manifest in self.whole), default=0) + 1

    def of(self, vault_id: str) -> tuple[Manifest, ...]:
        """Those of that vault; another one may have its backups in the same folder."""
        return tuple(manifest for manifest in self.whole if manifest.vault_id == vault_id)


class BackupFolder:
    """Every operation raises OSError when the disk does not do it."""

    def __init__(self, folder: Path, disk: DiskLike) -> None:
        self.folder = folder
        self._disk = disk

    def make(self) -> None:
        """Make what is missing, and take away what a backup that was cut off has left half written."""
        for inner in (OBJECTS, MANIFESTS, KEYS):
            make_folder(self._disk, self.folder / inner)
            sweep(self._disk, self.folder / inner)
        self._disk.sync_dir(self.folder)

    def lists(self) -> Lists:
        """All lists; none when the folder is not there."""
        whole: list[Manifest] = []
        damaged, newer = [], []
        for name in sorted(filter(moment_in, self._names(MANIFESTS)), reverse=True):
            try:
                whole.append(self._list(name))
            except NewerFile:
                newer.append(name)
            except (Damaged, OSError):
                damaged.append(name)
        whole.sort(key=lambda manifest: -manifest.number)
        return Lists(tuple(whole), tuple(damaged), tuple(newer))

    def _list(self, name: str) -> Manifest:
        manifest = Manifest.from_bytes(self._disk.read(self.folder / MANIFESTS / name))
        if manifest.name != name:
            raise DamagedManifest("The list of a backup has the name of another one.", "Use another backup.")
        return manifest

    def content(self, stored: Stored) -> bytes | None:
        """The copy, to the bit what was stored; None when it is missing, damaged or cannot be read."""
        try:
            content = self._disk.read(self.folder / OBJECTS / stored.object)
        except OSError:
            return None
        return content if stored.is_whole(content) else None

    def put(self, stored: Stored, content: bytes) -> None:
        """Copy one file and flush it; its name is not on the disk before flush() returns."""
        put(self._disk, self.folder / OBJECTS / stored.object, content)

    def flush(self) -> None:
        """Return when every copy is on the disk."""
        self._disk.sync_dir(self.folder / OBJECTS)

    def put_key(self, file: KeyFile) -> str:
        """Keep two copies of the key file, mending those that are there; their name."""
        content = file.to_bytes()
        name = f"{KEY_FILE}.{file.revision}-{sha256(content).hexdigest()[:16]}"
        for path in (self.folder / KEYS / name, self.folder / KEYS / f"{name}{TWIN}"):
            if self._read(path) != content:
                write_whole(self._disk, path, content)
        # Copies that are there already may not be under their names on the disk yet.
        self._disk.sync_dir(self.folder / KEYS)
        return name

    def key_files(self) -> tuple[KeyFile, ...]:
        """The different whole key files, the newest first. Raises NewerFile if all are newer."""
        found: dict[KeyFile, None] = {}
        newer = None
        for name in filter(_KEY_NAME.fullmatch, self._names(KEYS)):
            try:
                found[KeyFile.from_bytes(self._read(self.folder / KEYS / name))] = None
            except NewerFile as error:
                newer = error
            except Damaged:
                continue
        if newer and not found:
            raise newer
        return tuple(sorted(found, key=lambda file: -file.revision))

    def add(self, manifest: Manifest) -> None:
        """Write the list: from now on the backup counts."""
        path = self.folder / MANIFESTS / manifest.name
        write_whole(self._disk, path, manifest.to_bytes())
        if self._disk.read(path) != manifest.to_bytes():
            raise OSError(errno.EIO, "read back otherwise")

    def rotate(self, vault_id: str) -> int:
        """Drop the vault's lists that are too old, then what no list needs any more; how many lists went."""
        lists = self.lists()
        dropped = _too_old(lists, vault_id)
        for name in dropped:
            self._disk.unlink(self.folder / MANIFESTS / name)
        # First the lists, surely: one that came back would miss its files.
        self._disk.sync_dir(self.folder / MANIFESTS)
        if not lists.newer and set(lists.damaged) <= dropped:  # else nobody knows what they need
            remaining = [manifest for manifest in lists.whole if manifest.name not in dropped]
            self._take_away(OBJECTS, _OBJECT_NAME, {f.object for m in remaining for f in m.copies})
            self._take_away(KEYS, _KEY_NAME, {f"{m.key}{end}" for m in remaining for end in ("", TWIN)})
        return len(dropped)

    def _take_away(self, inner: str, ours: re.Pattern[str], needed: set[str]) -> None:
        for name in set(filter(ours.fullmatch, self._names(inner))) - needed:
            self._disk.unlink(self.folder / inner / name)

    def _read(self, path: Path) -> bytes:
        try:
            return self._disk.read(path)
        except OSError:
            return b""

    def _names(self, inner: str) -> list[str]:
        if not self._disk.exists(self.folder / inner):
            return []
        return self._disk.listdir(self.folder / inner)


def _too_old(lists: Lists, vault_id: str) -> set[str]:
    """Names of lists to drop. One that is damaged goes when it would have gone anyway."""
    times = {manifest.made_at: manifest.name for manifest in lists.of(vault_id)}
    damaged = {moment: name for name in lists.damaged if (moment := moment_in(name))}
    newest = {manifest.made_at for manifest in lists.of(vault_id)[:1]}  # whatever the clock says
    needed = kept(times) | kept({**times, **damaged}) | newest
    return {name for moment, name in {**damaged, **times}.items() if moment not in needed}


def put(disk: DiskLike, path: Path, content: bytes) -> None:
    """Put the content at the path and flush it, but not its name: a flush of the folder must follow.

    Raises OSError.
    """
    temporary = path.with_name(f"{path.name}.{os.urandom(4).hex()}{TEMPORARY}")
    try:
        fd = disk.open(temporary, create=True, excl=True)
        try:
            disk.pwrite(fd, content, 0)
            disk.fsync(fd)
        finally:
            disk.close(fd)
        disk.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            disk.unlink(temporary)
        raise
