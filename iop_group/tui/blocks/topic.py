"""Topic: the module's parts with their minutes, points one at a time, the facilitator's notes beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from iop_group.domain.events import ObjectiveCovered, PartEntered, PointShown, QuestionUsed, TopicChosen
from iop_group.domain.topics import PartKind, PlannedPart, TopicModule, TopicPlan, parse_topic, plan_parts
from iop_group.tui.blocks.base import Workspace
from iop_group.tui.blocks.topic_lines import facilitator_rows, group_rows, part_heading, side_rows, stops
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.planning import topic_taken
from iop_group.tui.text import Row
from iop_group.tui.widgets.line import Line, Lines, ScrollLines
from iop_group.tui.widgets.pick import Pick

SIDE = 30
WIDEST = 72
BELOW = 3
"""Where the side stands below the points, it has one line in so many."""


class Points(ScrollLines, inherit_bindings=False):
    """The group's text of a part; moving in it is the workspace's."""


class TopicWorkspace(Workspace):
    """The part that runs, as the group has it, and what is for the facilitator alone."""

    PLACE = Place.TOPIC
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.TOPIC)]
    DEFAULT_CSS = """
    TopicWorkspace > #part { height: 1; margin-bottom: 1; }
    TopicWorkspace #beside { width: 30; height: 1fr; padding-left: 2; border-left: solid $panel; }
    """

    def compose(self) -> ComposeResult:
        """The part's line, the points, the side."""
        yield Line(id="part")
        with Horizontal():
            yield Points()
            yield Lines(id="beside")

    def begin(self) -> None:
        if self.plan.parts and self._at is None:
            self.keeper.act(PartEntered(self.plan.parts[0].index))
            # The room paints only what is mounted already.
            self.show_all()

    @cached_property
    def module(self) -> TopicModule | None:
        """The topic as the session began with it."""
        topic = self.session.plan.topic
        return parse_topic(topic.text, f"{topic.id}.md")[0] if topic and topic.text else None

    @cached_property
    def plan(self) -> TopicPlan:
        """Its parts with the minutes they get in this block."""
        if self.module is None:
            return TopicPlan((), (), 0)
        return plan_parts(self.module, self.session.course.planned_minutes(self.block))

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
        self.query_one(Points).show(self._group_rows, keep=True)
        self._show_side()
        self.tick(self.desk.now())
        self._reveal()

    def on_resize(self) -> None:
        self._show_side()
        self.call_after_refresh(self.tick, self.desk.now())

    def tick(self, now: datetime) -> None:
        line = self.query_one("#part", Line)
        line.show(*part_heading(self.session, self.plan, self._at, now, line.size.width or WIDEST))

    def _group_rows(self, cells: int) -> list[Row]:
        cells = min(cells, WIDEST)
        if self.module is None:
            return [(("No topic was chosen. ", "text"), ("o", "strong"), (" chooses one.", "text"))]
        running = self.running
        return group_rows(running, self.point, self.session.coverage.used, cells) if running else []

    def _show_side(self) -> None:
        following = None
        if self._at is not None and self._at + 1 < len(self.plan.parts):
            following = self.plan.parts[self._at + 1]
        below = self.screen.has_class("-normal")
        beside = self.size.width - 2 if below else self.query_one("#beside").content_size.width or SIDE
        cells = max(12, min(WIDEST, beside) - 1)
        rows = side_rows(self.module, self.running, following, first=self._at == 0, cells=cells, close=below)
        room = max(3, self.size.height // BELOW if below else self.size.height - 2)
        if len(rows) > room:
            rows = [*rows[: room - 1], (("more: ", "dim"), ("v", "strong"))]
        self.query_one("#beside", Lines).show(rows)

    def _reveal(self) -> None:
        """Keep the point that is shown in sight."""
        points, running = self.query_one(Points), self.running
        if running is None:
            return
        before = group_rows(
            running, self.point, self.session.coverage.used, min(points.size.width or 40, WIDEST)
        )
        line = next((y for y, row in enumerate(before) if row and row[0][1] == "accent"), 0)
        if not points.scroll_offset.y <= line < points.scroll_offset.y + max(1, points.size.height - 2):
            points.jump_to(max(0, line - points.size.height // 3))

    # What the keys do

    def action_next_point(self) -> None:
        """The next point; after the last one the next part."""
        self._step(1)

    def action_previous_point(self) -> None:
        """The point before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        running = self.running
        if running is None:
            return
        place = self.point + step
        if 0 <= place < len(stops(running)):
            self.keeper.act(PointShown(running.index, place))
        elif step > 0:
            self.action_next_part()

    def action_use_question(self) -> None:
        """Mark the question as asked, or not asked."""
        running = self.running
        if running is None or running.part.kind is not PartKind.DISCUSSION:
            self.app.notify("Only questions are marked as used.", markup=False)
            return
        used = (running.index, self.point) in self.session.coverage.used
        self.keeper.act(QuestionUsed(running.index, self.point, not used))

    def action_next_part(self) -> None:
        """The part after this one; whatever it skips stays unmarked."""
        self._enter_part(1)

    def action_previous_part(self) -> None:
        """The part before this one."""
        self._enter_part(-1)

    def _enter_part(self, step: int) -> None:
        at = self._at
        if at is not None and 0 <= at + step < len(self.plan.parts):
            self.keeper.act(PartEntered(self.plan.parts[at + step].index))
            self.query_one(Points).jump_to(0)

    def action_for_you(self) -> None:
        """All that is for the facilitator alone, to read at length."""
        from iop_group.tui.widgets.reading import Reading

        if self.module is not None:
            self.app.push_screen(Reading("For you alone", facilitator_rows(self.module, self.running)))

    def action_objectives(self) -> None:
        """Tick an objective; where there is no topic, choose one."""
        topic = self.session.plan.topic
        if topic is None:
            self._choose_topic()
            return
        self._tick_objectives(topic.objectives, 0)

    def _tick_objectives(self, objectives: Sequence[str], at: int) -> None:
        """The list comes back after each tick, until Escape."""
        covered = self.session.coverage.objectives
        lines = [(o, "covered" if i in covered else "") for i, o in enumerate(objectives)]

        def take(choice: int | None) -> None:
            if choice is not None:
                self.keeper.act(ObjectiveCovered(choice, choice not in self.session.coverage.objectives))
                self._tick_objectives(objectives, choice)

        empty = "This topic names no objectives."
        self.app.push_screen(Pick("Objectives covered", lines, selected=at, accept="Tick", empty=empty), take)

    def _choose_topic(self) -> None:
        topics = self.desk.library.topics().items

        def take(choice: int | None) -> None:
            if choice is not None:
                for name in ("module", "plan"):
                    self.__dict__.pop(name, None)
                self.keeper.act(TopicChosen(topic_taken(topics[choice])))
                if self.plan.parts:
                    self.keeper.act(PartEntered(self.plan.parts[0].index))

        self.app.push_screen(Pick("Which topic?", [(t.title, f"{t.minutes} min") for t in topics]), take)
