"""Stories with their times; test_timing_against_counting.py covers all the rest of them."""

from __future__ import annotations

import pytest

from iop_group.domain import timing
from iop_group.domain.attendance import Presence, Span, Standing
from iop_group.domain.events import (
    Act,
    AttendanceMarked,
    BlockEntered,
    Closed,
    Mark,
    MinutesAdded,
    PartEntered,
    Paused,
    Resumed,
    TurnEnded,
    TurnStarted,
)
from tests.domain.logs import BLOCKS, moment, plan, told

SHARING = BLOCKS[4]
Steps = tuple[tuple[float, Act], ...]
HERE: Steps = ((0, AttendanceMarked("a1", Mark.ARRIVED)), (0, BlockEntered("topic")))


def test_a_lid_closed_for_three_minutes_cost_no_second() -> None:
    session = told(*HERE)
    assert timing.block_spent(session.course, "topic", moment(60 + 180)) == 240


def test_a_session_over_midnight_goes_on_counting() -> None:
    session = told(*HERE)
    after = moment(3 * 3600)
    assert after.date() > moment(0).date()
    assert (
        timing.block_spent(session.course, "topic", after) == timing.attended(session, "a1", after) == 10_800
    )


def test_going_back_to_a_block_goes_on_where_it_stopped() -> None:
    session = told((0, BlockEntered("topic")), (600, BlockEntered("sharing")), (900, BlockEntered("topic")))
    assert timing.block_spent(session.course, "topic", moment(1000)) == 700
    assert timing.block_left(session.course, BLOCKS[2], moment(1000)) == 30 * 60 - 700


def test_a_pause_stops_the_block_and_the_turn_but_not_attendance() -> None:
    session = told(*HERE, (10, TurnStarted("a1", "topic", 60)), (30, Paused()), (90, Resumed()))
    assert timing.block_spent(session.course, "topic", moment(100)) == 40
    (turn,) = session.floor.turns
    assert timing.turn_spent(session, turn, moment(100)) == 30
    assert timing.turn_left(session, turn, moment(100)) == 30
    assert timing.attended(session, "a1", moment(100)) == 100


def test_the_end_moves_with_what_is_taken_and_given() -> None:
    session = told((0, BlockEntered("opening")))
    assert timing.planned_end(session.course) == moment(90 * 60)
    assert timing.projected_end(session.course, moment(60)) == moment(90 * 60)
    late = moment(9 * 60)
    assert timing.pace(session.course, late) == 4
    longer = told((0, BlockEntered("opening")), (0, MinutesAdded("sharing", -4)))
    assert timing.pace(longer.course, late) == 0


def test_before_the_start_the_end_is_a_whole_agenda_away() -> None:
    course = told().course
    assert timing.projected_end(course, moment(0)) == moment(90 * 60)
    assert timing.planned_end(course) is None
    assert (timing.pace(course, moment(0)), timing.group_seconds(course, moment(9))) == (0, 0)


def test_the_members_part_ends_with_the_debrief() -> None:
    session = told(*HERE, (600, BlockEntered("debrief")), (900, Closed()))
    for now in (700, 900, 5000):
        assert timing.attended(session, "a1", moment(now)) == 600
        assert timing.group_seconds(session.course, moment(now)) == 600
        assert timing.projected_end(session.course, moment(now)) == moment(600)


def test_a_debrief_that_nothing_went_before_has_no_members_part() -> None:
    session = told(HERE[0], (0, BlockEntered("debrief")), (300, Closed()))
    for now in (60, 300, 900):
        assert timing.group_seconds(session.course, moment(now)) == 0
        assert timing.attended(session, "a1", moment(now)) == 0


def test_a_debrief_entered_by_mistake_costs_the_members_no_minute() -> None:
    session = told(*HERE, (600, BlockEntered("debrief")), (620, BlockEntered("closing")), (900, Closed()))
    assert timing.attended(session, "a1", moment(900)) == 900
    assert timing.group_seconds(session.course, moment(900)) == 900


def test_nobody_attends_before_the_start_and_a_stranger_never() -> None:
    assert timing.attended(told(HERE[0]), "a1", moment(60)) == 0
    assert timing.attended(told(*HERE), "nobody", moment(60)) == 0
    late = told((0, BlockEntered("topic")), (60, Closed()), (90, AttendanceMarked("a1", Mark.ARRIVED)))
    assert timing.attended(late, "a1", moment(120)) == 0


def test_breaks_are_left_out_of_the_minutes_attended() -> None:
    session = told(*HERE, (600, BlockEntered("break")), (1200, BlockEntered("sharing")))
    assert timing.attended(session, "a1", moment(1500)) == 900


@pytest.mark.parametrize(
    ("steps", "standing"),
    [
        ((), Standing.NOT_RECORDED),
        (((0, AttendanceMarked("a1", Mark.ABSENT)),), Standing.ABSENT),
        (((0, AttendanceMarked("a1", Mark.EXCUSED)),), Standing.EXCUSED),
        (((0, AttendanceMarked("a1", Mark.LEFT)),), Standing.NOT_RECORDED),
        (((-60, AttendanceMarked("a1", Mark.ARRIVED)),), Standing.PRESENT),
        (((600, AttendanceMarked("a1", Mark.ARRIVED)),), Standing.PRESENT),
        (((601, AttendanceMarked("a1", Mark.ARRIVED)),), Standing.LATE),
        (
            ((0, AttendanceMarked("a1", Mark.ARRIVED)), (900, AttendanceMarked("a1", Mark.LEFT))),
            Standing.LEFT_EARLY,
        ),
        (
            ((700, AttendanceMarked("a1", Mark.ARRIVED)), (900, AttendanceMarked("a1", Mark.LEFT))),
            Standing.LATE_LEFT_EARLY,
        ),
        (
            ((0, AttendanceMarked("a1", Mark.ARRIVED)), (900, AttendanceMarked("a1", Mark.STEPPED_OUT))),
            Standing.PRESENT,
        ),
    ],
)
def test_attendance_while_the_session_runs(steps: Steps, standing: Standing) -> None:
    session = told((0, BlockEntered("topic")), *steps)
    assert timing.standing(session, session.attendance.people["a1"], moment(1000)) is standing


