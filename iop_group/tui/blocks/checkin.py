"""Check-in: one row for each member, digits go straight in and move on."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from iop_group.domain.checkin import (
    COMMITMENT,
    PASS,
    Answer,
    CheckinItem,
    ItemKind,
    answer_text,
    asks_at_once,
    asks_privately,
    read_key,
)
from iop_group.domain.events import (
    Act,
    Answered,
    AttendanceMarked,
    ConcernRaised,
    ConcernWithdrawn,
    Mark,
)
from iop_group.domain.session import effective
from iop_group.tui.blocks.checkin_view import CheckinView
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.desk import new_id
from iop_group.tui.widgets.dialog import Ask

ASKED = "asked for a private word"
"""Begins the words of a concern that an answer raised; another answer may take it back."""


class CheckinWorkspace(CheckinView):
    """What the keys do with the question at the cursor."""

    PLACE = Place.CHECK_IN
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_at(Place.CHECK_IN),
        Binding("left", "within_row(-1)", "Question before", show=False),
        Binding("right", "within_row(1)", "Next question", show=False),
        Binding("tab", "move_item(1)", "Next question", show=False),
        Binding("shift+tab", "move_item(-1)", "Question before", show=False),
        *(Binding(key, f"answer('{key}')", "Answer", show=False) for key in "0123456789t"),
    ]

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
            self.keeper.act(Answered(member, item.id), *self._follow_up(member, item, Answer()))

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

    def action_within_row(self, step: int) -> None:
        """To the question beside, and no further than the row: another member is another key."""
        self._item = max(0, min(self._item + step, len(self.items) - 1))
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
        if asks_at_once(item, answer):
            self.app.call_later(self.app.run_action, "safety")

    def _arrival(self, member: str) -> list[Act]:
        """Whoever answers is in the room."""
        if self.session.attendance.people[member].here:
            return []
        return [AttendanceMarked(member, Mark.ARRIVED)]

    def _follow_up(self, member: str, item: CheckinItem, answer: Answer) -> list[Act]:
        """A wish for a private word puts the member in the stay-after queue; taking it back, out of it."""
        answers = {**self.session.checkin.of(member), item.id: answer}
        asks = [i for i in self.items if i.id in answers and asks_privately(i, answers[i.id])]
        waiting = [c for c in self.session.notes.unresolved if c.member == member]
        raised = [c for c in waiting if c.words.startswith(ASKED)]
        if not asks:
            return [ConcernWithdrawn(c.id) for c in raised]
        words = f"{ASKED}: {answer_text(answers[asks[-1].id])}"
        if any(c.words == words for c in raised) or (waiting and not raised):
            return []
        return [ConcernRaised(raised[0].id if raised else new_id(), member, words)]

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
