"""One session whole, as plain lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from iop_group.domain.checkin import answer_text
from iop_group.domain.events import GROUP
from iop_group.domain.plain import one_line
from iop_group.domain.session import Session
from iop_group.domain.timing import attended, block_spent, standing, talk_times
from iop_group.records.cells import cells, padded, wrapped
from iop_group.records.drafts import note_status
from iop_group.records.facts import subjects
from iop_group.records.local_time import about, short_day, time_words, whole_minutes
from iop_group.records.meeting import leaders_words, minutes_words, session_name, when_words
from iop_group.records.member_pieces import check_in_answers, coming_and_going
from iop_group.records.note_export import DRAFT
from iop_group.records.phrases import quoted, text_of

_INDENT = "  "
_WIDEST_NAME = 24


Row = tuple[str, str]
"""What stands at the left, and what follows it; a long second part goes on under its own beginning."""


def session_text(session: Session, width: int, now: datetime) -> tuple[str, ...]:
    """Lines of at most `width` cells (never fewer than 20), without control codes; names are shown."""
    lines: list[str] = []
    for title, rows in _parts(session, now):
        told = [line for left, text in rows for line in _laid_out(left, text, width)]
        if told:
            lines += ["", *wrapped(title, width), *told] if title else told
    return tuple(lines)


def _laid_out(left: str, text: str, width: int) -> list[str]:
    if cells(left) + cells(text) <= width:
        return [(left + text).rstrip()]
    if cells(left) > width // 2:
        return wrapped(left + text, width, indent=_INDENT)
    first, *rest = wrapped(text, width, indent=" " * cells(left))
    return [left + first[cells(left) :], *rest]


def _parts(session: Session, now: datetime) -> Iterator[tuple[str, list[Row]]]:
    names = {code: one_line(name) for code, name in session.attendance.names().items()}
    yield "", [("", line) for line in _head(session, now)]
    yield "Agenda, minutes held and planned", _agenda(session, now)
    yield "Attendance", _attendance(session, names, now)
    yield "Check-in", _check_in(session, names)
    yield "The group's list", _list(session, names)
    yield "Notes during the session", _notes(session, names)
    yield "Taken away, and to try before next time", _closing(session, names)
    yield "Stay-after", _concerns(session, names)
    yield "Record", [row for subject in subjects(session) for row in _record(session, subject, names)]


def _head(session: Session, now: datetime) -> list[str]:
    topic = session.plan.topic
    about_it = [session_name(session), when_words(session, now), ", ".join(leaders_words(session))]
    about_it += [f"Topic: {one_line(topic.title)}"] if topic else []
    return [line for line in (*about_it, f"Length: {minutes_words(session, now)}") if line]


def _agenda(session: Session, now: datetime) -> list[Row]:
    course = session.course
    titles = _column(one_line(b.title) for b in course.blocks)
    rows = []
    for block, title in zip(course.blocks, titles, strict=True):
        spent = (
            f"{whole_minutes(block_spent(course, block.id, now)):>4}" if course.visited(block.id) else "   -"
        )
        left_out = "  left out" if block.id in course.dropped else ""
        rows.append((f"{_INDENT}{title}", f"{spent} /{block.minutes:>4}{left_out}"))
    return rows


def _column(texts: Iterable[str]) -> list[str]:
    texts = list(texts)
    widest = min(_WIDEST_NAME, max(map(cells, texts), default=0))
    return [padded(text, widest) for text in texts]


def _attendance(session: Session, names: Mapping[str, str], now: datetime) -> list[Row]:
    people, spoken = session.attendance.people, talk_times(session, now)
    rows = []
    for code, name in zip(people, _column(names[c] for c in people), strict=True):
        presence = people[code]
        told = [standing(session, presence, now).value]
        if presence.came:
            told += coming_and_going(session, presence, now)
            told.append(f"{whole_minutes(attended(session, code, now))} min")
        told += [f"spoke {about(spoken[code])}"] if code in spoken else []
        told += ["taken off the roster"] if presence.removed else []
        rows.append((f"{_INDENT}{name}  ", ", ".join(told)))
    return rows


def _check_in(session: Session, names: Mapping[str, str]) -> list[Row]:
    rows = []
    for member in session.checkin.answers:
        told = [
            f"{one_line(i.short)} {one_line(answer_text(a))}" for i, a in check_in_answers(session, member)
        ]
        rows += [(f"{_INDENT}{_named(member, names)}: ", ", ".join(told))] if told else []
    return rows


def _list(session: Session, names: Mapping[str, str]) -> list[Row]:
    rows = []
    for wish in session.wishes.all:
        whose = _named(wish.member, names) if wish.member else "group"
        done = ", talked about" if wish.done else ""
        rows.append((f"{_INDENT}{whose}: ", f"{one_line(wish.words)}{done}"))
    return rows


def _notes(session: Session, names: Mapping[str, str]) -> list[Row]:
    rows = []
    for note in session.notes.notes:
        whose = "group" if note.about == GROUP else _named(note.about, names)
        left = f"{_INDENT}{time_words(note.at, session.plan.zone)} {whose}: "
        rows.append((left, one_line(note.text)))
    return rows


def _closing(session: Session, names: Mapping[str, str]) -> list[Row]:
    takeaways, commitments = session.notes.takeaways, session.notes.commitments
    rows = []
    for member in dict.fromkeys((*takeaways, *commitments)):
        said = [f"takes {quoted(takeaways[member])}"] if member in takeaways else []
        said += [f"will try {quoted(commitments[member])}"] if member in commitments else []
        rows.append((f"{_INDENT}{_named(member, names)}: ", ", ".join(said)))
    return rows


def _concerns(session: Session, names: Mapping[str, str]) -> list[Row]:
    rows = []
    for concern in session.notes.concerns:
        pieces = (
            concern.words,
            concern.outcome.value if concern.outcome else "still open",
            concern.outcome_words,
        )
        told = "; ".join(filter(None, map(one_line, pieces)))
        rows.append((f"{_INDENT}{_named(concern.member, names)}: ", told))
    return rows


def _record(session: Session, subject: str, names: Mapping[str, str]) -> list[Row]:
    """The note's state, and its words where somebody has written any."""
    title = "Group note" if subject == GROUP else _named(subject, names)
    signed = session.record.signed.get(subject)
    note = signed or session.record.drafts.get(subject)
    zone = session.plan.zone
    state = "not written yet" if note_status(session, subject) == "not written" else DRAFT.lower()
    if signed:
        state = f"signed by {one_line(signed.by)}, {short_day(signed.at, zone)} {time_words(signed.at, zone)}"
    rows = [(f"{_INDENT}{title}: ", state)]
    for heading, text in note.sections.items() if note else ():
        rows += _paragraph(one_line(heading), text)
    for added in session.record.addenda.get(subject, ()):
        reason = f" ({one_line(added.reason)})" if one_line(added.reason) else ""
        title = f"Addendum, {short_day(added.at, zone)}, by {one_line(added.by)}{reason}"
        rows += _paragraph(title, added.text)
    return rows


def _paragraph(title: str, text: str) -> list[Row]:
    """The title and the text's lines under it; nothing where there is no text."""
    lines = [line for line in text_of(text).split("\n") if line.strip()]
    return [(_INDENT * 2, title), *((_INDENT * 3, line) for line in lines)] if lines else []


def _named(code: str, names: Mapping[str, str]) -> str:
    return names.get(code, one_line(code))
