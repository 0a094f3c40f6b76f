"""A window too small to show a session whole: one sentence, and no key that could do something unseen."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.screen import Screen

from iop_group.tui.text import wrap
from iop_group.tui.widgets.line import Lines

LEAST = Size(60, 20)
"""Columns and rows from which every screen is usable."""


class TooSmallScreen(Screen[None]):
    """Stands in front until the window is large enough; whatever is behind it goes on."""

    DEFAULT_CSS = "TooSmallScreen { background: $background; } TooSmallScreen Toast { display: none; }"

    def compose(self) -> ComposeResult:
        """The sentence."""
        yield Lines(id="sentence")

    def on_resize(self, event: events.Resize) -> None:
        """Say it for the size there is now."""
        sentence = (
            f"This window has {event.size.width} columns and {event.size.height} rows. "
            f"Make it at least {LEAST.width} by {LEAST.height}. Nothing is lost."
        )
        self.query_one(Lines).show([((line, "text"),) for line in wrap(sentence, max(2, event.size.width))])


def watch_size(app: App[None], size: Size) -> None:
    """Put the sentence in front, or take it away again."""
    small = size.width < LEAST.width or size.height < LEAST.height
    if small and not isinstance(app.screen, TooSmallScreen):
        app.push_screen(TooSmallScreen())
    elif not small and isinstance(app.screen, TooSmallScreen):
        app.screen.dismiss()
