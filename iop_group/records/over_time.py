"""One member over many sessions, side by side: plain facts with their gaps, and nobody else in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from iop_group.domain.checkin import COMMITMENT, SCALE_TOP, CheckinItem, ItemKind
from iop_group.domain.people import Member
from iop_group.domain.plain import one_line
from iop_group.domain.session import Session
from iop_group.domain.summary import Summary
from iop_group.records.facts import Facts, cleaned
from iop_group.records.sittings import Answered, Sitting, sittings_of


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week in which there was a session; a week that is missing had none."""

    monday: date
    minutes: int
    """In the room, over all groups."""
    sittings: tuple[Sitting, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One answer: a place on the question's scale, a pass, or words that are no place on it."""

    level: int | None
    passed: bool
    words: str
    """As it may be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A question's answers, one place for each sitting; None where it was not answered."""

    item: str
    label: str
    hint: str
    kind: ItemKind
    levels: tuple[str, ...]
    """What the places are called, the lowest first: 0 to 10, or the choices as they come; none for words."""
    points: tuple[Point | None, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """What the member would try, and what they said of it at the next check-in that asked."""

    sitting: Sitting
    words: str
    became: str = ""
    """Such as `done`, or `pass`; empty while nothing was said."""
    became_on: date | None = None


@dataclass(frozen=True, slots=True)
class TopicHeld:
    """A topic of their sessions, with the days on which they were there for it, and on which not."""

    id: str
    title: str
    had: tuple[date, ...]
    missed: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverTime:
    """All that the sessions tell of one member; the oldest first."""

    member: Member
    sittings: tuple[Sitting, ...]
    replaced: int
    """How often somebody else's name gave way to "a peer"."""

    @property
    def first_came(self) -> date | None:
        """The first day on which the member was in the room."""
        return next((s.day for s in self.sittings if s.came), None)

    @property
    def weeks(self) -> tuple[Week, ...]:
        """Minutes by ISO week."""
        found = groupby(sorted(self.sittings, key=lambda s: s.monday), lambda s: s.monday)
        told = ((monday, tuple(sittings)) for monday, sittings in found)
        return tuple(Week(monday, sum(s.minutes for s in sittings), sittings) for monday, sittings in told)

    @property
    def series(self) -> tuple[Series, ...]:
        """Every question that the member ever answered, in the order and the words of the newest round."""
        items = {answer.item.id: answer.item for s in self.sittings for answer in s.answers}
        order = dict.fromkeys(id_ for s in reversed(self.sittings) for id_ in s.round)
        return tuple(_series(items[id_], self.sittings) for id_ in order if id_ in items)

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """Each with what became of it."""
        made = [(i, s) for i, s in enumerate(self.sittings) if s.facts["commitment"]]
        return tuple(_commitment(s, self.sittings[i + 1 :]) for i, s in made)

    @property
    def topics(self) -> tuple[TopicHeld, ...]:
        """Those that were worked on in their sessions, by when that was first."""
        held: dict[str, list[Sitting]] = {}
        for sitting in self.sittings:
            if sitting.had_topic is not None:
                held.setdefault(sitting.facts["topic"]["id"], []).append(sitting)
        return tuple(_topic(id_, sittings) for id_, sittings in held.items())


def theirs(code: str, summaries: Iterable[Summary]) -> tuple[Summary, ...]:
    """Those of the sessions that began and that a member belongs to, in the same order."""
    return tuple(s for s in summaries if s.started_at is not None and code in s.names)


def everyone_in(summaries: Iterable[Summary]) -> frozenset[Member]:
    """All who were ever on a session's roster, by the names that they had there."""
    pairs = {pair for s in summaries for pair in s.names.items()}
    return frozenset(Member(code, name) for code, name in pairs)


def over_time(
    member: Member, sessions: Iterable[Session], *, now: datetime, others: Iterable[Member] = ()
) -> OverTime:
    """The member's record over those of the sessions that began and that they belong to.

    `others` are more people whose names are replaced; the rosters of the sessions are looked at anyway.
    """
    sittings, replaced = sittings_of(member.code, tuple(sessions), now=now, others=others)
    return OverTime(member=member, sittings=sittings, replaced=replaced)


def over_time_facts(told: OverTime) -> Facts:
    """JSON-able: `member`, `replaced`, `weeks`, `check_in`, `commitments`, `topics`, `sessions`.

    The oldest session comes first. An answer is null where the question was not answered.
    """
    facts = {
        "member": {"code": told.member.code, "name": one_line(told.member.display_name)},
        "replaced": told.replaced,
        "weeks": [{"monday": w.monday.isoformat(), "minutes": w.minutes} for w in told.weeks],
        "check_in": [
            {
                "item": s.item,
                "label": s.label,
                "answers": [p and p.words for p in s.points],
            }
            for s in told.series
        ],
        "commitments": [
            {
                "session": c.sitting.facts["id"],
                "words": c.words,
                "became": c.became or None,
                "became_on": c.became_on.isoformat() if c.became_on else None,
            }
            for c in told.commitments
        ],
        "topics": [
            {
                "id": t.id,
                "title": t.title,
                "had": [d.isoformat() for d in t.had],
                "missed": [d.isoformat() for d in t.missed],
            }
            for t in told.topics
        ],
        "sessions": [s.facts for s in told.sittings],
    }
    return {key: cleaned(value) for key, value in facts.items()}


def _series(item: CheckinItem, sittings: Sequence[Sitting]) -> Series:
    levels = {
        ItemKind.SCALE: tuple(map(str, range(SCALE_TOP + 1))),
        ItemKind.CHOICE: tuple(dict.fromkeys(item.choices)),
        ItemKind.WORDS: (),
    }[item.kind]
    given = ({a.item.id: a for a in s.answers}.get(item.id) for s in sittings)
    return Series(
        item=item.id,
        label=item.label,
        hint=item.hint,
        kind=item.kind,
        levels=levels,
        points=tuple(_point(answer, levels) for answer in given),
    )


def _point(answer: Answered | None, levels: Sequence[str]) -> Point | None:
    if answer is None:
        return None
    level = levels.index(answer.words) if answer.words in levels and not answer.passed else None
    return Point(level, answer.passed, answer.words)


def _commitment(made: Sitting, later: Sequence[Sitting]) -> Commitment:
    """Asked about in the same group, and only until something new was promised there."""
    words = made.facts["commitment"]
    for sitting in later:
        if sitting.group != made.group:
            continue
        for answer in sitting.answers:
            if answer.item.id == COMMITMENT:
                return Commitment(made, words, answer.words, sitting.day)
        if sitting.facts["commitment"]:
            break
    return Commitment(made, words)


def _topic(id_: str, sittings: Sequence[Sitting]) -> TopicHeld:
    had = tuple(s.day for s in sittings if s.had_topic)
    missed = tuple(s.day for s in sittings if not s.had_topic)
    return TopicHeld(id_, sittings[-1].facts["topic"]["title"], had, missed)
