"""The room: one frame for the whole session, with the block's workspace inside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import AwaitMount, Widget

from iop_group.domain import timing
from iop_group.domain.agenda import Block, BlockKind
from iop_group.tui.blocks.base import Workspace
from iop_group.tui.blocks.choice import workspace_for
from iop_group.tui.commands import Place, bar_keys, bindings_at, commands_at
from iop_group.tui.desk import Desk
from iop_group.tui.keeper import Keeper
from iop_group.tui.once import Once
from iop_group.tui.painting import Ground, GroundAcross
from iop_group.tui.room_lines import (
    agenda_rows,
    heading_runs,
    now_called,
    roster_rows,
    waiting_words,
)
from iop_group.tui.screens.room_acts import RoomActs
from iop_group.tui.talk_lines import METER_SECONDS, TalkMeter
from iop_group.tui.text import Row, Run, row_width
from iop_group.tui.widgets.clock import BigClock
from iop_group.tui.widgets.keybar import KeyBar
from iop_group.tui.widgets.line import Lines
from iop_group.tui.widths import WIDTHS

CLOCK = 4
"""Lines of the large clock at the side."""
OWN_CLOCK = (BlockKind.SHARING, BlockKind.BREAK)
"""Blocks that show a large time themselves."""
TWICE = timedelta(seconds=3)
"""Two keys within this time are meant together."""
SPARED = ("F1", "F7", "F6", "F5", "F3", "F2")
"""Keys that leave the bar first when there is little room; they still work."""


class RoomScreen(RoomActs):
    """The live session. Everything on it is computed from the keeper's session and the clock."""

    PLACE = Place.ROOM
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.ROOM)]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    DEFAULT_CSS = """
    RoomScreen #floor { height: 1fr; }
    RoomScreen #side { width: 26; height: 1fr; padding: 1 1 0 1; border-right: solid $panel; }
    RoomScreen #block-clock { margin-bottom: 1; display: none; }
    RoomScreen #agenda { margin-bottom: 1; }
    RoomScreen #workspace { height: 1fr; padding-top: 1; }
    RoomScreen #block-keys { dock: none; }
    RoomScreen.-normal #side { width: 22; }
    RoomScreen.-normal TopicWorkspace > Horizontal { layout: vertical; }
    RoomScreen.-normal #beside {
        width: 1fr; height: auto; padding: 0; border-left: none; border-top: solid $panel;
    }
    RoomScreen.-wide Points, RoomScreen.-wide SharingWorkspace #floor { max-width: 78; }
    RoomScreen.-wide #beside { width: 1fr; max-width: 60; }
    RoomScreen.-normal.-check-in #side { display: none; }
    RoomScreen.-narrow #side, RoomScreen.-narrow #beside, RoomScreen.-narrow #share { display: none; }
    """

    def __init__(self, desk: Desk, keeper: Keeper) -> None:
        super().__init__(desk)
        self.keeper = keeper
        self._workspace: Workspace | None = None
        self._mounting: AwaitMount | None = None
        self._clock = BigClock(id="block-clock")
        """The block's time, where there is room for it or the theme is read from afar."""
        self._talk = TalkMeter()
        self._roster: Once[list[Row]] = Once()
        self._room = 0
        """Lines that agenda and roster leave at the side."""
        self._minute = (-1, 0)
        """Minutes of the block and of the pace when the agenda was painted last."""
        self._asked_to_leave: datetime | None = None

    def compose_body(self) -> Iterable[Widget]:
        with GroundAcross(id="floor"):
            with Ground(id="side"):
                yield self._clock
                yield Lines(id="agenda")
                yield Lines(id="roster")
                yield Lines(id="meter")
            yield Ground(id="workspace")
        yield KeyBar((), None, base="text", id="block-keys")

    def on_mount(self) -> None:
        self.keeper.on_change = self._changed
        if words := waiting_words(self.keeper):
            self.say(words)
        if self.keeper.session.course.current is None and not self.keeper.session.closed:
            self.enter(self.keeper.session.course.blocks[0])

    def on_unmount(self) -> None:
        self.keeper.on_change = lambda: None

    @property
    def member(self) -> str | None:
        """The member at the cursor of the block, if it has one."""
        member: str | None = getattr(self._workspace, "member", None)
        return member

    @property
    def is_done(self) -> bool:
        """Is nothing left to do in the block?"""
        return self._workspace is not None and self._workspace.standing and self._workspace.is_done

    def places(self) -> tuple[Place, ...]:
        """Whose commands can be given now."""
        block = self._workspace.PLACE if self._workspace else None
        return (Place.ANYWHERE, Place.ROOM) + ((block,) if block else ())

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        cells = self.size.width - row_width(self.badge)
        return heading_runs(self.keeper.session, self.desk.now(), cells), ()

    def tick(self, now: datetime) -> None:
        super().tick(now)
        self._show_clock(now)
        course = self.keeper.session.course
        block = course.current
        minute = int(timing.block_spent(course, block.id, now) // timing.MINUTE) if block else 0
        if (minute, timing.pace(course, now)) != self._minute or now.second % METER_SECONDS == 0:
            self._show_meter(now, self._show_agenda(now))  # they move slowly, and are not free
            self._minute = (minute, timing.pace(course, now))
        if self._workspace is not None and self._workspace.standing:
            self._workspace.tick(now)

    def refreshed(self) -> None:
        self._changed()

    def _changed(self) -> None:
        """Something happened: paint what it changes, and go along to another block."""
        if not self.standing:
            return
        self.show_heading()
        self.show_keys()
        self._show_side(self.desk.now())
        block = self.keeper.session.course.current
        if block is not None and (self._workspace is None or self._workspace.block.id != block.id):
            self._move_into(block)
        elif self._workspace is not None and self._workspace.standing:
            self._workspace.show_all()
        if self._workspace is not None:
            self.query_one("#block-keys", KeyBar).show(self._workspace.bar())

    def _move_into(self, block: Block) -> None:
        place = self.query_one("#workspace", Ground)
        # No question of the round has to be looked for at the side.
        self.set_class(block.kind is BlockKind.CHECK_IN, "-check-in")
        if self._workspace is not None:
            self._workspace.go()
            self.app.clear_notifications()  # what was said of the block before means nothing here
        self._workspace = workspace_for(self.desk, self.keeper, block)
        self._mounting = place.mount(self._workspace)

    async def do_unseen(self, act: str) -> None:
        """Do it behind the room view, unless that would put a dialog in front or name somebody."""
        session, block = self.keeper.session, self._workspace
        if act == "next" and session.course.neighbour(1) is None:
            return
        if act == "turn" and session.floor.turn is None:
            return
        if act == "next":
            await self.go_on()  # a word about the time left could not be said there
            return
        doer = block if block is not None and hasattr(block, f"action_{act}") else self
        await self.app.run_action(act, default_namespace=doer)

    async def arrived(self) -> None:
        """Until the block's workspace is there to take the next key."""
        if self._mounting is not None:
            await self._mounting

    def action_my_turn(self) -> None:
        """The facilitator speaks; a block that shows turns also shows this one."""
        own = getattr(self._workspace, "action_my_turn", super().action_my_turn)
        own()

    def _show_side(self, now: datetime) -> None:
        cells = self._show_agenda(now)
        session = self.keeper.session
        talk = 2 * self._talk.is_shown(session, now)
        agenda = len(session.course.blocks) + 2
        left = self.query_one("#side").size.height - agenda
        self._clock.display = self._wants_clock(left - talk - len(session.attendance.roster) - 1)
        self._room = max(4, left - CLOCK * self._clock.display)
        room = self._room - talk
        rows = self._roster.of(
            session.attendance,
            session.notes,
            cells,
            room,
            make=lambda: roster_rows(session, cells, room),
        )
        self._room -= len(rows)
        self.query_one("#roster", Lines).show(rows)
        self._show_meter(now, cells)

    def _wants_clock(self, room: int) -> bool:
        """One large time is enough: turns and break show their own; and nobody's name gives way to it."""
        block = self.keeper.session.course.current
        own = block is not None and block.kind in OWN_CLOCK and not block.lists
        return self.app.has_class("-large") or (not own and room >= CLOCK)

    def _show_clock(self, now: datetime) -> None:
        course = self.keeper.session.course
        if self._clock.display and course.current is not None:
            self._clock.show_left(timing.block_left(course, course.current, now))

    def _show_agenda(self, now: datetime) -> int:
        """What moves with the minutes at the side; the cells that there are for a line."""
        self._show_clock(now)
        cells = max(1, self.query_one("#side").content_size.width or 23)
        self.query_one("#agenda", Lines).show(agenda_rows(self.keeper.session, now, cells))
        return cells

    def _show_meter(self, now: datetime, cells: int) -> None:
        self.query_one("#meter", Lines).show(self._talk.rows(self.keeper.session, now, cells, self._room))

    def action_leave(self) -> None:
        """Escape twice leaves; once is too easily meant for a dialog that has gone already."""
        now = self.desk.now()
        if self._asked_to_leave is None or now - self._asked_to_leave > TWICE:
            self._asked_to_leave = now
            self.say("Escape again leaves the room. The clocks run on.")
            return
        self.say("The session runs on. Today has it under Unfinished.")
        super().action_leave()

    def bar(self) -> list[tuple[str, str]]:
        """The room's keys and those that work anywhere; where it is narrow the least needed go first."""
        numbered = (
            key for key in bar_keys(commands_at(Place.ROOM, Place.ANYWHERE)) if key[0][1:].isdecimal()
        )
        now = now_called(self.keeper)
        keys = [
            (key, now.get(key, label)) for key, label in sorted(numbered, key=lambda key: int(key[0][1:]))
        ]
        for spare in SPARED:
            if sum(len(key) + len(label) + 3 for key, label in keys) + 8 <= self.size.width:
                break
            keys = [key for key in keys if key[0] != spare]
        return keys

    def on_resize(self) -> None:
        self.show_keys()
        self.call_after_refresh(self._changed)
