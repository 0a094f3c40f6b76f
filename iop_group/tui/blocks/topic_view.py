"""What topic shows: the part that runs, as the group has it, and what is for the facilitator alone."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from textual.app import ComposeResult

from iop_group.domain.events import BlockEntered, PartEntered
from iop_group.domain.topic_course import held_plan, module_of
from iop_group.domain.topics import PlannedPart, TopicModule, TopicPlan
from iop_group.tui.blocks.base import Workspace
from iop_group.tui.blocks.topic_lines import content_note_rows, group_rows, part_heading, side_rows
from iop_group.tui.painting import GroundAcross
from iop_group.tui.text import Row
from iop_group.tui.widgets.line import Line, Lines, ScrollLines

SIDE = 30
WIDEST = 72
BELOW = 3
"""Where the side stands below the points, it has one line in so many."""


class Points(ScrollLines, inherit_bindings=False):
    """The group's text of a part; moving in it is the workspace's."""


class TopicView(Workspace):
    """The module's parts and points, painted. The keys stand in TopicWorkspace."""

    DEFAULT_CSS = """
    TopicView > #part { height: 1; margin-bottom: 1; }
    TopicView #beside { width: 30; height: 1fr; padding-left: 2; border-left: solid $panel; }
    """

    def compose(self) -> ComposeResult:
        """The part's line, the points, the side."""
        yield Line(id="part")
        with GroundAcross():
            yield Points()
            yield Lines(id="beside")

    def prepare(self) -> None:
        self._beside: tuple[object, ...] = ()
        """What the lines at the side were made from last."""

    def begin(self) -> None:
        if self.plan.parts and self._at is None:
            self.keeper.follow(PartEntered(self.plan.parts[0].index), after=BlockEntered)
            # The room paints only what is mounted already.
            self.show_all()

    @cached_property
    def module(self) -> TopicModule | None:
        """The topic as the session began with it."""
        return module_of(self.session)

    @cached_property
    def plan(self) -> TopicPlan:
        """Its parts with the minutes they get in this block; made anew after every act."""
        if self.module is None:
            return TopicPlan((), (), 0)
        return held_plan(self.module, self.session, self.block)

    def forget_module(self) -> None:
        """Read the topic anew: another one was chosen."""
        self.__dict__.pop("module", None)
        self.forget_plan()

    def forget_plan(self) -> None:
        """Something happened that may have changed the minutes, or which parts are held."""
        self.__dict__.pop("plan", None)

    @property
    def _at(self) -> int | None:
        """Which of the planned parts runs."""
        part = self.session.coverage.part
        return next((i for i, p in enumerate(self.plan.parts) if p.index == part), None)

    @property
    def running(self) -> PlannedPart | None:
        """The part that runs."""
        return self.plan.parts[self._at] if self._at is not None else None

    @property
    def point(self) -> int:
        """The point shown last in the part that runs."""
        running = self.running
        return self.session.coverage.points.get(running.index, 0) if running else 0

    def show_all(self) -> None:
        self.forget_plan()
        self.query_one(Points).show(self._group_rows, keep=True)
        self._show_side()
        self.tick(self.desk.now())
        self._reveal()

    def on_resize(self) -> None:
        if self.standing:
            self._show_side()
        self.once_laid_out(lambda: self.tick(self.desk.now()))

    def tick(self, now: datetime) -> None:
        line = self.query_one("#part", Line)
        line.show(*part_heading(self.session, self.plan, self._at, now, line.size.width or WIDEST))

    def _group_rows(self, cells: int) -> list[Row]:
        cells = min(cells, WIDEST)
        if self.module is None:
            return [(("No topic was chosen. ", "text"), ("o", "strong"), (" chooses one.", "text"))]
        running = self.running
        if running is None:
            return [(("Enter", "strong"), (" goes on.", "text"))]
        first = content_note_rows(self.module, cells) if self._at == 0 else []
        return [*first, *group_rows(running, self.point, self.session.coverage.used, cells)]

    def _show_side(self) -> None:
        following = None
        if self._at is not None and self._at + 1 < len(self.plan.parts):
            following = self.plan.parts[self._at + 1]
        below = self.screen.has_class("-normal")
        beside = self.size.width - 2 if below else self.query_one("#beside").content_size.width or SIDE
        cells = max(12, min(WIDEST, beside) - 1)
        room = max(3, self.size.height // BELOW if below else self.size.height - 2)
        # To break these lines is most of the work of a key, and they stay while the part does.
        shown = (self.module, self.running, following, self._at, cells, below, room)
        if shown == self._beside:
            return
        self._beside = shown
        rows = side_rows(self.module, self.running, following, first=self._at == 0, cells=cells, close=below)
        if len(rows) > room:
            rows = [*rows[: room - 1], (("more: ", "dim"), ("v", "strong"))]
        self.query_one("#beside", Lines).show(rows)

    def _reveal(self) -> None:
        """Keep the point that is shown in sight."""
        points, running = self.query_one(Points), self.running
        if running is None:
            return
        line = next((y for y, row in enumerate(points.rows) if row and row[0][1] == "accent"), 0)
        if self._at == 0 and self.point == 0:
            line = 0  # the content note comes first
        if not points.scroll_offset.y <= line < points.scroll_offset.y + max(1, points.size.height - 2):
            points.jump_to(max(0, line - points.size.height // 3))
