"""The room with eight people in it, opened on one block."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from iop_group.domain.events import Act, AttendanceMarked, BlockEntered, Mark, TopicTaken
from iop_group.library import themes_folder
from iop_group.tui.blocks.base import Workspace
from iop_group.tui.keeper import Keeper
from iop_group.tui.screens.room import RoomScreen
from tests.tui.desk_for_tests import (
    NAMES,
    FakeClock,
    make_desk,
    members_called,
    plan_of,
    running,
    start_session,
)
from tests.tui.until import until


def arrivals(names: Sequence[str] = NAMES) -> tuple[Act, ...]:
    """Everybody comes in."""
    return tuple(AttendanceMarked(m.code, Mark.ARRIVED) for m in members_called(names))


def topic(topic_id: str = "coping-with-cravings") -> TopicTaken:
    """A shipped topic as a session takes it."""
    text = (themes_folder() / "topics" / f"{topic_id}.md").read_text("utf-8")
    return TopicTaken(topic_id, "Coping with cravings", "1", ("Say what an urge is", "Try two ways"), text)


@asynccontextmanager
async def room_in(
    block: str,
    *acts: Act,
    tmp_path: Path,
    clock: FakeClock,
    names: Sequence[str] = NAMES,
    size: tuple[int, int] = (100, 30),
) -> AsyncIterator[tuple[Pilot[None], Keeper]]:
    """The room with that block on; the acts happen before it opens."""
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, *acts, BlockEntered(block), plan=plan_of(names, topic=topic()))
    screen = RoomScreen(desk, keeper)
    async with running(desk, screen, bare=True, size=size) as pilot:
        await until(pilot, lambda: bool(screen.query(Workspace)) and screen.query_one(Workspace).is_mounted)
        await until(pilot, lambda: screen.focused is not None)
        yield pilot, keeper
