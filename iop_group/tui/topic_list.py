"""The list of topics: in which order they stand, which of them typed words mean, and how a line looks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from iop_group.domain.people import Member
from iop_group.domain.plain import folded
from iop_group.domain.topics import TopicModule
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.text import Row, fit, symbols, width, wrap

WIDEST = 100
"""Cells of a line in the list."""
NOT_IN_USE, NO_STRAND = "Not in use yet", "Other topics"
LONGEST = 180
"""Minutes of the longest session: a larger number is no length."""
BEHIND = "The built-in topic has changed since your copy."
_ENOUGH = 64
"""Cells from which core mark and origin stand in the list."""
_COLUMNS = (Column("rest"), Column(4), Column(3, "right"), Column(8, "right"), Column(7))
_NARROW = (Column("rest"), Column(3, "right"), Column(8, "right"))


@dataclass(frozen=True)  # without slots: cached_property needs a place for its value
class Item:
    """A topic in the list, or a draft of one."""

    topic: TopicModule
    own: bool = False
    draft: str = ""
    """The draft's name; empty for a topic in use."""
    behind: bool = False
    """A copy whose built-in original has changed since."""

    @property
    def origin(self) -> str:
        """Whose it is, as it stands in the list."""
        if self.draft:
            return "draft"
        mark = f"yours {symbols().flag}" if self.behind else "yours"
        return mark if self.own else ""

    @cached_property
    def words(self) -> str:
        """What typed words are looked for in."""
        topic = self.topic
        core = "core" if topic.core else ""
        origin = self.origin or "built-in"
        about = (topic.strand, topic.modality, topic.lead, topic.level, topic.summary, core, origin)
        return folded(" ".join((topic.title, *about, *topic.tags, *topic.objectives)))


@dataclass(frozen=True, slots=True)
class Had:
    """Who of a group has had what."""

    group: str = ""
    """The group's name; empty when none was chosen."""
    members: tuple[Member, ...] = ()
    topics: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Topic id to the codes of those who have had it."""

    def lacking(self, topic_id: str) -> tuple[str, ...]:
        """Names of those who have not had it."""
        had = self.topics.get(topic_id, ())
        return tuple(m.display_name for m in self.members if m.code not in had)

    def count(self, topic_id: str) -> str:
        """How many have had it: `5 of 8`."""
        every = len(self.members)
        return f"{every - len(self.lacking(topic_id))} of {every}" if every else ""


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """Drafts first; then by strand, those with core topics before the others; within it by title."""
    every = tuple(items)
    core = {item.topic.strand for item in every if item.topic.core}
    return tuple(sorted(every, key=lambda item: _place(item, core)))


def _place(item: Item, core: Collection[str]) -> tuple[bool, bool, bool, str, str]:
    strand = "" if item.draft else item.topic.strand
    return (not item.draft, not strand, strand not in core, strand.casefold(), item.topic.title.casefold())


def found(items: Sequence[Item], typed: str) -> tuple[Item, ...]:
    """Those that have all of the words; a number also means: fits into so many minutes."""
    words = folded(typed).split()
    return tuple(item for item in items if all(_has(item, word) for word in words))


def _has(item: Item, word: str) -> bool:
    slot = int(word) if word.isdecimal() and len(word) <= len(str(LONGEST)) else 0
    return 0 < item.topic.minutes <= slot <= LONGEST or word in item.words


def list_head(had: Had, cells: int) -> Row:
    """What the columns are."""
    count = ("had it" if had.members else "", "dim")
    if cells < _ENOUGH:
        return lay_out(_NARROW, (("Topic", "dim"), ("min", "dim"), count), cells)
    names = (("Topic", "dim"), "", ("min", "dim"), count, "")
    return lay_out(_COLUMNS, names, min(cells, WIDEST))


def list_row(line: Item | str, had: Had, cells: int) -> Row:
    """A line of the list: a strand's name, or a topic."""
    if isinstance(line, str):
        return ((line, "title"),)
    return _topic_row(line, had, cells)


def _topic_row(item: Item, had: Had, cells: int) -> Row:
    topic = item.topic
    minutes = (str(topic.minutes) if topic.minutes else "", "dim")
    count = ("" if item.draft else had.count(topic.id), "dim")
    if cells < _ENOUGH:
        return lay_out(_NARROW, (topic.title, minutes, count), cells)
    core, origin = ("core" if topic.core else "", "text"), (item.origin, "dim" if not item.own else "text")
    return lay_out(_COLUMNS, (topic.title, core, minutes, count, origin), min(cells, WIDEST))


def with_strands(items: Iterable[Item], *, roomy: bool = False) -> tuple[Item | str, ...]:
    """The lines of the list: each strand's name above its topics, apart from the others if it is roomy."""
    lines: list[Item | str] = []
    above = ""
    for item in items:
        strand = NOT_IN_USE if item.draft else item.topic.strand or NO_STRAND
        if strand != above:
            lines += ["", strand] if roomy and lines else [strand]
        above = strand
        lines.append(item)
    return tuple(lines)


def detail_rows(item: Item | None, had: Had, cells: int, lines: int) -> list[Row]:
    """What helps to choose: the summary, what kind of topic it is, and who has not had it."""
    if item is None:
        return [()] * lines
    topic, dot = item.topic, f" {symbols().dot} "
    rows: list[Row] = [((line, "text"),) for line in _in_lines(topic.summary, cells, 1 if item.behind else 2)]
    facts = (
        topic.strand,
        topic.modality,
        f"lead: {topic.lead}",
        f"level: {topic.level}",
        ", ".join(topic.tags),
    )
    rows.append(((dot.join(filter(None, facts)), "dim"),))
    if item.behind:
        rows.append(((f"{symbols().flag} {BEHIND}", "strong"),))
    if had.members and not item.draft:
        rows.append(_who_lacks(had, topic.id, cells))
    rows = rows[-lines:]
    return [*rows, *[()] * (lines - len(rows))]


def _in_lines(text: str, cells: int, most: int) -> list[str]:
    """The text in so many lines; an ellipsis where something had to go."""
    lines = [line for line in wrap(text, cells) if line]
    return lines if len(lines) <= most else [*lines[: most - 1], fit(" ".join(lines[most - 1 :]), cells)]


def _who_lacks(had: Had, topic_id: str, cells: int) -> Row:
    lacking = had.lacking(topic_id)
    if not lacking:
        return (("Everybody has had it.", "dim"),)
    if len(lacking) == len(had.members):
        return (("Nobody has had it yet.", "dim"),)
    lead = "Not yet: "
    return ((lead, "dim"), (_as_many_as_fit(lacking, cells - len(lead)), "text"))


def _as_many_as_fit(names: Sequence[str], cells: int) -> str:
    """The names with commas; where there is no room for all, how many more there are."""
    for shown in range(len(names), 0, -1):
        more = len(names) - shown
        text = ", ".join(names[:shown]) + (f" and {more} more" if more else "")
        if width(text) <= cells:
            return text
    return f"{len(names)} people"
