"""Topic: the module's parts with their minutes, points one at a time, the facilitator's notes beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from iop_group.domain.events import ObjectiveCovered, PartEntered, PointShown, QuestionUsed, TopicChosen
from iop_group.domain.topics import PartKind, TopicPlan
from iop_group.tui.blocks.topic_lines import facilitator_rows, stops
from iop_group.tui.blocks.topic_view import Points, TopicView
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.planning import topic_taken
from iop_group.tui.widgets.pick import Pick


class TopicWorkspace(TopicView):
    """What the keys do with the part and the point that are shown."""

    PLACE = Place.TOPIC
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.TOPIC)]

    def action_next_point(self) -> None:
        """The next point; after the last one the next part."""
        self._step(1)

    def action_previous_point(self) -> None:
        """The point before."""
        self._step(-1)

    @property
    def is_done(self) -> bool:
        """Is the last point of the last part shown?"""
        return self._at == len(self.plan.parts) - 1 and self._is_at_end

    @property
    def _is_at_end(self) -> bool:
        """Is the part's last point shown?"""
        return self.running is not None and self.point >= len(stops(self.running)) - 1

    def _step(self, step: int) -> None:
        running, place = self.running, self.point + step
        if running is not None and 0 <= place < len(stops(running)):
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
        parts = self.plan.parts
        at = -1 if self._at is None else self._at  # undo may have gone back before the first
        if 0 <= at + step < len(parts):
            self.keeper.act(PartEntered(parts[at + step].index))
            self.query_one(Points).jump_to(0)
        elif step > 0:
            self._say_what_comes()

    def _say_what_comes(self) -> None:
        following = self.session.course.neighbour(1)
        if following is not None:
            self.app.clear_notifications()
            self.app.notify(f"The topic ends here. F8 goes on to {following.title}.", markup=False)

    def action_parts(self) -> None:
        """Any part, its minutes, and what is left out."""
        from iop_group.tui.blocks.topic_parts import PartsDialog

        def plan() -> TopicPlan:
            self.forget_plan()
            return self.plan

        def arrive(part: int | None) -> None:
            if part is not None:
                self.query_one(Points).jump_to(0)

        if self.module is not None:
            dialog = PartsDialog(self.keeper, self.module, plan, self.desk.now)
            self.app.push_screen(dialog, arrive)

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
                self.forget_module()
                self.keeper.act(TopicChosen(topic_taken(topics[choice])))
                if self.plan.parts:
                    self.keeper.follow(PartEntered(self.plan.parts[0].index), after=TopicChosen)

        self.app.push_screen(Pick("Which topic?", [(t.title, f"{t.minutes} min") for t in topics]), take)
