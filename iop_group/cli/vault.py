"""Sets up, checks, backs up, restores and rescues the records."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from iop_group.cli.asking import agreed, with_passphrase
from iop_group.cli.output import counted, local, problem_record, report, say, say_json, say_table, warn
from iop_group.cli.unlocking import check_set_up, keys_of, vault_at, write_vault
from iop_group.domain.codec import encode
from iop_group.domain.errors import BadInput, NotFound, Problem, Severity, WrongUsage
from iop_group.domain.plain import one_line
from iop_group.home import resolve_home
from iop_group.settings import load_settings
from iop_group.vault.backup_age import due
from iop_group.vault.backup_folder import BackupFolder
from iop_group.vault.backup_source import NoBackup, Source, check_copies, opened_backups, unlock_backups
from iop_group.vault.backups import back_up
from iop_group.vault.bringing_back import bring_back
from iop_group.vault.disk import Disk
from iop_group.vault.keys import check_keys
from iop_group.vault.restoring import Restored, restore_session
from iop_group.vault.sealed_files import SESSIONS, Checked, check_files
from iop_group.vault.swapping import restore_vault


def run(arguments: SimpleNamespace) -> int:
    """`iop-group vault ...`."""
    from iop_group.cli import vault_keys

    home = resolve_home(arguments.home)
    folder = vault_at(home)
    match arguments.action:
        case "init":
            return vault_keys.init(arguments, folder)
        case "passphrase":
            return vault_keys.passphrase(arguments, folder)
        case "recover":
            return vault_keys.recover(arguments, folder)
        case "check":
            return _check(arguments, folder)
        case "backup":
            return _backup(arguments, home, folder)
        case "rescue":
            return _rescue(arguments, home)
    return _list(arguments) if arguments.list else _restore(arguments, folder)


def _check(arguments: SimpleNamespace, folder: Path) -> int:
    keys = keys_of(arguments, folder)
    looks = {"vault": check_files(folder, keys)}
    if arguments.backup is not None:
        looks["backup"] = check_copies(opened_backups(_path(arguments.backup), keys))
    problems = [*check_keys(folder), *(p for look in looks.values() for p in look.problems)]
    if arguments.json:
        said = {name: {"files": look.files, "whole": look.whole} for name, look in looks.items()}
        return _said_json(said, problems)
    status = report(problems)
    for name, look in looks.items():
        say(f"{name}: {_counts(look)}")
    return status


def _counts(look: Checked) -> str:
    if look.files == look.whole:
        return f"every save in {counted(look.files, 'file')} was opened; all are whole."
    return f"{look.whole} of {counted(look.files, 'file')} are whole, see above."


def _backup(arguments: SimpleNamespace, home: Path, folder: Path) -> int:
    check_set_up(folder)
    target = _path(arguments.dir or _chosen(home))
    keys = None if arguments.without_passphrase else keys_of(arguments, folder)
    now = datetime.now(UTC)
    done = back_up(folder, target, keys, now=now)
    hints = [Problem(Severity.HINT, target.name, None, text) for text in due(target, folder, now)]
    problems = [*done.problems, *hints]
    if arguments.json:
        facts = {"made_at": encode(done.made_at), "files": done.files, "copied": done.copied}
        return _said_json({**facts, "dropped": done.dropped, "opened": done.proven}, problems)
    status = report(problems)
    how = "opened" if done.proven else "compared, not opened"
    say(f"Backed up {counted(done.files, 'file')} to {one_line(str(target))}, {done.copied} copied now.")
    say(f"All of them were read back and {how}.")
    if done.dropped:
        say(f"{counted(done.dropped, 'older backup')} gave way.")
    return status


def _rescue(arguments: SimpleNamespace, home: Path) -> int:
    place = _path(arguments.dir)
    if not place.is_dir():
        raise NotFound("That folder is not there.", "Look at its name, and whether its disk is in.")
    with write_vault(arguments, home) as vault:
        came = bring_back(vault, place)
    if arguments.json:
        return _said_json({"files": came.files, "acts": came.acts, "texts": came.texts}, came.problems)
    status = report(came.problems)
    say(f"{counted(came.files, 'sealed file')} of these records found and opened.")
    if came.is_news:
        say(f"{counted(came.acts, 'act')} and {counted(came.texts, 'half-typed text')} came back.")
    elif came.files:
        say("The records have all of it already.")
    return status


def _chosen(home: Path) -> str:
    chosen = load_settings(home)[0].backup_folder
    if not chosen:
        raise WrongUsage("There is no folder for backups yet.", "Name one: `iop-group vault backup FOLDER`.")
    return chosen


def _list(arguments: SimpleNamespace) -> int:
    """Needs no passphrase: it tells no more than the names and sizes of the files do."""
    lists = BackupFolder(_path(arguments.dir), Disk()).lists()
    problems = [
        Problem(Severity.ERROR, f"manifests/{name}", None, "The list of this backup is damaged.")
        for name in lists.damaged
    ]
    if arguments.json:
        rows = [
            {"made_at": encode(m.made_at), "files": len(m.files), "vault": m.vault_id} for m in lists.whole
        ]
        return _said_json({"backups": rows}, problems)
    if lists.whole:
        say_table(("MADE", "FILES"), ((local(m.made_at), str(len(m.files))) for m in lists.whole))
    else:
        say("There is no backup in this folder.")
    return report(problems)


def _restore(arguments: SimpleNamespace, folder: Path) -> int:
    until = _end_of(arguments.as_of)
    source = with_passphrase(arguments, lambda secret: unlock_backups(_path(arguments.dir), secret))
    of = f"the backup of {local(source.until(until)[0].made_at)}"
    if arguments.session is not None:
        session_id = _session_id(source, arguments.session)
        if not agreed(f"Bring the session back from {of}? What is there now is kept aside."):
            return _nothing_done()
        restored, aside = restore_session(source, folder, session_id, until=until), None
    else:
        if not agreed(f"Put {of} in the place of the records? Those of now are kept aside."):
            return _nothing_done()
        now = datetime.now(UTC)
        restored, aside = restore_vault(source, folder, now=now, until=until, anyway=arguments.force)
    return _told(restored, aside, as_json=arguments.json)


def _told(restored: Restored, aside: Path | None, *, as_json: bool) -> int:
    if as_json:
        facts: dict[str, Any] = {
            "made_at": encode(restored.made_at),
            "files": restored.files,
            "missing": restored.missing,
        }
        facts = {**facts, "beside": list(restored.beside), "kept_aside": str(aside) if aside else None}
        return _said_json(facts, restored.problems)
    status = report(restored.problems)
    say(f"Restored {counted(restored.files, 'file')} from the backup of {local(restored.made_at)}.")
    say("All of them were opened and read back.")
    if restored.beside:
        say(f"Back too: {', '.join(restored.beside)}. What stood there is kept beside it.")
    if aside:
        say(f"The records from before are kept in {one_line(str(aside))}. Take them away when all is well.")
    return status


def _nothing_done() -> int:
    warn("Nothing was changed.")
    return 1


def _session_id(source: Source, beginning: str) -> str:
    """The one session of the backups whose id begins like this. Raises NotFound and BadInput."""
    there = {s.place.partition("/") for m in source.lists for s in m.copies}
    ids = {Path(name).stem for lane, _, name in there if lane == SESSIONS}
    wanted = beginning.strip().casefold()
    matching = sorted(i for i in ids if wanted and i.startswith(wanted))
    if not matching:
        raise NotFound("No backup has a session with this id.", "See `iop-group sessions list` for the ids.")
    if len(matching) > 1:
        raise BadInput(f"{len(matching)} sessions have an id that begins so.", "Give more of it.")
    return matching[0]


def _end_of(day: str | None) -> datetime | None:
    """The end of that day where this machine is. Raises WrongUsage."""
    if day is None:
        return None
    try:
        date = datetime.strptime(day, "%Y-%m-%d").date()  # noqa: DTZ007 - a day on the wall
    except ValueError:
        raise WrongUsage("That is no day.", "Write it like this: --as-of 2026-11-24.") from None
    return datetime.combine(date, time.max).astimezone()


def _path(typed: str) -> Path:
    try:
        return Path(typed).expanduser().absolute()
    except (RuntimeError, OSError):
        raise NoBackup("That folder cannot be worked out.", "Give it as a whole path.") from None


def _said_json(facts: dict[str, Any], problems: list[Problem] | tuple[Problem, ...]) -> int:
    serious = any(p.severity is not Severity.HINT for p in problems)
    say_json({**facts, "problems": [problem_record(p) for p in problems], "fine": not serious})
    return int(serious)
