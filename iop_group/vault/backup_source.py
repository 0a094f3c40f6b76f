"""Backups that a passphrase or a recovery code has opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from iop_group.domain.errors import Damaged, IopGroupError, NotFound, Problem, Severity
from iop_group.vault.backup_folder import BackupFolder, Lists
from iop_group.vault.backup_manifest import Manifest, Stored
from iop_group.vault.disk import Disk, DiskLike
from iop_group.vault.frame_format import Seal, Version
from iop_group.vault.key_file import KeyFile, WeakenedKeyFile
from iop_group.vault.keys import Keys, opened_by
from iop_group.vault.recovery_code import RecoveryCode
from iop_group.vault.sealed_files import Checked, opened


class NoBackup(NotFound):
    """The folder holds no backup, or none from that time."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A whole copy of one file."""

    content: bytes
    seal: Seal
    version: Version
    """The newest save in it."""


@dataclass(frozen=True, slots=True)
class Source:
    """What can be restored."""

    folder: BackupFolder
    keys: Keys
    key_file: KeyFile
    """The one that the secret opened, or the newest."""
    lists: tuple[Manifest, ...]
    """The newest first; each of them proven, or made without the passphrase."""
    problems: tuple[Problem, ...]
    """Lists that were left out, and why."""

    def until(self, moment: datetime | None) -> tuple[Manifest, ...]:
        """The lists made by then, the newest first; at least one. Raises NoBackup."""
        found = tuple(m for m in self.lists if moment is None or m.made_at <= moment)
        if not found:
            raise NoBackup("There is no backup from that day or before it.", "Look at the list of backups.")
        return found

    def copies(self, place: str, lists: tuple[Manifest, ...]) -> Iterator[tuple[Manifest, Stored]]:
        """Each copy of that file, of the newest list first, and in each the newest save first."""
        for manifest in lists:
            fitting = [stored for stored in manifest.copies if stored.place == place]
            yield from ((manifest, s) for s in sorted(fitting, key=lambda stored: -stored.seq))

    def opened(self, stored: Stored) -> Copy | None:
        """The copy, or None when it is not whole."""
        content = self.folder.content(stored) or b""
        found = opened(content, self.keys, stored.place)
        return Copy(content, found.seal, found.version) if found.seal and found.version else None


def unlock_backups(
    folder: Path, secret: str | RecoveryCode, *, disk: DiskLike | None = None, accept_weak: bool = False
) -> Source:
    """The backups in the folder. Takes the secret of the day on which they were made, or a later one.

    Raises NoBackup, Locked, NewerFile, WeakenedKeyFile, Damaged, BadInput and CannotDerive.
    """
    place = BackupFolder(folder, disk or Disk())
    lists, files = _found(place, accept_weak=accept_weak)
    keys, _, key_file = opened_by(secret, files)
    return _source(place, lists, keys, key_file)


def opened_backups(folder: Path, keys: Keys, *, disk: DiskLike | None = None) -> Source:
    """The backups of the vault that is open. Raises NoBackup, NewerFile, WeakenedKeyFile and Damaged."""
    place = BackupFolder(folder, disk or Disk())
    lists, files = _found(place, accept_weak=not keys.parameters.strong_enough)
    own = [file for file in files if file.vault_id == keys.vault_id]
    if not (own and lists.of(keys.vault_id)):
        raise NoBackup("There is no backup of these records in this folder.", "Look at its name.")
    return _source(place, lists, keys, own[0])


def _found(place: BackupFolder, *, accept_weak: bool) -> tuple[Lists, tuple[KeyFile, ...]]:
    try:
        lists, files = place.lists(), place.key_files()
    except OSError:
        raise NoBackup("The folder of the backups cannot be read.", "Look at its disk.") from None
    if not lists.whole:
        raise _none_found(lists)
    if not files:
        raise Damaged("The key files of these backups are missing or damaged.", "Use another backup folder.")
    strong = tuple(file for file in files if file.strong_enough or accept_weak)
    if not strong:
        problem = "The key file of these backups was changed to make the passphrase easier to guess."
        raise WeakenedKeyFile(problem, "Use another backup folder; nothing was touched.")
    return lists, strong


def check_copies(source: Source) -> Checked:
    """Open every copy that any of the backups needs, and change nothing."""
    problems = list(source.problems)
    needed = {stored.object: (m, stored) for m in reversed(source.lists) for stored in m.copies}
    bad = 0
    for manifest, stored in needed.values():
        if source.opened(stored) is None:
            bad += 1
            when = f"{manifest.made_at.astimezone():%Y-%m-%d %H:%M}"
            text = f"The copy of {stored.place} in the backup of {when} is missing or damaged."
            problems.append(Problem(Severity.ERROR, f"objects/{stored.object}", None, text))
    return Checked(len(needed), len(needed) - bad, tuple(problems))


def list_problem(name: str, text: str, severity: Severity = Severity.ERROR) -> Problem:
    """Something about the list of one backup."""
    return Problem(severity, f"manifests/{name}", None, text)


def _none_found(lists: Lists) -> IopGroupError:
    if lists.newer:
        return NoBackup("These backups were made by a newer version of iop-group.", "Update the program.")
    if lists.damaged:
        return Damaged("The lists of these backups are damaged.", "Use another backup folder.")
    return NoBackup("There is no backup in this folder.", "Look at its name, and whether its disk is in.")


def _source(place: BackupFolder, lists: Lists, keys: Keys, key_file: KeyFile) -> Source:
    problems = [list_problem(name, "The list of this backup is damaged.") for name in lists.damaged]
    found = []
    for manifest in lists.of(keys.vault_id):
        if manifest.proof is None or manifest.is_proven_by(keys.data_key):
            found.append(manifest)
        else:
            text = "The list of this backup was changed by something other than this program. Left out."
            problems.append(list_problem(manifest.name, text))
    if not found:
        raise Damaged("No list of these backups can be trusted.", "Use another backup folder.")
    return Source(place, keys, key_file, tuple(found), tuple(problems))
