"""The room view in the one window: the group's picture, and only the keys that show nobody anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from iop_group.tui.commands import command_at
from iop_group.tui.widgets.room_picture import RoomPicture

if TYPE_CHECKING:
    from iop_group.domain.room_snapshot import RoomSnapshot
    from iop_group.tui.screens.room import RoomScreen

PASSED_ON = frozenset(
    {
        "next",
        "back",
        "pause",
        "add_minute",
        "tick",
        "next_point",
        "previous_point",
        "next_part",
        "previous_part",
        "use_question",
        "turn",
    }
)
"""What may be done while the group looks on: none of it opens a dialog or names anybody."""


class RoomViewScreen(Screen[None]):
    """Stands over everything else; Escape and F11 lead back to it. The hour can be run from here."""

    DEFAULT_CSS = "RoomViewScreen { background: $background; } RoomViewScreen Toast { display: none; }"

    def __init__(self, seen: Callable[[], RoomSnapshot | None], now: Callable[[], datetime]) -> None:
        """`seen` says what the group may see at this moment."""
        super().__init__()
        self._seen = seen
        self._now = now

    def compose(self) -> ComposeResult:
        yield RoomPicture(self._now())

    def on_mount(self) -> None:
        self.set_interval(1.0, self.show_now)

    def on_screen_resume(self) -> None:
        self.show_now()

    def show_now(self) -> None:
        """What the group may see now, while it is in front; once a second, and when something happened."""
        if self.is_current:
            for picture in self.query(RoomPicture):
                picture.show(self._seen(), self._now())

    async def on_key(self, event: events.Key) -> None:
        """Back to the facilitator's screen, or on in the session behind it."""
        if event.key == "escape":
            event.stop()
            self.action_leave()
        elif (room := self._room_behind()) is not None:
            command = command_at(event.key, *room.places())
            if command is not None and command.act in PASSED_ON:
                event.stop()
                await room.do_unseen(command.act)

    def action_leave(self) -> None:
        """Back to where you were."""
        if self.is_current:
            self.dismiss()

    def _room_behind(self) -> RoomScreen | None:
        from iop_group.tui.screens.room import RoomScreen

        return next((screen for screen in self.app.screen_stack if isinstance(screen, RoomScreen)), None)
