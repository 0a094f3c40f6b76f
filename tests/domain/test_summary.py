"""One line about one session, and the words it can be found by."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from iop_group.domain.errors import BadInput
from iop_group.domain.events import (
    GROUP,
    AddendumAdded,
    Answered,
    AttendanceMarked,
    BlockEntered,
    Closed,
    CommitmentMade,
    ConcernRaised,
    ConcernResolved,
    Mark,
    NoteWritten,
    Outcome,
    RecordWritten,
    Signed,
    TakeawayGiven,
)
from iop_group.domain.summary import searchable_text, summarise, summary_from_record, summary_to_record
from tests.domain.logs import moment, plan, told

STORY = (
    (0.0, AttendanceMarked("a1", Mark.ARRIVED)),
    (60.0, BlockEntered("opening")),
    (70.0, ConcernRaised("c1", "a1", "low tonight")),
)


def test_a_running_session_says_where_it_stands() -> None:
    summary = summarise(told(*STORY))
    assert (summary.id, summary.group, summary.group_name, summary.number) == (
        "s1",
        "g1",
        "Tuesday evening",
        14,
    )
    assert (summary.topic_id, summary.topic, summary.block) == ("coping", "Coping with cravings", "Opening")
    assert (summary.came, summary.expected, summary.notes, summary.signed) == (("a1",), 3, 2, 0)
    assert summary.open_concerns == (("a1", "low tonight"),)
    assert (summary.started_at, summary.closed_at) == (moment(60), None)
    assert (summary.unfinished, summary.fully_signed) == (True, False)


def test_those_who_were_in_the_room_for_the_topic_have_had_it() -> None:
    came = (*STORY, (65.0, AttendanceMarked("a2", Mark.ARRIVED)))
    assert summarise(told(*came)).had_topic == ()
    held = (*came, (80.0, AttendanceMarked("a2", Mark.LEFT)), (90.0, BlockEntered("topic")), (95.0, Closed()))
    assert summarise(told(*held)).had_topic == ("a1",)


def test_a_planned_session_is_neither_unfinished_nor_signed() -> None:
    summary = summarise(told(planned=replace(plan(), topic=None)))
    assert (summary.unfinished, summary.fully_signed, summary.block, summary.topic) == (False, False, "", "")


def test_a_closed_session_is_signed_when_every_note_is() -> None:
    closed = (*STORY, (99.0, Closed()), (100.0, Signed(GROUP, "plain", {})))
    assert not summarise(told(*closed)).fully_signed
    done = summarise(told(*closed, (101, Signed("a1", "plain", {}))))
    assert (done.fully_signed, done.unfinished, done.block) == (True, False, "")


def test_a_signature_about_somebody_who_was_not_there_fills_no_gap() -> None:
    closed = (*STORY, (99.0, Closed()), (100.0, Signed(GROUP, "plain", {})))
    assert not summarise(told(*closed, (101, Signed("b2", "plain", {})))).fully_signed


def test_a_summary_comes_back_from_its_record() -> None:
    for story in ((), STORY, (*STORY, (99.0, Closed()))):
        summary = summarise(told(*story))
        assert summary_from_record(json.loads(json.dumps(summary_to_record(summary)))) == summary


def test_a_summary_that_lost_a_part_is_turned_away() -> None:
    record = summary_to_record(summarise(told(*STORY)))
    for change in ({"open_concerns": [["a1"]]}, {"number": "14"}, {"names": None}):
        with pytest.raises(BadInput):
            summary_from_record({**record, **change})


def test_every_word_of_a_session_can_be_found() -> None:
    text = searchable_text(
        told(
            (0, NoteWritten("n1", "NOTE")),
            (0, TakeawayGiven("a1", "TAKEAWAY")),
            (0, CommitmentMade("a1", "COMMITMENT")),
            (0, ConcernRaised("c1", "a1", "CONCERN")),
            (1, ConcernResolved("c1", Outcome.TALKED, "OUTCOME")),
            (2, Answered("a1", "goal", "ANSWER")),
            (2, Answered("a1", "mood", 7)),
            (3, RecordWritten("a1", "plain", {"Session": "DRAFT"})),
            (4, Signed(GROUP, "plain", {"Session": "SIGNED"})),
            (5, AddendumAdded(GROUP, "Correction", "ADDENDUM")),
        )
    )
    lines = set(text.split("\n"))
    assert lines >= {
        "NOTE",
        "TAKEAWAY",
        "COMMITMENT",
        "CONCERN",
        "OUTCOME",
        "ANSWER",
        "DRAFT",
        "SIGNED",
        "ADDENDUM",
    }
    assert lines >= {"Tuesday evening", "Coping with cravings", "Kim", "Lou", "Ana R.", "Ben", "Cy"}
    assert "" not in lines


def test_a_session_without_a_topic_can_be_found_too() -> None:
    assert "Tuesday evening" in searchable_text(told(planned=replace(plan(), topic=None)))
