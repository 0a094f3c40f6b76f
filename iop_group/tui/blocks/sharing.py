"""Sharing: whose turn it is, how long it may be, and who has not been heard."""

from __future__ import annotations

import random
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from iop_group.domain import order, timing
from iop_group.domain.events import HandRaised, QueueSet, TurnEnded, TurnPassed, TurnStarted
from iop_group.domain.floor import Turn
from iop_group.domain.people import EVERYONE, FACILITATOR
from iop_group.tui.blocks.base import Workspace
from iop_group.tui.blocks.sharing_lines import (
    Circle,
    share_rows,
    speakers,
    talk_rows,
    under_clock,
    waiting_rows,
)
from iop_group.tui.blocks.wish_lines import side_rows
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.painting import Ground, GroundAcross
from iop_group.tui.text import Row, minutes_text
from iop_group.tui.widgets.clock import BigClock
from iop_group.tui.widgets.line import Line, Lines
from iop_group.tui.widgets.rows import Rows

SIDE = 24
"""Cells of the lines at the side."""
TALK_EVERY = 10
"""Seconds after which the talking times are counted anew."""
LATE = 5
"""Seconds past zero after which the bell would only startle."""
FEEDBACK = 60
"""Seconds of feedback after a turn; one more minute is one key."""
ORDERS = (
    "Circle: from whoever sits after last time's first",
    "Random: who spoke first last time goes last",
    "By hand: h at each who asks to speak",
)


