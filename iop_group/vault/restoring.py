"""Brings records back from a backup: all of them into a new folder, or one session into the vault."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from iop_group.domain.errors import BadInput, Damaged, HomeInUse, IopGroupError, NotSaved, Problem, Severity
from iop_group.vault.backup_folder import put
from iop_group.vault.backup_manifest import Manifest, Stored
from iop_group.vault.backup_source import NoBackup, Source, list_problem
from iop_group.vault.backups import Lock
from iop_group.vault.disk import Disk, DiskLike, lock
from iop_group.vault.files import QUARANTINE, make_folder, not_saved, sweep, write_whole
from iop_group.vault.frame_file import keep_aside
from iop_group.vault.frame_format import compact_file
from iop_group.vault.frame_scan import Found
from iop_group.vault.home_files import laid_out, lay_out, unsealed
from iop_group.vault.key_copies import COPIES, KeyFolder, whole_files
from iop_group.vault.sealed import SUFFIX
from iop_group.vault.sealed_files import HOME, PRIVATE, SESSIONS, opened, places


class NotRestored(IopGroupError):
    """A restore that was not finished. The records that were there are as they were."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back, every file of it opened."""

    made_at: datetime
    """When the backup was made, in UTC."""
    files: int
    missing: int
    """Files of which no whole copy was found."""
    problems: tuple[Problem, ...]
    beside: tuple[str, ...] = ()
    """What else came along, to stand beside the vault: settings, themes; only what differs from now."""


def restore(
    source: Source, into: Path, *, until: datetime | None = None, disk: DiskLike | None = None
) -> Restored:
    """Put a whole backup into a new folder and read every file of it back; the vault is not touched.

    The key files come last: a folder that has them is complete. A copy that is damaged gives way to an
    earlier one, and a problem says so. Raises NoBackup, BadInput when something is in the folder,
    NotRestored, and Damaged when nothing can be opened.
    """
    disk = disk or Disk()
    lists = source.until(until)
    with told():
        folders = (into, into / SESSIONS, into / PRIVATE)
        for folder in folders:
            make_folder(disk, folder)
        if places(disk, into) or any(disk.exists(into / name) for name in COPIES):
            raise BadInput("There are records in this folder already.", "Choose a new folder.")
        run = _Run(source, lists, disk, into)
        run.bring_all()
        for folder in folders:
            disk.sync_dir(folder)
        run.read_back()
        problems = _write_keys(source, into, disk)
    said = (*source.problems, *run.problems, *problems)
    return Restored(lists[0].made_at, len(run.brought), run.missing, said, run.beside)


def _write_keys(source: Source, into: Path, disk: DiskLike) -> tuple[Problem, ...]:
    return KeyFolder(into, disk, accept_weak=True).write(source.key_file)


def clear(folder: Path, *, disk: DiskLike | None = None) -> None:
    """Take the sealed files and keys out of a folder that a restore was to fill. Raises OSError."""
    disk = disk or Disk()
    if not disk.exists(folder):
        return
    # The keys first: without them nobody takes what is left for whole.
    for name in COPIES:
        if disk.exists(folder / name):
            disk.unlink(folder / name)
    disk.sync_dir(folder)
    for name in (*places(disk, folder), *laid_out(folder, disk)):
        disk.unlink(folder / name)
    for inner in (folder, folder / SESSIONS, folder / PRIVATE):
        if disk.exists(inner):
            sweep(disk, inner)


@dataclass(slots=True)
class _Run:
    """The bringing back of one backup."""

    source: Source
    lists: tuple[Manifest, ...]
    disk: DiskLike
    into: Path
    brought: list[Stored] = field(default_factory=list)
    missing: int = 0
    beside: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def bring_all(self) -> None:
        """Put every file of the newest list there. Raises OSError, and Damaged when none can be opened."""
        newest = self.lists[0]
        if newest.proof is None:
            text = (
                "It was made without the passphrase: nothing proves that its list is complete. "
                "Every file in it was opened."
            )
            self.problems.append(list_problem(newest.name, text, Severity.WARNING))
        for stored in newest.files:
            self._bring(stored)
        for stored in newest.aside:
            text = "A newer version is in the backup too. Restore this session alone to have it."
            self._tell(stored.place, text, Severity.WARNING)
        if newest.files and not self.brought:
            raise Damaged("Nothing of this backup can be opened.", "Use another one; nothing was changed.")

    def _bring(self, wanted: Stored) -> None:
        earlier = [c for c in self.source.copies(wanted.place, self.lists) if c[1].object != wanted.object]
        for manifest, stored in ((self.lists[0], wanted), *earlier):
            if (copy := self.source.opened(stored)) is None:
                continue
            if wanted.place == HOME:
                self.beside = lay_out(unsealed(copy.version), self.into, self.disk)
                return
            put(self.disk, self.into / stored.place, copy.content)
            self.brought.append(stored)
            if stored is not wanted:
                when = _when(manifest.made_at)
                self._tell(wanted.place, f"Its copy is missing or damaged. The one of {when} was taken.")
            return
        self.missing += wanted.place != HOME
        self._tell(wanted.place, "Its copy is missing or damaged, and there is no other. It was left out.")

    def read_back(self) -> None:
        """Make sure that what was put there is what was meant. Raises OSError."""
        for stored in self.brought:
            if not stored.is_whole(self.disk.read(self.into / stored.place)):
                raise OSError(errno.EIO, "read back otherwise")

    def _tell(self, place: str, text: str, severity: Severity = Severity.ERROR) -> None:
        self.problems.append(Problem(severity, place, None, text))


