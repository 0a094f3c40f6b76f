"""A member's part in each session: facts to put side by side, and nobody else in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from iop_group.domain.attendance import Standing
from iop_group.domain.checkin import CheckinItem
from iop_group.domain.people import Member
from iop_group.domain.plain import one_line
from iop_group.domain.session import Session
from iop_group.domain.topics_had import had_topic, topic_reached
from iop_group.records.drafts import note_status
from iop_group.records.facts import Facts
from iop_group.records.local_time import local
from iop_group.records.member_export import Redaction, other_people, session_of
from iop_group.records.member_pieces import check_in_answers
from iop_group.records.topic_held import blocks_held


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and what was said to it, neither with anybody else's name in it."""

    item: CheckinItem
    passed: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One session as it stands in one member's record."""

    facts: Facts
    """What member_export() tells of it."""
    started_at: datetime
    day: date
    """The day as the group lived it."""
    came: bool
    standing: Standing
    group: str
    """Id of the group it was a session of."""
    round: tuple[str, ...]
    """Ids of the questions in the order of the round, and of any other that was answered."""
    answers: tuple[Answered, ...]
    passed: frozenset[str]
    """Of `takeaway` and `commitment` those that the member passed on."""
    note: str
    """`signed`, `draft` or `not written`; empty where the member owes none."""
    had_topic: bool | None
    """Was the member there for the topic? None when none was worked on."""

    @property
    def minutes(self) -> int:
        """Whole minutes in the room, breaks left out."""
        return int(self.facts["attendance"]["minutes"])

    @property
    def monday(self) -> date:
        """Of the ISO week it was in."""
        return self.day - timedelta(days=self.day.weekday())


def sittings_of(
    member: str, sessions: Sequence[Session], *, now: datetime, others: Iterable[Member] = ()
) -> tuple[tuple[Sitting, ...], int]:
    """The member's part in those sessions that began, the oldest first, and how many names were replaced.

    `others` are more people whose names are replaced; the rosters of the sessions are looked at anyway.
    """
    names = other_people(sessions, member, others)
    say, ask = Redaction(names), Redaction(names)
    began = [(s.course.started_at, s) for s in sessions if s.course.started_at and _belongs(s, member)]
    began.sort(key=lambda pair: (pair[0], pair[1].plan.session))
    sittings = tuple(_sitting(session, at, member, now, (say, ask)) for at, session in began)
    return sittings, say.count


def _belongs(session: Session, member: str) -> bool:
    """Somebody who was taken off that day's roster and never came has no part in it."""
    presence = session.attendance.people.get(member)
    return presence is not None and (presence.came or not presence.removed or session.has_words(member))


def _sitting(
    session: Session, began: datetime, member: str, now: datetime, redactions: tuple[Redaction, Redaction]
) -> Sitting:
    """Questions are asked many times: what is replaced in them is not counted."""
    say, ask = redactions
    facts = session_of(session, member, now, say)
    answers = check_in_answers(session, member)
    asked = (*session.plan.items, *(item for item, _ in answers))
    passed = {"takeaway": session.notes.passed_takeaway, "commitment": session.notes.passed_commitment}
    return Sitting(
        facts=facts,
        started_at=began,
        day=local(began, session.plan.zone).date(),
        came=member in session.attendance.came,
        standing=Standing(facts["attendance"]["standing"]),
        group=session.plan.group,
        round=tuple(dict.fromkeys(item.id for item in asked)),
        answers=tuple(
            Answered(_readable(item, ask), answer.passed, told["answer"])
            for (item, answer), told in zip(answers, facts["check_in"], strict=True)
        ),
        passed=frozenset(what for what, members in passed.items() if member in members),
        note=note_status(session, member) if facts["note"] else "",
        had_topic=had_topic(session, member) if topic_reached(session, blocks_held(session)) else None,
    )


def _readable(item: CheckinItem, say: Redaction) -> CheckinItem:
    choices = tuple(say(one_line(choice)) for choice in item.choices)
    return replace(item, label=say(one_line(item.label)), hint=say(one_line(item.hint)), choices=choices)
