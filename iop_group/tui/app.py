"""The app: opens the desk, shows screens, keeps one clock ticking, and leaves everything saved."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.screen import ModalScreen, Screen

from iop_group.domain.errors import IopGroupError
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.grounded import GroundedApp, guarded_threads, run_app
from iop_group.tui.messages import Go
from iop_group.tui.navigation import KEPT, screen_for
from iop_group.tui.palette import Commands
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.theming import Themes

LOOK_AFTER = 0.3
"""Seconds after the first picture until all sessions are looked at; a key pressed at once comes before."""
BEHIND_EVERY = 60
"""Seconds between paintings of a screen that stands behind a dialog."""


class IopGroupApp(GroundedApp):
    """Nearly empty on purpose: what a session is stands in the domain, what is seen in the screens."""

    TITLE = "iop-group"
    INHERIT_BINDINGS = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.ANYWHERE)]
    # Above both key bars, and never as high as a clock.
    CSS = """
    ToastRack { margin-bottom: 2; }
    CommandPalette SearchIcon { display: none; } /* two cells wide */
    Toast { padding: 0 1; width: auto; max-width: 60; }
    """
    COMMANDS = {Commands}  # noqa: RUF012 - Textual's own way
    COMMAND_PALETTE_BINDING = "ctrl+p"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's own way
        (0, "-narrow"),
        (76, "-normal"),
        (96, "-roomy"),
        (140, "-wide"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(home=desk.home)
        self.desk = desk
        self.themes = Themes(desk.library)
        self.animation_level = "none"
        self._touched = desk.now()

    def get_default_screen(self) -> Screen[None]:
        """Today is the ground that every other screen lies on."""
        from iop_group.tui.screens.today import TodayScreen

        return TodayScreen(self.desk)

    def on_load(self) -> None:
        self.themes.apply(self, self.desk.program.theme)

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        self.desk.on_save_state = lambda: _later(loop, self._show_saved)
        self.set_interval(1.0, self._tick)
        self.call_after_refresh(self._after_first_picture)

    def _after_first_picture(self) -> None:
        """What may wait, so that the first picture and the first key do not."""
        if not gc.isenabled():
            _collect_garbage_again()
        if not self.desk.vault.index.looked:
            self.set_timer(LOOK_AFTER, lambda: self.run_worker(self._look_at_every_session, thread=True))

    def _look_at_every_session(self) -> None:
        if self.desk.look_at_every_session():
            self.call_from_thread(self._show_again)

    def _show_again(self) -> None:
        if isinstance(self.screen, HouseScreen) and len(self.screen_stack) == 1:
            self.screen.refreshed()

    def save_everything(self) -> None:
        self.desk.flush()

    def _front(self) -> HouseScreen | None:
        """The screen in front, or the one right behind a dialog."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, HouseScreen):
                return screen
            if not isinstance(screen, ModalScreen):
                return None
        return None

    async def on_event(self, event: events.Event) -> None:
        """Remember when the facilitator was last there, for the curtain that falls by itself."""
        if isinstance(event, events.InputEvent):
            self._touched = self.desk.now()
        await super().on_event(event)

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the window is too small to show anything whole."""
        from iop_group.tui.screens.too_small import watch_size

        watch_size(self, event.size)

    def _draw_curtain_when_idle(self) -> None:
        from iop_group.tui.screens.curtain import draw

        minutes = self.desk.program.curtain_after_minutes
        if minutes and self.desk.now() - self._touched > timedelta(minutes=minutes):
            draw(self, self.desk)

    def _tick(self) -> None:
        if self.desk.program.curtain_after_minutes:
            self._draw_curtain_when_idle()
        screen, now = self._front(), self.desk.now()
        if screen is None or not screen.is_mounted:
            return
        # Textual paints everything behind a dialog anew at each change: there once a minute must do.
        if screen is self.screen or now.second % BEHIND_EVERY == 0:
            with suppress(NoMatches):  # a screen that is going away has lost some of its parts already
                screen.tick(now)

    def _show_saved(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, HouseScreen) and screen.is_mounted:
                screen.show_heading()

    @on(Go)
    def _go(self, message: Go) -> None:
        try:
            screen = self._screen(message)
        except IopGroupError as error:
            self.notify(str(error), severity="warning", markup=False, timeout=12)
            return
        if screen in self.screen_stack:
            return  # a key that came twice
        if message.instead and len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def _screen(self, message: Go) -> Screen[None]:
        """A new screen; one that is about nothing in particular is made once and kept."""
        if message.place not in KEPT:
            return screen_for(message.place, message.about, self.desk)
        if not self.is_screen_installed(message.place):
            self.install_screen(screen_for(message.place, message.about, self.desk), message.place)
        return self.get_screen(message.place)

    def action_show_help(self) -> None:
        from iop_group.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self._front()))

    def action_safety(self) -> None:
        from iop_group.tui.screens.safety import open_safety

        open_safety(self, self.desk, self._front())

    def action_curtain(self) -> None:
        from iop_group.tui.screens.curtain import draw_or_open

        draw_or_open(self, self.desk)

    def action_leave_program(self) -> None:
        """Quit once everything is on the disk; ask when it is not."""
        if self.desk.flush():
            self.exit()
        else:
            from iop_group.tui.screens.unsaved import ask_to_leave

            ask_to_leave(self)


def _collect_garbage_again() -> None:
    """The first picture is there; what was made for it need not be looked through again and again."""
    gc.freeze()
    gc.enable()


def _later(loop: asyncio.AbstractEventLoop, do: Callable[[], None]) -> None:
    """From any thread; what comes when the program is gone has nobody to show it to."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(do)


def run(home: Path, *, demo: bool = False) -> int:
    """Open the program on a home and run it to its end; the exit status. Raises HomeInUse, HomeUnusable."""
    return run_and_close(IopGroupApp(Desk(home, demo=demo)))


def run_and_close(app: IopGroupApp) -> int:
    """Run the program to its end, save what is left and give its home back; the exit status."""
    with guarded_threads(app):
        try:
            return run_app(app)
        finally:
            app.desk.close()
