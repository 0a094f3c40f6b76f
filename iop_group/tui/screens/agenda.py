"""The agenda: go to any block, change, add and move what comes, and find time when the group runs late."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iop_group.clock import Clock
from iop_group.domain.adding import Addition, additions
from iop_group.domain.agenda import Block, BlockKind, is_fixed, stepped
from iop_group.domain.events import BlockDropped, BlockEntered, BlockMoved, BlockRestored, MinutesAdded
from iop_group.domain.repair import Repair, repairs
from iop_group.domain.timing import MINUTE, block_spent, pace, projected_end
from iop_group.domain.topic_course import held_plan, module_of, spare_parts
from iop_group.tui.agenda_lines import (
    ADD_KEYS,
    addition_rows,
    block_row,
    end_runs,
    offer_rows,
    offer_words,
    same_offer,
)
from iop_group.tui.keeper import Keeper
from iop_group.tui.text import Row
from iop_group.tui.times import local_time
from iop_group.tui.widgets.line import Line, Lines
from iop_group.tui.widgets.room_dialog import RoomDialog
from iop_group.tui.widgets.rows import Rows

_PANEL, _FRAME = 76, 9
"""The dialog's widest, and the cells that its frame and the margin of the offers take."""
_HINTS = (("Enter", "Go there"), ("+", "More"), ("-", "Less"), ("d", "Out or in"), ("<", "Up"), (">", "Down"))


