"""A few paragraphs to write; going back keeps them."""

from __future__ import annotations

from textual.app import ComposeResult

from iop_group.tui.widgets.dialog import Dialog
from iop_group.tui.widgets.fields import Writing

LENGTH = 4000
_TALLEST = 12


class Page(Dialog[str]):
    """Answers the text, however it is left: words that stand there are never thrown away."""

    DEFAULT_CSS = "Page Writing { height: 6; }"

    def __init__(self, heading: str, text: str) -> None:
        super().__init__(heading, hints=[("^Z", "Undo")], last=("Esc", "Keep and go back"))
        self._writing = Writing(text, max_length=LENGTH)

    def compose_body(self) -> ComposeResult:
        """The page."""
        yield self._writing

    def on_mount(self) -> None:
        self.set_focus(self._writing)
        self._writing.move_cursor(self._writing.document.end)

    def fit_body(self, lines: int) -> None:
        """As tall as is handy."""
        self._writing.styles.height = max(1, min(_TALLEST, lines))

    def action_leave(self) -> None:
        """Back with the text."""
        self.close(self._writing.text.strip())
