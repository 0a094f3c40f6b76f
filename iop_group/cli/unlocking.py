"""Opens the records for a command, or says in one line why they stay closed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from iop_group.cli.asking import with_passphrase
from iop_group.cli.output import warn
from iop_group.domain.errors import HomeUnusable, IopGroupError
from iop_group.domain.plain import one_line
from iop_group.home import vault_folder
from iop_group.vault.disk import Disk
from iop_group.vault.doorstep import KeyFileGone
from iop_group.vault.key_copies import NoKeyFile
from iop_group.vault.keys import Keys, Unlocked, has_keys, unlock
from iop_group.vault.plain_version import not_migrated
from iop_group.vault.sealed_files import places
from iop_group.vault.staged import is_cut_off
from iop_group.vault.vault import Vault


class NotSealedYet(IopGroupError):
    """Records of the first version, for which no passphrase was chosen yet."""

    exit_status = 3


def vault_at(home: Path) -> Path:
    """The folder of the records, after a restore that was cut off was brought to its end."""
    folder = vault_folder(home)
    if is_cut_off(folder):  # hardly ever: everybody else is spared the import
        from iop_group.vault.swapping import finish_swap

        finish_swap(folder)
    return folder


def keys_of(arguments: SimpleNamespace, folder: Path) -> Keys:
    """The keys, by the passphrase. Raises Locked, NoKeyFile, and what else keeps them from opening.

    Nothing is mended here: the program may be open and changing the passphrase.
    """
    return unlocked(arguments, folder).keys


def unlocked(arguments: SimpleNamespace, folder: Path, *, repair: bool = False) -> Unlocked:
    """The same with whom it was opened by; what was wrong with the key files is said."""
    check_set_up(folder)
    found = with_passphrase(arguments, lambda secret: unlock(folder, secret, repair=repair))
    for problem in found.problems:
        warn(str(problem))
    return found


def check_set_up(folder: Path) -> None:
    """Raises NotSealedYet, NoKeyFile, KeyFileGone or HomeUnusable when there are no keys."""
    if has_keys(folder):
        return
    check_nothing_sealed(folder)
    home = folder.parent
    if home.exists() and not home.is_dir():
        where = one_line(str(home))
        raise HomeUnusable(f"{where} is not a folder.", "Move the file away, or choose another with --home.")
    if not_migrated(folder, Disk()):
        raise NotSealedYet("These records have no passphrase yet.", "Choose one: `iop-group vault init`.")
    raise NoKeyFile("There are no records here yet.", "Set them up: `iop-group vault init`.")


def check_nothing_sealed(folder: Path) -> None:
    """Without keys there is nothing that they opened, or else it is said. Raises KeyFileGone."""
    if not has_keys(folder) and places(Disk(), folder):
        raise KeyFileGone(
            "The records here are sealed, and their key file is gone.",
            "Restore them from a backup: `iop-group vault restore FOLDER`.",
        )


def read_vault(arguments: SimpleNamespace, home: Path) -> Vault | None:
    """The records, for reading; None where nothing was ever kept. Raises what keys_of() raises."""
    folder = vault_at(home)
    if not has_keys(folder) and not not_migrated(folder, Disk()):
        check_nothing_sealed(folder)
        return None
    return Vault.read_only(folder, keys_of(arguments, folder))


def write_vault(arguments: SimpleNamespace, home: Path) -> Vault:
    """The records, for writing. Raises what keys_of() and Vault.open() raise."""
    folder = vault_at(home)
    return Vault.open(folder, keys_of(arguments, folder))
