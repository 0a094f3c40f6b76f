"""The app: shows screens, keeps one clock ticking, and leaves everything saved."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from contextvars import Context, copy_context
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.screen import Screen

from iop_group.domain.errors import IopGroupError
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.grounded import guarded_threads, run_app
from iop_group.tui.messages import Go
from iop_group.tui.navigation import KEPT, screen_for
from iop_group.tui.opener import Opener, warm_up
from iop_group.tui.palette import Commands
from iop_group.tui.screens.base import READERS, HouseScreen
from iop_group.tui.showing import ShowingApp
from iop_group.tui.text import clean
from iop_group.tui.theming import Themes
from iop_group.tui.widgets.ink import has_sixteen_colours

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from iop_group.tui.desk import Desk

LOOK_AFTER = 0.3
"""Seconds after the first picture until all sessions are looked at; a key pressed at once comes before."""


class IopGroupApp(ShowingApp):
    """Nearly empty on purpose: what a session is stands in the domain, what is seen in the screens."""

    TITLE = "iop-group"
    INHERIT_BINDINGS = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.ANYWHERE)]
    # Above both key bars, and never as high as a clock.
    CSS = """
    ToastRack { margin-bottom: 2; }
    CommandPalette SearchIcon { display: none; } /* two cells wide */
    .-sixteen Line.-bar { background: $foreground; } /* its edges; the rest is painted by its ink */
    CommandPalette > Vertical { width: 76; max-width: 100%; margin-top: 1; background: $surface; }
    CommandPalette #--input { border: round $accent; padding: 0 1; background: $surface; }
    CommandPalette #--input.--list-visible { border-bottom: round $accent; }
    CommandPalette CommandInput, CommandPalette CommandInput:focus { border: none; height: 1; }
    CommandPalette CommandList {
        border: round $accent; padding: 0 1; background: $surface; width: 76; max-width: 100%;
        scrollbar-size-vertical: 1; scrollbar-color: $foreground 30%; scrollbar-background: $foreground 6%;
    }
    Toast { padding: 0 1; width: auto; max-width: 60; }
    """
    COMMANDS = {Commands}  # noqa: RUF012 - Textual's own way
    COMMAND_PALETTE_BINDING = "ctrl+p"

    def __init__(self, opener: Opener) -> None:
        super().__init__(opener)
        self.animation_level = "none"

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """What is seen behind the front: never a dialog behind a dialog, whose frames would run together."""
        return [screen for screen in super()._background_screens if not screen.is_modal]

    def on_load(self) -> None:
        Themes(self.opener.library).apply(self, self.opener.theme)
        self.set_class(has_sixteen_colours(self), "-sixteen")

    def refresh_css(self, animate: bool = True) -> None:
        """Other colours. Before the first screen they are only noted: the rules are then read once."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def on_mount(self) -> None:
        self.start_ticking()
        self.call_after_refresh(self._after_first_picture)
        if self.opener.desk is not None:
            self.begin(self.opener.desk)

    def _after_first_picture(self) -> None:
        """What may wait, so that the first picture and the first key do not."""
        if not gc.isenabled():
            _collect_garbage_again()
        if self.opener.desk is None:
            self.set_timer(LOOK_AFTER, lambda: self.run_worker(warm_up, thread=True))

    def begin(self, desk: Desk) -> None:
        super().begin(desk)
        # The writer's thread knows nothing of the app, which Textual looks up in the context.
        loop, context = asyncio.get_running_loop(), copy_context()
        desk.on_save_state = lambda: _later(loop, context, self._show_saved)
        self.set_timer(LOOK_AFTER, lambda: self.run_worker(self._look_around, thread=True, group=READERS))

    def _look_around(self) -> None:
        """What takes time with thousands of sessions, or with a slow disk for the backups."""
        from iop_group.tui.backing_up import look_at_backups

        # Not handed over: Textual remembers its workers, and nothing may remember the desk once it is locked.
        desk = self.opener.desk
        if desk is None:
            return
        news = not desk.vault.index.looked and desk.look_at_every_session()
        news = desk.look_at_numbers() or news
        if look_at_backups(desk) or news:
            self.call_from_thread(self._show_again)

    def _show_again(self) -> None:
        stack = self.screen_stack  # empty when the app has gone meanwhile
        if len(stack) == 1 and isinstance(stack[0], HouseScreen):
            stack[0].refreshed()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Words in a corner for a while; what people typed is never markup, and as wide as it looks."""
        plain = "\n".join(clean(line) for line in message.splitlines())
        super().notify(plain, title=title, severity=severity, timeout=timeout, markup=False)

    # Screens

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the window is too small to show anything whole."""
        from iop_group.tui.screens.too_small import watch_size

        watch_size(self, event.size)

    def _show_saved(self) -> None:
        self.show_room()
        # No other: Textual paints all of what is in front anew for a change right behind it, seen or not.
        screen = self._front()
        if screen is not None and screen.is_mounted:
            screen.show_heading()

    @on(Go)
    def go(self, message: Go) -> None:
        """Open a place, if it can be opened."""
        try:
            screen = self._screen(message)
        except IopGroupError as error:
            self.notify(str(error), severity="warning", markup=False, timeout=12)
            return
        if screen in self.screen_stack:
            return  # a key that came twice
        if isinstance(screen, HouseScreen):
            screen.came_by = message
        if message.instead and len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def _screen(self, message: Go) -> Screen[None]:
        """A new screen; one that is about nothing in particular is made once and kept until all is locked."""
        if message.place not in KEPT:
            return screen_for(message.place, message.about, self.desk)
        if not self.is_screen_installed(message.place):
            self.install_screen(screen_for(message.place, message.about, self.desk), message.place)
        return self.get_screen(message.place)

    # Keys that work anywhere

    def action_show_help(self) -> None:
        from iop_group.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self._front()))

    def action_safety(self) -> None:
        from iop_group.tui.screens.safety import open_safety

        open_safety(self, self.desk, self._front())

    def action_command_palette(self) -> None:
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder="What do you want to do?", id="--command-palette"))

    def action_curtain(self) -> None:
        from iop_group.tui.screens.curtain import draw_or_open

        draw_or_open(self, self.desk)

    def action_save_elsewhere(self) -> None:
        from iop_group.tui.screens.elsewhere import ask_elsewhere

        ask_elsewhere(self, self.desk)

    def action_leave_program(self) -> None:
        """Quit once everything is on the disk; ask when it is not."""
        self.hide_room()
        if self.opener.desk is None or self.desk.flush() or self.desk.is_safe:
            self.exit()
        else:
            from iop_group.tui.screens.unsaved import ask_to_leave

            ask_to_leave(self)


def _collect_garbage_again() -> None:
    """The first picture is there; what was made for it need not be looked through again and again."""
    gc.freeze()
    gc.enable()


def _later(loop: asyncio.AbstractEventLoop, context: Context, do: Callable[[], None]) -> None:
    """From any thread; what comes when the program is gone has nobody to show it to.

    In the app's own context: from another thread's, Textual finds no app and can take nothing off a screen.
    """
    if not loop.is_closed():
        loop.call_soon_threadsafe(do, context=context)


def run(opener: Opener) -> int:
    """Open the program and run it to its end; the exit status. Whatever is open then is saved and closed."""
    return run_and_close(IopGroupApp(opener))


def run_and_close(app: IopGroupApp) -> int:
    """Run the program to its end, save what is left and give its home back; the exit status."""
    with guarded_threads(app):
        try:
            return run_app(app)
        finally:
            app.opener.close()
