"""Ways to find time when the group runs late: each with the end it leads to, none done by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from math import ceil

from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.course import Course
from iop_group.domain.events import Act, BlockDropped, Event, MinutesAdded, PartDropped
from iop_group.domain.timing import MINUTE, block_spent, pace, planned_end, projected_end
from iop_group.domain.topics import PlannedPart

LEAST_SHARE = 0.6
"""A block is never offered shorter than this part of the minutes it was planned with."""


class Way(StrEnum):
    """How time is found."""

    DROP_PART = "leave out a part of the topic"
    SHORTEN = "shorten"
    TAKE_SLACK = "take the break's slack"
    DROP = "leave out"


@dataclass(frozen=True, slots=True)
class Repair:
    """One offer: what it changes, and when the group would end with it."""

    way: Way
    block: Block
    before: int
    """Minutes planned now."""
    after: int
    """Minutes planned with the repair; 0 when the block is left out."""
    ends: datetime
    """The projected end with the repair."""
    acts: tuple[Act, ...]
    part: PlannedPart | None = None
    """The topic's part that goes."""


def repairs(course: Course, now: datetime, spare: Iterable[PlannedPart] = ()) -> tuple[Repair, ...]:
    """The offers while the group runs late, gentlest first; empty when it is in time.

    `spare` are optional parts of the topic that are still to come: they go first, the last before the others.
    The closing and every protected block stay as they are (reference: design 5, the room).
    """
    promised = planned_end(course)
    if promised is None or course.current is None or pace(course, now) <= 0:
        return ()
    late = ceil((projected_end(course, now) - promised).total_seconds() / MINUTE)
    ahead = _ahead(course)
    topic = next((b for b in ahead if b.kind is BlockKind.TOPIC), None)
    offers = [
        *(_without_part(course, topic, part, now) for part in reversed(tuple(spare)) if topic),
        *(_shortened(course, b, late, now) for b in ahead if b.kind is BlockKind.SHARING),
        *(_shortened(course, b, late, now) for b in ahead if b.kind is BlockKind.BREAK),
        *(_left_out(course, b, now) for b in ahead if b.optional and not course.visited(b.id)),
    ]
    return tuple(offer for offer in offers if offer is not None)


def with_acts(course: Course, acts: Iterable[Act], now: datetime) -> Course:
    """The course as it would be after acts that are not done yet."""
    for act in acts:
        course = course.apply(Event("", now, "", act))
    return course


def _ahead(course: Course) -> list[Block]:
    """The blocks from the current one on that may give time."""
    counted = [b for b in course.blocks if b.kind is not BlockKind.DEBRIEF]
    if course.current not in counted:
        return []
    return [
        b
        for b in counted[counted.index(course.current) :]
        if not b.protected and b.kind is not BlockKind.CLOSING and b.id not in course.dropped
    ]


def _shortened(course: Course, block: Block, late: int, now: datetime) -> Repair | None:
    """Shorter by what is missing, but not below its least, nor below what it already took."""
    before = course.planned_minutes(block)
    spent = ceil(block_spent(course, block.id, now) / MINUTE)
    after = max(before - late, ceil((block.minutes or before) * LEAST_SHARE), spent)
    way = Way.TAKE_SLACK if block.kind is BlockKind.BREAK else Way.SHORTEN
    shorter = (MinutesAdded(block.id, after - before),)
    return _offer(course, Repair(way, block, before, after, now, shorter), now)


def _without_part(course: Course, block: Block, part: PlannedPart, now: datetime) -> Repair | None:
    """The topic without one of its parts, and the block shorter by that; never below what it took already."""
    before = course.planned_minutes(block)
    spent = ceil(block_spent(course, block.id, now) / MINUTE)
    after = max(before - part.minutes, spent)
    acts = (PartDropped(part.index), MinutesAdded(block.id, after - before))
    return _offer(course, Repair(Way.DROP_PART, block, before, after, now, acts, part), now)


def _left_out(course: Course, block: Block, now: datetime) -> Repair | None:
    before = course.planned_minutes(block)
    return _offer(course, Repair(Way.DROP, block, before, 0, now, (BlockDropped(block.id),)), now)


def _offer(course: Course, repair: Repair, now: datetime) -> Repair | None:
    """With the end it leads to; None when it would gain nothing."""
    if repair.after >= repair.before:
        return None
    return replace(repair, ends=projected_end(with_acts(course, repair.acts, now), now))
