"""Everything that can happen in a session, as small facts that are never changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from iop_group.domain.agenda import Block
from iop_group.domain.checkin import CheckinItem
from iop_group.domain.codec import decode, encode
from iop_group.domain.errors import BadInput
from iop_group.domain.people import Member

GROUP = "group"
"""The subject of the group note; every other subject is a member's code."""


class Mark(StrEnum):
    """What was noted about someone's coming and going."""

    ARRIVED = "arrived"
    STEPPED_OUT = "stepped out"
    BACK = "back"
    LEFT = "left"
    ABSENT = "absent"
    EXCUSED = "excused"
    CLEARED = "not recorded"


class Outcome(StrEnum):
    """How a concern was followed up before people left."""

    TALKED = "talked"
    HANDED_OFF = "handed off"
    SAFETY_STEPS = "safety steps taken"
    DECLINED = "declined"
    LEFT_OPEN = "left open"


@dataclass(frozen=True, slots=True)
class TopicTaken:
    """The topic as it was when the session began; later edits of the file do not reach the past."""

    id: str
    title: str
    version: str = ""
    objectives: tuple[str, ...] = ()
    text: str = ""
    """The module's whole file, so that the session keeps what it began with."""


class Act:
    """What happened. Subclasses are frozen; their `kind` names them in storage and never changes."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned(Act):
    """The session was set up; always the first event, so that a session file stands on its own."""

    session: str
    group: str
    group_name: str
    number: int
    """1 for the group's first session."""
    format_id: str
    format_title: str
    blocks: tuple[Block, ...]
    topic: TopicTaken | None
    facilitator: str
    co_facilitator: str = ""
    roster: tuple[Member, ...] = ()
    items: tuple[CheckinItem, ...] = ()
    late_after: int = 10
    """Minutes after the start from which an arrival is late."""
    zone: str = ""
    """UTC offset at the start such as +01:00, so that a record read elsewhere keeps its local times."""


@dataclass(frozen=True, slots=True)
class TopicChosen(Act):
    """Another topic than planned, or one where none was planned; progress in the old one stays in the log."""

    topic: TopicTaken


@dataclass(frozen=True, slots=True)
class MemberJoined(Act):
    """A walk-in or newcomer was put on tonight's roster."""

    member: str
    display_name: str


@dataclass(frozen=True, slots=True)
class MemberRemoved(Act):
    """Taken off tonight's roster; every word about them stays."""

    member: str


@dataclass(frozen=True, slots=True)
class MemberRenamed(Act):
    """A member chose another display name."""

    member: str
    display_name: str


@dataclass(frozen=True, slots=True)
class AttendanceMarked(Act):
    member: str
    mark: Mark


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
class Paused(Act):
    """The block's and the turn's clocks stand still; attendance runs on."""


@dataclass(frozen=True, slots=True)
class Resumed(Act):
    pass


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
class ObjectiveCovered(Act):
    objective: int
    covered: bool = True


@dataclass(frozen=True, slots=True)
class QueueSet(Act):
    """Who speaks next, in order."""

    members: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class NoteWritten(Act):
    """A note during the session; the same note id again replaces its text, empty text takes it out."""

    note: str
    text: str
    about: str = GROUP


@dataclass(frozen=True, slots=True)
class TakeawayGiven(Act):
    member: str
    text: str


@dataclass(frozen=True, slots=True)
class CommitmentMade(Act):
    member: str
    text: str


@dataclass(frozen=True, slots=True)
class ConcernRaised(Act):
    """Puts the member in the stay-after queue."""

    concern: str
    member: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ConcernResolved(Act):
    concern: str
    outcome: Outcome
    words: str = ""


@dataclass(frozen=True, slots=True)
class SafetyCardOpened(Act):
    card: str


@dataclass(frozen=True, slots=True)
class Closed(Act):
    next_time: str = ""


@dataclass(frozen=True, slots=True)
class RecordWritten(Act):
    """The facilitator's words in a draft: section heading to text."""

    subject: str
    note_format: str
    sections: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signed(Act):
    """The note as it stood; from here on only addenda."""

    subject: str
    note_format: str
    sections: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AddendumAdded(Act):
    subject: str
    reason: str
    """Correction, late entry or member's request (reference: clinical 4.5)."""
    text: str


@dataclass(frozen=True, slots=True)
class Undone(Act):
    """The event of that id counts as not having happened."""

    event: str


@dataclass(frozen=True, slots=True)
class Unknown(Act):
    """Written by a later version; kept as it is and passed over."""

    record: Mapping[str, Any]


KINDS: dict[str, type[Act]] = {
    "planned": Planned,
    "topic chosen": TopicChosen,
    "member joined": MemberJoined,
    "member removed": MemberRemoved,
    "member renamed": MemberRenamed,
    "attendance": AttendanceMarked,
    "block entered": BlockEntered,
    "minutes added": MinutesAdded,
    "block dropped": BlockDropped,
    "block restored": BlockRestored,
    "paused": Paused,
    "resumed": Resumed,
    "ritual item": ItemTicked,
    "answered": Answered,
    "part entered": PartEntered,
    "point shown": PointShown,
    "question used": QuestionUsed,
    "objective": ObjectiveCovered,
    "queue": QueueSet,
    "turn started": TurnStarted,
    "turn ended": TurnEnded,
    "turn extended": TurnExtended,
    "turn passed": TurnPassed,
    "note": NoteWritten,
    "takeaway": TakeawayGiven,
    "commitment": CommitmentMade,
    "concern raised": ConcernRaised,
    "concern resolved": ConcernResolved,
    "safety card": SafetyCardOpened,
    "closed": Closed,
    "record written": RecordWritten,
    "signed": Signed,
    "addendum": AddendumAdded,
    "undone": Undone,
}
"""The names in storage; they outlive the class names."""

_NAMES = {act: kind for kind, act in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: what, when, and who noted it."""

    id: str
    at: datetime
    """Aware, UTC."""
    by: str
    act: Act


def event_to_record(event: Event) -> dict[str, Any]:
    """A JSON-able dict; a record of an unknown kind comes back as it was read."""
    if isinstance(event.act, Unknown):
        return dict(event.act.record)
    return {
        "id": event.id,
        "at": encode(event.at),
        "by": event.by,
        "kind": _NAMES[type(event.act)],
        **encode(event.act),
    }


def event_from_record(record: Mapping[str, Any]) -> Event:
    """The event that event_to_record() wrote. Raises BadInput, without any of its content."""
    event = decode(_Head, record)
    act_type = KINDS.get(event.kind)
    act = decode(act_type, record) if act_type else Unknown(dict(record))
    return Event(event.id, event.at, event.by, act)


@dataclass(frozen=True, slots=True)
class _Head:
    id: str
    at: datetime
    by: str
    kind: str

    def __post_init__(self) -> None:
        if not self.id:
            raise BadInput("A stored record has no id.", "Run `iop-group doctor` to see which file it is in.")
