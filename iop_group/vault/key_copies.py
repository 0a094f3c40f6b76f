"""The two copies of the key file on the disk: read, told apart, written one after the other, mended."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from iop_group.domain.errors import NotFound, Problem, Severity
from iop_group.vault import key_names
from iop_group.vault.disk import DiskLike
from iop_group.vault.files import QUARANTINE, not_saved, write_whole
from iop_group.vault.key_file import DamagedKeyFile, KeyFile, WeakenedKeyFile

KEY_FILE, SECOND_COPY = COPIES = key_names.COPIES


class NoKeyFile(NotFound):
    """The folder holds no keys: nothing was ever sealed in it, or both copies are gone."""

    exit_status = 3


class State(StrEnum):
    """How a copy was found."""

    WHOLE = "whole"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    DAMAGED = "damaged"
    WEAKENED = "weakened"


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the two, as it was found."""

    name: str
    state: State
    content: bytes
    """The exact bytes; none where there were none to be had."""
    file: KeyFile | None
    """Only if whole."""


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """The vault's folder, as far as its keys go."""

    folder: Path
    disk: DiskLike
    accept_weak: bool = False
    """Whether cheap parameters will do: only ever for the demo and for tests."""

    def exists(self) -> bool:
        """Whether there is a key file, or its second copy, in whatever state."""
        return any(self.disk.exists(self.folder / name) for name in COPIES)

    def copies(self) -> tuple[Copy, ...]:
        """Both copies as they are. Raises NewerFile."""
        return tuple(self._copy(name) for name in COPIES)

    def write(self, file: KeyFile, old: Copy | None = None) -> tuple[Problem, ...]:
        """Put the file in place of both copies, one after the other: one whole copy is there at any time.

        Raises NotSaved when the first could not be written; what was there before is then put back. When
        only the second could not, the file holds, and the problem says so.
        """
        content = file.to_bytes()
        try:
            write_whole(self.disk, self.folder / KEY_FILE, content)
        except OSError as error:
            self._put_back(old)
            raise not_saved(error) from error
        try:
            write_whole(self.disk, self.folder / SECOND_COPY, content)
        except OSError:
            text = (
                "The second copy of the key file could not be written yet; what it held before still opens."
            )
            return (_problem(SECOND_COPY, text),)
        return ()

    def mend(self, copy: Copy, file: KeyFile) -> bool:
        """Put the file in place of the copy; whether it is done. Bytes that are not just older are kept."""
        try:
            if copy.content and not _is_older(copy, file):
                self._keep(copy)
            write_whole(self.disk, self.folder / copy.name, file.to_bytes())
        except OSError:
            return False
        return True

    def take_back(self) -> None:
        """Take away what a set-up that failed has left. Never raises."""
        for name in COPIES:
            with suppress(OSError):
                self.disk.unlink(self.folder / name)
        with suppress(OSError):
            self.disk.sync_dir(self.folder)

    def _copy(self, name: str) -> Copy:
        try:
            content = self.disk.read(self.folder / name)
        except FileNotFoundError:
            return Copy(name, State.MISSING, b"", None)
        except OSError:
            return Copy(name, State.UNREADABLE, b"", None)
        try:
            file = KeyFile.from_bytes(content)
        except DamagedKeyFile:
            return Copy(name, State.DAMAGED, content, None)
        if not (file.strong_enough or self.accept_weak):
            return Copy(name, State.WEAKENED, content, None)
        return Copy(name, State.WHOLE, content, file)

    def _put_back(self, old: Copy | None) -> None:
        """The failed write may have come as far as the rename; then the old content must return."""
        if old is None or old.file is None:
            return
        path = self.folder / KEY_FILE
        with suppress(OSError):
            if self.disk.read(path) != old.content:
                write_whole(self.disk, path, old.content)

    def _keep(self, copy: Copy) -> None:
        quarantine = self.folder / QUARANTINE
        self.disk.makedirs(quarantine)
        self.disk.sync_dir(self.folder)
        write_whole(self.disk, quarantine / f"{copy.name}-{secrets.token_hex(4)}", copy.content)


def whole_files(copies: tuple[Copy, ...]) -> tuple[KeyFile, ...]:
    """The different whole files among the copies, the newest first.

    Raises NoKeyFile, WeakenedKeyFile and DamagedKeyFile when there is none.
    """
    files = {copy.file: None for copy in copies if copy.file is not None}
    if files:
        return tuple(sorted(files, key=lambda file: -file.revision))
    states = {copy.state for copy in copies}
    if states == {State.MISSING}:
        raise NoKeyFile("There is no key file here.", "Set up the records, or restore them from a backup.")
    if State.UNREADABLE in states:
        raise DamagedKeyFile("The key file cannot be opened.", "Look at who may read it, and at the disk.")
    advice = f"Put {KEY_FILE} back from the folder `keys` of your backup; nothing was touched."
    if State.WEAKENED in states:
        raise WeakenedKeyFile("The key file was changed to make the passphrase easier to guess.", advice)
    raise DamagedKeyFile("The key file and its second copy are damaged.", advice)


def mended(
    keys: KeyFolder, copies: tuple[Copy, ...], opened: KeyFile, *, repair: bool
) -> tuple[Problem, ...]:
    """Bring every copy to what the secret opened, and say in plain words what was wrong.

    A newer whole copy that the secret did not open stays: a change was cut off, and both secrets open.
    """
    problems: list[Problem] = []
    for copy in copies:
        if copy.file == opened:
            continue
        if copy.file is not None and copy.file.vault_id != opened.vault_id:
            text = "This key file belongs to other records. It was left alone."
            problems.append(_problem(copy.name, text, Severity.ERROR))
        elif copy.file is not None and copy.file.revision > opened.revision:
            text = "A change was cut off: the old secret opens, and the new one too. Make the change again."
            problems.append(_problem(copy.name, text))
        else:
            done = repair and copy.state is not State.UNREADABLE and keys.mend(copy, opened)
            problems.append(_problem(copy.name, f"{_found(copy, opened)} {_DONE if done else _NOT_DONE}"))
    return tuple(problems)


def problems_of(copies: tuple[Copy, ...]) -> tuple[Problem, ...]:
    """What can be said of the copies without a secret."""
    problems = [
        _problem(copy.name, _FOUND[copy.state], Severity.ERROR) for copy in copies if copy.file is None
    ]
    if not problems and len({copy.file for copy in copies}) > 1:
        text = "This copy of the key file differs from vault.key. Unlocking the records puts it right."
        problems.append(_problem(SECOND_COPY, text))
    return tuple(problems)


_DONE = "It was put right from the other copy."
_NOT_DONE = "It is not put right yet; the other copy opened."

_FOUND = {
    State.MISSING: "This copy of the key file was missing.",
    State.UNREADABLE: "This copy of the key file cannot be opened.",
    State.DAMAGED: "This copy of the key file was damaged.",
    State.WEAKENED: "This copy of the key file was changed to make the passphrase easier to guess.",
    State.WHOLE: "This copy of the key file was changed by something other than this program.",
}


def _found(copy: Copy, opened: KeyFile) -> str:
    if _is_older(copy, opened):
        return "A change of the passphrase or the recovery code had been cut off; the new one counts."
    return _FOUND[copy.state]


def _is_older(copy: Copy, file: KeyFile) -> bool:
    return copy.file is not None and copy.file.revision < file.revision


def _problem(name: str, text: str, severity: Severity = Severity.WARNING) -> Problem:
    return Problem(severity, name, None, text)
