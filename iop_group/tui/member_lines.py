"""What one member's sessions tell, part by part, as lines that may lead to a session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from iop_group.domain.checkin import ItemKind
from iop_group.domain.summary import Summary
from iop_group.records.facts import Facts
from iop_group.records.local_time import date_words, time_words
from iop_group.records.over_time import OverTime, Series, TopicHeld, Week
from iop_group.records.phrases import counted, quoted
from iop_group.records.sittings import Sitting
from iop_group.tui.charts import NOT_ASKED, PASSED, chart_rows, label_cells, strips
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.note_lines import section_rows, text_rows
from iop_group.tui.sheet import INDENT, Line, Sheet, beside, indented
from iop_group.tui.text import Row, Run, bar, symbols, width, wrap

_HOUR = 60
_CELLS_AN_HOUR = 2
_STANDING, _TIMES, _MINUTES = 16, 11, 7
_ENOUGH = 64
"""Cells from which a session's line says from when to when they were there."""


def _id(sitting: Sitting) -> str:
    return str(sitting.facts["id"])


def week_lines(weeks: Sequence[Week], sheet: Sheet) -> list[Line]:
    """Hours by week with a mark for each session; weeks without one are told together."""
    lines, after = list[Line](), None
    names = max((width(_week_words(week, sheet)) for week in weeks), default=0)
    marks_cells = 2 * max((len(w.sittings) for w in weeks), default=1) - 1
    columns = (Column(names), Column(_MINUTES, "right"), Column(marks_cells), Column("rest"))
    space = max(1, sheet.room - INDENT - names - _MINUTES - marks_cells - 6)
    hours = max(max((w.minutes for w in weeks), default=0) / _HOUR, space / _CELLS_AN_HOUR)
    for week in reversed(weeks):
        if after is not None and (gap := (after - week.monday).days // 7 - 1):
            lines.append((indented(((f"{counted(gap, 'week')} without a session", "dim"),)), ""))
        marks = " ".join(symbols().full if s.came else symbols().hollow for s in week.sittings)
        drawn = (bar(week.minutes / _HOUR / hours, space), "dim")
        cells = (_week_words(week, sheet), _hours_words(week.minutes), (marks, "text"), drawn)
        lines.append((indented(lay_out(columns, cells, sheet.room - INDENT)), ""))
        after = week.monday
    return lines


def _week_words(week: Week, sheet: Sheet) -> str:
    """Such as `16 - 22 Nov`."""
    first, last = week.monday, week.monday + timedelta(days=6)
    begins = f"{first.day}" if first.month == last.month else date_words(first, year=False)
    return f"{begins} - {sheet.short(last)}"


def _hours_words(minutes: int) -> str:
    return f"{minutes // _HOUR} h {minutes % _HOUR:02}"


def check_in_words(told: OverTime) -> str:
    """What the signs below the charts mean, as far as there are any."""
    pairs = [(p, s) for one in told.series for p, s in zip(one.points, told.sittings, strict=True)]
    signs = [f"{PASSED} passed"] if any(p and p.passed for p, _ in pairs) else []
    signs += [f"{NOT_ASKED} not asked"] if any(p is None and s.came for p, s in pairs) else []
    signs += ["no mark: not there"] if any(not s.came for _, s in pairs) else []
    return "   ".join(signs)


def check_in_lines(told: OverTime, sheet: Sheet) -> list[Line]:
    """A chart for each question with places, then the words that were said to the others."""
    days, came = [s.day for s in told.sittings], [s.came for s in told.sittings]
    labels = label_cells(told.series)
    rows: list[Row] = []
    for series in told.series:
        rows += [(), _question(series)] if rows else [_question(series)]
        if series.kind is not ItemKind.WORDS:
            for number, strip in enumerate(strips(days, sheet.room - INDENT - labels - 3)):
                rows += [()] if number else []
                rows += [indented(row) for row in chart_rows(series, strip, came, days[-1], labels)]
        rows += [row for row, _ in _said(series, told.sittings, sheet)]
    return [(row, "") for row in rows]


def _question(series: Series) -> Row:
    hint = f"   {series.hint}" if series.hint else ""
    return indented(((series.label, "text"), (hint, "dim")))


def _said(series: Series, sittings: Sequence[Sitting], sheet: Sheet) -> list[Line]:
    """What is no place on a scale, the newest first; of words a pass too."""
    lines: list[Line] = []
    for point, sitting in reversed(list(zip(series.points, sittings, strict=True))):
        if point and point.level is None and (series.kind is ItemKind.WORDS or not point.passed):
            lines += beside(sheet.day(sitting.day), [(point.words, "text")], sheet)
    return lines


def closing_lines(told: OverTime, sheet: Sheet) -> list[Line]:
    """What they took away and would try, with what became of it; the newest first."""
    became = {_id(c.sitting): c for c in told.commitments}
    lines: list[Line] = []
    for sitting in reversed(told.sittings):
        said = []
        for what, verb in (("takeaway", "takes"), ("commitment", "will try")):
            if sitting.facts[what]:
                said.append((f"{verb} {quoted(sitting.facts[what])}", "text"))
            elif what in sitting.passed:
                said.append((f"{verb}: passed", "dim"))
        if (kept := became.get(_id(sitting))) and kept.became_on:
            said.append((f"on {sheet.short(kept.became_on)}: {kept.became}", "dim"))
        lines += beside(sheet.day(sitting.day), said, sheet, _id(sitting))
    return lines


def stay_after_lines(sittings: Iterable[Sitting], sheet: Sheet) -> list[Line]:
    """What was to be followed up, and what was done about it."""
    lines: list[Line] = []
    for sitting in sittings:
        for concern in sitting.facts["stay_afters"]:
            lines += beside(sheet.day(sitting.day), list(_followed_up(concern, sitting)), sheet, _id(sitting))
    return lines


def _followed_up(concern: Facts, sitting: Sitting) -> Iterator[tuple[str, str]]:
    yield concern["words"] or "no words noted", "text"
    if concern["open"]:
        yield f"{symbols().flag} {concern['outcome'] or 'still open'}", "warning"
    else:
        done = time_words(datetime.fromisoformat(concern["resolved_at"]), sitting.facts["zone"])
        yield f"{done} {concern['outcome']}", "dim"
    if concern["outcome_words"]:
        yield concern["outcome_words"], "dim"


def topic_lines(topics: Sequence[TopicHeld], core: Mapping[str, str], sheet: Sheet) -> list[Line]:
    """Those they were there for, then those they were not; then the core topics (id to title) to come."""
    room = sheet.room - INDENT
    rows = [
        row
        for topic in sorted(topics, key=lambda topic: not topic.had)
        for row in _topic_rows(topic, sheet, room)
    ]
    held = {topic.id for topic in topics}
    if topics and (to_come := [title for id_, title in core.items() if id_ not in held]):
        words = f"Core topics not held with them yet: {f' {symbols().dot} '.join(to_come)}"
        rows += [((line, "dim"),) for line in wrap(words, room)]
    return [(indented(row), "") for row in rows]


def _topic_rows(topic: TopicHeld, sheet: Sheet, room: int) -> list[Row]:
    """Title and days on one line where there is room for both."""
    sign = (symbols().done, "text") if topic.had else (symbols().hollow, "dim")
    days = ", ".join(sheet.short(day) for day in topic.had or topic.missed)
    when = days if topic.had else f"held {days}, not there"
    if width(topic.title) + width(when) + 5 <= room:
        columns = (Column(1), Column("rest"), Column(width(when), "right"))
        return [lay_out(columns, (sign, topic.title, (when, "dim")), room)]
    texts = [(line, "text") for line in wrap(topic.title, room - 3)]
    texts += [(line, "dim") for line in wrap(when, room - 3)]
    two = (Column(1), Column("rest"))
    return [lay_out(two, ("" if n else sign, run), room) for n, run in enumerate(texts)]


def session_line(sitting: Sitting, sheet: Sheet) -> Line:
    """One session: when, which group, attendance, and the minutes in the room."""
    attended, zone = sitting.facts["attendance"], sitting.facts["zone"]
    here = _from_to(attended["arrived_at"], attended["left_at"] or sitting.facts["ended_at"], zone)
    minutes = f"{sitting.minutes} min" if sitting.came else ""
    standing = (sitting.standing.value, "text" if sitting.came else "dim")
    day = sheet.day(sitting.day)
    return _session_row(day, sitting.facts["group_name"], standing, here, minutes, sheet), _id(sitting)


def summary_line(summary: Summary, code: str, sheet: Sheet) -> Line:
    """The same as far as the index knows it."""
    began = summary.started_at
    day = sheet.day(began.astimezone().date()) if began else ""
    here = ("here", "text") if code in summary.came else ("not there", "dim")
    return _session_row(day, summary.group_name, here, "", "", sheet), summary.id


def _session_row(day: str, group: str, standing: Run, here: str, minutes: str, sheet: Sheet) -> Row:
    room, dim_group = sheet.room - INDENT, (group, "dim")
    day_column, minutes_column = Column(sheet.day_cells), Column(_MINUTES, "right")
    if sheet.room < _ENOUGH:
        few = (day_column, Column("rest"), Column(_STANDING), minutes_column)
        return indented(lay_out(few, (day, dim_group, standing, minutes), room))
    columns = (day_column, Column("rest"), Column(_STANDING), Column(_TIMES), minutes_column)
    return indented(lay_out(columns, (day, dim_group, standing, (here, "dim"), minutes), room))


def _from_to(start: str | None, end: str | None, zone: str) -> str:
    if start is None:
        return ""
    times = [time_words(datetime.fromisoformat(at), zone).removesuffix(" UTC") for at in (start, end) if at]
    return "-".join(times)


def note_lines(sittings: Iterable[Sitting], sheet: Sheet) -> list[Line]:
    """Every note with its state; those that somebody has written or signed whole."""
    lines: list[Line] = []
    for sitting in sittings:
        if sitting.note:
            state, rows = _note(sitting, sheet.room)
            between: list[Line] = [((), "")] if lines else []
            lines += [*between, *beside(sheet.day(sitting.day), [state], sheet, _id(sitting))]
            lines += [(row, "") for row in rows]
    return lines


def _note(sitting: Sitting, room: int) -> tuple[Run, list[Row]]:
    note, dot = sitting.facts["note"], f" {symbols().dot} "
    if sitting.note == "not written":
        return ("not written yet", "dim"), []
    sections = {s["heading"]: s["text"] for s in note["sections"]}
    rows = section_rows(sections, room, indent=INDENT * 2)
    for added in note["addenda"]:
        about = (added["reason"], added["by"], added["at"][:10])
        title = dot.join(filter(None, ("Addendum", *about)))
        rows += [
            (),
            indented(((title, "strong"),), INDENT * 2),
            *text_rows(added["text"], room, INDENT * 3),
        ]
    if sitting.note == "signed":
        by = f" by {note['signed_by']}" if note["signed_by"] else ""
        return (f"{symbols().done} signed{by}{dot}{note['format']}", "success"), rows
    return (f"draft, not signed{dot}{note['format']}", "warning"), rows
