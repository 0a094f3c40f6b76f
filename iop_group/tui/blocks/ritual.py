"""A ritual's checklist: each line is ticked as it is said, and what may be said stands below."""

from __future__ import annotations

from iop_group.domain.events import ItemTicked
from iop_group.domain.rituals import Ritual
from iop_group.domain.session import Session
from iop_group.tui.keeper import Keeper
from iop_group.tui.text import Row, symbols, wrap
from iop_group.tui.widgets.rows import Rows

WIDEST = 72


class RitualRows(Rows):
    """The lines of one ritual. Enter ticks the line and goes on to the next."""

    MARKED_ALWAYS = False

    def __init__(self, ritual: Ritual | None, keeper: Keeper, *, id: str | None = None) -> None:
        super().__init__(empty="There is no ritual file for this block. Go on when you are ready.", id=id)
        self.ritual = ritual
        self._keeper = keeper

    @property
    def session(self) -> Session:
        """The session as it stands now."""
        return self._keeper.session

    def show_all(self) -> None:
        """Paint the lines from the session."""
        self.show(len(self.ritual.items) if self.ritual else 0, self._draw_item, keep=True)

    def is_said(self, index: int) -> bool:
        """Has the line been ticked?"""
        ritual = self.ritual
        return ritual is not None and (ritual.id, ritual.items[index].id) in self.session.coverage.said

    @property
    def all_said(self) -> bool:
        """Has every line been ticked?"""
        return self.ritual is not None and all(map(self.is_said, range(len(self.ritual.items))))

    def _draw_item(self, index: int, cells: int) -> Row:
        if self.ritual is None:
            return ()
        said, signs = self.is_said(index), symbols()
        sign = (f"{signs.done if said else signs.hollow} ", "success" if said else "dim")
        return (sign, (self.ritual.items[index].text, "dim" if said else "text"))

    def hint_rows(self, cells: int) -> list[Row]:
        """A sentence to say for the line at the cursor."""
        at = self.index
        if self.ritual is None or at is None or not self.ritual.items[at].hint:
            return []
        return [((line, "text"),) for line in wrap(self.ritual.items[at].hint, min(cells, WIDEST))]

    def tick(self) -> None:
        """The line was said; then on to the next. Only untick() takes that back: it is on the record."""
        at = self.index
        if self.ritual is None or at is None:
            return
        item = self.ritual.items[at]
        if not self.is_said(at):
            self._keeper.act(ItemTicked(self.ritual.id, item.id, item.text))
        if at + 1 < len(self.ritual.items):
            self.move_to(at + 1)

    def untick(self) -> None:
        """The line was not said after all; on one that is open, the line before."""
        at = self.index
        if self.ritual is None or at is None:
            return
        if not self.is_said(at) and at > 0:
            self.move_to(at - 1)
            at -= 1
        if self.is_said(at):
            item = self.ritual.items[at]
            self._keeper.act(ItemTicked(self.ritual.id, item.id, item.text, done=False))
