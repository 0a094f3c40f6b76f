"""Puts a restored folder in the place of the vault; the one that was there is kept beside it."""

from __future__ import annotations

import sys
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path

from iop_group.vault.backup_source import Source
from iop_group.vault.backups import Lock
from iop_group.vault.disk import Disk, DiskLike, lock
from iop_group.vault.files import utc_now
from iop_group.vault.home_files import PARTS, free_aside, put_beside
from iop_group.vault.keys import has_keys
from iop_group.vault.restoring import NotRestored, Restored, clear, hold, restore, told
from iop_group.vault.staged import ASIDE, BESIDE, staged


def restore_vault(
    source: Source,
    vault: Path,
    *,
    now: datetime,
    until: datetime | None = None,
    anyway: bool = False,
    disk: DiskLike | None = None,
    take_lock: Lock = lock,
) -> tuple[Restored, Path | None]:
    """Restore a whole backup in the vault's place; also where the old vault is now, if there was one.

    Only what was verified takes its place; with a file missing it does not, unless `anyway`. Whatever fails
    and wherever the power goes, the old vault or the new one is there, or `finish_swap` puts the new one
    there. Raises what `restore` does, and HomeInUse.
    """
    disk = disk or Disk()
    new = staged(vault)
    with ExitStack() as at_end:
        if disk.exists(vault):
            at_end.callback(hold(vault, take_lock))
        with told():
            clear(new, disk=disk)
        restored = restore(source, new, until=until, disk=disk)
        if restored.missing and not anyway:
            with suppress(OSError):
                clear(new, disk=disk)
            raise _incomplete(restored.missing)
        if sys.platform == "win32":  # it does not rename a folder in which a file is open
            at_end.close()
        with told():
            aside = _swap(disk, new, vault, now)
            put_beside(vault, disk, now)
    return restored, aside


def _incomplete(missing: int) -> NotRestored:
    what = "1 file" if missing == 1 else f"{missing} files"
    problem = f"{what} of this backup cannot be opened; nothing was changed."
    return NotRestored(problem, "Use another backup, or take the rest of this one with --force.")


def finish_swap(vault: Path, *, disk: DiskLike | None = None) -> bool:
    """Put the restored folder in the vault's place if a restore was cut off between its two renames.

    And what belongs beside the vault to its place. Costs two looks when there is a vault. Raises NotRestored.
    """
    disk = disk or Disk()
    cut_off = not disk.exists(vault) and has_keys(staged(vault), disk=disk)
    with told():
        if cut_off:
            disk.replace(staged(vault), vault)
            disk.sync_dir(vault.parent)
        if disk.exists(vault / BESIDE):
            put_beside(vault, disk, utc_now())
    return cut_off


def set_aside_before(vault: Path, *, disk: DiskLike | None = None) -> tuple[str, ...]:
    """Names under which that is kept which gave way to a restore. Raises OSError."""
    disk = disk or Disk()
    beginnings = tuple(f"{name}{ASIDE}" for name in (vault.name, *PARTS))
    return tuple(name for name in disk.listdir(vault.parent) if name.startswith(beginnings))


def _swap(disk: DiskLike, new: Path, vault: Path, now: datetime) -> Path | None:
    aside = free_aside(vault, disk, now) if disk.exists(vault) else None
    try:
        if aside:
            disk.replace(vault, aside)
            # Surely gone before the new one comes: the renames must not change places.
            disk.sync_dir(vault.parent)
        disk.replace(new, vault)
    except OSError:
        if aside and not disk.exists(vault):
            with suppress(OSError):  # if that fails too, finish_swap ends what was begun
                disk.replace(aside, vault)
                disk.sync_dir(vault.parent)
                clear(new, disk=disk)
        raise
    disk.sync_dir(vault.parent)
    return aside
