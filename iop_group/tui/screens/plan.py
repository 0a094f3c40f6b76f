"""Plan: everything is filled in already; Enter starts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from iop_group.domain.agenda import is_fixed
from iop_group.domain.errors import NotSaved
from iop_group.domain.people import NAME_LIMIT, Member
from iop_group.domain.plain import one_line
from iop_group.domain.summary import Summary
from iop_group.tui import planning
from iop_group.tui.commands import Command, Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.plan_lines import Line, plan_row
from iop_group.tui.planning import Draft
from iop_group.tui.screens.plan_blocks import PlanBlocks
from iop_group.tui.text import Row, Run, symbols
from iop_group.tui.times import local_day, local_time
from iop_group.tui.widgets.dialog import Ask
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.pick import Pick
from iop_group.tui.widgets.rows import Rows

WIDEST = 72


class PlanScreen(PlanBlocks):
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
        self._usual: Draft | None = None

    def compose_body(self) -> Iterable[Widget]:
        yield Rows(empty="There is no group yet. Press Esc, then g, to make one.")

    def on_mount(self) -> None:
        self._show()

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        changed: Run = ("   changed, kept until you start it" if self._changed else "", "dim")
        return ((" Plan a session", "title"), changed), ()

    def commands(self) -> tuple[Command, ...]:
        """Starting over is offered once something was changed; the rest, where there is a place for it."""
        unfit = set() if self._changed else {"start_over"}
        if self._draft is None or not self._draft.takes_topic:
            unfit.add("choose_topic")
        if self._draft is None:
            unfit |= {"add_break", "add_block"}
        if (block := self._at_block()) is None or is_fixed(block):
            unfit |= {"leave_out", "block_earlier", "block_later"}
        return tuple(c for c in super().commands() if c.act not in unfit)

    @property
    def _changed(self) -> bool:
        return self._draft is not None and self.desk.plans.of(self._draft.group.id) is not None

    def _keep(self) -> None:
        """What was changed waits for its group until it is started or dropped."""
        draft, usual, plans = self._draft, self._usual, self.desk.plans
        if draft is None:
            return
        group = draft.group.id
        if usual is None or usual.group.id != group:
            self._usual = draft
            if (kept := plans.of(group)) is not None:
                self._draft = planning.taken_up(self.desk, draft, kept)
        elif draft != usual:
            plans.keep(group, draft.kept(plans.today))
        else:
            plans.drop(group)

    def _show(self) -> None:
        self._keep()
        draft = self._draft
        self._lines = self._made(draft) if draft else []
        lines = self._lines
        self.query_one(Rows).show(
            len(lines), self._draw, selectable=lambda i: lines[i].enter is not None, keep=True
        )
        self.show_heading()
        self.show_keys()

    def _made(self, draft: Draft) -> list[Line]:
        topic, reason = draft.topic, planning.reason(self.desk, draft)
        topic_lines = [
            Line("Topic", topic.title if topic else "none", "", self.action_choose_topic),
            *([Line(" ", reason, ink="dim")] if reason else []),
        ]
        lines = [
            Line("Start the session", "", "Enter", self.action_start_session, ink="accent"),
            Line(""),
            Line("Group", draft.group.name, f"session {draft.number}", self._pick_group),
            Line("Format", draft.format.title, f"{draft.minutes} min", self._pick_format),
            *(topic_lines if draft.takes_topic else []),
            Line("Facilitator", self.desk.facilitator or "not set yet", "", self._ask_name),
            Line("Co-facilitator", self.desk.program.co_facilitator or "nobody", "", self._ask_second_name),
            Line(""),
            Line("Minutes", "", "+ - Enter change them, < > move a block", ink="title"),
        ]
        lines += [self._block_line(b) for b in draft.blocks]
        lines += [Line(""), Line("Expected", "", "Enter: not today, or expected again", ink="title")]
        return lines + [self._member_line(draft, m) for m in draft.expected]

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

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """What the keys do depends on the line."""
        event.stop()
        self.show_keys()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter on a line."""
        enter = self._lines[event.index].enter
        if enter is not None:
            enter()

    def action_start_over(self) -> None:
        """The group's usual session, as if nothing had been changed."""
        self._draft = self._usual
        self._show()

    def _ask_second_name(self) -> None:
        def take(name: str | None) -> None:
            if name is not None:
                self.desk.set("co_facilitator", one_line(name))
                self._show()

        entry = Entry(self.desk.program.co_facilitator, max_length=NAME_LIMIT)
        self.app.push_screen(
            Ask("Co-facilitator", "Who leads with you; empty for nobody.", entry=entry), take
        )

    def action_start_session(self) -> None:
        """Make the session and open the room; the facilitator's name is asked for once."""
        if self._draft is None:
            return
        if not self.desk.facilitator:
            self._ask_name(self.action_start_session)
            return
        running = self._not_closed(self._draft.group.id)
        if running is None:
            self._start()
        else:
            self._ask_which(running)

    def _not_closed(self, group: str) -> Summary | None:
        """A session of the group that was never closed, or one of another group that may still run."""
        summaries = self.desk.vault.index.summaries()
        own = (s for s in summaries if s.group == group and s.unfinished)
        return next(own, None) or next(filter(self.desk.may_still_run, summaries), None)

    def _ask_which(self, running: Summary) -> None:
        """Most likely that one is meant; two at once would both run their clocks."""

        def take(choice: int | None) -> None:
            if choice == 0:
                self.go("room", running.id, instead=True)
            elif choice == 1:
                self._start()

        began = f"{local_day(running.started_at)} {local_time(running.started_at)}".strip()
        lines: list[str | tuple[str, str]] = [
            ("Go on with it, or close it", f"{running.block}, {began}"),
            "Start another one",
        ]
        self.app.push_screen(Pick(f"{running.group_name} is not closed yet", lines), take)

    def _start(self) -> None:
        if self._draft is None:
            return
        try:
            keeper = self.desk.start(planning.planned(self.desk, self._draft))
        except NotSaved as error:
            self.complain(error)
            return
        self.desk.plans.drop(self._draft.group.id)
        self.go("room", keeper.id, instead=True)
