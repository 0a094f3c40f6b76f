"""One note as it leaves the program: as data, and as Markdown in which user text can only be text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from iop_group.domain.codec import encode
from iop_group.domain.plain import one_line
from iop_group.domain.session import Session
from iop_group.records.drafts import current_sections, format_of
from iop_group.records.facts import Facts
from iop_group.records.local_time import short_day, time_words
from iop_group.records.markdown import paragraphs, plain_line
from iop_group.records.note_formats import note_format
from iop_group.records.phrases import text_of

NO_STATEMENT = "No disclosure statement is set. Ask the program for its own and put it into the settings."
DRAFT = "Draft, not signed"

Say = Callable[[str], str]
"""What user text goes through before it is written out."""


def as_it_is(text: str) -> str:
    """Leaves the text alone."""
    return text


def note_facts(session: Session, subject: str, now: datetime, *, say: Say = as_it_is) -> Facts:
    """`subject`, `status` (`signed` or `draft`), `format`, `signed_by`, `signed_at`, `sections` (a list of
    `heading`, `text`; empty sections are left out), `addenda` (a list of `reason`, `text`, `by`, `at`).
    """
    signed = session.record.signed.get(subject)
    sections = current_sections(session, subject, format_of(session, subject), now)
    return {
        "subject": subject,
        "status": "signed" if signed else "draft",
        "format": note_format(format_of(session, subject)).title,
        "signed_by": one_line(signed.by) if signed else None,
        "signed_at": encode(signed.at) if signed else None,
        "sections": [
            {"heading": say(one_line(heading)), "text": say(text_of(text))}
            for heading, text in sections.items()
            if text_of(text)
        ],
        "addenda": [
            {
                "reason": say(one_line(a.reason)),
                "text": say(text_of(a.text)),
                "by": one_line(a.by),
                "at": encode(a.at),
            }
            for a in session.record.addenda.get(subject, ())
        ],
    }


def note_markdown(note: Facts, heading: str, zone: str, *, level: int = 2) -> list[str]:
    """Lines of one note; the heading is the caller's and safe already, its level 2 for `##`."""
    marks = "#" * level
    signed = f"Signed by {plain_line(note['signed_by'] or '')}, {moment(note['signed_at'], zone)}"
    state = signed if note["status"] == "signed" else DRAFT
    lines = [f"{marks} {heading}", "", f"**{state}.** {note['format']} format.", ""]
    for section in note["sections"]:
        lines += [f"{marks}# {plain_line(section['heading'])}", "", *paragraphs(section["text"]), ""]
    for added in note["addenda"]:
        reason = f" ({plain_line(added['reason'])})" if added["reason"] else ""
        lines += [f"{marks}# Addendum, {moment(added['at'], zone)}, by {plain_line(added['by'])}{reason}", ""]
        lines += [*paragraphs(added["text"]), ""]
    return lines


def moment(at: str | None, zone: str) -> str:
    """An ISO time as `24 Nov 2026 18:00`; empty for none."""
    if at is None:
        return ""
    when = datetime.fromisoformat(at)
    return f"{short_day(when, zone)} {time_words(when, zone)}"


def statement_markdown(statement: str) -> list[str]:
    """The program's own disclosure statement as a quotation, or a line that says that none is set."""
    text = text_of(statement)
    return [
        f"> {line}".rstrip(" ") + ("  " if line.endswith("  ") else "")
        for line in paragraphs(text or NO_STATEMENT)
    ]
