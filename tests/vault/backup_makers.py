"""Vaults to back up, with sealed sessions of a few saves each, and ways to look into what was restored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from iop_group.vault.backup_source import Source, unlock_backups
from iop_group.vault.backups import BackedUp, back_up
from iop_group.vault.disk import Disk, DiskLike
from iop_group.vault.frames import FrameStorage
from iop_group.vault.keys import Keys
from iop_group.vault.sealed import Kind, Sealing
from iop_group.vault.sealed_files import PRIVATE, REGISTRY, SESSIONS
from tests.vault.key_makers import FIRST, made

NOW = datetime(2026, 11, 24, 17, 42, tzinfo=UTC)
DAY = timedelta(days=1)
ONE, TWO = "1" * 32, "2" * 32

_KINDS = {SESSIONS: Kind.SESSION, PRIVATE: Kind.PRIVATE, REGISTRY: Kind.REGISTRY}


def no_lock(_: Path) -> Callable[[], None]:
    """For disks in memory, which know no locks."""
    return lambda: None


def place_of(session: str, lane: str = SESSIONS) -> str:
    """Where a session is kept in the vault."""
    return f"{lane}/{session}.gns"


def storage(vault: Path, keys: Keys, place: str, disk: DiskLike) -> FrameStorage:
    """The sealed file, for a save or a look."""
    return Sealing(keys, _KINDS[place.partition("/")[0]], disk, lambda: NOW).storage(
        vault / place, vault=vault
    )


def save(vault: Path, keys: Keys, place: str, words: str, *, disk: DiskLike | None = None) -> None:
    """Make these words the newest save of the file."""
    disk = disk or Disk()
    disk.makedirs((vault / place).parent)
    sealed = storage(vault, keys, place, disk)
    sealed.write({"words": {"1": {"text": words}}})
    sealed.close()


def words_in(vault: Path, keys: Keys, place: str, *, disk: DiskLike | None = None) -> str:
    """The words of the newest save. Raises what FrameStorage raises."""
    sealing = Sealing(keys, _KINDS[place.partition("/")[0]], disk or Disk(), lambda: NOW, read_only=True)
    tables = sealing.storage(vault / place, vault=vault).read()
    assert tables is not None
    words = tables["words"]["1"]["text"]
    assert isinstance(words, str)
    return words


def new_vault(vault: Path, *, disk: DiskLike | None = None) -> Keys:
    """Two sessions, the private notes of the first, and the registry."""
    keys, _ = made(vault, disk=disk)
    for place in (place_of(ONE), place_of(TWO), place_of(ONE, PRIVATE), REGISTRY):
        save(vault, keys, place, f"first of {place}", disk=disk)
    return keys


def backed_up(
    vault: Path,
    folder: Path,
    keys: Keys | None,
    *,
    days: float = 0,
    disk: DiskLike | None = None,
) -> BackedUp:
    """A backup made so many days after NOW."""
    take_lock = {} if disk is None or isinstance(disk, Disk) else {"take_lock": no_lock}
    return back_up(vault, folder, keys, now=NOW + days * DAY, disk=disk, **take_lock)


def backups_in(folder: Path, *, disk: DiskLike | None = None, secret: str = FIRST) -> Source:
    """Opened by the passphrase, with the parameters of tests let through."""
    return unlock_backups(folder, secret, disk=disk, accept_weak=True)


def names(folder: Path) -> set[str]:
    """What is in a folder."""
    return {path.name for path in folder.iterdir()}
