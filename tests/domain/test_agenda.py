"""The parts of a session with their minutes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.agenda import (
    DEBRIEF,
    Block,
    BlockKind,
    Format,
    is_fixed,
    new_block,
    places,
    stepped,
    with_block,
    with_debrief,
    with_minutes,
    with_moved,
)
from tests.domain.logs import BLOCKS

CLOSING = Block("closing", BlockKind.CLOSING, "Closing", 5, optional=False, protected=True)


def test_the_debrief_is_not_part_of_what_the_group_is_promised() -> None:
    assert Format("f", "A format", BLOCKS).minutes == 90


def test_every_session_ends_with_a_debrief() -> None:
    assert with_debrief((CLOSING,)) == (CLOSING, DEBRIEF)
    assert with_debrief(BLOCKS) == BLOCKS


@pytest.mark.parametrize(("asked", "planned"), [(-5, 1), (0, 1), (12, 12), (500, 240)])
def test_a_block_has_at_least_a_minute_and_at_most_four_hours(asked: int, planned: int) -> None:
    longer = with_minutes((BLOCKS[0], CLOSING), "closing", asked)
    assert longer == (BLOCKS[0], Block("closing", BlockKind.CLOSING, "Closing", planned, False, True))


def ids(blocks: tuple[Block, ...]) -> str:
    return " ".join(b.id for b in blocks)


def test_a_new_block_gets_an_id_that_is_free_and_can_be_left_out_again() -> None:
    second = new_block(BLOCKS, BlockKind.BREAK, "Break", 15)
    assert second == Block("break-2", BlockKind.BREAK, "Break", 15, optional=True)
    assert new_block((*BLOCKS, second), BlockKind.BREAK, "Break", 15).id == "break-3"
    assert new_block((), BlockKind.BREAK, "Break", 15).id == "break"


@pytest.mark.parametrize("before", ["closing", "debrief", "", "gone"])
def test_nothing_is_ever_put_behind_the_closing(before: str) -> None:
    more = with_block(BLOCKS, new_block(BLOCKS, BlockKind.BREAK, "Break", 15), before)
    assert ids(more) == "opening check-in topic break sharing break-2 closing debrief"
    assert ids(with_moved(BLOCKS, "topic", before)) == "opening check-in break sharing topic closing debrief"


@pytest.mark.parametrize("block", ["opening", "closing", "debrief", "gone"])
def test_what_opens_and_what_closes_keeps_its_place(block: str) -> None:
    assert with_moved(BLOCKS, block, "topic") == BLOCKS
    assert with_moved(BLOCKS, "topic", "topic") == BLOCKS


def test_while_the_group_runs_only_what_is_to_come_moves() -> None:
    earlier, later = ([stepped(BLOCKS, i, step) for i in range(7)] for step in (-1, 1))
    assert earlier == [None, None, "check-in", "topic", "break", None, None]
    assert later == [None, "break", "sharing", "closing", None, None, None]
    assert stepped(BLOCKS, 3, -1, BLOCKS[2]) is None
    assert stepped(BLOCKS, 2, 1, BLOCKS[2]) is None
    assert stepped(BLOCKS, 3, 1, BLOCKS[2]) == "closing"
    assert not places(BLOCKS, BLOCKS[5])


def test_a_format_that_has_nothing_but_a_closing_takes_blocks_before_it() -> None:
    assert places((CLOSING,)) == range(1)
    assert ids(with_block((CLOSING,), BLOCKS[3], "")) == "break closing"


@given(st.integers(0, 6), st.sampled_from([-1, 1]))
def test_a_step_back_and_forth_leaves_everything_as_it_was(index: int, step: int) -> None:
    before = stepped(BLOCKS, index, step)
    if before is None:
        return
    moved = with_moved(BLOCKS, BLOCKS[index].id, before)
    assert moved[index + step] == BLOCKS[index]
    back = stepped(moved, index + step, -step)
    assert back is not None
    assert with_moved(moved, BLOCKS[index].id, back) == BLOCKS
    assert [b for b in moved if is_fixed(b)] == [BLOCKS[0], *BLOCKS[5:]]
