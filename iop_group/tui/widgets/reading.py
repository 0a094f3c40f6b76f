"""A text in a frame, to be read and put away again."""

from __future__ import annotations

from textual.app import ComposeResult

from iop_group.tui.widgets.dialog import Dialog
from iop_group.tui.widgets.line import Builder, ScrollLines


class Reading(Dialog[None]):
    """Scrolls with the arrows; Escape puts it away."""

    DEFAULT_CSS = "Reading #text { height: auto; }"

    def __init__(self, heading: str, content: Builder) -> None:
        super().__init__(heading)
        self._content = content

    def compose_body(self) -> ComposeResult:
        """The text."""
        yield ScrollLines(self._content, id="text")

    def on_mount(self) -> None:
        """The arrows scroll at once."""
        self.set_focus(self.query_one("#text"))

    def fit_body(self, lines: int) -> None:
        """As much as there is room for."""
        for text in self.query("#text"):
            text.styles.max_height = lines
