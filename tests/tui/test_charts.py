"""Charts of what was answered: every answer where it belongs, a gap where there was none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.checkin import DEFAULT_ITEMS, ItemKind
from iop_group.records.over_time import Point, Series
from iop_group.tui.charts import Strip, chart_rows, label_cells, strips
from iop_group.tui.text import Row, row_width

MONDAY = date(2026, 9, 7)
SCALE = tuple(map(str, range(11)))
OUTCOMES = next(item.choices for item in DEFAULT_ITEMS if item.id == "commitment")
PASSED = Point(None, True, "pass")


def series(*levels: int | Point | None, names: tuple[str, ...] = SCALE) -> Series:
    points = tuple(Point(p, False, names[p]) if isinstance(p, int) else p for p in levels)
    kind = ItemKind.SCALE if names is SCALE else ItemKind.CHOICE
    return Series(item="x", label="X", hint="", kind=kind, levels=names, points=points)


def weekly(sessions: int, every: int = 7) -> tuple[date, ...]:
    return tuple(MONDAY + timedelta(days=n * every) for n in range(sessions))


def drawn(
    one: Series, days: Sequence[date], *, cells: int = 60, came: Sequence[bool] | None = None
) -> list[str]:
    """The newest strip as text."""
    strip = strips(days, cells)[0]
    rows = chart_rows(one, strip, came or [True] * len(days), days[-1], label_cells([one]))
    return ["".join(text for text, _ in row).rstrip() for row in rows]


def test_each_number_of_a_scale_has_a_height_of_its_own_and_stands_below_its_mark() -> None:
    assert drawn(series(0, 1, 5, 10), weekly(4)) == [
        "10 │                         ▄",
        "   │",
        "   │",
        " 5 │                 ▀",
        "   │",
        " 0 │ ▄       ▀",
        "     0       1       5       10",
        "     7 Sep   14 Sep  21 Sep  28 Sep",
    ]
    heights = set()
    for level in range(11):
        rows = drawn(series(level), weekly(1))[:6]
        heights.add(next((y, row[-1]) for y, row in enumerate(rows) if row[-1] in "▀▄"))
    assert len(heights) == 11


def test_a_pass_is_a_pass_a_question_that_was_not_asked_says_so_and_absence_is_a_gap() -> None:
    rows = drawn(series(4, PASSED, None, None), weekly(4), came=[True, True, True, False])
    assert rows[-2] == "     4       p       -"
    assert sum(row.count("▀") + row.count("▄") for row in rows) == 1


def test_choices_stand_in_their_own_words_and_order() -> None:
    rows = drawn(series(0, 2, None, 0, names=OUTCOMES), weekly(4, every=2))
    assert [row.split(" │")[0].strip() for row in rows[:4]] == ["done", "partly", "not yet", "none"]
    assert rows[0].count("●") == 2
    assert rows[2].count("●") == 1
    assert (rows[1] + rows[3]).count("●") == 0


def test_weeks_without_a_session_are_wider_than_the_step_to_the_next_week() -> None:
    (strip,) = strips((MONDAY, MONDAY + timedelta(2), MONDAY + timedelta(7), MONDAY + timedelta(28)), 60)
    same_week, next_week, weeks_later = (b - a for a, b in pairwise(strip.columns))
    assert same_week < next_week < weeks_later


def test_the_year_stands_where_it_is_not_that_of_the_newest() -> None:
    days = (date(2025, 12, 29), date(2026, 1, 5))
    assert drawn(series(3, 4), days)[-1].split() == ["29", "Dec", "2025"], "there is no room for the other"
    assert "2026" not in drawn(series(3, 4), days[1:] * 2)[-1]


def test_a_chart_judges_nothing() -> None:
    strip = strips(weekly(3), 60)[0]
    inks = {ink for row in chart_rows(series(0, 10, PASSED), strip, [True] * 3, MONDAY, 2) for _, ink in row}
    assert inks <= {"text", "dim", "strong"}


_DAYS = st.lists(st.integers(0, 40), min_size=1, max_size=120).map(
    lambda steps: tuple(MONDAY + timedelta(days=day) for day in accumulate(steps))
)


@given(_DAYS, st.integers(7, 90))
def test_every_session_has_one_column_in_one_strip_and_none_is_too_wide(
    days: tuple[date, ...], cells: int
) -> None:
    found = strips(days, cells)
    assert [day for strip in reversed(found) for day in strip.days] == [*days]
    for strip in found:
        assert all(a < b for a, b in pairwise(strip.columns))
        assert len(strip.days) == 1 or strip.columns[-1] < cells
        assert days[strip.first] == strip.days[0]


_POINTS = st.none() | st.just(PASSED) | st.integers(0, 10)


@given(_DAYS, st.data(), st.sampled_from([20, 45, 66]))
def test_every_answer_is_drawn_once(days: tuple[date, ...], data: st.DataObject, cells: int) -> None:
    size = len(days)
    one = series(*data.draw(st.lists(_POINTS, min_size=size, max_size=size)))
    came = [True] * size
    text = "".join(
        "".join(run for run, _ in row)
        for strip in strips(days, cells)
        for row in _marks(one, strip, came, days[-1])
    )
    numbers = sum(p is not None and p.level is not None for p in one.points)
    assert text.count("▀") + text.count("▄") == numbers
    assert text.count("p") == sum(p is not None and p.passed for p in one.points)
    assert text.count("-") == one.points.count(None)


def _marks(one: Series, strip: Strip, came: Sequence[bool], newest: date) -> list[Row]:
    """All but the days, whose months have letters too."""
    rows = chart_rows(one, strip, came, newest, 2)
    assert all(row_width(row) <= 66 + 5 for row in rows[:-1])
    return rows[:-1]
