"""What of a session the group may see; whatever is not named here stays with the facilitator."""

from __future__ import annotations

from datetime import datetime

from iop_group.domain import timing
from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.markup import LineKind
from iop_group.domain.people import FACILITATOR
from iop_group.domain.rituals import Ritual
from iop_group.domain.room_snapshot import MOST_LINES, RoomClock, RoomSnapshot, shown_text
from iop_group.domain.session import Session
from iop_group.domain.topic_parts import PartKind, group_lines, private_heading
from iop_group.domain.topics import TopicModule

RITUALS = {BlockKind.OPENING: "opening", BlockKind.CLOSING: "closing"}
"""Blocks that go along a ritual, and its id."""


def sight_of(
    session: Session, now: datetime, *, module: TopicModule | None, ritual: Ritual | None, names: bool
) -> RoomSnapshot | None:
    """The session as the group has it; None while there is nothing for the group to see.

    `module` is the session's topic and `ritual` that of the block, if it has one; `names`: whether the one
    who speaks is named.
    """
    block = session.course.current
    if block is None or block.kind is BlockKind.DEBRIEF:  # before, after, and once the members have gone
        return None
    heading, lines, question = _text(session, block, module, ritual)
    return RoomSnapshot(
        kind=block.kind,
        title=shown_text(block.title),
        clock=_clock(session, block, now),
        heading=shown_text(heading),
        lines=tuple(shown_text(line) for line in lines[-MOST_LINES:]),
        question=shown_text(question),
        speaker=_speaker(session) if names else "",
    )


def _clock(session: Session, block: Block, now: datetime) -> RoomClock:
    left = timing.block_left(session.course, block, now)
    return RoomClock(left, now, runs=not session.course.paused)


def _text(
    session: Session, block: Block, module: TopicModule | None, ritual: Ritual | None
) -> tuple[str, list[str], str]:
    """Heading, lines so far, and the question that stands alone."""
    if block.kind is BlockKind.TOPIC and module is not None:
        return _topic(session, module)
    if block.kind in RITUALS and ritual is not None:
        return "", _said(session, ritual), ""
    return "", [], ""


def _topic(session: Session, module: TopicModule) -> tuple[str, list[str], str]:
    at = session.coverage.part
    if at is None or not 0 <= at < len(module.parts) or module.parts[at].private:
        return "", [], ""
    part = module.parts[at]
    heading, place = part.heading, session.coverage.points.get(at, 0)
    lines: list[str] = []
    for line in group_lines(part):
        if line.kind is LineKind.SUBHEADING:
            heading, lines = line.text, []
            continue
        lines.append(f"{line.mark}. {line.text}" if line.mark else line.text)
        if place == 0:
            break
        place -= 1
    if part.kind is PartKind.DISCUSSION:
        return heading, [], "".join(lines[-1:])
    return heading, lines, ""


def _said(session: Session, ritual: Ritual) -> list[str]:
    """The lines that were said, and the one that comes now; those for the facilitator are left out."""
    lines = [item for item in ritual.items if not private_heading(item.text)]
    said = [(ritual.id, item.id) in session.coverage.said for item in lines]
    now = said.index(False) if False in said else len(lines)
    return [item.text for item in lines[: now + 1]]


def _speaker(session: Session) -> str:
    turn = session.floor.turn
    if turn is None or turn.member == FACILITATOR:
        return ""
    person = session.attendance.people.get(turn.member)
    words = shown_text(person.name).split() if person is not None else []
    return words[0] if words else ""
