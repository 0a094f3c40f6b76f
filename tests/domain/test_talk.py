"""Who does the talking: the facilitator's part of it, and when."""

from __future__ import annotations

from hypothesis import given, settings

from iop_group.domain import timing
from iop_group.domain.attendance import Span
from iop_group.domain.events import BlockEntered, Closed, Paused, Resumed, TurnEnded, TurnStarted
from iop_group.domain.people import EVERYONE, FACILITATOR
from iop_group.domain.talk import SLICE, Talk, talk, talk_by_slices
from tests.domain.logs import ANA, Log, moment, plan, told
from tests.domain.simulation import ENDINGS, STORIES, Count, Step


def test_turns_and_feedback_are_the_groups_and_the_facilitators_are_hers() -> None:
    session = told(
        (0, BlockEntered("sharing")),
        (10, TurnStarted(ANA.code, "sharing", 60)),
        (70, TurnStarted(EVERYONE, "sharing", 60)),
        (100, TurnStarted(FACILITATOR, "sharing", 60)),
        (130, TurnEnded()),
    )
    assert talk(session, moment(200)) == Talk(30.0, 90.0)
    assert talk(session, moment(200)).share == 0.25


def test_the_rounds_are_the_groups_but_for_what_the_facilitator_says_in_them() -> None:
    session = told(
        (0, BlockEntered("check-in")),
        (60, TurnStarted(FACILITATOR, "check-in", 0)),
        (90, TurnEnded()),
        (120, BlockEntered("topic")),
    )
    assert talk(session, moment(900)) == Talk(30.0, 90.0)


def test_before_anybody_has_talked_there_is_no_share() -> None:
    assert talk(told(), moment(0)).share is None
    assert talk_by_slices(told(), moment(0)) == ()
    assert talk_by_slices(told((0, BlockEntered("topic"))), moment(60)) == (None,)


def test_the_hour_shows_when_who_talked() -> None:
    session = told(
        (0, BlockEntered("topic")),
        (10, TurnStarted(FACILITATOR, "topic", 0)),
        (200, TurnEnded()),
        (300, BlockEntered("sharing")),
        (310, TurnStarted(ANA.code, "sharing", 60)),
        (400, Paused()),
        (700, Resumed()),
        (720, Closed()),
    )
    assert talk_by_slices(session, moment(9999)) == (1.0, 0.0, 0.0)
    assert talk(session, moment(9999)) == Talk(190.0, 110.0)


@settings(max_examples=100)
@given(STORIES, ENDINGS)
def test_slices_add_up_to_the_whole_and_no_second_counts_twice(story: list[Step], ending: list[Step]) -> None:
    log, count = Log(), Count()
    log.add(0, plan())
    for step in [*story, *ending]:
        count.tell(step)
        log.add(count.time, step[1])
    session, now = log.session, moment(count.time)
    whole = talk(session, now)
    assert whole.facilitator >= 0 and whole.group >= 0
    start, end = session.course.started_at, session.course.closed_at or now
    if start is None:
        return
    assert whole.facilitator + whole.group <= timing.group_seconds(session.course, now) + sum(
        timing.turn_spent(session, turn, now) for turn in session.floor.turns
    )
    pieces = [talk(session, now, Span(start + n * SLICE, start + (n + 1) * SLICE)) for n in range(400)]
    reached = start + 400 * SLICE >= end
    early = any(turn.span.start < start for turn in session.floor.turns)
    if reached and not early:
        assert abs(sum(p.facilitator for p in pieces) - whole.facilitator) < 0.01
        assert abs(sum(p.group for p in pieces) - whole.group) < 0.01
