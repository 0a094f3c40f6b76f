"""Who speaks next: in a circle, drawn at random, or by hand; worked out from the log alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from iop_group.domain.floor import Floor
from iop_group.domain.people import EVERYONE, FACILITATOR
from iop_group.domain.session import Session
from iop_group.domain.timing import not_heard


def waiting(session: Session, block: str) -> tuple[str, ...]:
    """Who may speak next, the first one first: hands that are up, then the queue, then who was not heard yet.

    Someone who was heard stands here only while their hand is up.
    """
    here = session.attendance.here
    unheard = not_heard(session, block)
    hands = (m for m in session.floor.hands if m in here)
    queued = (m for m in session.floor.queue if m in unheard)
    return tuple(dict.fromkeys((*hands, *queued, *unheard)))


def circle(roster: Sequence[str], waiting: Sequence[str], first: str | None) -> tuple[str, ...]:
    """Those waiting as they stand on the roster, from whoever comes after last time's first."""
    start = roster.index(first) + 1 if first in roster else 0
    return tuple(m for m in (*roster[start:], *roster[:start]) if m in waiting)


def at_random(
    waiting: Sequence[str], first: str | None, shuffle: Callable[[list[str]], None]
) -> tuple[str, ...]:
    """Those waiting as they are drawn; whoever spoke first last time comes last (reference: clinical 5)."""
    drawn = list(waiting)
    shuffle(drawn)
    return tuple(sorted(drawn, key=lambda m: m == first))


def first_speaker(session: Session) -> str | None:
    """The first member who had a turn in that session."""
    return next((t.member for t in session.floor.turns if t.member not in (FACILITATOR, EVERYONE)), None)


def answered_to(floor: Floor) -> str | None:
    """To whom feedback is given or would be given now: the member who had the floor last in this block."""
    turns = (t.member for t in reversed(floor.turns) if t.block == floor.block)
    return next((member for member in turns if member not in (EVERYONE, FACILITATOR)), None)
