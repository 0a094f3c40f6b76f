"""The group's picture in rows: the block, the large clock, and what is said or asked now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from iop_group.domain.agenda import BlockKind
from iop_group.domain.room_snapshot import RoomSnapshot
from iop_group.tui.text import Row, fit, minutes_text, symbols, width, wrap
from iop_group.tui.times import local_time
from iop_group.tui.widgets.glyphs import draw_digits
from iop_group.tui.widgets.letters import draw_words

WIDEST: Final = 72
"""Columns of a text in the terminal's own letters; longer lines are hard to come back from."""
_BESIDE: Final = 24
"""Columns that the title needs beside the clock."""
_PLAIN_HEIGHT: Final = 12
"""Rows below which there is no room for a large clock."""


def picture_rows(snapshot: RoomSnapshot | None, now: datetime, cells: int, lines: int) -> list[Row]:
    """Exactly `lines` rows; without a snapshot nothing but the time of day."""
    if snapshot is None:
        rows = _middle([*_digits(local_time(now), "dim", cells, lines)], cells)
        return _in_middle(rows, lines)
    if snapshot.question or snapshot.lines:
        return _with_text(snapshot, now, cells, lines)
    return _clock_alone(snapshot, now, cells, lines)


def clock_text(snapshot: RoomSnapshot, now: datetime) -> str:
    """Minutes and seconds left; with a plus sign once it counts up."""
    left = snapshot.clock.left_at(now)
    return minutes_text(left) if left >= 0 else f"+{minutes_text(left)}"


def _clock_alone(snapshot: RoomSnapshot, now: datetime, cells: int, lines: int) -> list[Row]:
    """Nothing to read: the clock is the picture."""
    ink = "accent" if snapshot.clock.left_at(now) >= 0 else "text"
    clock = _digits(clock_text(snapshot, now), ink, cells, lines)
    title = _large(snapshot.title, "strong", cells, lines // 4)
    below = [((words, "strong"),) for words in _words(snapshot, now) if words]
    name = [(), *_large(snapshot.speaker, "text", cells, lines // 4)] if snapshot.speaker else []
    rows = [*title, (), (), *clock, (), *below, *name]
    return _in_middle(_middle(rows, cells), lines)


def _words(snapshot: RoomSnapshot, now: datetime) -> tuple[str, ...]:
    """What stands under the clock."""
    paused = "" if snapshot.clock.runs else "paused"
    if snapshot.kind is BlockKind.BREAK and snapshot.clock.runs and snapshot.clock.left_at(now) >= 0:
        return (f"Back at {local_time(snapshot.clock.over_at(now))}",)
    return (paused,)


def _with_text(snapshot: RoomSnapshot, now: datetime, cells: int, lines: int) -> list[Row]:
    """The text below, the clock in the corner."""
    margin = 2 if cells < 90 else cells // 20  # noqa: PLR2004 - columns from which there is air to spare
    room = cells - 2 * margin
    band = _band(snapshot, now, room, lines)
    height = lines - len(band) - 4
    text = _question(snapshot, room, height) if snapshot.question else _lines_so_far(snapshot, room, height)
    space: Row = ((" " * margin, "text"),)
    rows: list[Row] = [(), *(space + row for row in band), (), *(space + row for row in text)]
    return [*rows, *([()] * lines)][:lines]


def _band(snapshot: RoomSnapshot, now: datetime, room: int, lines: int) -> list[Row]:
    """Title and heading at the left, the clock at the right."""
    ink = "text" if snapshot.clock.left_at(now) >= 0 else "dim"
    clock = [row[0][0] for row in _digits(clock_text(snapshot, now), ink, room - _BESIDE, lines * 2 // 3)]
    beside = room - max(map(len, clock)) - 2
    words: list[Row] = [
        ((fit(snapshot.title, beside), "strong"),),
        *(((line, "dim"),) for line in wrap(snapshot.heading, beside)[:3] if line),
    ]
    if not snapshot.clock.runs:
        words[1:1] = [(("paused", "strong"),)]
    rows: list[Row] = []
    for y in range(max(len(clock), len(words))):
        left = words[y] if y < len(words) else (("", "text"),)
        digits = clock[y] if y < len(clock) else ""
        gap = room - width(left[0][0]) - len(digits)
        rows.append((*left, (" " * gap, "text"), (digits, ink)))
    return rows


def _question(snapshot: RoomSnapshot, room: int, height: int) -> list[Row]:
    """Alone, as large as it fits, in the middle of what is left."""
    return _in_middle(_large(snapshot.question, "strong", room, height), height)


def _lines_so_far(snapshot: RoomSnapshot, room: int, height: int) -> list[Row]:
    """The newest line loud, those before it quiet above, as far as there is room."""
    *before, newest = snapshot.lines
    rows: list[Row] = _large(newest, "strong", room, height)
    if before and len(rows) < height:
        rows = [(), *rows]
    for line in reversed(before):
        older = [*_plain(line, "dim", room), ()]
        if len(older) + len(rows) > height:
            break
        rows = [*older, *rows]
    return _in_middle(rows, height)


def _plain(text: str, ink: str, room: int) -> list[Row]:
    return [((line, ink),) for line in wrap(text, min(room, WIDEST))]


def _large(text: str, ink: str, cells: int, height: int) -> list[Row]:
    """In block letters; in the terminal's own where those do not fit or cannot be drawn."""
    drawn = draw_words(text, cells, symbols())
    if 0 < len(drawn) <= height:
        return [((row, ink),) for row in drawn]
    return _plain(text, ink, cells)


def _digits(text: str, ink: str, cells: int, lines: int) -> list[Row]:
    """The time as large as there is room for, at most a good third of the height."""
    signs = symbols()
    if lines < _PLAIN_HEIGHT:
        return [((row, ink),) for row in draw_digits(text, signs)]
    large = draw_digits(text, signs, large=True)
    times = min(cells * 9 // (10 * len(large[0])), lines * 2 // (5 * len(large)))
    if times < 1:
        return [((row, ink),) for row in draw_digits(text, signs)]
    return [(("".join(sign * times for sign in row), ink),) for row in large for _ in range(times)]


def _middle(rows: Sequence[Row], cells: int) -> list[Row]:
    """Each row in the middle of the columns."""
    return [((" " * ((cells - width(row[0][0])) // 2), "text"), *row) if row else row for row in rows]


def _in_middle(rows: Sequence[Row], lines: int) -> list[Row]:
    """All rows in the middle of the lines, and exactly as many as there are."""
    above = max(0, (lines - len(rows)) // 2)
    return [*([()] * above), *rows, *([()] * lines)][:lines]