@pytest.mark.parametrize(
    ("steps", "standing"),
    [
        (((2000, AttendanceMarked("a1", Mark.LEFT)),), Standing.PRESENT),
        (((1500, AttendanceMarked("a1", Mark.LEFT)),), Standing.PRESENT),
        (((1400, AttendanceMarked("a1", Mark.LEFT)),), Standing.LEFT_EARLY),
        (((1400, AttendanceMarked("a1", Mark.STEPPED_OUT)),), Standing.LEFT_EARLY),
        (
            ((300, AttendanceMarked("a1", Mark.STEPPED_OUT)), (400, AttendanceMarked("a1", Mark.BACK))),
            Standing.PRESENT,
        ),
        ((), Standing.PRESENT),
    ],
)
@pytest.mark.parametrize("end", [BlockEntered("debrief"), Closed()])
def test_attendance_once_the_members_have_gone(steps: Steps, standing: Standing, end: Act) -> None:
    session = told(*sorted((*HERE, *steps, (1500, end)), key=lambda step: step[0]))
    assert timing.standing(session, session.attendance.people["a1"], moment(3000)) is standing


def test_without_a_start_nobody_is_late() -> None:
    session = told((0, AttendanceMarked("a1", Mark.ARRIVED)))
    assert timing.standing(session, session.attendance.people["a1"], moment(9999)) is Standing.PRESENT


def test_the_plan_says_how_late_is_late() -> None:
    steps: Steps = ((0, BlockEntered("topic")), (61, AttendanceMarked("a1", Mark.ARRIVED)))
    strict = told(*steps, planned=plan(late_after=1))
    assert timing.standing(strict, strict.attendance.people["a1"], moment(99)) is Standing.LATE


def test_a_presence_whose_time_still_runs_has_not_left() -> None:
    presence = Presence("Ana R.", Mark.LEFT, (Span(moment(0)),))
    assert timing.standing(told(*HERE), presence, moment(60)) is Standing.PRESENT


def test_the_fair_share_is_what_is_left_for_those_not_yet_heard() -> None:
    here = [(0.0, AttendanceMarked(m, Mark.ARRIVED)) for m in ("a1", "b2", "c3")]
    session = told(*here, (0, BlockEntered("sharing")))
    assert timing.not_heard(session, "sharing") == ("a1", "b2", "c3")
    assert timing.fair_share(session, SHARING, moment(0)) == 500
    session = told(
        *here, (0, BlockEntered("sharing")), (0, TurnStarted("a1", "sharing", 500)), (300, TurnEnded())
    )
    assert timing.fair_share(session, SHARING, moment(300)) == 600
    assert timing.fair_share(session, SHARING, moment(9999)) == 0


def test_when_everyone_was_heard_the_rest_is_for_whoever_wants_it() -> None:
    assert timing.fair_share(told((0, BlockEntered("sharing"))), SHARING, moment(60)) == 24 * 60


def test_talk_times_are_told_the_longest_first_and_by_block() -> None:
    session = told(
        (0, BlockEntered("check-in")),
        (0, TurnStarted("a1", "check-in", 60)),
        (30, BlockEntered("sharing")),
        (30, TurnStarted("b2", "sharing", 60)),
        (120, TurnStarted("a1", "sharing", 60)),
        (150, TurnEnded()),
    )
    assert list(timing.talk_times(session, moment(200)).items()) == [("b2", 90), ("a1", 60)]
    assert timing.talk_times(session, moment(200), "check-in") == {"a1": 30}


def test_a_part_counts_while_its_topic_block_runs() -> None:
    session = told(
        (0, BlockEntered("topic")),
        (60, PartEntered(4)),
        (180, PartEntered(5)),
        (240, BlockEntered("break")),
        (600, BlockEntered("topic")),
        (660, PartEntered(4)),
    )
    assert timing.part_spent(session, 4, moment(700)) == 120 + 40
    assert timing.part_spent(session, 5, moment(700)) == 60 + 60
    assert timing.part_spent(session, 6, moment(700)) == 0
    assert timing.part_spent(told(*HERE), 4, moment(700)) == 0


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, 5), (19, 4.68), (20, 0), (299, 0), (310, 0)], ids="{}".format
)
def test_a_short_block_is_given_up_with_a_word_only_when_it_has_just_begun(
    seconds: float, minutes: float
) -> None:
    course = told((0, BlockEntered("opening"))).course
    assert timing.given_up(course, moment(seconds)) == pytest.approx(minutes * 60, abs=1)


def test_more_than_five_minutes_are_given_up_with_a_word_and_never_the_last_block() -> None:
    course = told((0, BlockEntered("topic"))).course
    assert timing.given_up(course, moment(24 * 60)) == 6 * 60
    assert timing.given_up(course, moment(25 * 60)) == 0
    assert timing.given_up(told((0, BlockEntered("debrief"))).course, moment(1)) == 0
    assert timing.given_up(told().course, moment(1)) == 0


def test_where_the_group_has_been_already_nothing_is_given_up() -> None:
    course = told((0, BlockEntered("break")), (5, BlockEntered("topic"))).course
    assert timing.given_up(course, moment(6)) == 0
