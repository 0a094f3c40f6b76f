"""Copies of the sealed files in another folder, verified before they count; the vault is only read."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self

from iop_group.domain.errors import BadInput, IopGroupError, Problem, Severity
from iop_group.vault import home_files
from iop_group.vault.backup_folder import BackupFolder
from iop_group.vault.backup_manifest import Manifest, Stored, free_moment
from iop_group.vault.disk import Disk, DiskLike, lock
from iop_group.vault.frame_format import FRAME_HEADER, FRAME_MAGIC, HEADER, MAGIC
from iop_group.vault.frame_scan import Status
from iop_group.vault.key_copies import KeyFolder, whole_files
from iop_group.vault.keys import Keys
from iop_group.vault.sealed import file_id
from iop_group.vault.sealed_files import HOME, opened, places, seen, trouble

Lock = Callable[[Path], Callable[[], None]]

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class NotBackedUp(IopGroupError):
    """A backup that was not finished. The vault and the backups made before are as they were."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that is on the disk and was read back."""

    made_at: datetime
    files: int
    copied: int
    """Files of which the folder had no whole copy yet."""
    dropped: int
    """Older backups that gave way."""
    proven: bool
    """Whether every file was opened, not only compared with what was read."""
    problems: tuple[Problem, ...]


def back_up(
    vault: Path,
    folder: Path,
    keys: Keys | None,
    *,
    now: datetime,
    disk: DiskLike | None = None,
    take_lock: Lock = lock,
) -> BackedUp:
    """Copy what has changed into the folder, verify all of it, write the list, and drop what is too old.

    Settings and themes, which stand beside the vault, come along sealed. The vault may be open meanwhile;
    not one byte of it is written. Without keys each copy is compared with what was read, and nothing is
    opened or sealed. A file that is damaged or gone keeps the place of its last whole copy, and a problem
    says so. Raises NotBackedUp, BadInput for a folder that cannot serve, NoKeyFile,
    DamagedKeyFile and NewerFile.
    """
    disk = disk or Disk()
    _check_places(disk, vault, folder)
    accept_weak = keys is not None and not keys.parameters.strong_enough
    key_file = whole_files(KeyFolder(vault, disk, accept_weak).copies())[0]
    with _told(), ExitStack() as at_end:
        target = BackupFolder(folder, disk)
        target.make()
        alone = _locked(folder, take_lock, at_end)
        before = target.lists()
        run = _Run.after(before.of(key_file.vault_id)[:1], vault, target, disk=disk, keys=keys, now=now)
        files, moment = run.all_files(), free_moment(now, before.names)
        key = target.put_key(key_file)
        number, aside = before.next_number, tuple(run.aside)
        manifest = Manifest(key_file.vault_id, number, moment, key, files, aside)
        target.add(manifest.proven(keys.data_key) if keys else manifest)
        dropped = target.rotate(key_file.vault_id) if alone else 0
    problems = (*run.problems, *map(_unreadable, before.damaged))
    return BackedUp(moment, len(files), run.copied, dropped, keys is not None, problems)


