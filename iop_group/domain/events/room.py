"""What happened in the room: blocks, the check-in round, the topic and the turns."""

from __future__ import annotations

from dataclasses import dataclass

from iop_group.domain.agenda import Block
from iop_group.domain.events.act import Act


@dataclass(frozen=True, slots=True)
class BlockEntered(Act):
    block: str


@dataclass(frozen=True, slots=True)
class MinutesAdded(Act):
    block: str
    minutes: int
    """Negative to shorten."""


@dataclass(frozen=True, slots=True)
class BlockDropped(Act):
    """An optional block will not be held today."""

    block: str


@dataclass(frozen=True, slots=True)
class BlockRestored(Act):
    """A block that was left out will be held after all."""

    block: str


@dataclass(frozen=True, slots=True)
class BlockAdded(Act):
    """A block that was not planned. Its minutes come on top of what the group was promised."""

    block: Block
    before: str
    """Id of the block before which it stands; never behind the closing."""


@dataclass(frozen=True, slots=True)
class BlockMoved(Act):
    block: str
    before: str
    """Id of the block before which it stands from now on; never behind the closing."""


@dataclass(frozen=True, slots=True)
class Paused(Act):
    """The block's and the turn's clocks stand still; attendance runs on."""


@dataclass(frozen=True, slots=True)
class Resumed(Act):
    pass


@dataclass(frozen=True, slots=True)
class Closed(Act):
    next_time: str = ""


@dataclass(frozen=True, slots=True)
class ItemTicked(Act):
    """A line of a ritual was said or done."""

    ritual: str
    item: str
    words: str
    """The line itself, so that the record says what was said even when the file changes."""
    done: bool = True


@dataclass(frozen=True, slots=True)
class Answered(Act):
    """A check-in answer; value None with passed False takes it out again."""

    member: str
    item: str
    value: int | str | None = None
    passed: bool = False


@dataclass(frozen=True, slots=True)
class PartEntered(Act):
    part: int


@dataclass(frozen=True, slots=True)
class PointShown(Act):
    """The facilitator moved to a point or question of a part."""

    part: int
    point: int


@dataclass(frozen=True, slots=True)
class QuestionUsed(Act):
    part: int
    point: int
    used: bool = True


@dataclass(frozen=True, slots=True)
class PartDropped(Act):
    """An optional part of the topic will not be held today."""

    part: int


@dataclass(frozen=True, slots=True)
class PartRestored(Act):
    """A part that was left out, by hand or for want of time, will be held after all."""

    part: int


@dataclass(frozen=True, slots=True)
class PartExtended(Act):
    part: int
    minutes: int = 1
    """Negative to shorten."""


@dataclass(frozen=True, slots=True)
class ObjectiveCovered(Act):
    objective: int
    covered: bool = True


@dataclass(frozen=True, slots=True)
class QueueSet(Act):
    """Who speaks next, in order."""

    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandRaised(Act):
    """A member asks to speak next, or takes that back."""

    member: str
    up: bool = True


@dataclass(frozen=True, slots=True)
class TurnStarted(Act):
    member: str
    block: str
    seconds: int
    """The fair share when the turn began."""


@dataclass(frozen=True, slots=True)
class TurnEnded(Act):
    pass


@dataclass(frozen=True, slots=True)
class TurnExtended(Act):
    seconds: int = 60


@dataclass(frozen=True, slots=True)
class TurnPassed(Act):
    member: str


KINDS: dict[str, type[Act]] = {
    "block entered": BlockEntered,
    "minutes added": MinutesAdded,
    "block dropped": BlockDropped,
    "block restored": BlockRestored,
    "block added": BlockAdded,
    "block moved": BlockMoved,
    "paused": Paused,
    "resumed": Resumed,
    "closed": Closed,
    "ritual item": ItemTicked,
    "answered": Answered,
    "part entered": PartEntered,
    "point shown": PointShown,
    "question used": QuestionUsed,
    "part dropped": PartDropped,
    "part restored": PartRestored,
    "part minutes": PartExtended,
    "objective": ObjectiveCovered,
    "queue": QueueSet,
    "hand": HandRaised,
    "turn started": TurnStarted,
    "turn ended": TurnEnded,
    "turn extended": TurnExtended,
    "turn passed": TurnPassed,
}
