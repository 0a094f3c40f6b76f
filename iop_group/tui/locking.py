"""An app whose records are locked when it starts, and whenever it is told to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.screen import Screen

from iop_group.tui.commands import Place, commands_at
from iop_group.tui.forgetting import forget_painted
from iop_group.tui.grounded import SAVED, GroundedApp
from iop_group.tui.messages import Go, Opened
from iop_group.tui.navigation import KEPT
from iop_group.tui.opener import Opener, forget
from iop_group.tui.screens.base import READERS, HouseScreen
from iop_group.tui.screens.too_small import watch_size

if TYPE_CHECKING:
    from iop_group.tui.desk import Desk

FORGET_AFTER = 0.3
"""Seconds after the door was shut until memory is looked through for what nobody uses any more."""

GROUNDS = ("ground", "other ground")
"""Names of Textual's modes: one is there, the other comes when it goes."""

_ONLY_OPEN = {command.act for command in commands_at(Place.ANYWHERE)} - {"leave_program"}
"""What cannot be done while the records are locked."""


class LockingApp(GroundedApp):
    """All screens lie on one ground: Today, or the door while the records are locked.

    Opening and locking lay another ground, and everything that lay on the old one goes with it.
    """

    DEFAULT_MODE = GROUNDS[0]

    def __init__(self, opener: Opener) -> None:
        super().__init__(home=opener.home)
        self.opener = opener
        self.add_mode(self.DEFAULT_MODE, self._new_ground)
        self._way: tuple[Go, ...] = ()
        self._why_locked = ""

    @property
    def desk(self) -> Desk:
        """What every open screen works on; there is none while the records are locked."""
        if self.opener.desk is None:
            raise RuntimeError("the records are locked")
        return self.opener.desk

    def get_default_screen(self) -> Screen[None]:
        """The ground that every other screen lies on."""
        if self.opener.desk is not None:
            from iop_group.tui.screens.today import TodayScreen

            return TodayScreen(self.opener.desk)
        if self.opener.is_new:
            from iop_group.tui.screens.first_run import WelcomeScreen

            return WelcomeScreen(self.opener)
        from iop_group.tui.screens.unlock import UnlockScreen

        return UnlockScreen(self.opener, self._why_locked)

    def _new_ground(self) -> Screen[None]:
        """The ground, made in the colours of now; stock Textual reads all styles anew for it, twice."""
        screen = self.get_default_screen()
        screen._css_update_count = self._css_update_count
        return screen

    def begin(self, desk: Desk) -> None:
        """The records are open: what the app does with every desk that comes."""

    def go(self, message: Go) -> None:
        """Open a place."""

    def save_everything(self) -> str:
        """What the disk refuses goes to another one, sealed: nobody can be asked any more."""
        desk = self.opener.desk
        if desk is None or desk.flush():
            return SAVED
        from iop_group.tui.rescuing import keep_somewhere

        folder = keep_somewhere(desk)
        if folder is None:
            return "the disk did not take the last of it, and no other place did."
        return f"the disk did not take the last of it, so that lies sealed in {folder}."

    @on(Opened)
    async def _opened(self, message: Opened) -> None:
        """In, and back to where the records were locked."""
        if self.opener.desk is not None:
            return
        self.opener.desk, way, self._way = message.desk, self._way, ()
        self.run_worker(self._take_away(await self._lay_ground()))
        self.begin(message.desk)
        for go in way:
            self.go(go)
        if message.by_recovery_code and not message.desk.reading:
            from iop_group.tui.screens.resealing import after_recovery

            after_recovery(self, message.desk)

    async def _lay_ground(self) -> str:
        """Another ground in front; the name of the old one, to be taken away."""
        old = self.current_mode
        new = next(ground for ground in GROUNDS if ground != old)
        self.clear_notifications()
        self.add_mode(new, self._new_ground)
        await self.switch_mode(new)
        watch_size(self, self.size)
        return old

    def delay_update(self, delay: float = 0.05) -> None:
        """Stock holds every picture back so long when the ground changes; here each is whole at once."""

    async def _take_away(self, ground: str) -> None:
        await self.remove_mode(ground)

    def action_lock(self) -> None:
        """Lock once what was typed just before has been taken down."""
        (self.focused or self.screen).call_after_refresh(self.lock)

    def lock(self, why: str = "") -> None:
        """Save, then let go of everything; what cannot be saved is not let go of unless that is wanted."""
        if self.opener.desk is None:
            return
        if self.opener.desk.flush() or self.opener.desk.is_safe:
            self._lock(why)
        else:
            from iop_group.tui.screens.unsaved import ask_to_lock

            ask_to_lock(self, lambda: self._lock(why))

    def _lock(self, why: str) -> None:
        screens = [screen for screen in self.screen_stack if isinstance(screen, HouseScreen)]
        self._way = tuple(screen.came_by for screen in screens if screen.came_by is not None)
        self._why_locked = why
        desk = self.opener.give_up()
        if desk is not None:
            self.run_worker(self._put_away(desk))

    async def _put_away(self, desk: Desk) -> None:
        forget_painted()
        # The desk last: a screen that goes may still have words to save.
        await self._take_away(await self._lay_ground())
        for place in filter(self.is_screen_installed, KEPT):
            screen = self.get_screen(place)
            self.uninstall_screen(screen)
            await screen.remove()
        if reading := [worker for worker in self.workers if worker.group == READERS]:
            await self.workers.wait_for_complete(reading)
        self.opener.put_away(desk)
        self.set_timer(FORGET_AFTER, forget)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """At the door there is nothing to do but to open it, or to leave."""
        return self.opener.desk is not None or action not in _ONLY_OPEN
