"""The large clock and the bars."""

from typing import Self

import pytest
from textual.geometry import Region

from iop_group.tui.text import ASCII, UNICODE, Symbols
from iop_group.tui.widgets.clock import BigClock
from iop_group.tui.widgets.glyphs import draw_digits
from tests.hostile import HOSTILE
from tests.tui.until import until
from tests.tui.widgets.stage import Stage, painted


class WatchedClock(BigClock):
    """Remembers what is asked to be painted."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.asked: list[tuple[Region, ...]] = []

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        if hasattr(self, "asked"):
            self.asked.append(regions)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


@pytest.mark.parametrize("signs", [UNICODE, ASCII])
@pytest.mark.parametrize("large", [False, True])
def test_every_digit_looks_different_and_lines_up(signs: Symbols, large: bool) -> None:
    pictures = {digit: draw_digits(digit, signs, large=large) for digit in "0123456789:-+ "}
    assert len(set(pictures.values())) == len(pictures)
    for rows in pictures.values():
        assert len({len(row) for row in rows}) == 1
        assert len(rows) == (5 if large else 3)
        assert signs is UNICODE or "".join(rows).isascii()


async def test_a_clock_is_three_rows_high_and_five_when_large() -> None:
    clock = BigClock("12:40")
    async with Stage(clock).run_test() as pilot:
        assert painted(clock)[0] == " ┓  ╺━┓ ▪ ╻ ╻ ┏━┓"
        clock.large = True
        await until(pilot, lambda: clock.size.height == 5)
        assert painted(clock)[4] == "██████  ██████          ██  ██████"


async def test_a_second_repaints_only_the_digit_that_changed() -> None:
    clock = WatchedClock("12:40")
    async with Stage(clock).run_test() as pilot:
        await pilot.pause()
        clock.asked.clear()
        clock.show("12:40")
        assert clock.asked == []
        clock.show("12:41")
        assert clock.asked[0] == tuple(Region(14, y, 3, 1) for y in range(3))
        clock.show("12:41", "warning")
        assert clock.asked[1] == ()


async def test_a_clock_can_stand_in_the_middle_or_at_the_right() -> None:
    clock = BigClock("1")
    async with Stage(clock).run_test(size=(9, 4)):
        clock.styles.text_align = "center"
        assert clock.render_line(1).text == "    ┃    "
        clock.styles.text_align = "right"
        assert clock.render_line(1).text == "       ┃ "


@pytest.mark.parametrize(("columns", "shown"), [(34, "██"), (33, "╺━┓"), (16, "12:40"), (4, "12:4")])
async def test_where_it_is_narrow_the_time_gets_smaller(columns: int, shown: str) -> None:
    clock = BigClock("12:40", large=True)
    async with Stage(clock).run_test(size=(columns, 6)):
        assert shown in "".join(painted(clock))


async def test_anything_but_a_time_does_no_harm() -> None:
    clock = BigClock(large=True)
    async with Stage(clock).run_test(size=(40, 6)):
        for text in HOSTILE:
            clock.show(text)
            assert {clock.render_line(y).cell_length for y in range(5)} == {40}
            assert "".join(painted(clock)).isprintable()
