"""The field that people type one line into."""

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from iop_group.domain.plain import printable
from iop_group.tui.forgetting import forget_field
from iop_group.tui.text import ASCII, symbols

ENTRY_LENGTH = 200
"""Characters in one line."""


class Entry(Input):
    """One line of text: nothing blinks, nothing is suggested, whatever is pasted becomes one plain line."""

    DEFAULT_CSS = """
    Entry {
        border: none;
        border-left: outer $foreground 50%;
        height: 1;
        padding: 0 1;
        background: $surface;
        &:focus { border: none; border-left: outer $accent; background-tint: $foreground 5%; }
        &.-invalid, &.-invalid:focus { border: none; border-left: outer $error; }
        &>.input--placeholder { color: $text-muted; }
        &:ansi>.input--cursor { text-style: reverse; }
        &.-ascii { border-left: ascii $foreground 50%; &:focus { border-left: ascii $accent; } }
    }
    """

    virtual_size = Reactive(Size(0, 0))
    """As in every widget, but without a layout of the whole screen for each letter: its place stays."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        max_length: int = ENTRY_LENGTH,
        password: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(
            printable(value)[:max_length],
            printable(placeholder),
            password=password,
            max_length=max_length,
            select_on_focus=False,
            id=id,
        )
        self.cursor_blink = False
        self.set_class(symbols() is ASCII, "-ascii", update=False)

    def on_unmount(self) -> None:
        """Nothing is kept of it."""
        forget_field(self)

    def validate_value(self, value: str) -> str:
        """Plain text of the allowed length, wherever it comes from."""
        plain = printable(value)
        return plain[: self.max_length] if self.max_length else plain

    def on_paste(self, event: events.Paste) -> None:
        """Take as much of the pasted text as there is room for, as one line."""
        event.prevent_default()
        event.stop()
        start, end = sorted(self.selection)
        text = (
            " ".join(printable(event.text).split()) if "\n" in event.text.strip() else printable(event.text)
        )
        room = (self.max_length or len(text)) - len(self.value) + (end - start)
        self.replace(text[: max(0, room)], start, end)
