"""The curtain hides everything at one key."""

from __future__ import annotations

from pathlib import Path

import pytest

from iop_group.domain.timing import block_spent
from iop_group.tui.screens.curtain import CurtainScreen, draw_or_open
from iop_group.tui.screens.note import NoteDialog
from iop_group.tui.times import local_time
from iop_group.tui.widgets.clock import BigClock
from tests.tui.desk_for_tests import (
    NAMES,
    FakeClock,
    Ground,
    make_desk,
    paste,
    running,
    screen_text,
    start_session,
)
from tests.tui.until import until
from tests.tui.widgets.stage import painted


@pytest.mark.parametrize("key", ["f10", "ctrl+k", "full_stop"])
async def test_one_key_draws_the_curtain_over_names_dialogs_and_messages(
    tmp_path: Path, clock: FakeClock, key: str
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, bare=True) as pilot:
        ground = pilot.app.screen
        assert isinstance(ground, Ground)
        ground.say("Ana R. is here.")
        await until(pilot, lambda: "Ana R." in screen_text(pilot))
        if key != "full_stop":
            await pilot.app.push_screen(NoteDialog(keeper, "M0001"))
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, CurtainScreen))
        await until(pilot, lambda: "Enter opens" in screen_text(pilot))
        assert not any(name in screen_text(pilot) for name in NAMES)
        assert "iop" not in screen_text(pilot)


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_enter_and_escape_open_it_and_half_typed_words_are_still_there(
    tmp_path: Path, clock: FakeClock, key: str
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    dialog = NoteDialog(keeper)
    async with running(desk, dialog, bare=True) as pilot:
        paste(pilot, "she said")
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, CurtainScreen))
        await pilot.press("x", "n", key)
        await until(pilot, lambda: pilot.app.screen is dialog)
        assert "she said" in screen_text(pilot)


async def test_it_falls_and_opens_and_never_twice(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk, bare=True) as pilot:
        ground = pilot.app.screen
        draw_or_open(pilot.app, desk)
        await until(pilot, lambda: isinstance(pilot.app.screen, CurtainScreen))
        draw_or_open(pilot.app, desk)
        await until(pilot, lambda: pilot.app.screen is ground)
        assert len(pilot.app.screen_stack) == 1


@pytest.mark.parametrize("key", ["f10", "ctrl+k", "full_stop"])
async def test_the_key_that_drew_it_opens_it(tmp_path: Path, clock: FakeClock, key: str) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk, bare=True) as pilot:
        ground = pilot.app.screen
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, CurtainScreen))
        await pilot.press(key)
        await until(pilot, lambda: pilot.app.screen is ground)


async def test_the_time_of_day_and_the_sessions_clocks_run_on(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    curtain = CurtainScreen(desk)
    async with running(desk, curtain, bare=True) as pilot:
        clock_face = curtain.query_one(BigClock)
        before = painted(clock_face)
        clock.advance(61)
        curtain.tick()
        await until(pilot, lambda: painted(clock_face) != before)
        assert block_spent(keeper.session.course, "opening", clock.now()) == 61


async def test_it_shows_the_local_time(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    curtain = CurtainScreen(desk)
    async with running(desk, curtain, bare=True, size=(12, 8)) as pilot:
        await until(pilot, lambda: local_time(clock.now()) in screen_text(pilot))
