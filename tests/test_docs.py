"""README and docs say what the program does: no row is missing, and none too many."""

from __future__ import annotations

import argparse
import re
import shlex
import tomllib
from collections.abc import Iterator
from importlib import import_module
from inspect import isclass
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import format_key
from textual.widgets import Input, TextArea

import iop_group.tui
from iop_group import __version__
from iop_group import cli as command_line
from iop_group.cli.parser import build_parser
from iop_group.domain import errors
from iop_group.tui.commands import COMMANDS, key_text
from tests import keys_table
from tests.pages import (
    PAGES,
    README,
    ROOT,
    anchors,
    codes,
    fenced,
    first_codes,
    headings,
    links,
    outside_fences,
    read,
    section,
    tables,
)
from tests.test_architecture import tracked_files

THEIR_OWN = {b.key for widget in (Input, TextArea) for b in widget.BINDINGS if isinstance(b, Binding)}


# Keys


def test_the_readme_has_every_command_with_its_keys_and_no_other() -> None:
    text = read(README)
    marked = text[text.index(keys_table.START) : text.index(keys_table.END)]
    (written,) = tables(marked)
    expected = [tuple(cell for cell in row) for row in keys_table.rows()]
    missing = [row for row in expected if row not in written]
    surplus = [row for row in written if row not in expected]
    assert (missing, surplus) == ([], []), "python -m tests.keys_table renews the table"
    assert written == expected


def test_every_key_of_every_command_is_in_the_table_that_is_made() -> None:
    made = {row[0]: codes(row[1]) for row in keys_table.rows()}
    assert made == {command.name: [key_text(key) for key in command.keys] for command in COMMANDS}


def on_the_keyboard(key: str) -> str:
    """A key of Textual's as the README writes it."""
    signs = {"left": "←", "right": "→", "tab": "Tab", "shift+tab": "Shift+Tab", "home": "Home", "end": "End"}
    shown = signs.get(key) or key_text(key)
    return shown if shown != key else format_key(key)


def classes_with_keys() -> Iterator[type[DOMNode]]:
    for found in walk_packages(iop_group.tui.__path__, "iop_group.tui."):
        for value in vars(import_module(found.name)).values():
            if isclass(value) and issubclass(value, DOMNode) and value.__module__ == found.name:
                yield value


def own_keys(widget: type[DOMNode]) -> set[str]:
    """Keys that a screen or a list binds itself, besides the commands' and those of a text field."""
    acts = {command.act for command in COMMANDS}
    bindings = [b for b in vars(widget).get("BINDINGS", ()) if isinstance(b, Binding)]
    mine = [b for b in bindings if b.action.partition("(")[0].rpartition(".")[2] not in acts]
    if issubclass(widget, Input | TextArea):
        mine = [b for b in mine if b.key not in THEIR_OWN]
    return {on_the_keyboard(key) for b in mine for key in b.key.split(",")}


def test_keys_that_belong_to_one_list_or_dialog_stand_under_more_keys() -> None:
    (rows,) = tables(section(README, "More keys"))
    at: dict[str, set[str]] = {}
    for row in rows:
        at.setdefault(row[0], set()).update(codes(row[1]))
    unsaid = {
        widget.__name__: sorted(own_keys(widget))
        for widget in classes_with_keys()
        if not any(own_keys(widget) <= keys for keys in at.values())
    }
    assert unsaid == {}


# The command line


def commands(parser: argparse.ArgumentParser, words: str = "iop-group") -> Iterator[tuple[str, set[str]]]:
    """Each command as it is typed, with the options that it takes besides --help."""
    options: set[str] = set()
    operands = []
    groups = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            groups.append(action)
        elif not action.option_strings:
            shape = {"*": "[{}...]", "+": "{}..."}.get(str(action.nargs), "{}")
            operands.append(shape.format(action.metavar))
        elif "--help" not in action.option_strings:
            options |= set(action.option_strings)
    if not (groups and groups[0].required):
        yield " ".join([words, *operands]), options
    for group in groups:
        for name, inner in group.choices.items():
            yield from commands(inner, f"{words} {name}")


def test_the_readme_has_every_command_of_the_command_line_with_its_options() -> None:
    rows = tables(section(README, "Command line"))[0]
    written = {codes(row[0])[0]: set(codes(row[1])) for row in rows}
    assert written == dict(commands(build_parser()))


