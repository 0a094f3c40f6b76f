"""One member over time as one page: its parts in order, and which session each line leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from iop_group.domain.summary import Summary
from iop_group.records.guards import PEER
from iop_group.records.local_time import date_words
from iop_group.records.over_time import OverTime
from iop_group.records.phrases import counted
from iop_group.tui.member_lines import (
    check_in_lines,
    check_in_words,
    closing_lines,
    note_lines,
    session_line,
    stay_after_lines,
    summary_line,
    topic_lines,
    week_lines,
)
from iop_group.tui.sheet import Line, Sheet
from iop_group.tui.text import fit_row, symbols, wrap

NOTHING_YET = (
    "Has not been in a session yet. After the first one, hours, check-in, plans and notes stand here."
)


@dataclass(frozen=True, slots=True)
class Page:
    """Everything there is to read, with the lines at which its parts begin."""

    lines: tuple[Line, ...]
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a member without opening a session."""

    code: str
    groups: tuple[str, ...]
    """The names of those they are in now."""
    summaries: tuple[Summary, ...] = ()
    """Of their sessions that began, the newest first."""
    core: Mapping[str, str] = field(default_factory=dict)
    """Core topics there are: id to title."""
    unread: int = 0
    """How many of these could not be read."""


def first_page(known: Known, cells: int) -> Page:
    """What the index knows, to be there while the sessions are read."""
    sheet = Sheet.of(cells, [s.started_at.astimezone().date() for s in known.summaries if s.started_at])
    lines = [summary_line(s, known.code, sheet) for s in known.summaries]
    return _page(sheet, _head(known, None, sheet), [("Sessions", "", lines)])


def member_page(told: OverTime, known: Known, cells: int) -> Page:
    """The whole record, at most 72 cells wide; parts without anything in them are left out."""
    sheet = Sheet.of(cells, [s.day for s in told.sittings])
    return _page(sheet, _head(known, told, sheet), _parts(told, known, sheet))


def _parts(told: OverTime, known: Known, sheet: Sheet) -> Iterator[tuple[str, str, Sequence[Line]]]:
    newest_first, signs = told.sittings[::-1], symbols()
    marks = f"{signs.full} there   {signs.hollow} not there"
    yield "Hours in the room, by week", marks, week_lines(told.weeks, sheet)
    yield "Check-in", check_in_words(told), check_in_lines(told, sheet)
    yield "Taken away, and to try before next time", "", closing_lines(told, sheet)
    yield "Stay-after and follow-up", "", stay_after_lines(newest_first, sheet)
    yield "Topics", "", topic_lines(told.topics, known.core, sheet)
    yield "Sessions", "", [session_line(s, sheet) for s in newest_first]
    yield "Notes", "", note_lines(newest_first, sheet)


def _page(sheet: Sheet, head: Sequence[Line], parts: Iterable[tuple[str, str, Sequence[Line]]]) -> Page:
    lines, begins = [*head], list[int]()
    for title, hint, told in parts:
        if told:
            begins.append(len(lines) + 1)
            lines += [((), ""), (((title, "title"), (f"   {hint}" if hint else "", "dim")), ""), *told]
    return Page(tuple((fit_row(row, sheet.room), leads) for row, leads in lines), tuple(begins))


def _head(known: Known, told: OverTime | None, sheet: Sheet) -> list[Line]:
    first = told.first_came if told else None
    facts = [*known.groups] or ["in no group now"]
    facts += [f"first here on {date_words(first)}"] if first else []
    lines = wrap(f" {symbols().dot} ".join(facts), sheet.room)
    if told and told.replaced:
        lines += wrap(f"Other people\u2019s names are replaced by \u201c{PEER}\u201d.", sheet.room)
    if known.unread:
        sessions = counted(known.unread, "session")
        lines += wrap(f"{sessions} could not be read: `iop-group doctor` says more.", sheet.room)
    if not (told.sittings if told else known.summaries):
        lines += ["", *wrap(NOTHING_YET, sheet.room)]
    return [(((line, "dim"),), "") for line in lines]
