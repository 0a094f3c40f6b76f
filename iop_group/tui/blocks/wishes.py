"""The group makes its list: one line for each point, typed as it is said."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from iop_group.domain.events import WishWritten
from iop_group.domain.wishes import Wish, read_wish
from iop_group.tui.blocks.base import Workspace
from iop_group.tui.blocks.wish_lines import wish_row
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.desk import new_id
from iop_group.tui.room_lines import WISH_SLOT
from iop_group.tui.text import Row
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.line import Line
from iop_group.tui.widgets.rows import Rows

PLACEHOLDER = "such as: @ben the call with his boss 10m"
_AROUND = 6
"""Lines that the question, the field and what is said take."""


class WishEntry(Entry):
    """The field of the list: up and down change the point, and an empty field has nothing to delete in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "point(-1)", "Point before", show=False),
        Binding("down", "point(1)", "Next point", show=False),
    ]

    def action_point(self, step: int) -> None:
        """The workspace has the cursor."""
        self.query_ancestor(WishesWorkspace).move(step)

    def action_delete_right(self) -> None:
        """With nothing typed, the point at the cursor goes."""
        if self.value:
            super().action_delete_right()
        else:
            self.query_ancestor(WishesWorkspace).action_take_off()


class WishesWorkspace(Workspace):
    """What the group wants to work on. Names stand here alone: the group's note has none."""

    PLACE = Place.LIST
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.LIST)]
    DEFAULT_CSS = """
    WishesWorkspace > #asked { margin-bottom: 1; }
    WishesWorkspace > Rows { height: 1; max-width: 76; margin-bottom: 1; }
    WishesWorkspace > WishEntry { max-width: 76; }
    WishesWorkspace > #said { margin-top: 1; }
    """

    def compose(self) -> ComposeResult:
        """The question, the points, the field below the last of them."""
        yield Line(id="asked")
        yield Rows(empty="Nothing yet. Type what a member wants to work on, and press Enter.")
        yield WishEntry(self.keeper.typed(WISH_SLOT), placeholder=PLACEHOLDER)
        yield Line(id="said")

    def prepare(self) -> None:
        self.query_one(Rows).can_focus = False

    def begin(self) -> None:
        self.move(len(self._wishes))

    @property
    def is_done(self) -> bool:
        """Is there a list, and nothing half typed?"""
        return bool(self._wishes) and not self.keeper.typed(WISH_SLOT)

    @property
    def _wishes(self) -> tuple[Wish, ...]:
        return self.session.wishes.all

    def bar(self) -> list[tuple[str, str]]:
        """The field takes every letter, so its keys are these."""
        return [("Enter", "Put on the list"), ("↑ ↓", "Point"), *super().bar()]

    def take_focus(self) -> None:
        self.focus_now(self.query_one(WishEntry))

    def move(self, step: int) -> None:
        """The cursor to another point."""
        rows = self.query_one(Rows)
        rows.move_to((rows.index or 0) + step)

    def show_all(self) -> None:
        rows, wishes = self.query_one(Rows), self._wishes
        rows.show(len(wishes), self._draw, keep=True)
        rows.styles.height = max(1, min(len(wishes), self.size.height - _AROUND))
        asked = f", {self.session.wishes.minutes} min" if self.session.wishes.minutes else ""
        count = f"   {len(wishes)} on the list{asked}" if wishes else ""
        self.query_one("#asked", Line).show(("What do we want to work on?", "strong"), (count, "dim"))

    def on_resize(self) -> None:
        if self.standing:
            self.show_all()

    def _draw(self, index: int, cells: int) -> Row:
        return wish_row(self._wishes[index], self.session.attendance.names(), cells)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Every letter is kept."""
        event.stop()
        if self.standing:
            self._say("")
            self.keeper.type(WISH_SLOT, event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: onto the list; nothing typed does nothing."""
        event.stop()
        attendance = self.session.attendance
        said = read_wish(event.value, attendance.names(), attendance.roster)
        if said is None:
            self._say("Nobody today has that name.")
        elif not said.words:
            self._say("Type what it is about, or go on with F8.")
        else:
            self.keeper.finish(WISH_SLOT, WishWritten(new_id(), said.words, said.member, said.minutes))
            event.input.value = ""
            self.move(len(self._wishes))

    def action_take_off(self) -> None:
        """The point at the cursor is not on the list after all."""
        at = self.query_one(Rows).index
        if at is not None and at < len(self._wishes):
            self.keeper.act(WishWritten(self._wishes[at].id, ""))

    def _say(self, text: str) -> None:
        self.query_one("#said", Line).show((text, "warning"))
