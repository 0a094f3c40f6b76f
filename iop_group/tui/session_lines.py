"""One session whole, as lines to read: what happened in the room, then the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from iop_group.domain.checkin import answer_text
from iop_group.domain.events import GROUP
from iop_group.domain.people import EVERYONE, FACILITATOR
from iop_group.domain.plain import one_line
from iop_group.domain.session import Session
from iop_group.domain.timing import attended, block_spent, standing, talk_times
from iop_group.records.drafts import note_status
from iop_group.records.facts import subjects
from iop_group.records.local_time import short_day, time_words, whole_minutes
from iop_group.records.meeting import leaders_words, minutes_words, session_name, when_words
from iop_group.records.member_pieces import check_in_answers, coming_and_going
from iop_group.records.note_formats import note_format
from iop_group.records.phrases import quoted
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.note_lines import WIDEST, addendum_rows, section_rows, signature_words
from iop_group.tui.text import Row, Run, fit_row, minutes_text, symbols, wrap

_NAME = 16
_INDENT = 2

Part = tuple[str, list[Row]]


def session_rows(session: Session, cells: int, now: datetime) -> list[Row]:
    """Everything, at most 72 cells wide; parts without anything in them are left out."""
    room = max(20, min(cells, WIDEST))
    rows: list[Row] = [*_head(session, room, now)]
    for title, lines in _parts(session, room, now):
        if lines:
            rows += [(), ((title, "title"),), *lines]
    return [fit_row(row, room) for row in rows]


def _parts(session: Session, room: int, now: datetime) -> Iterator[Part]:
    names = _Names(session.attendance.names())
    yield "Agenda, minutes held / planned", _agenda(session, room, now)
    yield "Topic", _topic(session, room)
    yield "Attendance", _attendance(session, names, room, now)
    yield "Check-in", _check_in(session, names, room)
    yield "Turns", _turns(session, names, room, now)
    yield "The group's list", _list(session, names, room)
    yield "Notes during the session", _notes(session, names, room)
    yield "Takeaways and commitments", _closing(session, names, room)
    yield "Stay-after and follow-up", _concerns(session, names, room)
    yield "Record", _record(session, names, room)


class _Names(dict[str, str]):
    """Code to the name to show; a code nobody has stands for itself."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__((code, one_line(name)) for code, name in names.items())

    def __missing__(self, code: str) -> str:
        return {GROUP: "group", FACILITATOR: "facilitator", EVERYONE: "feedback"}.get(code, one_line(code))


def _head(session: Session, room: int, now: datetime) -> list[Row]:
    dot = f" {symbols().dot} "
    about = [when_words(session, now) or "not started yet", minutes_words(session, now)]
    led = dot.join(leaders_words(session))
    lines = [*wrap(dot.join(about), room), *(wrap(led, room) if led else [])]
    return [((session_name(session), "title"),), *(((line, "dim"),) for line in lines)]


def _told(left: Run, text: str, room: int, *, column: int = _NAME) -> list[Row]:
    """A name, and beside it what is told, wrapped in its own column."""
    columns = (Column(column), Column("rest"))
    lines = wrap(text, max(2, room - _INDENT - column - 2))
    cells = [(left if n == 0 else "", line) for n, line in enumerate(lines)]
    return [((" " * _INDENT, "text"), *lay_out(columns, cell, room - _INDENT)) for cell in cells]


def _agenda(session: Session, room: int, now: datetime) -> list[Row]:
    course, signs, rows = session.course, symbols(), list[Row]()
    columns = (Column(1), Column(24), Column(9, "right"), Column("rest"))
    for block in course.blocks:
        held = course.visited(block.id)
        planned = course.planned_minutes(block)
        spent = whole_minutes(block_spent(course, block.id, now)) if held else "-"
        side = "left out" if block.id in course.dropped else "" if held else "not held"
        sign = (signs.done if held else " ", "success")
        line = lay_out(columns, (sign, block.title, f"{spent} / {planned}", (side, "dim")), room - _INDENT)
        rows.append(((" " * _INDENT, "text"), *line))
    return rows


def _topic(session: Session, room: int) -> list[Row]:
    topic = session.plan.topic
    if topic is None:
        return []
    rows: list[Row] = [((" " * _INDENT + line, "text"),) for line in wrap(topic.title, room - _INDENT)]
    for number, words in enumerate(topic.objectives):
        covered = number in session.coverage.objectives
        sign = (symbols().done, "success") if covered else (symbols().hollow, "dim")
        rows += _told(sign, one_line(words) + ("" if covered else " (not covered)"), room, column=1)
    return rows


