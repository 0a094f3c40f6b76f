"""Whether it is time for another backup, said in plain words."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from iop_group.domain.errors import IopGroupError
from iop_group.vault.backup_folder import BackupFolder, Lists
from iop_group.vault.disk import Disk, DiskLike, same_disk
from iop_group.vault.key_copies import KeyFolder, whole_files

OLD = timedelta(days=7)
_CLOCKS_DIFFER = timedelta(days=1)


def due(folder: Path | None, vault: Path, now: datetime, *, disk: DiskLike | None = None) -> tuple[str, ...]:
    """What is wrong with the backups of the vault, one plain sentence each; nothing if all is well.

    folder: the one chosen for them, or None. Asks for no secret, writes nothing, never raises.
    """
    if folder is None:
        return ("There is no backup of these records. Choose a folder for it, best on another disk.",)
    disk = disk or Disk()
    said = [_age(disk, folder, vault, now)]
    if disk.exists(folder) and same_disk(folder, vault):
        said.append("The backup is on the same disk as the records: if the disk dies, both are gone.")
    return tuple(filter(None, said))


def _age(disk: DiskLike, folder: Path, vault: Path, now: datetime) -> str:
    if not disk.exists(folder):
        return "The folder of the backups is not there. Plug its disk in, or choose another folder."
    moments = [moment for moment in _moments(disk, folder, vault) if moment <= now + _CLOCKS_DIFFER]
    if not moments:
        return "There is no backup of these records in the folder chosen for it. Make one."
    age = now - max(moments)
    return f"The last backup is {age.days} days old. Make one." if age > OLD else ""


def _moments(disk: DiskLike, folder: Path, vault: Path) -> list[datetime]:
    found = Lists()
    with suppress(OSError):
        found = BackupFolder(folder, disk).lists()
    with suppress(IopGroupError):
        # Only the name in it counts here; whether its secrets are strong is for those who open it.
        vault_id = whole_files(KeyFolder(vault, disk, accept_weak=True).copies())[0].vault_id
        return [manifest.made_at for manifest in found.of(vault_id)]
    return []
