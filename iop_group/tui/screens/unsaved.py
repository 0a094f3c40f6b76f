"""The question before leaving while something is not on the disk yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from iop_group.tui.widgets.dialog import Confirm
from iop_group.tui.widgets.keybar import KeyBar


class Unsaved(Confirm):
    """Asks with care: only y goes on and loses the last change."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("e", "elsewhere", "Save elsewhere", show=False)]

    def __init__(self, going: str, yes: str) -> None:
        super().__init__(
            "Not everything is on the disk",
            f"{going} anyway and lose the last change, keep it on another disk, or stay and free "
            "some space?\n"
            "While you stay, the program keeps trying to save.",
            yes=yes,
            no="Stay",
            careful=True,
        )
        self._hints = ((("y", yes), ("e", "Save elsewhere")), ("Esc", "Stay"))

    def action_elsewhere(self) -> None:
        """Stay, and name another place."""
        self.close(False)
        # By the app: nobody would hand an answer to this question, which is gone by then.
        self.app.call_later(self.app.run_action, "save_elsewhere")

    def on_key_bar_clicked(self, event: KeyBar.Clicked) -> None:
        """A click on a key does what the key does."""
        if event.key == "e":
            self.action_elsewhere()
        super().on_key_bar_clicked(event)


def ask_to_leave(app: App[None]) -> None:
    """Ask once, and end the program when the answer is to leave."""
    _ask(app, Unsaved("Leave", "Leave and lose it"), app.exit)


def ask_to_lock(app: App[None], lock: Callable[[], None]) -> None:
    """Ask once, and lock when that is the answer."""
    _ask(app, Unsaved("Lock", "Lock and lose it"), lock)


def _ask(app: App[None], question: Unsaved, do: Callable[[], None]) -> None:
    if isinstance(app.screen, Unsaved):
        return

    def answered(yes: bool | None) -> None:
        if yes:
            do()

    app.push_screen(question, answered)
