"""The last step before a topic is in use: seen as the group sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from iop_group.domain.errors import Problem
from iop_group.domain.topics import TopicModule
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.text import Run
from iop_group.tui.topics_lines import reading
from iop_group.tui.widgets.line import Line, ScrollLines
from iop_group.tui.writing_lines import to_mend

QUESTION = "Would you put every line of this on the wall of the room?"


class TopicPreview(HouseScreen):
    """What the group will see, and nothing else."""

    PLACE = Place.PREVIEW
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.PREVIEW)]
    AUTO_FOCUS = "ScrollLines"
    DEFAULT_CSS = """
    TopicPreview > ScrollLines { margin: 1 2 0 4; max-width: 74; }
    TopicPreview > #question { margin: 1 4; }
    """

    def __init__(
        self, desk: Desk, topic: TopicModule, problems: Sequence[Problem], use: Callable[[], None]
    ) -> None:
        """`use` is done once this screen has gone."""
        super().__init__(desk)
        self._topic = topic
        self._problems = tuple(problems)
        self._use = use

    def compose_body(self) -> Iterable[Widget]:
        yield ScrollLines(reading(self._topic, as_group=True))
        yield Line((QUESTION, "strong"), id="question")

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        seen: Run = ("  as the group sees it", "accent")
        return ((f" {self._topic.title}", "title"), seen), (to_mend(self._problems),)

    def action_put_in_use(self) -> None:
        """It is fine like this."""
        self.dismiss()
        self._use()
