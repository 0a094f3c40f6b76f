"""Finding time when the group runs late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.course import Course
from iop_group.domain.events import (
    Act,
    BlockDropped,
    BlockEntered,
    Closed,
    Event,
    MinutesAdded,
    Paused,
    Resumed,
)
from iop_group.domain.repair import LEAST_SHARE, Way, repairs, with_acts
from iop_group.domain.timing import MINUTE, pace, planned_end, projected_end

START = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
BLOCKS = (
    Block("opening", BlockKind.OPENING, "Opening", 5),
    Block("check-in", BlockKind.CHECK_IN, "Check-in", 20),
    Block("topic", BlockKind.TOPIC, "Topic", 30, optional=True),
    Block("break", BlockKind.BREAK, "Break", 10),
    Block("sharing", BlockKind.SHARING, "Sharing", 25),
    Block("closing", BlockKind.CLOSING, "Closing", 10, protected=True),
    Block("debrief", BlockKind.DEBRIEF, "Debrief", 5, optional=True),
)


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def course_of(*acts: tuple[float, Act], blocks: tuple[Block, ...] = BLOCKS) -> Course:
    """A course with acts at minutes from the start."""
    course = Course(blocks)
    for minutes, act in acts:
        course = course.apply(Event("", after(minutes), "", act))
    return course


def test_nothing_is_offered_before_the_start_or_while_in_time() -> None:
    assert repairs(Course(BLOCKS), START) == ()
    assert repairs(course_of((0, BlockEntered("opening"))), after(4)) == ()


def test_six_minutes_late_sharing_can_give_all_of_them() -> None:
    course = course_of((0, BlockEntered("opening")))
    now = after(11)
    shorter = repairs(course, now)[0]
    assert (shorter.way, shorter.block.id, shorter.before, shorter.after) == (Way.SHORTEN, "sharing", 25, 19)
    assert shorter.ends == planned_end(course)
    assert shorter.acts == (MinutesAdded("sharing", -6),)


def test_the_break_gives_only_its_slack() -> None:
    offers = {o.block.id: o for o in repairs(course_of((0, BlockEntered("opening"))), after(15))}
    assert offers["break"].way is Way.TAKE_SLACK
    assert offers["break"].after == 6


def test_an_optional_block_can_be_left_out_until_it_was_visited() -> None:
    course = course_of((0, BlockEntered("opening")))
    assert any(o.acts == (BlockDropped("topic"),) for o in repairs(course, after(10)))
    course = course_of(
        (0, BlockEntered("opening")), (5, BlockEntered("topic")), (6, BlockEntered("check-in"))
    )
    assert not any(o.way is Way.DROP for o in repairs(course, after(40)))


def test_what_is_behind_the_group_is_no_help() -> None:
    course = course_of(
        (0, BlockEntered("opening")), (20, BlockEntered("closing")), (95, MinutesAdded("closing", 9))
    )
    assert repairs(course, after(110)) == ()


def test_after_the_close_and_in_the_debrief_there_is_nothing_to_repair() -> None:
    late = course_of((0, BlockEntered("opening")), (130, BlockEntered("debrief")))
    assert pace(late, after(140)) == 30
    assert repairs(late, after(140)) == ()
    closed = late.apply(Event("", after(140), "", Closed()))
    assert repairs(closed, after(150)) == ()


def test_a_block_that_was_made_shorter_already_is_not_offered_again() -> None:
    course = course_of((0, BlockEntered("opening")), (1, MinutesAdded("sharing", -10)))
    offers = repairs(course, after(40))
    assert not any(o.block.id == "sharing" for o in offers)


IDS = [b.id for b in BLOCKS]
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(BlockEntered, st.sampled_from(IDS)),
    st.builds(MinutesAdded, st.sampled_from(IDS), st.integers(-30, 30)),
    st.builds(BlockDropped, st.sampled_from(["topic", "debrief"])),
    st.just(Paused()),
    st.just(Resumed()),
)
STEPS = st.lists(st.tuples(st.floats(0, 30, allow_nan=False), ACTS), max_size=12)


@st.composite
def stories(draw: st.DrawFn) -> tuple[Course, datetime]:
    """A course of any agenda after any acts, and a moment later."""
    blocks = tuple(
        Block(b.id, b.kind, b.title, draw(st.integers(1, 60)), draw(st.booleans()), b.protected)
        for b in BLOCKS
    )
    steps = draw(STEPS)
    times = accumulate(step for step, _ in steps)
    acts = [(time, act) for time, (_, act) in zip(times, steps, strict=True)]
    course = course_of((0, BlockEntered("opening")), *acts, blocks=blocks)
    return course, after(sum(step for step, _ in steps) + draw(st.floats(0, 60)))


@given(stories())
def test_the_closing_and_every_protected_block_stay_untouched(story: tuple[Course, datetime]) -> None:
    course, now = story
    for offer in repairs(course, now):
        changed = with_acts(course, offer.acts, now)
        for block in course.blocks:
            if block.protected or block.kind is BlockKind.CLOSING:
                assert changed.planned_minutes(block) == course.planned_minutes(block)


@given(stories())
def test_a_block_never_becomes_shorter_than_its_least(story: tuple[Course, datetime]) -> None:
    course, now = story
    for offer in repairs(course, now):
        if offer.way is not Way.DROP:
            assert offer.after >= offer.block.minutes * LEAST_SHARE
            assert with_acts(course, offer.acts, now).planned_minutes(offer.block) == offer.after


@given(stories())
def test_the_end_that_is_shown_is_the_end_that_comes(story: tuple[Course, datetime]) -> None:
    course, now = story
    for offer in repairs(course, now):
        assert offer.ends == projected_end(with_acts(course, offer.acts, now), now)


@given(stories())
def test_every_offer_gains_time_and_none_gains_more_than_a_minute_too_much(
    story: tuple[Course, datetime],
) -> None:
    course, now = story
    promised = planned_end(course)
    for offer in repairs(course, now):
        assert promised is not None
        assert offer.ends < projected_end(course, now)
        if offer.way is not Way.DROP:
            assert (promised - offer.ends).total_seconds() < MINUTE


@given(stories())
def test_only_a_late_group_gets_offers_and_only_of_blocks_that_were_not_left_out(
    story: tuple[Course, datetime],
) -> None:
    course, now = story
    offers = repairs(course, now)
    assert not offers or pace(course, now) > 0
    assert all(o.block.id not in course.dropped for o in offers)
    assert all(o.way is not Way.DROP or not course.visited(o.block.id) for o in offers)
