"""Says in plain words whether everything is in order."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from iop_group import __version__
from iop_group.cli.output import counted, problem_record, say, say_json
from iop_group.domain.errors import IopGroupError, Problem, Severity
from iop_group.domain.plain import one_line
from iop_group.domain.session import fold
from iop_group.home import own_themes_folder, resolve_home, vault_folder
from iop_group.library import Library, themes_folder
from iop_group.settings import load_settings, settings_path
from iop_group.vault.files import QUARANTINE
from iop_group.vault.vault import Vault

LITTLE_ROOM = 50_000_000
"""Bytes free on the disk below which it is time to do something."""

SMALLEST = (60, 20)
"""Columns and lines that the screens need."""


def run(arguments: Namespace) -> int:
    """`iop-group doctor`."""
    home = resolve_home(arguments.home)
    vault_facts, vault_problems = _vault(home)
    facts = {
        "version": __version__,
        "home": str(home),
        "settings": str(settings_path(home)),
        "themes": {"built_in": str(themes_folder()), "own": str(own_themes_folder(home))},
        "vault": vault_facts,
        "terminal": _terminal(),
    }
    problems = [*_home(home), *vault_problems, *_themes(home), *load_settings(home)[1], *_small_terminal()]
    serious = any(p.severity is not Severity.HINT for p in problems)
    if arguments.json:
        say_json({**facts, "problems": [problem_record(p) for p in problems], "fine": not serious})
    else:
        _say(facts)
        for problem in problems:
            say(one_line(str(problem)))
        say("There is something to mend, see above." if serious else "Everything is in order.")
    return int(serious)


def _say(facts: dict[str, Any]) -> None:
    vault, terminal, themes = facts["vault"], facts["terminal"], facts["themes"]
    kept = ", ".join(
        counted(vault[many], many.removesuffix("s"), many) for many in ("sessions", "groups", "members")
    )
    for name, value in (
        ("iop-group", facts["version"]),
        ("home", facts["home"]),
        ("settings", facts["settings"]),
        ("themes, built in", themes["built_in"]),
        ("themes, your own", themes["own"]),
        ("vault", f"{kept}; {counted(vault['opened'], 'session')} of {vault['sessions']} opened"),
        (
            "terminal",
            f"{terminal['columns']}x{terminal['lines']}, {terminal['encoding']}, {terminal['term']}",
        ),
        ("system", f"{terminal['system']}, Python {terminal['python']}, Textual {terminal['textual']}"),
    ):
        say(f"{name:<17} {one_line(value)}")


def _vault(home: Path) -> tuple[dict[str, int], list[Problem]]:
    """How much is kept, and whether every file of it opens."""
    facts = {"sessions": 0, "opened": 0, "groups": 0, "members": 0}
    try:
        vault = Vault.read_only(vault_folder(home))
        facts |= {"groups": len(vault.registry.groups()), "members": len(vault.registry.members())}
        problems = list(_open_all(vault, facts))
        return facts, [*vault.problems, *problems, *_set_aside(vault.folder)]
    except IopGroupError as error:
        return facts, [Problem(Severity.ERROR, "vault", None, str(error))]
    except OSError as error:
        text = f"It cannot be read ({error.strerror}). Change its permissions so that you can open it."
        return facts, [Problem(Severity.ERROR, "vault", None, text)]


def _open_all(vault: Vault, facts: dict[str, int]) -> Iterator[Problem]:
    """Opens every session; what the store itself reports is left to it."""
    for session_id in vault.sessions.ids():
        facts["sessions"] += 1
        try:
            events, _ = vault.sessions.read(session_id)
        except IopGroupError:
            continue
        try:
            fold(events)
        except IopGroupError as error:
            yield Problem(Severity.ERROR, f"sessions/{session_id}", None, error.problem)
        else:
            facts["opened"] += 1


def _set_aside(folder: Path) -> Iterator[Problem]:
    quarantine = folder / QUARANTINE
    kept = sum(1 for _ in quarantine.glob("*.original")) if quarantine.is_dir() else 0
    if kept:
        text = (
            f"{counted(kept, 'damaged file')} set aside here earlier. Keep them for now: they may hold notes."
        )
        yield Problem(Severity.HINT, f"vault/{QUARANTINE}", None, text)


def _themes(home: Path) -> list[Problem]:
    library = Library(home)
    shelves = (
        library.topics(),
        library.formats(),
        library.rituals(),
        library.safety_cards(),
        library.colors(),
        library.crisis_lines(),
    )
    return [problem for shelf in shelves for problem in shelf.problems]


def _home(home: Path) -> Iterator[Problem]:
    there = home
    while not there.exists() and there != there.parent:
        there = there.parent
    if not there.is_dir():
        yield Problem(
            Severity.ERROR, "home", None, "This is a file, not a folder. Choose another with --home."
        )
        return
    if not os.access(there, os.W_OK):
        text = "It cannot be written. Allow writing in it, or choose another with --home."
        yield Problem(Severity.ERROR, "home", None, text)
    if shutil.disk_usage(there).free < LITTLE_ROOM:
        yield Problem(Severity.WARNING, "home", None, "The disk is nearly full. Free some space on it.")
    vault = vault_folder(home)
    if os.name == "posix" and vault.is_dir() and vault.stat().st_mode & 0o077:
        text = "Other people on this computer can look into it. Run: chmod 700 on that folder."
        yield Problem(Severity.WARNING, "vault", None, text)


def _terminal() -> dict[str, Any]:
    size = shutil.get_terminal_size()
    return {
        "columns": size.columns,
        "lines": size.lines,
        "term": os.environ.get("TERM", "unknown"),
        "encoding": sys.stdout.encoding,
        "interactive": sys.stdout.isatty(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "textual": version("textual"),
    }


def _small_terminal() -> Iterator[Problem]:
    """Only where there is one: a script that asks has none, and needs none."""
    if not sys.stdout.isatty():
        return
    from iop_group.tui.terminal import check_terminal

    if trouble := check_terminal():
        yield Problem(Severity.WARNING, "terminal", None, trouble)
    columns, lines = shutil.get_terminal_size()
    if columns < SMALLEST[0] or lines < SMALLEST[1]:
        text = (
            f"It is {columns}x{lines}. Make it at least {SMALLEST[0]}x{SMALLEST[1]}; 80x24 shows everything."
        )
        yield Problem(Severity.WARNING, "terminal", None, text)
