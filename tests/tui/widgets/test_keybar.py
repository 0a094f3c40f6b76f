"""The line that says which keys do what."""

import pytest

from iop_group.tui.widgets.keybar import KeyBar
from tests.tui.until import until
from tests.tui.widgets.stage import Stage, painted

KEYS = [("Enter", "End turn"), ("Space", "Pause"), ("+", "Minute"), ("F9", "Safety")]
LAST = ("ctrl+p", "All")


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        (80, " Enter End turn   Space Pause   + Minute   F9 Safety"),
        (60, " Enter End turn  Space Pause  + Minute"),
        (40, " Enter End turn"),
        (20, ""),
    ],
)
async def test_keys_move_closer_and_later_ones_go_where_it_is_narrow_but_not_the_last(
    columns: int, shown: str
) -> None:
    bar = KeyBar(KEYS, LAST)
    async with Stage(bar).run_test(size=(columns, 5)):
        assert painted(bar) == [f"{shown:<{columns - 11}}ctrl+p All"]


async def test_a_bar_narrower_than_its_last_key_still_shows_it() -> None:
    bar = KeyBar(KEYS, LAST)
    async with Stage(bar).run_test(size=(8, 5)):
        assert painted(bar) == [" ctrl+p"]


async def test_other_keys_can_be_shown() -> None:
    bar = KeyBar()
    async with Stage(bar).run_test(size=(40, 5)):
        assert painted(bar) == [""]
        bar.show([("n", "Note")])
        assert painted(bar) == [" n Note"]


async def test_a_clicked_key_is_named() -> None:
    bar = KeyBar(KEYS, LAST)
    stage = Stage(bar)
    async with stage.run_test(size=(60, 5)) as pilot:
        for x in (3, 14, 15, 20, 55):
            await pilot.click(KeyBar, offset=(x, 0))
        await until(pilot, lambda: len(stage.heard) == 4)
        clicks = [message for message in stage.heard if isinstance(message, KeyBar.Clicked)]
        assert [click.key for click in clicks] == ["Enter", "Enter", "Space", "ctrl+p"]
        assert clicks[0].control is bar
