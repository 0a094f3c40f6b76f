"""What is measured, as data: how each program starts, which keys are pressed, which texts are waited for."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PYTHON: Final = sys.executable
ROOT: Final = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One other screen: the keys that lead there, a text that only it shows, and the keys back."""

    keys: tuple[str, ...]
    shows: str
    back: tuple[str, ...] = ("escape",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A program and the ways through it that the figures need. Keys are named as in Textual."""

    name: str
    argv: tuple[str, ...]
    painted: str
    """A text that stands on the screen when the first picture is complete."""
    first_key: str
    """A key that may be pressed at once, and ..."""
    first_shows: str
    """... the text that shows that it was handled."""
    to_list: tuple[str, ...] = ()
    """Keys from the first screen to a list with a cursor."""
    list_shows: str = ""
    """A text that stands on the screen once that list is there; empty if it is the first screen itself."""
    list_keys: tuple[str, ...] = ("down",) * 4 + ("up",) * 4
    """Pressed over and over in the list; each must change the picture."""
    to_clock: tuple[str, ...] = ()
    """Keys from the first screen to one with a running clock."""
    clock_shows: str = ""
    visits: tuple[Visit, ...] = ()
    """Every screen, for the memory after having seen them all."""


HELLO: Final = Scenario(
    name="hello",
    argv=(PYTHON, "-m", "bench.hello"),
    painted="hello",
    first_key="a",
    first_shows="hello a",
    list_keys=("a", "b"),
)

# The same again: its ratios must come out near 1.00, or the machine is too busy to measure anything.
HELLO_AGAIN: Final = Scenario(
    name="hello again",
    argv=HELLO.argv,
    painted=HELLO.painted,
    first_key=HELLO.first_key,
    first_shows=HELLO.first_shows,
    list_keys=HELLO.list_keys,
)

TODAY: Final = Scenario(
    name="iop-group",
    argv=(PYTHON, "-m", "iop_group", "demo"),
    painted="New session",
    first_key="f1",
    first_shows="Help",
    to_list=("r",),
    list_shows="Review",
    to_clock=(),
    clock_shows="",
    visits=(
        Visit(keys=("n",), shows="Plan"),
        Visit(keys=("g",), shows="Groups"),
        Visit(keys=("r",), shows="Review"),
        Visit(keys=("t",), shows="Topics"),
        Visit(keys=("s",), shows="Settings"),
    ),
)

BY_NAME: Final = {scenario.name: scenario for scenario in (HELLO_AGAIN, TODAY)}
