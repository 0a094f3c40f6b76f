"""What every full screen has: a heading, a key bar, the time, and the storage's word on saving."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakMethod

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from iop_group.domain.errors import NotSaved
from iop_group.domain.plain import one_line
from iop_group.tui.commands import Command, Place, bar_keys, commands_at
from iop_group.tui.forgetting import forget_pictures
from iop_group.tui.messages import Go
from iop_group.tui.painting import FewCellsScreen
from iop_group.tui.saving import SaveState
from iop_group.tui.text import Row, Run, symbols
from iop_group.tui.times import local_time
from iop_group.tui.widgets.keybar import KeyBar
from iop_group.tui.widgets.line import Line, Lines

if TYPE_CHECKING:
    from iop_group.tui.desk import Desk

LAST_KEY = ("^P", "All")
READERS = "readers"
"""The group of workers that read records in a thread; nothing is closed under their hands."""

ROOM_FOR_WORDS = 110
"""Columns from which a demo says what it is in a few words."""


def saved_run(state: SaveState) -> Run:
    """What may be said about saving: only what the storage itself has said."""
    if state.error is not None:
        return (f"{symbols().flag} NOT SAVED", "error")
    if state.pending:
        return (f"{symbols().hollow} saving", "warning")
    if state.saved_at is None:
        return ("", "dim")
    return (f"{symbols().full} saved {local_time(state.saved_at, seconds=True)}", "success")


def trouble_rows(error: NotSaved, kept_in: str) -> list[Row]:
    """Why nothing is saved, and where the words are meanwhile."""
    words = "Your words are kept here, and tried again. F12 keeps them on another disk."
    if kept_in:
        words = f"What is not saved lies sealed in {one_line(kept_in)}."
    return [((f" {symbols().flag} {error}", "strong"),), ((f"   {words}", "text"),)]


class HouseScreen(FewCellsScreen[None]):
    """A full screen of the program. Subclasses give PLACE, compose_body() and their actions."""

    PLACE = Place.TODAY
    INHERIT_BINDINGS = False
    AUTO_FOCUS = "*"

    DEFAULT_CSS = """
    HouseScreen { layout: vertical; background: $background; }
    HouseScreen > #heading { padding: 0 1; }
    HouseScreen > #trouble { background: $error 30%; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.came_by: Go | None = None
        """The way here, for coming back after the records were locked."""
        self._in_trouble = False

    def compose(self) -> ComposeResult:
        """Heading above, keys below, the screen's own body between."""
        yield Line(id="heading", base="bar")
        yield from self.compose_body()
        yield KeyBar(self.bar(), LAST_KEY, id="keys")

    def compose_body(self) -> Iterable[Widget]:
        """What stands between heading and key bar."""
        return ()

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        """Left and right part of the heading; the saving state is added at the right end."""
        return ((" iop-group", "title"),), ()

    def commands(self) -> tuple[Command, ...]:
        """What can be done here now."""
        return commands_at(self.PLACE)

    def bar(self) -> list[tuple[str, str]]:
        """The keys in the bar."""
        return bar_keys(self.commands())

    def on_screen_resume(self) -> None:
        """When the screen comes to the front, the first time too. (Textual calls on_mount of every class.)"""
        self.show_heading()
        self.refreshed()

    def on_unmount(self) -> None:
        """Nothing is kept of what was painted."""
        forget_pictures()

    def refreshed(self) -> None:
        """Read everything anew; called whenever the screen comes back to the front."""

    def tick(self, now: datetime) -> None:
        """Once a second while the screen is in front."""
        self.show_heading()

    @property
    def standing(self) -> bool:
        """Are its parts there to be painted? Not before it is composed, and no longer when it goes."""
        # Asked once a second: looking at the children costs less than a query through all that is below them.
        return self.is_mounted and {"heading", "keys"} <= {child.id for child in self.children}

    @property
    def badge(self) -> tuple[Run, ...]:
        """Marks a demo plainly, in as many words as there is room for."""
        if self.desk.reading:
            return (("  reading only  ", "warning"),)
        if not self.desk.demo:
            return ()
        return (("  demo, made-up people  " if self.size.width >= ROOM_FOR_WORDS else "  demo  ", "warning"),)

    def show_heading(self) -> None:
        """Repaint the heading if it changed."""
        if not self.standing:
            return
        left, right = self.heading()
        state = saved_run(self.desk.save_state)
        self.query_one("#heading", Line).show(
            *left, right=(*self.badge, *right, ("   ", "text"), state, (" ", "text"))
        )
        self._show_trouble(self.desk.save_state)

    def _show_trouble(self, state: SaveState) -> None:
        """Two lines under the heading say why nothing is saved and what to do, until it is."""
        if state.error is not None:
            rows = trouble_rows(state.error, state.kept_in)
            if lines := list(self.query("#trouble").results(Lines)):
                lines[0].show(rows)
            else:
                self.mount(Lines(rows, id="trouble"), after="#heading")
        elif self._in_trouble:
            self.query("#trouble").remove()
        self._in_trouble = state.error is not None

    def show_keys(self) -> None:
        """Repaint the key bar."""
        if not self.standing:
            return
        self.query_one("#keys", KeyBar).show(self.bar(), LAST_KEY)

    def go(self, place: str, about: str = "", *, instead: bool = False) -> None:
        """Ask the app to open a place."""
        self.post_message(Go(place, about, instead))

    def read_in_thread(self, read: Callable[[], None]) -> None:
        """Let a method of the screen read records in a thread; nothing is closed under its hands.

        A pool's thread remembers its last worker, that the place where it was started, and so on to the desk,
        which must not outlive the lock. Hence the app starts it, and it holds the screen weakly.
        """
        self.app.call_later(self.app.run_worker, partial(_read, WeakMethod(read)), thread=True, group=READERS)

    def say(self, text: str) -> None:
        """One plain line at the lower right, never markup."""
        self.notify(text, markup=False, timeout=6)

    def complain(self, error: Exception) -> None:
        """One plain line about something that did not work."""
        self.notify(str(error), severity="warning", markup=False, timeout=12)

    def on_key_bar_clicked(self, event: KeyBar.Clicked) -> None:
        """A click on a key does what the key does."""
        for command in (*self.commands(), *commands_at(Place.ANYWHERE)):
            if bar_keys([command]) and bar_keys([command])[0][0] == event.key:
                self.call_later(self.run_action, _found(self, command.act))
                return

    def action_leave(self) -> None:
        """One step back; the first screen stays."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()


def _read(method: WeakMethod[Callable[[], None]]) -> None:
    read = method()
    if isinstance(screen := getattr(read, "__self__", None), HouseScreen) and screen.standing and read:
        read()


def _found(screen: Screen[None], act: str) -> str:
    node: object = screen.focused or screen
    while isinstance(node, Widget) and node is not screen:
        if hasattr(node, f"action_{act}"):
            return f"focused.{act}"
        node = node.parent
    return act if hasattr(screen, f"action_{act}") else f"app.{act}"
