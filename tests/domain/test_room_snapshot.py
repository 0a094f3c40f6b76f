"""The snapshot for the group: its clock counts on by itself, and nothing else can be put into it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.agenda import BlockKind
from iop_group.domain.errors import BadInput
from iop_group.domain.events import (
    BlockEntered,
    ItemTicked,
    MinutesAdded,
    PartEntered,
    Paused,
    PointShown,
    TurnStarted,
)
from iop_group.domain.group_sight import sight_of
from iop_group.domain.people import FACILITATOR
from iop_group.domain.rituals import parse_ritual
from iop_group.domain.room_snapshot import (
    LONGEST,
    RoomClock,
    RoomSnapshot,
    snapshot_from_record,
    snapshot_to_record,
)
from iop_group.domain.session import Session
from iop_group.domain.topics import parse_topic
from tests.domain.logs import START, moment, told

TEXT = """---
title: Coping
---
## Key points (10 min)
- One.
> For you.
### Waves
- Two.
- Three.

## Discussion (5 min)
- First question?
- Second question?

## Facilitator notes
- Never.
"""
MODULE = parse_topic(TEXT, "coping.md")[0]
RITUAL = parse_ritual(
    "---\ntitle: Opening\n---\n- Welcome\n> hint\n- Facilitator: ask Ben\n- Plan\n", "opening.md"
)[0]


def seen(session: Session, seconds: float = 100, *, names: bool = False) -> RoomSnapshot:
    found = sight_of(session, moment(seconds), module=MODULE, ritual=RITUAL, names=names)
    assert found is not None
    return found


def test_before_and_after_and_in_the_debrief_the_group_sees_nothing() -> None:
    for session in (told(), told((0, BlockEntered("opening")), (5, BlockEntered("debrief")))):
        assert sight_of(session, moment(9), module=MODULE, ritual=RITUAL, names=True) is None


def test_the_clock_counts_on_by_itself_and_past_zero() -> None:
    snapshot = seen(told((0, BlockEntered("check-in"))), 60)
    assert [snapshot.clock.left_at(moment(s)) for s in (60, 300, 660)] == [540, 300, -60]


def test_the_clock_tells_when_it_will_be_over_and_a_pause_puts_that_off() -> None:
    clock = seen(told((0, BlockEntered("check-in"))), 60).clock
    assert [clock.over_at(moment(s)) for s in (60, 300, 660)] == [moment(600)] * 3
    paused = seen(told((0, BlockEntered("check-in")), (60, Paused())), 60).clock
    assert [paused.over_at(moment(s)) for s in (60, 300)] == [moment(600), moment(840)]


def test_added_minutes_and_a_pause_are_in_the_clock() -> None:
    session = told((0, BlockEntered("check-in")), (30, MinutesAdded("check-in", 2)), (60, Paused()))
    snapshot = seen(session, 400)
    assert not snapshot.clock.runs
    assert snapshot.clock.left_at(moment(4000)) == 660


def test_points_come_one_after_the_other_under_their_heading() -> None:
    entered = ((0, BlockEntered("topic")), (1, PartEntered(0)))
    first = seen(told(*entered))
    assert (first.heading, first.lines, first.question) == ("Key points", ("One.",), "")
    last = seen(told(*entered, (2, PointShown(0, 2))))
    assert (last.heading, last.lines) == ("Waves", ("Two.", "Three."))
    beyond = seen(told(*entered, (2, PointShown(0, 9))))
    assert beyond.lines == last.lines


def test_a_question_stands_alone() -> None:
    snapshot = seen(told((0, BlockEntered("topic")), (1, PartEntered(1)), (2, PointShown(1, 1))))
    assert (snapshot.heading, snapshot.lines, snapshot.question) == ("Discussion", (), "Second question?")


@pytest.mark.parametrize("part", [2, 3, -1])
def test_a_part_for_the_facilitator_or_none_at_all_shows_nothing(part: int) -> None:
    snapshot = seen(told((0, BlockEntered("topic")), (1, PartEntered(part))))
    assert (snapshot.heading, snapshot.lines, snapshot.question) == ("", (), "")


def test_the_ritual_shows_what_was_said_and_the_line_that_comes_now() -> None:
    session = told((0, BlockEntered("opening")))
    assert seen(session).lines == ("Welcome",)
    session = told((0, BlockEntered("opening")), (3, ItemTicked("opening", "1-welcome", "Welcome")))
    assert seen(session).lines == ("Welcome", "Plan")


def test_a_speaker_is_named_by_the_first_name_and_only_when_that_is_switched_on() -> None:
    speaks = told((0, BlockEntered("sharing")), (1, TurnStarted("a1", "sharing", 90)))
    assert (seen(speaks).speaker, seen(speaks, names=True).speaker) == ("", "Ana")
    for code in (FACILITATOR, "nobody"):
        mine = told((0, BlockEntered("sharing")), (1, TurnStarted(code, "sharing", 90)))
        assert seen(mine, names=True).speaker == ""


SNAPSHOTS = st.builds(
    RoomSnapshot,
    kind=st.sampled_from(BlockKind),
    title=st.just("Topic"),
    clock=st.builds(RoomClock, st.integers(-9000, 9000).map(float), st.just(START), st.booleans()),
    lines=st.lists(st.sampled_from(["One.", "é", "2 cells: 漢"]), max_size=5).map(tuple),
    question=st.sampled_from(["", "Why?"]),
    speaker=st.sampled_from(["", "Ana"]),
)


@given(SNAPSHOTS, st.integers(0, 9000))
def test_it_arrives_as_it_was_handed_over_with_its_clock_counted_on(
    snapshot: RoomSnapshot, gone: int
) -> None:
    now = START + timedelta(seconds=gone)
    arrived = snapshot_from_record(snapshot_to_record(snapshot, now), now)
    assert arrived.clock.left_at(now) == snapshot.clock.left_at(now)
    assert snapshot_to_record(arrived, now) == snapshot_to_record(snapshot, now)


@pytest.mark.parametrize(
    "change",
    [
        {"note": "private"},
        {"kind": "roster"},
        {"title": 3},
        {"left": "soon"},
        {"left": True},
        {"left": float("nan")},
        {"left": float("inf")},
        {"runs": 1},
        {"lines": "text"},
        {"lines": [["nested"]]},
        {"lines": [{"member": "a1"}]},
        {"speaker": None},
    ],
)
def test_anything_else_is_refused(change: dict[str, Any]) -> None:
    good = snapshot_to_record(seen(told((0, BlockEntered("topic")), (1, PartEntered(0)))), START)
    assert snapshot_from_record(good, START).title == "Topic"
    with pytest.raises(BadInput):
        snapshot_from_record(good | change, START)
    with pytest.raises(BadInput):
        snapshot_from_record(
            {key: value for key, value in good.items() if key not in change} | {"x": 1}, START
        )


def test_a_text_is_one_line_without_control_codes_and_never_endless() -> None:
    good = snapshot_to_record(seen(told((0, BlockEntered("sharing")))), START)
    arrived = snapshot_from_record(good | {"title": "a\n\x1b[2Jb" + "c" * 9999}, START)
    assert arrived.title.startswith("a [2Jbc")
    assert len(arrived.title) == LONGEST
