"""One member's record over several sessions, which cannot contain anyone else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from iop_group.domain.codec import encode
from iop_group.domain.people import Member
from iop_group.domain.plain import one_line
from iop_group.domain.session import Session
from iop_group.records.facts import Facts, about_session, attendance_of, cleaned, concern_facts
from iop_group.records.guards import PEER, everyone, peers_for
from iop_group.records.local_time import short_day, time_words
from iop_group.records.markdown import plain_line
from iop_group.records.member_pieces import answer_words, check_in_answers
from iop_group.records.name_finder import NameFinder
from iop_group.records.note_export import moment, note_facts, note_markdown, statement_markdown
from iop_group.records.phrases import counted, text_of

_OF_THE_SESSION = ("id", "group_name", "number", "zone", "local_date", "started_at", "ended_at")
_OF_THE_TOPIC = ("id", "title", "version", "objectives")


class Redaction:
    """Puts "a peer" in place of other people's names and codes, and counts how often."""

    def __init__(self, names: NameFinder) -> None:
        self._names = names
        self.count = 0

    def __call__(self, text: str) -> str:
        """The text without anyone else's name."""
        said, count = peers_for(text, self._names)
        self.count += count
        return said


def member_export(
    sessions: Sequence[Session], member: str, *, statement: str, now: datetime, others: Iterable[Member] = ()
) -> Facts:
    """`statement`, `exported_at`, `member` (`code`, `name`), `replaced`, `sessions_attended`,
    `minutes_attended`, `sessions` (oldest first, those the member belongs to).

    `others` are more people whose names are replaced, such as everyone in the registry; the rosters of all
    the sessions are looked at anyway. Names of facilitators, blocks and topics stand as they are.
    """
    theirs = [s for s in sessions if member in s.attendance.people]
    theirs.sort(key=lambda s: (s.course.started_at is not None, encode(s.course.started_at) or ""))
    say = Redaction(other_people(sessions, member, others))
    told = [session_of(session, member, now, say) for session in theirs]
    own_name = theirs[-1].attendance.people[member].name if theirs else ""
    export = {
        "statement": text_of(statement) or None,
        "exported_at": encode(now),
        "member": {"code": member, "name": one_line(own_name)},
        "replaced": say.count,
        "sessions_attended": sum(member in s.attendance.came for s in theirs),
        "minutes_attended": sum(t["attendance"]["minutes"] for t in told),
        "sessions": told,
    }
    return {key: cleaned(value) for key, value in export.items()}


def member_json(
    sessions: Sequence[Session], member: str, *, statement: str, now: datetime, others: Iterable[Member] = ()
) -> str:
    """member_export() as JSON text."""
    export = member_export(sessions, member, statement=statement, now=now, others=others)
    return json.dumps(export, indent=2, ensure_ascii=False)


def member_markdown(
    sessions: Sequence[Session], member: str, *, statement: str, now: datetime, others: Iterable[Member] = ()
) -> str:
    """The same as a Markdown document; the statement on top, then how often a name was replaced."""
    export = member_export(sessions, member, statement=statement, now=now, others=others)
    name = plain_line(export["member"]["name"] or member)
    came, minutes = export["sessions_attended"], export["minutes_attended"]
    lines = [*statement_markdown(statement), "", f"# {name}", ""]
    if export["replaced"]:
        places = counted(export["replaced"], "mention")
        lines += [f"{places} of other people replaced by \u201c{PEER}\u201d.", ""]
    lines += [f"{counted(came, 'session')} attended, {minutes} min in all, breaks left out.", ""]
    for told in export["sessions"]:
        lines += _session_markdown(told)
    zone = export["sessions"][-1]["zone"] if export["sessions"] else ""
    return "\n".join([*lines, "---", "", f"Exported {short_day(now, zone)} {time_words(now, zone)}."]) + "\n"


def other_people(sessions: Sequence[Session], member: str, others: Iterable[Member]) -> NameFinder:
    """Finds everybody of the sessions and of `others` but the member."""
    people = [m for session in sessions for m in everyone(session)] + list(others)
    own = [m for m in people if m.code == member]
    return NameFinder((m for m in people if m.code != member), own=own)


def session_of(session: Session, member: str, now: datetime, say: Redaction) -> Facts:
    """One of `sessions` in member_export(). The member is of its roster."""
    about = about_session(session, now)
    topic = about["topic"]
    notes = session.notes
    answers = check_in_answers(session, member)
    presence = session.attendance.people[member]
    return {
        **{key: about[key] for key in _OF_THE_SESSION},
        "group_name": say(about["group_name"]),
        "facilitator": about["facilitator"],
        "co_facilitator": about["co_facilitator"],
        "topic": {key: topic[key] for key in _OF_THE_TOPIC} if topic else None,
        "attendance": attendance_of(session, member, presence, now),
        "check_in": [
            {"item": one_line(i.id), "label": say(one_line(i.label)), "answer": say(answer_words(i, a))}
            for i, a in answers
        ],
        "wishes": [say(one_line(w.words)) for w in session.wishes.of(member)],
        "takeaway": say(text_of(notes.takeaways.get(member, ""))) or None,
        "commitment": say(text_of(notes.commitments.get(member, ""))) or None,
        "stay_afters": [_stay_after(c, say) for c in concern_facts(session) if c["member"] == member],
        "note": note_facts(session, member, now, say=say) if _has_note(session, member) else None,
    }


def _has_note(session: Session, member: str) -> bool:
    record = session.record
    return member in session.attendance.came or member in record.signed or member in record.drafts


def _stay_after(concern: Facts, say: Redaction) -> Facts:
    told = {key: value for key, value in concern.items() if key not in ("id", "member")}
    return {
        **told,
        "words": say(text_of(told["words"])),
        "outcome_words": say(text_of(told["outcome_words"])),
    }


def _session_markdown(told: Facts) -> list[str]:
    zone = told["zone"]
    title = f"{plain_line(told['group_name'])}, session {told['number']}"
    lines = [f"## {title}", "", *(f"- {line}" for line in _told_lines(told)), ""]
    if told["note"]:
        lines += note_markdown(told["note"], "Note", zone, level=3)
    return lines


def _told_lines(told: Facts) -> list[str]:
    zone, attendance, topic = told["zone"], told["attendance"], told["topic"]
    lines = [moment(told["started_at"], zone)] if told["started_at"] else []
    if told["facilitator"]:
        lines.append(f"Facilitator: {plain_line(told['facilitator'])}")
    if topic:
        lines.append(f"Topic: {plain_line(topic['title'])}")
    lines.append(f"Attendance: {attendance['standing']}, {attendance['minutes']} min")
    lines += [f"{plain_line(a['label'])}: {plain_line(a['answer'])}" for a in told["check_in"]]
    lines += [f"Wanted to work on: {plain_line(words)}" for words in told["wishes"]]
    for label, words in (("Takes from today", told["takeaway"]), ("Will try", told["commitment"])):
        lines += [f"{label}: {plain_line(words)}"] if words else []
    for stay in told["stay_afters"]:
        words = " ".join(
            filter(None, (stay["words"], stay["outcome"] or "still open", stay["outcome_words"]))
        )
        lines.append(f"Stay-after: {plain_line(words)}")
    return lines
