"""Looks at the keys, at every save in every file of the vault, and at the backups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from iop_group.cli.asking import at_terminal, given_passphrase
from iop_group.cli.output import counted
from iop_group.cli.unlocking import NotSealedYet, check_set_up, keys_of
from iop_group.domain.errors import BadInput, IopGroupError, Locked, Problem, Severity
from iop_group.domain.session import fold
from iop_group.settings import load_settings
from iop_group.vault.backup_age import due
from iop_group.vault.disk import Disk
from iop_group.vault.files import QUARANTINE, TEMPORARY
from iop_group.vault.key_copies import NoKeyFile
from iop_group.vault.keys import Keys, check_keys
from iop_group.vault.rescue_names import rescued_in
from iop_group.vault.sealed_files import check_files, places
from iop_group.vault.swapping import set_aside_before
from iop_group.vault.vault import Vault

NONE, LOCKED, OPEN = "none", "locked", "open"


@dataclass(slots=True)
class VaultLook:
    """What was found of the records."""

    state: str = NONE
    files: int = 0
    whole: int = 0
    sessions: int = 0
    opened: int = 0
    groups: int = 0
    members: int = 0
    problems: list[Problem] = field(default_factory=list)
    status: int = 0
    """3 when the passphrase that was given does not open them."""

    def facts(self) -> dict[str, str | int]:
        """For scripts."""
        names = ("state", "files", "whole", "sessions", "opened", "groups", "members")
        return {name: getattr(self, name) for name in names}

    def words(self) -> str:
        """For people."""
        if self.state == NONE:
            return "not set up yet"
        if self.state == LOCKED:
            return f"{counted(self.files, 'sealed file')}, not looked into"
        kept = ", ".join(
            counted(number, name)
            for number, name in (
                (self.sessions, "session"),
                (self.groups, "group"),
                (self.members, "member"),
            )
        )
        whole = f"every save in {self.whole} of {counted(self.files, 'file')} is whole"
        return f"{kept}; {counted(self.opened, 'session')} of {self.sessions} opened; {whole}"


def look(arguments: SimpleNamespace, home: Path, folder: Path) -> VaultLook:
    """All that can be said of the records; never raises for what is wrong with them."""
    found = VaultLook()
    try:
        check_set_up(folder)
        found.state = LOCKED
        found.files = len(places(Disk(), folder))
        found.problems += check_keys(folder)
        _look_inside(found, arguments, folder)
        found.problems += (*_beside(home, folder), *_backups(home, folder))
    except NoKeyFile:
        pass
    except NotSealedYet as error:
        found.problems.append(Problem(Severity.WARNING, "vault", None, str(error)))
    except IopGroupError as error:
        found.problems.append(Problem(Severity.ERROR, "vault", None, str(error)))
    except OSError as error:
        text = f"It cannot be read ({error.strerror}). Change its permissions so that you can open it."
        found.problems.append(Problem(Severity.ERROR, "vault", None, text))
    return found


def _look_inside(found: VaultLook, arguments: SimpleNamespace, folder: Path) -> None:
    if not at_terminal() and not _given(arguments):
        text = (
            "The records were not looked into. "
            "Give the passphrase in IOP_GROUP_PASSPHRASE or with --passphrase-file."
        )
        found.problems.append(Problem(Severity.HINT, "vault", None, text))
        return
    try:
        keys = keys_of(arguments, folder)
    except Locked as error:
        found.status = error.exit_status
        found.problems.append(Problem(Severity.ERROR, "vault", None, str(error)))
        return
    _open_all(found, folder, keys)


def _given(arguments: SimpleNamespace) -> bool:
    try:
        return given_passphrase(arguments) is not None
    except BadInput:
        return True


def _open_all(found: VaultLook, folder: Path, keys: Keys) -> None:
    """Every save, then every session as the program reads it; each file is told of once."""
    checked = check_files(folder, keys)
    found.state, found.files, found.whole = OPEN, checked.files, checked.whole
    try:
        vault = Vault.read_only(folder, keys)
    except IopGroupError as error:  # such as a registry that a newer version wrote
        found.problems += (Problem(Severity.ERROR, "vault", None, str(error)), *checked.problems)
        return
    vault.look_for_strangers()
    vault.index.summaries()  # it remembers the number of each file's newest save
    found.groups, found.members = len(vault.registry.groups()), len(vault.registry.members())
    said = [*_sessions(found, vault), *vault.problems]
    told_of = {problem.where for problem in said}
    found.problems += said
    found.problems += (problem for problem in checked.problems if problem.where not in told_of)


def _sessions(found: VaultLook, vault: Vault) -> Iterator[Problem]:
    """Opens every session; what the store itself reports is left to it."""
    for session_id in vault.sessions.ids():
        found.sessions += 1
        try:
            events, _ = vault.sessions.read(session_id)
        except IopGroupError:
            continue
        try:
            fold(events)
        except IopGroupError as error:
            yield Problem(Severity.ERROR, f"sessions/{session_id}", None, error.problem)
        else:
            found.opened += 1


def _set_aside(names: set[str], quarantine: Path) -> str:
    """How much lies in the quarantine, of which kind, and what may be done with it."""
    theirs = sum(".theirs-" in name for name in names)
    replaced = sum(".replaced-" in name or ".older-" in name for name in names)
    counts = (
        (len(names) - theirs - replaced, "damaged"),
        (theirs, "written by another program or computer"),
        (replaced, "replaced"),
    )
    kinds = ", ".join(f"{number} {kind}" for number, kind in counts if number)
    return (
        f"{counted(len(names), 'file')} set aside here earlier: {kinds}. They may hold notes that are "
        f"nowhere else. `iop-group vault rescue {quarantine}` adds to the records what can be opened of "
        "them; once all is well, delete them."
    )


def _rescue_places(home: Path) -> Iterator[Path]:
    if chosen := load_settings(home)[0].backup_folder:
        yield Path(chosen).expanduser()
    with suppress(RuntimeError):
        yield Path.home()


def _beside(home: Path, folder: Path) -> Iterator[Problem]:
    quarantine = folder / QUARANTINE
    names = [path.name for path in quarantine.iterdir()] if quarantine.is_dir() else []
    # The file itself and the copy that was made of it first are one.
    if kept := {name.removesuffix(".original") for name in names if not name.endswith(TEMPORARY)}:
        yield Problem(Severity.HINT, f"vault/{QUARANTINE}", None, _set_aside(kept, quarantine))
    for rescued in rescued_in(_rescue_places(home)):
        text = "What the disk had refused. Open the program, and it comes back into the records."
        yield Problem(Severity.HINT, rescued.name, None, text)
    for name in set_aside_before(folder):
        text = "From before a restore. Take it away when all is well."
        yield Problem(Severity.HINT, name, None, text)


def _backups(home: Path, folder: Path) -> Iterator[Problem]:
    chosen = load_settings(home)[0].backup_folder
    if chosen:
        said = due(Path(chosen).expanduser(), folder, datetime.now(UTC))
    else:  # there may be some elsewhere
        said = ("No folder for backups is chosen yet. Name one in Settings, best on another disk.",)
    yield from (Problem(Severity.HINT, "backup", None, text) for text in said)
