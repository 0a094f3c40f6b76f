"""Closing: what each member takes away and will try, typed as they say it; then the ritual."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from iop_group.domain.events import Act, CommitmentMade, TakeawayGiven
from iop_group.tui.blocks.base import Workspace
from iop_group.tui.blocks.ritual import RitualRows
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.text import Row, symbols
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.line import Line, Lines
from iop_group.tui.widgets.rows import Rows

TAKEAWAY, COMMITMENT = "takeaway", "commitment"
ASKS = {TAKEAWAY: "takes away", COMMITMENT: "will try before next time"}


class HarvestEntry(Entry):
    """The field of the round: up and down change the member, Enter keeps and goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "workspace_member(-1)", "Member before", show=False),
        Binding("down", "workspace_member(1)", "Next member", show=False),
    ]

    def action_workspace_member(self, step: int) -> None:
        """The workspace keeps the round."""
        workspace = self.query_ancestor(ClosingWorkspace)
        workspace.move(step)


class ClosingWorkspace(Workspace):
    """The harvest above, the ritual and the stay-afters below. Tab goes between them."""

    PLACE = Place.CLOSING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.CLOSING)]
    DEFAULT_CSS = """
    ClosingWorkspace > #members { height: 1fr; min-height: 3; }
    ClosingWorkspace > #asked { height: 1; margin-top: 1; }
    ClosingWorkspace > RitualRows { margin-top: 1; max-height: 40%; }
    """

    def compose(self) -> ComposeResult:
        """Members, the field, the ritual."""
        yield Lines(id="titles")
        yield Rows(empty="Nobody is marked here. Press F3 for arrivals.", id="members")
        yield Line(id="asked")
        yield HarvestEntry()
        yield RitualRows(self.desk.library.ritual("closing"), self.keeper, id="ritual")

    def prepare(self) -> None:
        self._members: tuple[str, ...] = ()
        self._asking = TAKEAWAY
        self._rows = self.query_one("#members", Rows)
        self._rows.can_focus = False

    def bar(self) -> list[tuple[str, str]]:
        """The field takes every letter, so its keys are these."""
        return [("Enter", "Keep"), ("↑ ↓", "Member"), ("Tab", "Ritual"), ("^Y", "Stay-afters")]

    @property
    def member(self) -> str | None:
        """The member at the cursor."""
        at = self._rows.index
        return self._members[at] if at is not None and at < len(self._members) else None

    @property
    def _slot(self) -> str:
        return f"closing {self._asking} {self.member}"

    def take_focus(self) -> None:
        self.focus_now(self.query_one(HarvestEntry))

    def show_all(self) -> None:
        self._members = self.session.attendance.came
        self._names = self.session.attendance.names()
        self._rows.show(len(self._members), self._draw, keep=True)
        ritual = self.query_one(RitualRows)
        ritual.show_all()
        ritual.styles.height = max(1, ritual.count)
        self._show_titles()
        self._show_asked()

    def _columns(self) -> tuple[Column, ...]:
        return (Column(2), Column(14), Column("rest"), Column("rest"))

    def _show_titles(self) -> None:
        cells = max(20, (self._rows.text_width or 60) - 2)
        unresolved = len(self.session.notes.unresolved)
        titles = lay_out(self._columns(), ("", "", ("takes away", "dim"), ("will try", "dim")), cells, gap=1)
        rows: list[Row] = []
        if unresolved:
            word = "One stay-after" if unresolved == 1 else f"{unresolved} stay-afters"
            before = f"{symbols().flag} {word} to talk about before you close: "
            rows += [((before, "warning"), ("^Y", "strong")), ()]
        self.query_one("#titles", Lines).show([*rows, (("  ", "dim"), *titles)])

    def _draw(self, index: int, cells: int) -> Row:
        member, notes = self._members[index], self.session.notes
        takeaway, commitment = notes.takeaways.get(member, ""), notes.commitments.get(member, "")
        sign = (symbols().done if takeaway and commitment else " ", "success")
        shown = (
            sign,
            (self._names[member], "accent" if index == self._rows.index else "text"),
            (takeaway or symbols().dot, "text"),
            (commitment or symbols().dot, "text"),
        )
        return lay_out(self._columns(), shown, cells, gap=1)

    def _show_asked(self) -> None:
        member = self.member
        asked = self.query_one("#asked", Line)
        if member is None:
            asked.show()
            return
        asked.show((f"{self._names[member]} ", "strong"), (f"{ASKS[self._asking]}:", "accent"))

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
        kept = self.session.notes.takeaways if self._asking == TAKEAWAY else self.session.notes.commitments
        if text != kept.get(member, ""):
            act: Act = (
                TakeawayGiven(member, text) if self._asking == TAKEAWAY else CommitmentMade(member, text)
            )
            self.keeper.finish(self._slot, act)
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
            if member not in notes.takeaways or member not in notes.commitments:
                self._asking = COMMITMENT if member in notes.takeaways else TAKEAWAY
                self._rows.move_to(at)
                break
        self._load()

    @on(Rows.Chosen, "#ritual")
    def _ritual_line(self, event: Rows.Chosen) -> None:
        event.stop()
        self.query_one(RitualRows).tick()

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
