"""A block or a dialog that was left takes its painted lines and its words along."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from textual._styles_cache import StylesCache
from textual.pilot import Pilot
from textual.widget import Widget

from tests.tui.blocks.room import arrivals, room_in
from tests.tui.desk_for_tests import FakeClock
from tests.tui.until import until


def kept() -> tuple[int, ...]:
    """How many widgets there are, on a screen or not, and how many have painted lines."""
    gc.collect()
    things = gc.get_objects()
    return tuple(sum(isinstance(thing, kind) for thing in things) for kind in (Widget, StylesCache))


async def there_and_back(pilot: Pilot[None], there: str, back: str) -> None:
    before = len(pilot.app.screen_stack)
    for key in (there, back):
        await pilot.press(key)
        await until(pilot, lambda: pilot.app.screen.is_mounted and pilot.app.screen.focused is not None)
    await until(pilot, lambda: len(pilot.app.screen_stack) == before)
    await pilot.pause()


@pytest.mark.parametrize(
    ("block", "there", "back"),
    [
        ("opening", "ctrl+g", "ctrl+b"),
        ("topic", "ctrl+g", "ctrl+b"),
        ("sharing", "ctrl+g", "ctrl+b"),  # to the round of closing and its field
        ("debrief", "ctrl+b", "ctrl+g"),  # a page to write on
        ("check-in", "f2", "escape"),
        ("check-in", "f3", "escape"),
    ],
)
async def test_going_to_and_fro_keeps_nothing(
    block: str, there: str, back: str, tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in(block, *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, _):
        # Textual may remember the last one that went, but not all of them.
        # The first time, going on asks whether all that time may be given up.
        for _time in range(2):
            await there_and_back(pilot, there, back)
        once = kept()
        for _time in range(3):
            await there_and_back(pilot, there, back)
        again = kept()
        assert again[0] <= once[0]
        assert again[1] <= once[1]
