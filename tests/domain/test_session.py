"""A session is its log: folding, undoing, and what a later version wrote."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.checkin import PASS, Answer
from iop_group.domain.errors import Damaged
from iop_group.domain.events import (
    GROUP,
    Act,
    AddendumAdded,
    Answered,
    AttendanceMarked,
    BlockEntered,
    Closed,
    CommitmentMade,
    ConcernRaised,
    ConcernResolved,
    ItemTicked,
    Mark,
    NoteWritten,
    ObjectiveCovered,
    Outcome,
    Paused,
    PointShown,
    QuestionUsed,
    QueueSet,
    RecordWritten,
    Signed,
    TakeawayGiven,
    TopicChosen,
    TopicTaken,
    Undone,
    Unknown,
    event_from_record,
    event_to_record,
)
from iop_group.domain.session import Session, apply, begin, effective, fold, undoable
from tests.domain.logs import ANA, BEN, Log, plan
from tests.domain.simulation import ACTS

_WHO = st.sampled_from(["a1", "b2", "nobody"])
_WORDS = st.sampled_from(["", " ", "words", "O'Neil [meh]"])
_ABOUT = st.sampled_from([GROUP, "a1", "b2"])
_FEW = st.integers(0, 2)
EVERY_ACT: st.SearchStrategy[Act] = st.one_of(
    ACTS,
    st.builds(Answered, _WHO, st.sampled_from(["mood", "time"]), st.none() | _FEW | _WORDS, st.booleans()),
    st.builds(ItemTicked, st.just("opening"), st.sampled_from(["1", "2"]), _WORDS, st.booleans()),
    st.builds(PointShown, _FEW, _FEW),
    st.builds(QuestionUsed, _FEW, _FEW, st.booleans()),
    st.builds(ObjectiveCovered, _FEW, st.booleans()),
    st.builds(QueueSet, st.lists(_WHO).map(tuple)),
    st.builds(NoteWritten, st.sampled_from(["n1", "n2"]), _WORDS, _ABOUT),
    st.builds(TakeawayGiven, _WHO, _WORDS),
    st.builds(CommitmentMade, _WHO, _WORDS),
    st.builds(ConcernRaised, st.sampled_from(["c1", "c2"]), _WHO, _WORDS),
    st.builds(ConcernResolved, st.sampled_from(["c1", "c2"]), st.sampled_from(Outcome), _WORDS),
    st.builds(RecordWritten, _ABOUT, st.just("plain"), st.just({"Session": "words"})),
    st.builds(Signed, _ABOUT, st.just("plain"), st.just({"Session": "words"})),
    st.builds(AddendumAdded, _ABOUT, st.just("Correction"), _WORDS),
    st.builds(TopicChosen, st.builds(TopicTaken, st.just("other"), st.just("Other"))),
    st.builds(Undone, st.integers(0, 20).map("e{:04}".format)),
    st.just(Closed()),
    st.just(Unknown({"id": "x", "at": "2030-01-01T00:00:00Z", "by": "Kim", "kind": "sang"})),
)
STEPS = st.lists(st.tuples(st.integers(-5, 300), EVERY_ACT), max_size=25)
"""Any acts in any order, also senseless ones, with a clock that sometimes goes back."""


def _log(steps: list[tuple[int, Act]]) -> Log:
    log, at = Log.of(), 0
    for gap, act in steps:
        at += gap
        log.add(at, act)
    return log


@given(STEPS)
def test_a_session_is_the_same_folded_at_once_or_one_by_one(steps: list[tuple[int, Act]]) -> None:
    log = _log(steps)
    counted = effective(log.events)
    assert fold(log.events) == reduce(apply, counted[1:], begin(plan()))


@given(STEPS)
def test_a_session_read_from_its_records_is_the_same(steps: list[tuple[int, Act]]) -> None:
    log = _log([(gap, act) for gap, act in steps if not isinstance(act, Unknown)])
    assert fold(event_from_record(event_to_record(e)) for e in log.events) == log.session


@given(STEPS)
def test_an_event_that_arrives_twice_counts_once(steps: list[tuple[int, Act]]) -> None:
    log = _log(steps)
    assert fold([*log.events, *log.events]) == log.session


@given(STEPS, EVERY_ACT.filter(lambda act: not isinstance(act, Signed | AddendumAdded | Undone | Unknown)))
def test_undo_takes_back_exactly_the_last_act(steps: list[tuple[int, Act]], act: Act) -> None:
    log = _log([(gap, a) for gap, a in steps if not isinstance(a, Undone)])
    before = log.session
    last = log.add(10_000, act)
    assert undoable(log.events) == last
    log.add(10_001, Undone(last.id))
    assert log.session == before


@given(STEPS)
def test_undoing_again_and_again_stops_at_what_can_never_be_undone(steps: list[tuple[int, Act]]) -> None:
    log = _log(steps)
    for _ in range(len(log.events)):
        last = undoable(log.events)
        if last is None:
            break
        log.add(20_000, Undone(last.id))
    assert undoable(log.events) is None
    kept = [e.act for e in effective(log.events) if not isinstance(e.act, Unknown)]
    assert isinstance(kept[-1], Signed | AddendumAdded) or len(kept) == 1


@given(STEPS)
def test_what_a_later_version_wrote_changes_nothing_and_stays_in_the_log(
    steps: list[tuple[int, Act]],
) -> None:
    log = _log(steps)
    without = [e for e in log.events if not isinstance(e.act, Unknown)]
    assert fold(without) == log.session
    assert [e for e in effective(log.events) if isinstance(e.act, Unknown)] == [
        e for e in log.events if isinstance(e.act, Unknown) and e in effective(log.events)
    ]


def test_undo_passes_over_what_a_later_version_wrote() -> None:
    log = Log.of((0, BlockEntered("opening")))
    log.add(10, Unknown({"kind": "sang"}))
    last = undoable(log.events)
    assert last is not None
    assert last.act == BlockEntered("opening")


@pytest.mark.parametrize("act", [Signed(GROUP, "plain", {}), AddendumAdded(GROUP, "Correction", "text")])
def test_a_signature_and_an_addendum_stay_whatever_says_otherwise(act: Act) -> None:
    log = Log.of((0, Signed(GROUP, "plain", {})), (10, act))
    before = log.session
    assert undoable(log.events) is None
    log.add(20, Undone(log.events[-1].id))
    assert log.session == before


def test_a_plan_cannot_be_taken_away_under_a_session() -> None:
    log = Log.of((0, BlockEntered("opening")))
    before = log.session
    log.add(20, Undone(log.events[0].id))
    assert log.session == before


def test_undoing_what_is_not_there_does_nothing() -> None:
    assert Log.of((0, Undone("none"))).session == Log.of().session
    assert undoable([]) is None


@pytest.mark.parametrize("acts", [[], [Paused()], [Undone("x")]])
def test_a_log_without_a_plan_tells_no_session(acts: list[Act]) -> None:
    log = Log()
    for act in acts:
        log.add(0, act)
    with pytest.raises(Damaged, match="plan"):
        fold(log.events)


def test_a_new_session_has_its_roster_and_nothing_else() -> None:
    session = Log.of().session
    assert session == Session(plan(), session.course, session.attendance)
    assert (session.closed, session.subjects, session.unsigned) == (False, (GROUP,), (GROUP,))


def test_notes_are_owed_for_the_group_and_everyone_who_came() -> None:
    log = Log.of(
        (0, AttendanceMarked(ANA.code, Mark.ARRIVED)),
        (0, AttendanceMarked(BEN.code, Mark.ARRIVED)),
        (60, Signed(GROUP, "plain", {})),
    )
    assert log.session.subjects == (GROUP, "a1", "b2")
    assert log.session.unsigned == ("a1", "b2")


def test_a_closed_session_is_closed() -> None:
    assert Log.of((0, BlockEntered("opening")), (60, Closed())).session.closed


def test_another_topic_takes_the_place_of_the_planned_one() -> None:
    other = TopicTaken("other", "Other")
    session = Log.of((0, ObjectiveCovered(0)), (5, TopicChosen(other))).session
    assert session.plan == replace(plan(), topic=other)
    assert session.coverage.objectives == frozenset()


def test_an_answer_can_be_given_passed_changed_and_taken_out() -> None:
    log = Log.of((0, Answered("a1", "mood", 6)), (1, Answered("a1", "urge", passed=True)))
    assert log.session.checkin.of("a1") == {"mood": Answer(6), "urge": PASS}
    log.add(2, Answered("a1", "mood", 0))
    log.add(3, Answered("a1", "urge"))
    assert log.session.checkin.of("a1") == {"mood": Answer(0)}
