"""What was said and written down: notes, what members take along, concerns, the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from iop_group.domain.events.act import Act

GROUP = "group"
"""The subject of the group note; every other subject is a member's code."""


class Outcome(StrEnum):
    """How a concern was followed up before people left."""

    TALKED = "talked"
    HANDED_OFF = "handed off"
    SAFETY_STEPS = "safety steps taken"
    DECLINED = "declined"
    LEFT_OPEN = "left open"


@dataclass(frozen=True, slots=True)
class NoteWritten(Act):
    """A note during the session; the same note id again replaces its text, empty text takes it out."""

    note: str
    text: str
    about: str = GROUP


@dataclass(frozen=True, slots=True)
class WishWritten(Act):
    """A point of the group's own list; empty words take it off."""

    wish: str
    words: str
    member: str = ""
    """Code of whoever brought it; empty for the group."""
    minutes: int = 0
    """As asked for; 0 when nobody said."""


@dataclass(frozen=True, slots=True)
class WishTicked(Act):
    """The point was talked about, or was not after all."""

    wish: str
    done: bool = True


@dataclass(frozen=True, slots=True)
class TakeawayGiven(Act):
    member: str
    text: str
    passed: bool = False
    """Declined to name one."""


@dataclass(frozen=True, slots=True)
class CommitmentMade(Act):
    member: str
    text: str
    passed: bool = False
    """Declined to make one."""


@dataclass(frozen=True, slots=True)
class ConcernRaised(Act):
    """Puts the member in the stay-after queue."""

    concern: str
    member: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ConcernWithdrawn(Act):
    """The answer that raised it was changed: it was a slip, and nobody has to be asked to stay."""

    concern: str


@dataclass(frozen=True, slots=True)
class ConcernResolved(Act):
    concern: str
    outcome: Outcome
    words: str = ""


@dataclass(frozen=True, slots=True)
class SafetyCardOpened(Act):
    card: str


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


KINDS: dict[str, type[Act]] = {
    "note": NoteWritten,
    "wish": WishWritten,
    "wish done": WishTicked,
    "takeaway": TakeawayGiven,
    "commitment": CommitmentMade,
    "concern raised": ConcernRaised,
    "concern withdrawn": ConcernWithdrawn,
    "concern resolved": ConcernResolved,
    "safety card": SafetyCardOpened,
    "record written": RecordWritten,
    "signed": Signed,
    "addendum": AddendumAdded,
}
