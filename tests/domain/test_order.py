"""Who speaks next: circle, at random, by hand; and to whom feedback is given."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain import order
from iop_group.domain.events import (
    Act,
    AttendanceMarked,
    BlockEntered,
    HandRaised,
    Mark,
    QueueSet,
    TurnEnded,
    TurnPassed,
    TurnStarted,
)
from iop_group.domain.people import EVERYONE, FACILITATOR
from iop_group.domain.session import Session
from tests.domain.logs import ANA, BEN, CY, told

CODES = (ANA.code, BEN.code, CY.code)


def shared(*acts: Act) -> Session:
    """All three are here and the sharing runs; then the acts."""
    arrived = [(0, AttendanceMarked(code, Mark.ARRIVED)) for code in CODES]
    later = [(n, act) for n, act in enumerate(acts, start=10)]
    return told(*arrived, (1, BlockEntered("sharing")), *later)


def test_without_an_order_the_roster_is_the_order() -> None:
    assert order.waiting(shared(), "sharing") == CODES


def test_the_circle_begins_behind_whoever_spoke_first_last_time() -> None:
    assert order.circle(CODES, CODES, ANA.code) == (BEN.code, CY.code, ANA.code)
    assert order.circle(CODES, (ANA.code, CY.code), BEN.code) == (CY.code, ANA.code)
    assert order.circle(CODES, CODES, None) == CODES
    assert order.circle(CODES, CODES, "gone") == CODES


@given(st.permutations(CODES), st.sampled_from([*CODES, None, "gone"]), st.randoms())
def test_at_random_everybody_comes_once_and_last_times_first_comes_last(
    waiting: list[str], first: str | None, chance: random.Random
) -> None:
    drawn = order.at_random(waiting, first, chance.shuffle)
    assert sorted(drawn) == sorted(waiting)
    assert first not in drawn or drawn[-1] == first


def test_a_hand_goes_before_the_queue_and_hands_keep_their_order() -> None:
    session = shared(QueueSet(CODES), HandRaised(CY.code), HandRaised(BEN.code))
    assert order.waiting(session, "sharing") == (CY.code, BEN.code, ANA.code)
    lowered = shared(QueueSet(CODES), HandRaised(CY.code), HandRaised(CY.code, up=False))
    assert order.waiting(lowered, "sharing") == CODES


def test_who_has_spoken_may_come_back_by_a_hand_and_waits_no_more_once_speaking() -> None:
    spoke = (TurnStarted(ANA.code, "sharing", 60), TurnEnded())
    assert ANA.code not in order.waiting(shared(*spoke), "sharing")
    assert order.waiting(shared(*spoke, HandRaised(ANA.code)), "sharing")[0] == ANA.code
    again = shared(*spoke, HandRaised(ANA.code), TurnStarted(ANA.code, "sharing", 60))
    assert again.floor.hands == ()
    assert shared(HandRaised(BEN.code), TurnPassed(BEN.code)).floor.hands == ()


def test_a_hand_of_somebody_who_left_is_not_waited_for() -> None:
    session = shared(HandRaised(BEN.code), AttendanceMarked(BEN.code, Mark.LEFT))
    assert order.waiting(session, "sharing") == (ANA.code, CY.code)


def test_feedback_goes_to_the_member_who_spoke_last_in_this_block() -> None:
    assert order.answered_to(shared().floor) is None
    spoke = (TurnStarted(ANA.code, "sharing", 60), TurnStarted(FACILITATOR, "sharing", 60))
    assert order.answered_to(shared(*spoke).floor) == ANA.code
    assert order.answered_to(shared(*spoke, TurnStarted(EVERYONE, "sharing", 60)).floor) == ANA.code
    assert order.answered_to(shared(*spoke, BlockEntered("closing")).floor) is None


def test_feedback_hears_nobody_and_leaves_the_first_speaker_a_member() -> None:
    session = shared(TurnStarted(FACILITATOR, "sharing", 9), TurnStarted(BEN.code, "sharing", 9))
    assert order.first_speaker(session) == BEN.code
    after = shared(TurnStarted(BEN.code, "sharing", 9), TurnStarted(EVERYONE, "sharing", 60))
    assert order.waiting(after, "sharing") == (ANA.code, CY.code)
