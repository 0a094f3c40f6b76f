"""Plan: everything is filled in already; Enter starts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from iop_group.domain.agenda import Block
from iop_group.domain.errors import NotSaved
from iop_group.domain.people import Member
from iop_group.domain.summary import Summary
from iop_group.tui import planning
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.plan_lines import Line, plan_row
from iop_group.tui.planning import Draft
from iop_group.tui.screens.plan_choices import PlanChoices
from iop_group.tui.text import Row, Run, symbols
from iop_group.tui.times import local_day, local_time
from iop_group.tui.widgets.pick import Pick
from iop_group.tui.widgets.rows import Rows

WIDEST = 72


class PlanScreen(PlanChoices):
    """Group, format, topic, minutes, roster; the cursor stands on Start."""

    PLACE = Place.PLAN
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_at(Place.PLAN),
        Binding("plus,right", "change(1)", "One minute more", show=False),
        Binding("minus,left", "change(-1)", "One minute less", show=False),
    ]
    DEFAULT_CSS = "PlanScreen > Rows { margin: 1 2 0 2; max-width: 76; }"

    def __init__(self, desk: Desk, group_id: str) -> None:
        super().__init__(desk, group_id)
        self._lines: list[Line] = []

    def compose_body(self) -> Iterable[Widget]:
        yield Rows(empty="There is no group yet. Press Esc, then g, to make one.")

    def on_mount(self) -> None:
        self._show()

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        return ((" Plan a session", "title"),), ()

    def _show(self) -> None:
        draft = self._draft
        self._lines = self._made(draft) if draft else []
        lines = self._lines
        self.query_one(Rows).show(
            len(lines), self._draw, selectable=lambda i: lines[i].enter is not None, keep=True
        )

    def _made(self, draft: Draft) -> list[Line]:
        topic, reason = draft.topic, planning.reason(self.desk, draft)
        lines = [
            Line("Start the session", "", "Enter", self.action_start_session, ink="accent"),
            Line(""),
            Line("Group", draft.group.name, f"session {draft.number}", self._pick_group),
            Line("Format", draft.format.title, f"{draft.minutes} min", self._pick_format),
            Line("Topic", topic.title if topic else "none", "", self.action_choose_topic),
            *([Line(" ", reason, ink="dim")] if reason else []),
            Line("Facilitator", self.desk.facilitator or "not set yet", "", self._ask_name),
            Line(""),
            Line("Minutes", "", "+ and - change them", ink="title"),
        ]
        lines += [self._block_line(b) for b in draft.blocks]
        lines += [Line(""), Line("Expected", "", "Enter: not today, or expected again", ink="title")]
        return lines + [self._member_line(draft, m) for m in draft.expected]

    def _block_line(self, block: Block) -> Line:
        def change(minutes: int) -> None:
            if self._draft is not None:
                self._draft = self._draft.longer(block, minutes)

        return Line("", block.title, f"{block.minutes} min", lambda: None, change)

    def _member_line(self, draft: Draft, member: Member) -> Line:
        def toggle() -> None:
            if self._draft is not None:
                self._draft = self._draft.toggled(member.code)
                self._show()

        out = member.code in draft.left_out
        sign = symbols().hollow if out else symbols().done
        return Line(
            "",
            f"{sign} {member.display_name}",
            "not today" if out else "",
            toggle,
            ink="dim" if out else "text",
        )

    def _draw(self, index: int, cells: int) -> Row:
        return plan_row(self._lines[index], min(cells, WIDEST))

    # What the keys do

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter on a line."""
        enter = self._lines[event.index].enter
        if enter is not None:
            enter()

    def action_change(self, minutes: int) -> None:
        """More or fewer minutes for the block at the cursor."""
        at = self.query_one(Rows).index
        if at is not None and self._lines[at].change is not None:
            change = self._lines[at].change
            if change is not None:
                change(minutes)
                self._show()

    def action_start_session(self) -> None:
        """Make the session and open the room; the facilitator's name is asked for once."""
        if self._draft is None:
            return
        if not self.desk.facilitator:
            self._ask_name(self.action_start_session)
            return
        running = next((s for s in self._summaries(self._draft) if s.unfinished), None)
        if running is None:
            self._start()
        else:
            self._ask_which(running)

    def _summaries(self, draft: Draft) -> Iterable[Summary]:
        return (s for s in self.desk.vault.index.summaries() if s.group == draft.group.id)

    def _ask_which(self, running: Summary) -> None:
        """The group has a session that was never closed: most likely that one is meant."""

        def take(choice: int | None) -> None:
            if choice == 0:
                self.go("room", running.id, instead=True)
            elif choice == 1:
                self._start()

        began = f"{local_day(running.started_at)} {local_time(running.started_at)}".strip()
        lines = [f"Go on with it: in {running.block}, began {began}", "Start another one"]
        self.app.push_screen(Pick("This group has a session that is not closed", lines), take)

    def _start(self) -> None:
        if self._draft is None:
            return
        try:
            keeper = self.desk.start(planning.planned(self.desk, self._draft))
        except NotSaved as error:
            self.complain(error)
            return
        self.go("room", keeper.id, instead=True)
