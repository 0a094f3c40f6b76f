"""One note of the record as lines to read: its state, its sections, its signature and addenda."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from iop_group.domain.agenda import BlockKind
from iop_group.domain.events import GROUP
from iop_group.domain.plain import one_line
from iop_group.domain.session import Session
from iop_group.domain.timing import attended, group_seconds, talk_times
from iop_group.records.gate import due_at, due_words
from iop_group.records.guards import Finding, Kind
from iop_group.records.local_time import A_WORD, short_day, time_words, whole_minutes
from iop_group.records.meeting import ended_at
from iop_group.records.note_formats import note_format
from iop_group.tui.text import Row, Run, fit, symbols, wrap
from iop_group.tui.times import local_day

WIDEST = 72
"""Cells of a line that is read."""
_SHOWN_WORDS = 22
_SAYINGS = {
    Kind.NAME: "is another member",
    Kind.SAME: "is in two notes",
    Kind.PHONE: "looks like a phone number",
    Kind.EMAIL: "looks like an e-mail",
}


def moment_words(at: datetime, zone: str) -> str:
    """Such as `24 Nov 2026 20:01`."""
    return f"{short_day(at, zone)} {time_words(at, zone)}"


def section_rows(sections: Mapping[str, str], cells: int, *, indent: int = 0) -> list[Row]:
    """Each heading with its text wrapped under it; sections without text are left out."""
    rows: list[Row] = []
    for heading, text in sections.items():
        if text.strip():
            rows += [((" " * indent + one_line(heading), "strong"),), *text_rows(text, cells, indent + 2), ()]
    return rows[:-1]


def text_rows(text: str, cells: int, indent: int = 0) -> list[Row]:
    """A text of several lines, wrapped behind an indent."""
    margin = " " * indent
    return [((margin + line, "text"),) for line in wrap(text.strip(), min(cells, WIDEST) - indent)]


def signature_words(session: Session, subject: str) -> str:
    """Such as `Signed by Kim, 24 Nov 2026 20:01`; empty for a note that is not."""
    signed = session.record.signed.get(subject)
    if signed is None:
        return ""
    by = f" by {one_line(signed.by)}" if one_line(signed.by) else ""
    return f"Signed{by}, {moment_words(signed.at, session.plan.zone)}"


def addendum_rows(session: Session, subject: str, cells: int, *, indent: int = 0) -> list[Row]:
    """What was added after the signature, each with its reason, its author and its time."""
    rows: list[Row] = []
    for added in session.record.addenda.get(subject, ()):
        about = [one_line(added.reason), one_line(added.by), moment_words(added.at, session.plan.zone)]
        said = f" {symbols().dot} ".join(filter(None, ["Addendum", *about]))
        rows += [(), ((" " * indent + said, "strong"),), *text_rows(added.text, cells, indent + 2)]
    return rows


def signed_rows(session: Session, subject: str, cells: int) -> list[Row]:
    """A signed note whole."""
    signed = session.record.signed.get(subject)
    if signed is None:
        return []
    rows = section_rows(signed.sections, cells)
    mark: Row = ((f"{symbols().done} {signature_words(session, subject)}", "success"),)
    return [*rows, (), mark, *addendum_rows(session, subject, cells)]


def heading_runs(session: Session, now: datetime, *, roomy: bool) -> Row:
    """Group and day; where it is roomy minutes and census too, which the group note's facts have anyway."""
    attendance, dot = session.attendance, f" {symbols().dot} "
    about = [local_day(session.course.started_at)]
    if roomy:
        minutes = whole_minutes(group_seconds(session.course, now))
        about += [f"{minutes} min", f"{len(attendance.came)} of {len(attendance.roster)} here"]
    return ((f" {session.plan.group_name}", "title"), (dot + dot.join(about), "dim"))


def progress_runs(session: Session, subjects: Sequence[str], now: datetime, *, due_hours: float) -> Row:
    """How many of these notes are signed, and when the others are due."""
    left = sum(subject not in session.record.signed for subject in subjects)
    signed: Run = (f"{len(subjects) - left} of {len(subjects)} signed", "strong")
    due = due_at(session, due_hours)
    if not left or due is None:
        return (signed,)
    words = f" {symbols().dot} {due_words(due, now, session.plan.zone)}"
    return (signed, (words, "warning" if due < now else "dim"))


def fact_words(session: Session, subject: str, now: datetime) -> str:
    """One line of facts about whom the note is about."""
    told = _group_facts(session, now) if subject == GROUP else _member_facts(session, subject, now)
    return f" {symbols().dot} ".join(told)


def _group_facts(session: Session, now: datetime) -> list[str]:
    topic, attendance = session.plan.topic, session.attendance
    here = f"{len(attendance.came)} of {len(attendance.roster)} here"
    held = f"{whole_minutes(group_seconds(session.course, now))} min"
    return [here, held, *([one_line(topic.title)] if topic else [])]


def _member_facts(session: Session, member: str, now: datetime) -> list[str]:
    presence, zone = session.attendance.people.get(member), session.plan.zone
    if presence is None or not presence.came:
        return ["was not here"]
    end = presence.stays[-1].end or ended_at(session, now)
    here = f"here {time_words(presence.stays[0].start, zone)}" + (f"-{time_words(end, zone)}" if end else "")
    course = session.course
    broke = any(b.kind is BlockKind.BREAK and course.visited(b.id) for b in course.blocks)
    minutes = whole_minutes(attended(session, member, now))
    spoken = talk_times(session, now).get(member, 0.0)
    told = [here, f"{minutes} min" + (" without the break" if broke else "")]
    return told + ([f"spoke {whole_minutes(spoken) or '<1'} min"] if spoken >= A_WORD else [])


def hint_runs(finding: Finding, key: str) -> tuple[Row, Row]:
    """What was found, at the left; what the key would put there, at the right."""
    words = fit(f'"{one_line(finding.words)}', _SHOWN_WORDS) + '"'
    saying = _SAYINGS.get(finding.kind, finding.hint)
    left: Row = ((f"{symbols().here} ", "warning"), (words, "strong"), (f" {saying}", "text"))
    if not finding.offer:
        return left, ()
    return left, ((key, "strong"), (f' "{one_line(finding.offer)}"', "text"))


def title_runs(called: str, *, writing: bool) -> Row:
    """Whose note it is; while the keys are in it a mark and a word say so."""
    if not writing:
        return ((called, "title"),)
    return ((f"{symbols().here} {called}", "accent"), (f"  writing {symbols().dot} Esc: to the list", "dim"))


def format_words(form: str) -> Run:
    """The format's title, at the right of the note's name."""
    return (note_format(form).title, "dim")
