"""Lists to move and choose in."""

from typing import Self

import pytest
from textual.geometry import Region

from iop_group.tui.text import Row, width
from iop_group.tui.widgets.rows import Rows
from tests.hostile import HOSTILE
from tests.tui.sizes import at_sizes
from tests.tui.until import until
from tests.tui.widgets.stage import Stage, painted

EDGES = ("", "border-right: solid red; padding: 2 1 0 1;", "padding: 1 0 2 0;", "border: solid red;")


class Watched(Rows):
    """Counts the rows that are drawn and remembers what is asked to be painted."""

    def __init__(self) -> None:
        super().__init__(empty="No one is here yet. Press a to add a member.")
        self.drawn: list[int] = []
        self.asked: list[Region] = []

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        if hasattr(self, "asked"):
            self.asked += regions or [Region(0, 0, 10_000, 10_000)]
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def draw(self, index: int, cells: int) -> Row:
        self.drawn.append(index)
        return ((f"row {index}", "text"),)


def is_no_heading(index: int) -> bool:
    return index % 4 != 0


async def test_arrows_move_the_cursor_and_enter_chooses() -> None:
    rows = Watched()
    stage = Stage(rows)
    async with stage.run_test() as pilot:
        rows.show(5, rows.draw)
        await pilot.press("down", "down", "up", "enter")
        await until(pilot, lambda: len(stage.heard) == 4)
        assert [message.index for message in stage.heard if isinstance(message, Rows.Moved)] == [1, 2, 1]
        chosen = stage.heard[-1]
        assert isinstance(chosen, Rows.Chosen)
        assert (chosen.index, chosen.control) == (1, rows)


async def test_the_cursor_stays_in_the_list() -> None:
    rows = Watched()
    async with Stage(rows).run_test() as pilot:
        rows.show(3, rows.draw)
        await pilot.press("up", "up")
        assert rows.index == 0
        await pilot.press("end", "down")
        assert rows.index == 2
        await pilot.press("home")
        assert rows.index == 0


async def test_a_move_paints_exactly_two_lines() -> None:
    rows = Watched()
    async with Stage(rows).run_test() as pilot:
        rows.show(20, rows.draw)
        await until(pilot, lambda: rows.drawn)
        await pilot.pause()
        rows.asked.clear()
        rows.drawn.clear()
        await pilot.press("down")
        assert sorted(region.y for region in rows.asked) == [0, 1]
        assert {region.height for region in rows.asked} == {1}
        assert sorted(rows.drawn) == [0, 1]


async def test_ten_thousand_rows_draw_only_what_is_seen() -> None:
    rows = Watched()
    async with Stage(rows).run_test(size=(80, 24)) as pilot:
        rows.show(10_000, rows.draw)
        await until(pilot, lambda: rows.drawn)
        await pilot.press("end")
        assert rows.index == 9_999
        assert set(rows.drawn) <= {*range(24), *range(9_900, 10_000)}
        assert painted(rows)[-1] == "▸ row 9999"


async def test_the_cursor_is_always_in_sight() -> None:
    rows = Watched()
    async with Stage(rows).run_test(size=(80, 10)) as pilot:
        rows.show(200, rows.draw)
        for key in ["down"] * 12 + ["pagedown", "pagedown", "pageup", "up", "end", "pageup", "home"]:
            await pilot.press(key)
            assert f"▸ row {rows.index}" in painted(rows)


async def test_headings_are_skipped_but_seen() -> None:
    rows = Watched()
    async with Stage(rows).run_test(size=(80, 6)) as pilot:
        rows.show(40, rows.draw, selectable=is_no_heading)
        assert rows.index == 1
        await pilot.press("down", "down", "down")
        assert rows.index == 5
        await pilot.press("end", "home")
        assert rows.index == 1
        assert painted(rows)[:2] == ["  row 0", "▸ row 1"]


async def test_a_list_of_headings_only_has_no_cursor() -> None:
    rows = Watched()
    stage = Stage(rows)
    async with stage.run_test(size=(80, 6)) as pilot:
        rows.show(40, rows.draw, selectable=lambda _: False)
        await pilot.press("enter", "down")
        assert rows.index is None
        assert painted(rows)[0] == "  row 1"
        assert stage.heard == []


async def test_an_empty_list_says_what_to_do() -> None:
    rows = Watched()
    async with Stage(rows).run_test(size=(30, 6)) as pilot:
        rows.show(0, rows.draw)
        await pilot.press("down", "enter", "end", "pageup")
        assert rows.index is None
        assert painted(rows)[:3] == ["  No one is here yet. Press a", "  to add a member.", ""]


async def test_a_list_that_got_shorter_keeps_the_cursor_inside() -> None:
    rows = Watched()
    async with Stage(rows).run_test(size=(80, 6)) as pilot:
        rows.show(50, rows.draw)
        await pilot.press("end")
        rows.show(3, rows.draw, keep=True)
        await until(pilot, lambda: rows.scroll_offset.y == 0)
        assert rows.index == 2
        assert painted(rows)[:3] == ["  row 0", "  row 1", "▸ row 2"]


