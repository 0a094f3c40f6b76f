"""What the app itself does: the curtain by itself, a window too small, places that cannot be opened."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from textual.css.query import NoMatches

from iop_group.domain.errors import NotSaved
from iop_group.tui.app import IopGroupApp
from iop_group.tui.messages import Go
from iop_group.tui.screens.curtain import CurtainScreen
from iop_group.tui.screens.room import RoomScreen
from iop_group.tui.screens.too_small import TooSmallScreen
from iop_group.tui.text import clean
from iop_group.tui.widgets.dialog import PANEL
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import FakeClock, make_desk, running, screen_text, start_session
from tests.tui.until import until


async def test_the_curtain_falls_by_itself_and_a_key_keeps_it_up(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock, settings='facilitator = "Kim"\ncurtain_after_minutes = 5\n')
    async with running(desk) as pilot:
        clock.advance(4 * 60)
        await pilot.press("down")
        clock.advance(4 * 60)
        app = pilot.app
        assert isinstance(app, IopGroupApp)
        app._tick()
        assert not isinstance(app.screen, CurtainScreen)
        clock.advance(2 * 60)
        await until(pilot, lambda: isinstance(pilot.app.screen, CurtainScreen))


@pytest.mark.parametrize("size", [(59, 24), (80, 19), (20, 5), (1, 1)])
async def test_a_window_too_small_says_what_it_needs_and_gives_everything_back(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk) as pilot:
        await pilot.resize_terminal(*size)
        await until(pilot, lambda: isinstance(pilot.app.screen, TooSmallScreen))
        if size[0] >= 20:
            await until(pilot, lambda: "60" in screen_text(pilot))
        await pilot.press("enter")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: not isinstance(pilot.app.screen, TooSmallScreen))
        assert type(pilot.app.screen).__name__ == "TodayScreen"
        assert not keeper.session.closed


async def test_a_session_that_is_gone_is_one_plain_line(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk) as pilot:
        pilot.app.screen.post_message(Go("room", "f" * 32))
        await until(pilot, lambda: "No session" in screen_text(pilot) or "no session" in screen_text(pilot))
        assert type(pilot.app.screen).__name__ == "TodayScreen"


async def test_a_tick_that_meets_a_screen_on_its_way_out_does_no_harm(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ticked(now: datetime) -> None:
        raise NoMatches("a part that has gone already")

    desk = make_desk(tmp_path, clock)
    room = RoomScreen(desk, start_session(desk))
    async with running(desk, room) as pilot:
        await until(pilot, lambda: pilot.app.screen is room and room.is_mounted)
        monkeypatch.setattr(room, "tick", ticked)
        app = pilot.app
        assert isinstance(app, IopGroupApp)
        app._tick()
        assert app.screen is room


async def test_what_is_not_saved_is_said_loudly_until_it_is(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk) as pilot:
        desk._failed(NotSaved("The disk is full.", "Free some space."))
        await until(pilot, lambda: "NOT SAVED" in screen_text(pilot))
        desk._saved(clock.now())
        await until(pilot, lambda: "saved" in screen_text(pilot) and "NOT SAVED" not in screen_text(pilot))


async def test_a_line_says_why_nothing_is_saved_and_what_to_do_until_it_is(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk, size=(80, 24)) as pilot:
        desk._failed(NotSaved("Not saved: the disk is full.", "Free some space on it."))
        await until(pilot, lambda: "the disk is full. Free some space on it." in screen_text(pilot))
        await pilot.press("s")
        await until(pilot, lambda: "Settings" in screen_text(pilot).splitlines()[0])
        await until(pilot, lambda: "Free some space on it." in screen_text(pilot).splitlines()[1])
        desk._failed(NotSaved("Not saved: the folder may not be written.", "Allow writing."))
        await until(pilot, lambda: "Allow writing." in screen_text(pilot).splitlines()[1])
        desk._saved(clock.now())
        await until(pilot, lambda: "Not saved" not in screen_text(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "TodayScreen")
        await until(pilot, lambda: "Not saved" not in screen_text(pilot))
        desk._failed(NotSaved("Not saved: the disk is full.", "Free some space on it."))
        await until(pilot, lambda: "Free some space on it." in screen_text(pilot).splitlines()[1])


async def test_all_commands_stand_in_a_frame_like_any_other_with_the_keys_first(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with running(make_desk(tmp_path, clock), size=(160, 45)) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "What do you want to do?" in screen_text(pilot))
        await pilot.press(*"curt")
        await until(pilot, lambda: "F10  ^K  .  Hide everything" in screen_text(pilot))
        field = pilot.app.screen.query_one("#--input")
        assert field.region.width == PANEL


async def test_a_dialog_behind_a_dialog_is_not_seen_until_its_turn_comes_again(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, RoomScreen(desk, keeper)) as pilot:
        await until(pilot, lambda: "Opening" in screen_text(pilot))
        await pilot.press("f3")
        await until(pilot, lambda: "Arrivals  0 of 8" in screen_text(pilot))
        await pilot.press("down", "w")
        await until(pilot, lambda: "came in" in screen_text(pilot) or "Walk-in" in screen_text(pilot))
        assert "Arrivals  0 of 8" not in screen_text(pilot)
        assert screen_text(pilot).count("╭") == 1
        assert "Opening" in screen_text(pilot), "the room stays in sight"
        await pilot.resize_terminal(80, 24)
        await pilot.press("escape")
        await until(pilot, lambda: "Arrivals  0 of 8" in screen_text(pilot))
        assert screen_text(pilot).count("╭") == 1
        assert "Esc Back" in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: keeper.session.attendance.here == ("M0002",))


async def test_news_that_come_when_the_app_has_gone_do_no_harm(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk) as pilot:
        app = pilot.app
        assert isinstance(app, IopGroupApp)
    app._show_again()


async def test_a_name_in_a_corner_is_plain_and_as_wide_as_it_looks(tmp_path: Path, clock: FakeClock) -> None:
    async with running(make_desk(tmp_path, clock), bare=True) as pilot:
        for name in HOSTILE:
            pilot.app.notify(f"Taken back: {name}.")
        await until(pilot, lambda: len(pilot.app._notifications) == len(HOSTILE))
        said = list(pilot.app._notifications)
        for toast in said:
            assert not toast.markup
            assert all(clean(line) == line for line in toast.message.split("\n"))
