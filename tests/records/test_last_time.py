"""What earlier sessions left for tonight."""

from __future__ import annotations

from datetime import timedelta

from iop_group.domain.checkin import Answer
from iop_group.domain.events import (
    Answered,
    AttendanceMarked,
    BlockEntered,
    Closed,
    CommitmentMade,
    Mark,
    ObjectiveCovered,
    TopicTaken,
)
from iop_group.domain.session import Session
from iop_group.records.last_time import lacking, last_time, topics_had
from tests.records.sessions import ANA, BEN, CY, DEE, START, evening, plan, told

WEEK = timedelta(days=7)
WEEK_MINUTES = 7 * 24 * 60
EVERYONE = (ANA.code, BEN.code, CY.code, DEE.code)


def next_week(*, commitment: str = "") -> Session:
    """Ana came to another topic and left before it; Ben stayed and answered nothing."""
    later = WEEK_MINUTES
    return told(
        (later, BlockEntered("opening")),
        (later, AttendanceMarked(ANA.code, Mark.ARRIVED)),
        (later, AttendanceMarked(BEN.code, Mark.ARRIVED)),
        (later + 1, Answered(ANA.code, "mood", 9)),
        *([(later + 1, CommitmentMade(ANA.code, commitment))] if commitment else []),
        (later + 5, AttendanceMarked(ANA.code, Mark.LEFT)),
        (later + 9, BlockEntered("topic")),
        (later + 10, ObjectiveCovered(0)),
        planned=plan(session="s2", number=15, topic=TopicTaken("anger", "Anger", "1", ("Name a cue",))),
    )


def test_last_values_stand_with_the_session_they_are_from() -> None:
    last = last_time(ANA.code, [next_week(), evening()])
    assert last is not None
    assert last.came_at == START + WEEK
    assert last.answers == {"mood": Answer(9)}
    assert last.answered_at == START + WEEK
    assert last.commitment == "call \u201cDee\u201d"
    assert last.committed_at == START
    assert last.topic == ""
    assert last.objectives == ()


def test_a_newer_commitment_takes_the_place_of_the_older() -> None:
    last = last_time(ANA.code, [next_week(commitment="walk"), evening()])
    assert last is not None
    assert (last.commitment, last.committed_at) == ("walk", START + WEEK)


def test_an_older_check_in_stands_where_the_last_one_was_not_answered() -> None:
    last = last_time(BEN.code, [next_week(), evening()])
    assert last is not None
    assert last.answers == {"mood": Answer(passed=True)}
    assert last.answered_at == START
    assert last.commitment == ""
    assert last.committed_at is None
    assert (last.topic, last.objectives) == ("Anger", ("Name a cue",))


def test_a_newcomer_has_no_last_time() -> None:
    history = [next_week(), evening(), told((0, AttendanceMarked(DEE.code, Mark.ARRIVED)))]
    assert last_time(DEE.code, history) is None
    assert last_time(ANA.code, []) is None
    answerless = last_time(CY.code, history)
    assert answerless is not None
    assert answerless.answered_at is None


def test_a_topic_counts_for_those_who_were_in_the_room_for_it() -> None:
    history = [
        next_week(),
        evening(),
        told((0, BlockEntered("topic")), (5, Closed()), planned=plan(topic=None)),
    ]
    assert topics_had(EVERYONE, history) == {
        "anger": {BEN.code},
        "coping": {ANA.code, BEN.code, CY.code},
    }
    assert lacking(["coping", "anger", "sleep"], EVERYONE, history) == {"coping": 1, "anger": 3, "sleep": 4}


def test_a_topic_that_was_planned_and_not_held_is_still_lacking() -> None:
    session = told((0, BlockEntered("opening")), (0, AttendanceMarked(ANA.code, Mark.ARRIVED)), (9, Closed()))
    assert lacking(["coping"], [ANA.code], [session]) == {"coping": 1}


def test_a_topic_held_twice_counts_for_both_evenings() -> None:
    again = told((0, BlockEntered("topic")), (0, AttendanceMarked(DEE.code, Mark.ARRIVED)), (9, Closed()))
    assert lacking(["coping"], EVERYONE, [again, evening()]) == {"coping": 0}