def restore_session(
    source: Source,
    vault: Path,
    session_id: str,
    *,
    until: datetime | None = None,
    disk: DiskLike | None = None,
    take_lock: Lock = lock,
) -> Restored:
    """Bring one session back as its newest save; what stood there is kept in the quarantine.

    Its private notes come too if the vault has none of them that can be read. Raises NoBackup, HomeInUse,
    BadInput when the backup is of other records, NotRestored, and what is wrong with the key file.
    """
    disk = disk or Disk()
    lists = source.until(until)
    _check_same_records(source, vault, disk)
    with ExitStack() as at_end:
        at_end.callback(hold(vault, take_lock))
        with told():
            made_at = _put_session(source, lists, vault, f"{SESSIONS}/{session_id}{SUFFIX}", disk)
            if made_at is None:
                raise NoBackup("No backup has a whole copy of this session.", "Look at the list of backups.")
            private = f"{PRIVATE}/{session_id}{SUFFIX}"
            lost = _now_there(source, vault, private, disk)[1].version is None
            both = lost and _put_session(source, lists, vault, private, disk) is not None
    return Restored(made_at, 1 + both, 0, source.problems)


def _check_same_records(source: Source, vault: Path, disk: DiskLike) -> None:
    own = whole_files(KeyFolder(vault, disk, not source.keys.parameters.strong_enough).copies())
    if own[0].vault_id != source.keys.vault_id:
        raise BadInput(
            "This backup is of other records than those that are here.", "Restore all of it, not one session."
        )


def _put_session(
    source: Source, lists: tuple[Manifest, ...], vault: Path, place: str, disk: DiskLike
) -> datetime | None:
    """Write the newest whole copy as a save of its own; when its backup was made. Raises OSError."""
    for manifest, stored in source.copies(place, lists):
        if (copy := source.opened(stored)) is None:
            continue
        there, now_there = _now_there(source, vault, place, disk)
        if there:
            keep_aside(disk, vault / place, there, folder=vault / QUARANTINE, mark="replaced")
        # Its number is higher than any that was seen: no check takes it for an old file put back.
        content = compact_file(copy.seal, max(now_there.seq, stored.seq) + 1, copy.version)
        write_whole(disk, vault / place, content)
        if disk.read(vault / place) != content:
            raise OSError(errno.EIO, "read back otherwise")
        return manifest.made_at
    return None


def _now_there(source: Source, vault: Path, place: str, disk: DiskLike) -> tuple[bytes, Found]:
    try:
        content = disk.read(vault / place)
    except FileNotFoundError:
        content = b""
    return content, opened(content, source.keys, place)


def hold(vault: Path, take_lock: Lock) -> Callable[[], None]:
    """Keep the program away from the vault; how to let it in again. Raises HomeInUse and NotRestored."""
    try:
        return take_lock(vault / "lock")
    except BlockingIOError:
        raise HomeInUse("The program is open on these records.", "Close it, then try again.") from None
    except OSError as error:
        raise not_restored(error) from error


@contextmanager
def told() -> Iterator[None]:
    """Turn what the disk says into words."""
    try:
        yield
    except OSError as error:
        raise not_restored(error) from error
    except NotSaved as error:
        raise NotRestored(error.problem.replace("Not saved", "Not restored"), _AS_BEFORE) from error


_AS_BEFORE = "The records that were here are as they were."


def not_restored(error: OSError) -> NotRestored:
    """The trouble in plain words."""
    return NotRestored(not_saved(error).problem.replace("Not saved", "Not restored"), _AS_BEFORE)


def _when(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
