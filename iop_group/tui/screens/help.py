"""Every key that works here, from the one table, and how a session goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from iop_group.tui.columns import Column, lay_out
from iop_group.tui.commands import Command, Place, commands_at, key_text
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.text import Row, width, wrap
from iop_group.tui.widgets.keybar import KeyBar
from iop_group.tui.widgets.line import Line, ScrollLines

_WIDEST = 92
"""Cells of the table; beyond that the eye loses the line."""
_TEXT_WIDTH = 72
_GAP, _LEAST_HELP = 2, 32
"""Cells between columns, and the fewest in which the help can stand beside the keys."""
_BY_NAME = "by name, ^P"

HOW_IT_GOES: tuple[tuple[str, str], ...] = (
    (
        "Start",
        "On Today, Enter on a group's line plans its next session. Look over topic and minutes, then F8. "
        "If the program or the laptop stopped in the middle of a group, Enter on the unfinished session "
        "goes on at the same second.",
    ),
    (
        "Opening to closing",
        "F8 goes to the next block, with much time left when you press it twice; F7 goes back. The agenda "
        "shows the minutes planned and used; g opens it, to jump, to add a break or move a block, to give "
        "or take minutes, and to find time when the group runs late. The closing keeps its minutes.",
    ),
    (
        "Who is here",
        "F3 opens the arrivals: Enter for who comes in, steps out and comes back, l for left, x or e for "
        "absent, w for a walk-in.",
    ),
    (
        "Writing",
        "F2 writes a note at any time. Begin with @ and a name, and it is about that member. Enter keeps it. "
        "Escape leaves the half-typed words where they are, and F2 brings them back. Everything is saved by "
        "itself; the time at the upper right is when the disk last had all of it.",
    ),
    (
        "Following up",
        "F4 asks a member to stay after group. Before the session closes, say for each what was done.",
    ),
    (
        "If it gets serious",
        "F9 opens the safety cards and stops the clocks. F10 draws the curtain: only the time is seen.",
    ),
    (
        "Afterwards",
        "The drafts are ready when the session is closed: one for the group, one for each member who came. "
        "Read them, put them into your words, and sign. A signed note stays as it is; later words are added "
        "below it.",
    ),
)


class HelpScreen(Screen[None]):
    """Scrolls; escape goes back."""

    DEFAULT_CSS = """
    HelpScreen { layout: vertical; background: $background; }
    HelpScreen > ScrollLines { padding: 1 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back", show=False)]

    def __init__(self, front: HouseScreen | None) -> None:
        super().__init__()
        self._places = places_of(front)

    def compose(self) -> ComposeResult:
        yield Line((" Help", "title"), base="bar")
        yield ScrollLines(self._rows, id="help")
        yield KeyBar((("PgDn", "Down"), ("PgUp", "Up")), ("Esc", "Back"))

    def on_mount(self) -> None:
        self.query_one(ScrollLines).focus()

    def on_key_bar_clicked(self, event: KeyBar.Clicked) -> None:
        """A click on a key does what the key does."""
        event.stop()
        if event.key == "Esc":
            self.action_leave()
        else:
            self.query_one(ScrollLines).action_scroll_pages(1 if event.key == "PgDn" else -1)

    def action_leave(self) -> None:
        """Back to where you were."""
        if self.is_current:
            self.dismiss()

    def _rows(self, cells: int) -> Sequence[Row]:
        return [*key_rows(self._places, min(cells, _WIDEST)), *session_rows(min(cells, _TEXT_WIDTH))]


def places_of(front: HouseScreen | None) -> tuple[Place, ...]:
    """The places whose commands work on a screen, its own first and everywhere last."""
    if front is None:
        return (Place.ANYWHERE,)
    own = getattr(front, "places", None)
    found: Iterable[Place] = own() if callable(own) else (front.PLACE,)
    return (*(place for place in found if place is not Place.ANYWHERE), Place.ANYWHERE)


def key_rows(places: Iterable[Place], cells: int) -> list[Row]:
    """Each place with its commands: name, keys, and what it does."""
    places = tuple(places)
    shown = commands_at(*places)
    wide = max((width(c.name) for c in shown), default=0), max((width(_keys(c)) for c in shown), default=0)
    rows: list[Row] = []
    for place in places:
        rows.append(((_heading(place), "title"),))
        for command in commands_at(place):
            rows.extend(_command_rows(command, cells, wide))
        rows.append(())
    return rows


def session_rows(cells: int) -> list[Row]:
    """How a session goes, in short paragraphs."""
    rows: list[Row] = [(("How a session goes", "title"),), ()]
    for heading, text in HOW_IT_GOES:
        rows.append(((heading, "strong"),))
        rows.extend(((line, "text"),) for line in wrap(text, cells))
        rows.append(())
    return rows


def _heading(place: Place) -> str:
    return "Everywhere" if place is Place.ANYWHERE else f"{place.value[0].upper()}{place.value[1:]}"


def _command_rows(command: Command, cells: int, wide: tuple[int, int]) -> list[Row]:
    """Side by side where there is room; else name and keys above the help."""
    names, keys = wide
    typed = _keys(command)
    if names + keys + 2 * _GAP + _LEAST_HELP <= cells:
        columns = (Column(names), Column(keys), Column("rest"))
        helps = wrap(command.help, cells - names - keys - 2 * _GAP)
        first = lay_out(columns, (command.name, (typed, "accent"), (helps[0], "dim")), cells)
        return [first, *(lay_out(columns, ("", "", (line, "dim")), cells) for line in helps[1:])]
    below: list[Row] = [(("  ", "text"), (line, "dim")) for line in wrap(command.help, cells - 2)]
    if width(command.name) + width(typed) + _GAP > cells:
        return [((command.name, "text"),), (("  ", "text"), (typed, "accent")), *below]
    beside = (Column("rest"), Column(width(typed)))
    return [lay_out(beside, (command.name, (typed, "accent")), cells), *below]


def _keys(command: Command) -> str:
    return "  ".join(key_text(key) for key in command.keys) or _BY_NAME
