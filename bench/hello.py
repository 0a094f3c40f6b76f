"""The yardstick: the smallest Textual app, stock in every way. One line of text that shows the last key."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    """Says hello, then what was pressed."""

    def compose(self) -> ComposeResult:
        yield Static("hello")

    def on_key(self, event: events.Key) -> None:
        self.query_one(Static).update(f"hello {event.key}")


if __name__ == "__main__":
    Hello().run()
