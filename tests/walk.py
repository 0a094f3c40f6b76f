"""`python -m tests.walk` draws the walk through a whole group, one picture a place, into docs/walk/."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from iop_group.demo import SETTINGS, UnflushedDisk, fill
from iop_group.home import vault_folder
from iop_group.library import Library
from iop_group.tui.app import IopGroupApp
from iop_group.tui.desk import Desk
from iop_group.tui.opener import Opener
from iop_group.vault.vault import Vault
from tests.tui.desk_for_tests import FakeClock, screen_text
from tests.tui.until import until
from tests.vault.sealing import KEYS

PICTURES = Path(__file__).parents[1] / "docs" / "walk"
SIZE = (100, 30)
NOW = datetime(2026, 11, 24, 17, 55, tzinfo=UTC)
"""A Tuesday evening, five minutes before the group."""

_FONTS = re.compile(r"@font-face \{.*?\}", re.DOTALL)
_REMARK = re.compile(r"<!--.*?-->", re.DOTALL)
_UNIQUE = re.compile(r"terminal-\d+")


class Walk:
    """Keys pressed and time that passes, in a program that shows made-up people."""

    def __init__(self, pilot: Pilot[None], desk: Desk, clock: FakeClock, folder: Path) -> None:
        self._pilot, self._desk, self._clock, self._folder = pilot, desk, clock, folder

    async def keys(self, *keys: str, shows: str) -> None:
        """Press them, and wait for the words that they lead to."""
        await self._pilot.press(*keys)
        await until(self._pilot, lambda: shows in screen_text(self._pilot))

    async def words(self, text: str, *, shows: str) -> None:
        """Type and press Enter."""
        for letter in text:
            await self._pilot.press("space" if letter == " " else letter)
        await self.keys("enter", shows=shows)

    def minutes(self, minutes: float) -> None:
        """Let time pass."""
        self._clock.advance(60 * minutes)

    async def picture(self, name: str) -> None:
        """Draw what is there, without what a picture would fetch from the network."""
        assert self._desk.flush()
        for screen in self._pilot.app.screen_stack:
            if tick := getattr(screen, "tick", None):
                tick(self._clock.now())
        await self._pilot.pause()
        drawn = _REMARK.sub("", _FONTS.sub("", self._pilot.app.export_screenshot(title="iop-group")))
        # Some renderers drop blanks at the beginning of a line otherwise.
        drawn = drawn.replace("<svg ", '<svg xml:space="preserve" ', 1)
        text = "\n".join(line.rstrip() for line in _UNIQUE.sub("screen", drawn).splitlines())
        (self._folder / f"{name}.svg").write_text(f"{text}\n", encoding="utf-8", newline="\n")


@asynccontextmanager
async def beginning(folder: Path) -> AsyncIterator[Walk]:
    """On Today, with six weeks of sessions behind."""
    clock = FakeClock(NOW)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        (home / "settings.toml").write_text(SETTINGS, encoding="utf-8")
        with Vault.open(vault_folder(home), KEYS, disk=UnflushedDisk(), now=clock.now) as vault:
            fill(vault, Library(home), NOW)
        desk = Desk(home, KEYS, clock=clock)
        try:
            async with IopGroupApp(Opener.around(desk)).run_test(size=SIZE) as pilot:
                yield Walk(pilot, desk, clock, folder)
        finally:
            desk.close()


async def draw(folder: Path) -> None:
    """From Today to the record, into a folder that is there."""
    async with beginning(folder) as walk:
        await walk.keys(shows="Tuesday evening")
        await walk.picture("01-today")
        await walk.keys("n", shows="Start the session")
        await walk.picture("02-plan")
        await _in_the_room(walk)
        await _afterwards(walk)


async def _in_the_room(walk: Walk) -> None:
    await walk.keys("f8", shows="is not closed yet")  # the women's group of the demo
    await walk.keys("2", shows="Welcome everyone")
    await walk.keys("enter", "enter", "a", shows="Enter: arrived")
    await walk.keys("enter", "enter", "enter", "enter", "enter", shows="5 of 8 here")
    await walk.picture("03-arrivals")
    await walk.keys("A", "escape", shows="Everyone is here")
    walk.minutes(4)
    await walk.picture("04-opening")
    await walk.keys("f8", *"5671212", *"647221", shows="2 of 8 checked in")
    walk.minutes(3)
    await walk.picture("05-check-in")
    await walk.keys("f2", shows="What do you want to remember")
    await walk.words("@Ben Slept badly and smiled when Cy spoke", shows="2 of 8 checked in")
    walk.minutes(8)
    await walk.keys("f8", shows="part 1 of")
    await walk.keys("right_square_bracket", "enter", shows="Key points")
    walk.minutes(6)
    await walk.picture("06-topic")
    walk.minutes(38)
    await walk.keys("f8", "enter", shows="speaking")
    walk.minutes(2.5)
    await walk.keys("enter", "enter", shows="spoke 2:30")
    walk.minutes(1)
    await walk.picture("07-sharing")
    await walk.keys("f4", shows="Stay-after")
    await walk.words("wants a private word", shows="Talked")
    walk.minutes(20)
    await walk.keys("f8", shows="takes away")
    await walk.words("I can leave before it gets hard", shows="will try before")
    await walk.words("call my sister on Friday", shows="Ben takes away")
    await walk.picture("08-closing")


async def _afterwards(walk: Walk) -> None:
    await walk.keys("ctrl+y", shows="2 still to talk about")
    await walk.keys("enter", "1", shows="a few words if you like")
    await walk.keys("enter", shows="1 still to talk about")
    await walk.picture("09-stay-after")
    await walk.keys("enter", "1", "enter", shows="All have been followed up")
    walk.minutes(5)
    await walk.keys("escape", "f8", shows="What went well?")
    await walk.keys("f8", shows="The clocks stop here")
    await walk.keys("enter", shows="0 of 9 signed")
    await walk.keys("down", shows="spoke 3 min")
    await walk.picture("10-after")
    await walk.keys("escape", "r", shows="Medications and tobacco")
    await walk.picture("11-review")
    await walk.keys("o", shows="Which member?")
    await walk.keys("1", shows="Strongest urge")
    await walk.picture("12-member")


def main() -> None:
    """Draw them anew, in all colours whatever the terminal shows."""
    os.environ.pop("NO_COLOR", None)
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    PICTURES.mkdir(parents=True, exist_ok=True)
    asyncio.run(draw(PICTURES))


if __name__ == "__main__":
    main()
