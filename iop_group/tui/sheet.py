"""How the lines of a page stand: behind a margin, a day at the left, and what is told beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from iop_group.records.local_time import DAYS, date_words
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.note_lines import WIDEST
from iop_group.tui.text import Row, wrap

Line = tuple[Row, str]
"""A row, and the id of the session that Enter opens there; empty where there is none."""

INDENT = 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """How the lines are laid out: so many cells, and the year that goes without saying."""

    room: int
    year: int | None = None
    """None where the days are of several years."""

    @classmethod
    def of(cls, cells: int, days: Iterable[date]) -> Self:
        """For lines of at most 72 cells, about these days."""
        years = {day.year for day in days}
        return cls(max(20, min(cells, WIDEST)), years.pop() if len(years) == 1 else None)

    def day(self, day: date) -> str:
        """Such as `Tue 17 Nov`."""
        return f"{DAYS[day.weekday()][:3]} {self.short(day)}"

    def short(self, day: date) -> str:
        """Such as `17 Nov`."""
        return date_words(day, year=day.year != self.year)

    @property
    def short_cells(self) -> int:
        """Cells of a short day."""
        return len("17 Nov" if self.year else "17 Nov 2026")

    @property
    def day_cells(self) -> int:
        """Cells of a day."""
        return len("Tue ") + self.short_cells


def indented(row: Row, by: int = INDENT) -> Row:
    """Behind a margin."""
    return ((" " * by, "text"), *row)


def beside(left: str, told: Iterable[tuple[str, str]], sheet: Sheet, session: str = "") -> list[Line]:
    """A day, and beside it texts with their inks, wrapped in a column of their own."""
    columns = (Column(sheet.day_cells), Column("rest"))
    wide = max(2, sheet.room - INDENT - sheet.day_cells - 2)
    runs = [(line, ink) for text, ink in told for line in wrap(text, wide)]
    rows = (
        indented(lay_out(columns, ("" if n else left, run), sheet.room - INDENT))
        for n, run in enumerate(runs)
    )
    return [(row, "" if n else session) for n, row in enumerate(rows)]
