"""The question before leaving while something is not on the disk yet."""

from __future__ import annotations

from textual.app import App

from iop_group.tui.widgets.dialog import Confirm


class LeaveUnsaved(Confirm):
    """Asks with care: only y leaves."""

    def __init__(self) -> None:
        super().__init__(
            "Not everything is on the disk",
            "Leave anyway and lose the last change, or stay and free some space?\n"
            "While you stay, the program keeps trying to save.",
            yes="Leave and lose it",
            no="Stay",
            careful=True,
        )


def ask_to_leave(app: App[None]) -> None:
    """Ask once, and end the program when the answer is to leave."""
    if isinstance(app.screen, LeaveUnsaved):
        return

    def answered(leave: bool | None) -> None:
        if leave:
            app.exit()

    app.push_screen(LeaveUnsaved(), answered)
