"""Debrief: five minutes with the co-facilitator, written into the private lane."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import TextArea

from iop_group.domain.errors import NotSaved
from iop_group.tui.blocks.base import Workspace
from iop_group.tui.text import Row, wrap
from iop_group.tui.widgets.fields import Writing
from iop_group.tui.widgets.line import Lines

QUESTIONS = (
    "What went well? What was hard? Who stood out, and who was quiet? What do we do differently next time?"
)
PRIVATE = "Private process notes: kept in a file of their own, in no export and in no member's record."


class DebriefWorkspace(Workspace):
    """A page for the facilitators alone."""

    DEFAULT_CSS = """
    DebriefWorkspace > Lines { margin: 0 1 1 1; }
    DebriefWorkspace > Writing { height: 1fr; max-width: 76; }
    """

    def compose(self) -> ComposeResult:
        """What to ask each other, and the page."""
        self._lane = self.desk.private_lane(self.session.plan.session)
        yield Lines(id="questions")
        yield Writing(self._lane.text, placeholder="Write here; it is saved as you type.")

    def show_all(self) -> None:
        cells = max(20, min(72, self.size.width - 4))
        rows: list[Row] = [((line, "text"),) for line in wrap(QUESTIONS, cells)]
        rows += [((line, "dim"),) for line in wrap(PRIVATE, cells)]
        self.query_one("#questions", Lines).show(rows)

    def on_resize(self) -> None:
        if self.standing:
            self.show_all()

    @on(TextArea.Changed)
    def _written(self, event: TextArea.Changed) -> None:
        try:
            self._lane.write(event.text_area.text)
        except NotSaved as error:
            self.app.notify(str(error), severity="warning", markup=False, timeout=12)
