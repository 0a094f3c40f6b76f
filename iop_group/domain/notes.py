"""What was written and said in the session: notes, takeaways, commitments, concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from iop_group.domain.events import (
    CommitmentMade,
    ConcernRaised,
    ConcernResolved,
    ConcernWithdrawn,
    Event,
    NoteWritten,
    Outcome,
    TakeawayGiven,
)


@dataclass(frozen=True, slots=True)
class Note:
    """A note made while the session ran."""

    id: str
    text: str
    about: str
    """GROUP or a member's code."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Concern:
    """A member in the stay-after queue."""

    id: str
    member: str
    words: str
    raised_at: datetime
    outcome: Outcome | None = None
    outcome_words: str = ""
    resolved_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Still has to be followed up, now or after today."""
        return self.outcome is None or self.outcome is Outcome.LEFT_OPEN


@dataclass(frozen=True, slots=True)
class Notes:
    """Everything written about the group and its members."""

    notes: tuple[Note, ...] = ()
    takeaways: Mapping[str, str] = field(default_factory=dict)
    commitments: Mapping[str, str] = field(default_factory=dict)
    passed_takeaway: frozenset[str] = frozenset()
    """Members who passed when asked what they take away."""
    passed_commitment: frozenset[str] = frozenset()
    concerns: tuple[Concern, ...] = ()

    def about(self, subject: str) -> tuple[Note, ...]:
        """Notes about GROUP or one member."""
        return tuple(n for n in self.notes if n.about == subject)

    @property
    def unresolved(self) -> tuple[Concern, ...]:
        """Concerns nobody has said anything about yet; they hold the closing back."""
        return tuple(c for c in self.concerns if c.outcome is None)

    @property
    def open_concerns(self) -> tuple[Concern, ...]:
        """Concerns still to follow up, including those left open on purpose."""
        return tuple(c for c in self.concerns if c.open)

    def apply(self, event: Event) -> Notes:
        """With what happened, if it was something written."""
        match event.act:
            case NoteWritten(note, text, about):
                return self._noted(Note(note, text, about, event.at))
            case TakeawayGiven(member, text, passed):
                passes = _marked(self.passed_takeaway, member, passed)
                return replace(self, takeaways=_set(self.takeaways, member, text), passed_takeaway=passes)
            case CommitmentMade(member, text, passed):
                passes = _marked(self.passed_commitment, member, passed)
                commitments = _set(self.commitments, member, text)
                return replace(self, commitments=commitments, passed_commitment=passes)
            case ConcernRaised(concern, member, words):
                return self._concerned(Concern(concern, member, words, event.at))
            case ConcernWithdrawn(concern):
                kept = tuple(c for c in self.concerns if c.id != concern or c.outcome is not None)
                return replace(self, concerns=kept)
            case ConcernResolved(concern, outcome, words):
                return replace(
                    self,
                    concerns=tuple(
                        replace(c, outcome=outcome, outcome_words=words, resolved_at=event.at)
                        if c.id == concern
                        else c
                        for c in self.concerns
                    ),
                )
        return self

    def _noted(self, note: Note) -> Notes:
        old = next((n for n in self.notes if n.id == note.id), None)
        if not note.text.strip():
            return replace(self, notes=tuple(n for n in self.notes if n.id != note.id))
        if old is None:
            return replace(self, notes=(*self.notes, note))
        kept = replace(note, at=old.at)
        return replace(self, notes=tuple(kept if n.id == note.id else n for n in self.notes))

    def _concerned(self, concern: Concern) -> Notes:
        others = tuple(c for c in self.concerns if c.id != concern.id)
        return replace(self, concerns=(*others, concern))


def _marked(members: frozenset[str], member: str, there: bool) -> frozenset[str]:
    return members | {member} if there else members - {member}


def _set(texts: Mapping[str, str], member: str, text: str) -> dict[str, str]:
    """With the member's text; an empty one takes it out."""
    rest = {m: t for m, t in texts.items() if m != member}
    return {**rest, member: text} if text.strip() else rest
