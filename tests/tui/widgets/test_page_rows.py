"""A text to read in which some lines lead somewhere."""

from __future__ import annotations

import pytest

from iop_group.tui.text import Row
from iop_group.tui.widgets.page_rows import PageRows
from iop_group.tui.widgets.rows import Rows
from tests.tui.until import until
from tests.tui.widgets.stage import Stage

LINES, HEIGHT = 100, 24
LEADING = (40, 41, 60)


def draw(line: int, cells: int) -> Row:
    return ((f"line {line}", "text"),)


def show(rows: PageRows, *leading: int) -> None:
    rows.show(LINES, draw, selectable=lambda line: line in leading)


def top(rows: PageRows) -> int:
    return int(rows.scroll_offset.y)


async def test_it_begins_at_the_top_wherever_the_first_line_that_leads_on_is() -> None:
    rows = PageRows()
    async with Stage(rows).run_test(size=(40, HEIGHT)):
        show(rows, *LEADING)
        assert top(rows) == 0


async def test_it_scrolls_line_by_line_until_a_line_that_leads_on_comes_into_sight() -> None:
    rows = PageRows()
    async with Stage(rows).run_test(size=(40, HEIGHT)) as pilot:
        show(rows, *LEADING)
        for step in range(1, 17):
            await pilot.press("down")
            assert top(rows) == step
        await pilot.press("down")
        assert (top(rows), rows.index) == (17, 40)
        await pilot.press("down")
        assert (top(rows), rows.index) == (18, 41), "it was just behind the edge"
        await pilot.press("down")
        assert (top(rows), rows.index) == (19, 41), "the next is far below: read on"
        await pilot.press("up")
        assert (top(rows), rows.index) == (19, 40), "it is in sight"
        await pilot.press("up")
        assert (top(rows), rows.index) == (18, 40)


async def test_by_pages_and_ends_the_cursor_goes_along() -> None:
    rows = PageRows()
    async with Stage(rows).run_test(size=(40, HEIGHT)) as pilot:
        show(rows, *LEADING)
        await pilot.press("pagedown")
        assert (top(rows), rows.index) == (23, 40)
        await pilot.press("end")
        assert top(rows) == LINES - HEIGHT
        await pilot.press("pageup")
        assert (top(rows), rows.index) == (LINES - HEIGHT - 23, 60)
        await pilot.press("home")
        assert top(rows) == 0


async def test_enter_opens_what_is_in_sight_and_reads_on_where_nothing_is() -> None:
    rows = PageRows()
    stage = Stage(rows)
    async with stage.run_test(size=(40, HEIGHT)) as pilot:
        show(rows, *LEADING)
        await pilot.press("enter")
        assert top(rows) == 23
        await pilot.press("enter")
        await until(pilot, lambda: any(isinstance(message, Rows.Chosen) for message in stage.heard))
        chosen = stage.heard[-1]
        assert isinstance(chosen, Rows.Chosen)
        assert chosen.index == 40


@pytest.mark.parametrize("key", ["down", "up", "pagedown", "end", "home", "enter"])
async def test_a_text_that_leads_nowhere_is_read_all_the_same(key: str) -> None:
    rows = PageRows()
    async with Stage(rows).run_test(size=(40, HEIGHT)) as pilot:
        show(rows)
        rows.turn_to(30)
        await pilot.press(key)
        assert (top(rows), rows.index) == (
            {"down": 31, "up": 29, "pagedown": 53, "end": 76, "home": 0, "enter": 53}[key],
            None,
        )


async def test_nothing_to_read_takes_every_key() -> None:
    rows = PageRows()
    async with Stage(rows).run_test(size=(40, HEIGHT)) as pilot:
        await pilot.press("down", "up", "pagedown", "pageup", "end", "home", "enter")
        assert rows.index is None
