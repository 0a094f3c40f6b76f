"""The course of the agenda: which block ran when, paused when, lengthened by what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from iop_group.domain.agenda import Block, with_block, with_moved
from iop_group.domain.attendance import Span
from iop_group.domain.events import (
    Act,
    BlockAdded,
    BlockDropped,
    BlockEntered,
    BlockMoved,
    BlockRestored,
    Closed,
    Event,
    MinutesAdded,
    Paused,
    Resumed,
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay in a block; going back makes another."""

    block: str
    span: Span


@dataclass(frozen=True, slots=True)
class Course:
    """The agenda and how far it has come."""

    blocks: tuple[Block, ...]
    """In the order of today; one that was not planned has 0 minutes of its own, and all of them `added`."""
    visits: tuple[Visit, ...] = ()
    pauses: tuple[Span, ...] = ()
    added: Mapping[str, int] = field(default_factory=dict)
    """Block id to minutes added (negative: taken away)."""
    dropped: frozenset[str] = frozenset()
    closed_at: datetime | None = None

    @property
    def started_at(self) -> datetime | None:
        """When the first block was entered."""
        return self.visits[0].span.start if self.visits else None

    @property
    def current(self) -> Block | None:
        """The block that runs now, or None before the start and after the close."""
        if not self.visits or self.closed_at is not None:
            return None
        return self.block(self.visits[-1].block)

    @property
    def paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].end is None

    def block(self, block_id: str) -> Block | None:
        """The block of that id."""
        return next((b for b in self.blocks if b.id == block_id), None)

    def planned_minutes(self, block: Block) -> int:
        """Minutes as planned now: the format's and what was added; 0 when dropped."""
        if block.id in self.dropped:
            return 0
        return max(0, block.minutes + self.added.get(block.id, 0))

    def is_extra(self, block: Block) -> bool:
        """Was it put in while the group ran?"""
        return block.minutes == 0

    def visited(self, block_id: str) -> bool:
        return any(v.block == block_id for v in self.visits)

    def neighbour(self, step: int) -> Block | None:
        """The next (1) or previous (-1) block that is not dropped."""
        held = [b for b in self.blocks if b.id not in self.dropped or b == self.current]
        if self.current is None:
            return held[0] if held and step > 0 and self.closed_at is None else None
        place = held.index(self.current) + step
        return held[place] if 0 <= place < len(held) else None

    def apply(self, event: Event) -> Course:
        """With what happened, if it concerns the agenda."""
        match event.act:
            case BlockEntered(block) if self.block(block) and self.closed_at is None:
                return replace(
                    self,
                    visits=(*self._left(event.at), Visit(block, Span(event.at))),
                    pauses=self._woken(event.at),
                )
            case Paused() if not self.paused and self.current:
                return replace(self, pauses=(*self.pauses, Span(event.at)))
            case Resumed():
                return replace(self, pauses=self._woken(event.at))
            case Closed() if self.closed_at is None:
                return replace(
                    self, visits=self._left(event.at), pauses=self._woken(event.at), closed_at=event.at
                )
        return self._reshaped(event.act)

    def _reshaped(self, act: Act) -> Course:
        """With other blocks or minutes, if that is what the act does."""
        match act:
            case MinutesAdded(block, minutes) if self.block(block):
                return replace(self, added={**self.added, block: self.added.get(block, 0) + minutes})
            case BlockDropped(block):
                return replace(self, dropped=self.dropped | {block})
            case BlockRestored(block):
                return replace(self, dropped=self.dropped - {block})
            case BlockAdded(block, before) if self.block(block.id) is None:
                blocks = with_block(self.blocks, replace(block, minutes=0), before)
                return replace(self, blocks=blocks, added={**self.added, block.id: block.minutes})
            case BlockMoved(block, before):
                return replace(self, blocks=with_moved(self.blocks, block, before))
        return self

    def _left(self, at: datetime) -> tuple[Visit, ...]:
        if not self.visits or self.visits[-1].span.end is not None:
            return self.visits
        last = self.visits[-1]
        return (*self.visits[:-1], Visit(last.block, Span(last.span.start, max(at, last.span.start))))

    def _woken(self, at: datetime) -> tuple[Span, ...]:
        if not self.paused:
            return self.pauses
        return (*self.pauses[:-1], Span(self.pauses[-1].start, max(at, self.pauses[-1].start)))
