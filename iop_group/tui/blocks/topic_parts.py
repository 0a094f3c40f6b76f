"""The topic's parts in one list: go to any, leave out an optional one, give it more or fewer minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iop_group.domain import timing
from iop_group.domain.events import PartDropped, PartEntered, PartExtended, PartRestored
from iop_group.domain.session import Session
from iop_group.domain.topics import PlannedPart, TopicModule, TopicPart, TopicPlan, held_with_group
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.keeper import Keeper
from iop_group.tui.text import Row, symbols
from iop_group.tui.widgets.line import Line
from iop_group.tui.widgets.room_dialog import RoomDialog
from iop_group.tui.widgets.rows import Rows

_PART = (Column(1), Column("rest"), Column(12), Column(9, "right"))


class PartsDialog(RoomDialog[int]):
    """Answers the index of the part to go to. Nothing changes without a key."""

    DEFAULT_CSS = "PartsDialog #said { margin-top: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "minutes(1)", "One minute more", show=False),
        Binding("minus", "minutes(-1)", "One minute less", show=False),
        Binding("d,delete", "drop", "Leave out or bring back", show=False),
        Binding("j", "leave", "Back", show=False),
    ]

    def __init__(
        self,
        keeper: Keeper,
        module: TopicModule,
        plan: Callable[[], TopicPlan],
        now: Callable[[], datetime],
    ) -> None:
        """`plan` gives the parts as they are held now."""
        hints = [("Enter", "Go there"), ("+", "More"), ("-", "Less"), ("d", "Out or in")]
        super().__init__("Parts of the topic", hints=hints)
        self.keeper = keeper
        self._parts = [(i, part) for i, part in enumerate(module.parts) if held_with_group(part)]
        self._plan = plan
        self._now = now
        self._rows = Rows(id="parts")

    def compose_body(self) -> ComposeResult:
        yield self._rows
        yield Line(id="said")

    def on_mount(self) -> None:
        self.set_focus(self._rows)
        self._show()
        indices = [i for i, _ in self._parts]
        part = self.keeper.session.coverage.part
        self._rows.move_to(indices.index(part) if part in indices else 0)

    def fit_body(self, lines: int) -> None:
        self._rows.styles.height = max(1, min(len(self._parts), lines - 2))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_accept()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()

    def action_accept(self) -> None:
        """Go to the part at the cursor; one that was left out comes back by that."""
        at = self._rows.index
        if at is not None:
            index, _ = self._parts[at]
            if index != self.keeper.session.coverage.part:
                self.keeper.act(PartEntered(index))
            self.close(index)

    def action_minutes(self, minutes: int) -> None:
        """One minute more or less for the part at the cursor, whatever the block has; at least one stays."""
        part = self._planned()
        if part is None:
            self._show("That part is left out; d brings it back.")
        elif part.minutes + minutes < 1:
            self._show("One minute stays.")
        else:
            self.keeper.act(PartExtended(part.index, minutes))
            self._show()

    def action_drop(self) -> None:
        """Leave out an optional part that nobody has been in yet; again: bring it back."""
        at = self._rows.index
        if at is None:
            return
        index, part = self._parts[at]
        if self._planned() is None:
            self.keeper.act(PartRestored(index))
            self._show(f"{part.heading} is back.")
        elif index in self.keeper.session.coverage.parts:
            self._show(f"{part.heading} has begun already. Go on to the next part instead.")
        elif not part.optional:
            self._show(f"{part.heading} belongs to this topic. - takes minutes from it.")
        else:
            self.keeper.act(PartDropped(index))
            self._show(f"{part.heading} is left out today. d brings it back.")

    def _planned(self) -> PlannedPart | None:
        at = self._rows.index
        index = None if at is None else self._parts[at][0]
        return next((p for p in self._plan().parts if p.index == index), None)

    def _show(self, said: str = "") -> None:
        session, now = self.keeper.session, self._now()
        planned = {p.index: p.minutes for p in self._plan().parts}

        def draw(at: int, cells: int) -> Row:
            index, part = self._parts[at]
            return part_row(session, index, part, planned.get(index), now, cells)

        self._rows.show(len(self._parts), draw, keep=True)
        self.query_one("#said", Line).show((said, "dim"))
        self.refit()


def part_row(
    session: Session, index: int, part: TopicPart, minutes: int | None, now: datetime, cells: int
) -> Row:
    """A part: held, running, to come or (without minutes) left out; minutes used and planned."""
    signs, coverage = symbols(), session.coverage
    if minutes is None:
        return lay_out(_PART, ("", (part.heading, "dim"), ("left out", "dim"), ""), cells)
    spent = int(timing.part_spent(session, index, now) // timing.MINUTE)
    used = f"{spent} / {minutes}" if minutes or spent else ""
    if coverage.part == index:
        sign, name = (signs.full, "accent"), (part.heading, "accent")
        return lay_out(_PART, (sign, name, ("now", "accent"), used), cells)
    if index in coverage.parts:
        return lay_out(_PART, ((signs.done, "success"), (part.heading, "dim"), "", (used, "dim")), cells)
    kind = "optional" if part.optional else ""
    return lay_out(_PART, ("", part.heading, (kind, "dim"), f"{minutes or ''}"), cells)
