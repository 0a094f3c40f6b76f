"""Who does the talking: the facilitator or the group, over the whole session. For the facilitator only.

Whether members or staff talked most is what tells group counselling from teaching (reference: practice b 4).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from iop_group.domain.agenda import BlockKind
from iop_group.domain.attendance import Span, overlap
from iop_group.domain.people import FACILITATOR
from iop_group.domain.session import Session
from iop_group.domain.timing import unpaused

ROUNDS = (BlockKind.CHECK_IN, BlockKind.CLOSING)
"""Blocks in which members speak one after the other without being timed."""
SLICE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Talk:
    """Seconds of talking."""

    facilitator: float = 0.0
    group: float = 0.0

    @property
    def share(self) -> float | None:
        """The facilitator's part, from 0 to 1; None before anybody has talked."""
        total = self.facilitator + self.group
        return self.facilitator / total if total else None


def talk(session: Session, now: datetime, within: Span | None = None) -> Talk:
    """Who talked for how long, pauses left out, perhaps within one span only.

    Turns count as they were timed. The check-in and the closing are the group's but for the facilitator's
    turns in them. What is said in other blocks without a turn counts for nobody.
    """
    mine = sum(_seconds(session, span, now, within) for span in _mine(session, now))
    turns = (t.span for t in session.floor.turns if t.member != FACILITATOR)
    timed = sum(_seconds(session, span, now, within) for span in turns)
    rounds = [v.span for v in session.course.visits if _kind(session, v.block) in ROUNDS]
    others = [t.span for t in session.floor.turns]
    untimed = sum(
        _seconds(session, span, now, within)
        - sum(_seconds(session, turn, now, _both(span, within, now)) for turn in others)
        for span in rounds
    )
    return Talk(mine, timed + max(0.0, untimed))


def talk_by_slices(session: Session, now: datetime) -> tuple[float | None, ...]:
    """The facilitator's share in every five minutes since the start; None where nobody was timed."""
    start, end = session.course.started_at, session.course.closed_at or now
    if start is None:
        return ()
    return tuple(talk(session, now, Span(at, at + SLICE)).share for at in _marks(start, end))


def _marks(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += SLICE


def _mine(session: Session, now: datetime) -> Iterator[Span]:
    return (t.span for t in session.floor.turns if t.member == FACILITATOR)


def _kind(session: Session, block_id: str) -> BlockKind | None:
    block = session.course.block(block_id)
    return block.kind if block else None


def _both(span: Span, within: Span | None, now: datetime) -> Span:
    """The part of a span that lies within another."""
    if within is None:
        return span
    start = max(span.start, within.start)
    return Span(start, max(start, min(span.end or now, within.end or now)))


def _seconds(session: Session, span: Span, now: datetime, within: Span | None) -> float:
    if within is not None and overlap(span, within, now) <= 0:
        return 0.0
    return unpaused(_both(span, within, now), session.course, now)
