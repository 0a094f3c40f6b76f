"""What was planned, who was expected, and who came and went."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from iop_group.domain.agenda import Block
from iop_group.domain.checkin import CheckinItem
from iop_group.domain.events.act import Act
from iop_group.domain.people import Member


class Mark(StrEnum):
    """What was noted about someone's coming and going."""

    ARRIVED = "arrived"
    STEPPED_OUT = "stepped out"
    BACK = "back"
    LEFT = "left"
    ABSENT = "absent"
    EXCUSED = "excused"
    CLEARED = "not recorded"


@dataclass(frozen=True, slots=True)
class TopicTaken:
    """The topic as it was when the session began; later edits of the file do not reach the past."""

    id: str
    title: str
    version: str = ""
    objectives: tuple[str, ...] = ()
    text: str = ""
    """The module's whole file, so that the session keeps what it began with."""


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


KINDS: dict[str, type[Act]] = {
    "planned": Planned,
    "topic chosen": TopicChosen,
    "member joined": MemberJoined,
    "member removed": MemberRemoved,
    "member renamed": MemberRenamed,
    "attendance": AttendanceMarked,
}
