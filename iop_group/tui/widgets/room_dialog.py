"""A dialog of the room: the room's own keys go on working over it."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from iop_group.tui.widgets.dialog import Dialog

T = TypeVar("T")

_STEPS_BACK = 5
"""Dialogs that may lie on each other, and steps back within one of them."""


class RoomDialog(Dialog[T]):
    """Whoever comes in or says something does not wait for a dialog: it goes away, and keeps its words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,ctrl+n", "aside('note')", "Note", show=False, priority=True),
        Binding("f3,ctrl+r", "aside('arrivals')", "Arrivals", show=False, priority=True),
        Binding("f4,ctrl+f", "aside('stay_after')", "Stay-after", show=False, priority=True),
        Binding("f5,ctrl+o", "below('pause')", "Pause", show=False),
        Binding("f6,ctrl+t", "below('add_minute')", "Add a minute", show=False),
    ]

    async def action_aside(self, act: str) -> None:
        """Step back from every dialog, then do it in the room."""
        room = self._room(act)
        for _ in range(_STEPS_BACK):
            front = self.app.screen
            if room is None or not isinstance(front, Dialog):
                break
            front.action_leave()
        if room is not None and self.app.screen is room:
            await room.run_action(act)

    async def action_below(self, act: str) -> None:
        """Do it in the room while the dialog stays."""
        room = self._room(act)
        if room is not None:
            await room.run_action(act)

    def _room(self, act: str) -> Screen[None] | None:
        """The screen under the dialogs, if it knows the act: Today, which has some of them too, does not."""
        below = (screen for screen in reversed(self.app.screen_stack) if not isinstance(screen, Dialog))
        screen = next(below, None)
        return screen if hasattr(screen, f"action_{act}") else None
