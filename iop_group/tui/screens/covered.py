"""Topics covered: what a group has held, and who of its members was there for it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from iop_group.domain.errors import NotFound
from iop_group.domain.topics_held import Held, topics_held
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.covered_lines import covered_rows
from iop_group.tui.desk import Desk
from iop_group.tui.rosters import roster_of
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.text import Run, symbols
from iop_group.tui.widgets.line import ScrollLines


class CoveredScreen(HouseScreen):
    """Read-only; no session is opened for it."""

    PLACE = Place.COVERED
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.COVERED)]
    DEFAULT_CSS = "CoveredScreen > ScrollLines { margin: 1 2 0 2; max-width: 80; }"

    def __init__(self, desk: Desk, group_id: str) -> None:
        """Raises NotFound."""
        super().__init__(desk)
        found = next((g for g in desk.vault.registry.groups() if g.id == group_id), None)
        if found is None:
            raise NotFound("This group is not there any more.", "Choose another one in Groups.")
        self._group = found

    def compose_body(self) -> Iterable[Widget]:
        yield ScrollLines(id="text")

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        return ((f" {self._group.name}", "title"), (f" {symbols().dot} topics covered", "dim")), ()

    def refreshed(self) -> None:
        """Look at every session's line, which takes a moment where there are thousands."""
        self.read_in_thread(self._read)

    def _read(self) -> None:
        held = topics_held(self.desk.vault.index.summaries(), self._group.id)
        self.app.call_from_thread(self._show, held)

    def _show(self, held: tuple[Held, ...]) -> None:
        if self.standing:
            members = roster_of(self._group, self.desk)
            self.query_one(ScrollLines).show(partial(covered_rows, members, held), keep=True)
