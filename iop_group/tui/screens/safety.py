"""The safety cards: the program's own steps and numbers, at one key, offline; nothing is asked or rated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from iop_group.domain.crisis import CrisisLine, lines_for
from iop_group.domain.events import Paused, Resumed, SafetyCardOpened
from iop_group.domain.rituals import SafetyCard
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.desk import Desk
from iop_group.tui.keeper import Keeper
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.screens.safety_lines import advice_rows, card_rows, crisis_rows, first_numbers
from iop_group.tui.text import Row
from iop_group.tui.widgets.keybar import Key, KeyBar
from iop_group.tui.widgets.line import Line, Lines, ScrollLines
from iop_group.tui.widgets.rows import Rows

LETTERS = "abcdefghijklmnop"
"""Keys of the cards."""
_CARD = (Column(1), Column("rest"))
_NO_CARDS_LINES = 2
_BACK: Key = ("Esc", "Back")


class SafetyScreen(Screen[None]):
    """The cards and the crisis lines; then one card alone, with the first numbers below. Names nobody."""

    DEFAULT_CSS = """
    SafetyScreen { layout: vertical; background: $background; }
    SafetyScreen #cards { width: 100%; max-width: 84; height: auto; max-height: 60%; margin: 1 1 0 1; }
    SafetyScreen #card { width: 100%; max-width: 84; height: 1fr; padding: 1 1 0 1; }
    SafetyScreen #numbers { width: 100%; max-width: 84; padding: 1 1; display: none; }
    SafetyScreen Toast { display: none; }
    SafetyScreen.-open #cards { display: none; }
    SafetyScreen.-open #numbers { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("r", "resume", "Back, clocks run", show=False),
        Binding("pagedown,space", "scroll(1)", "Down", show=False, priority=True),
        Binding("pageup", "scroll(-1)", "Up", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, keeper: Keeper | None) -> None:
        """`keeper` is that of the session that runs, if one does."""
        super().__init__()
        self.keeper = keeper
        self.cards: tuple[SafetyCard, ...] = desk.library.safety_cards().items
        self._lines: tuple[CrisisLine, ...] = lines_for(
            desk.library.crisis_lines().items, desk.program.region
        )
        self._today = desk.now().astimezone().date()
        self._open: SafetyCard | None = None
        self._noted: set[str] = set()

    def compose(self) -> ComposeResult:
        yield Line((" Safety", "title"), right=self._clocks(), base="bar")
        yield Rows(empty="There are no cards. Follow your program's policy and call for help.", id="cards")
        yield ScrollLines(self._rows, id="card")
        yield Lines(first_numbers(self._lines), id="numbers")
        yield KeyBar(self._keys(), _BACK)

    def on_mount(self) -> None:
        rows = self.query_one(Rows)
        rows.show(len(self.cards), self._draw)
        rows.styles.height = len(self.cards) or _NO_CARDS_LINES
        rows.focus()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self._show(self.cards[event.index])

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()

    def on_key(self, event: events.Key) -> None:
        """A card's letter or number opens it."""
        character = (event.character or "").casefold()
        index = LETTERS.find(character) if character else -1
        if character.isdecimal():
            index = int(character) - 1
        if 0 <= index < len(self.cards):
            event.stop()
            self.query_one(Rows).move_to(index)
            self._show(self.cards[index])

    def on_key_bar_clicked(self, event: KeyBar.Clicked) -> None:
        """A click on a key does what the key does."""
        event.stop()
        match event.key:
            case "Esc":
                self.action_leave()
            case "r":
                self.action_resume()
            case "Enter":
                self.query_one(Rows).action_choose()
            case "PgDn":
                self.action_scroll(1)

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#card", ScrollLines).show(self._rows, keep=True)

    def action_scroll(self, pages: int) -> None:
        """Read on in the card."""
        self.query_one("#card", ScrollLines).action_scroll_pages(pages)

    def action_leave(self) -> None:
        """Back to where you were; clocks that stand still go on standing still."""
        if self._open is not None:
            self._open = None
            self.remove_class("-open")
            self.query_one("#card", ScrollLines).show(self._rows)
            self.query_one(Rows).focus()
            self.query_one(KeyBar).show(self._keys(), _BACK)
        elif self.is_current:
            self.dismiss()

    def action_resume(self) -> None:
        """Back, and let the clocks run again."""
        if self.keeper is not None and self.keeper.session.course.paused:
            self.keeper.act(Resumed())
        if self.is_current:
            self.dismiss()

    def _show(self, card: SafetyCard) -> None:
        self._open = card
        self.add_class("-open")
        reading = self.query_one("#card", ScrollLines)
        reading.show(self._rows)
        reading.focus()
        self.query_one(KeyBar).show(self._keys(), _BACK)
        if self.keeper is not None and card.id not in self._noted:
            self._noted.add(card.id)
            self.keeper.act(SafetyCardOpened(card.id))

    def _rows(self, cells: int) -> Sequence[Row]:
        crisis = crisis_rows(self._lines, cells)
        if self._open is None:
            return [(("Crisis lines", "title"),), *crisis, *advice_rows(self._lines, self._today, cells)]
        room = self.query_one("#card").size.height
        return [*card_rows(self._open, cells, room), (), (("Crisis lines", "title"),), *crisis]

    def _draw(self, index: int, cells: int) -> Row:
        letter = LETTERS[index].upper() if index < len(LETTERS) else ""
        return lay_out(_CARD, ((letter, "strong"), self.cards[index].title), cells)

    def _clocks(self) -> Row:
        return (("clocks stopped ", "dim"),) if self._stopped else ()

    def _keys(self) -> list[Key]:
        letters = f"{LETTERS[0]}-{LETTERS[max(1, min(len(self.cards), len(LETTERS))) - 1]}".upper()
        keys: list[Key] = [("Enter", "Open")] if self._open is None else [(letters, "Another card")]
        return [*keys, ("PgDn", "More"), *([("r", "Back, clocks run")] if self._stopped else [])]

    @property
    def _stopped(self) -> bool:
        return self.keeper is not None and self.keeper.session.course.paused


def open_safety(app: App[None], desk: Desk, front: HouseScreen | None) -> None:
    """Show the cards over whatever is there, and stop the clocks of the session that runs.

    When they are open already, come back to them.
    """
    if any(isinstance(screen, SafetyScreen) for screen in app.screen_stack):
        while not isinstance(app.screen, SafetyScreen):
            app.pop_screen()
        return
    keeper = _running(front, app)
    if keeper is not None and not keeper.session.course.paused:
        keeper.act(Paused())
    app.push_screen(SafetyScreen(desk, keeper))


def _running(front: HouseScreen | None, app: App[None]) -> Keeper | None:
    """The keeper of the session that runs, also when its room lies further behind."""
    for screen in (front, *reversed(app.screen_stack)):
        keeper = getattr(screen, "keeper", None)
        if isinstance(keeper, Keeper) and keeper.session.course.current is not None:
            return keeper
    return None
