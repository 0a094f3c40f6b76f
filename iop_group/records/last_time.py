"""What earlier sessions of the group left: last answers, last commitment, and who has had which topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from iop_group.domain.checkin import Answer
from iop_group.domain.session import Session
from iop_group.domain.topics_had import had_topic, lacking, topics_had
from iop_group.records.topic_held import objectives

__all__ = ["LastTime", "had_topic", "lacking", "last_time", "topics_had"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTime:
    """One member's last time; each value with the start of the session that it is from (aware, UTC)."""

    came_at: datetime
    """When the last session began in which the member was in the room."""
    topic: str = ""
    """Title of that session's topic, if the member was there for it."""
    objectives: tuple[str, ...] = ()
    """What of that topic was covered."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """Item id to answer, all of one session: the last one in which the member checked in."""
    answered_at: datetime | None = None
    commitment: str = ""
    """The newest one, as it was written."""
    committed_at: datetime | None = None
    takeaway: str = ""
    """What they took away from the last session in which they were in the room."""


def last_time(member: str, history: Sequence[Session]) -> LastTime | None:
    """The member's last time in the group, or None for a newcomer; `history` is newest first."""
    came = [
        (session, session.course.started_at)
        for session in history
        if session.course.started_at is not None and member in session.attendance.came
    ]
    if not came:
        return None
    last, came_at = came[0]
    topic = last.plan.topic if had_topic(last, member) else None
    answered, answered_at = next(((s, at) for s, at in came if s.checkin.of(member)), (None, None))
    committed, committed_at = next(((s, at) for s, at in came if member in s.notes.commitments), (None, None))
    return LastTime(
        came_at=came_at,
        topic=topic.title if topic else "",
        objectives=objectives(last, covered=True) if topic else (),
        answers=answered.checkin.of(member) if answered else {},
        answered_at=answered_at,
        commitment=committed.notes.commitments[member] if committed else "",
        committed_at=committed_at,
        takeaway=last.notes.takeaways.get(member, ""),
    )
