"""What must be true for a quick start, told without a stopwatch."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from iop_group.demo import fill_home
from tests.pty_program import PtyProgram
from tests.tui.desk_for_tests import START

ROOT = Path(__file__).parents[2]
TELLING = """
import atexit, json, sys
atexit.register(lambda: open(sys.argv.pop(1), "w").write(json.dumps(sorted(sys.modules))))
words, sys.argv[2:] = sys.argv[2:], []
{start}
"""
OURS = TELLING.format(start="from iop_group.cli import main; sys.exit(main(words))")
HELLO = TELLING.format(start="from bench.hello import Hello; Hello().run()")

NOT_YET = {
    "cryptography",
    "markdown_it",
    "pygments",
    "secrets",
    "sqlite3",
    "tomlkit",
    "iop_group.demo",
    "iop_group.domain.events",
    "iop_group.domain.session",
    "iop_group.domain.topics",
    "iop_group.records",
    "iop_group.tui.keeper",
    "iop_group.tui.screens.room",
    "iop_group.tui.widgets.dialog",
}
"""Loaded when somebody asks for what they do, and not for Today."""

MORE_THAN_HELLO = 85
"""Modules, those of the program itself included."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Sessions that were looked at before."""
    home = tmp_path / "home"
    home.mkdir()
    fill_home(home, START)
    return home


def modules(start: Callable[..., PtyProgram], tmp_path: Path, code: str, shows: str, *words: str) -> set[str]:
    """The modules that are loaded when the program is left at its first picture."""
    told = tmp_path / "modules.json"
    program = start([sys.executable, "-c", code, told, *words], cwd=ROOT)
    program.wait_for(shows)
    program.press("ctrl+q")
    assert program.wait_exit() == 0
    return set(json.loads(told.read_text(encoding="utf-8")))


def test_today_waits_for_nothing_that_it_does_not_show(
    start: Callable[..., PtyProgram], tmp_path: Path, home: Path
) -> None:
    ours = modules(start, tmp_path, OURS, "Your records are locked", "--home", str(home))
    assert "iop_group.tui.screens.unlock" in ours
    assert ours & NOT_YET == set()
    hello = modules(start, tmp_path, HELLO, "hello")
    assert len(ours - hello) <= MORE_THAN_HELLO
