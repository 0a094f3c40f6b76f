"""What the log tells about one member: behaviour and their own words, nothing else and nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise

from iop_group.domain.agenda import BlockKind
from iop_group.domain.attendance import Presence, Standing
from iop_group.domain.checkin import Answer, CheckinItem, ItemKind, answer_text
from iop_group.domain.notes import Concern
from iop_group.domain.plain import one_line
from iop_group.domain.session import Session
from iop_group.domain.tags import without_tags
from iop_group.domain.timing import attended, standing, talk_times
from iop_group.domain.topics_had import blocks_of
from iop_group.records.local_time import A_WORD, about, time_words, whole_minutes
from iop_group.records.meeting import ended_at, meeting_lines
from iop_group.records.note_formats import Piece
from iop_group.records.phrases import listed, quoted, sentence, text_of
from iop_group.records.topic_held import topic_lines

GOAL = "goal"
"""The check-in item in which a member names their own goal (domain: DEFAULT_ITEMS)."""


def _meeting(session: Session, member: str, now: datetime) -> list[str]:
    return meeting_lines(session, now)


def _attendance(session: Session, member: str, now: datetime) -> list[str]:
    presence = session.attendance.people[member]
    stood = standing(session, presence, now)
    if stood is Standing.NOT_RECORDED:
        return []
    if not presence.came:
        return [sentence(stood.value)]
    words = "; ".join(coming_and_going(session, presence, now))
    minutes = f"{whole_minutes(attended(session, member, now))} min attended{_break_words(session)}"
    return [sentence(f"{stood.value}: {words}; {minutes}")]


def coming_and_going(session: Session, presence: Presence, now: datetime) -> Iterator[str]:
    """`arrived 18:00`, `out 18:40 to 18:45`, `left 19:31`, of someone who came."""
    zone, stays = session.plan.zone, presence.stays
    yield f"arrived {time_words(stays[0].start, zone)}"
    for before, after in pairwise(stays):
        out = before.end or after.start
        yield f"out {time_words(out, zone)} to {time_words(after.start, zone)}"
    left = stays[-1].end
    if left is not None:
        yield f"left {time_words(left, zone)}"
    elif ended_at(session, now) is not None:
        yield "stayed to the end"


def _break_words(session: Session) -> str:
    course = session.course
    held = any(b.kind is BlockKind.BREAK and course.visited(b.id) for b in course.blocks)
    return " (break left out)" if held else ""


def _topic(session: Session, member: str, now: datetime) -> list[str]:
    return topic_lines(session, blocks_of(session, member, now))


def check_in_answers(session: Session, member: str) -> list[tuple[CheckinItem, Answer]]:
    """The member's answers in the order of the round; of items that the plan does not know, by their id."""
    answers = session.checkin.of(member)
    known = {i.id: i for i in session.plan.items}
    strangers = [CheckinItem(i, i, i, ItemKind.WORDS) for i in answers if i not in known]
    return [(i, answers[i.id]) for i in (*known.values(), *strangers) if i.id in answers]


def _check_in(session: Session, member: str, now: datetime) -> list[str]:
    told = [(item, answer) for item, answer in check_in_answers(session, member) if item.id != GOAL]
    if told and all(answer.passed for _, answer in told):
        return ["Passed at check-in."]
    return listed("Checked in", (f"{one_line(i.label)}: {answer_words(i, a)}" for i, a in told))


def answer_words(item: CheckinItem, answer: Answer) -> str:
    """As a record says it: a pass as pass, the member's own words in quotation marks."""
    if item.kind is ItemKind.WORDS and isinstance(answer.value, str) and not answer.passed:
        return quoted(answer.value)
    return one_line(answer_text(answer))


def _goal(session: Session, member: str, now: datetime) -> list[str]:
    told = (answer_words(i, a) for i, a in check_in_answers(session, member) if i.id == GOAL)
    wishes = (quoted(w.words) for w in session.wishes.of(member))
    return listed("Own goal", told) + listed("Wanted to work on", wishes, between=", ")


def _taking_part(session: Session, member: str, now: datetime) -> list[str]:
    lines = []
    for block in session.course.blocks:
        spoken = talk_times(session, now, block.id).get(member, 0.0)
        if spoken >= A_WORD:
            lines.append(f"Spoke {about(spoken)} in {one_line(block.title)}.")
        elif member in session.floor.passed(block.id):
            lines.append(f"Passed in {one_line(block.title)}.")
    return lines


def _takeaway(session: Session, member: str, now: datetime) -> list[str]:
    words = session.notes.takeaways.get(member, "")
    if one_line(words):
        return [f"Takes from today: {quoted(words)}."]
    return ["Passed when asked what to take from today."] if member in session.notes.passed_takeaway else []


def _commitment(session: Session, member: str, now: datetime) -> list[str]:
    words = session.notes.commitments.get(member, "")
    if one_line(words):
        return [f"Will try before next time: {quoted(words)}."]
    passed = member in session.notes.passed_commitment
    return ["Passed when asked what to try before next time."] if passed else []


def _notes(session: Session, member: str, now: datetime) -> list[str]:
    return [text_of(without_tags(n.text)) for n in session.notes.about(member)]


def _follow_up(session: Session, member: str, now: datetime) -> list[str]:
    return [_concern(c, session.plan.zone) for c in session.notes.concerns if c.member == member]


def _concern(concern: Concern, zone: str) -> str:
    """What was raised and what was done, each with its time."""
    words = one_line(concern.words)
    raised = sentence(f"Stay-after, {time_words(concern.raised_at, zone)}" + (f": {words}" if words else ""))
    if concern.outcome is None or concern.resolved_at is None:
        return f"{raised} Still open."
    done = f"{concern.outcome.value}, {time_words(concern.resolved_at, zone)}"
    more = one_line(concern.outcome_words)
    return f"{raised} {sentence(done + (f': {more}' if more else ''))}"


MEMBER_PIECES: dict[Piece, Callable[[Session, str, datetime], list[str]]] = {
    Piece.MEETING: _meeting,
    Piece.ATTENDANCE: _attendance,
    Piece.TOPIC: _topic,
    Piece.GOALS: _goal,
    Piece.CHECK_IN: _check_in,
    Piece.TAKING_PART: _taking_part,
    Piece.TAKEAWAY: _takeaway,
    Piece.NOTES: _notes,
    Piece.COMMITMENT: _commitment,
    Piece.FOLLOW_UP: _follow_up,
}
"""Lines for one member's note; an empty list where there is nothing to tell."""
