"""The topic's parts in a session: left out, brought back, longer, and what may go when time is short."""

from __future__ import annotations

from datetime import timedelta

from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.events import (
    Act,
    BlockEntered,
    Event,
    MinutesAdded,
    PartDropped,
    PartEntered,
    PartExtended,
    PartRestored,
    TopicChosen,
    TopicTaken,
)
from iop_group.domain.repair import Way, repairs, with_acts
from iop_group.domain.session import Session
from iop_group.domain.timing import projected_end
from iop_group.domain.topic_course import held_plan, module_of, spare_parts
from iop_group.domain.topics import TopicPlan
from tests.domain.logs import BLOCKS, TOPIC, moment, plan, told

TEXT = """---
title: Coping
---

## Facilitator: prepare
- Only for you.

## Opening (5 min)
- Hello.

## Breathing (5 min, optional)
- Breathe.

## Key points (10 min)
- One.

## Pairs (6 min, optional)
- In pairs.

## Handout
- To take home.
"""
OPENING, BREATHING, POINTS, PAIRS = 1, 2, 3, 4
TAKEN = TopicTaken("coping", "Coping", text=TEXT)
BLOCK = next(b for b in BLOCKS if b.kind is BlockKind.TOPIC)


def held(*acts: Act, minutes: int = 30) -> tuple[Session, TopicPlan]:
    """The session after the acts, and the topic's plan in a block of so many minutes."""
    blocks = tuple(
        Block(b.id, b.kind, b.title, minutes, b.optional, b.protected) if b == BLOCK else b for b in BLOCKS
    )
    told_acts = [(n, act) for n, act in enumerate((TopicChosen(TAKEN), BlockEntered("topic"), *acts))]
    session = told(*told_acts, planned=plan(blocks=blocks))
    module = module_of(session)
    assert module is not None
    block = session.course.block(BLOCK.id)
    assert block is not None
    return session, held_plan(module, session, block)


def minutes_of(topic: TopicPlan) -> dict[int, int]:
    return {part.index: part.minutes for part in topic.parts}


def test_a_topic_without_its_words_has_no_parts() -> None:
    assert TOPIC.text
    bare = told((0, TopicChosen(TopicTaken("x", "X"))))
    assert module_of(bare) is None


def test_an_optional_part_can_be_left_out_and_brought_back() -> None:
    assert minutes_of(held()[1]) == {OPENING: 5, BREATHING: 5, POINTS: 10, PAIRS: 6}
    assert BREATHING not in minutes_of(held(PartDropped(BREATHING))[1])
    assert BREATHING in minutes_of(held(PartDropped(BREATHING), PartRestored(BREATHING))[1])
    assert BREATHING in minutes_of(held(PartDropped(BREATHING), PartEntered(BREATHING))[1])


def test_a_part_that_was_held_cannot_be_left_out_afterwards() -> None:
    assert BREATHING in minutes_of(held(PartEntered(BREATHING), PartDropped(BREATHING))[1])


def test_where_time_is_short_the_last_optional_part_goes_unless_it_was_wanted() -> None:
    assert PAIRS not in minutes_of(held(minutes=20)[1])
    assert PAIRS in minutes_of(held(PartRestored(PAIRS), minutes=20)[1])
    assert PAIRS in minutes_of(held(PartEntered(PAIRS), minutes=20)[1])


def test_a_part_runs_long_on_purpose_and_the_others_keep_their_minutes() -> None:
    assert minutes_of(held(PartExtended(POINTS, 4))[1]) == {OPENING: 5, BREATHING: 5, POINTS: 14, PAIRS: 6}
    assert minutes_of(held(PartExtended(OPENING, -9))[1])[OPENING] == 0


def test_another_topic_begins_without_the_changes_of_the_one_before() -> None:
    session, _ = held(PartDropped(PAIRS), PartExtended(POINTS, 4), TopicChosen(TAKEN))
    assert (session.coverage.left_out, session.coverage.longer) == (frozenset(), {})


def test_when_late_optional_parts_go_first_and_the_closing_keeps_its_minutes() -> None:
    session, topic = held(PartEntered(OPENING))
    assert [p.index for p in spare_parts(topic, session)] == [BREATHING, PAIRS]
    at = moment(9 * 60)
    course = session.course.apply(Event("late", moment(3), "", MinutesAdded("topic", 30)))
    offers = repairs(course, at, spare_parts(topic, session))
    assert [o.way for o in offers[:2]] == [Way.DROP_PART, Way.DROP_PART]
    assert [o.part.index for o in offers if o.part] == [PAIRS, BREATHING]
    first = offers[0]
    assert first.acts == (PartDropped(PAIRS), MinutesAdded("topic", -6))
    assert first.ends == projected_end(with_acts(course, first.acts, at), at)
    assert projected_end(course, at) - first.ends == timedelta(minutes=6)


def test_a_part_that_was_begun_is_never_offered() -> None:
    session, topic = held(PartEntered(PAIRS))
    assert PAIRS not in [p.index for p in spare_parts(topic, session)]
