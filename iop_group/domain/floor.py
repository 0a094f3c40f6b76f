"""The floor: whose turn it is, who waits, who has been heard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from iop_group.domain.attendance import Span
from iop_group.domain.events import (
    BlockEntered,
    Closed,
    Event,
    HandRaised,
    QueueSet,
    TurnEnded,
    TurnExtended,
    TurnPassed,
    TurnStarted,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's time on the floor."""

    member: str
    block: str
    span: Span
    planned: int
    """Seconds: the fair share at its start and what was added."""


@dataclass(frozen=True, slots=True)
class Floor:
    """The queue and the turns so far."""

    queue: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()
    passes: tuple[tuple[str, str], ...] = ()
    """(member, block) of those who passed; a pass can be taken back by starting a turn."""
    block: str = ""
    hands: tuple[str, ...] = ()
    """Who asks to speak next, in the order in which they asked."""

    @property
    def turn(self) -> Turn | None:
        """The turn that runs now."""
        return self.turns[-1] if self.turns and self.turns[-1].span.end is None else None

    def heard(self, block: str) -> frozenset[str]:
        """Who had a turn in that block."""
        return frozenset(t.member for t in self.turns if t.block == block)

    def passed(self, block: str) -> frozenset[str]:
        """Who passed in that block and has not spoken since."""
        return frozenset(m for m, b in self.passes if b == block) - self.heard(block)

    def apply(self, event: Event) -> Floor:
        """With what happened, if it concerns the floor."""
        match event.act:
            case QueueSet(members):
                return replace(self, queue=tuple(dict.fromkeys(members)))
            case HandRaised(member, up):
                hands = tuple(m for m in self.hands if m != member)
                return replace(self, hands=(*hands, member) if up else hands)
            case TurnStarted(member, block, seconds):
                turn = Turn(member, block, Span(event.at), max(0, seconds))
                return replace(self._without(member), turns=(*self._ended(event.at), turn))
            case TurnExtended(seconds) if self.turn:
                longer = replace(self.turn, planned=max(0, self.turn.planned + seconds))
                return replace(self, turns=(*self.turns[:-1], longer))
            case TurnPassed(member):
                return self._with_pass(member, event.at)
            case BlockEntered(block):
                return replace(self, turns=self._ended(event.at), block=block)
            case TurnEnded() | Closed():
                return replace(self, turns=self._ended(event.at))
        return self

    def _with_pass(self, member: str, at: datetime) -> Floor:
        turns = self.turns
        if self.turn and self.turn.member == member:
            turns = turns[:-1]  # a pass instead of the turn that was offered: it took no share of the time
        return replace(self._without(member), turns=turns, passes=(*self.passes, (member, self.block)))

    def _without(self, member: str) -> Floor:
        """Nobody waits for the member any more."""
        queue, hands = (tuple(m for m in line if m != member) for line in (self.queue, self.hands))
        return replace(self, queue=queue, hands=hands)

    def _ended(self, at: datetime) -> tuple[Turn, ...]:
        if self.turn is None:
            return self.turns
        return (
            *self.turns[:-1],
            replace(self.turn, span=Span(self.turn.span.start, max(at, self.turn.span.start))),
        )
