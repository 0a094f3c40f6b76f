"""The lines of the arrivals: who, how they stand, since when, and for how long they were here."""

from __future__ import annotations

from datetime import datetime

from iop_group.domain.attendance import Presence, Standing
from iop_group.domain.events import Mark
from iop_group.domain.session import Session
from iop_group.domain.timing import MINUTE, attended, standing
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.text import Row, symbols
from iop_group.tui.times import local_time

ENTER = {Mark.ARRIVED: "Here", Mark.STEPPED_OUT: "Out", Mark.BACK: "Back in"}
_NEXT = {
    Mark.ARRIVED: Mark.STEPPED_OUT,
    Mark.BACK: Mark.STEPPED_OUT,
    Mark.STEPPED_OUT: Mark.BACK,
    Mark.LEFT: Mark.BACK,
}
SAID = {
    Mark.ARRIVED: "is here",
    Mark.BACK: "is back",
    Mark.STEPPED_OUT: "stepped out",
    Mark.LEFT: "left",
    Mark.ABSENT: "is absent",
    Mark.EXCUSED: "is absent, excused",
    Mark.CLEARED: "is not recorded",
}
_COLUMNS = (Column(1), Column("rest"), Column(16), Column(5, "right"), Column(7, "right"))
_STANDS = {
    Mark.STEPPED_OUT: "stepped out",
    Mark.LEFT: "left",
    Mark.ABSENT: "absent",
    Mark.EXCUSED: "absent, excused",
    Mark.CLEARED: "not recorded",
}


def next_mark(presence: Presence) -> Mark:
    """What most likely happens next: arrived, stepped out, back."""
    return _NEXT.get(presence.mark, Mark.ARRIVED)


def arrival_row(session: Session, code: str, name: str, now: datetime, cells: int) -> Row:
    """One member's row; whoever is in the room stands out, everybody else is dim."""
    presence = session.attendance.people[code]
    signs = symbols()
    ink = "text" if presence.here else "dim"
    sign = (signs.full, "success") if presence.here else (signs.hollow if presence.came else " ", "dim")
    minutes = f"{int(attended(session, code, now) // MINUTE)} min" if presence.came else ""
    since = local_time(_since(presence))
    return lay_out(
        _COLUMNS,
        (sign, (name, ink), (_stands(session, presence, now), "dim"), (since, ink), (minutes, ink)),
        cells,
    )


def _stands(session: Session, presence: Presence, now: datetime) -> str:
    if not presence.here:
        return _STANDS[presence.mark]
    if not presence.expected:
        return "here, walk-in"
    return "here, late" if standing(session, presence, now) is Standing.LATE else "here"


def _since(presence: Presence) -> datetime | None:
    """When somebody came in, or went out."""
    if not presence.stays:
        return None
    return presence.stays[-1].end or presence.stays[-1].start
