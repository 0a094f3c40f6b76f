"""A block is whole as soon as it is entered: the next second changes nothing but the clocks."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from iop_group.domain.events import AttendanceMarked, BlockEntered, Mark
from iop_group.tui.screens.room import RoomScreen
from tests.tui.blocks.room import topic
from tests.tui.desk_for_tests import (
    BLOCKS,
    FakeClock,
    make_desk,
    plan_of,
    running,
    screen_text,
    start_session,
)
from tests.tui.until import until


class StillRoom(RoomScreen):
    """A room in which no second passes by itself."""

    def tick(self, now: datetime) -> None:
        """Nothing."""

    def second(self, now: datetime) -> None:
        """What a second does."""
        super().tick(now)


async def settled(pilot: Pilot[None]) -> str:
    """The screen, once it changes no more."""
    seen: list[str] = []

    def rests() -> bool:
        seen.append(screen_text(pilot))
        return len(seen) > 3 and len(set(seen[-3:])) == 1

    await until(pilot, rests)
    return seen[-1]


@pytest.mark.parametrize("block", [block.id for block in BLOCKS])
async def test_a_block_is_whole_before_the_next_second(tmp_path: Path, block: str) -> None:
    clock = FakeClock()
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, AttendanceMarked("M0001", Mark.ARRIVED), plan=plan_of(topic=topic()))
    room = StillRoom(desk, keeper)
    async with running(desk, room, bare=True, size=(80, 24)) as pilot:
        await settled(pilot)
        keeper.act(BlockEntered(block))
        await until(pilot, lambda: desk.flush() and room.focused is not None)
        at_first = await settled(pilot)
        room.second(clock.now())
        assert await settled(pilot) == at_first
