"""One topic to read: all of it, or as the group sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from iop_group.domain.errors import Severity
from iop_group.domain.topics import TopicModule
from iop_group.tui.commands import Command, Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.screens.topic_acts import TopicActs
from iop_group.tui.text import Row, Run, symbols
from iop_group.tui.topic_list import BEHIND
from iop_group.tui.topics_lines import reading
from iop_group.tui.widgets.line import ScrollLines


class TopicScreen(TopicActs):
    """The same key goes there and back."""

    PLACE = Place.TOPICS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.TOPICS)]
    DEFAULT_CSS = "TopicScreen > ScrollLines { margin: 1 2 0 4; max-width: 74; }"

    def __init__(self, desk: Desk, topic: TopicModule, *, as_group: bool) -> None:
        super().__init__(desk)
        self._topic = topic
        self._as_group = as_group
        self._text = ScrollLines(self._reading())

    def _reading(self) -> Callable[[int], list[Row]]:
        return reading(self._topic, as_group=self._as_group, said=self._said())

    def _said(self) -> str:
        """What the facilitator should know about a topic of her own."""
        library, topic = self.desk.library, self._topic
        source = library.topic_source(topic.id)
        if source is None or not source.own:
            return ""
        if library.original_has_changed(topic):
            return BEHIND
        found = library.check_topic(topic.text, f"topics/{source.path.name}", own_path=source.path)
        wrong = sum(problem.severity is not Severity.HINT for problem in found)
        return f"{wrong} to mend: e shows where." if wrong else ""

    @property
    def chosen(self) -> TopicModule:
        return self._topic

    def compose_body(self) -> Iterable[Widget]:
        yield self._text

    def commands(self) -> tuple[Command, ...]:
        """Only what makes sense while reading."""
        return tuple(c for c in super().commands() if hasattr(self, f"action_{c.act}"))

    def bar(self) -> list[tuple[str, str]]:
        """The same key goes there and back."""
        everything = ("g", "Everything")
        return [everything if key == "g" and self._as_group else (key, label) for key, label in super().bar()]

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        seen: Run = ("as the group sees it", "accent")
        alone: Run = (f"{symbols().upright} for you alone", "dim")
        return ((f" {self._topic.title}", "title"),), (seen if self._as_group else alone,)

    def refreshed(self) -> None:
        """Take the file as it is now; a topic that is gone stays readable."""
        topic = self.desk.library.topic(self._topic.id) or self._topic
        if topic != self._topic:
            self._topic = topic
            self._text.show(self._reading(), keep=True)
            self.show_heading()

    def action_as_group(self) -> None:
        """What the group sees, or all of it."""
        self._as_group = not self._as_group
        self._text.show(self._reading())
        self.show_heading()
        self.show_keys()
