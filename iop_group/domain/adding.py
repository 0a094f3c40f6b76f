"""Blocks that may be added while the group runs: each with the end it leads to, none done by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from iop_group.domain.agenda import Block, BlockKind, new_block, places
from iop_group.domain.course import Course
from iop_group.domain.events import BlockAdded
from iop_group.domain.formats import TITLES
from iop_group.domain.repair import with_acts
from iop_group.domain.timing import projected_end

MINUTES: Mapping[BlockKind, int] = MappingProxyType(
    {BlockKind.BREAK: 15, BlockKind.SHARING: 15, BlockKind.TOPIC: 30}
)
"""Kinds that may be added, with the minutes to begin with; the others a session has once."""


@dataclass(frozen=True, slots=True)
class Addition:
    """One offer: the block it puts in, and when the group would end with it."""

    act: BlockAdded
    ends: datetime
    """The projected end with the block."""

    @property
    def block(self) -> Block:
        return self.act.block


def extra_block(blocks: tuple[Block, ...], kind: BlockKind) -> Block:
    """A block of one of MINUTES' kinds, as it is called and as long as it usually is."""
    return new_block(blocks, kind, TITLES[kind], MINUTES[kind])


def place_after(blocks: tuple[Block, ...], index: int, running: Block | None = None) -> str | None:
    """Id of the block before which a new one goes that is to follow the one at `index`, as near as it may.

    Empty for the very end; None when nothing can be put in any more, as the closing runs.
    """
    free = places(blocks, running)
    if not free:
        return None
    at = min(max(index + 1, free[0]), free[-1])
    return blocks[at].id if at < len(blocks) else ""


def additions(course: Course, index: int, now: datetime) -> tuple[Addition, ...]:
    """What may come after the block at `index`; empty before the start and once the closing runs."""
    before = place_after(course.blocks, index, course.current)
    if before is None or course.current is None:
        return ()
    acts = [BlockAdded(extra_block(course.blocks, kind), before) for kind in MINUTES]
    return tuple(Addition(act, projected_end(with_acts(course, (act,), now), now)) for act in acts)
