"""Vaults for tests: quickly opened, and key files changed as someone with an editor would."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from iop_group.vault.disk import DiskLike
from iop_group.vault.kdf import KdfParameters
from iop_group.vault.key_slots import canonical
from iop_group.vault.keys import Keys, Unlocked, create, unlock
from iop_group.vault.recovery_code import RecoveryCode

FIRST = "lamp otter fjord"
SECOND = "Übergänge im Flur"
QUICK = KdfParameters.for_tests()


def made(folder: Path, *, disk: DiskLike | None = None) -> tuple[Keys, RecoveryCode]:
    """A vault that opens to FIRST in no time."""
    return create(folder, FIRST, disk=disk, kdf=QUICK)


def opened(
    folder: Path, secret: str | RecoveryCode = FIRST, *, disk: DiskLike | None = None, repair: bool = True
) -> Unlocked:
    """Unlocked, with the parameters of tests let through."""
    return unlock(folder, secret, disk=disk, accept_weak=True, repair=repair)


def edited(path: Path, change: Callable[[dict[str, Any]], None], *, check: bool = True) -> bytes:
    """Change the record in a key file, by default with a check that fits again; the new content."""
    record = json.loads(path.read_bytes())
    change(record)
    if check:
        record.pop("check", None)
        record["check"] = hashlib.sha256(canonical(record)).hexdigest()
    path.write_text(json.dumps(record))
    return path.read_bytes()
