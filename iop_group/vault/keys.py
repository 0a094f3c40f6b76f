"""The key of the records: made once, opened by the passphrase or the recovery code, wrapped anew at will."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from iop_group.domain.errors import BadInput, Locked, NotSaved, Problem
from iop_group.domain.passphrase import checked, normalised
from iop_group.vault.disk import Disk, DiskLike
from iop_group.vault.files import make_folder, not_saved
from iop_group.vault.kdf import KEY_BYTES, KdfParameters
from iop_group.vault.key_copies import KeyFolder, mended, problems_of, whole_files
from iop_group.vault.key_file import DamagedKeyFile, KeyFile
from iop_group.vault.key_slots import VAULT_ID_BYTES, Slot, SlotName, wrap
from iop_group.vault.recovery_code import RecoveryCode, parse, resembles_code


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """What opens the records while the program runs. Never written down, never shown."""

    vault_id: str
    """32 hexadecimal digits; public."""
    parameters: KdfParameters
    """Cost of the slot that was opened; a new secret gets the same."""
    data_key: bytes = field(repr=False)
    """32 bytes, the same for as long as the vault exists."""


@dataclass(frozen=True, slots=True, eq=False)
class Unlocked:
    """The keys, and what the person should be told."""

    keys: Keys
    by: SlotName
    """Whoever came in by the recovery code should choose a new passphrase at once."""
    problems: tuple[Problem, ...]


def create(
    folder: Path,
    passphrase: str,
    *,
    disk: DiskLike | None = None,
    kdf: KdfParameters | None = None,
    code: RecoveryCode | None = None,
) -> tuple[Keys, RecoveryCode]:
    """Make a key and both copies of its file; they are on the disk when this returns.

    Pass a code that was printed and typed back before: then no vault ever exists whose code nobody has.
    Takes twice the time of one unlocking. Raises BadInput for a passphrase that is too short and where
    there are keys already, NotSaved (with nothing left behind), and CannotDerive.
    """
    secret, parameters = checked(passphrase), kdf or KdfParameters.default()
    code = code or RecoveryCode.new()
    place = KeyFolder(folder, disk or Disk())
    if place.exists():
        raise BadInput("There are records in this folder already.", "Open them, or choose another folder.")
    keys = Keys(secrets.token_hex(VAULT_ID_BYTES), parameters, secrets.token_bytes(KEY_BYTES))
    first = _slot(SlotName.PASSPHRASE, secret, keys=keys)
    second = _slot(SlotName.RECOVERY, code.secret, keys=keys)
    _write_first(place, KeyFile(keys.vault_id, 1, first, second))
    return keys, code


def unlock(
    folder: Path,
    secret: str | RecoveryCode,
    *,
    disk: DiskLike | None = None,
    accept_weak: bool = False,
    repair: bool = True,
) -> Unlocked:
    """The keys, opened by the passphrase or by the recovery code, from whichever copy is whole.

    Takes about a second and 128 MiB (key_slots), outside the interpreter's lock. accept_weak is for the
    demo and for tests alone. Without repair nothing is written. Raises Locked for a wrong secret, NoKeyFile,
    DamagedKeyFile (WeakenedKeyFile among it), NewerFile, BadInput for what is no text, and CannotDerive.
    """
    place = KeyFolder(folder, disk or Disk(), accept_weak)
    copies = place.copies()
    keys, by, file = opened_by(secret, whole_files(copies))
    return Unlocked(keys, by, mended(place, copies, file, repair=repair))


def opened_by(secret: str | RecoveryCode, files: tuple[KeyFile, ...]) -> tuple[Keys, SlotName, KeyFile]:
    """What the secret opens, and which of the files it was; they are tried in their order.

    Raises Locked, BadInput for what is no text, and CannotDerive.
    """
    attempts = tuple(_attempts(secret))
    for file, slot, text in _to_try(files, attempts):
        data_key = slot.unwrap(text)
        if data_key is not None:
            return Keys(file.vault_id, slot.parameters, data_key), slot.name, file
    raise _locked(secret)


def change_passphrase(
    folder: Path,
    keys: Keys,
    new: str,
    *,
    disk: DiskLike | None = None,
    kdf: KdfParameters | None = None,
) -> tuple[Problem, ...]:
    """Wrap the key for another passphrase; no record is touched. The recovery code stays as it is.

    On the disk when it returns; a problem says if only one copy could be written. At every moment before,
    the old passphrase or the new one opens. Backups made before keep the old passphrase. Raises BadInput,
    NotSaved (the old passphrase counts), DamagedKeyFile, NoKeyFile, NewerFile and CannotDerive.
    """
    return _replace_slot(folder, keys, _slot(SlotName.PASSPHRASE, checked(new), keys=keys, kdf=kdf), disk)


def new_recovery_code(
    folder: Path,
    keys: Keys,
    *,
    disk: DiskLike | None = None,
    kdf: KdfParameters | None = None,
    code: RecoveryCode | None = None,
) -> tuple[RecoveryCode, tuple[Problem, ...]]:
    """Wrap the key for another recovery code; the passphrase stays as it is, the old code opens no more.

    Pass a code that was printed and typed back before. Otherwise as `change_passphrase`.
    """
    code = code or RecoveryCode.new()
    slot = _slot(SlotName.RECOVERY, code.secret, keys=keys, kdf=kdf)
    return code, _replace_slot(folder, keys, slot, disk)


def check_keys(
    folder: Path, *, disk: DiskLike | None = None, accept_weak: bool = False
) -> tuple[Problem, ...]:
    """What is wrong with the two copies, as far as it shows without a secret. Raises NewerFile."""
    return problems_of(KeyFolder(folder, disk or Disk(), accept_weak).copies())


def has_keys(folder: Path, *, disk: DiskLike | None = None) -> bool:
    """Whether the folder holds a key file, or its second copy, in whatever state."""
    return KeyFolder(folder, disk or Disk()).exists()


def _slot(name: SlotName, secret: str, *, keys: Keys, kdf: KdfParameters | None = None) -> Slot:
    return wrap(
        name, secret, data_key=keys.data_key, vault_id=keys.vault_id, parameters=kdf or keys.parameters
    )


def _write_first(place: KeyFolder, file: KeyFile) -> None:
    try:
        make_folder(place.disk, place.folder)
        problems = place.write(file)
    except OSError as error:
        raise not_saved(error) from error
    except NotSaved:
        place.take_back()
        raise
    if problems:  # nothing is sealed yet: better to begin again than with one copy
        place.take_back()
        raise NotSaved("Not saved: the second copy of the key file.", "Look at the disk and try again.")


def _replace_slot(folder: Path, keys: Keys, slot: Slot, disk: DiskLike | None) -> tuple[Problem, ...]:
    # A vault that was made with strong parameters is never carried on from a copy that has weak ones.
    place = KeyFolder(folder, disk or Disk(), accept_weak=not keys.parameters.strong_enough)
    copies = place.copies()
    files = whole_files(copies)
    if any(file.vault_id != keys.vault_id for file in files):
        raise DamagedKeyFile(
            "A key file here belongs to other records.", "Put the right one back from a backup."
        )
    return place.write(files[0].with_slot(slot, revision=files[0].revision + 1), copies[0])


def _attempts(secret: str | RecoveryCode) -> Iterator[tuple[SlotName, str]]:
    """Which slot to try with which text; a code first, for it can hardly be a passphrase by chance."""
    if isinstance(secret, RecoveryCode):
        yield SlotName.RECOVERY, secret.secret
        return
    if (code := _code_in(secret)) is not None:
        yield SlotName.RECOVERY, code.secret
    yield SlotName.PASSPHRASE, normalised(secret)


def _to_try(
    files: tuple[KeyFile, ...], attempts: tuple[tuple[SlotName, str], ...]
) -> Iterator[tuple[KeyFile, Slot, str]]:
    """Each slot that is worth the time; copies that differ elsewhere share most of theirs."""
    seen: set[Slot] = set()
    for file in files:
        for name, text in attempts:
            slot = file.slot(name)
            if slot not in seen:
                seen.add(slot)
                yield file, slot, text


def _code_in(typed: str) -> RecoveryCode | None:
    try:
        return parse(typed)
    except BadInput:
        return None


def _locked(secret: str | RecoveryCode) -> Locked:
    if isinstance(secret, RecoveryCode) or _code_in(secret) is not None:
        problem = "That is not the recovery code of these records."
        return Locked(problem, "Look for a newer one, or use the passphrase.")
    problem = "That is not the passphrase of these records."
    if resembles_code(secret):
        return Locked(problem, "If it is the recovery code, there is a slip in it: look at the paper.")
    return Locked(problem, "Try again, or use the recovery code.")
