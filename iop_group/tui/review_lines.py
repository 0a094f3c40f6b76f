"""The list of past sessions: which of them are shown, and each one's line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from iop_group.domain.people import Member, distinct_names
from iop_group.domain.plain import one_line
from iop_group.domain.summary import Summary
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.text import Row, Run, symbols
from iop_group.tui.times import local_day

Hit = tuple[Summary, str]
"""A session, and the place where the sought words stand in it (empty without a search)."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is asked of the list; an empty field asks nothing."""

    words: str = ""
    group: str = ""
    member: str = ""
    topic: str = ""
    unsigned: bool = False

    @property
    def asks(self) -> bool:
        """Is anything left out?"""
        return self != Sieve()

    def lets(self, summary: Summary) -> bool:
        """Is the session shown? The words are the index's business."""
        return (
            (not self.group or summary.group == self.group)
            and (not self.member or self.member in summary.came)
            and (not self.topic or summary.topic_id == self.topic)
            and (not self.unsigned or (summary.closed_at is not None and not summary.fully_signed))
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose a filter by: its id, its name and in how many sessions it is."""

    id: str
    title: str
    sessions: int


def _counted(pairs: Iterable[tuple[str, str]]) -> list[Choice]:
    """By name; of several names of one id the first counts, which is the newest."""
    titles: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for id_, title in pairs:
        titles.setdefault(id_, title)
        numbers[id_] = numbers.get(id_, 0) + 1
    found = [Choice(id_, title, numbers[id_]) for id_, title in titles.items()]
    return sorted(found, key=lambda c: (c.title.casefold(), c.id))


def groups_in(summaries: Sequence[Summary]) -> list[Choice]:
    """Every group that ever met."""
    return _counted((s.group, s.group_name) for s in summaries)


def topics_in(summaries: Sequence[Summary]) -> list[Choice]:
    """Every topic that was ever taken."""
    return _counted((s.topic_id, s.topic) for s in summaries if s.topic_id)


def members_in(summaries: Sequence[Summary], members: Mapping[str, Member]) -> list[Choice]:
    """Everyone who ever came, by the name they have now where it is known."""
    pairs = [(code, s.names.get(code, code)) for s in summaries for code in s.came]
    found = _counted(pairs)
    people = [members.get(c.id, Member(c.id, c.title)) for c in found]
    names = distinct_names(people)
    named = [replace(c, title=names[c.id]) for c in found]
    return sorted(named, key=lambda c: (c.title.casefold(), c.id))


def asked_words(sieve: Sieve, names: Mapping[str, str]) -> str:
    """What is asked, for the heading; `names` has the title of each id."""
    told = [f'"{one_line(sieve.words)}"'] if sieve.words else []
    told += [one_line(names.get(id_, id_)) for id_ in (sieve.group, sieve.member, sieve.topic) if id_]
    told += ["only unsigned"] if sieve.unsigned else []
    return f" {symbols().dot} ".join(told)


def state_run(s: Summary) -> Run:
    """How far its record is."""
    if s.started_at is None:
        return ("not started", "dim")
    if s.closed_at is None:
        return ("unfinished", "warning")
    if s.fully_signed:
        return ("signed", "dim")
    return (f"{s.signed} of {s.notes} signed", "text")


_WIDE = (
    Column(16),
    Column(20),
    Column(4, "right"),
    Column("rest"),
    Column(8, "right"),
    Column(14),
)
_FEW = (Column(11), Column(20), Column("rest"), Column(14))
_FEWEST = (Column(11), Column("rest"), Column(14))
_ENOUGH, _TOO_FEW = 88, 66
"""Cells from which number and census are told, and from which the topic is."""
_EXCERPT_INDENT = 4


def summary_row(s: Summary, cells: int) -> Row:
    """One session on one line."""
    day = (local_day(s.started_at, year=cells >= _ENOUGH) or symbols().dot, "dim")
    if cells < _TOO_FEW:
        return lay_out(_FEWEST, (day, s.group_name, state_run(s)), cells)
    if cells < _ENOUGH:
        return lay_out(_FEW, (day, s.group_name, (s.topic, "dim"), state_run(s)), cells)
    came = (f"{len(s.came)} of {s.expected}", "dim")
    return lay_out(_WIDE, (day, s.group_name, (str(s.number), "dim"), s.topic, came, state_run(s)), cells)


def excerpt_row(words: str) -> Row:
    """Under the session: where the words were found."""
    return ((" " * _EXCERPT_INDENT + one_line(words), "dim"),)
