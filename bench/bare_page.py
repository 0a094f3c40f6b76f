"""The yardstick for typing: Textual's own page to write on, and nothing else."""

from textual.app import App, ComposeResult
from textual.widgets import TextArea


class BarePage(App[None]):
    """One page."""

    def compose(self) -> ComposeResult:
        yield TextArea(show_line_numbers=True)


if __name__ == "__main__":
    BarePage().run()
