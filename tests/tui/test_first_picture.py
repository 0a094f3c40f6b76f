"""What must be true for a quick start, told without a stopwatch."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.color import Color
from textual.css.stylesheet import Stylesheet

from iop_group.demo import fill_home
from iop_group.home import VARIABLE
from iop_group.library import Library
from tests.pty_program import PtyProgram
from tests.tui.desk_for_tests import START, FakeClock
from tests.tui.doors import PASSPHRASE, opener_of, program, sealed_home

ROOT = Path(__file__).parents[2]
TELLING = """
import atexit, json, sys
told = open(sys.argv.pop(), "w")
atexit.register(lambda: json.dump([name for name, loaded in sys.modules.items() if loaded], told))
{start}
"""
OURS = TELLING.format(start="from iop_group.cli import main; sys.exit(main())")
HELLO = TELLING.format(start="from bench.hello import Hello; Hello().run()")

NOT_YET = {
    "argparse",
    "cryptography",
    "markdown_it",
    "pygments",
    "secrets",
    "sqlite3",
    "tomlkit",
    "iop_group.demo",
    "iop_group.domain.events",
    "iop_group.domain.program",
    "iop_group.domain.session",
    "iop_group.domain.topics",
    "iop_group.records",
    "iop_group.tui.keeper",
    "iop_group.tui.screens.room",
    "iop_group.tui.widgets.dialog",
}
"""Loaded when somebody asks for what they do, and not for Today."""

NEVER = {"ssl", "_ssl", "_hashlib", "lzma", "_lzma", "bz2", "_bz2"}
"""What Textual loads with the rest of Python and nobody uses here."""

MORE_THAN_HELLO = 65
"""Modules, those of the program itself included."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Sessions that were looked at before."""
    home = tmp_path / "home"
    home.mkdir()
    fill_home(home, START)
    return home


def modules(start: Callable[..., PtyProgram], home: Path, code: str, shows: str) -> set[str]:
    """The modules that are loaded when the program is left at its first picture."""
    told = home.parent / "modules.json"
    program = start([sys.executable, "-c", code, told], cwd=ROOT, env={VARIABLE: str(home)})
    program.wait_for(shows)
    program.press("ctrl+q")
    assert program.wait_exit() == 0
    return set(json.loads(told.read_text(encoding="utf-8")))


def test_today_waits_for_nothing_that_it_does_not_show(start: Callable[..., PtyProgram], home: Path) -> None:
    ours = modules(start, home, OURS, "Your records are locked")
    assert "iop_group.tui.screens.unlock" in ours
    assert ours & NOT_YET == set()
    assert ours & NEVER == set()
    hello = modules(start, home, HELLO, "hello")
    assert {"ssl", "lzma", "bz2"} <= hello
    assert len(ours - hello) <= MORE_THAN_HELLO


async def test_the_rules_are_read_once_and_with_the_colours_that_are_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = sealed_home(tmp_path, settings='theme = "calm-light"\n')
    again: list[Stylesheet] = []
    reparse = Stylesheet.reparse

    def counted(sheet: Stylesheet) -> None:
        again.append(sheet)
        reparse(sheet)

    monkeypatch.setattr(Stylesheet, "reparse", counted)
    async with program(opener_of(home, FakeClock())) as pilot:
        app, light = pilot.app, Library().color("calm-light")
        assert again == []
        assert light is not None
        assert app.theme == "calm-light"
        assert app.screen.styles.background == app.styles.background == Color.parse(light.background)
        # Later ones are seen at once.
        app.theme = "textual-dark"
        await pilot.pause()
        assert len(again) == 1
        assert app.screen.styles.background != Color.parse(light.background)


OPENED = """
import sys
from pathlib import Path
from iop_group.tui.app import IopGroupApp
from iop_group.tui.opener import Opener, warm_up
from iop_group.vault.kdf import KdfParameters
opener = Opener(Path(sys.argv[1]), kdf=KdfParameters.for_tests())
opener.look_in()
warm_up()
before = set(sys.modules)
opener.desk = opener.unlock(sys.argv[2]).desk
print(*sorted(name for name in set(sys.modules) - before if name.startswith("iop_group")))
opener.close()
"""


def test_whoever_has_typed_the_passphrase_waits_for_nothing_to_be_loaded(tmp_path: Path) -> None:
    home, _ = sealed_home(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", OPENED, home, PASSPHRASE], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "\n"
