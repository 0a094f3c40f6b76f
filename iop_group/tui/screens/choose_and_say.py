"""A question in two steps: a line to choose, then a few words that are kept while they are half-typed."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from iop_group.domain.plain import folded
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.keeper import Keeper
from iop_group.tui.text import Row
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.keybar import Key, KeyBar
from iop_group.tui.widgets.line import Line
from iop_group.tui.widgets.room_dialog import RoomDialog
from iop_group.tui.widgets.rows import Rows

_NUMBERED = 9
"""Lines that a digit chooses."""
_LINE = (Column(1), Column("rest"))


class ChooseAndSay(RoomDialog[bool]):
    """A line to choose by arrows, digit or first letter, then a few words, kept while they are half-typed."""

    DEFAULT_CSS = """
    ChooseAndSay #about { display: none; margin-bottom: 1; }
    ChooseAndSay #about.-shown { display: block; }
    ChooseAndSay #prompt { margin-top: 1; }
    """

    def __init__(
        self, keeper: Keeper, heading: str, lines: Sequence[str], *, empty: str, accept: str
    ) -> None:
        self._choosing: list[Key] = [("Enter", "Choose"), ("1-9", "Pick")]
        super().__init__(heading, hints=self._choosing)
        self.keeper = keeper
        self.accept = accept
        self.chosen: int | None = None
        self._texts = list(lines)
        self._begun = ""
        self._rows = Rows(empty=empty, id="lines")
        self._entry = Entry(id="words")

    # What subclasses say

    question = ""
    """Stands below the lines to choose from."""

    def slot(self, index: int) -> str:
        """Where the half-typed words about a choice are kept."""
        raise NotImplementedError

    def begin_saying(self, index: int) -> tuple[str, str]:
        """The prompt under the field, and the words to begin with."""
        raise NotImplementedError

    def finished(self, index: int, words: str) -> str | None:
        """Let it have happened, or say what is missing."""
        raise NotImplementedError

    def begin(self) -> None:
        """Once everything is there."""

    # What they share

    def compose_body(self) -> ComposeResult:
        yield Line(id="about")
        yield self._rows
        yield self._entry
        yield Line(id="prompt")

    def on_mount(self) -> None:
        self._rows.show(len(self._texts), self.draw)
        self._turn_to(self._rows)
        self._say(self.question if self._texts else "")
        self.begin()

    def draw(self, index: int, cells: int) -> Row:
        """One line to choose."""
        number = str(index + 1) if index < _NUMBERED else ""
        return lay_out(_LINE, ((number, "dim"), self._texts[index]), cells)

    def fit_body(self, lines: int) -> None:
        self._rows.styles.height = max(1, min(len(self._texts) or 1, lines - 4))

    def show_name(self, name: str) -> None:
        """Whom it is about, behind the heading."""
        self.query_one("#heading", Line).show((self._heading, "title"), (f"  {name}", "accent"))

    def show_about(self, text: str) -> None:
        """A dim line above."""
        about = self.query_one("#about", Line)
        about.show((text, "dim"))
        about.add_class("-shown")

    def on_key(self, event: events.Key) -> None:
        """A digit chooses; a letter goes to the next line that begins with it."""
        if self.chosen is not None:
            return
        character = event.character or ""
        if character.isdecimal() and 0 < int(character) <= min(_NUMBERED, len(self._texts)):
            self.choose(int(character) - 1)
        elif event.is_printable and character.isalpha():
            self._seek(folded(character))
        else:
            return
        event.stop()

    def _seek(self, letter: str) -> None:
        count, at = len(self._texts), self._rows.index or 0
        for step in range(1, count + 1):
            index = (at + step) % count
            if folded(self._texts[index]).startswith(letter):
                self._rows.move_to(index)
                return

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.choose(event.index)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()

    def choose(self, index: int) -> None:
        """Go on to the words."""
        self.chosen = index
        prompt, words = self.begin_saying(index)
        self._begun = words
        self._entry.value = self.keeper.typed(self.slot(index)) or words
        self._entry.cursor_position = len(self._entry.value)
        self._turn_to(self._entry)
        self._say(prompt)
        self.query_one("#hints", KeyBar).show((("Enter", self.accept),), ("Esc", "Back"))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.chosen is not None and not self._over:
            words = self._entry.value
            self.keeper.type(self.slot(self.chosen), "" if words == self._begun else words)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Choose; or finish the words."""
        if self.chosen is None:
            self._rows.action_choose()
        elif not self._over:
            missing = self.finished(self.chosen, self._entry.value.strip())
            if missing is None:
                self.close(True)
            else:
                self._say(missing, "warning")

    def action_leave(self) -> None:
        """From the words back to the choice; from there away. Words stay."""
        if self.chosen is None or not self._texts:
            self.close(False)
            return
        self.chosen = None
        self._say(self.question)
        self._turn_to(self._rows)
        self.query_one("#hints", KeyBar).show(self._choosing, ("Esc", "Back"))

    def _turn_to(self, widget: Rows | Entry) -> None:
        """Show the list or the field, and give it the keys; a class would take effect too late for that."""
        self._rows.display = widget is self._rows
        self._entry.display = widget is self._entry
        self.set_focus(widget)

    def _say(self, text: str, ink: str = "dim") -> None:
        self.query_one("#prompt", Line).show((text, ink))
