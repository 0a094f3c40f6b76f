"""The record after the group: drafts, signatures and addenda. A signed note is never edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from iop_group.domain.events import AddendumAdded, Event, RecordWritten, Signed


@dataclass(frozen=True, slots=True)
class Draft:
    """What the facilitator wrote into a draft."""

    note_format: str
    sections: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A note as it was signed."""

    note_format: str
    sections: Mapping[str, str]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Addendum:
    """Something added to a signed note; the note itself stays as it was."""

    reason: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """Notes by subject: GROUP or a member's code."""

    drafts: Mapping[str, Draft] = field(default_factory=dict)
    signed: Mapping[str, SignedNote] = field(default_factory=dict)
    addenda: Mapping[str, tuple[Addendum, ...]] = field(default_factory=dict)

    def apply(self, event: Event) -> Record:
        """With what happened, if it concerns the record. Writing into a signed note changes nothing."""
        match event.act:
            case RecordWritten(subject, note_format, sections) if subject not in self.signed:
                return replace(self, drafts={**self.drafts, subject: Draft(note_format, sections, event.at)})
            case Signed(subject, note_format, sections) if subject not in self.signed:
                note = SignedNote(note_format, sections, event.by, event.at)
                return replace(self, signed={**self.signed, subject: note})
            case AddendumAdded(subject, reason, text) if subject in self.signed:
                added = Addendum(reason, text, event.by, event.at)
                return replace(
                    self, addenda={**self.addenda, subject: (*self.addenda.get(subject, ()), added)}
                )
        return self
