"""Check-in: one row for each member, digits go straight in and move on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iop_group.domain import timing
from iop_group.domain.checkin import (
    COMMITMENT,
    FOLLOW_UP,
    PASS,
    Answer,
    CheckinItem,
    ItemKind,
    answer_text,
    read_key,
)
from iop_group.domain.events import Act, Answered, AttendanceMarked, ConcernRaised, Mark
from iop_group.domain.session import effective
from iop_group.records.last_time import LastTime, last_time
from iop_group.tui.blocks.base import Workspace
from iop_group.tui.blocks.checkin_lines import CheckinTable, detail_rows
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.desk import new_id
from iop_group.tui.text import Row, Run, minutes_text
from iop_group.tui.widgets.dialog import Ask
from iop_group.tui.widgets.line import Lines
from iop_group.tui.widgets.rows import Rows

ABOUT = 5
"""Seconds to which the time for each is rounded, so that it does not tick."""


class CheckinRows(Rows, inherit_bindings=False):
    """Rows with a cursor that also moves across; every other key belongs to the workspace."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding for binding in Rows.BINDINGS if isinstance(binding, Binding) and binding.key != "enter"
    ]


class CheckinWorkspace(Workspace):
    """The round: who is at the cursor, what is asked, what they said last time."""

    PLACE = Place.CHECK_IN
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_at(Place.CHECK_IN),
        Binding("left", "move_item(-1)", "Question before", show=False),
        Binding("right,tab", "move_item(1)", "Next question", show=False),
        Binding("shift+tab", "move_item(-1)", "Question before", show=False),
        *(Binding(key, f"answer('{key}')", "Answer", show=False) for key in "0123456789t"),
    ]
    DEFAULT_CSS = """
    CheckinWorkspace > Line { margin-bottom: 1; }
    CheckinWorkspace > CheckinRows { height: 1fr; }
    CheckinWorkspace > #detail { height: auto; margin-top: 1; }
    """

    def compose(self) -> ComposeResult:
        """Heading, column titles, the rows, and what is asked."""
        yield Lines(id="titles")
        yield CheckinRows(empty="Nobody is on today's roster. Press a to add who is here.")
        yield Lines(id="detail")

    def prepare(self) -> None:
        self._item = 0
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
        people = self.session.attendance.people
        away = (Mark.ABSENT, Mark.EXCUSED)
        self._members = tuple(c for c in self.session.attendance.roster if people[c].mark not in away)
        self._names = self.session.attendance.names()
        self._rows.show(len(self._members), self._draw, keep=True)
        if member in self._members and member != self.member:
            self._rows.move_to(self._members.index(member))
        self._show_around()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_around)

    def on_rows_moved(self) -> None:
        self._show_around()

    def _show_around(self) -> None:
        """Column titles above, the question below; both follow the cursor."""
        cells = self._rows.size.width or 70
        self._show_titles(cells)
        member = self.member
        if member is None or self.item is None:
            self.query_one("#detail", Lines).show([])
            return
        rows = detail_rows(self.item, self._names[member], self._before(member))
        self.query_one("#detail", Lines).show(rows)
        at = self._rows.index
        if at is not None:
            self._rows.refresh_row(at)

    def tick(self, now: datetime) -> None:
        self._show_titles(self._rows.size.width or 70)

    def _show_titles(self, cells: int) -> None:
        table = CheckinTable(self.items, self._item, cells - 2)
        self.query_one("#titles", Lines).show([*self._progress(), table.heading()])

    def _progress(self) -> Iterable[Row]:
        here = [m for m in self._members if not self.session.checkin.heard(m)]
        done = len(self._members) - len(here)
        left = timing.block_left(self.session.course, self.block, self.desk.now())
        each: Run = ("", "dim")
        share = left / len(here) - timing.HANDOVER if here else 0.0
        if share >= 1:
            each = (f"  about {minutes_text(share // ABOUT * ABOUT)} each", "dim")
        return [((f"{done} of {len(self._members)} checked in", "strong"), each), ()]

    def _before(self, member: str) -> LastTime | None:
        """What the member said last time; looked up once."""
        if member not in self._past:
            self._past[member] = last_time(member, self._history)
        return self._past[member]

    def _draw(self, index: int, cells: int) -> Row:
        member = self._members[index]
        table = CheckinTable(self.items, self._item, cells)
        given = self.session.checkin.of(member)
        return table.row(self._names[member], given, self._before(member), here=index == self._rows.index)

    # What the keys do

    def action_answer(self, key: str) -> None:
        """A digit answers the question at the cursor and moves on."""
        answer = read_key(self.item, key) if self.item else None
        if answer is not None:
            self._give(answer)

    def action_pass_item(self) -> None:
        """The member passes on this question."""
        self._give(PASS)

    def action_pass_all(self) -> None:
        """The member passes on all that is still open."""
        member = self.member
        if member is None:
            return
        given = self.session.checkin.of(member)
        acts = [Answered(member, i.id, passed=True) for i in self.items if i.id not in given]
        self.keeper.act(*self._arrival(member), *acts)
        self.action_next_member()

    def action_clear_answer(self) -> None:
        """Take the answer out; on an empty one, step back first."""
        member, item = self.member, self.item
        if member is None or item is None:
            return
        if item.id not in self.session.checkin.of(member):
            self.action_move_item(-1)
            member, item = self.member, self.item
        if member is not None and item is not None and item.id in self.session.checkin.of(member):
            self.keeper.act(Answered(member, item.id))

    def action_next_member(self) -> None:
        """Enter: words are asked for; else the next row from its first question."""
        item, member = self.item, self.member
        if item and member and item.kind is ItemKind.WORDS and item.id not in self.session.checkin.of(member):
            self.app.push_screen(Ask(item.label, self._names[member]), self._take_words)
            return
        self._item = 0
        at = self._rows.index
        if at is not None and at + 1 < len(self._members):
            self._rows.move_to(at + 1)
        self._show_around()

    def action_move_item(self, step: int) -> None:
        """To the question beside; over the edge to the row below or above."""
        place = self._item + step
        at = self._rows.index
        if at is None or not self.items:
            return
        if place >= len(self.items) and at + 1 < len(self._members):
            place = 0
            self._item = place
            self._rows.move_to(at + 1)
        elif place < 0 and at > 0:
            self._item = len(self.items) - 1
            self._rows.move_to(at - 1)
        else:
            self._item = max(0, min(place, len(self.items) - 1))
        self._show_around()

    def _take_words(self, words: str | None) -> None:
        if words:
            self._give(Answer(words))

    def _give(self, answer: Answer) -> None:
        member, item = self.member, self.item
        if member is None or item is None:
            return
        acts: list[Act] = [*self._arrival(member), Answered(member, item.id, answer.value, answer.passed)]
        acts += self._follow_up(member, item, answer)
        self.keeper.act(*acts)
        self.action_move_item(1)
        if item.id == FOLLOW_UP and answer.value == item.choices[-1]:
            self.app.call_later(self.app.run_action, "safety")

    def _arrival(self, member: str) -> list[Act]:
        """Whoever answers is in the room."""
        if self.session.attendance.people[member].here:
            return []
        return [AttendanceMarked(member, Mark.ARRIVED)]

    def _follow_up(self, member: str, item: CheckinItem, answer: Answer) -> list[Act]:
        """A wish for a private word puts the member in the stay-after queue, once."""
        if item.id != FOLLOW_UP or answer.passed or answer.value == item.choices[0]:
            return []
        if any(c.member == member and c.outcome is None for c in self.session.notes.concerns):
            return []
        return [ConcernRaised(new_id(), member, f"asked for a private word: {answer_text(answer)}")]

    def _answered_last(self) -> int:
        """The row of whoever answered last; questions that were skipped before are not asked again."""
        heard = (e.act.member for e in reversed(effective(self.keeper.events)) if isinstance(e.act, Answered))
        member = next(heard, None)
        return self._members.index(member) if member in self._members else 0

    def begin(self) -> None:
        """Where the round stands: the next open question from the last answer on, else the first one."""
        start = self._answered_last()
        for step in range(len(self._members)):
            row = (start + step) % len(self._members)
            member = self._members[row]
            given = self.session.checkin.of(member)
            for column, item in enumerate(self.items):
                if item.id not in given and (item.id != COMMITMENT or given or column == 0):
                    self._item = column
                    self._rows.move_to(row)
                    self._show_around()
                    return
