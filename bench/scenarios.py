"""What is measured, as data: how each program starts, which keys are pressed, which texts are waited for."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
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
class Inside:
    """Behind a door: a text that shows that it is open, and what a first key does there."""

    shows: str
    first_key: str
    first_shows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A program and the ways through it that the figures need. Keys are named as in Textual."""

    argv: tuple[str, ...]
    """Without its home, which stands in the environment."""
    home: str = ""
    """Which of the ready-made homes it starts on."""
    painted: str
    """A text that stands on the screen when the first picture is complete."""
    first_key: str
    """A key that may be pressed at once, and ..."""
    first_shows: str
    """... the text that shows that it was handled."""
    inside: Inside | None = None
    """What is behind the door, if this is one."""
    way: tuple[Visit, ...] = ()
    """From the first screen behind the door to where keys are pressed or nothing is done."""
    keys: tuple[str, ...] = ("down",) * 4 + ("up",) * 4
    """Pressed over and over there; each must change the picture."""
    paste: str = ""
    """Put into the field that is there before the keys are pressed."""
    visits: tuple[Visit, ...] = ()
    """Every other screen."""


_A_PAGE: Final = " ".join(f"word{number}" for number in range(2300))
"""Some 20 KB."""
_ROOM: Final = Visit(keys=("enter",), shows="checked in")
_DOOR: Final = Scenario(
    argv=(PYTHON, "-m", "bench.lightly"),
    home="few",
    painted="Your records are locked",
    first_key="x",
    first_shows="•",
    inside=Inside(shows="New session", first_key="down", first_shows="▸ Evening group ·"),
)
_REVIEW: Final = Visit(keys=("r",), shows="10 sessions")
_TOPICS: Final = Visit(keys=("t",), shows="How relapse happens")

HELLO: Final = Scenario(
    argv=(PYTHON, "-m", "bench.hello"),
    painted="hello",
    first_key="a",
    first_shows="hello a",
    keys=("a", "b"),
)
SEALED_HELLO: Final = replace(HELLO, argv=(PYTHON, "-m", "bench.sealed_hello"))
BARE_PAGE: Final = Scenario(
    argv=(PYTHON, "-m", "bench.bare_page"),
    painted="1",
    first_key="a",
    first_shows="a",
    keys=("x", "y", "space"),
    paste=_A_PAGE,
)
REAL_DOOR: Final = replace(_DOOR, argv=(PYTHON, "-m", "iop_group"))
"""As it is in use; only the door, which asks before it derives anything."""
TODAY: Final = replace(
    _DOOR,
    visits=(
        Visit(keys=("n",), shows="Start the session"),
        Visit(keys=("g",), shows="40 members"),
        _REVIEW,
        _TOPICS,
        Visit(keys=("s",), shows="Co-facilitator"),
        Visit(keys=("f1",), shows="Plan a session of any group"),
    ),
)
MANY: Final = replace(_DOOR, home="many")
TOPICS: Final = replace(TODAY, home="topics", visits=())
REVIEW: Final = replace(_DOOR, way=(_REVIEW,))
TOPIC: Final = replace(_DOOR, way=(_TOPICS,), visits=(Visit(keys=("enter",), shows="Read out first"),))
FRESH_ROOM: Final = replace(_DOOR, home="fresh", way=(_ROOM,), keys=("1",))
LONG_ROOM: Final = replace(_DOOR, home="long", way=(_ROOM,), keys=("1",))
NOTE: Final = replace(
    _DOOR,
    home="fresh",
    way=(_ROOM, Visit(keys=("ctrl+n",), shows="Note about the group")),
    keys=("x", "y", "space"),
    paste=_A_PAGE,
)
