"""The parts of a session with their minutes."""

from __future__ import annotations

import pytest

from iop_group.domain.agenda import DEBRIEF, Block, BlockKind, Format, with_debrief, with_minutes
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
