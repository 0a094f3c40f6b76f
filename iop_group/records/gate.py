"""What is missing before a note is signed, and when it is due; it advises and never locks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from iop_group.domain.attendance import Standing
from iop_group.domain.events import GROUP
from iop_group.domain.plain import one_line
from iop_group.domain.session import Session
from iop_group.domain.timing import standing
from iop_group.records.guards import PEER, Kind, check_note
from iop_group.records.local_time import DAYS, local, short_day, time_words
from iop_group.records.note_formats import FORMATS
from iop_group.records.phrases import counted

_MAY_BE_EMPTY = frozenset(heading for f in FORMATS for heading in f.optional)
_WEEK = 7


def missing(session: Session, subject: str, sections: Mapping[str, str], now: datetime) -> tuple[str, ...]:
    """Plain sentences, most weighty first, without anybody's name; empty when nothing is missing.

    `sections` is the note as it stands on the screen. A signed note misses nothing.
    """
    if subject in session.record.signed:
        return ()
    told = [] if session.closed else ["The session is not closed yet."]
    told += _attendance(session, subject, now)
    told += _open_follow_ups(session, subject)
    told += _empty(sections)
    told += _names(session, subject, sections)
    return tuple(told)


def left_empty(sections: Mapping[str, str]) -> tuple[str, ...]:
    """Headings that may stay empty, and do; nothing is missing for that, but who signs should know."""
    return tuple(one_line(h) for h, text in sections.items() if h in _MAY_BE_EMPTY and not text.strip())


def _attendance(session: Session, subject: str, now: datetime) -> list[str]:
    people = session.attendance.people
    codes = session.attendance.roster if subject == GROUP else (subject,)
    open_ones = [
        c for c in codes if c in people and standing(session, people[c], now) is Standing.NOT_RECORDED
    ]
    if not open_ones:
        return []
    if subject == GROUP:
        return [f"Attendance is not recorded for {counted(len(open_ones), 'member')}."]
    return ["Attendance is not recorded."]


def _open_follow_ups(session: Session, subject: str) -> list[str]:
    still = [c for c in session.notes.open_concerns if subject in (GROUP, c.member)]
    return [f"{counted(len(still), 'stay-after is', 'stay-afters are')} still open."] if still else []


def _empty(sections: Mapping[str, str]) -> list[str]:
    if not any(text.strip() for text in sections.values()):
        return ["There is nothing in the note yet."]
    return [
        f"Nothing stands under {one_line(heading)} yet."
        for heading, text in sections.items()
        if not text.strip() and heading not in _MAY_BE_EMPTY
    ]


def _names(session: Session, subject: str, sections: Mapping[str, str]) -> list[str]:
    told = []
    whose = "A member's" if subject == GROUP else "Another member's"
    for heading, found in check_note(session, subject, sections).items():
        if any(f.kind is Kind.NAME for f in found):
            told.append(f"{whose} name stands under {one_line(heading)}; \u201c{PEER}\u201d would do.")
    return told


def due_at(session: Session, hours: float) -> datetime | None:
    """When the notes are due, so many hours after the close; None before it."""
    closed = session.course.closed_at
    return closed + timedelta(hours=hours) if closed else None


def due_words(due: datetime | None, now: datetime, zone: str) -> str:
    """Such as `due today 20:00`, `due Fri 20:00`, `late by 2 days`; empty when nothing is due."""
    if due is None:
        return ""
    if now > due:
        return f"late by {_length(now - due)}"
    days = (local(due, zone).date() - local(now, zone).date()).days
    time = time_words(due, zone)
    if days < _WEEK:
        day = ("today", "tomorrow")[days] if days < len(("today", "tomorrow")) else _weekday(due, zone)
        return f"due {day} {time}"
    return f"due {short_day(due, zone)}"


def _weekday(at: datetime, zone: str) -> str:
    return DAYS[local(at, zone).weekday()][:3]


def _length(late: timedelta) -> str:
    hours = int(late.total_seconds() // 3600)
    if late.days:
        return counted(late.days, "day")
    return counted(hours, "hour") if hours else "less than an hour"
