"""Opening: the ritual that stamps itself, while people arrive."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from iop_group.domain.agenda import BlockKind
from iop_group.domain.attendance import size_hint
from iop_group.domain.events import Mark
from iop_group.tui.blocks.base import Workspace
from iop_group.tui.blocks.ritual import RitualRows
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.text import Row
from iop_group.tui.widgets.line import Lines


class OpeningWorkspace(Workspace):
    """What to say first, and who is here."""

    PLACE = Place.OPENING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.OPENING)]
    DEFAULT_CSS = """
    OpeningWorkspace > #title { margin-bottom: 1; }
    OpeningWorkspace > RitualRows { height: auto; max-height: 60%; }
    OpeningWorkspace > #hint { margin: 1 2; }
    """

    def compose(self) -> ComposeResult:
        """The list, what may be said, and what to do about arrivals."""
        yield Lines(id="title")
        yield RitualRows(self.desk.library.ritual("opening"), self.keeper)
        yield Lines(id="hint")
        yield Lines(id="arrivals")

    def show_all(self) -> None:
        rows = self.query_one(RitualRows)
        rows.show_all()
        rows.styles.height = max(1, rows.count)
        self.query_one("#title", Lines).show([((self._today(), "strong"),)])
        self.query_one("#arrivals", Lines).show(self._arrivals())
        self._show_hint()

    @property
    def is_done(self) -> bool:
        """Was every line said?"""
        return self.query_one(RitualRows).all_said

    def _today(self) -> str:
        topic = self.session.plan.topic
        if not any(block.kind is BlockKind.TOPIC for block in self.session.course.blocks):
            return "Today the group says what it wants to work on."
        return f"Today's topic: {topic.title}" if topic else "No topic is planned for today."

    def _arrivals(self) -> list[Row]:
        attendance = self.session.attendance
        marks = [attendance.people[code].mark for code in attendance.roster]
        waiting = marks.count(Mark.CLEARED)
        if not attendance.roster:
            return [(("Nobody is expected. ", "text"), ("a", "strong"), (" adds who is here.", "text"))]
        hint: list[Row] = [((said, "dim"),)] if (said := size_hint(attendance)) else []
        if len(attendance.here) == len(marks):
            return [(("Everyone is here.", "success"),), *hint]
        if not waiting:
            here = f"Everyone is recorded: {len(attendance.here)} of {len(marks)} here."
            return [((here, "text"),), *hint]
        return [
            (
                (f"{waiting} of {len(marks)} not here yet. ", "text"),
                ("a", "strong"),
                (" Arrivals", "text"),
            )
        ]

    def on_rows_moved(self) -> None:
        if self.standing:
            self._show_hint()

    def _show_hint(self) -> None:
        cells = max(20, self.size.width - 6)
        self.query_one("#hint", Lines).show(self.query_one(RitualRows).hint_rows(cells))

    def on_resize(self) -> None:
        if self.standing:
            self._show_hint()

    def on_rows_chosen(self) -> None:
        """Enter in the list."""
        self.action_tick()

    def action_tick(self) -> None:
        """The line was said."""
        self.query_one(RitualRows).tick()

    def action_untick(self) -> None:
        """The line was not said after all."""
        self.query_one(RitualRows).untick()
