"""Who was in the room and when: attendance as spans of time, never as a tick alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from iop_group.domain.events import AttendanceMarked, Event, Mark, MemberJoined, MemberRemoved, MemberRenamed
from iop_group.domain.people import Member, distinct_names


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment until another, or until now."""

    start: datetime
    end: datetime | None = None

    def seconds(self, now: datetime) -> float:
        """Length in seconds, never negative."""
        return max(0.0, ((self.end or now) - self.start).total_seconds())


def overlap(a: Span, b: Span, now: datetime) -> float:
    """Seconds that two spans share."""
    start = max(a.start, b.start)
    end = min(a.end or now, b.end or now)
    return max(0.0, (end - start).total_seconds())


@dataclass(frozen=True, slots=True)
class Presence:
    """One member's coming and going."""

    name: str
    mark: Mark = Mark.CLEARED
    stays: tuple[Span, ...] = ()
    expected: bool = True
    """On the roster beforehand; False for walk-ins."""
    removed: bool = False

    @property
    def here(self) -> bool:
        """In the room now."""
        return self.mark in (Mark.ARRIVED, Mark.BACK) and not self.removed

    @property
    def inside(self) -> bool:
        """Their time in the room runs."""
        return bool(self.stays) and self.stays[-1].end is None

    @property
    def came(self) -> bool:
        """Was in the room at all."""
        return bool(self.stays)

    def marked(self, mark: Mark, at: datetime) -> Presence:
        """With one more mark. Absent, excused and not recorded mean: was never here."""
        stays = self.stays
        match mark:
            case Mark.ARRIVED | Mark.BACK if not self.inside:
                stays = (*stays, Span(at))
            case Mark.STEPPED_OUT | Mark.LEFT if self.inside:
                stays = (*stays[:-1], Span(stays[-1].start, max(at, stays[-1].start)))
            case Mark.ABSENT | Mark.EXCUSED | Mark.CLEARED:
                stays = ()
        return replace(self, mark=mark, stays=stays)


class Standing(StrEnum):
    """Attendance as the record says it."""

    NOT_RECORDED = "not recorded"
    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left early"
    LATE_LEFT_EARLY = "late, left early"
    ABSENT = "absent"
    EXCUSED = "absent, excused"


@dataclass(frozen=True, slots=True)
class Attendance:
    """Everyone on tonight's roster by code, in roster order; those removed stay for the record."""

    people: Mapping[str, Presence] = field(default_factory=dict)

    @classmethod
    def expecting(cls, roster: Iterable[Member]) -> Attendance:
        """The roster before anyone has come."""
        return cls({m.code: Presence(m.display_name) for m in roster})

    @property
    def roster(self) -> tuple[str, ...]:
        """Codes of everyone who belongs to tonight."""
        return tuple(c for c, p in self.people.items() if not p.removed)

    @property
    def here(self) -> tuple[str, ...]:
        """Codes of everyone in the room now."""
        return tuple(c for c, p in self.people.items() if p.here)

    @property
    def came(self) -> tuple[str, ...]:
        """Codes of everyone who was in the room at some time: the census."""
        return tuple(c for c, p in self.people.items() if p.came)

    def names(self) -> dict[str, str]:
        """Code to the name to show, also of those removed."""
        return distinct_names(Member(c, p.name) for c, p in self.people.items())

    def _with(self, code: str, presence: Presence) -> Attendance:
        return Attendance({**self.people, code: presence})

    def apply(self, event: Event) -> Attendance:
        """With what happened, if it concerns attendance."""
        match event.act:
            case MemberJoined(member, name):
                earlier = self.people.get(member)
                return self._with(
                    member, replace(earlier, removed=False) if earlier else Presence(name, expected=False)
                )
            case MemberRemoved(member) if member in self.people:
                known = self.people[member]
                gone = known.marked(Mark.LEFT, event.at) if known.inside else known
                return self._with(member, replace(gone, removed=True))
            case MemberRenamed(member, name) if member in self.people:
                return self._with(member, replace(self.people[member], name=name))
            case AttendanceMarked(member, mark) if member in self.people:
                return self._with(member, self.people[member].marked(mark, event.at))
        return self


FEW, MANY = 3, 12
"""Group sizes below and above which a word is said (reference: clinical 5, size)."""


def size_hint(attendance: Attendance) -> str:
    """A word about a very small or a very large group, once everybody is accounted for; never a block."""
    here = len(attendance.here)
    if here > MANY:
        return f"{here} here: turns will be short; two circles may do better."
    waiting = any(attendance.people[code].mark is Mark.CLEARED for code in attendance.roster)
    if 0 < here < FEW and not waiting:
        return f"Only {here} here: a talk may do better than rounds."
    return ""
