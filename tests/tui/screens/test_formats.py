"""Every format runs from its first block to the notes, also a program's own that is one small file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from iop_group.domain.agenda import BlockKind, with_debrief
from iop_group.domain.timing import attended, block_spent, group_seconds, pace
from iop_group.library import Library
from iop_group.tui.blocks.base import Workspace
from iop_group.tui.blocks.choice import workspace_for
from iop_group.tui.keeper import Keeper
from iop_group.tui.screens.after import AfterScreen
from iop_group.tui.screens.room import RoomScreen
from tests.tui.blocks.room import arrivals, topic
from tests.tui.desk_for_tests import FakeClock, make_desk, plan_of, running, screen_text, start_session
from tests.tui.until import until

OWN = """---
title: Our evening
---
## Opening (4 min)
## Check-in: How are you (12 min)
## Sharing: The list (3 min)
## Break (5 min)
## Sharing: Working time (20 min, optional)
## Closing (6 min)
"""
FORMATS = ("50-skills", "60-thirds", "90-matrix-like", "90-smart-like", "180-iop-day", "our-evening")
MINUTE = 60


def stands_in(keeper: Keeper, room: RoomScreen, block: str) -> bool:
    current = keeper.session.course.current
    workspaces = list(room.query(Workspace))
    there = [w.block.id for w in workspaces if w.standing]
    return current is not None and current.id == block and there == [block]


@pytest.mark.parametrize("name", FORMATS)
async def test_a_format_runs_through_whole(tmp_path: Path, clock: FakeClock, name: str) -> None:
    desk = make_desk(tmp_path, clock)
    own = desk.home / "themes" / "formats"
    own.mkdir(parents=True)
    (own / "our-evening.md").write_text(OWN, encoding="utf-8")
    formats = Library(desk.home).formats()
    assert not formats.problems
    form = next(f for f in formats.items if f.id == name)
    blocks = with_debrief(form.blocks)
    keeper = start_session(desk, *arrivals(), plan=plan_of(blocks=blocks, topic=topic()))
    room = RoomScreen(desk, keeper)
    async with running(desk, room, bare=True, size=(80, 24)) as pilot:
        for block in blocks:
            await until(pilot, partial(stands_in, keeper, room, block.id))
            await until(pilot, lambda: room.focused is not None)
            assert isinstance(room.query_one(Workspace), type(workspace_for(desk, keeper, block)))
            assert block.title[:4] in screen_text(pilot).splitlines()[0]
            clock.advance(block.minutes * MINUTE)
            await pilot.press("f8")
        await until(pilot, lambda: "The clocks stop here" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AfterScreen))
    session, now = keeper.session, clock.now()
    assert {b.id: block_spent(session.course, b.id, now) for b in blocks} == {
        b.id: b.minutes * MINUTE for b in blocks
    }
    assert group_seconds(session.course, now) == form.minutes * MINUTE
    assert pace(session.course, now) == 0
    breaks = sum(b.minutes for b in blocks if b.kind is BlockKind.BREAK)
    assert attended(session, "M0001", now) == (form.minutes - breaks) * MINUTE
