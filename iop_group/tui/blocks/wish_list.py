"""The group's list while it is talked about: what was, and what was not yet."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iop_group.domain.events import WishTicked
from iop_group.domain.wishes import Wish
from iop_group.tui.blocks.wish_lines import wish_row
from iop_group.tui.keeper import Keeper
from iop_group.tui.text import Row
from iop_group.tui.widgets.room_dialog import RoomDialog
from iop_group.tui.widgets.rows import Rows


class WishesDialog(RoomDialog[None]):
    """Enter ticks the point at the cursor and goes on to the next; again takes the tick away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "accept", "Talked about", show=False),
        Binding("j", "leave", "Back", show=False),
    ]

    def __init__(self, keeper: Keeper) -> None:
        super().__init__("The group's list", hints=[("Enter", "Talked about, or not")])
        self.keeper = keeper
        self._rows = Rows(empty="Nothing is on the list today.")

    @property
    def _wishes(self) -> tuple[Wish, ...]:
        return self.keeper.session.wishes.all

    def compose_body(self) -> ComposeResult:
        yield self._rows

    def on_mount(self) -> None:
        self.set_focus(self._rows)
        self._show()
        self._rows.move_to(next((i for i, wish in enumerate(self._wishes) if not wish.done), 0))

    def fit_body(self, lines: int) -> None:
        self._rows.styles.height = max(1, min(len(self._wishes), lines))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_accept()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()

    def action_accept(self) -> None:
        """It was talked about; again: it was not."""
        at = self._rows.index
        if at is not None:
            wish = self._wishes[at]
            self.keeper.act(WishTicked(wish.id, not wish.done))
            self._show()
            if not wish.done:
                self._rows.move_to(min(at + 1, len(self._wishes) - 1))

    def _show(self) -> None:
        self._rows.show(len(self._wishes), self._draw, keep=True)
        self.refit()

    def _draw(self, index: int, cells: int) -> Row:
        return wish_row(self._wishes[index], self.keeper.session.attendance.names(), cells)
