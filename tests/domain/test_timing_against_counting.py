"""Times computed from the log agree with a session counted second by second."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from iop_group.domain import order, timing
from iop_group.domain.agenda import BlockKind
from iop_group.domain.session import Session
from iop_group.domain.talk import talk
from tests.domain.logs import BLOCKS, Log, moment, plan
from tests.domain.simulation import ENDINGS, GAPS, HELD, MEMBERS, MINUTE, PARTS, STORIES, Count, Step


def agree(session: Session, count: Count) -> None:
    now, course = moment(count.time), session.course
    assert {b: timing.block_spent(course, b, now) for b in HELD} == count.spent
    assert {b.id: timing.block_left(course, b, now) for b in BLOCKS} == {b: count.left(b) for b in HELD}
    assert {m: timing.attended(session, m, now) for m in MEMBERS} == count.attended
    assert [timing.turn_spent(session, t, now) for t in session.floor.turns] == [t.spent for t in count.turns]
    assert [timing.turn_left(session, t, now) for t in session.floor.turns] == [
        t.planned - t.spent for t in count.turns
    ]
    shares = {b.id: timing.fair_share(session, b, now) for b in BLOCKS}
    assert shares == {b: count.fair_share(b) for b in HELD}
    assert timing.projected_end(course, now) == moment(count.end())
    assert {p: timing.part_spent(session, p, now) for p in PARTS} == count.parts
    assert set(session.attendance.here) == count.inside & count.roster
    assert {b: list(order.waiting(session, b)) for b in HELD} == {b: count.waiting(b) for b in HELD}
    both = talk(session, now)
    assert (both.facilitator, both.group) == count.talked()
    _the_whole_agrees(session, count)


def _the_whole_agrees(session: Session, count: Count) -> None:
    now, course = moment(count.time), session.course
    if count.started is None:
        assert (timing.group_seconds(course, now), timing.pace(course, now)) == (0, 0)
        assert timing.planned_end(course) is None
    else:
        until = count.time if count.left_at is None else count.left_at
        assert timing.group_seconds(course, now) == until - count.started
        promised = count.started + sum(b.minutes for b in BLOCKS if b.kind is not BlockKind.DEBRIEF) * MINUTE
        assert timing.planned_end(course) == moment(promised)
        assert timing.pace(course, now) == round((count.end() - promised) / MINUTE)
    talked = timing.talk_times(session, now)
    assert sum(talked.values()) == sum(t.spent for t in count.turns)


def _told(story: list[Step], ending: list[Step], silence: int) -> None:
    log, count = Log(), Count()
    log.add(0, plan())
    for step in [*story, *ending]:
        count.tell(step)
        log.add(count.time, step[1])
        agree(log.session, count)
    count.wait(silence)  # the lid was closed: nothing happened and nothing was written
    agree(log.session, count)


@settings(max_examples=200)
@given(STORIES, ENDINGS, GAPS)
def test_computed_times_are_what_counting_every_second_gives(
    story: list[Step], ending: list[Step], silence: int
) -> None:
    _told(story, ending, silence)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@settings(max_examples=10_000)
@given(STORIES, ENDINGS, GAPS)
def test_they_are_over_ten_thousand_sessions(story: list[Step], ending: list[Step], silence: int) -> None:
    _told(story, ending, silence)
