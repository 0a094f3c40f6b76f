"""Closing: what each member takes away and will try, typed as they say it; then the ritual."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import Input

from iop_group.domain.events import CommitmentMade, TakeawayGiven
from iop_group.tui.blocks.closing_view import COMMITMENT, TAKEAWAY, ClosingView, HarvestEntry
from iop_group.tui.blocks.ritual import RitualRows
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.widgets.rows import Rows

DECLINE = "p"
"""As at check-in: the letter alone is a pass, not a word."""


class ClosingWorkspace(ClosingView):
    """The harvest above, the ritual and the stay-afters below. Tab goes between them."""

    PLACE = Place.CLOSING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.CLOSING)]

    def bar(self) -> list[tuple[str, str]]:
        """The field takes every letter, so its keys are these; the ritual has its own."""
        if self._in_ritual:
            return [("Enter", "Said"), ("Backspace", "Not said"), ("t", "Takeaway"), ("^Y", "Stay-afters")]
        return [("Enter", "Keep"), ("p", "Pass"), ("↑ ↓", "Member"), ("Tab", "Ritual"), ("^Y", "Stay-afters")]

    @property
    def _slot(self) -> str:
        return f"closing {self._asking} {self.member}"

    def _load(self) -> None:
        """Put into the field what was half typed, or what stands there already."""
        member = self.member
        if member is None:
            return
        kept = self.session.notes.takeaways if self._asking == TAKEAWAY else self.session.notes.commitments
        text = self.keeper.typed(self._slot) or kept.get(member, "")
        entry = self.query_one(HarvestEntry)
        with entry.prevent(Input.Changed):
            entry.value = text
            entry.cursor_position = len(text)
        self._show_asked()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.member is not None:
            self.keeper.type(self._slot, event.value)

    @on(Input.Submitted)
    def _kept(self, event: Input.Submitted) -> None:
        """Enter: keep it and go on; nothing typed goes on too."""
        event.stop()
        member = self.member
        if member is None:
            return
        text = event.value.strip()
        passed = text.casefold() == DECLINE
        if passed:
            text = ""
        kept = self.session.notes.takeaways if self._asking == TAKEAWAY else self.session.notes.commitments
        if passed or text != kept.get(member, ""):
            said = TakeawayGiven if self._asking == TAKEAWAY else CommitmentMade
            self.keeper.finish(self._slot, said(member, text, passed))
        self._go_on()

    def _go_on(self) -> None:
        if self._asking == TAKEAWAY:
            self._asking = COMMITMENT
        else:
            self._asking = TAKEAWAY
            at = self._rows.index
            if at is not None and at + 1 < len(self._members):
                self._rows.move_to(at + 1)
            else:
                self.focus_now(self.query_one(RitualRows))
        self._load()

    def move(self, step: int) -> None:
        """To the member before or after."""
        at = self._rows.index
        if at is not None:
            self._asking = TAKEAWAY
            self._rows.move_to(at + step)
            self._load()

    def begin(self) -> None:
        notes = self.session.notes
        for at, member in enumerate(self._members):
            taken = member in {*notes.takeaways, *notes.passed_takeaway}
            if not taken or member not in {*notes.commitments, *notes.passed_commitment}:
                self._asking = COMMITMENT if taken else TAKEAWAY
                self._rows.move_to(at)
                break
        self._load()

    @on(Rows.Moved, "#ritual")
    def _other_line(self, event: Rows.Moved) -> None:
        event.stop()
        if self.standing:
            self._fit()

    @on(Rows.Chosen, "#ritual")
    def _ritual_line(self, event: Rows.Chosen) -> None:
        event.stop()
        self.query_one(RitualRows).tick()

    def action_untick(self) -> None:
        """The line of the ritual was not said after all."""
        self.query_one(RitualRows).untick()

    def action_write_takeaway(self) -> None:
        """Back to the field, for what the member takes away."""
        self._write(TAKEAWAY)

    def action_write_commitment(self) -> None:
        """Back to the field, for what the member will try."""
        self._write(COMMITMENT)

    def _write(self, what: str) -> None:
        self._asking = what
        self._load()
        self.take_focus()
