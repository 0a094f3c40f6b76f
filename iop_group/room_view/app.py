"""The window for the group: draws what it is handed, and the time of day when it is handed nothing."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from iop_group.clock import SteadyClock
from iop_group.domain.room_snapshot import RoomSnapshot
from iop_group.library import Library
from iop_group.room_view.address import tidy
from iop_group.room_view.receiver import Receiver
from iop_group.settings import load_theme
from iop_group.tui.grounded import GroundedApp, guarded_threads, run_app
from iop_group.tui.theming import Themes
from iop_group.tui.widgets.room_picture import RoomPicture


class RoomWindow(Screen[None]):
    """The picture and nothing else."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.picture = RoomPicture(now)

    def compose(self) -> ComposeResult:
        yield self.picture


class RoomViewApp(GroundedApp):
    """Knows no passphrase and opens no record: what it shows comes from the program, or not at all."""

    TITLE = "iop-group"
    ENABLE_COMMAND_PALETTE = False
    INHERIT_BINDINGS = False
    CSS = "Screen { background: $background; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,q", "quit", "Close", show=False, priority=True),
        Binding("c", "next_theme", "Colours", show=False),
    ]

    def __init__(self, home: Path, meeting_place: Path) -> None:
        super().__init__(home=home)
        self.animation_level = "none"
        self._themes = Themes(Library(home))
        self._first_theme = load_theme(home)
        self._clock = SteadyClock()
        self._snapshot: RoomSnapshot | None = None
        self._receiver = Receiver(meeting_place, self._told, now=self._clock.now)
        self._folder = meeting_place.parent
        self._loop_of_screens: asyncio.AbstractEventLoop | None = None

    def get_default_screen(self) -> Screen[None]:
        return RoomWindow(self._clock.now())

    def on_load(self) -> None:
        self._themes.apply(self, self._first_theme)

    def on_mount(self) -> None:
        self._loop_of_screens = asyncio.get_running_loop()
        self.set_interval(1.0, self._paint)
        self._receiver.start()

    def on_unmount(self) -> None:
        self._receiver.close()
        tidy(self._folder)

    def action_next_theme(self) -> None:
        """Other colours in this window alone: a projector wants others than a laptop."""
        self._themes.apply(self, self._themes.after(self.theme))

    def _told(self, snapshot: RoomSnapshot | None) -> None:
        """From the thread that listens."""
        loop = self._loop_of_screens
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._show, snapshot)

    def _show(self, snapshot: RoomSnapshot | None) -> None:
        self._snapshot = snapshot
        self._paint()

    def _paint(self) -> None:
        if isinstance(self.screen, RoomWindow) and self.screen.is_mounted:
            self.screen.picture.show(self._snapshot, self._clock.now())


def run(home: Path, meeting_place: Path) -> int:
    """Show the room view until it is closed; the exit status."""
    app = RoomViewApp(home, meeting_place)
    with guarded_threads(app):
        return run_app(app, mouse=False)
