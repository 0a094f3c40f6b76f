"""The text of a topic while it is written: headings stand out, what the group does not see stands back."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text

from iop_group.domain.topics import LONGEST_TEXT
from iop_group.tui.widgets.fields import Writing


class TopicPage(Writing):
    """Paints the lines by what they are; which are private is told from outside."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"topic--heading", "topic--private"}
    DEFAULT_CSS = """
    TopicPage { height: 1fr; width: 1fr; }
    TopicPage > .topic--heading { color: $accent; text-style: bold; }
    TopicPage > .topic--private { color: $text-muted; }
    """

    def __init__(self, text: str, *, id: str | None = None) -> None:
        self._private: frozenset[str] = frozenset()
        super().__init__(text, max_length=LONGEST_TEXT, id=id)

    @property
    def line(self) -> int:
        """Where the cursor stands, counted from 1."""
        return self.cursor_location[0] + 1

    def mark_private(self, texts: frozenset[str]) -> None:
        """Paint these lines as what the facilitator alone sees."""
        if texts != self._private:
            self._private = texts
            self.notify_style_update()
            self.refresh()

    def get_line(self, line_index: int) -> Text:
        """One line as it is painted."""
        line = super().get_line(line_index)
        plain = line.plain
        if plain in self._private:
            line.stylize(self.get_component_rich_style("topic--private", partial=True))
        if plain.startswith("##"):
            line.stylize(self.get_component_rich_style("topic--heading", partial=True))
        return line

    def go_to(self, line: int) -> None:
        """Select a line, counted from 1, so that it is seen at once."""
        row = max(0, min(line - 1, self.document.line_count - 1))
        self.move_cursor((row, len(self.document.get_line(row))))
        self.move_cursor((row, 0), select=True, center=True)
