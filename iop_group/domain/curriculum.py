"""A curriculum: which topics belong to which week, and which of them to propose tonight."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from iop_group.domain.errors import Problem, Severity
from iop_group.domain.markup import Document, Line, LineKind, read
from iop_group.domain.naming import slug, stem_of
from iop_group.domain.people import Member
from iop_group.domain.topics import TopicModule, too_large

_ITEMS = (LineKind.POINT, LineKind.NUMBERED)


@dataclass(frozen=True, slots=True)
class Curriculum:
    """An order of topics that a program likes; advice, never a lock."""

    id: str
    title: str
    weeks: tuple[tuple[str, ...], ...]
    """Topic ids, a tuple for each week."""

    def week_of(self, topic_id: str) -> int | None:
        """The first week that has the topic, counted from 1; None when none has."""
        return next((number for number, ids in enumerate(self.weeks, 1) if topic_id in ids), None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A topic for tonight, and why."""

    topic: TopicModule
    lacking: int
    """How many of those expected have not had it."""
    of: int
    """How many are expected."""
    reason: str
    """One line: `5 of 8 have not had it; core; week 2 of 12`."""


def parse_curriculum(text: str, where: str) -> tuple[Curriculum | None, tuple[Problem, ...]]:
    """The curriculum that a file makes, or None when it has no title or no topics; and what is wrong.

    A `## ` heading begins a week; `- ` lines below it are ids (or titles) of topics.
    """
    refusal = too_large(text, where)
    if refusal is not None:
        return None, (refusal,)
    document = read(text, where)
    if not document.text("title"):
        missing = "There is no title. Start the file with three lines: ---, then title: its name, then ---."
        return None, (
            *document.problems,
            Problem(Severity.ERROR, where, document.line_of("title"), missing),
        )
    weeks = _weeks(document)
    if not any(weeks):
        said = "There are no topics in it. Write “## Week 1”, and below it one line for each topic: - its-id"
        return None, (*document.problems, Problem(Severity.ERROR, where, None, said))
    stem = slug(stem_of(where), "curriculum")
    return Curriculum(slug(document.text("id"), stem), document.text("title"), weeks), document.problems


def _weeks(document: Document) -> tuple[tuple[str, ...], ...]:
    every = [part.lines for part in document.parts] or [document.introduction]
    return tuple(tuple(_ids(lines)) for lines in every)


def _ids(lines: Sequence[Line]) -> list[str]:
    named = (slug(line.text, "") for line in lines if line.kind in _ITEMS)
    return list(dict.fromkeys(filter(None, named)))


def propose(
    curriculum: Curriculum | None,
    topics: Sequence[TopicModule],
    members: Sequence[Member],
    had: Mapping[str, Collection[str]],
) -> tuple[Proposal, ...]:
    """Every topic, the best for tonight first; `had` is topic id to the codes of who has had it.

    What most of those expected have not had comes first; then the earlier week of the curriculum; then core
    strands; then what needs no other topic first (`before`); then the order of the week or of `topics`.
    """
    codes = frozenset(member.code for member in members)
    lack = {topic.id: codes.difference(had.get(topic.id, ())) for topic in topics}
    places = [(topic, _place(curriculum, topic.id), number) for number, topic in enumerate(topics)]
    last = len(curriculum.weeks) + 1 if curriculum else 0
    ranked = sorted(
        places,
        key=lambda found: (
            -len(lack[found[0].id]),
            found[1][0] or last,
            not found[0].core,
            _unready(found[0], lack),
            found[1][1],
            found[2],
        ),
    )
    return tuple(
        Proposal(
            topic,
            len(lack[topic.id]),
            len(codes),
            _reason(topic, len(lack[topic.id]), len(codes), curriculum),
        )
        for topic, _, _ in ranked
    )


def _place(curriculum: Curriculum | None, topic_id: str) -> tuple[int, int]:
    """Week and place in it; zeros for a topic that stands in none."""
    week = curriculum.week_of(topic_id) if curriculum else None
    return (week, curriculum.weeks[week - 1].index(topic_id)) if curriculum and week else (0, 0)


def _unready(topic: TopicModule, lack: dict[str, frozenset[str]]) -> int:
    """How many lack both the topic and one that should come before it."""
    first: Collection[str] = frozenset().union(*(lack.get(other, frozenset()) for other in topic.before))
    return len(lack[topic.id].intersection(first))


def _reason(topic: TopicModule, lacking: int, of: int, curriculum: Curriculum | None) -> str:
    week = curriculum.week_of(topic.id) if curriculum else None
    words = (
        _who(lacking, of),
        "core" if topic.core else "",
        f"week {week} of {len(curriculum.weeks)}" if curriculum and week else "",
    )
    return "; ".join(filter(None, words))


def _who(lacking: int, of: int) -> str:
    if lacking:
        return f"{lacking} of {of} {'has' if lacking == 1 else 'have'} not had it"
    if not of:
        return "nobody is expected yet"
    return "has had it already" if of == 1 else f"all {of} have had it"
