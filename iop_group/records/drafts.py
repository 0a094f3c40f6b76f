"""Draft notes filled from the log alone, and the words that count now: signed, written, or generated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from iop_group.domain.events import GROUP
from iop_group.domain.session import Session
from iop_group.records.group_pieces import GROUP_PIECES
from iop_group.records.member_pieces import MEMBER_PIECES
from iop_group.records.note_formats import NoteFormat, Piece, note_format
from iop_group.records.phrases import text_of

OWN_WORDS = frozenset({Piece.NOTES, Piece.FOLLOW_UP})
"""Pieces that carry the facilitator's own sentences; all others are facts and the member's words."""

_Teller = Callable[[Piece], list[str]]


def generated_note(session: Session, subject: str, format_id: str, now: datetime) -> dict[str, str]:
    """Heading to text for GROUP or a member's code; empty text where only the facilitator can know.

    The group note names nobody. All is empty for a code that is not in the session.
    """
    return _filled(note_format(format_id), subject, _teller(session, subject, now))


def facts_about(session: Session, subject: str, now: datetime) -> str:
    """Every generated line that is not the facilitator's own sentence, whatever the format."""
    tell = _teller(session, subject, now)
    return "\n".join(line for piece in Piece if piece not in OWN_WORDS for line in tell(piece))


def current_sections(session: Session, subject: str, format_id: str, now: datetime) -> dict[str, str]:
    """Heading to text as it counts now: as signed, else the facilitator's draft, else generated.

    A draft written in another format keeps every line the facilitator wrote, under the nearest heading.
    """
    signed = session.record.signed.get(subject)
    if signed is not None:
        return dict(signed.sections)
    generated = generated_note(session, subject, format_id, now)
    draft = session.record.drafts.get(subject)
    if draft is None:
        return generated
    old, new = note_format(draft.note_format), note_format(format_id)
    if old is new:
        return {**generated, **draft.sections}
    nearest = {heading: _nearest(heading, old, new, subject) for heading in draft.sections}
    before = generated_note(session, subject, draft.note_format, now)
    return _carried_over(generated, draft.sections, before, nearest)


def note_status(session: Session, subject: str) -> str:
    """`signed`, `draft` (the facilitator has written into it) or `not written`."""
    if subject in session.record.signed:
        return "signed"
    return "draft" if subject in session.record.drafts else "not written"


def format_of(session: Session, subject: str, default: str = "plain") -> str:
    """Id of the format in which the note stands now; the default while nobody has written into it."""
    note = session.record.signed.get(subject) or session.record.drafts.get(subject)
    return note_format(note.note_format if note else default).id


def _teller(session: Session, subject: str, now: datetime) -> _Teller:
    if subject == GROUP:
        return partial(_group_lines, session, now)
    if subject not in session.attendance.people:
        return _nothing
    return partial(_member_lines, session, subject, now)


def _nothing(piece: Piece) -> list[str]:
    return []


def _group_lines(session: Session, now: datetime, piece: Piece) -> list[str]:
    teller = GROUP_PIECES.get(piece)
    return teller(session, now) if teller else []


def _member_lines(session: Session, member: str, now: datetime, piece: Piece) -> list[str]:
    teller = MEMBER_PIECES.get(piece)
    return teller(session, member, now) if teller else []


def _filled(shape: NoteFormat, subject: str, tell: _Teller) -> dict[str, str]:
    return {
        heading: "\n".join(line for piece in pieces for line in tell(piece) if line)
        for heading, pieces in shape.layout(subject)
    }


def _nearest(heading: str, old: NoteFormat, new: NoteFormat, subject: str) -> str:
    """The heading of the same name, else the one that tells most of the same; own words go where notes go."""
    if heading in new.headings(subject):
        return heading
    told = set(dict(old.layout(subject)).get(heading, ())) or {Piece.NOTES}
    return max(new.layout(subject), key=lambda section: len(told & set(section[1])))[0]


def _carried_over(
    sections: dict[str, str],
    written: Mapping[str, str],
    before: Mapping[str, str],
    nearest: Mapping[str, str],
) -> dict[str, str]:
    """The new format's sections with every line of the old draft that had not been generated."""
    known = {line for text in before.values() for line in text.splitlines()}
    carried = {heading: text.splitlines() for heading, text in sections.items()}
    for heading, text in written.items():
        own = [line for line in text_of(text).splitlines() if line not in known]
        target = carried[nearest[heading]]
        target += [line for line in own if line not in target]
    return {heading: "\n".join(lines).strip() for heading, lines in carried.items()}
