"""Blocks that may be added while the group runs."""

from __future__ import annotations

from iop_group.domain.adding import additions
from iop_group.domain.agenda import BlockKind
from iop_group.domain.course import Course
from iop_group.domain.events import BlockEntered
from iop_group.domain.repair import Way, repairs, with_acts
from iop_group.domain.timing import projected_end
from tests.domain.test_repair import BLOCKS, after, course_of


def test_each_addition_leads_to_the_end_it_shows() -> None:
    course = course_of((0, BlockEntered("opening")))
    offers = additions(course, 2, after(3))
    assert [(o.block.kind, o.block.minutes) for o in offers] == [
        (BlockKind.BREAK, 15),
        (BlockKind.SHARING, 15),
        (BlockKind.TOPIC, 30),
    ]
    for offer in offers:
        taken = with_acts(course, (offer.act,), after(3))
        assert [b.id for b in taken.blocks][3] == offer.block.id
        assert projected_end(taken, after(3)) == offer.ends
        assert offer.ends > projected_end(course, after(3))


def test_what_is_added_comes_after_what_runs_and_before_the_closing() -> None:
    course = course_of((0, BlockEntered("topic")))
    assert {o.act.before for o in additions(course, 0, after(3))} == {"break"}
    assert {o.act.before for o in additions(course, 6, after(3))} == {"closing"}


def test_nothing_is_added_before_the_start_or_once_the_closing_runs() -> None:
    assert additions(Course(BLOCKS), 0, after(0)) == ()
    for block in ("closing", "debrief"):
        assert additions(course_of((0, BlockEntered(block))), 1, after(1)) == ()


def test_an_added_break_can_give_its_time_back() -> None:
    course = course_of((0, BlockEntered("opening")))
    more = with_acts(course, (additions(course, 2, after(1))[0].act,), after(1))
    offers = [(o.way, o.before, o.after) for o in repairs(more, after(1)) if o.block.id == "break-2"]
    assert offers == [(Way.TAKE_SLACK, 15, 9), (Way.DROP, 15, 0)]
