"""Answers over time as plain charts: a mark for each, a gap where there is none, and no line between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from iop_group.domain.checkin import ItemKind
from iop_group.records.local_time import date_words
from iop_group.records.over_time import Point, Series
from iop_group.tui.text import Row, fit, pad, symbols, width

_PITCHES = (7, 5, 4, 3, 2, 1)
"""Cells from one session to the next in the same week; the widest for which there is room."""
_ROOM_FOR_VALUES = 3
"""Pitch from which the values stand below their marks."""
_WEEK, _BREAK = 1, 3
"""Cells more where a week ends, and where weeks without a session follow."""
_DAY = 6
"""Cells of `24 Nov`, which the last session needs."""
_WIDEST_LABEL = 16
PASSED, NOT_ASKED = "p", "-"


@dataclass(frozen=True, slots=True)
class Strip:
    """As many sessions as stand beside each other, each in a column of its own."""

    first: int
    """Which of the sessions the first one is."""
    days: tuple[date, ...]
    columns: tuple[int, ...]
    """The cell of each."""
    pitch: int


def strips(days: Sequence[date], cells: int) -> tuple[Strip, ...]:
    """All sessions in one strip, or in several of the closest when there are too many; the newest first."""
    if not days:
        return ()
    pitch = next((p for p in _PITCHES if _columns(days, p)[-1] + _DAY <= cells), _PITCHES[-1])
    found, end = [], len(days)
    while end:
        start = end
        while start and _columns(days[start - 1 : end], pitch)[-1] + _DAY <= max(_DAY, cells):
            start -= 1
        shown = tuple(days[start:end])
        found.append(Strip(start, shown, _columns(shown, pitch), pitch))
        end = start
    return tuple(found)


def _columns(days: Sequence[date], pitch: int) -> tuple[int, ...]:
    columns = [0]
    for before, day in pairwise(days):
        weeks = (_monday(day) - _monday(before)).days // 7
        columns.append(columns[-1] + pitch + (0 if not weeks else _WEEK if weeks == 1 else _BREAK))
    return tuple(columns)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def label_cells(series: Sequence[Series]) -> int:
    """Cells for the names of the places: the same for all charts, so that days stand below each other."""
    names = (level for s in series for level in s.levels)
    return min(_WIDEST_LABEL, max(map(width, names), default=0))


def chart_rows(series: Series, strip: Strip, came: Sequence[bool], newest: date, labels: int) -> list[Row]:
    """The chart of one strip, with what was passed on below it, and the days. `came`: for every session."""
    end = strip.first + len(strip.days)
    points = series.points[strip.first : end]
    rows = _scale_rows(points, strip, labels)
    if series.kind is ItemKind.CHOICE:
        rows = _choice_rows(series.levels, points, strip, labels)
    below = _placed(zip(strip.columns, _below(series, points, came[strip.first : end], strip), strict=True))
    margin = " " * (labels + 3)
    rows += [((margin + below, "text"),)] if below.strip() else []
    return [*rows, ((margin + _days(strip, newest), "dim"),)]


def _scale_rows(points: Sequence[Point | None], strip: Strip, labels: int) -> list[Row]:
    """Two places a row: six rows show 0 to 10."""
    told, half = {5: "10", 2: "5", 0: "0"}, (symbols().lower, symbols().upper)
    rows = []
    for row in range(5, -1, -1):
        marks = (
            (at, half[p.level % 2])
            for at, p in zip(strip.columns, points, strict=True)
            if p is not None and p.level is not None and p.level // 2 == row
        )
        rows.append(_row(told.get(row, ""), _placed(marks), labels))
    return rows


def _choice_rows(
    levels: Sequence[str], points: Sequence[Point | None], strip: Strip, labels: int
) -> list[Row]:
    rows = []
    for place, name in enumerate(levels):
        there = (
            at for at, p in zip(strip.columns, points, strict=True) if p is not None and p.level == place
        )
        rows.append(_row(name, _placed((at, symbols().full) for at in there), labels))
    return rows


def _row(label: str, marks: str, labels: int) -> Row:
    return ((f"{pad(fit(label, labels), labels, 'right')} {symbols().upright} ", "dim"), (marks, "strong"))


def _below(series: Series, points: Sequence[Point | None], came: Sequence[bool], strip: Strip) -> list[str]:
    values = series.kind is ItemKind.SCALE and strip.pitch >= _ROOM_FOR_VALUES
    told = []
    for point, here in zip(points, came, strict=True):
        if point is None:
            told.append(NOT_ASKED if here else "")
        elif point.passed:
            told.append(PASSED)
        else:
            told.append(point.words if values and point.level is not None else "")
    return told


def _placed(marks: Iterable[tuple[int, str]]) -> str:
    """Each mark at its cell; one for which there is no room is left out."""
    line = ""
    for at, mark in marks:
        if len(line) <= at:
            line += " " * (at - len(line)) + mark
    return line


def _days(strip: Strip, newest: date) -> str:
    """The first day of each week that has room; the year where it is not that of the newest."""
    firsts = (
        (at, day)
        for place, (at, day) in enumerate(zip(strip.columns, strip.days, strict=True))
        if not place or _monday(day) != _monday(strip.days[place - 1])
    )
    line = ""
    for at, day in firsts:
        if not line or len(line) + 2 <= at:
            words = date_words(day, year=not line and day.year != newest.year)
            line += " " * (at - len(line)) + words
    return line
