"""How much of the topic was covered: parts entered, questions used, objectives ticked, rituals said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from iop_group.domain.events import (
    Event,
    ItemTicked,
    ObjectiveCovered,
    PartDropped,
    PartEntered,
    PartExtended,
    PartRestored,
    PointShown,
    QuestionUsed,
    SafetyCardOpened,
    TopicChosen,
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of the plan was said, asked and done."""

    part: int | None = None
    """Index of the topic's part that is open now."""
    entered: tuple[tuple[int, datetime], ...] = ()
    """(part, when) in the order they were entered."""
    points: Mapping[int, int] = field(default_factory=dict)
    """Part to the point shown last."""
    used: frozenset[tuple[int, int]] = frozenset()
    """(part, point) of questions that were asked."""
    left_out: frozenset[int] = frozenset()
    """Parts that will not be held."""
    wanted: frozenset[int] = frozenset()
    """Parts that were brought back: they are held however short the time is."""
    longer: Mapping[int, int] = field(default_factory=dict)
    """Part to minutes added (negative: taken away)."""
    objectives: frozenset[int] = frozenset()
    said: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(ritual, item) to its words, for the lines that were said."""
    cards: tuple[str, ...] = ()
    """Safety cards that were opened."""

    @property
    def parts(self) -> frozenset[int]:
        """Parts that were entered at least once."""
        return frozenset(p for p, _ in self.entered)

    def apply(self, event: Event) -> Coverage:
        """With what happened, if it concerns what was covered."""
        match event.act:
            case TopicChosen():
                return Coverage(said=self.said, cards=self.cards)
            case PartEntered() | PartDropped() | PartRestored() | PartExtended():
                return self._with_part(event.act, event.at)
            case PointShown(part, point):
                return replace(self, points={**self.points, part: point})
            case QuestionUsed(part, point, used):
                mark = {(part, point)}
                return replace(self, used=self.used | mark if used else self.used - mark)
            case ObjectiveCovered(objective, covered):
                ticked = self.objectives | {objective} if covered else self.objectives - {objective}
                return replace(self, objectives=ticked)
            case ItemTicked(ritual, item, words, done):
                said = {k: v for k, v in self.said.items() if k != (ritual, item)}
                return replace(self, said={**said, (ritual, item): words} if done else said)
            case SafetyCardOpened(card):
                return replace(self, cards=(*self.cards, card))
        return self

    def _with_part(
        self, act: PartEntered | PartDropped | PartRestored | PartExtended, at: datetime
    ) -> Coverage:
        """With one part entered, or planned otherwise; what was held already cannot be left out."""
        part = act.part
        match act:
            case PartEntered():
                entered = (*self.entered, (part, at))
                return replace(self, part=part, entered=entered, left_out=self.left_out - {part})
            case PartDropped() if part not in self.parts:
                return replace(self, left_out=self.left_out | {part}, wanted=self.wanted - {part})
            case PartRestored():
                return replace(self, left_out=self.left_out - {part}, wanted=self.wanted | {part})
            case PartExtended():
                return replace(self, longer={**self.longer, part: self.longer.get(part, 0) + act.minutes})
        return self
