"""Coming and going."""

from __future__ import annotations

import pytest

from iop_group.domain.attendance import Presence, Span, overlap, size_hint
from iop_group.domain.events import Act, AttendanceMarked, Mark, MemberJoined, MemberRemoved, MemberRenamed
from iop_group.domain.people import Member
from tests.domain.logs import moment, plan, told


def _stays(*acts: tuple[float, Act]) -> tuple[Span, ...]:
    return told(*acts).attendance.people["a1"].stays


def _mark(seconds: float, mark: Mark) -> tuple[float, Act]:
    return seconds, AttendanceMarked("a1", mark)


def test_a_span_is_as_long_as_it_is_and_never_less_than_nothing() -> None:
    assert Span(moment(10), moment(30)).seconds(moment(99)) == 20
    assert Span(moment(10)).seconds(moment(99)) == 89
    assert Span(moment(10)).seconds(moment(0)) == 0


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [((0, 10), (5, 20), 5), ((0, 10), (10, 20), 0), ((0, 10), (20, 30), 0), ((0, None), (5, None), 95)],
)
def test_two_spans_share_what_both_cover(
    one: tuple[int, int | None], other: tuple[int, int | None], shared: float
) -> None:
    a, b = (Span(moment(s), None if e is None else moment(e)) for s, e in (one, other))
    assert overlap(a, b, moment(100)) == overlap(b, a, moment(100)) == shared


def test_stepping_out_and_coming_back_makes_two_stays() -> None:
    stays = _stays(
        _mark(0, Mark.ARRIVED), _mark(60, Mark.STEPPED_OUT), _mark(90, Mark.BACK), _mark(120, Mark.LEFT)
    )
    assert stays == (Span(moment(0), moment(60)), Span(moment(90), moment(120)))


def test_arriving_twice_is_arriving_once_and_leaving_twice_is_leaving_once() -> None:
    stays = _stays(_mark(0, Mark.ARRIVED), _mark(5, Mark.BACK), _mark(60, Mark.LEFT), _mark(90, Mark.LEFT))
    assert stays == (Span(moment(0), moment(60)),)


@pytest.mark.parametrize("mark", [Mark.ABSENT, Mark.EXCUSED, Mark.CLEARED])
def test_marked_absent_or_cleared_means_never_here(mark: Mark) -> None:
    attendance = told(_mark(0, Mark.ARRIVED), _mark(60, mark)).attendance
    assert attendance.people["a1"].stays == ()
    assert (attendance.here, attendance.came) == ((), ())


def test_a_clock_that_went_back_makes_no_negative_stay() -> None:
    assert _stays(_mark(100, Mark.ARRIVED), _mark(40, Mark.LEFT)) == (Span(moment(100), moment(100)),)


def test_who_is_here_and_who_came() -> None:
    attendance = told(
        (0, AttendanceMarked("a1", Mark.ARRIVED)),
        (0, AttendanceMarked("b2", Mark.ARRIVED)),
        (60, AttendanceMarked("b2", Mark.STEPPED_OUT)),
        (60, AttendanceMarked("nobody", Mark.ARRIVED)),
    ).attendance
    assert (attendance.roster, attendance.here, attendance.came) == (
        ("a1", "b2", "c3"),
        ("a1",),
        ("a1", "b2"),
    )


def test_a_walk_in_joins_unexpected() -> None:
    attendance = told((0, MemberJoined("d4", "Dee")), (0, AttendanceMarked("d4", Mark.ARRIVED))).attendance
    assert attendance.roster[-1] == "d4"
    assert attendance.people["d4"] == Presence("Dee", Mark.ARRIVED, (Span(moment(0)),), expected=False)


def test_taken_off_the_roster_ends_the_time_in_the_room_and_keeps_it() -> None:
    attendance = told((0, AttendanceMarked("a1", Mark.ARRIVED)), (60, MemberRemoved("a1"))).attendance
    assert (attendance.roster, attendance.here, attendance.came) == (("b2", "c3"), (), ("a1",))
    assert attendance.people["a1"].stays == (Span(moment(0), moment(60)),)


def test_taken_off_before_coming_leaves_no_trace_in_the_census() -> None:
    attendance = told((0, MemberRemoved("a1")), (0, MemberRemoved("nobody"))).attendance
    assert attendance.people["a1"] == Presence("Ana R.", removed=True)
    assert attendance.came == ()


def test_put_back_on_the_roster_the_earlier_time_is_still_there() -> None:
    attendance = told(
        (0, AttendanceMarked("a1", Mark.ARRIVED)),
        (60, MemberRemoved("a1")),
        (70, MemberJoined("a1", "Ana R.")),
        (80, AttendanceMarked("a1", Mark.BACK)),
    ).attendance
    assert attendance.here == ("a1",)
    assert [s.start for s in attendance.people["a1"].stays] == [moment(0), moment(80)]


def test_another_display_name_is_shown_from_then_on() -> None:
    attendance = told((0, MemberRenamed("a1", "Ben")), (0, MemberRenamed("nobody", "X"))).attendance
    assert attendance.names() == {"a1": "Ben ·a1", "b2": "Ben ·b2", "c3": "Cy"}


@pytest.mark.parametrize(
    ("here", "waiting", "said"),
    [
        (0, 0, ""),
        (1, 0, "Only 1 here"),
        (2, 0, "Only 2 here"),
        (2, 3, ""),
        (3, 0, ""),
        (12, 0, ""),
        (13, 4, "13 here"),
    ],
)
def test_a_very_small_or_large_group_gets_a_word_once_nobody_is_waited_for(
    here: int, waiting: int, said: str
) -> None:
    roster = tuple(Member(f"m{n}", f"Member {n}") for n in range(here + waiting))
    arrivals = [(0, AttendanceMarked(m.code, Mark.ARRIVED)) for m in roster[:here]]
    hint = size_hint(told(*arrivals, planned=plan(roster=roster)).attendance)
    assert hint.startswith(said)
    assert bool(hint) is bool(said)
