"""One line, several lines, and a text to scroll through."""

from collections.abc import Sequence
from typing import Self

import pytest
from textual.geometry import Region
from textual.strip import Strip

from iop_group.tui.text import Row, width, wrap
from iop_group.tui.widgets.line import Line, Lines, ScrollLines
from tests.hostile import HOSTILE
from tests.tui.until import until
from tests.tui.widgets.stage import Stage, painted


def numbered(count: int) -> list[Row]:
    return [((f"line {index}", "text"),) for index in range(count)]


class WatchedLine(Line):
    """Remembers where it was asked to be painted."""

    asked: Region | None = None

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        self.asked = regions[0] if regions else None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


class WatchedLines(Lines):
    """Counts how often it asked for another layout, and remembers what was to be painted."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self.laid_out = 0
        self.asked: list[Region] = []
        super().__init__(rows)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        self.laid_out += layout
        self.asked += regions
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


class WatchedText(ScrollLines):
    """Remembers which lines were to be painted; None stands for all."""

    def __init__(self, content: list[Row]) -> None:
        super().__init__(content)
        self.asked: list[int | None] = []

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        if hasattr(self, "asked"):
            self.asked += [region.y for region in regions] or [None]
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


def outside(strip: Strip, region: Region) -> list[tuple[str, object]]:
    """The cells of a line that stay as they are, each with its look."""
    parts = (strip.crop(0, region.x), strip.crop(region.right, strip.cell_length))
    return [(char, segment.style) for part in parts for segment in part for char in segment.text]


def runs_of(*texts: str) -> Row:
    return tuple((text, ink) for text, ink in zip(texts, ("title", "accent", "dim"), strict=False))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (runs_of("Tuesday ", "12:34 left", " ends"), runs_of("Tuesday ", "12:33 left", " ends")),
        (runs_of("Tuesday ", "10:00 left", " ends"), runs_of("Tuesday ", "9:59 left", " ends")),
        (runs_of("Tuesday "), runs_of("Tuesday ", "late")),
        (runs_of("Tuesday ", "late"), runs_of("Tuesday ")),
        (runs_of("火曜日 ", "12:34", " ends"), runs_of("火曜日 ", "日日", "x ends")),
        (
            runs_of("far too long for this line at all ", "a"),
            runs_of("far too long for this line at all ", "b"),
        ),
        *((runs_of(one, "12:34"), runs_of(other, "12:33")) for one in HOSTILE for other in (one, "Ana")),
    ],
)
@pytest.mark.parametrize("right", [(), runs_of("saved 19:42")])
async def test_where_a_line_is_not_repainted_it_is_as_before(before: Row, after: Row, right: Row) -> None:
    line = WatchedLine(*before, right=right)
    async with Stage(line).run_test(size=(30, 5)):
        was = line.render_line(0)
        line.show(*after, right=right)
        assert line.asked is not None
        assert outside(was, line.asked) == outside(line.render_line(0), line.asked)


async def test_a_clock_in_a_line_repaints_from_the_digit_that_changed() -> None:
    line = WatchedLine(*runs_of("Tuesday ", "12:34 left", " ends"), right=runs_of("saved"))
    async with Stage(line).run_test(size=(40, 5)):
        line.show(*runs_of("Tuesday ", "12:33 left", " ends"), right=runs_of("saved"))
        assert line.asked == Region(12, 0, 6, 1)


async def test_a_row_that_no_longer_fits_is_repainted_where_it_is_cut() -> None:
    lines = WatchedLines([(("abcdefghij", "text"),)])
    async with Stage(lines).run_test(size=(10, 5)) as pilot:
        await until(pilot, lambda: painted(lines)[0] == "abcdefghij")
        lines.asked.clear()
        lines.show([(("abcdefghijk", "text"),)])
        assert any(region.right == 10 and region.width for region in lines.asked)


async def test_a_text_that_is_kept_repaints_the_lines_that_are_new() -> None:
    text = WatchedText(numbered(40))
    async with Stage(text).run_test(size=(30, 5)) as pilot:
        text.jump_to(10)
        await pilot.pause()
        text.asked.clear()
        fresh = numbered(40)
        fresh[2] = fresh[12] = (("new", "text"),)
        text.show(fresh, keep=True)
        assert text.asked == [2]
        assert painted(text)[2] == "new"


@pytest.mark.parametrize(("height", "laid_out"), [(4, 0), ("auto", 2)])
async def test_lines_of_a_fixed_height_lay_nothing_out_however_many_they_are(
    height: int | str, laid_out: int
) -> None:
    lines = WatchedLines(numbered(3))
    async with Stage(lines).run_test(size=(30, 6)) as pilot:
        lines.styles.height = height
        await until(pilot, lambda: lines.size.height == (4 if height == 4 else 3))
        lines.laid_out = 0
        for count in (2, 4):
            lines.show(numbered(count))
        assert lines.laid_out == laid_out
        await until(pilot, lambda: painted(lines)[3:] == ["line 3"])


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
