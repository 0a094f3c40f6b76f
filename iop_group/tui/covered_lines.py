"""Which topics a group has held, and who of its members has not had them, as lines to read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from iop_group.domain.people import Member, distinct_names
from iop_group.domain.plain import one_line
from iop_group.domain.topics_held import Held
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.groups_lines import count_of
from iop_group.tui.sheet import Sheet
from iop_group.tui.text import Row, symbols, wrap

NOTHING_HELD = "This group has held no topic yet. Once it has, this page says who was there for it."
_INDENT = 2
_COUNT = 8


def covered_rows(members: Sequence[Member], held: Sequence[Held], cells: int) -> list[Row]:
    """Each topic with its day and who of those on the roster has not had it; at most 72 cells wide."""
    sheet = Sheet.of(cells, (_day(at) for topic in held for at in topic.at))
    if not held:
        return [((line, "text"),) for line in wrap(NOTHING_HELD, sheet.room)]
    head = ((f"{count_of(len(held), 'topic')} held", "dim"), ("last", "dim"), ("had it", "dim"))
    rows: list[Row] = [lay_out(_columns(sheet), head, sheet.room)]
    for topic in held:
        rows += [(), *_topic_rows(topic, members, sheet)]
    return rows


def _columns(sheet: Sheet) -> tuple[Column, ...]:
    return Column(_title_cells(sheet)), Column(sheet.short_cells, "right"), Column(_COUNT, "right")


def _title_cells(sheet: Sheet) -> int:
    return max(2, sheet.room - sheet.short_cells - _COUNT - 4)


def _topic_rows(topic: Held, members: Sequence[Member], sheet: Sheet) -> list[Row]:
    lacking = [m for m in members if m.code not in topic.had]
    days = [sheet.short(_day(at)) for at in topic.at]
    count = f"{len(members) - len(lacking)} of {len(members)}" if members else ""
    title, *more = wrap(topic.title, _title_cells(sheet))
    rows = [lay_out(_columns(sheet), (title, (days[0], "dim"), count), sheet.room)]
    rows += [((line, "text"),) for line in more]
    earlier = f"before: {', '.join(days[1:])}" if days[1:] else ""
    return [*rows, *_told(_who(lacking, members), sheet.room), *_told(earlier, sheet.room)]


def _day(at: datetime) -> date:
    return at.astimezone().date()


def _who(lacking: Sequence[Member], members: Sequence[Member]) -> str:
    """Nothing where everybody has had it: the count says so."""
    if not lacking:
        return ""
    if len(lacking) == len(members):
        return "not yet: everybody"
    names = distinct_names(members)
    dot = f" {symbols().dot} "  # a name may have a comma in it
    return "not yet: " + dot.join(one_line(names[m.code]) for m in lacking)


def _told(text: str, room: int) -> list[Row]:
    return [((" " * _INDENT + line, "dim"),) for line in wrap(text, room - _INDENT) if line]