async def test_a_list_shown_again_keeps_its_place_when_asked() -> None:
    rows = Watched()
    async with Stage(rows).run_test(size=(80, 6)) as pilot:
        rows.show(50, rows.draw)
        rows.move_to(30)
        await pilot.pause()
        before = painted(rows)
        rows.show(50, rows.draw, keep=True)
        await pilot.pause()
        assert painted(rows) == before
        rows.show(50, rows.draw)
        assert rows.index == 0


async def test_a_smaller_window_keeps_the_cursor_in_sight() -> None:
    rows = Watched()
    async with Stage(rows).run_test(size=(80, 24)) as pilot:
        rows.show(50, rows.draw)
        rows.move_to(20)
        await pilot.resize_terminal(40, 6)
        await until(pilot, lambda: rows.size.height == 6)
        await until(pilot, lambda: "▸ row 20" in painted(rows))


async def test_the_cursor_is_loud_only_with_the_focus() -> None:
    rows = Watched()
    async with Stage(rows).run_test() as pilot:
        rows.show(3, rows.draw)
        await until(pilot, lambda: rows.has_focus)
        loud = rows.render_line(0)
        pilot.app.set_focus(None)
        await until(pilot, lambda: not rows.has_focus)
        quiet = rows.render_line(0)
        assert loud.text == quiet.text
        plain = {segment.style.bgcolor for segment in rows.render_line(1) if segment.style}
        assert {segment.style.bgcolor for segment in quiet if segment.style} == plain
        assert not plain & {segment.style.bgcolor for segment in loud if segment.style}


async def test_a_click_moves_and_a_second_click_chooses() -> None:
    rows = Watched()
    stage = Stage(rows)
    async with stage.run_test() as pilot:
        rows.show(5, rows.draw)
        await pilot.pause()
        await pilot.click(Rows, offset=(4, 3))
        assert rows.index == 3
        await pilot.click(Rows, offset=(4, 3))
        await pilot.click(Rows, offset=(4, 12))
        await until(pilot, lambda: len(stage.heard) == 2)
        assert [type(message) for message in stage.heard] == [Rows.Moved, Rows.Chosen]


async def test_one_row_can_be_drawn_again() -> None:
    rows = Watched()
    async with Stage(rows).run_test(size=(80, 6)) as pilot:
        rows.show(50, rows.draw)
        await until(pilot, lambda: rows.drawn)
        await pilot.pause()
        rows.drawn.clear()
        rows.refresh_row(2)
        rows.refresh_row(40)
        await until(pilot, lambda: rows.drawn)
        assert rows.drawn == [2]


@at_sizes((20, 4), (80, 24), (2, 1))
async def test_hostile_names_never_break_a_line(size: tuple[int, int]) -> None:
    rows = Rows(empty=HOSTILE[2])
    async with Stage(rows).run_test(size=size) as pilot:
        rows.show(len(HOSTILE), lambda index, _: ((HOSTILE[index], "strong"), (" after", "no such ink")))
        for _ in HOSTILE:
            await pilot.press("down")
            for y in range(rows.size.height):
                line = rows.render_line(y)
                assert width(line.text) == line.cell_length == rows.size.width
                assert line.text.isprintable()


async def test_rows_that_are_kept_paint_only_the_cells_that_changed() -> None:
    rows, words = Watched(), ["one", "two", "three"]

    def draw(index: int, cells: int) -> Row:
        return (("row ", "text"), (words[index], "dim"))

    async with Stage(rows).run_test(size=(30, 6)) as pilot:
        rows.show(3, draw)
        await until(pilot, lambda: painted(rows)[2] == "  row three")
        rows.asked.clear()
        rows.show(3, draw, keep=True)
        assert rows.asked == []
        words[1] = "ten"
        rows.show(3, draw, keep=True)
        assert rows.asked == [Region(7, 1, 2, 1)]


@pytest.mark.parametrize("edges", EDGES)
@pytest.mark.parametrize("count", [0, 1, 3, 7, 8, 40])
async def test_lines_below_the_rows_are_what_they_would_be_one_by_one(count: int, edges: str) -> None:
    rows = Watched()
    async with Stage(rows).run_test(size=(40, 8)) as pilot:
        rows.set_styles(edges)
        rows.show(count, rows.draw)
        for key in ("down", "end", "up"):
            await pilot.press(key)
            width, height = rows.outer_size
            single = [rows.render_lines(Region(0, y, width, 1))[0] for y in range(height)]
            for top in range(height):
                for bottom in range(top, height + 1):
                    crop = Region(0, top, width, bottom - top)
                    assert rows.render_lines(crop) == single[top:bottom]
            part = Region(3, 0, width - 5, height)
            assert rows.render_lines(part) == [line.crop(3, width - 2) for line in single]
