"""The keys that every test seals with: made up, so that no test waits for a passphrase."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from iop_group.vault.disk import Disk
from iop_group.vault.files import Tables
from iop_group.vault.frames import FrameStorage
from iop_group.vault.kdf import KdfParameters
from iop_group.vault.key_copies import KeyFolder
from iop_group.vault.key_file import KeyFile
from iop_group.vault.key_slots import SlotName, wrap
from iop_group.vault.keys import Keys
from iop_group.vault.recovery_code import RecoveryCode
from iop_group.vault.sealed import Kind, Sealing

KEYS = Keys("5ea1" * 8, KdfParameters.for_tests(), bytes(range(32)))

PASSPHRASE = "lamp otter fjord"  # noqa: S105 - of tests
"""Opens what lock_up() has locked."""


def lock_up(folder: Path, keys: Keys = KEYS, *, kdf: KdfParameters | None = None) -> RecoveryCode:
    """Put key files into a vault, for the program as it is: they open by PASSPHRASE, or by the code.

    With the cheapest parameters that the program takes for real records, unless others are given.
    """
    file, code = _key_file(keys, kdf or KdfParameters.least())
    disk = Disk()
    disk.makedirs(folder)
    assert KeyFolder(folder, disk).write(file) == ()
    return code


@cache
def _key_file(keys: Keys, kdf: KdfParameters) -> tuple[KeyFile, RecoveryCode]:
    code = RecoveryCode.new()
    passphrase, recovery = (
        wrap(name, secret, data_key=keys.data_key, vault_id=keys.vault_id, parameters=kdf)
        for name, secret in ((SlotName.PASSPHRASE, PASSPHRASE), (SlotName.RECOVERY, code.secret))
    )
    return KeyFile(keys.vault_id, 1, passphrase, recovery), code


def kind_of(path: Path) -> Kind:
    """What a file of a vault is for, as its place tells."""
    if path.parent.name == "private":
        return Kind.PRIVATE
    return {"registry.gns": Kind.REGISTRY, "index.gni": Kind.INDEX, "outlook.gni": Kind.OUTLOOK}.get(
        path.name, Kind.SESSION
    )


def storage_of(path: Path, *, read_only: bool = True) -> FrameStorage:
    """A sealed file of a vault, as TinyDB can use it."""
    return Sealing(KEYS, kind_of(path), Disk()).storage(path, read_only=read_only)


def tables_in(path: Path) -> Tables:
    """What is kept in a sealed file."""
    tables = storage_of(path).read()
    assert tables is not None
    return tables


def put_tables(path: Path, tables: dict[str, Any]) -> None:
    """Seal something else into the file, however odd."""
    storage = storage_of(path, read_only=False)
    storage.write(json.loads(json.dumps(tables)))
    storage.close()
