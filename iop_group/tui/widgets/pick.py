"""Choosing one of some lines."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult

from iop_group.domain.plain import folded
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.text import Row, width
from iop_group.tui.widgets.dialog import Dialog
from iop_group.tui.widgets.line import Line
from iop_group.tui.widgets.rows import Rows

_NUMBERED = 9
"""Lines that a digit picks."""


class Pick(Dialog[int]):
    """Arrows and Enter pick a line, a digit picks at once, letters narrow the list; answers the index."""

    DEFAULT_CSS = """
    Pick #sought { display: none; margin: 0 0 1 0; }
    Pick #sought.-shown { display: block; }
    """

    def __init__(
        self,
        heading: str,
        lines: Sequence[str | tuple[str, str]],
        *,
        selected: int = 0,
        accept: str = "Choose",
        empty: str = "Nothing here.",
    ) -> None:
        """A line is a text, or a text and what stands dim at its right."""
        super().__init__(heading, hints=[("Enter", accept), ("1-9", "Pick"), ("a-z", "Find")])
        self._lines = [(line, "") if isinstance(line, str) else line for line in lines]
        self._selected = selected
        self._sought = ""
        self._sought_line = Line(id="sought")
        self._found = list(range(len(self._lines)))
        self._rows = Rows(empty=empty, id="lines")
        self._side = max((width(side) for _, side in self._lines), default=0)

    def compose_body(self) -> ComposeResult:
        """What is being looked for, and the lines."""
        yield self._sought_line
        yield self._rows

    def on_mount(self) -> None:
        """Start at the line that is chosen now."""
        self.set_focus(self._rows)
        self._show()
        self._rows.move_to(self._selected)

    def fit_body(self, lines: int) -> None:
        """As many lines as there are, or as there is room for."""
        self._rows.styles.height = max(1, min(len(self._lines) or 1, lines - (2 if self._sought else 0)))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter or a click."""
        event.stop()
        self.close(self._found[event.index])

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Nobody else needs to know."""
        event.stop()

    def on_key(self, event: events.Key) -> None:
        """Digits pick, letters and backspace look for a line."""
        character = event.character or ""
        if not self._sought and character.isdecimal():
            self._pick_number(int(character))
        elif event.key == "backspace" and self._sought:
            self._look_for(self._sought[:-1])
        elif event.is_printable and (self._sought or character != " "):
            self._look_for(self._sought + character)
        else:
            return
        event.stop()

    def action_accept(self) -> None:
        """Take the line with the cursor."""
        self._rows.action_choose()

    def action_leave(self) -> None:
        """First stop looking, then go away."""
        if self._sought:
            self._look_for("")
        else:
            self.close(None)

    def _pick_number(self, number: int) -> None:
        if 0 < number <= min(_NUMBERED, len(self._found)):
            self.close(self._found[number - 1])

    def _look_for(self, sought: str) -> None:
        self._sought = sought
        wanted = folded(sought)
        self._found = [i for i, (text, side) in enumerate(self._lines) if wanted in folded(f"{text} {side}")]
        self._sought_line.show(("Find ", "dim"), (sought, "strong"))
        self._sought_line.set_class(bool(sought), "-shown")
        self.refit()
        self._show()

    def _show(self) -> None:
        self._rows.show(len(self._found), self._draw)

    def _draw(self, index: int, cells: int) -> Row:
        text, side = self._lines[self._found[index]]
        number = f"{index + 1}" if index < _NUMBERED and not self._sought else ""
        columns = [Column(1), Column("rest"), Column(min(self._side, cells // 2), "right")]
        return lay_out(columns, [(number, "dim"), text, (side, "dim")], cells)
