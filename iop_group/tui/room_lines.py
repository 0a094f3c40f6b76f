"""The lines of the room's frame: heading, agenda and roster, made from the session and the time."""

from __future__ import annotations

from datetime import datetime

from iop_group.domain import timing
from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.events import Mark
from iop_group.domain.repair import repairs
from iop_group.domain.session import Session
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.keeper import Keeper
from iop_group.tui.text import Row, Run, fit, minutes_text, symbols, width

MINUTE = 60
_WIDE, _NARROW = 90, 76
"""Columns from which the heading names the session's number, and the group at all."""
NOTE_SLOT, WISH_SLOT = "note", "wish"
"""Where a half-typed note, and a half-typed point of the group's list, are kept."""
_SAVED = 24
"""Columns of the word on saving."""


def clock_runs(seconds: float, *, paused: bool) -> tuple[Run, ...]:
    """A clock that counts down and, past zero, quietly up."""
    if seconds < 0:
        runs: tuple[Run, ...] = ((f"over {minutes_text(-seconds)}", "warning"),)
    else:
        runs = ((f"{minutes_text(seconds)} left", "accent"),)
    return (*runs, ("  paused", "warning")) if paused else runs


def pace_runs(session: Session, now: datetime) -> tuple[Run, ...]:
    """When the group will end, and how far that is from what was promised."""
    end = timing.projected_end(session.course, now).astimezone().strftime("%H:%M")
    late = timing.pace(session.course, now)
    if late == 0:
        return ((f"ends {end}", "dim"),)
    return ((f"ends {end} ", "dim"), (f"({late:+d})", "warning" if late > 0 else "dim"))


def heading_runs(session: Session, now: datetime, cells: int) -> tuple[Run, ...]:
    """Group, block, its clock, and the pace; the group's name gives way first."""
    block = session.course.current
    if block is None:
        return ((f" {session.plan.group_name}", "title"),)
    left = timing.block_left(session.course, block, now)
    clock = clock_runs(left, paused=session.course.paused)
    tail: tuple[Run, ...] = (
        (f"  {block.title} ", "strong"),
        *clock,
        ("  ", "text"),
        *pace_runs(session, now),
    )
    if cells < _NARROW:
        return ((f" {block.title} ", "strong"), *clock, ("  ", "text"), *pace_runs(session, now))
    name = session.plan.group_name
    if cells >= _WIDE:
        name = f"{name} {symbols().dot} session {session.plan.number}"
    room = max(6, cells - sum(width(text) for text, _ in tail) - _SAVED)
    return ((f" {fit(name, room)}", "title"), *tail)


def agenda_rows(session: Session, now: datetime, cells: int) -> list[Row]:
    """Each block with the minutes it took and the minutes planned."""
    rows: list[Row] = [(("Today", "title"),)]
    for block in session.course.blocks:
        rows.append(_agenda_row(session, block, now, cells))
    if timing.pace(session.course, now) > 0 and repairs(session.course, now):
        rows[0] = (("Today  ", "title"), ("g", "strong"), (" finds time", "warning"))
    return rows


_AGENDA = (Column(2), Column("rest"), Column(7, "right"))


def _agenda_row(session: Session, block: Block, now: datetime, cells: int) -> Row:
    course, signs = session.course, symbols()
    planned = course.planned_minutes(block)
    spent = int(timing.block_spent(course, block.id, now) // MINUTE)
    if block.id in course.dropped:
        return lay_out(_AGENDA, ("", (block.title, "dim"), ("left out", "dim")), cells, gap=0)
    if course.current == block:
        return lay_out(
            _AGENDA,
            ((signs.here, "accent"), (block.title, "accent"), (f"{spent} / {planned}", "text")),
            cells,
            gap=0,
        )
    if course.visited(block.id):
        ink = "dim"
        return lay_out(
            _AGENDA,
            ((signs.done, "success"), (block.title, ink), (f"{spent} / {planned}", ink)),
            cells,
            gap=0,
        )
    ink = "dim" if block.kind is BlockKind.DEBRIEF else "text"
    title = f"{block.title} {signs.fixed}" if block.protected else block.title
    return lay_out(_AGENDA, ("", (title, ink), (str(planned), "dim")), cells, gap=0)


def roster_rows(session: Session, cells: int, room: int) -> list[Row]:
    """Who is here, then who is expected, by name; at most `room` rows."""
    attendance = session.attendance
    names = attendance.names()
    here = attendance.here
    rows: list[Row] = [((f"Here {len(here)} of {len(attendance.roster)}", "title"),)]
    waiting = [c for c in attendance.roster if c not in here]
    away = {Mark.STEPPED_OUT: "out", Mark.LEFT: "left", Mark.ABSENT: "absent", Mark.EXCUSED: "absent"}
    stays = {concern.member for concern in session.notes.unresolved}
    for code in here:
        flag: tuple[Run, ...] = ((f" {symbols().flag}", "warning"),) if code in stays else ()
        rows.append(((f"  {fit(names[code], cells - 2 - 2 * len(flag))}", "text"), *flag))
    for code in waiting:
        word = away.get(attendance.people[code].mark, "")
        side = f" {word}" if word else ""
        rows.append(((f"{symbols().hollow} {fit(names[code], cells - 2 - len(side))}{side}", "dim"),))
    if len(rows) > room:
        rows = [*rows[: room - 1], ((f"  and {len(rows) - room + 1} more", "dim"),)]
    return rows


def now_called(keeper: Keeper) -> dict[str, str]:
    """Keys whose label says more than usual: a half-typed note waits, the clocks stand."""
    labels = {}
    if keeper.typed(NOTE_SLOT):
        labels["F2"] = f"Note{symbols().ellipsis}"
    if keeper.session.course.paused:
        labels["F5"] = "Go on"
    return labels


def waiting_words(keeper: Keeper) -> str:
    """Tells whoever comes back that half-typed words wait, and where; empty when there are none."""
    slots = keeper.slots()
    if NOTE_SLOT in slots:
        return "A half-typed note is waiting: F2."
    if any(slot.startswith("stay-after ") for slot in slots):
        return "Half-typed words about a stay-after are waiting: F4."
    if any(slot.startswith("resolve ") for slot in slots):
        return "Half-typed words about a stay-after are waiting: ^Y."
    if WISH_SLOT in slots:
        return "A half-typed point is waiting where the list is made."
    return ""
