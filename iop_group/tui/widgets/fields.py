"""The two fields that people type into: one line, and a page."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import TextArea

from iop_group.domain.plain import printable
from iop_group.tui.forgetting import forget_field
from iop_group.tui.text import ASCII, symbols
from iop_group.tui.widgets.entry import Entry

__all__ = ["Entry", "Writing"]

WRITING_LENGTH = 50_000
"""Characters on a page; more is a pasted mistake."""

_LEFT_TO_THE_PROGRAM = frozenset({"f6", "f7"})
"""Function keys that TextArea would take for selecting."""


class Writing(TextArea, inherit_bindings=False):
    """A page to write on: soft lines, no blinking, and no key that belongs to the program.

    The scroll bar is always there: when it vanishes during an undo that shortens the text, TextArea looks for
    the cursor in a line that is gone, and the program ends.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in TextArea.BINDINGS
        if isinstance(binding, Binding) and binding.key not in _LEFT_TO_THE_PROGRAM
    ]
    DEFAULT_CSS = """
    Writing {
        border: none;
        border-left: outer $foreground 50%;
        padding: 0 1;
        background: $surface;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 30%;
        scrollbar-background: $surface;
        &:focus { border: none; border-left: outer $accent; }
        & .text-area--placeholder { color: $text-muted; }
        &.-ascii { border-left: ascii $foreground 50%; &:focus { border-left: ascii $accent; } }
    }
    """

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        max_length: int = WRITING_LENGTH,
        id: str | None = None,
    ) -> None:
        super().__init__(
            printable(text, lines=True),
            soft_wrap=True,
            highlight_cursor_line=False,
            placeholder=Content(printable(placeholder)),
            id=id,
        )
        self.max_length = max_length
        self.cursor_blink = False
        self.set_class(symbols() is ASCII, "-ascii", update=False)

    def on_unmount(self) -> None:
        """Nothing is kept of it."""
        forget_field(self)

    def load_text(self, text: str) -> None:
        """Replace the whole text, made safe to show; what can be undone is forgotten."""
        super().load_text(printable(text, lines=True))

    def on_key(self, event: events.Key) -> None:
        """A full page takes no more letters."""
        types = event.is_printable or event.key == "enter"
        if types and self.selection.is_empty and self._room() <= 0:
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Take as much of the pasted text as there is room for, made safe to show."""
        event.prevent_default()
        event.stop()
        room = self._room() + len(self.selected_text)
        result = self.replace(printable(event.text, lines=True)[: max(0, room)], *self.selection)
        self.move_cursor(result.end_location)

    def _room(self) -> int:
        return self.max_length - len(self.text)
