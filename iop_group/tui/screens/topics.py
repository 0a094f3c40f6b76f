"""Topics: which there are, and each of them to read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from iop_group.domain.errors import Problem
from iop_group.domain.topics import TopicModule
from iop_group.tui.commands import Command, Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.text import Row, Run, symbols
from iop_group.tui.topics_lines import all_problems, in_order, notice, problem_rows, reading, topic_row
from iop_group.tui.widgets.line import ScrollLines
from iop_group.tui.widgets.reading import Reading
from iop_group.tui.widgets.rows import Rows

NO_TOPIC = "There is no topic. Write one as a text file into themes/topics in the home folder."


class TopicsScreen(HouseScreen):
    """Every topic module in one list; what is wrong with files stands above it."""

    PLACE = Place.TOPICS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.TOPICS)]
    DEFAULT_CSS = "TopicsScreen > Rows { margin: 1 2 0 2; max-width: 88; }"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._topics: tuple[TopicModule, ...] = ()
        self._problems: tuple[Problem, ...] = ()
        self._notice = ""
        self._rows = Rows(empty=NO_TOPIC)
        self._shown_once = False

    def compose_body(self) -> Iterable[Widget]:
        yield self._rows

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        return ((" Topics", "title"),), ()

    def refreshed(self) -> None:
        """Read the files anew: they may have been changed in the meantime."""
        here = self._at_cursor()
        self._topics = in_order(self.desk.library.topics().items)
        self._problems = all_problems(self.desk.library)
        self._notice = notice(self._problems)
        above = self._above
        self._rows.show(
            len(self._topics) + above, self._draw, selectable=lambda i: i != 1 or not above, keep=True
        )
        if here is not None or not self._shown_once:
            ids = [topic.id for topic in self._topics]
            at = ids.index(here.id) if here is not None and here.id in ids else 0
            self._rows.move_to(above + at)
        self._shown_once = True

    @property
    def _above(self) -> int:
        """Lines above the first topic: the notice and an empty one."""
        return 2 if self._notice else 0

    def _draw(self, index: int, cells: int) -> Row:
        if index < self._above:
            return ((f"{symbols().flag} {self._notice}", "warning"),) if index == 0 else ()
        topic = self._topics[index - self._above]
        source = self.desk.library.topic_source(topic.id)
        return topic_row(topic, cells, own=source is not None and source.own)

    def _at_cursor(self) -> TopicModule | None:
        at = self._rows.index
        place = -1 if at is None else at - self._above
        return self._topics[place] if 0 <= place < len(self._topics) else None

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter: read the topic, or what is wrong."""
        self.action_read_topic()

    def action_read_topic(self) -> None:
        """The topic at the cursor, with what is for the facilitator alone."""
        self._open(as_group=False)

    def action_as_group(self) -> None:
        """The topic at the cursor as the group sees it."""
        self._open(as_group=True)

    def _open(self, *, as_group: bool) -> None:
        topic = self._at_cursor()
        if topic is not None:
            self.app.push_screen(TopicScreen(self.desk, topic, as_group=as_group))
        elif self._notice and self._rows.index == 0:
            heading = self._notice.partition(":")[0]
            self.app.push_screen(Reading(heading, partial(problem_rows, self._problems)))


class TopicScreen(HouseScreen):
    """One topic to read."""

    PLACE = Place.TOPICS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.TOPICS)]
    DEFAULT_CSS = "TopicScreen > ScrollLines { margin: 1 2 0 4; max-width: 74; }"

    def __init__(self, desk: Desk, topic: TopicModule, *, as_group: bool) -> None:
        super().__init__(desk)
        self._topic = topic
        self._as_group = as_group
        self._text = ScrollLines(reading(topic, as_group=as_group))

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
            self._text.show(reading(topic, as_group=self._as_group), keep=True)
            self.show_heading()

    def action_as_group(self) -> None:
        """What the group sees, or all of it."""
        self._as_group = not self._as_group
        self._text.show(reading(self._topic, as_group=self._as_group))
        self.show_heading()
        self.show_keys()
