"""The shapes a note may have: plain, DAP, BIRP, GIRP and SOAP, and which facts stand under which heading."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from iop_group.domain.events import GROUP


class Piece(StrEnum):
    """A part of a draft that the log can fill; a heading without any is for the facilitator's own words."""

    MEETING = "meeting"
    """Which session it was: date, times, who led it."""
    CENSUS = "census"
    """How many came (group note only)."""
    ATTENDANCE = "attendance"
    """One member's coming and going."""
    AGENDA = "agenda"
    """Blocks with their minutes, and what was changed."""
    TOPIC = "topic"
    """Topic, objectives covered, methods."""
    GOALS = "goals"
    """The topic's objectives, or the member's own goal in their words."""
    CHECK_IN = "check-in"
    TAKING_PART = "taking part"
    TAKEAWAY = "takeaway"
    NOTES = "notes"
    """What the facilitator wrote while the session ran."""
    COMMITMENT = "commitment"
    FOLLOW_UP = "follow-up"


P = Piece
Layout = tuple[tuple[str, tuple[Piece, ...]], ...]


@dataclass(frozen=True, slots=True)
class NoteFormat:
    """One shape of note (headings: reference, practice c 6)."""

    id: str
    title: str
    group: Layout
    """Headings in order, each with what the log puts under it, for the group note."""
    member: Layout
    optional: frozenset[str] = frozenset()
    """Headings that may stay empty."""

    def layout(self, subject: str) -> Layout:
        """The layout for GROUP or, for any other subject, for a member's note."""
        return self.group if subject == GROUP else self.member

    def headings(self, subject: str) -> tuple[str, ...]:
        """The headings in order."""
        return tuple(heading for heading, _ in self.layout(subject))


_SESSION = (P.MEETING, P.CENSUS)
_HELD = (P.TOPIC, P.AGENDA)
_LEADING = (P.MEETING, P.ATTENDANCE)
_NEXT = (P.COMMITMENT, P.FOLLOW_UP)

PLAIN = NoteFormat(
    "plain",
    "Plain",
    group=(
        ("Session", _SESSION),
        ("What we did", _HELD),
        ("How it went", (P.CHECK_IN, P.TAKING_PART, P.TAKEAWAY, P.NOTES)),
        ("Next", _NEXT),
    ),
    member=(
        ("Session", (*_LEADING, P.TOPIC)),
        ("Taking part", (P.CHECK_IN, P.TAKING_PART, P.NOTES)),
        ("In their words", (P.GOALS, P.TAKEAWAY)),
        ("Next", _NEXT),
    ),
    optional=frozenset({"In their words", "Next"}),
)
DAP = NoteFormat(
    "dap",
    "DAP",
    group=(
        ("Data", (*_SESSION, *_HELD, P.CHECK_IN, P.TAKING_PART, P.TAKEAWAY, P.NOTES)),
        ("Assessment", ()),
        ("Plan", _NEXT),
    ),
    member=(
        ("Data", (*_LEADING, P.TOPIC, P.CHECK_IN, P.TAKING_PART, P.GOALS, P.TAKEAWAY, P.NOTES)),
        ("Assessment", ()),
        ("Plan", _NEXT),
    ),
)
BIRP = NoteFormat(
    "birp",
    "BIRP",
    group=(
        ("Behavior", (*_SESSION, P.CHECK_IN, P.NOTES)),
        ("Intervention", _HELD),
        ("Response", (P.TAKING_PART, P.TAKEAWAY)),
        ("Plan", _NEXT),
    ),
    member=(
        ("Behavior", (*_LEADING, P.CHECK_IN, P.NOTES)),
        ("Intervention", (P.TOPIC,)),
        ("Response", (P.TAKING_PART, P.GOALS, P.TAKEAWAY)),
        ("Plan", _NEXT),
    ),
)
GIRP = NoteFormat(
    "girp",
    "GIRP",
    group=(
        ("Goals", (P.GOALS,)),
        ("Intervention", (*_SESSION, *_HELD)),
        ("Response", (P.CHECK_IN, P.TAKING_PART, P.TAKEAWAY, P.NOTES)),
        ("Plan", _NEXT),
    ),
    member=(
        ("Goals", (P.GOALS,)),
        ("Intervention", (*_LEADING, P.TOPIC)),
        ("Response", (P.CHECK_IN, P.TAKING_PART, P.TAKEAWAY, P.NOTES)),
        ("Plan", _NEXT),
    ),
)
SOAP = NoteFormat(
    "soap",
    "SOAP",
    group=(
        ("Subjective", (P.NOTES,)),
        ("Objective", (*_SESSION, *_HELD, P.CHECK_IN, P.TAKING_PART, P.TAKEAWAY)),
        ("Assessment", ()),
        ("Plan", _NEXT),
    ),
    member=(
        ("Subjective", (P.CHECK_IN, P.GOALS, P.TAKEAWAY)),
        ("Objective", (*_LEADING, P.TOPIC, P.TAKING_PART, P.NOTES)),
        ("Assessment", ()),
        ("Plan", _NEXT),
    ),
)

FORMATS: tuple[NoteFormat, ...] = (PLAIN, DAP, BIRP, GIRP, SOAP)
"""In the order in which they are offered."""

_BY_ID = {f.id: f for f in FORMATS}


def note_format(format_id: str) -> NoteFormat:
    """The format of that id; plain for an id that a later version may have written."""
    return _BY_ID.get(format_id.casefold(), PLAIN)
