"""A field for a passphrase or a recovery code: hidden unless asked for, and forgotten once it is read."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from iop_group.tui.widgets.entry import Entry

SECRET_LENGTH = 1000
"""Characters; a passphrase that was cut off silently would open nothing."""


class SecretEntry(Entry):
    """Keeps nothing: `take` empties it, and so does leaving the screen. Nothing in it can be copied."""

    def __init__(self, *, shown: bool = False, id: str | None = None) -> None:
        super().__init__(max_length=SECRET_LENGTH, password=not shown, id=id)

    def take(self) -> str:
        """What was typed; the field is empty afterwards."""
        typed, self.value = self.value, ""
        return typed

    def on_unmount(self) -> None:
        self.set_reactive(Input.value, "")

    def on_paste(self, event: events.Paste) -> None:
        """As it is but for line ends; a passphrase may have two spaces in a row."""
        event.prevent_default()
        event.stop()
        text = " ".join(event.text.strip("\r\n").splitlines())
        self.replace(text[: max(0, SECRET_LENGTH - len(self.value))], *sorted(self.selection))

    def action_copy(self) -> None:
        """Other programs read the clipboard."""

    def action_cut(self) -> None:
        """Other programs read the clipboard."""
