"""Which file of the vault is sealed how: its kind, the id that its name stands for, and files that may go."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from iop_group.vault.disk import DiskLike
from iop_group.vault.files import QUARANTINE, Tables, utc_now, write_whole
from iop_group.vault.frame_format import ID_BYTES, Identity, Seal, Version, new_file
from iop_group.vault.frame_scan import Expected, Status, scan
from iop_group.vault.frames import FrameStorage

if TYPE_CHECKING:
    from iop_group.vault.keys import Keys

SUFFIX = ".gns"
"""Ending of a sealed file that is the only place where something stands."""

CACHE_SUFFIX = ".gni"
"""Ending of a sealed file that is made anew from the others when it is gone."""

LOOKS = 3
"""How often a reader looks again at what seems damaged: the running program may be in a save."""

_ID_NAME = re.compile(r"[0-9a-f]{32}")


class Kind(IntEnum):
    """What a sealed file is for. Each kind has keys of its own; a number never changes its meaning."""

    SESSION = 1
    PRIVATE = 2
    REGISTRY = 3
    INDEX = 4
    OUTLOOK = 5
    KEPT = 6
    """A damaged file of the first, unsealed version."""
    WORDS = 7
    HOME = 8
    """Settings and themes, in backups."""


def file_id(path: Path) -> bytes:
    """The 16 bytes that the file is sealed for: its name tells them, so no file can pass for another one.

    32 hexadecimal digits are the id itself; of any other name the id is the beginning of its SHA-256.
    """
    if _ID_NAME.fullmatch(path.stem):
        return bytes.fromhex(path.stem)
    return sha256(path.name.encode()).digest()[:ID_BYTES]


@dataclass(frozen=True, slots=True)
class Sealing:
    """How the files of one folder and of one kind are opened."""

    keys: Keys
    kind: Kind
    disk: DiskLike
    now: Callable[[], datetime] = utc_now
    read_only: bool = False

    def storage(
        self, path: Path, *, read_only: bool | None = None, vault: Path | None = None
    ) -> FrameStorage:
        """The file at the path, with what is damaged kept in the vault's quarantine.

        Raises FileNotFoundError when its folder is missing.
        """
        return FrameStorage(
            path,
            key=self.keys.data_key,
            disk=self.disk,
            quarantine=(vault or path.parent.parent) / QUARANTINE,
            now=self.now,
            read_only=self.read_only if read_only is None else read_only,
            vault_id=bytes.fromhex(self.keys.vault_id),
            file_id=file_id(path),
            kind=self.kind,
        )

    def looked_at(self, path: Path, *, vault: Path | None = None) -> FrameStorage:
        """The file as it is, not touched. Raises FileNotFoundError when its folder is missing."""
        found = self.storage(path, read_only=True, vault=vault)
        for _ in range(LOOKS if self.read_only else 0):
            if found.status is Status.OK:
                break
            found = self.storage(path, read_only=True, vault=vault)
        return found


def identity(path: Path, sealing: Sealing) -> Identity:
    """What the file at the path is sealed as."""
    return Identity(bytes.fromhex(sealing.keys.vault_id), file_id(path), sealing.kind)


class SealedCache:
    """One sealed file that is replaced as a whole and may be thrown away; a damaged one is none."""

    def __init__(self, path: Path, sealing: Sealing) -> None:
        self._path = path
        self._sealing = sealing
        self._identity = identity(path, sealing)

    def read(self) -> Tables | None:
        """What was written last, if it is whole and for this place."""
        try:
            image = self._sealing.disk.read(self._path)
        except OSError:
            return None
        wanted = Expected(self._identity.vault_id, self._identity.file_id, self._identity.kind)
        version = scan(image, self._sealing.keys.data_key, wanted).version
        if version is None:
            return None
        tables: Tables = json.loads(version.state)
        return tables

    def write(self, tables: Tables) -> None:
        """Replace it. Raises OSError; then the old one is there, or none."""
        state = json.dumps(tables, separators=(",", ":")).encode("ascii")
        seal = Seal(self._sealing.keys.data_key, self._identity)
        content = new_file(seal, 1, Version(state, self._sealing.now()))
        write_whole(self._sealing.disk, self._path, content)

    def forget(self) -> None:
        """Take it away, if it can be."""
        with suppress(OSError):
            self._sealing.disk.unlink(self._path)
