"""Says in plain words whether everything is in order."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from iop_group import __version__
from iop_group.cli.doctor_vault import LOCKED, look
from iop_group.cli.output import problem_record, say, say_json
from iop_group.cli.unlocking import vault_at
from iop_group.clock import SteadyClock
from iop_group.domain.crisis import advice
from iop_group.domain.errors import Problem, Severity
from iop_group.domain.plain import one_line
from iop_group.home import own_themes_folder, resolve_home, vault_folder
from iop_group.library import Library, themes_folder
from iop_group.settings import load_settings, settings_path

LITTLE_ROOM = 50_000_000
"""Bytes free on the disk below which it is time to do something."""

SMALLEST = (60, 20)
"""Columns and lines that the screens need."""


def run(arguments: SimpleNamespace) -> int:
    """`iop-group doctor`."""
    home = resolve_home(arguments.home)
    vault = look(arguments, home, vault_at(home))
    facts = {
        "version": __version__,
        "home": str(home),
        "settings": str(settings_path(home)),
        "themes": {"built_in": str(themes_folder()), "own": str(own_themes_folder(home))},
        "vault": vault.facts(),
        "terminal": _terminal(),
    }
    problems = [*_home(home), *vault.problems, *_themes(home), *load_settings(home)[1], *_small_terminal()]
    serious = any(p.severity is not Severity.HINT for p in problems)
    if arguments.json:
        say_json({**facts, "problems": [problem_record(p) for p in problems], "fine": not serious})
    else:
        _say(facts, vault.words())
        for problem in problems:
            say(one_line(str(problem)))
        say(_verdict(serious=serious, looked=vault.state != LOCKED))
    return vault.status or int(serious)


def _verdict(*, serious: bool, looked: bool) -> str:
    if serious:
        return "There is something to mend, see above."
    return "Everything is in order." if looked else "Whatever can be seen without the passphrase is in order."


def _say(facts: dict[str, Any], vault: str) -> None:
    terminal, themes = facts["terminal"], facts["themes"]
    for name, value in (
        ("iop-group", facts["version"]),
        ("home", facts["home"]),
        ("settings", facts["settings"]),
        ("themes, built in", themes["built_in"]),
        ("themes, your own", themes["own"]),
        ("vault", vault),
        (
            "terminal",
            f"{terminal['columns']}x{terminal['lines']}, {terminal['encoding']}, {terminal['term']}",
        ),
        ("system", f"{terminal['system']}, Python {terminal['python']}, Textual {terminal['textual']}"),
    ):
        say(f"{name:<17} {one_line(value)}")


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
    problems = [problem for shelf in shelves for problem in shelf.problems]
    region, today = load_settings(home)[0].region, SteadyClock().now().date()
    if region and (said := advice(library.crisis_lines().items, region, today)):
        problems.append(Problem(Severity.HINT, "crisis-lines.toml", None, said))
    return problems


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
