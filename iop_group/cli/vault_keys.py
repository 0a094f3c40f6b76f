"""Sets up the passphrase and the recovery code, and changes them."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

from iop_group.cli.asking import (
    given_passphrase,
    hand_over,
    new_passphrase,
    take_back,
    typed_code,
)
from iop_group.cli.output import report, say
from iop_group.cli.unlocking import check_nothing_sealed, check_set_up, unlocked
from iop_group.domain.errors import BadInput, IopGroupError
from iop_group.vault.kdf import KdfParameters
from iop_group.vault.keys import change_passphrase, create, has_keys, new_recovery_code, unlock
from iop_group.vault.passphrases import from_file
from iop_group.vault.recovery_code import RecoveryCode, parse
from iop_group.vault.vault import Vault

_BY_SCRIPT = "in IOP_GROUP_PASSPHRASE or with --passphrase-file"


def init(arguments: SimpleNamespace, folder: Path) -> int:
    """`iop-group vault init`: keys for a new home, or for records of the first version."""
    if has_keys(folder):
        raise BadInput("There are records here already.", "Open them, or choose another home with --home.")
    check_nothing_sealed(folder)
    passphrase = new_passphrase(given_passphrase(arguments), option=_BY_SCRIPT)
    code = RecoveryCode.new()
    hand_over(arguments, code)
    try:
        keys, _ = create(folder, passphrase, kdf=KdfParameters.calibrated(), code=code)
    except (IopGroupError, OSError):
        take_back(arguments)
        raise
    with Vault.open(folder, keys) as vault:  # what is plain is sealed now
        status = report(vault.problems)
    say(f"The records are set up in {folder}.", to=sys.stderr)
    say("Make a backup on another disk: iop-group vault backup FOLDER", to=sys.stderr)
    return status


def passphrase(arguments: SimpleNamespace, folder: Path) -> int:
    """`iop-group vault passphrase`: another passphrase, or another recovery code."""
    keys = unlocked(arguments, folder, repair=True).keys
    if arguments.new_recovery_code:
        code = RecoveryCode.new()
        hand_over(arguments, code)
        try:
            _, problems = new_recovery_code(folder, keys, code=code)
        except (IopGroupError, OSError):
            take_back(arguments)
            raise
        say("The recovery code is changed. The old one opens nothing but backups made before.", to=sys.stderr)
        return report(problems)
    file = arguments.new_passphrase_file
    given = from_file(Path(file)) if file is not None else None
    new = new_passphrase(given, option="with --new-passphrase-file")
    return _changed(report(change_passphrase(folder, keys, new)))


def recover(arguments: SimpleNamespace, folder: Path) -> int:
    """`iop-group vault recover`: in by the recovery code, and a new passphrase."""
    check_set_up(folder)
    file = arguments.recovery_code_file
    code = parse(from_file(Path(file))) if file is not None else typed_code()
    keys = unlock(folder, code).keys
    new = new_passphrase(given_passphrase(arguments), option=_BY_SCRIPT)
    return _changed(report(change_passphrase(folder, keys, new)))


def _changed(status: int) -> int:
    say("The passphrase is changed. Backups made before keep the one they had.", to=sys.stderr)
    return status