def _attendance(session: Session, names: _Names, room: int, now: datetime) -> list[Row]:
    rows: list[Row] = []
    for code, presence in session.attendance.people.items():
        told = [standing(session, presence, now).value]
        if presence.came:
            told += coming_and_going(session, presence, now)
            told.append(f"{whole_minutes(attended(session, code, now))} min")
        told += ["taken off the roster"] if presence.removed else []
        rows += _told((names[code], "text"), ", ".join(told), room)
    return rows


def _check_in(session: Session, names: _Names, room: int) -> list[Row]:
    rows: list[Row] = []
    for member in session.checkin.answers:
        answers = check_in_answers(session, member)
        told = [f"{one_line(item.short)} {one_line(answer_text(answer))}" for item, answer in answers]
        rows += _told((names[member], "text"), f" {symbols().dot} ".join(told), room) if told else []
    return rows


def _turns(session: Session, names: _Names, room: int, now: datetime) -> list[Row]:
    rows: list[Row] = []
    for member, seconds in talk_times(session, now).items():
        number = sum(t.member == member for t in session.floor.turns)
        told = f"{minutes_text(seconds)}, {number} {'turn' if number == 1 else 'turns'}"
        rows += _told((names[member], "text"), told, room)
    for member, block_id in session.floor.passes:
        block = session.course.block(block_id)
        if block is not None and member in session.floor.passed(block_id):
            rows += _told((names[member], "text"), f"passed in {one_line(block.title)}", room)
    return rows


def _list(session: Session, names: _Names, room: int) -> list[Row]:
    rows: list[Row] = []
    for wish in session.wishes.all:
        told = f"{wish.words}{', talked about' if wish.done else ''}"
        rows += _told((names[wish.member or GROUP], "text"), told, room)
    return rows


def _notes(session: Session, names: _Names, room: int) -> list[Row]:
    rows: list[Row] = []
    for note in session.notes.notes:
        about = f"{time_words(note.at, session.plan.zone)}  {names[note.about]}"
        rows += _told((about, "dim"), note.text, room, column=_NAME + 4)
    return rows


def _closing(session: Session, names: _Names, room: int) -> list[Row]:
    takeaways, commitments = session.notes.takeaways, session.notes.commitments
    rows: list[Row] = []
    for member in dict.fromkeys((*takeaways, *commitments)):
        told = [f"takes {quoted(takeaways[member])}"] if member in takeaways else []
        told += [f"will try {quoted(commitments[member])}"] if member in commitments else []
        rows += _told((names[member], "text"), ", ".join(told), room)
    return rows


def _concerns(session: Session, names: _Names, room: int) -> list[Row]:
    rows: list[Row] = []
    for concern in session.notes.concerns:
        done = concern.outcome.value if concern.outcome else "still open"
        told = "; ".join(filter(None, map(one_line, (concern.words, done, concern.outcome_words))))
        ink = "warning" if concern.open else "text"
        rows += _told((f"{symbols().flag} {names[concern.member]}", ink), told, room)
    return rows


def _record(session: Session, names: _Names, room: int) -> list[Row]:
    rows: list[Row] = []
    for subject in subjects(session):
        note = session.record.signed.get(subject) or session.record.drafts.get(subject)
        title = "Group note" if subject == GROUP else names[subject]
        state = _state(session, subject)
        form = f" {symbols().dot} {note_format(note.note_format).title}" if note else ""
        columns = (Column(_NAME + _INDENT), Column("rest"))
        cells = ((title, "strong"), ((*state,), (form, "dim")))
        rows += [((" " * _INDENT, "text"), *lay_out(columns, cells, room - _INDENT))]
        rows += section_rows(note.sections, room, indent=_INDENT * 2) if note else []
        rows += addendum_rows(session, subject, room, indent=_INDENT * 2)
        rows += [()] if note else []
    return rows


def _state(session: Session, subject: str) -> Run:
    words = signature_words(session, subject)
    if words:
        return (f"{symbols().done} {words}", "success")
    return ("draft, not signed" if note_status(session, subject) == "draft" else "not written yet", "warning")


def file_name(session: Session) -> str:
    """Date and part of the id: a file name is seen by many, so it names nobody and no group."""
    start = session.course.started_at
    day = f"{start.astimezone():%Y-%m-%d}" if start else "planned"
    return f"iop-group-session-{day}-{session.plan.session[:8]}.md"


def day_words(session: Session) -> str:
    """Such as `24 Nov 2026`; empty before the start."""
    start = session.course.started_at
    return short_day(start, session.plan.zone) if start else ""