class SharingWorkspace(Workspace):
    """One large clock, the circle below it, and at the side what only the facilitator sees."""

    PLACE = Place.SHARING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.SHARING)]
    DEFAULT_CSS = """
    SharingWorkspace #floor { width: 1fr; height: 1fr; }
    SharingWorkspace #speaker { height: 1; margin-bottom: 1; }
    SharingWorkspace BigClock { margin-bottom: 1; }
    SharingWorkspace #under { height: 3; margin-bottom: 1; }
    SharingWorkspace #share { width: 26; height: 1fr; padding-left: 2; }
    """

    def compose(self) -> ComposeResult:
        """Speaker and clock, the circle, the side."""
        with GroundAcross():
            with Ground(id="floor"):
                yield Line(id="speaker")
                yield BigClock(large=self.app.has_class("-large"))
                yield Lines(id="under")
                yield Rows(empty="Nobody is marked here yet. Press a for arrivals.", id="circle")
            yield Lines(id="share")

    @property
    def is_done(self) -> bool:
        """Has everyone been heard, and does nobody speak?"""
        waiting = order.waiting(self.session, self.block.id)
        return bool(self.session.attendance.here) and not waiting and self.session.floor.turn is None

    def bar(self) -> list[tuple[str, str]]:
        """Enter first, and what it does now."""
        enter = "Start turn" if self.session.floor.turn is None else "End turn"
        unfit = {"Enter"} if self.session.wishes.all else {"Enter", "j"}
        return [("Enter", enter), *(key for key in super().bar() if key[0] not in unfit)]

    def prepare(self) -> None:
        self._rung: Turn | None = None
        """The turn whose end was announced; nothing is announced twice, and nothing late."""
        self._people: tuple[str, ...] = ()
        self._rows = self.query_one("#circle", Rows)
        self._clock, self._speaker = self.query_one(BigClock), self.query_one("#speaker", Line)
        self._under, self._share = self.query_one("#under", Lines), self.query_one("#share", Lines)

    @property
    def member(self) -> str | None:
        """The member at the cursor, for stay-after and the turn."""
        at = self._rows.index
        person = self._people[at] if at is not None and at < len(self._people) else None
        return None if person in (FACILITATOR, EVERYONE) else person

    def show_all(self) -> None:
        at = self.member
        self._names = speakers(self.session)
        self._people = self._in_order()
        now = self.desk.now()
        self._circle = Circle.of(self.session, self.block, self._names, now)
        self._rows.show(len(self._people), self._draw, keep=True)
        if at in self._people:
            self._rows.move_to(self._people.index(at))
        listed = side_rows(self.session, SIDE)
        self._waiting = [*listed, *waiting_rows(self.session, self.block, self._names, SIDE)]
        self._talked = talk_rows(self.session, now, self._names, SIDE)
        self.tick(now)

    def tick(self, now: datetime) -> None:
        turn = self.session.floor.turn
        share = timing.fair_share(self.session, self.block, now)
        if turn is None:
            self._speaker.show(("Nobody has the floor", "dim"))
            self._clock.show(minutes_text(share), "dim")
        else:
            left = timing.turn_left(self.session, turn, now)
            self._ring_once(turn, left)
            self._speaker.show((self._names.get(turn.member, "?"), "strong"))
            self._clock.show_left(left)
            if now.second % TALK_EVERY == 0:
                self._talked = talk_rows(self.session, now, self._names, SIDE)
        cells = self._under.size.width or 40
        self._under.show(under_clock(self.session, self.block, share, now, cells))
        self._share.show([*self._waiting, *share_rows(share), *self._talked])

    def _ring_once(self, turn: Turn, left: float) -> None:
        """One quiet bell when a turn's time is up, if the program has switched it on."""
        if left >= 0 or turn == self._rung:
            return
        # After a closed lid the time was up long ago: then words on the screen say enough.
        if self.desk.program.bell and -left < LATE:
            self.app.bell()
        self._rung = turn

    def _in_order(self) -> tuple[str, ...]:
        """The speaker, who waits, then the others."""
        turn = self.session.floor.turn
        speaker = (turn.member,) if turn else ()
        waiting = order.waiting(self.session, self.block.id)
        return tuple(dict.fromkeys((*speaker, *waiting, *self.session.attendance.here)))

    def _draw(self, index: int, cells: int) -> Row:
        return self._circle.row(self._people[index], cells)

    # What the keys do

    def on_rows_chosen(self) -> None:
        """Enter in the circle."""
        self.action_turn()

    def action_turn(self) -> None:
        """End the turn that runs, else start the one at the cursor."""
        if self.session.floor.turn is not None:
            self.action_end_turn()
        else:
            self.action_start_turn()

    def action_start_turn(self) -> None:
        """Give the floor to the member at the cursor, for the fair share of now."""
        if self.member is not None:
            self._start(self.member)

    def action_end_turn(self) -> None:
        """The turn is over; the cursor goes to whoever is next."""
        if self.session.floor.turn is not None:
            self.keeper.act(TurnEnded())
            self._to_next()

    def action_my_turn(self) -> None:
        """The facilitator speaks; again: she has finished."""
        if not self._end_if(FACILITATOR):
            self._start(FACILITATOR)

    def action_feedback(self) -> None:
        """Everybody else may say something to whoever spoke last; again: that is over."""
        if self._end_if(EVERYONE):
            return
        if order.answered_to(self.session.floor) is None:
            self.app.notify("Feedback follows a member's turn.", markup=False)
        else:
            self.keeper.act(TurnStarted(EVERYONE, self.block.id, FEEDBACK))

    def _end_if(self, speaker: str) -> bool:
        """End the turn if it is theirs."""
        turn = self.session.floor.turn
        if turn is None or turn.member != speaker:
            return False
        self.action_end_turn()
        return True

    def action_pass_item(self) -> None:
        """Whoever has the floor, else the member at the cursor, passes."""
        turn = self.session.floor.turn
        member = turn.member if turn is not None else self.member
        if member is not None and member not in (FACILITATOR, EVERYONE):
            self.keeper.act(TurnPassed(member))
            self._to_next()

    def action_later(self) -> None:
        """The member at the cursor speaks last."""
        if self.member is not None:
            waiting = [m for m in order.waiting(self.session, self.block.id) if m != self.member]
            hand = [HandRaised(self.member, up=False)] if self.member in self.session.floor.hands else []
            self.keeper.act(*hand, QueueSet((*waiting, self.member)))
            self._to_next()

    def action_hand(self) -> None:
        """The member at the cursor asks to speak next, or takes that back."""
        member = self.member
        if member is not None:
            self.keeper.act(HandRaised(member, up=member not in self.session.floor.hands))

    def action_wishes(self) -> None:
        """The group's list, to tick what was talked about."""
        from iop_group.tui.blocks.wish_list import WishesDialog

        self.app.push_screen(WishesDialog(self.keeper))

    def action_order(self) -> None:
        """Circle, random, or by hand."""
        from iop_group.tui.widgets.pick import Pick

        self.app.push_screen(Pick("In which order?", ORDERS), self._set_order)

    def _set_order(self, choice: int | None) -> None:
        if choice is None:
            return
        waiting = timing.not_heard(self.session, self.block.id)
        past = self.desk.past(self.session.plan.group, but=self.session.plan.session)
        first = order.first_speaker(past[0]) if past else None
        match choice:
            case 0:
                queue = order.circle(self.session.attendance.roster, waiting, first)
            case 1:  # order, not secrecy: any random source will do
                queue = order.at_random(waiting, first, random.shuffle)
            case _:
                queue = ()
        self.keeper.act(QueueSet(queue))
        self._to_next()

    def _start(self, member: str) -> None:
        seconds = int(timing.fair_share(self.session, self.block, self.desk.now()))
        self.keeper.act(TurnStarted(member, self.block.id, seconds))

    def _to_next(self) -> None:
        """Put the cursor on who speaks next."""
        waiting = order.waiting(self.session, self.block.id)
        if waiting and waiting[0] in self._people:
            self._rows.move_to(self._people.index(waiting[0]))
