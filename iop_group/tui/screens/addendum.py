"""Something added to a signed note: the words, kept while they are half-typed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import TextArea

from iop_group.tui.keeper import Keeper
from iop_group.tui.notebook import addendum_slot
from iop_group.tui.screens.note import NoteField
from iop_group.tui.widgets.dialog import Dialog, paragraph
from iop_group.tui.widgets.line import Line, ScrollLines

REASONS = ("Correction", "Late entry", "Member's request")
"""Why something is added (reference: clinical 4.5)."""
LINES = 8


class AddendumDialog(Dialog[str]):
    """Answers the words; Escape keeps them for the next time."""

    DEFAULT_CSS = """
    AddendumDialog #told { height: auto; margin-bottom: 1; }
    AddendumDialog NoteField { height: 8; }
    """

    def __init__(self, keeper: Keeper, subject: str, heading: str) -> None:
        hints = [("Enter", "Add"), ("^J", "New line")]
        super().__init__(heading, hints=hints, last=("Esc", "Back, text stays"))
        self.keeper = keeper
        self.slot = addendum_slot(subject)
        self._field = NoteField(keeper.typed(self.slot), placeholder="What is to be added?")
        told = "The signed note stays as it is. This stands under it, with your name and the time."
        self._told = ScrollLines(paragraph(told), id="told")
        self._said = Line(id="said")

    def compose_body(self) -> ComposeResult:
        yield self._told
        yield self._field
        yield self._said

    def on_mount(self) -> None:
        self.set_focus(self._field)
        self._field.move_cursor(self._field.document.end)

    def fit_body(self, lines: int) -> None:
        """Where it is low the page gets what there is."""
        self._field.styles.height = max(1, min(LINES, lines - 5))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Every change is kept."""
        event.stop()
        if not self._over:
            self.keeper.type(self.slot, self._field.text)
            self._said.show()

    def on_note_field_answered(self, event: NoteField.Answered) -> None:
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Add the words; without any there is nothing to add."""
        text = self._field.text.strip()
        if text:
            self.close(text)
        else:
            self._said.show((" Type what is to be added, or Esc to leave it.", "warning"))
