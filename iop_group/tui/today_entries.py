"""What stands on Today, line by line, made from the groups and the sessions' summaries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from iop_group.domain.outlook import RECENT, Outlook
from iop_group.domain.people import Group
from iop_group.domain.plain import one_line
from iop_group.domain.summary import Summary
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.text import Row, fit, symbols, width
from iop_group.tui.times import local_day, local_time

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of Today. An entry without a place is a heading or a space."""

    left: str
    middle: str = ""
    right: str = ""
    place: str = ""
    """Where Enter goes: room, plan, after, session, groups."""
    about: str = ""
    urgent: bool = False
    day: str = ""
    """Stands behind `left` and is never cut: often it is all that tells two lines apart."""

    @property
    def chosen(self) -> bool:
        """Can the cursor stand on it?"""
        return bool(self.place)


def entries(groups: Sequence[Group], outlook: Outlook, now: datetime, due_hours: int) -> list[Entry]:
    """All of Today, the most urgent first."""
    summaries = outlook.summaries
    if not groups and not summaries:
        return [
            Entry("Welcome."),
            Entry(""),
            Entry("Make your first group", "its name, and who is in it", place="groups"),
        ]
    parts = (
        ("Unfinished", [_unfinished(s, now) for s in summaries if s.unfinished]),
        ("Groups", [_group(g, 1 + outlook.sessions.get(g.id, 0), now) for g in by_next(groups, now)]),
        ("To sign", [_to_sign(s, now, due_hours) for s in summaries if s.owes_notes]),
        ("To follow up", [e for s in summaries for e in _follow_ups(s)]),
        ("Recent", [_recent(s) for s in summaries if s.closed_at is not None][:RECENT]),
    )
    found: list[Entry] = []
    for title, lines in parts:
        if lines:
            found += [*([Entry("")] if found else []), Entry(title), *lines]
    return found


def _unfinished(s: Summary, now: datetime) -> Entry:
    began = f"{_near_day(s.started_at, now)} {local_time(s.started_at)}".strip()
    return Entry(s.group_name, f"{s.block}, began {began}", "Enter resumes", "room", s.id, urgent=True)


def _near_day(moment: datetime | None, now: datetime) -> str:
    """The day, or nothing for today: the time says enough."""
    if moment is None or moment.astimezone().date() == now.astimezone().date():
        return ""
    return local_day(moment)


def next_time(group: Group, now: datetime) -> datetime | None:
    """The group's next start here; today's counts until two hours after it. None without a fixed day."""
    if group.weekday is None or not group.starts:
        return None
    local = now.astimezone()
    hour, minute = (int(part) for part in group.starts.split(":"))
    start = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    start += timedelta(days=(group.weekday - local.weekday()) % 7)
    return start + timedelta(days=7) if start < local - timedelta(hours=2) else start


def by_next(groups: Iterable[Group], now: datetime) -> list[Group]:
    """The group that meets next first; those without a fixed day last."""
    far = now + timedelta(days=400)
    return sorted(groups, key=lambda g: (next_time(g, now) or far, g.name.casefold()))


def _group(group: Group, number: int, now: datetime) -> Entry:
    expected = f"{len(group.roster)} expected {symbols().dot} session {number}"
    start = next_time(group, now)
    return Entry(group.name, expected, _when(start, now), "plan", group.id)


def _when(start: datetime | None, now: datetime) -> str:
    if start is None:
        return "Enter plans"
    today = now.astimezone().date()
    if start.date() == today:
        return f"today {start:%H:%M}"
    if start.date() == today + timedelta(days=1):
        return f"tomorrow {start:%H:%M}"
    return f"{DAYS[start.weekday()]} {start:%H:%M}"


def _to_sign(s: Summary, now: datetime, due_hours: int) -> Entry:
    due = (s.closed_at or now) + timedelta(hours=due_hours)
    left = s.notes - s.signed
    words = f"{left} of {s.notes} {'note' if s.notes == 1 else 'notes'} left"
    late = due < now
    day = _near_day(due, now) or local_time(due)
    when = f"was due {day}" if late else f"due {day}"
    return Entry(s.group_name, words, when, "after", s.id, urgent=late, day=_day(s))


def _follow_ups(s: Summary) -> list[Entry]:
    when = local_day(s.started_at)
    return [
        Entry(s.names.get(member, "?"), one_line(words) or "stay-after", when, "follow-up", s.id)
        for member, words in s.open_concerns
    ]


def _recent(s: Summary) -> Entry:
    return Entry(
        s.group_name,
        s.topic or "no topic",
        "signed" if s.fully_signed else "",
        "session",
        s.id,
        day=_day(s),
    )


def _day(s: Summary) -> str:
    return f" {symbols().dot} {local_day(s.started_at)}"


_LEAST_LEFT, _MOST_LEFT = 16, 40
"""Cells of the left column, which is as wide as what stands in it."""
_FEW = 66
_GAP = 2


def left_cells(found: Iterable[Entry]) -> int:
    """How wide the left column is, so that everything in the middle begins at one place."""
    widest = max((width(e.left + e.day) for e in found if e.chosen), default=0)
    return max(_LEAST_LEFT, min(_MOST_LEFT, widest))


def entry_row(entry: Entry, left: int, cells: int) -> Row:
    """The line on the screen: each right end takes only its own room, and no day is ever cut off."""
    if not entry.chosen:
        return ((entry.left, "title"),)
    right = Column(width(entry.right), "right")
    shown = (entry.right, "warning" if entry.urgent else "dim")
    if cells < _FEW:
        wide = cells - width(entry.right) - _GAP
        return lay_out((Column("rest"), right), (_named(entry, wide), shown), cells)
    columns = [Column(left), Column("rest"), *([right] if entry.right else [])]
    return lay_out(columns, (_named(entry, left), (entry.middle, "dim"), shown), cells)


def _named(entry: Entry, cells: int) -> str:
    """The name with its day; where they do not fit, the name is what gives way."""
    return fit(entry.left, max(1, cells - width(entry.day))) + entry.day
