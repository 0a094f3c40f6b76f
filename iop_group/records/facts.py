"""One session as plain data: what `sessions show --json` prints, with keys that keep their order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from iop_group.domain.attendance import Presence
from iop_group.domain.codec import encode
from iop_group.domain.events import GROUP
from iop_group.domain.people import EVERYONE, FACILITATOR
from iop_group.domain.plain import one_line, printable
from iop_group.domain.session import Session
from iop_group.domain.timing import attended, block_spent, group_seconds, standing, talk_times
from iop_group.records.drafts import format_of, note_status
from iop_group.records.local_time import local, time_words, whole_minutes
from iop_group.records.meeting import ended_at, shared_blocks

Facts = dict[str, Any]


def session_facts(session: Session, now: datetime) -> Facts:
    """JSON-able, in this order: what about_session() tells, `blocks`, `attendance`, `check_in`, `turns`,
    `notes`, `wishes`, `takeaways`, `commitments`, `concerns`, `safety_cards`, `record`.

    Members stand as their codes; `attendance` has the name to each code. Times are UTC in ISO form; seconds
    and minutes are whole numbers. Texts are printable. A session's log holds nothing of the private lane.
    """
    facts = {
        **about_session(session, now),
        "blocks": block_facts(session, now),
        "attendance": attendance_facts(session, now),
        "check_in": [check_in_facts(session, member) for member in session.checkin.answers],
        "turns": _turns(session, now),
        "notes": [
            {"id": n.id, "about": n.about, "at": encode(n.at), "text": n.text} for n in session.notes.notes
        ],
        "wishes": [
            {"member": w.member or None, "words": w.words, "minutes": w.minutes, "done": w.done}
            for w in session.wishes.all
        ],
        "takeaways": dict(session.notes.takeaways),
        "commitments": dict(session.notes.commitments),
        "concerns": concern_facts(session),
        "safety_cards": [one_line(card) for card in session.coverage.cards],
        "record": [_record(session, subject) for subject in subjects(session)],
    }
    return {key: cleaned(value) for key, value in facts.items()}


def cleaned(value: Any) -> Any:
    """The same with every text printable, keys too, so that it can be written to any terminal or file."""
    match value:
        case str():
            return printable(value, lines=True)
        case list():
            return [cleaned(v) for v in value]
        case dict():
            return {cleaned(k): cleaned(v) for k, v in value.items()}
    return value


def about_session(session: Session, now: datetime) -> Facts:
    """`id`, `group`, `group_name`, `number`, `format`, `topic`, who led, when, and how long.

    `planned_minutes` and `held_minutes` leave the debrief out; `ended_at` is when the members left.
    """
    plan, course = session.plan, session.course
    return {
        "id": plan.session,
        "group": plan.group,
        "group_name": one_line(plan.group_name),
        "number": plan.number,
        "format": plan.format_id,
        "topic": _topic(session),
        "facilitator": one_line(plan.facilitator),
        "co_facilitator": one_line(plan.co_facilitator),
        "zone": plan.zone,
        "started_at": encode(course.started_at),
        "ended_at": encode(ended_at(session, now)),
        "closed_at": encode(course.closed_at),
        "local_date": _local_date(session),
        "local_start": _local_time(course.started_at, plan.zone),
        "local_end": _local_time(ended_at(session, now), plan.zone),
        "planned_minutes": sum(b.minutes for b in shared_blocks(session)),
        "held_minutes": whole_minutes(group_seconds(course, now)),
    }


def subjects(session: Session) -> tuple[str, ...]:
    """Every note there is or should be: those the session owes, and any other that was written."""
    written = (*session.record.drafts, *session.record.signed)
    return tuple(dict.fromkeys((*session.subjects, *written)))


def block_facts(session: Session, now: datetime) -> list[Facts]:
    """`id`, `kind`, `title`, `planned_minutes` (as first planned), `added_minutes`, `spent_minutes`,
    `spent_seconds`, `held`, `dropped`, of every block in the agenda's order.
    """
    course = session.course
    return [
        {
            "id": b.id,
            "kind": b.kind.value,
            "title": one_line(b.title),
            "planned_minutes": b.minutes,
            "added_minutes": course.added.get(b.id, 0),
            "spent_minutes": whole_minutes(block_spent(course, b.id, now)),
            "spent_seconds": round(block_spent(course, b.id, now)),
            "held": course.visited(b.id),
            "dropped": b.id in course.dropped,
        }
        for b in course.blocks
    ]


def attendance_facts(session: Session, now: datetime) -> list[Facts]:
    """attendance_of() for everyone of the roster, those taken off it last, in roster order."""
    people = session.attendance.people
    codes = sorted(people, key=lambda code: people[code].removed)
    return [attendance_of(session, code, people[code], now) for code in codes]


def attendance_of(session: Session, code: str, presence: Presence, now: datetime) -> Facts:
    """`member`, `name`, `standing`, `arrived_at`, `left_at`, `minutes`, `seconds`, `expected`, `removed`.

    Minutes and seconds are those in the room with breaks left out. `left_at` is null while they are here and
    for who stayed to the end.
    """
    seconds = attended(session, code, now)
    stays = presence.stays
    return {
        "member": code,
        "name": one_line(presence.name),
        "standing": standing(session, presence, now).value,
        "arrived_at": encode(stays[0].start) if stays else None,
        "left_at": encode(stays[-1].end) if stays else None,
        "minutes": whole_minutes(seconds),
        "seconds": round(seconds),
        "expected": presence.expected,
        "removed": presence.removed,
    }


def check_in_facts(session: Session, member: str) -> Facts:
    """`member` and `answers`: a list of `item`, `value`, `passed`; a pass has no value."""
    return {
        "member": member,
        "answers": [
            {
                "item": item,
                "value": one_line(a.value) if isinstance(a.value, str) else a.value,
                "passed": a.passed,
            }
            for item, a in session.checkin.of(member).items()
        ],
    }


def concern_facts(session: Session) -> list[Facts]:
    """`id`, `member`, `words`, `raised_at`, `outcome`, `outcome_words`, `resolved_at`, `open`."""
    return [
        {
            "id": c.id,
            "member": c.member,
            "words": c.words,
            "raised_at": encode(c.raised_at),
            "outcome": c.outcome.value if c.outcome else None,
            "outcome_words": c.outcome_words,
            "resolved_at": encode(c.resolved_at),
            "open": c.open,
        }
        for c in session.notes.concerns
    ]


def _topic(session: Session) -> Facts | None:
    topic = session.plan.topic
    if topic is None:
        return None
    covered = session.coverage.objectives
    objectives = [{"text": one_line(o), "covered": i in covered} for i, o in enumerate(topic.objectives)]
    return {
        "id": topic.id,
        "title": one_line(topic.title),
        "version": topic.version,
        "objectives": objectives,
        "questions_used": len(session.coverage.used),
    }


_SPEAKERS = {FACILITATOR: "facilitator", EVERYONE: "feedback"}


def _turns(session: Session, now: datetime) -> list[Facts]:
    turns = session.floor.turns
    return [
        {
            "member": _SPEAKERS.get(member, member),
            "seconds": round(seconds),
            "turns": sum(t.member == member for t in turns),
        }
        for member, seconds in talk_times(session, now).items()
    ]


def _record(session: Session, subject: str) -> Facts:
    signed = session.record.signed.get(subject)
    return {
        "subject": subject,
        "about": GROUP if subject == GROUP else "member",
        "status": note_status(session, subject),
        "format": format_of(session, subject),
        "signed_by": one_line(signed.by) if signed else None,
        "signed_at": encode(signed.at) if signed else None,
        "addenda": len(session.record.addenda.get(subject, ())),
    }


def _local_date(session: Session) -> str | None:
    start = session.course.started_at
    return local(start, session.plan.zone).date().isoformat() if start else None


def _local_time(at: datetime | None, zone: str) -> str | None:
    return time_words(at, zone) if at else None
