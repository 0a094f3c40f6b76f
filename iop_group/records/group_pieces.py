"""What the log tells for the group note: counts and times, and never anybody's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime

from iop_group.domain.attendance import Standing
from iop_group.domain.checkin import Answer
from iop_group.domain.course import Course
from iop_group.domain.events import GROUP
from iop_group.domain.people import EVERYONE, FACILITATOR
from iop_group.domain.plain import one_line
from iop_group.domain.session import Session
from iop_group.domain.tags import without_tags
from iop_group.domain.timing import block_spent, standing, talk_times
from iop_group.records.guards import names_for, peers_for
from iop_group.records.local_time import A_WORD, whole_minutes
from iop_group.records.meeting import ended_at, meeting_lines, minutes_words, shared_blocks
from iop_group.records.note_formats import Piece
from iop_group.records.phrases import counted, listed, sentence, text_of
from iop_group.records.topic_held import blocks_held, objectives, topic_lines

SUPPORTED = "A member needed individual support; handled per policy."
"""Stands in the group note when a safety card was opened: no name, no detail."""


def _meeting(session: Session, now: datetime) -> list[str]:
    return meeting_lines(session, now)


def _census(session: Session, now: datetime) -> list[str]:
    came, people = session.attendance.came, session.attendance.people
    if not came:
        return []
    everyone = set(session.attendance.roster) | set(came)
    standings = Counter(standing(session, people[c], now) for c in came)
    both = standings[Standing.LATE_LEFT_EARLY]
    counts = {
        "not on the roster before": sum(not people[c].expected for c in came),
        "came late": standings[Standing.LATE] + both,
        "left early": standings[Standing.LEFT_EARLY] + both,
    }
    more = "".join(f", {number} {words}" for words, number in counts.items() if number)
    return [f"{len(came)} of {counted(len(everyone), 'member')} came{more}."]


def _agenda(session: Session, now: datetime) -> list[str]:
    course = session.course
    if course.started_at is None:
        return []
    held = [
        f"{one_line(b.title)} {whole_minutes(block_spent(course, b.id, now))} ({b.minutes})"
        for b in shared_blocks(session)
        if course.visited(b.id)
    ]
    lines = [sentence(f"Length: {minutes_words(session, now)}")]
    lines += listed("Agenda in minutes, planned ones in brackets", held, between=", ")
    lines += listed("Changes to the plan", _changes(session, now))
    return lines + _list(session) + _said(session)


def _list(session: Session) -> list[str]:
    """What the group wanted to work on, without anybody's name, also where one stood in the words."""
    names = names_for(session, GROUP)
    wishes = session.wishes.all
    done = (peers_for(one_line(w.words), names)[0] for w in wishes if w.done)
    left = (peers_for(one_line(w.words), names)[0] for w in wishes if not w.done)
    return listed("From the group's list, talked about", done) + listed("On the list, not reached", left)


def _changes(session: Session, now: datetime) -> Iterator[str]:
    course, over = session.course, ended_at(session, now) is not None
    for block in shared_blocks(session):
        title, added = one_line(block.title), course.added.get(block.id, 0)
        if course.is_extra(block):
            if course.visited(block.id):
                yield f"{title} added"
        elif block.id in course.dropped:
            yield f"{title} left out"
        elif over and not course.visited(block.id):
            yield f"{title} not held"
        elif added:
            yield f"{title} {abs(added)} min {'longer' if added > 0 else 'shorter'}"
    paused = _paused_minutes(course, now)
    if paused:
        yield f"paused for {paused} min"


def _paused_minutes(course: Course, now: datetime) -> int:
    until = min(now, course.closed_at or now)
    return whole_minutes(sum(p.seconds(until) for p in course.pauses))


def _said(session: Session) -> list[str]:
    rituals: dict[str, list[str]] = {}
    for (ritual, _), words in session.coverage.said.items():
        rituals.setdefault(one_line(ritual), []).append(one_line(words))
    return [line for ritual, words in rituals.items() for line in listed(f"Done from {ritual}", words)]


def _topic(session: Session, now: datetime) -> list[str]:
    return topic_lines(session, blocks_held(session))


def _goals(session: Session, now: datetime) -> list[str]:
    return listed("Objectives of the topic", objectives(session))


def _check_in(session: Session, now: datetime) -> list[str]:
    rounds = [tuple(a.values()) for a in session.checkin.answers.values() if a]
    spoke = sum(not _passed_on_all(answers) for answers in rounds)
    return _counts("Check-in", {"checked in": spoke, "passed": len(rounds) - spoke})


def _passed_on_all(answers: tuple[Answer, ...]) -> bool:
    return all(a.passed for a in answers)


def _taking_part(session: Session, now: datetime) -> list[str]:
    spoke = {member for member, seconds in talk_times(session, now).items() if seconds >= A_WORD}
    passed = {member for member, _ in session.floor.passes} - spoke
    others = {FACILITATOR, EVERYONE}
    counts = {"had a turn": len(spoke - others), "passed": len(passed - others)}
    return _counts("Turns", counts)


def _takeaways(session: Session, now: datetime) -> list[str]:
    return _counts("Closing round", {"named a takeaway": len(session.notes.takeaways)})


def _counts(label: str, counts: dict[str, int]) -> list[str]:
    told = (f"{number} {words}" for words, number in counts.items() if number)
    return listed(label, told, between=", ")


def _notes(session: Session, now: datetime) -> list[str]:
    return [text_of(without_tags(n.text)) for n in session.notes.about(GROUP)]


def _commitments(session: Session, now: datetime) -> list[str]:
    return _counts("For next time", {"made a commitment": len(session.notes.commitments)})


def _follow_up(session: Session, now: datetime) -> list[str]:
    concerns = session.notes.concerns
    outcomes = Counter(c.outcome.value if c.outcome else "still open" for c in concerns)
    told = ", ".join(f"{number} {words}" for words, number in outcomes.items())
    lines = [f"Follow-ups: {len(concerns)} ({told})."] if concerns else []
    return lines + ([SUPPORTED] if session.coverage.cards else [])


GROUP_PIECES: dict[Piece, Callable[[Session, datetime], list[str]]] = {
    Piece.MEETING: _meeting,
    Piece.CENSUS: _census,
    Piece.AGENDA: _agenda,
    Piece.TOPIC: _topic,
    Piece.GOALS: _goals,
    Piece.CHECK_IN: _check_in,
    Piece.TAKING_PART: _taking_part,
    Piece.TAKEAWAY: _takeaways,
    Piece.NOTES: _notes,
    Piece.COMMITMENT: _commitments,
    Piece.FOLLOW_UP: _follow_up,
}
"""Lines for the group note; an empty list where there is nothing to tell."""
