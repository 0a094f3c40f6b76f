"""An app that shows the group its own view: in a second window, and over its own screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from iop_group.domain.errors import IopGroupError
from iop_group.tui.ticking import TickingApp

if TYPE_CHECKING:
    from iop_group.domain.room_snapshot import RoomSnapshot
    from iop_group.room_view.sender import Sender
    from iop_group.tui.desk import Desk
    from iop_group.tui.opener import Opener
    from iop_group.tui.room_sight import RoomSight
    from iop_group.tui.screens.room_view import RoomViewScreen

OFFER_AFTER = 0.3
"""Seconds after the records were opened until room views are let in; the first picture comes before."""


class ShowingApp(TickingApp):
    """Whatever stands in front decides: behind the curtain and the safety cards the group sees nothing."""

    def __init__(self, opener: Opener) -> None:
        super().__init__(opener)
        self._sight: RoomSight | None = None
        self._sender: Sender | None = None
        self._own_view: RoomViewScreen | None = None

    def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, self._another_screen)

    def on_unmount(self) -> None:
        self.hide_room()
        if self._sender is not None:
            self._sender.close()

    def begin(self, desk: Desk) -> None:
        if self._sender is None:
            self.set_timer(OFFER_AFTER, self._offer)

    def _offer(self) -> None:
        if self._sender is not None:
            return
        from iop_group.room_view.address import DEMO, name_of
        from iop_group.room_view.sender import Sender

        sender = Sender(self.opener.clock.now)
        try:
            # A second window that finds nobody says why itself: this one has no word for it in a group.
            sender.start(DEMO if self.opener.hint else name_of(self.opener.home))
        except IopGroupError:
            return
        self._sender = sender
        self.show_room()

    @property
    def room(self) -> RoomSnapshot | None:
        """What the group may see now; None for nothing."""
        if any(map(hides_room, self.screen_stack)):
            return None
        desk = self.opener.desk
        keeper = desk.running if desk is not None else None
        if desk is None or keeper is None:
            self._sight = None  # nothing of a session stays in memory
            return None
        if self._sight is None:
            from iop_group.tui.room_sight import RoomSight

            self._sight = RoomSight()
        return self._sight.of(desk, keeper.session)

    def show_room(self) -> None:
        """Hand over what the group may see now; after every act, every other screen, and every second."""
        if self._sender is not None:
            self._sender.tick()
            self._sender.show(self.room)
        if self._own_view is not None:
            self._own_view.show_now()

    def hide_room(self) -> None:
        """At once, before anything that may take its time."""
        self._sight = None
        if self._sender is not None:
            self._sender.show(None)

    def _tick(self) -> None:
        super()._tick()
        self.show_room()

    def _another_screen(self, screen: Screen[Any]) -> None:
        self.show_room()

    def lock(self, why: str = "") -> None:
        self.hide_room()
        super().lock(why)

    def save_everything(self) -> str:
        self.hide_room()
        return super().save_everything()

    def action_room_view(self) -> None:
        """The same view in this window, or back from it; without a group there is nothing to show."""
        from iop_group.tui.screens.room_view import RoomViewScreen

        if self._own_view is not None:
            self._own_view.action_leave()
        elif self.desk.running is None:
            self.notify("The room view shows a group that runs. Start or resume one first.", markup=False)
        elif not hides_room(self.screen):
            self._own_view = RoomViewScreen(lambda: self.room, self.opener.clock.now)
            self.push_screen(self._own_view, lambda _: self._forget_view())

    def _forget_view(self) -> None:
        self._own_view = None


def hides_room(screen: Screen[Any]) -> bool:
    """Does the group see nothing while this is there?"""
    return bool(getattr(screen, "HIDES_ROOM", False))
