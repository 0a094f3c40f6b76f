"""When a session was held and by whom, as its records say it."""

from __future__ import annotations

from datetime import datetime, timedelta

from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.plain import one_line
from iop_group.domain.session import Session
from iop_group.domain.timing import group_seconds
from iop_group.records.local_time import day_words, time_words, whole_minutes
from iop_group.records.phrases import sentence


def shared_blocks(session: Session) -> tuple[Block, ...]:
    """The agenda without the debrief, which belongs to the facilitators alone."""
    return tuple(b for b in session.course.blocks if b.kind is not BlockKind.DEBRIEF)


def ended_at(session: Session, now: datetime) -> datetime | None:
    """When the members' part was over, or None while it runs."""
    course = session.course
    debriefing = any(b.kind is BlockKind.DEBRIEF and course.visited(b.id) for b in course.blocks)
    if course.started_at is None or not (session.closed or debriefing):
        return None
    return course.started_at + timedelta(seconds=group_seconds(course, now))


def session_name(session: Session) -> str:
    """Such as `Tuesday evening, session 14`."""
    return f"{one_line(session.plan.group_name)}, session {session.plan.number}".lstrip(", ")


def when_words(session: Session, now: datetime) -> str:
    """Such as `Tuesday 24 November 2026, 18:00 to 19:31`; empty before the start."""
    start, zone = session.course.started_at, session.plan.zone
    if start is None:
        return ""
    words = f"{day_words(start, zone)}, {time_words(start, zone)}"
    end = ended_at(session, now)
    return f"{words} to {time_words(end, zone)}" if end else words


def minutes_words(session: Session, now: datetime) -> str:
    """Such as `planned 90 min, held 91 min`; breaks are part of both."""
    planned = f"planned {sum(b.minutes for b in shared_blocks(session))} min"
    if ended_at(session, now) is None:
        return planned
    return f"{planned}, held {whole_minutes(group_seconds(session.course, now))} min"


def leaders_words(session: Session) -> list[str]:
    """`Facilitator: ...` and `Co-facilitator: ...`, as far as they are known."""
    plan = session.plan
    pairs = (("Facilitator", plan.facilitator), ("Co-facilitator", plan.co_facilitator))
    return [f"{label}: {one_line(name)}" for label, name in pairs if one_line(name)]


def meeting_lines(session: Session, now: datetime) -> list[str]:
    """The lines that every note of the session begins with."""
    when = when_words(session, now)
    first = f"{session_name(session)}: {when}" if when else session_name(session)
    leaders = " ".join(sentence(words) for words in leaders_words(session))
    return [sentence(first), *([leaders] if leaders else [])]
