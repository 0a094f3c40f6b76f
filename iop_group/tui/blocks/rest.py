"""Break: when the group comes back, large enough to be seen from the door."""

from __future__ import annotations

from datetime import datetime, timedelta

from textual.app import ComposeResult

from iop_group.domain import timing
from iop_group.tui.blocks.base import Workspace
from iop_group.tui.times import local_time
from iop_group.tui.widgets.clock import BigClock
from iop_group.tui.widgets.line import Line


class RestWorkspace(Workspace):
    """The break's clock and the time to be back."""

    can_focus = True
    DEFAULT_CSS = "RestWorkspace > * { margin: 1 2; }"

    def compose(self) -> ComposeResult:
        """Clock and words."""
        yield Line(id="words")
        yield BigClock()
        yield Line(("The minutes of the break do not count as attended.", "dim"))

    def take_focus(self) -> None:
        self.focus_now(self)

    def show_all(self) -> None:
        self.tick(self.desk.now())

    def tick(self, now: datetime) -> None:
        left = timing.block_left(self.session.course, self.block, now)
        back = local_time(now + timedelta(seconds=left))
        words = f"Back at {back}" if left >= 0 else f"The break is over since {back}"
        self.query_one("#words", Line).show((words, "strong" if left >= 0 else "warning"))
        self.query_one(BigClock).show_left(left)
