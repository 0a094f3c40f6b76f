"""A topic module: what the group works on, what the facilitator alone sees, and how its minutes fit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from iop_group.domain.errors import Problem, Severity
from iop_group.domain.markup import Document, Line, read
from iop_group.domain.naming import key_of, slug, stem_of
from iop_group.domain.topic_parts import (
    NOT_SHOWN,
    PartKind,
    TopicPart,
    group_lines,
    parts_of,
    private_lines,
)

__all__ = [
    "PartKind",
    "PlannedPart",
    "TopicModule",
    "TopicPart",
    "TopicPlan",
    "group_lines",
    "held_with_group",
    "parse_topic",
    "plan_parts",
    "private_lines",
    "stated_minutes",
    "topic_from",
]

_YES = frozenset({"yes", "y", "true", "on", "1"})
_MOST_DIGITS = 3
LONGEST_TEXT = 50_000
"""Characters; the longest built-in topic has a tenth of it."""
MOST_LINES = 1_000
"""The longest built-in topic has 150."""


@dataclass(frozen=True, slots=True)
class TopicModule:
    """A topic file, read (format: clinical reference, section 7)."""

    id: str
    title: str
    strand: str = ""
    core: bool = False
    summary: str = ""
    minutes: int = 0
    """Sum of the parts; what the file states where no part is timed; 0 when neither says."""
    modality: str = ""
    lead: str = "peer"
    level: str = "any"
    before: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    content_note: str = ""
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    language: str = ""
    author: str = ""
    version: str = ""
    reviewed_by: str = ""
    reviewed_on: str = ""
    based_on: str = ""
    introduction: tuple[Line, ...] = ()
    """What stands before the first heading: for the facilitator only."""
    parts: tuple[TopicPart, ...] = ()
    text: str = field(default="", repr=False)
    """The whole file as it was read, so that a session can keep what it began with."""

    def part(self, part_id: str) -> TopicPart | None:
        """The part of that id."""
        return next((part for part in self.parts if part.id == part_id), None)


def parse_topic(text: str, file_name: str) -> tuple[TopicModule | None, tuple[Problem, ...]]:
    """The module that a file makes, or None when it has no title; and what is wrong with it."""
    refusal = too_large(text, file_name)
    if refusal is not None:
        return None, (refusal,)
    module, problems = topic_from(read(text, file_name), file_name)
    return module and replace(module, text=text), problems


def too_large(text: str, file_name: str) -> Problem | None:
    """Why a text is refused unread, or None: nobody could run it, and to read it would hold up the screen."""
    lines = text.count("\n", 0, LONGEST_TEXT) + text.count("\r", 0, LONGEST_TEXT)
    if len(text) <= LONGEST_TEXT and lines <= MOST_LINES:
        return None
    said = (
        f"This file is too long: {MOST_LINES:,} lines and {LONGEST_TEXT:,} letters are the most. "
        "Make several files of it."
    )
    return Problem(Severity.ERROR, file_name, None, said)


def topic_from(document: Document, file_name: str) -> tuple[TopicModule | None, tuple[Problem, ...]]:
    """As parse_topic, from a document that was read before; the module comes without its text."""
    problems = list(document.problems)
    if not document.text("title"):
        missing = "There is no title. Start the file with three lines: ---, then title: its name, then ---."
        return None, (*problems, Problem(Severity.ERROR, file_name, document.line_of("title"), missing))
    if not document.parts:
        problems.append(Problem(Severity.WARNING, file_name, None, NOT_SHOWN))
    stated = stated_minutes(document)
    parts = parts_of(document, stated)
    module = replace(
        _described(document, slug(stem_of(file_name), "topic")),
        minutes=sum(part.minutes for part in parts) or stated,
        introduction=document.introduction if document.parts else (),
        parts=parts,
    )
    return module, tuple(problems)


def _described(document: Document, stem: str) -> TopicModule:
    """What the front matter says."""
    return TopicModule(
        id=slug(document.text("id"), stem),
        title=document.text("title"),
        strand=document.text("strand"),
        core=key_of(document.text("core")) in _YES,
        summary=document.text("summary"),
        modality=document.text("modality"),
        lead=document.text("lead") or "peer",
        level=document.text("level") or "any",
        before=tuple(slug(item, item) for item in document.items("before")),
        objectives=document.items("objectives"),
        content_note=document.text("contentnote"),
        tags=document.items("tags"),
        sources=document.items("sources"),
        language=document.text("language"),
        author=document.text("author"),
        version=document.text("version"),
        reviewed_by=document.text("reviewedby"),
        reviewed_on=document.text("reviewedon"),
        based_on=document.text("basedon"),
    )


def stated_minutes(document: Document) -> int:
    """The minutes that the front matter gives; 0 when it gives none that can be read."""
    text = document.text("minutes")
    start = next((i for i, c in enumerate(text) if c in "0123456789"), len(text))
    rest = text[start:]
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    return int(digits) if 0 < len(digits) <= _MOST_DIGITS else 0


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """A part with the minutes that it gets in a slot."""

    index: int
    """The part's place among all parts of the module."""
    part: TopicPart
    minutes: int


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """How a module goes into a slot."""

    parts: tuple[PlannedPart, ...]
    dropped: tuple[TopicPart, ...]
    """Optional parts that were left out to make room."""
    short_by: int
    """Minutes that are still missing when everything is as short as it may be; 0 when it fits."""

    @property
    def fits(self) -> bool:
        """The slot holds the parts."""
        return self.short_by == 0

    @property
    def minutes(self) -> int:
        """Of all planned parts together."""
        return sum(planned.minutes for planned in self.parts)


