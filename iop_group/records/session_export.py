"""One session as it leaves the program: agenda, attendance, notes and addenda; never the private lane."""

from __future__ import annotations

import json
from datetime import datetime

from iop_group.domain.codec import encode
from iop_group.domain.events import GROUP
from iop_group.domain.session import Session
from iop_group.records.facts import (
    Facts,
    about_session,
    attendance_facts,
    block_facts,
    cleaned,
    subjects,
)
from iop_group.records.local_time import short_day, time_words
from iop_group.records.markdown import plain_line
from iop_group.records.meeting import leaders_words, minutes_words, session_name, when_words
from iop_group.records.note_export import moment, note_facts, note_markdown, statement_markdown
from iop_group.records.phrases import text_of


def session_export(session: Session, *, statement: str, now: datetime) -> Facts:
    """`statement` (null when none is set), `exported_at`, what about_session() tells, `blocks`, `attendance`,
    `notes` (see note_facts()).
    """
    export = {
        "statement": text_of(statement) or None,
        "exported_at": encode(now),
        **about_session(session, now),
        "blocks": block_facts(session, now),
        "attendance": attendance_facts(session, now),
        "notes": [note_facts(session, subject, now) for subject in subjects(session)],
    }
    return {key: cleaned(value) for key, value in export.items()}


def session_json(session: Session, *, statement: str, now: datetime) -> str:
    """session_export() as JSON text."""
    return json.dumps(session_export(session, statement=statement, now=now), indent=2, ensure_ascii=False)


def session_markdown(session: Session, *, statement: str, now: datetime) -> str:
    """The same as a Markdown document with the statement on top."""
    facts = session_export(session, statement=statement, now=now)
    lines = [*statement_markdown(statement), "", f"# {plain_line(session_name(session))}", ""]
    lines += [*_head(session, facts, now), "", *_agenda(facts), *_attendance(session, facts)]
    names = session.attendance.names()
    for note in facts["notes"]:
        code = note["subject"]
        heading = "Group note" if code == GROUP else f"Note about {plain_line(names.get(code, code))}"
        lines += note_markdown(note, heading, session.plan.zone)
    zone = session.plan.zone
    lines += ["---", "", f"Exported {short_day(now, zone)} {time_words(now, zone)}."]
    return "\n".join(lines) + "\n"


def _head(session: Session, facts: Facts, now: datetime) -> list[str]:
    topic = facts["topic"]
    told = [plain_line(when_words(session, now)), *map(plain_line, leaders_words(session))]
    told += [f"Topic: {plain_line(topic['title'])}"] if topic else []
    told += [minutes_words(session, now).capitalize()]
    return [f"- {line}" for line in told if line]


def _agenda(facts: Facts) -> list[str]:
    lines = ["## Agenda", ""]
    for block in facts["blocks"]:
        spent = f"{block['spent_minutes']} min" if block["held"] else "not held"
        left_out = ", left out" if block["dropped"] else ""
        lines.append(f"- {plain_line(block['title'])}: {spent}, planned {block['planned_minutes']}{left_out}")
    return [*lines, ""]


def _attendance(session: Session, facts: Facts) -> list[str]:
    lines, zone, names = ["## Attendance", ""], session.plan.zone, session.attendance.names()
    for person in facts["attendance"]:
        words = f"{plain_line(names.get(person['member'], person['name']))}: {person['standing']}"
        if person["arrived_at"]:
            words += f", arrived {moment(person['arrived_at'], zone)}"
        if person["left_at"]:
            words += f", left {moment(person['left_at'], zone)}"
        lines.append(f"- {words}, {person['minutes']} min" if person["arrived_at"] else f"- {words}")
    return [*lines, ""]
