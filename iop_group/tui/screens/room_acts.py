"""What the room's keys do: acts of the session, and the dialogs that stand over the room."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from iop_group.domain import timing
from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.events import (
    Act,
    BlockEntered,
    Closed,
    MinutesAdded,
    Paused,
    Resumed,
    TurnEnded,
    TurnExtended,
    TurnStarted,
)
from iop_group.domain.people import FACILITATOR
from iop_group.tui.act_words import undo_words
from iop_group.tui.desk import Desk
from iop_group.tui.keeper import Keeper
from iop_group.tui.screens.base import HouseScreen

MINUTE = 60
AGAIN = timedelta(seconds=5)
"""Time to read why a block was not left, and to press the key again."""


class RoomActs(HouseScreen):
    """Every act works on the keeper; what it changes is painted by the room."""

    keeper: Keeper

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked_to_go_on: tuple[Block | None, datetime] = (None, desk.now())

    @property
    def member(self) -> str | None:
        """The member at the cursor of the block, if it has one."""
        return None

    def enter(self, block: Block) -> None:
        """Go into a block; its clock goes on where it stood."""
        self.keeper.act(BlockEntered(block.id))

    async def arrived(self) -> None:
        """Until the block's workspace is there to take the next key."""

    @property
    def is_done(self) -> bool:
        """Is nothing left to do in the block?"""
        return False

    async def action_next(self) -> None:
        """Go on; with much time left and something left to do only when the key comes twice."""
        session, now = self.keeper.session, self.desk.now()
        left, block = timing.given_up(session.course, now), session.course.current
        asked_in, asked_at = self._asked_to_go_on
        again = asked_in == block and now - asked_at <= AGAIN
        if left and not again and not self.is_done:
            self._asked_to_go_on = (block, now)
            self.app.clear_notifications()
            self.say(f"{ceil(left / MINUTE)} min left. F8 again goes on.")
            return
        await self.go_on()

    async def go_on(self) -> None:
        """The next block; after the last one the session closes."""
        course = self.keeper.session.course
        following = course.neighbour(1)
        if following is not None:
            leaving = course.current is not None and course.current.kind is BlockKind.CLOSING
            if leaving and not self._all_talked_about():
                return  # the members would be gone before anybody is asked to stay
            self.enter(following)
            await self.arrived()
        else:
            self.action_close_session()

    def _all_talked_about(self) -> bool:
        from iop_group.tui.screens.stay_after import before_closing

        def go_on() -> None:
            self.call_later(self.go_on)

        return before_closing(self, self.keeper, go_on)

    async def action_back(self) -> None:
        """The block before; its clock goes on where it stood."""
        before = self.keeper.session.course.neighbour(-1)
        if before is not None:
            self.enter(before)
            await self.arrived()

    def action_pause(self) -> None:
        """Clocks stop, or run again."""
        self.keeper.act(Resumed() if self.keeper.session.course.paused else Paused())

    def action_add_minute(self) -> None:
        """For the turn if one runs, else for the block."""
        session = self.keeper.session
        block = session.course.current
        if block is None:
            return
        if block.kind is BlockKind.SHARING and session.floor.turn is not None:
            self.keeper.act(TurnExtended(MINUTE))
        else:
            self.keeper.act(MinutesAdded(block.id, 1))

    def action_my_turn(self) -> None:
        """The facilitator speaks, in whatever block; again: she has finished."""
        session = self.keeper.session
        turn, block = session.floor.turn, session.course.current
        if turn is not None and turn.member == FACILITATOR:
            self.keeper.act(TurnEnded())
        elif block is not None:
            self.keeper.act(TurnStarted(FACILITATOR, block.id, 0))

    def action_undo(self) -> None:
        """Take back the last act and say which."""
        before = self.keeper.session  # it knows the name of who has just been let in
        undone: Act | None = self.keeper.undo()
        self.app.clear_notifications()
        said = "Nothing to take back." if undone is None else f"Taken back: {undo_words(before, undone)}."
        self.say(said)
        if self.keeper.session.course.started_at is None:
            self.enter(self.keeper.session.course.blocks[0])  # a session in the room has always begun

    def action_note(self) -> None:
        """Write a note."""
        from iop_group.tui.screens.note import NoteDialog

        block = self.keeper.session.course.current
        # The debrief is a page of the private lane itself: two hands on it would overwrite each other.
        debrief = block is not None and block.kind is BlockKind.DEBRIEF
        lane = None if debrief else self.desk.private_lane(self.keeper.id)
        self.app.push_screen(NoteDialog(self.keeper, lane=lane))

    def action_arrivals(self) -> None:
        """Who is here."""
        from iop_group.tui.screens.arrivals import ArrivalsDialog

        self.app.push_screen(ArrivalsDialog(self.keeper, self.desk))

    def action_walk_in(self) -> None:
        """Somebody came in who is not on the list."""
        from iop_group.tui.screens.arrivals import ArrivalsDialog

        self.app.push_screen(ArrivalsDialog(self.keeper, self.desk, walk_in=True))

    def action_stay_after(self) -> None:
        """Raise a concern, about the member at the cursor if there is one."""
        from iop_group.tui.screens.stay_after import StayAfterDialog

        member = self.member
        self.app.push_screen(StayAfterDialog(self.keeper, member))

    def action_resolve(self) -> None:
        """Say what was done about a stay-after."""
        from iop_group.tui.screens.stay_after import StayAfterQueue

        self.app.push_screen(StayAfterQueue(self.keeper))

    def action_agenda(self) -> None:
        """Any block, its minutes, and repair."""
        from iop_group.tui.screens.agenda import AgendaDialog

        self.app.push_screen(AgendaDialog(self.keeper, self.desk.clock))

    def action_close_session(self) -> None:
        """Close, once every stay-after has been talked about."""
        from iop_group.tui.screens.stay_after import before_closing
        from iop_group.tui.widgets.dialog import Confirm

        if not before_closing(self, self.keeper, self.action_close_session):
            return

        question = "The clocks stop here. The notes are ready to read and sign right after."
        self.app.push_screen(Confirm("Close the session", question, yes="Close"), self._close)

    def _close(self, sure: bool | None) -> None:
        if sure:
            self.keeper.act(Closed())
            self.go("after", self.keeper.id, instead=True)
