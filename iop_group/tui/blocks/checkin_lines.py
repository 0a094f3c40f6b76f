"""The lines of the check-in table: titles, one row a member, and what is asked at the cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from iop_group.domain.checkin import Answer, CheckinItem, ItemKind
from iop_group.records.last_time import LastTime
from iop_group.tui.text import Row, Run, fit, pad, symbols, width

_MARK = 2
_NAME, _LONG_NAME = 12, 28
"""Cells for the name: at least, and at most where there is room."""
_VALUES = 7
"""Cells of a scale: `[6] (3)`."""
_WORDS = 8
"""The longest answer in words that a column has room for."""


def column_width(item: CheckinItem) -> int:
    """Cells for an item's column, with what divides it from the next one."""
    if item.kind is not ItemKind.CHOICE:
        return _VALUES
    longest = min(_WORDS, max(map(width, item.choices), default=0))
    return max(longest + len("[]"), width(item.short) + 1)


@dataclass(frozen=True)
class CheckinTable:
    """The table at one width, with the cursor on one question."""

    items: Sequence[CheckinItem]
    at: int
    """The question at the cursor; its column is always in sight."""
    cells: int
    """Width of a row."""

    @cached_property
    def names(self) -> int:
        """Cells for the names: what the columns leave."""
        columns = self._cells(0, len(self.items))
        return max(_NAME, min(_LONG_NAME, self.cells - _MARK - columns))

    @cached_property
    def columns(self) -> range:
        """The questions there is room for; the one at the cursor is always among them."""
        room, end = self.cells - _MARK - self.names, min(self.at + 1, len(self.items))
        first = next((f for f in range(end) if self._cells(f, end) <= room), self.at)
        while end < len(self.items) and self._cells(first, end + 1) <= room:
            end += 1
        return range(first, end)

    def _cells(self, first: int, end: int) -> int:
        return sum(map(column_width, self.items[first:end]))

    def heading(self) -> Row:
        """The titles over their columns; a sign where more stand at the side."""
        columns = self.columns
        before = symbols().ellipsis if columns.start else ""
        runs: list[Run] = [(pad(before, 2 + _MARK + self.names - 1, "right") + " ", "dim")]
        runs += [(pad(self.items[c].short, column_width(self.items[c])), "dim") for c in columns]
        if columns.stop < len(self.items):
            runs.append((symbols().ellipsis, "dim"))
        return tuple(runs)

    def row(self, name: str, given: Mapping[str, Answer], past: LastTime | None, *, here: bool) -> Row:
        """One member: a sign when done, the name, the answers with last time's beside them."""
        done = all(item.id in given for item in self.items)
        before = past.answers if past else {}
        shown = pad(fit(name, self.names - 1), self.names)
        runs: list[Run] = [
            (f"{symbols().done if done else ' '} ", "success"),
            (shown, "strong" if here else "text"),
        ]
        for column in self.columns:
            item = self.items[column]
            runs += _cell(item, given.get(item.id), before.get(item.id), here=here and column == self.at)
        return tuple(runs)


def _cell(item: CheckinItem, answer: Answer | None, past: Answer | None, *, here: bool) -> list[Run]:
    room = column_width(item)
    said = _short(answer)
    before = f" ({past.value})" if past and not past.passed and item.kind is ItemKind.SCALE else ""
    if here:
        text = f"[{said or '_'}]"
        return [(text, "accent"), (pad(fit(before, room - width(text)), room - width(text)), "dim")]
    if answer is None and before:
        return [(pad(f" {symbols().dot}", 2), "dim"), (pad(before, room - 2), "dim")]
    text = f" {said or symbols().dot}"
    ink = "text" if answer is not None else "dim"
    text = fit(text, room)
    return [(text, ink), (pad(fit(before, room - width(text)), room - width(text)), "dim")]


def _short(answer: Answer | None) -> str:
    if answer is None:
        return ""
    return "pass" if answer.passed else fit(str(answer.value), _WORDS)


def detail_rows(item: CheckinItem, name: str, past: LastTime | None, cells: int) -> list[Row]:
    """What is asked, how it is answered, and what was said last time."""
    asked: Row = ((f"{name}: ", "strong"), (item.label, "accent"))
    rows: list[Row] = [asked, _how(item)]
    if past is None:
        rows.append((("first time in this group", "dim"),))
    else:
        rows += _said_last_time("will try", past.commitment, cells)
        rows += _said_last_time("took away", past.takeaway, cells)
    return rows


def _said_last_time(what: str, words: str, cells: int) -> list[Row]:
    if not words:
        return []
    label = f"last time: {what} "
    return [((label, "dim"), (fit(f'"{words}"', cells - width(label)), "text"))]


def _how(item: CheckinItem) -> Row:
    match item.kind:
        case ItemKind.SCALE:
            hint = f"  {item.hint}" if item.hint else ""
            return (("0-9, t ten, p pass", "text"), (hint, "dim"))
        case ItemKind.CHOICE:
            options = "   ".join(f"{n}: {choice}" for n, choice in enumerate(item.choices, 1))
            return ((f"{options}   p pass", "text"),)
        case ItemKind.WORDS:
            return (("Enter to write, p pass", "text"),)
