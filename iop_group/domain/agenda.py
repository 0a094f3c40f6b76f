"""The parts of a session with their minutes, and the formats that offer them."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    lists: bool = False
    """A sharing block in which the group makes its own list."""


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
    return tuple(replace(b, minutes=minutes) if b.id == block_id else b for b in blocks)


_LAST = frozenset({BlockKind.CLOSING, BlockKind.DEBRIEF})
_FIXED = frozenset({BlockKind.OPENING}) | _LAST


def is_fixed(block: Block) -> bool:
    """Does it keep its place? An opening opens, a closing closes, and the debrief comes after it."""
    return block.protected or block.kind in _FIXED


def places(blocks: tuple[Block, ...], running: Block | None = None) -> range:
    """Indices before which a block may be put: after what opens or runs, at the latest before the closing."""
    last = len(blocks)
    while last and blocks[last - 1].kind in _LAST:
        last -= 1
    first = 0
    while first < last and blocks[first].kind is BlockKind.OPENING:
        first += 1
    if running in blocks:
        first = blocks.index(running) + 1
    return range(first, last + 1)


def with_block(blocks: tuple[Block, ...], block: Block, before: str) -> tuple[Block, ...]:
    """The blocks with one more before that of the id `before`; never behind the closing."""
    last = places(blocks)[-1]
    at = min(next((i for i, b in enumerate(blocks) if b.id == before), last), last)
    return (*blocks[:at], block, *blocks[at:])


def with_moved(blocks: tuple[Block, ...], block_id: str, before: str) -> tuple[Block, ...]:
    """The blocks with one of them before that of the id `before`; what keeps its place stays there."""
    moved = next((b for b in blocks if b.id == block_id), None)
    if moved is None or is_fixed(moved) or block_id == before:
        return blocks
    return with_block(tuple(b for b in blocks if b is not moved), moved, before)


def stepped(blocks: tuple[Block, ...], index: int, step: int, running: Block | None = None) -> str | None:
    """Before which block it would stand, one place earlier (-1) or later (1); None when it cannot go there.

    Empty: last of all, before the closing.
    """
    free = places(blocks, running)
    if is_fixed(blocks[index]) or index not in free or not free[0] <= index + step < free[-1]:
        return None
    after = index + step + (step > 0)
    return blocks[after].id if after < len(blocks) else ""


def new_block(blocks: tuple[Block, ...], kind: BlockKind, title: str, minutes: int) -> Block:
    """An optional block with an id that is free."""
    ids = {b.id for b in blocks}
    numbers = (kind.value if n == 1 else f"{kind.value}-{n}" for n in range(1, len(blocks) + 2))
    return Block(next(i for i in numbers if i not in ids), kind, title, minutes, optional=True)
