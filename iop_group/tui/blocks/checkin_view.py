"""What check-in shows: one row for each member, the questions as columns, and what is asked at the cursor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iop_group.domain import timing
from iop_group.domain.checkin import CheckinItem
from iop_group.domain.events import Mark
from iop_group.records.last_time import LastTime, last_time
from iop_group.tui.blocks.base import Workspace
from iop_group.tui.blocks.checkin_lines import CheckinTable, detail_rows
from iop_group.tui.once import Once
from iop_group.tui.text import Row, Run, minutes_text
from iop_group.tui.widgets.line import Lines
from iop_group.tui.widgets.rows import Rows

AROUND = 8
"""Lines above and below the rows."""
SHORT = 45
"""Seconds below which a turn at check-in is hardly one (reference: clinical 5, turn arithmetic)."""
AWAY = (Mark.ABSENT, Mark.EXCUSED)
ABOUT = 5
"""Seconds to which the time for each is rounded, so that it does not tick."""


class CheckinRows(Rows, inherit_bindings=False):
    """Rows with a cursor that also moves across; every other key belongs to the workspace."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding for binding in Rows.BINDINGS if isinstance(binding, Binding) and binding.key != "enter"
    ]


class CheckinView(Workspace):
    """Who is at the cursor, what is asked, what they said last time. The keys stand in CheckinWorkspace."""

    DEFAULT_CSS = """
    CheckinView > Line { margin-bottom: 1; }
    CheckinView > CheckinRows { height: 1fr; min-height: 1; }
    CheckinView > #detail { height: auto; margin-top: 1; }
    """

    def compose(self) -> ComposeResult:
        """Heading, column titles, the rows, and what is asked."""
        yield Lines(id="titles")
        yield CheckinRows(empty="Nobody is on today's roster. Press a to add who is here.")
        yield Lines(id="detail")

    def prepare(self) -> None:
        self._item = 0
        self._columns = range(0)
        """The questions that are in sight."""
        self._named: Once[dict[str, str]] = Once()
        self._tables: defaultdict[int, Once[CheckinTable]] = defaultdict(Once)
        """The table at each width that is asked for: the titles' and the rows'."""
        self._lines: defaultdict[str, Once[Row]] = defaultdict(Once)
        """Each member's row."""
        self._members: tuple[str, ...] = ()
        self._history = self.desk.past(self.session.plan.group, but=self.session.plan.session)
        self._past: dict[str, LastTime | None] = {}
        self._rows = self.query_one(CheckinRows)

    @property
    def items(self) -> tuple[CheckinItem, ...]:
        """The questions of this session, in order."""
        return self.session.plan.items

    @property
    def member(self) -> str | None:
        """The member at the cursor."""
        at = self._rows.index
        return self._members[at] if at is not None and at < len(self._members) else None

    @property
    def item(self) -> CheckinItem | None:
        """The question at the cursor."""
        return self.items[self._item] if self._item < len(self.items) else None

    def show_all(self) -> None:
        member = self.member
        attendance = self.session.attendance
        self._members = tuple(c for c in attendance.roster if attendance.people[c].mark not in AWAY)
        self._names = self._named.of(attendance, make=attendance.names)
        self._rows.show(len(self._members), self._draw, keep=True)
        if member in self._members and member != self.member:
            self._rows.move_to(self._members.index(member))
        self._fit_rows()
        self._show_around()

    def on_resize(self) -> None:
        if self.standing:
            self._fit_rows()
        self.once_laid_out(self._show_around)

    def _fit_rows(self) -> None:
        """As many lines as there are members, so that the question stands right below the last of them."""
        lines = len(self._members) or 1
        if self.size.height:
            self._rows.styles.height = max(1, min(lines, self.size.height - AROUND))

    def on_rows_moved(self) -> None:
        if self.standing:
            self._show_around()

    def _show_around(self) -> None:
        """Column titles above, the question below; both follow the cursor."""
        cells = self._rows.size.width or 70
        self._show_titles(cells)
        member = self.member
        if member is None or self.item is None:
            self.query_one("#detail", Lines).show([])
            return
        rows = detail_rows(self.item, self._names[member], self._before(member), cells)
        self.query_one("#detail", Lines).show(rows)
        columns = self._table_in(cells - 2).columns
        at = self._rows.index
        if columns != self._columns:
            self._columns = columns
            self._rows.refresh()  # else the other rows would stand under headings that are not theirs
        elif at is not None:
            self._rows.refresh_row(at)

    def tick(self, now: datetime) -> None:
        self._show_titles(self._rows.size.width or 70)

    def _show_titles(self, cells: int) -> None:
        self.query_one("#titles", Lines).show([*self._progress(), self._table_in(cells - 2).heading()])

    def _table_in(self, cells: int) -> CheckinTable:
        item = self._item
        return self._tables[cells].of(item, make=lambda: CheckinTable(self.items, item, cells))

    @property
    def is_done(self) -> bool:
        """Has everyone said or passed something?"""
        return bool(self._members) and all(map(self.session.checkin.heard, self._members))

    def _progress(self) -> Iterable[Row]:
        here = [m for m in self._members if not self.session.checkin.heard(m)]
        done = len(self._members) - len(here)
        left = timing.block_left(self.session.course, self.block, self.desk.now())
        each: Run = ("", "dim")
        share = left / len(here) - timing.HANDOVER if here else 0.0
        if share >= 1:
            each = (f"  about {minutes_text(share // ABOUT * ABOUT)} each", "dim")
            if share < SHORT:
                each = (f"{each[0]}, that is short: fewer questions, or + a minute", "dim")
        return [((f"{done} of {len(self._members)} checked in", "strong"), each), ()]

    def _before(self, member: str) -> LastTime | None:
        """What the member said last time; looked up once."""
        if member not in self._past:
            self._past[member] = last_time(member, self._history)
        return self._past[member]

    def _draw(self, index: int, cells: int) -> Row:
        member, here = self._members[index], index == self._rows.index
        name, given, past = self._names[member], self.session.checkin.of(member), self._before(member)
        table = self._table_in(cells)
        return self._lines[member].of(
            name,
            given,
            table if here else (table.columns, cells),
            make=lambda: table.row(name, given, past, here=here),
        )
