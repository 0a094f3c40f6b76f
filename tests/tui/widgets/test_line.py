"""One line, several lines, and a text to scroll through."""

import pytest

from iop_group.tui.text import Row, width, wrap
from iop_group.tui.widgets.line import Line, Lines, ScrollLines
from tests.hostile import HOSTILE
from tests.tui.until import until
from tests.tui.widgets.stage import Stage, painted


def numbered(count: int) -> list[Row]:
    return [((f"line {index}", "text"),) for index in range(count)]


async def test_a_line_shows_the_left_and_the_right_part() -> None:
    line = Line(("Tuesday", "title"))
    async with Stage(line).run_test(size=(30, 5)):
        line.show(("Tuesday", "title"), (" evening", "dim"), right=[("saved", "success")])
        assert line.render_line(0).text == "Tuesday evening          saved"
        assert line.render_line(1).text == " " * 30


async def test_where_it_is_narrow_the_right_part_stays() -> None:
    line = Line(("Tuesday evening", "title"), right=(("saved 19:42", "success"),))
    async with Stage(line).run_test(size=(20, 5)):
        assert line.render_line(0).text == "Tuesday… saved 19:42"


async def test_a_right_part_wider_than_the_line_is_cut() -> None:
    line = Line(("Tuesday", "title"), right=(("saved 19:42", "success"),))
    async with Stage(line).run_test(size=(6, 5)):
        assert line.render_line(0).text == "saved…"


async def test_a_header_line_has_air_at_both_ends() -> None:
    line = Line(("Tuesday", "title"), base="bar")
    async with Stage(line).run_test(size=(30, 5)):
        assert line.size.width == 28


async def test_lines_take_as_many_rows_as_they_have() -> None:
    lines, below = Lines(numbered(2)), Line(("below", "text"))
    async with Stage(lines, below).run_test() as pilot:
        await until(pilot, lambda: below.region.y == 2)
        lines.show(numbered(5))
        await until(pilot, lambda: below.region.y == 5)
        lines.show([*numbered(4), (("changed", "strong"),)])
        await pilot.pause()
        assert painted(lines) == ["line 0", "line 1", "line 2", "line 3", "changed"]


async def test_lines_can_be_as_wide_as_their_text() -> None:
    lines = Lines(numbered(11))
    async with Stage(lines).run_test() as pilot:
        lines.styles.width = "auto"
        await until(pilot, lambda: lines.size.width == len("line 10"))


async def test_a_long_text_is_read_by_arrows_and_pages() -> None:
    text = ScrollLines(numbered(100))
    async with Stage(text).run_test(size=(40, 10)) as pilot:
        for key, top in (
            ("down", 1),
            ("pagedown", 10),
            ("up", 9),
            ("pageup", 0),
            ("up", 0),
            ("end", 90),
            ("down", 90),
            ("home", 0),
        ):
            await pilot.press(key)
            assert text.scroll_offset.y == top
        assert painted(text)[0] == "line 0"


async def test_a_text_wraps_anew_when_the_window_changes() -> None:
    note = "word " * 100
    text = ScrollLines(lambda cells: [((line, "text"),) for line in wrap(note, cells)])
    async with Stage(text).run_test(size=(60, 10)) as pilot:
        await until(pilot, lambda: text.virtual_size.height == 9)
        await pilot.resize_terminal(30, 10)
        await until(pilot, lambda: text.virtual_size.height == 17)
        assert all(width(line) <= 29 for line in painted(text))


async def test_another_text_starts_at_the_top_unless_asked_to_stay() -> None:
    text = ScrollLines(numbered(100))
    async with Stage(text).run_test(size=(40, 10)) as pilot:
        await pilot.press("pagedown")
        text.show(numbered(99), keep=True)
        assert text.scroll_offset.y == 9
        text.show(numbered(98))
        assert text.scroll_offset.y == 0


async def test_a_short_text_may_be_as_high_as_it_is() -> None:
    text = ScrollLines(lambda cells: [((line, "text"),) for line in wrap("word " * 20, cells)])
    text.styles.height = "auto"
    async with Stage(text).run_test(size=(41, 20)) as pilot:
        await until(pilot, lambda: text.size.height == 3)
        text.show(numbered(6))
        await until(pilot, lambda: text.size.height == 6)


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_names_never_break_a_line(name: str) -> None:
    row: Row = ((name, "strong"), (name, "error"))
    actors = (Line(*row, right=row), Lines([row, row]), ScrollLines([row]))
    async with Stage(*actors).run_test(size=(33, 8)):
        for actor in actors:
            for y in range(actor.size.height):
                line = actor.render_line(y)
                assert width(line.text) == line.cell_length == 33
                assert line.text.isprintable()
