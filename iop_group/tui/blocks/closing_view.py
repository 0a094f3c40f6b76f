"""What closing shows: what each member takes away and will try, the question, the ritual and its words."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iop_group.tui.blocks.base import Workspace
from iop_group.tui.blocks.closing_words import said_with
from iop_group.tui.blocks.ritual import RitualRows
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.text import Row, symbols
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.keybar import KeyBar
from iop_group.tui.widgets.line import Line, Lines
from iop_group.tui.widgets.rows import Rows

PASSED = "pass"
TAKEAWAY, COMMITMENT = "takeaway", "commitment"
AROUND, LEAST = 7, 3
"""Lines that titles, question and field take; lines that the members always have."""
ASKS = {TAKEAWAY: "takes away", COMMITMENT: "will try before next time"}


class HarvestEntry(Entry):
    """The field of the round: up and down change the member, Enter keeps and goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "workspace_member(-1)", "Member before", show=False),
        Binding("down", "workspace_member(1)", "Next member", show=False),
    ]

    def action_workspace_member(self, step: int) -> None:
        """The workspace keeps the round."""
        workspace = self.query_ancestor(ClosingView)
        workspace.move(step)


class ClosingView(Workspace):
    """The round above, the ritual below. The keys stand in ClosingWorkspace."""

    DEFAULT_CSS = """
    ClosingView > #members { height: 1fr; min-height: 1; }
    ClosingView > #asked { height: 1; margin-top: 1; }
    ClosingView > RitualRows { margin-top: 1; max-height: 50%; }
    ClosingView > #hint { margin: 1 2 0 2; }
    """

    def compose(self) -> ComposeResult:
        """Members, the field, the ritual."""
        yield Lines(id="titles")
        yield Rows(empty="Nobody is marked here. Press F3 for arrivals.", id="members")
        yield Line(id="asked")
        yield HarvestEntry()
        yield RitualRows(self.desk.library.ritual("closing"), self.keeper, id="ritual")
        yield Lines(id="hint")

    def prepare(self) -> None:
        self._members: tuple[str, ...] = ()
        self._asking = TAKEAWAY
        self._rows = self.query_one("#members", Rows)
        self._rows.can_focus = False

    @property
    def is_done(self) -> bool:
        """Has everyone been asked what they take away?"""
        notes = self.session.notes
        return bool(self._members) and not set(self._members) - {*notes.takeaways, *notes.passed_takeaway}

    def move(self, step: int) -> None:
        """To the member before or after."""

    @property
    def _in_ritual(self) -> bool:
        return self.is_mounted and self.query_one(RitualRows).has_focus

    @property
    def member(self) -> str | None:
        """The member at the cursor."""
        at = self._rows.index
        return self._members[at] if at is not None and at < len(self._members) else None

    def take_focus(self) -> None:
        self.focus_now(self.query_one(HarvestEntry))

    def show_all(self) -> None:
        attendance = self.session.attendance
        self._members = tuple(c for c in attendance.came if not attendance.people[c].removed)
        self._names = self.session.attendance.names()
        self._rows.show(len(self._members), self._draw, keep=True)
        self.query_one(RitualRows).show_all()
        self._show_titles()
        self._show_asked()
        self._fit()

    def on_resize(self) -> None:
        if self.standing:
            self._fit()

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _other_half(self) -> None:
        """The half that has the keys has the room."""
        if self.standing:
            self._fit()
            self.screen.query_one("#block-keys", KeyBar).show(self.bar())

    def _fit(self) -> None:
        """The question stands below the last member; where it is tight a ritual that waits takes one line."""
        ritual, members = self.query_one(RitualRows), len(self._members) or 1
        whole = max(1, ritual.count)
        hint = said_with(self.desk, self.session, ritual, self.size.width) if self._in_ritual else []
        room = self.size.height - AROUND - len(hint) - 2 * bool(self.session.notes.unresolved)
        lines = whole if self._in_ritual or members + whole <= room else 1
        ritual.styles.height = lines = max(1, min(lines, room - LEAST))
        self._rows.styles.height = max(LEAST, min(members, room - lines))
        self.query_one("#hint", Lines).show(hint)

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
        takeaway = notes.takeaways.get(member) or (PASSED if member in notes.passed_takeaway else "")
        commitment = notes.commitments.get(member) or (PASSED if member in notes.passed_commitment else "")
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
