"""What is said at the end: the words of the ritual, the crisis lines, and when the group meets again."""

from __future__ import annotations

from datetime import datetime, timedelta

from iop_group.domain.crisis import lines_for
from iop_group.domain.errors import NotFound
from iop_group.domain.session import Session
from iop_group.tui.blocks.ritual import RitualRows
from iop_group.tui.desk import Desk
from iop_group.tui.text import Row
from iop_group.tui.times import local_day

NUMBERS = 3
"""Crisis lines that are read out."""


def said_with(desk: Desk, session: Session, ritual: RitualRows, cells: int) -> list[Row]:
    """What may be said for the line at the cursor, and the numbers or the date that it speaks of."""
    at = ritual.index
    if ritual.ritual is None or at is None:
        return []
    rows = ritual.hint_rows(max(20, cells - 6))
    line = ritual.ritual.items[at].text.casefold()
    if "crisis" in line:
        numbers = lines_for(desk.library.crisis_lines().items, desk.program.region)[:NUMBERS]
        rows += [
            ((one.number, "strong"), (f"  {one.label}" if one.number else one.label, "dim"))
            for one in numbers
        ]
    if "next date" in line and (when := next_session(desk, session)):
        rows.append(((when, "strong"),))
    return rows


def next_session(desk: Desk, session: Session) -> str:
    """Such as `Tue 1 Dec, 18:00`; empty for a group without a fixed day."""
    try:
        group = desk.vault.registry.group(session.plan.group)
    except NotFound:
        return ""
    if group.weekday is None:
        return ""
    day = (session.course.started_at or desk.now()).astimezone()
    ahead = (group.weekday - day.weekday() - 1) % 7 + 1
    return ", ".join(filter(None, (local_day(_noon(day) + timedelta(days=ahead)), group.starts)))


def _noon(day: datetime) -> datetime:
    """So that a change of the clocks in between moves nothing to another day."""
    return day.replace(hour=12)
