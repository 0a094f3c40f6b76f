"""Who has had which topic: a member has it who was in the room while it was worked on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime

from iop_group.domain.agenda import BlockKind
from iop_group.domain.attendance import overlap
from iop_group.domain.session import Session

# Earlier sessions are over: what was never closed in them lasted to their end.
_EVER = datetime.max.replace(tzinfo=UTC)


def blocks_of(session: Session, member: str, now: datetime) -> frozenset[str]:
    """Ids of the blocks during which the member was in the room for any time at all."""
    presence = session.attendance.people.get(member)
    stays = presence.stays if presence else ()
    until = min(now, session.course.closed_at or now)
    return frozenset(
        v.block for v in session.course.visits if any(overlap(v.span, stay, until) > 0 for stay in stays)
    )


def topic_reached(session: Session, blocks: Collection[str]) -> bool:
    """One of these blocks was the topic, and the session had one."""
    return session.plan.topic is not None and any(
        b.kind is BlockKind.TOPIC and b.id in blocks for b in session.course.blocks
    )


def had_topic(session: Session, member: str) -> bool:
    """The member was in the room while the session's topic was worked on."""
    return topic_reached(session, blocks_of(session, member, _EVER))


def topics_had(members: Iterable[str], history: Sequence[Session]) -> dict[str, frozenset[str]]:
    """Topic id to the codes of those members who have had it (reference: practice b 19)."""
    members = tuple(members)
    had: dict[str, frozenset[str]] = {}
    for session in history:
        topic = session.plan.topic
        if topic is not None:
            there = frozenset(m for m in members if had_topic(session, m))
            had[topic.id] = had.get(topic.id, frozenset()) | there
    return had


def lacking(topic_ids: Iterable[str], members: Iterable[str], history: Sequence[Session]) -> dict[str, int]:
    """Topic id to how many of the members have not had it yet, in the order of the ids."""
    members = frozenset(members)
    had = topics_had(members, history)
    return {topic: len(members - had.get(topic, frozenset())) for topic in topic_ids}