def test_the_readme_explains_every_option() -> None:
    rows = tables(section(README, "Command line"))[1]
    written = {code.split()[0] for code in first_codes(rows)}
    assert written == {o for _, options in commands(build_parser()) for o in options} | {"--help"}
    assert {"markdown", "json"} <= {code for row in rows for code in codes(row[1])}


def test_the_readme_explains_every_exit_status() -> None:
    rows = tables(section(README, "Command line"))[2]
    raised = {e.exit_status for e in vars(errors).values() if isclass(e) and hasattr(e, "exit_status")}
    given = {value for name, value in vars(command_line).items() if name.isupper() and isinstance(value, int)}
    assert {int(row[0]) for row in rows} == raised | given


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_a_page_shows_can_be_typed(page: Path) -> None:
    text = read(page)
    lines = [*codes(text), *(line for block in fenced(text) for line in block.splitlines())]
    for line in lines:
        if line.startswith("iop-group "):
            build_parser().parse_args(shlex.split(line)[1:])


def test_the_readme_names_every_variable_that_the_program_reads() -> None:
    sources = [read(file) for file in (ROOT / "iop_group").rglob("*.py")]
    read_by_us = {name for source in sources for name in re.findall(r"IOP_GROUP_[A-Z]+", source)}
    (rows,) = (t for t in tables(section(README, "Files and settings")) if "IOP_GROUP_HOME" in t[0][0])
    assert set(first_codes(rows)) == read_by_us | {"NO_COLOR"}


# Set-up, links, versions


def test_the_two_commands_are_those_that_are_checked() -> None:
    run, run_windows, test, test_windows = fenced(read(README))[:4]
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    checked = read(ROOT / ".ci" / "run").replace(" --quiet", "")
    for line, python in ((run, ".venv/bin/"), (run_windows, ".venv\\Scripts\\")):
        assert f"{python}python -m pip install -c constraints.txt ." in line
        assert line.endswith(f"{python}{next(iter(project['scripts']))}")
    for line in (test, test_windows):
        assert 'python -m pip install -c constraints.txt -e ".[test]"' in line
        assert line.endswith("python -m pytest")
    assert '-m pip install -c constraints.txt -e ".[test]"' in checked
    assert checked.rstrip().endswith("-m pytest")
    assert "test" in project["optional-dependencies"]
    assert f"Python {project['requires-python'].removeprefix('>=')} or newer" in read(README)


def test_everything_that_is_installed_is_pinned() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    pinned = {line.partition("==")[0] for line in read(ROOT / "constraints.txt").splitlines()}
    assert {re.split(r"[<>=\[ ]", need)[0] for need in wanted} <= pinned


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    dead = []
    for link in links(read(page)):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name) if name else page
        if not target.exists() or (anchor and anchor not in anchors(read(target))):
            dead.append(link)
    assert dead == []


def test_the_newest_version_of_the_changelog_is_this_one() -> None:
    versions = [found[1] for h in headings(read(PAGES[2])) if (found := re.match(r"\[(\d[^\]]*)\]", h))]
    assert versions[0] == __version__
    assert tomllib.loads(read(ROOT / "pyproject.toml"))["project"]["version"] == __version__


def test_the_map_of_the_code_shows_what_is_there() -> None:
    map_of_code = next(block for block in fenced(read(README)) if block.startswith("iop_group/"))
    folder = ROOT
    for line in map_of_code.splitlines():
        name = line.split()[0]
        folder = folder if line.startswith(" ") else ROOT
        assert (folder / name).exists(), name
        folder = folder if line.startswith(" ") else ROOT / name


HOSTS = {"keepachangelog.com", "www.w3.org", "example.org", "x.org", "y"}
"""The only ones that a file may name: the changelog's form, what a picture is, and made-up ones in tests."""


def test_no_file_names_another_host_and_no_page_a_folder_of_a_machine() -> None:
    wrong = []
    for file in tracked_files():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found = {host for host in re.findall(r"https?://([\w.-]+)", text) if host not in HOSTS}
        if file in PAGES:
            found |= set(re.findall(r"(?<![\w.~*`)-])/(?!path/to)[a-z]+/|\b[A-Z]:\\", outside_fences(text)))
        wrong += [f"{file.relative_to(ROOT)}: {what}" for what in sorted(found)]
    assert wrong == []
