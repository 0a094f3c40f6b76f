"""Whose turn it is, who waits, who has been heard."""

from __future__ import annotations

from iop_group.domain.attendance import Span
from iop_group.domain.events import (
    BlockEntered,
    Closed,
    QueueSet,
    TurnEnded,
    TurnExtended,
    TurnPassed,
    TurnStarted,
)
from iop_group.domain.floor import Turn
from tests.domain.logs import moment, told

SHARING = (0.0, BlockEntered("sharing"))


def test_a_turn_takes_the_member_from_the_queue_and_ends_the_turn_before() -> None:
    floor = told(
        SHARING,
        (0, QueueSet(("a1", "b2", "a1", "c3"))),
        (10, TurnStarted("b2", "sharing", 120)),
        (70, TurnStarted("a1", "sharing", 90)),
    ).floor
    assert floor.queue == ("c3",)
    assert floor.turns[0] == Turn("b2", "sharing", Span(moment(10), moment(70)), 120)
    assert floor.turn == Turn("a1", "sharing", Span(moment(70)), 90)
    assert floor.heard("sharing") == {"a1", "b2"}


def test_a_turn_can_be_made_longer_and_never_shorter_than_nothing() -> None:
    floor = told(SHARING, (0, TurnStarted("a1", "sharing", 60)), (10, TurnExtended(60))).floor
    assert floor.turn is not None
    assert floor.turn.planned == 120
    floor = told(SHARING, (0, TurnStarted("a1", "sharing", -5)), (10, TurnExtended(-60))).floor
    assert floor.turn is not None
    assert floor.turn.planned == 0


def test_without_a_turn_there_is_nothing_to_lengthen_or_end() -> None:
    assert told(SHARING, (5, TurnExtended(60)), (6, TurnEnded())).floor.turns == ()


def test_passing_takes_no_share_of_the_time_and_can_be_taken_back() -> None:
    floor = told(
        SHARING, (0, QueueSet(("a1", "b2"))), (5, TurnStarted("a1", "sharing", 60)), (8, TurnPassed("a1"))
    ).floor
    assert (floor.turns, floor.queue) == ((), ("b2",))
    assert floor.passed("sharing") == {"a1"}
    later = told(SHARING, (8, TurnPassed("a1")), (9, TurnStarted("a1", "sharing", 60))).floor
    assert later.passed("sharing") == frozenset()
    assert later.heard("sharing") == {"a1"}


def test_a_pass_from_the_queue_leaves_the_turn_that_runs() -> None:
    floor = told(
        SHARING, (0, QueueSet(("b2",))), (5, TurnStarted("a1", "sharing", 60)), (8, TurnPassed("b2"))
    ).floor
    assert floor.turn is not None
    assert floor.turn.member == "a1"
    assert floor.queue == ()


def test_the_next_block_and_the_close_end_a_turn() -> None:
    for act in (BlockEntered("closing"), Closed()):
        floor = told(SHARING, (5, TurnStarted("a1", "sharing", 60)), (65, act)).floor
        assert floor.turn is None
        assert floor.turns[0].span == Span(moment(5), moment(65))


def test_turns_of_one_block_are_not_those_of_another() -> None:
    floor = told(
        (0, BlockEntered("check-in")),
        (5, TurnPassed("b2")),
        (6, TurnStarted("a1", "check-in", 60)),
        (60, SHARING[1]),
    ).floor
    assert (floor.heard("sharing"), floor.passed("sharing")) == (frozenset(), frozenset())
    assert floor.heard("check-in") == {"a1"}
    assert floor.passed("check-in") == {"b2"}


def test_a_clock_that_went_back_makes_no_negative_turn() -> None:
    floor = told(SHARING, (50, TurnStarted("a1", "sharing", 60)), (20, TurnEnded())).floor
    assert floor.turns[0].span == Span(moment(50), moment(50))
