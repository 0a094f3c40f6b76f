"""The question before leaving while something is not on the disk yet."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App

from iop_group.tui.widgets.dialog import Confirm


class Unsaved(Confirm):
    """Asks with care: only y goes on and loses the last change."""

    def __init__(self, going: str, yes: str) -> None:
        super().__init__(
            "Not everything is on the disk",
            f"{going} anyway and lose the last change, or stay and free some space?\n"
            "While you stay, the program keeps trying to save.",
            yes=yes,
            no="Stay",
            careful=True,
        )


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
