"""What every workspace of the room has: the block it serves, the keeper, and its keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from textual.widget import Widget

from iop_group.domain.agenda import Block
from iop_group.domain.session import Session
from iop_group.tui.commands import Place, bar_keys, commands_at
from iop_group.tui.desk import Desk
from iop_group.tui.forgetting import forget_pictures
from iop_group.tui.keeper import Keeper
from iop_group.tui.painting import Ground


class Workspace(Ground):
    """One block's part of the room. Subclasses give PLACE, BINDINGS, compose() and `show_all`."""

    PLACE: Place | None = None
    DEFAULT_CSS = "Workspace { width: 1fr; height: 1fr; padding: 0 1; }"

    def __init__(self, desk: Desk, keeper: Keeper, block: Block) -> None:
        super().__init__()
        self.desk = desk
        self.keeper = keeper
        self.block = block
        self.left = False
        """Another block was entered: whatever was still to be painted is painted no more."""
        self._parts = 0

    @property
    def session(self) -> Session:
        """The session as it stands now."""
        return self.keeper.session

    def on_mount(self) -> None:
        # Textual calls on_mount of every class itself: subclasses give prepare() and begin() instead.
        # It calls it also when the next key has taken the block away: then no part of it may get the focus.
        if self.left or not self.is_attached:
            return
        self._parts = len(self.children)
        self.prepare()
        self.show_all()
        self.begin()
        self.take_focus()

    def on_unmount(self) -> None:
        """Nothing is kept of what was painted."""
        forget_pictures()

    def go(self) -> None:
        """Make room for the next block, whether this one has been painted yet or not."""
        self.left = True
        self.remove()

    def prepare(self) -> None:
        """Before the first painting."""

    def begin(self) -> None:
        """After the first painting: put the cursor where the block stands."""

    def show_all(self) -> None:
        """Paint everything from the session; called after every act, whoever did it."""

    def tick(self, now: datetime) -> None:
        """Once a second: repaint only what depends on the time."""

    def take_focus(self) -> None:
        """Give the keys to the part that needs them first."""
        for child in self.query("*").results():
            if child.focusable:
                self.focus_now(child)
                return

    def focus_now(self, widget: Widget) -> None:
        """Widget.focus() takes effect later, and a key pressed in between would be lost."""
        self.screen.set_focus(widget)

    def once_laid_out(self, paint: Callable[[], None]) -> None:
        """Paint after the next layout, unless the block has been left by then and its parts are gone."""
        self.call_after_refresh(lambda: paint() if self.standing else None)

    @property
    def standing(self) -> bool:
        """Are its parts there to be painted? Not before it is mounted, and no longer when it goes."""
        return not self.left and 0 < self._parts == len(self.children)

    @property
    def is_done(self) -> bool:
        """Is nothing left to do here? Then it is left without a word, however early."""
        return False

    def bar(self) -> list[tuple[str, str]]:
        """The keys of this block for the line above the key bar."""
        return bar_keys(commands_at(self.PLACE)) if self.PLACE else []
