"""Time as functions of the log and `now`: nothing here counts, nothing ticks. All values are seconds."""

from __future__ import annotations

from datetime import datetime, timedelta

from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.attendance import Presence, Span, Standing, overlap
from iop_group.domain.course import Course, Visit
from iop_group.domain.events import Mark
from iop_group.domain.floor import Turn
from iop_group.domain.session import Session

MINUTE = 60
MUCH = 5 * MINUTE
"""Time left that nobody gives up without a word."""
JUST_BEGUN = 20
"""Seconds in which hardly anything can have been done in a block."""
HANDOVER = 10
"""Seconds that each change of speaker takes (reference: clinical 5, turn arithmetic)."""


def _until(course: Course, now: datetime) -> datetime:
    return min(now, course.closed_at) if course.closed_at else now


def unpaused(span: Span, course: Course, now: datetime) -> float:
    """Length of a span without the pauses that fell into it; after the close nothing counts."""
    now = _until(course, now)
    span = Span(span.start, min(span.end or now, now))
    return max(0.0, span.seconds(now) - sum(overlap(span, p, now) for p in course.pauses))


def block_spent(course: Course, block: str, now: datetime) -> float:
    """Time spent in a block over all visits."""
    return sum(unpaused(v.span, course, now) for v in course.visits if v.block == block)


def block_left(course: Course, block: Block, now: datetime) -> float:
    """Time left in a block; negative once it runs over."""
    return course.planned_minutes(block) * MINUTE - block_spent(course, block.id, now)


def given_up(course: Course, now: datetime) -> float:
    """Time that going on now would give up; 0 when there is too little left to speak of.

    In a block that has just begun even a little counts: whoever leaves it so soon pressed a key twice.
    """
    block, following = course.current, course.neighbour(1)
    if block is None or following is None or course.visited(following.id):
        return 0.0
    left = block_left(course, block, now)
    return max(0.0, left) if left > MUCH or block_spent(course, block.id, now) < JUST_BEGUN else 0.0


def _counted(course: Course) -> list[Block]:
    """Blocks the group stays for; the debrief comes after it has gone."""
    return [b for b in course.blocks if b.kind is not BlockKind.DEBRIEF]


def planned_end(course: Course) -> datetime | None:
    """When the group was promised to end, or None before the start."""
    if course.started_at is None:
        return None
    return course.started_at + timedelta(minutes=sum(b.minutes for b in _counted(course)))


def projected_end(course: Course, now: datetime) -> datetime:
    """When it will end if every block to come takes what it is planned to take."""
    now = _until(course, now)
    if course.closed_at is not None:
        return _members_until(course, now)
    blocks = _counted(course)
    current = course.current
    if current is not None and current.kind is BlockKind.DEBRIEF:
        return _members_until(course, now)
    place = blocks.index(current) if current in blocks else -1
    ahead = sum(max(0.0, block_left(course, b, now)) for b in blocks[max(place, 0) :])
    return now + timedelta(seconds=ahead)


def pace(course: Course, now: datetime) -> int:
    """Whole minutes that the end is later (positive) or earlier than promised."""
    promised = planned_end(course)
    if promised is None:
        return 0
    return round((projected_end(course, now) - promised).total_seconds() / MINUTE)


def _members_until(course: Course, now: datetime) -> datetime:
    """When the members' part was over: the debrief nobody came back from, the close, or not yet."""
    gone = None
    for visit in reversed(course.visits):
        if not _is(BlockKind.DEBRIEF, course, visit):
            break
        gone = visit.span.start
    return gone or course.closed_at or now


def group_seconds(course: Course, now: datetime) -> float:
    """From the start until the members left, breaks included."""
    if course.started_at is None:
        return 0.0
    return max(0.0, (_members_until(course, _until(course, now)) - course.started_at).total_seconds())


