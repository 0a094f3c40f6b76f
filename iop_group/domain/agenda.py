"""The parts of a session with their minutes, and the formats that offer them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What happens in a block; decides which workspace the room shows."""

    OPENING = "opening"
    CHECK_IN = "check-in"
    TOPIC = "topic"
    BREAK = "break"
    SHARING = "sharing"
    CLOSING = "closing"
    DEBRIEF = "debrief"


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the agenda."""

    id: str
    """Unique within the agenda and stable: `topic`, `topic-2`."""
    kind: BlockKind
    title: str
    minutes: int
    optional: bool = False
    protected: bool = False
    """Never offered when time must be found (the closing)."""


@dataclass(frozen=True, slots=True)
class Format:
    """A session's shape as a file of `themes/formats/` gives it."""

    id: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def minutes(self) -> int:
        """What the group is promised; the debrief comes after the members have gone."""
        return sum(b.minutes for b in self.blocks if b.kind is not BlockKind.DEBRIEF)


DEBRIEF = Block("debrief", BlockKind.DEBRIEF, "Debrief", 5, optional=True)
"""Five minutes with the co-facilitator after the members left (TAP 19; reference: practice b 22)."""


def with_debrief(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks, with a debrief at the end unless the format has one."""
    return blocks if any(b.kind is BlockKind.DEBRIEF for b in blocks) else (*blocks, DEBRIEF)


def with_minutes(blocks: tuple[Block, ...], block_id: str, minutes: int) -> tuple[Block, ...]:
    """The blocks with one of them planned longer or shorter; at least one minute, at most 240."""
    minutes = max(1, min(240, minutes))
    return tuple(
        Block(b.id, b.kind, b.title, minutes, b.optional, b.protected) if b.id == block_id else b
        for b in blocks
    )