class AgendaDialog(RoomDialog[None]):
    """Blocks with real and planned minutes. Nothing changes without a key."""

    DEFAULT_CSS = """
    AgendaDialog #offers { padding-left: 2; }
    AgendaDialog #said { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "minutes(1)", "One minute more", show=False),
        Binding("minus", "minutes(-1)", "One minute less", show=False),
        Binding("d,delete", "drop", "Leave out or bring back", show=False),
        Binding("less_than_sign", "move_block(-1)", "Earlier", show=False),
        Binding("greater_than_sign", "move_block(1)", "Later", show=False),
        *(Binding(key, f"add('{kind}')", f"Add: {kind}", show=False) for kind, key in ADD_KEYS.items()),
        Binding("g", "leave", "Back", show=False),
    ]

    def __init__(self, keeper: Keeper, clock: Clock) -> None:
        super().__init__("", hints=_HINTS)
        self.keeper = keeper
        self.clock = clock
        self._module = module_of(keeper.session)
        self._rows = Rows(id="blocks")
        self._offers: tuple[Repair, ...] = ()
        self._said = ""
        self._seen: tuple[object, ...] = ()

    @property
    def _blocks(self) -> tuple[Block, ...]:
        return self.keeper.session.course.blocks

    def compose_body(self) -> ComposeResult:
        yield self._rows
        yield Lines(id="offers")
        yield Line(id="said")

    def on_mount(self) -> None:
        self.set_focus(self._rows)
        self._show()
        current = self.keeper.session.course.current
        if current is not None:
            self._rows.move_to(self._blocks.index(current))
        self.set_interval(1.0, self.tick)

    def fit_body(self, lines: int) -> None:
        """What may be added stands there as long as every block does, too; its keys work all the same."""
        said = 2 if self._said else 0
        shown, adding = offer_rows(self._offers, self._cells), self._addition_rows()
        if adding and len(shown) + len(adding) + 2 + said + len(self._blocks) <= lines:
            shown = [*shown, (), *adding] if shown else adding
        if shown:
            shown = [(), *shown]
        self._rows.styles.height = max(1, min(len(self._blocks), lines - len(shown) - said))
        offers = self.query_one("#offers", Lines)
        offers.show(shown)
        offers.display = bool(shown)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_accept()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self.refit()

    def on_key(self, event: events.Key) -> None:
        """A digit takes an offer."""
        character = event.character or ""
        if character.isdecimal() and 0 < int(character) <= len(self._offers):
            event.stop()
            self._take(self._offers[int(character) - 1])

    def action_accept(self) -> None:
        """Go to the block at the cursor."""
        block, course = self._at_cursor(), self.keeper.session.course
        if block is None or course.closed_at is not None:
            return
        if block != course.current:
            back = (BlockRestored(block.id),) if block.id in course.dropped else ()
            self.keeper.act(*back, BlockEntered(block.id))
        self.close()

    def action_minutes(self, minutes: int) -> None:
        """One minute more or less for the block at the cursor; at least one stays."""
        block, course = self._at_cursor(), self.keeper.session.course
        if block is None:
            return
        if block.id in course.dropped:
            self._show(f"{block.title} is left out; d brings it back.")
        elif course.planned_minutes(block) + minutes < 1:
            self._show("One minute stays.")
        else:
            self.keeper.act(MinutesAdded(block.id, minutes))
            self._show()

    def action_drop(self) -> None:
        """Leave out an optional block that nobody has been in yet; again: bring it back."""
        block, course = self._at_cursor(), self.keeper.session.course
        if block is None:
            return
        if block.id in course.dropped:
            self.keeper.act(BlockRestored(block.id))
            self._show(f"{block.title} is back.")
        elif block.protected or not block.optional:
            self._show(f"{block.title} belongs to every session. - takes minutes from it.")
        elif course.visited(block.id):
            self._show(f"{block.title} has begun already. Go on to the next block instead.")
        else:
            self.keeper.act(BlockDropped(block.id))
            self._show(f"{block.title} is left out today. d brings it back.")

    def action_add(self, kind: str) -> None:
        """A break or another block after the one at the cursor; the cursor goes along for its minutes."""
        offer = next((a for a in self._additions(self.clock.now()) if a.block.kind == kind), None)
        if offer is None:
            self._show("The closing comes last: nothing is added behind it.")
            return
        self.keeper.act(offer.act)
        self._show(f"{offer.block.title} is on the agenda. + and - change its minutes.")
        self._rows.move_to(next(i for i, b in enumerate(self._blocks) if b.id == offer.block.id))

    def action_move_block(self, step: int) -> None:
        """The block at the cursor comes earlier or later; never before what runs or behind the closing."""
        block, course, at = self._at_cursor(), self.keeper.session.course, self._rows.index
        if block is None or at is None:
            return
        before = stepped(course.blocks, at, step, course.current)
        if before is not None:
            self.keeper.act(BlockMoved(block.id, before))
            self._show()
            self._rows.move_to(at + step)
        elif is_fixed(block):
            self._show(f"{block.title} keeps its place.")
        else:
            self._show("Only what comes moves, and the closing stays last.")

    def _take(self, repair: Repair) -> None:
        """The offer may have aged since it was painted: what is done is what would be offered now."""
        fresh = self._repairs(self.clock.now())
        same = next((r for r in fresh if same_offer(r, repair)), None)
        if same is not None:
            self.keeper.act(*same.acts)
            self._show(f"{offer_words(same)}.")
        else:
            self._show()

    def _repairs(self, now: datetime) -> tuple[Repair, ...]:
        session = self.keeper.session
        topic = next((b for b in self._blocks if b.kind is BlockKind.TOPIC), None)
        if self._module is None or topic is None:
            return repairs(session.course, now)
        return repairs(session.course, now, spare_parts(held_plan(self._module, session, topic), session))

    def _additions(self, now: datetime) -> tuple[Addition, ...]:
        return additions(self.keeper.session.course, self._rows.index or 0, now)

    def _addition_rows(self) -> list[Row]:
        offers, blocks = self._additions(self.clock.now()), self._blocks
        if not offers:
            return []
        at = next((i for i, b in enumerate(blocks) if b.id == offers[0].act.before), len(blocks))
        return addition_rows(offers, blocks[at - 1].title, self._cells)

    @property
    def _cells(self) -> int:
        return min(_PANEL, self.size.width) - _FRAME

    def _at_cursor(self) -> Block | None:
        return None if self._rows.index is None else self._blocks[self._rows.index]

    def tick(self) -> None:
        """Paint anew only when a minute has turned."""
        if self.is_current and self._sight(self.clock.now()) != self._seen:
            self._show(self._said)

    def _sight(self, now: datetime) -> tuple[object, ...]:
        """All that is shown and depends on the time."""
        course = self.keeper.session.course
        spent = tuple(int(block_spent(course, b.id, now) // MINUTE) for b in course.blocks)
        offers = tuple((r.block.id, r.part, r.after, local_time(r.ends)) for r in self._repairs(now))
        return spent, local_time(projected_end(course, now)), pace(course, now), offers

    def _show(self, said: str = "") -> None:
        now, session = self.clock.now(), self.keeper.session
        self._said, self._seen = said, self._sight(now)
        self._offers = self._repairs(now)
        self.query_one("#heading", Line).show(("Agenda  ", "title"), *end_runs(session, now))
        self._rows.show(len(self._blocks), lambda i, cells: block_row(session, i, now, cells), keep=True)
        line = self.query_one("#said", Line)
        line.show((said, "dim"))
        line.display = bool(said)
        self.refit()