@dataclass(slots=True)
class _Run:
    """The copying of one backup."""

    vault: Path
    target: BackupFolder
    disk: DiskLike
    keys: Keys | None
    now: datetime
    last: dict[str, Stored]
    """What the backup before holds, by its place in the vault."""
    aside: list[Stored] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    copied: int = 0

    @classmethod
    def after(
        cls,
        last: tuple[Manifest, ...],
        vault: Path,
        target: BackupFolder,
        *,
        disk: DiskLike,
        keys: Keys | None,
        now: datetime,
    ) -> Self:
        """With what the list of the backup before holds, if there is one."""
        files = {stored.place: stored for manifest in last for stored in manifest.files}
        aside = [stored for manifest in last for stored in manifest.aside]
        return cls(vault, target, disk, keys, now, files, aside)

    def all_files(self) -> tuple[Stored, ...]:
        """Copy every file that needs it, flush, and read back what was copied. Raises OSError."""
        found = {place: self._file(place) for place in places(self.disk, self.vault)}
        for place in self.last.keys() - found.keys() - {HOME}:
            found[place] = self._as_before(place, "The file is gone from the vault.")
        found[HOME] = self._home()
        self.target.flush()
        files = tuple(stored for _, stored in sorted(found.items()) if stored)
        for stored in files:
            if self.target.content(stored) is None:
                raise OSError(errno.EIO, "read back otherwise")
        return files

    def _home(self) -> Stored | None:
        """Settings and themes, sealed; as they were when nobody can seal them, or there are none."""
        before = self.last.get(HOME)
        content = None if before is None else self.target.content(before)
        kept = before if content is not None else None
        if self.keys is None:
            return kept
        files, problems = home_files.packed(self.vault.parent, self.disk)
        self.problems += problems
        known = home_files.unsealed(opened(content or b"", self.keys, HOME).version)
        if not files or files == known:
            return kept
        seq = 1 if before is None else before.seq + 1
        content = home_files.sealed(files, self.keys, seq=seq, now=self.now)
        stored = Stored.of(HOME, content, file_id=file_id(Path(HOME)), seq=seq)
        self.target.put(stored, content)
        self.copied += 1
        return stored

    def _file(self, place: str) -> Stored | None:
        found = self._whole(place)
        if isinstance(found, Problem):
            return self._as_before(place, found.text)
        content, seq = found
        stored = Stored.of(place, content, file_id=file_id(self.vault / place), seq=seq)
        before = self.last.get(place)
        if before and seq < before.seq:
            # Another backup on the same day would drop the newer copy with its list.
            self.aside.append(before)
            self._tell(place, "It is older than in the last backup. The backup keeps both versions.")
        if self.target.content(stored) is None:
            self.target.put(stored, content)
            self.copied += 1
        return stored

    def _whole(self, place: str) -> tuple[bytes, int] | Problem:
        """The file's content and the number of its newest save, or what is wrong with it."""
        try:
            if self.keys is None:
                content = self.disk.read(self.vault / place)
                claimed = _claimed_seq(content)
                return (content, claimed) if claimed else trouble(place, Status.NO_VALID_FRAME)
            content, found = seen(self.disk, self.vault / place, self.keys, place)
        except OSError:
            return Problem(Severity.ERROR, place, None, "The file cannot be read.")
        before = self.last.get(place)
        lost = before is not None and found.status is not Status.OK and found.seq < before.seq
        if found.version is None or lost:
            return trouble(place, found.status)
        if found.status is not Status.OK:
            self.problems.append(trouble(place, found.status))
        return content, found.seq

    def _as_before(self, place: str, why: str) -> Stored | None:
        before = self.last.get(place)
        if before is not None and self.target.content(before) is not None:
            self._tell(place, f"{why} The backup keeps the copy that it had.", Severity.ERROR)
            return before
        self._tell(place, f"{why} It is in no backup.", Severity.ERROR)
        return None

    def _tell(self, place: str, text: str, severity: Severity = Severity.WARNING) -> None:
        self.problems.append(Problem(severity, place, None, text))


def _claimed_seq(content: bytes) -> int:
    """The highest number that a save in the file gives itself; 0 when it looks like no sealed file."""
    if not content.startswith(MAGIC):
        return 0
    highest, at = 0, content.find(FRAME_MAGIC, HEADER.size)
    while 0 <= at <= len(content) - FRAME_HEADER.size:
        _, size, seq, _ = FRAME_HEADER.unpack_from(content, at)
        end = at + FRAME_HEADER.size + size
        fits = end <= len(content)
        highest = max(highest, seq) if fits else highest
        at = content.find(FRAME_MAGIC, end if fits else at + 1)
    return highest


def _check_places(disk: DiskLike, vault: Path, folder: Path) -> None:
    target, records = folder.resolve(), vault.resolve()
    if target == records or records in target.parents or target in records.parents:
        raise BadInput(
            "A backup cannot lie in the folder of the records, nor around it.",
            "Choose another folder, best on another disk.",
        )
    if not disk.exists(folder) and not disk.exists(folder.parent):
        raise BadInput("The folder for the backup is not there.", "Plug its disk in, or make the folder.")


def _locked(folder: Path, take_lock: Lock, at_end: ExitStack) -> bool:
    """Whether nobody else can be at work in the folder; some network shares know no locks."""
    try:
        at_end.callback(take_lock(folder / "lock"))
    except BlockingIOError:
        raise NotBackedUp(
            "Another backup into this folder is being made just now.", "Wait for it, then try again."
        ) from None
    except OSError:
        return False
    return True


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise not_backed_up(error) from error


def not_backed_up(error: OSError) -> NotBackedUp:
    """The trouble in plain words, with what can be done about it."""
    before = "Your records and the backups made before are as they were."
    if error.errno in _FULL:
        return NotBackedUp("No backup was made: the disk is full.", f"{before} Free some space on it.")
    if error.errno in _FORBIDDEN:
        return NotBackedUp("No backup was made: the folder may not be written.", f"{before} Allow writing.")
    kind = errno.errorcode.get(error.errno or 0, "unknown trouble")
    return NotBackedUp(
        f"No backup was made: the disk did not take it ({kind}).", f"{before} Check the disk and try again."
    )


def _unreadable(name: str) -> Problem:
    text = "The list of this earlier backup is damaged. What it needs is kept until it is too old."
    return Problem(Severity.WARNING, f"manifests/{name}", None, text)
