"""The app's one clock: a tick for the screen in front, and what happens when nobody is there."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual import events
from textual.css.query import NoMatches
from textual.screen import ModalScreen
from textual.widget import AwaitMount

from iop_group.tui.locking import LockingApp
from iop_group.tui.opener import Opener
from iop_group.tui.screens.base import HouseScreen

if TYPE_CHECKING:
    from iop_group.tui.desk import Desk

BEHIND_EVERY = 60
"""Seconds between paintings of a screen that stands behind a dialog."""


class TickingApp(LockingApp):
    """Ticks once a second, and knows when a key was pressed last."""

    def __init__(self, opener: Opener) -> None:
        super().__init__(opener)
        self._touched = opener.clock.now()

    def start_ticking(self) -> None:
        """From now on, once a second."""
        self.set_interval(1.0, self._tick)

    async def on_event(self, event: events.Event) -> None:
        """Remember when the facilitator was last there, for what happens when nobody is.

        A key waits for the screen that the key before it has opened: a letter of a note must not be lost.
        """
        if isinstance(event, events.InputEvent):
            self._touched = self.opener.clock.now()
            while not self.screen.is_mounted:
                await AwaitMount(self.screen, [self.screen])
        await super().on_event(event)

    def _tick(self) -> None:
        if self.opener.desk is None:
            return
        self._look_whether_idle(self.desk)
        if self.opener.desk is None:
            return
        screen, now = self._front(), self.desk.now()
        if screen is None or not screen.is_mounted:
            return
        # Textual paints everything behind a dialog anew at each change: there a few times a minute must do.
        if screen is self.screen or now.second % BEHIND_EVERY == 0:
            with suppress(NoMatches):  # a screen that is going away has lost some of its parts already
                screen.tick(now)

    def _look_whether_idle(self, desk: Desk) -> None:
        from iop_group.tui.idle import Idle, due
        from iop_group.tui.screens.curtain import draw

        what = due(desk.program, desk.now() - self._touched, lambda: desk.in_session)
        if what is Idle.LOCK and desk.save_state.error is None:
            self.lock("Nobody was here for a while, so they were locked.")
        elif what is not Idle.NOTHING:
            draw(self, desk)

    def _front(self) -> HouseScreen | None:
        """The screen in front, or the one right behind a dialog."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, HouseScreen):
                return screen
            if not isinstance(screen, ModalScreen):
                return None
        return None
