"""Leaving while something is not on the disk."""

from __future__ import annotations

from pathlib import Path

from iop_group.tui.screens.unsaved import Unsaved, ask_to_leave
from tests.tui.desk_for_tests import FakeClock, make_desk, running, screen_text
from tests.tui.until import until


async def test_enter_and_escape_stay_and_only_y_leaves(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk, bare=True, size=(80, 24)) as pilot:
        app = pilot.app
        ground = app.screen
        ask_to_leave(app)
        await until(pilot, lambda: "Not everything is on the disk" in screen_text(pilot))
        await pilot.press("enter")
        assert isinstance(app.screen, Unsaved)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is ground)
        assert app.is_running
        ask_to_leave(app)
        await until(pilot, lambda: isinstance(app.screen, Unsaved))
        await pilot.press("y")
        await until(pilot, lambda: app.return_code is not None)


async def test_asking_twice_shows_one_question(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk, bare=True) as pilot:
        ask_to_leave(pilot.app)
        await until(pilot, lambda: isinstance(pilot.app.screen, Unsaved))
        ask_to_leave(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
