"""The made-up notes after a session: some signed, some still to sign."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from iop_group.demo import words
from iop_group.domain.events import GROUP, AddendumAdded, Event, RecordWritten, Signed
from iop_group.domain.session import Session, fold
from iop_group.records.drafts import generated_note

NOTE_FORMAT = "plain"


def signing(
    events: Sequence[Event], new_id: Callable[[], str], *, unsigned: int, addendum: bool
) -> tuple[Event, ...]:
    """The signatures under a closed session's notes, the last `unsigned` of them left for the visitor."""
    whole = fold(events)
    session = _without_module(whole)
    closed = session.course.closed_at or events[-1].at
    by = session.plan.facilitator
    subjects = session.subjects
    signed: list[Event] = []
    for place, subject in enumerate(subjects[: len(subjects) - unsigned]):
        at = closed + timedelta(minutes=6 + 2 * place)
        signed.append(Event(new_id(), at, by, Signed(subject, NOTE_FORMAT, _note(session, subject, closed))))
    if unsigned:
        at = closed + timedelta(minutes=30)
        # A draft is compared with what the log gives: it must say the same, with the topic's text.
        draft = RecordWritten(subjects[-1], NOTE_FORMAT, _note(whole, subjects[-1], closed))
        signed.append(Event(new_id(), at, by, draft))
    if addendum:
        at = closed + timedelta(days=1)
        signed.append(Event(new_id(), at, by, AddendumAdded(GROUP, "Correction", words.ADDENDUM)))
    return tuple(signed)


def _note(session: Session, subject: str, closed: datetime) -> dict[str, str]:
    return {h: text or "-" for h, text in generated_note(session, subject, NOTE_FORMAT, closed).items()}


def _without_module(session: Session) -> Session:
    """Without the topic's text, which would be parsed once for every note of the demo."""
    topic = session.plan.topic
    if topic is None:
        return session
    return replace(session, plan=replace(session.plan, topic=replace(topic, text="")))
