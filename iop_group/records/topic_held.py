"""What of the topic was held: objectives, parts, questions and the methods they stand for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from iop_group.domain.agenda import BlockKind
from iop_group.domain.plain import one_line
from iop_group.domain.session import Session
from iop_group.domain.timing import MINUTE, part_spent
from iop_group.domain.topics import PartKind, TopicPart, parse_topic
from iop_group.domain.topics_had import topic_reached
from iop_group.records.phrases import counted, listed, sentence

# A part that is still open is being held.
_EVER = datetime.max.replace(tzinfo=UTC)
_BLOCK_METHODS = {
    BlockKind.CHECK_IN: "check-in round",
    BlockKind.TOPIC: "psychoeducation",
    BlockKind.SHARING: "sharing in turns",
    BlockKind.CLOSING: "closing round",
}
_PART_METHODS = {
    PartKind.DISCUSSION: "guided discussion",
    PartKind.EXERCISE: "skills exercise",
    PartKind.HANDOUT: "handout",
}


def objectives(session: Session, *, covered: bool = False) -> tuple[str, ...]:
    """The topic's objectives, or only those that were covered."""
    topic = session.plan.topic
    if topic is None:
        return ()
    ticked = session.coverage.objectives
    every = ((i, one_line(words)) for i, words in enumerate(topic.objectives))
    return tuple(words for i, words in every if words and (i in ticked or not covered))


def held_parts(session: Session) -> tuple[TopicPart, ...]:
    """Parts of the module that were held, in the module's order; the facilitator's own are never named.

    Stepping through a part on the way to another does not hold it: that takes a minute, a second point, or
    a question that was asked. A part's number in the log is its place in the file, private ones counted.
    """
    topic = session.plan.topic
    if topic is None or not topic.text or not session.coverage.parts:
        return ()
    module, _ = parse_topic(topic.text, f"{topic.id}.md")
    if module is None:
        return ()
    return tuple(p for i, p in enumerate(module.parts) if not p.private and _was_held(session, i))


def _was_held(session: Session, part: int) -> bool:
    coverage = session.coverage
    if part not in coverage.parts:
        return False
    asked = any(at == part for at, _ in coverage.used)
    return asked or coverage.points.get(part, 0) > 0 or part_spent(session, part, _EVER) >= MINUTE


def blocks_held(session: Session) -> frozenset[str]:
    """Ids of the blocks that were entered."""
    return frozenset(v.block for v in session.course.visits)


def topic_lines(session: Session, blocks: Collection[str]) -> list[str]:
    """The topic with its id and version, what was covered of it, and by which methods, in those blocks."""
    lines: list[str] = []
    topic = session.plan.topic
    if topic is not None and topic_reached(session, blocks):
        version = f", version {one_line(topic.version)}" if one_line(topic.version) else ""
        lines.append(sentence(f"Topic: {one_line(topic.title)} ({one_line(topic.id)}{version})"))
        lines += listed("Objectives covered", objectives(session, covered=True))
        lines += listed("Parts held", (one_line(p.heading) for p in held_parts(session)))
    return lines + listed("Methods", _methods(session, blocks), between=", ")


def _methods(session: Session, blocks: Collection[str]) -> list[str]:
    """What was done, from blocks entered, parts held and questions asked."""
    names: list[str] = []
    for block in session.course.blocks:
        if block.id in blocks and block.kind in _BLOCK_METHODS:
            names.append("agenda set by the group" if block.lists else _BLOCK_METHODS[block.kind])
            if block.kind is BlockKind.TOPIC:
                names += _topic_methods(session)
    return list(dict.fromkeys(names))


def _topic_methods(session: Session) -> list[str]:
    names = [_PART_METHODS[p.kind] for p in held_parts(session) if p.kind in _PART_METHODS]
    used = len(session.coverage.used)
    return names + ([f"{counted(used, 'question')} discussed"] if used else [])