def attended(session: Session, member: str, now: datetime) -> float:
    """Time in the room with breaks excluded; pauses count, people sat there."""
    course, presence = session.course, session.attendance.people.get(member)
    if presence is None or course.started_at is None:
        return 0.0
    now = _until(course, now)
    whole = Span(course.started_at, max(course.started_at, _members_until(course, now)))
    breaks = [v.span for v in course.visits if _is(BlockKind.BREAK, course, v)]
    return sum(_inside(stay, whole, breaks, now) for stay in presence.stays)


def _is(kind: BlockKind, course: Course, visit: Visit) -> bool:
    block = course.block(visit.block)
    return block is not None and block.kind is kind


def _inside(stay: Span, whole: Span, breaks: list[Span], now: datetime) -> float:
    start, end = max(stay.start, whole.start), min(stay.end or now, whole.end or now)
    if end <= start:
        return 0.0
    clipped = Span(start, end)
    return clipped.seconds(now) - sum(overlap(clipped, b, now) for b in breaks)


def standing(session: Session, presence: Presence, now: datetime) -> Standing:
    """Attendance as the record says it: late by the plan's threshold, early before the end."""
    if presence.mark is Mark.ABSENT:
        return Standing.ABSENT
    if presence.mark is Mark.EXCUSED:
        return Standing.EXCUSED
    if not presence.stays:
        return Standing.NOT_RECORDED
    started = session.course.started_at
    allowed = timedelta(minutes=session.plan.late_after)
    late = started is not None and presence.stays[0].start > started + allowed
    early = _left_early(session.course, presence, now)
    if late and early:
        return Standing.LATE_LEFT_EARLY
    return Standing.LATE if late else Standing.LEFT_EARLY if early else Standing.PRESENT


def _left_early(course: Course, presence: Presence, now: datetime) -> bool:
    """Went before the members' part was over; having stepped out counts once there was no coming back."""
    left = presence.stays[-1].end
    if left is None:
        return False
    current = course.current
    over = course.closed_at is not None or (current is not None and current.kind is BlockKind.DEBRIEF)
    return left < _members_until(course, now) if over else presence.mark is Mark.LEFT


def turn_spent(session: Session, turn: Turn, now: datetime) -> float:
    """How long a turn has run, pauses left out."""
    return unpaused(turn.span, session.course, now)


def turn_left(session: Session, turn: Turn, now: datetime) -> float:
    """Time left in a turn; negative once it runs over."""
    return turn.planned - turn_spent(session, turn, now)


def not_heard(session: Session, block: str) -> tuple[str, ...]:
    """Who is here and has neither spoken nor passed in that block; roster order."""
    done = session.floor.heard(block) | session.floor.passed(block)
    return tuple(m for m in session.attendance.here if m not in done)


def fair_share(session: Session, block: Block, now: datetime) -> float:
    """Time left in the block over the people not yet heard; what one more turn can have."""
    left = max(0.0, block_left(session.course, block, now))
    waiting = len(not_heard(session, block.id))
    return left / waiting if waiting else left


def talk_times(session: Session, now: datetime, block: str | None = None) -> dict[str, float]:
    """Code (or FACILITATOR) to seconds on the floor, the longest first."""
    times: dict[str, float] = {}
    for turn in session.floor.turns:
        if block is None or turn.block == block:
            times[turn.member] = times.get(turn.member, 0.0) + turn_spent(session, turn, now)
    return dict(sorted(times.items(), key=lambda item: -item[1]))


def part_spent(session: Session, part: int, now: datetime) -> float:
    """Time a topic's part was open while a topic block ran, pauses left out."""
    course, entered = session.course, session.coverage.entered
    now = _until(course, now)
    ends = [at for _, at in entered[1:]] + [now]
    open_spans = [Span(at, max(at, end)) for (p, at), end in zip(entered, ends, strict=False) if p == part]
    visits = [v.span for v in course.visits if _is(BlockKind.TOPIC, course, v)]
    pieces = [_shared(a, b, now) for a in open_spans for b in visits]
    return sum(unpaused(piece, course, now) for piece in pieces if piece is not None)


def _shared(a: Span, b: Span, now: datetime) -> Span | None:
    start, end = max(a.start, b.start), min(a.end or now, b.end or now)
    return Span(start, end) if end > start else None
