"""What a list needs to know about a session without opening it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from iop_group.domain.codec import encode, reader_of

if TYPE_CHECKING:
    from iop_group.domain.record import Record
    from iop_group.domain.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One line about one session."""

    id: str
    group: str
    group_name: str
    number: int
    format_title: str
    topic_id: str
    topic: str
    facilitator: str
    started_at: datetime | None
    closed_at: datetime | None
    block: str
    """Title of the block it stands in; empty before the start and after the close."""
    came: tuple[str, ...]
    """Codes of the members who were there."""
    had_topic: tuple[str, ...]
    """Codes of those who were in the room while the topic was worked on."""
    names: Mapping[str, str]
    expected: int
    notes: int
    """Notes that the session owes."""
    signed: int
    open_concerns: tuple[tuple[str, str], ...]
    """(member code, words) still to follow up."""

    @property
    def fully_signed(self) -> bool:
        """Closed, with nothing left to sign."""
        return self.closed_at is not None and self.signed >= self.notes

    @property
    def owes_notes(self) -> bool:
        """Closed, with something left to sign."""
        return self.closed_at is not None and not self.fully_signed

    @property
    def unfinished(self) -> bool:
        """Started and not closed."""
        return self.started_at is not None and self.closed_at is None


_read = reader_of(Summary)


def summarise(session: Session) -> Summary:
    """The line about that session."""
    # Lists are of lines that were made before, and need nothing of what a session is.
    from iop_group.domain.topics_had import had_topic

    plan, course = session.plan, session.course
    return Summary(
        id=plan.session,
        group=plan.group,
        group_name=plan.group_name,
        number=plan.number,
        format_title=plan.format_title,
        topic_id=plan.topic.id if plan.topic else "",
        topic=plan.topic.title if plan.topic else "",
        facilitator=plan.facilitator,
        started_at=course.started_at,
        closed_at=course.closed_at,
        block=course.current.title if course.current else "",
        came=session.attendance.came,
        had_topic=tuple(m for m in session.attendance.came if had_topic(session, m)),
        names=session.attendance.names(),
        expected=len({*session.attendance.roster, *session.attendance.came}),
        notes=len(session.subjects),
        signed=sum(s in session.record.signed for s in session.subjects),
        open_concerns=tuple((c.member, c.words) for c in session.notes.open_concerns),
    )


def searchable_text(session: Session) -> str:
    """Every word of the session that a person may look for, one piece a line."""
    plan, notes, record = session.plan, session.notes, session.record
    pieces = [plan.group_name, plan.topic.title if plan.topic else "", plan.facilitator, plan.co_facilitator]
    pieces += session.attendance.names().values()
    pieces += [n.text for n in notes.notes]
    pieces += [*notes.takeaways.values(), *notes.commitments.values()]
    pieces += [wish.words for wish in session.wishes.all]
    for concern in notes.concerns:
        pieces += [concern.words, concern.outcome_words]
    for sections in _written(record):
        pieces += sections.values()
    pieces += [a.text for added in record.addenda.values() for a in added]
    for answers in session.checkin.answers.values():
        pieces += [a.value for a in answers.values() if isinstance(a.value, str)]
    return "\n".join(p for p in pieces if p)


def _written(record: Record) -> list[Mapping[str, str]]:
    drafts = [d.sections for d in record.drafts.values()]
    return drafts + [s.sections for s in record.signed.values()]


def summary_to_record(summary: Summary) -> dict[str, Any]:
    """A JSON-able dict."""
    record: dict[str, Any] = encode(summary)
    return record


def summary_from_record(record: Mapping[str, Any]) -> Summary:
    """What summary_to_record() wrote. Raises BadInput."""
    return _read(record)
