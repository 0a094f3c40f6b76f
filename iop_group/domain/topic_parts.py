"""The parts of a topic: what each is for, and which of its lines the group may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from iop_group.domain.front_matter import INVISIBLE
from iop_group.domain.markup import Document, Line, LineKind, Part
from iop_group.domain.naming import near_miss
from iop_group.domain.plain import folded


class PartKind(StrEnum):
    """What a part is for; decided by the first words of its heading."""

    OPENING = "opening"
    KEY_POINTS = "key-points"
    DISCUSSION = "discussion"
    EXERCISE = "exercise"
    BETWEEN = "between"
    CLOSING = "closing"
    HANDOUT = "handout"
    OTHER = "other"
    FACILITATOR = "facilitator"


# Longer beginnings first: "practice together" is an exercise, "practice" alone is for between sessions.
_BEGINNINGS: tuple[tuple[str, PartKind], ...] = (
    ("practice together", PartKind.EXERCISE),
    ("between session", PartKind.BETWEEN),
    ("key point", PartKind.KEY_POINTS),
    ("keypoint", PartKind.KEY_POINTS),
    ("warm up", PartKind.OPENING),
    ("warmup", PartKind.OPENING),
    ("opening", PartKind.OPENING),
    ("discussion", PartKind.DISCUSSION),
    ("question", PartKind.DISCUSSION),
    ("exercise", PartKind.EXERCISE),
    ("activity", PartKind.EXERCISE),
    ("activities", PartKind.EXERCISE),
    ("homework", PartKind.BETWEEN),
    ("practice", PartKind.BETWEEN),
    ("closing", PartKind.CLOSING),
    ("handout", PartKind.HANDOUT),
)
_NAMES = (
    *("opening", "warm up", "key points", "discussion", "questions", "exercise", "activity", "homework"),
    *("between sessions", "closing", "handout"),
)
_TIMED = frozenset(
    {
        PartKind.OPENING,
        PartKind.KEY_POINTS,
        PartKind.DISCUSSION,
        PartKind.EXERCISE,
        PartKind.BETWEEN,
        PartKind.CLOSING,
    }
)
_PRIVATE_WORD = "facilitator"
_UNSEEN = dict.fromkeys(map(ord, INVISIBLE))
_LONGEST_WORD = 20
"""Letters; a longer one is nobody's slip for it."""

NOT_SHOWN = (
    "The group sees nothing of this file, because it has no parts yet. "
    "Start each part with a line such as: ## Key points (10 min)"
)


@dataclass(frozen=True, slots=True)
class TopicPart:
    """One timed or untimed section of a topic."""

    id: str
    """Unique in its module and stable while the order of its kind stays: `discussion-2`."""
    heading: str
    kind: PartKind
    minutes: int
    """0 when it is not timed."""
    optional: bool
    lines: tuple[Line, ...]
    line: int
    """1-based line of the heading; 0 when the part has none."""

    @property
    def private(self) -> bool:
        """Never shown to the group."""
        return self.kind is PartKind.FACILITATOR


def private_heading(heading: str) -> bool:
    """Begins with "Facilitator", says it anywhere, or nearly says it: shown to no group (fails closed)."""
    if not heading:
        return True
    return _PRIVATE_WORD in "".join(_words(heading)) or misspelt_private(heading)


def misspelt_private(heading: str) -> bool:
    """Starts with a word that was probably meant to be "Facilitator"."""
    words = _words(heading)[:1]
    return (
        bool(words) and not words[0].startswith(_PRIVATE_WORD) and _nearly_private(words[0][:_LONGEST_WORD])
    )


@lru_cache(maxsize=1024)
def _nearly_private(word: str) -> bool:
    # Asked again for each line below the heading, each time the topic is drawn.
    return near_miss(word, (_PRIVATE_WORD,)) is not None


def misspelt_kind(heading: str) -> str | None:
    """The known name that a heading of no known kind was probably meant to begin with."""
    if kind_of(heading) is not PartKind.OTHER:
        return None
    words = _words(heading.partition(":")[0])
    return near_miss(" ".join(words), _NAMES) or near_miss("".join(words[:1]), _NAMES)


def kind_of(heading: str) -> PartKind:
    """What a part with this heading is for."""
    if private_heading(heading):
        return PartKind.FACILITATOR
    spoken = " ".join(_words(heading))
    for beginning, kind in _BEGINNINGS:
        if spoken.startswith(beginning):
            after = spoken[len(beginning) :].removeprefix("s")
            if not after or after.startswith(" "):
                return kind
    return PartKind.OTHER


def group_lines(part: TopicPart) -> tuple[Line, ...]:
    """What the group may see of the part."""
    return tuple(line for line, private in _sorted_out(part) if not private)


def private_lines(part: TopicPart) -> tuple[Line, ...]:
    """What the facilitator alone sees of the part."""
    return tuple(line for line, private in _sorted_out(part) if private)


def _sorted_out(part: TopicPart) -> Iterator[tuple[Line, bool]]:
    below_private = False
    for line in part.lines:
        if line.kind is LineKind.SUBHEADING:
            below_private = private_heading(line.text)
        yield line, part.private or below_private or line.kind is LineKind.NOTE


def _words(heading: str) -> list[str]:
    letters = folded(heading.translate(_UNSEEN)).casefold()
    return "".join(c if c.isalpha() else " " for c in letters).split()


def parts_of(document: Document, stated: int) -> tuple[TopicPart, ...]:
    """The document's parts; those without minutes share what the others leave of the stated minutes."""
    if not document.parts:
        lines = (Line(LineKind.TEXT, NOT_SHOWN, 0), *document.introduction)
        heading = "Facilitator: not shown to the group"
        return (TopicPart("facilitator", heading, PartKind.FACILITATOR, 0, False, lines, 0),)
    seen: dict[PartKind, int] = {}
    parts = []
    for part in document.parts:
        kind = kind_of(part.heading)
        seen[kind] = seen.get(kind, 0) + 1
        parts.append(_part(part, kind, seen[kind]))
    return _shared(tuple(parts), stated)


def _part(part: Part, kind: PartKind, count: int) -> TopicPart:
    timed = kind not in (PartKind.FACILITATOR, PartKind.HANDOUT)
    return TopicPart(
        id=kind.value if count == 1 else f"{kind.value}-{count}",
        heading=part.heading or "Facilitator: a part without a name",
        kind=kind,
        minutes=(part.minutes or 0) if timed else 0,
        optional=part.optional,
        lines=part.lines,
        line=part.line,
    )


def _shared(parts: tuple[TopicPart, ...], stated: int) -> tuple[TopicPart, ...]:
    untimed = [part.id for part in parts if part.kind in _TIMED and not part.minutes]
    left = stated - sum(part.minutes for part in parts)
    if not untimed or left <= 0:
        return parts
    each, over = divmod(left, len(untimed))
    minutes = {part_id: each + (index < over) for index, part_id in enumerate(untimed)}
    return tuple(replace(part, minutes=minutes.get(part.id, part.minutes)) for part in parts)
