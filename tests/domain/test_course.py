"""The agenda and how far it has come."""

from __future__ import annotations

from datetime import timedelta

from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.attendance import Span
from iop_group.domain.course import Visit
from iop_group.domain.events import (
    BlockAdded,
    BlockDropped,
    BlockEntered,
    BlockMoved,
    BlockRestored,
    Closed,
    Event,
    MinutesAdded,
    Paused,
    Resumed,
    Undone,
    event_from_record,
    event_to_record,
)
from iop_group.domain.timing import pace, planned_end, projected_end
from tests.domain.logs import BLOCKS, Log, moment, told


def test_before_the_start_nothing_runs_and_the_first_block_comes_next() -> None:
    course = told().course
    assert (course.started_at, course.current, course.paused) == (None, None, False)
    assert course.neighbour(1) == BLOCKS[0]
    assert course.neighbour(-1) is None


def test_each_block_entered_ends_the_one_before() -> None:
    course = told((0, BlockEntered("opening")), (300, BlockEntered("check-in"))).course
    assert course.visits == (
        Visit("opening", Span(moment(0), moment(300))),
        Visit("check-in", Span(moment(300))),
    )
    assert course.started_at == moment(0)
    assert course.visited("opening")
    assert not course.visited("topic")
    assert course.current == BLOCKS[1]
    assert (course.neighbour(1), course.neighbour(-1)) == (BLOCKS[2], BLOCKS[0])


def test_at_the_ends_of_the_agenda_there_is_no_further_block() -> None:
    assert told((0, BlockEntered("opening"))).course.neighbour(-1) is None
    assert told((0, BlockEntered("debrief"))).course.neighbour(1) is None


def test_a_dropped_block_is_passed_over_unless_it_is_the_one_that_runs() -> None:
    course = told((0, BlockEntered("topic")), (10, BlockDropped("break"))).course
    assert course.neighbour(1) == BLOCKS[4]
    assert course.planned_minutes(BLOCKS[3]) == 0
    running = told((0, BlockEntered("break")), (10, BlockDropped("break"))).course
    assert running.neighbour(1) == BLOCKS[4]
    assert told(*((0, BlockDropped(b.id)) for b in BLOCKS)).course.neighbour(1) is None


def test_a_dropped_block_that_is_brought_back_has_its_place_and_minutes_again() -> None:
    out_and_in = ((10, BlockDropped("break")), (20, BlockRestored("break")))
    course = told((0, BlockEntered("topic")), *out_and_in).course
    assert course.neighbour(1) == BLOCKS[3]
    assert course.planned_minutes(BLOCKS[3]) == BLOCKS[3].minutes
    assert told((0, BlockRestored("x"))).course == told().course


def test_minutes_can_be_added_and_taken_away_but_not_below_none() -> None:
    course = told((0, MinutesAdded("topic", 5)), (0, MinutesAdded("topic", -2))).course
    assert course.planned_minutes(BLOCKS[2]) == 33
    assert told((0, MinutesAdded("topic", -90))).course.planned_minutes(BLOCKS[2]) == 0


def test_a_block_that_is_not_on_the_agenda_changes_nothing() -> None:
    assert told((0, BlockEntered("x")), (0, MinutesAdded("x", 5))).course == told().course
    assert told().course.block("x") is None


def test_a_pause_needs_a_running_block_and_ends_once() -> None:
    assert told((0, Paused())).course.pauses == ()
    course = told((0, BlockEntered("topic")), (10, Paused()), (15, Paused())).course
    assert course.paused
    course = told((0, BlockEntered("topic")), (10, Paused()), (20, Resumed()), (30, Resumed())).course
    assert course.pauses == (Span(moment(10), moment(20)),)
    assert not course.paused


def test_the_next_block_and_the_close_end_a_pause() -> None:
    for act in (BlockEntered("sharing"), Closed()):
        course = told((0, BlockEntered("topic")), (10, Paused()), (20, act)).course
        assert course.pauses == (Span(moment(10), moment(20)),)


def test_closing_ends_everything_once() -> None:
    course = told(
        (0, BlockEntered("topic")), (60, Closed()), (90, Closed()), (99, BlockEntered("break"))
    ).course
    assert course.closed_at == moment(60)
    assert course.visits == (Visit("topic", Span(moment(0), moment(60))),)
    assert (course.current, course.neighbour(1)) == (None, None)


def test_a_session_can_be_closed_that_never_began() -> None:
    course = told((5, Closed())).course
    assert (course.started_at, course.closed_at) == (None, moment(5))


def test_a_clock_that_went_back_makes_no_negative_time() -> None:
    course = told(
        (100, BlockEntered("topic")), (90, Paused()), (80, Resumed()), (50, BlockEntered("break"))
    ).course
    assert course.visits[0].span == Span(moment(100), moment(100))
    assert course.pauses == (Span(moment(90), moment(90)),)


BREAK = Block("break-2", BlockKind.BREAK, "Break", 15, optional=True)


def test_a_break_that_was_added_comes_on_top_of_what_was_promised() -> None:
    before = told((0, BlockEntered("check-in"))).course
    course = told((0, BlockEntered("check-in")), (60, BlockAdded(BREAK, "topic"))).course
    added = course.block("break-2")
    assert added is not None
    assert course.neighbour(1) == added
    assert course.planned_minutes(added) == 15
    assert course.is_extra(added)
    assert planned_end(course) == planned_end(before)
    late = projected_end(course, moment(60)) - projected_end(before, moment(60))
    assert late == timedelta(minutes=15)
    assert pace(course, moment(60)) == pace(before, moment(60)) + 15


def test_a_block_that_is_there_already_is_not_added_twice() -> None:
    assert told((0, BlockAdded(BLOCKS[3], "topic"))).course == told().course


def test_a_moved_block_runs_where_it_stands_now() -> None:
    course = told((0, BlockEntered("check-in")), (60, BlockMoved("sharing", "topic"))).course
    assert course.neighbour(1) == BLOCKS[4]
    assert [b.id for b in course.blocks][-2:] == ["closing", "debrief"]


def test_what_was_added_or_moved_is_taken_back_as_everything_is() -> None:
    log = Log.of((0, BlockEntered("opening")))
    for act in (BlockAdded(BREAK, "topic"), BlockMoved("break-2", "sharing"), BlockEntered("break-2")):
        log.add(10, act)
    for event in reversed(log.events[2:]):
        log.add(20, Undone(event.id))
    assert log.session == told((0, BlockEntered("opening")))


def test_a_version_that_knows_no_added_blocks_passes_over_them() -> None:
    """What a later version wrote is kept as it is; going into its block changes nothing."""
    record = event_to_record(Event("x", moment(5), "Kim", BlockAdded(BREAK, "topic")))
    assert event_from_record(record).act == BlockAdded(BREAK, "topic")
    unknown = event_from_record({**record, "kind": "block from tomorrow"})
    assert event_to_record(unknown)["block"]["id"] == "break-2"
    log = Log.of((0, BlockEntered("check-in")))
    log.events.append(unknown)
    log.add(10, BlockEntered("break-2"))
    assert log.session.course == told((0, BlockEntered("check-in"))).course