def plan_parts(
    module: TopicModule,
    minutes_available: int,
    *,
    left_out: Collection[int] = (),
    keep: Collection[int] = (),
) -> TopicPlan:
    """The group's parts for a slot of so many minutes: whole, or without optional parts, or shortened.

    Optional parts go first, the last of them before the others; then every part gives way in proportion, none
    below 60 % of its minutes. What still does not fit is said (`short_by`), never cut. Indices of parts in
    `left_out` are not held at all; those in `keep` are held however short the time is.
    """
    kept = {i: part for i, part in enumerate(module.parts) if held_with_group(part) and i not in left_out}
    dropped: list[TopicPart] = []
    spare = [i for i, part in kept.items() if part.optional and part.minutes and i not in keep]
    for index in reversed(spare):
        if sum(part.minutes for part in kept.values()) <= minutes_available:
            break
        dropped.insert(0, kept.pop(index))
    granted = _shortened([part.minutes for part in kept.values()], minutes_available)
    planned = tuple(PlannedPart(i, part, m) for (i, part), m in zip(kept.items(), granted, strict=True))
    return TopicPlan(planned, tuple(dropped), max(0, sum(granted) - max(0, minutes_available)))


def held_with_group(part: TopicPart) -> bool:
    """Takes the group's time: neither for the facilitator alone nor to be handed out."""
    return not part.private and part.kind is not PartKind.HANDOUT


def _shortened(wanted: list[int], available: int) -> list[int]:
    """The minutes cut in proportion to what may go; their sum is what is available wherever that can be."""
    if sum(wanted) <= available:
        return wanted
    least = [-(-minutes * 3 // 5) for minutes in wanted]
    spare = available - sum(least)
    if spare <= 0:
        return least
    room = [most - few for most, few in zip(wanted, least, strict=True)]
    shares = [spare * r // sum(room) for r in room]
    rests = sorted(range(len(room)), key=lambda i: (-(spare * room[i] % sum(room)), i))
    for index in rests[: spare - sum(shares)]:
        shares[index] += 1
    return [few + share for few, share in zip(least, shares, strict=True)]
