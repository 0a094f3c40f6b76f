"""The agenda: go to any block, give or take minutes, and find time when the group runs late."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iop_group.clock import Clock
from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.events import BlockDropped, BlockEntered, BlockRestored, MinutesAdded
from iop_group.domain.repair import Repair, Way, repairs
from iop_group.domain.session import Session
from iop_group.domain.timing import MINUTE, block_spent, pace, projected_end
from iop_group.domain.topic_course import held_plan, module_of, spare_parts
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.keeper import Keeper
from iop_group.tui.text import Row, Run, symbols
from iop_group.tui.times import local_time
from iop_group.tui.widgets.line import Line, Lines
from iop_group.tui.widgets.room_dialog import RoomDialog
from iop_group.tui.widgets.rows import Rows

_BLOCK = (Column(1), Column("rest"), Column(12), Column(9, "right"))
_OFFER = (Column(1), Column("rest"), Column(12, "right"))
_PANEL, _FRAME = 76, 9
"""The dialog's widest, and the cells that its frame and the margin of the offers take."""


class AgendaDialog(RoomDialog[None]):
    """Blocks with real and planned minutes. Nothing changes without a key."""

    DEFAULT_CSS = """
    AgendaDialog #offers { margin-top: 1; padding-left: 2; }
    AgendaDialog #said { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "minutes(1)", "One minute more", show=False),
        Binding("minus", "minutes(-1)", "One minute less", show=False),
        Binding("d,delete", "drop", "Leave out or bring back", show=False),
        Binding("g", "leave", "Back", show=False),
    ]

    def __init__(self, keeper: Keeper, clock: Clock) -> None:
        super().__init__("", hints=[("Enter", "Go there"), ("+", "More"), ("-", "Less"), ("d", "Out or in")])
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
        offers = len(self._offers) + 2 if self._offers else 0
        said = 2 if self._said else 0
        self._rows.styles.height = max(1, min(len(self._blocks), lines - offers - said))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_accept()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()

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

    def _take(self, repair: Repair) -> None:
        """The offer may have aged since it was painted: what is done is what would be offered now."""
        fresh = self._repairs(self.clock.now())
        same = next((r for r in fresh if _same(r, repair)), None)
        if same is not None:
            self.keeper.act(*same.acts)
            self._show(f"{_offer_words(same)}.")
        else:
            self._show()

    def _repairs(self, now: datetime) -> tuple[Repair, ...]:
        session = self.keeper.session
        topic = next((b for b in self._blocks if b.kind is BlockKind.TOPIC), None)
        if self._module is None or topic is None:
            return repairs(session.course, now)
        return repairs(session.course, now, spare_parts(held_plan(self._module, session, topic), session))

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
        self.query_one("#heading", Line).show(("Agenda  ", "title"), *_pace_runs(session, now))
        self._rows.show(len(self._blocks), lambda i, cells: block_row(session, i, now, cells), keep=True)
        offers = self.query_one("#offers", Lines)
        offers.show(offer_rows(self._offers, min(_PANEL, self.size.width) - _FRAME))
        offers.display = bool(self._offers)
        line = self.query_one("#said", Line)
        line.show((said, "dim"))
        line.display = bool(said)
        self.refit()


def block_row(session: Session, index: int, now: datetime, cells: int) -> Row:
    """A block: done, running, to come or left out; minutes used and planned."""
    course, signs = session.course, symbols()
    block = course.blocks[index]
    planned = course.planned_minutes(block)
    spent = int(block_spent(course, block.id, now) // MINUTE)
    if block.id in course.dropped:
        return lay_out(_BLOCK, ("", (block.title, "dim"), ("left out", "dim"), ""), cells)
    if block == course.current:
        now_word: Run = ("paused", "warning") if course.paused else ("now", "accent")
        return lay_out(
            _BLOCK, ((signs.full, "accent"), (block.title, "accent"), now_word, f"{spent} / {planned}"), cells
        )
    if course.visited(block.id):
        return lay_out(
            _BLOCK,
            ((signs.done, "success"), (block.title, "dim"), "", (f"{spent} / {planned}", "dim")),
            cells,
        )
    kind = "protected" if block.protected else "optional" if block.optional else ""
    sign = signs.fixed if block.protected else ""
    return lay_out(_BLOCK, ((sign, "dim"), block.title, (kind, "dim"), f"{planned}"), cells)


def offer_rows(offers: tuple[Repair, ...], cells: int) -> list[Row]:
    """What would find time, and the end it leads to; empty when there is nothing to offer."""
    rows: list[Row] = [(("To find time", "title"),)] if offers else []
    for number, offer in enumerate(offers, start=1):
        ends = f"ends {local_time(offer.ends)}"
        rows.append(lay_out(_OFFER, ((str(number), "strong"), _offer_words(offer), (ends, "strong")), cells))
    return rows


def _same(one: Repair, other: Repair) -> bool:
    parts = [repair.part.index if repair.part else None for repair in (one, other)]
    return (one.way, one.block) == (other.way, other.block) and parts[0] == parts[1]


def _offer_words(repair: Repair) -> str:
    if repair.part is not None:
        return f"{repair.part.part.heading} left out ({repair.part.minutes} min of the topic)"
    if repair.way is Way.DROP:
        return f"{repair.block.title} left out ({repair.before} min)"
    slack = " (its slack)" if repair.way is Way.TAKE_SLACK else ""
    return f"{repair.block.title} {repair.before} to {repair.after} min{slack}"


def _pace_runs(session: Session, now: datetime) -> tuple[Run, ...]:
    if session.course.current is None:
        return (("", "dim"),)
    late = pace(session.course, now)
    ends = f"ends {local_time(projected_end(session.course, now))}"
    if late > 0:
        return ((f"{ends}, ", "dim"), (f"{late} min late", "warning"))
    return ((f"{ends}, {-late} min early" if late else ends, "dim"),)
