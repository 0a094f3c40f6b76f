"""Today: the ground of the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from iop_group.domain.errors import Problem, Severity
from iop_group.domain.events import AttendanceMarked, ConcernRaised, Mark
from iop_group.domain.people import Group
from iop_group.tui.screens.room import RoomScreen
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import FakeClock, make_desk, members_called, running, screen_text, start_session
from tests.tui.sizes import at_sizes
from tests.tui.until import until


def shown(app: object) -> str:
    return type(getattr(app, "screen", None)).__name__


async def test_from_launch_to_a_running_session_takes_two_keys(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    people = members_called(["Ana", "Ben"])
    group = Group(
        id="g", name="Tuesday evening", weekday=1, starts="18:00", roster=tuple(p.code for p in people)
    )
    desk.vault.registry.put_many(groups=[group], members=people)
    async with running(desk) as pilot:
        await until(pilot, lambda: "Tuesday evening" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: shown(pilot.app) == "PlanScreen")
        await pilot.press("enter")
        await until(pilot, lambda: shown(pilot.app) == "RoomScreen")
        screen = pilot.app.screen
        assert isinstance(screen, RoomScreen)
        await until(pilot, lambda: screen.keeper.session.course.started_at == clock.now())
        assert [m.display_name for m in screen.keeper.session.plan.roster] == ["Ana", "Ben"]


async def test_an_unfinished_session_is_resumed_where_it_stood(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, AttendanceMarked("M0001", Mark.ARRIVED))
    clock.advance(90)
    async with running(desk) as pilot:
        await until(pilot, lambda: "Enter resumes" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: shown(pilot.app) == "RoomScreen")
        await until(pilot, lambda: "3:30 left" in screen_text(pilot))
        assert keeper.session.attendance.here == ("M0001",)


async def test_whoever_leaves_the_room_is_told_where_the_session_is_and_one_enter_goes_back(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    people = members_called(["Ana", "Ben"])
    group = Group(id="g", name="Tuesday evening", roster=tuple(p.code for p in people))
    desk.vault.registry.put_many(groups=[group], members=people)
    async with running(desk) as pilot:
        await until(pilot, lambda: "Tuesday evening" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: shown(pilot.app) == "PlanScreen")
        await pilot.press("enter")
        await until(pilot, lambda: "Opening" in screen_text(pilot) and shown(pilot.app) == "RoomScreen")
        await pilot.press("escape")
        await until(pilot, lambda: "Escape again leaves the room." in screen_text(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "The session runs on." in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: shown(pilot.app) == "RoomScreen")


async def test_planning_a_group_whose_session_is_not_closed_asks_which_one_is_meant(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk) as pilot:
        await pilot.press("down", "enter")
        await until(pilot, lambda: shown(pilot.app) == "PlanScreen")
        await pilot.press("enter")
        await until(pilot, lambda: "is not closed yet" in screen_text(pilot))
        await pilot.press("1")
        await until(pilot, lambda: shown(pilot.app) == "RoomScreen")
        screen = pilot.app.screen
        assert isinstance(screen, RoomScreen)
        assert screen.keeper is keeper


async def test_another_session_can_be_started_beside_one_that_is_not_closed(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk) as pilot:
        await pilot.press("down", "enter")
        await until(pilot, lambda: shown(pilot.app) == "PlanScreen")
        await pilot.press("enter")
        await until(pilot, lambda: "Start another one" in screen_text(pilot))
        await pilot.press("2")
        await until(pilot, lambda: shown(pilot.app) == "RoomScreen")
        screen = pilot.app.screen
        assert isinstance(screen, RoomScreen)
        assert screen.keeper is not keeper


async def test_the_formats_stand_from_short_to_long_with_the_cursor_on_the_one_planned(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    group = Group(id="g", name="Tuesday evening", format_id="90-matrix-like")
    desk.vault.registry.put_many(groups=[group])
    async with running(desk) as pilot:
        await until(pilot, lambda: "Tuesday evening" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: shown(pilot.app) == "PlanScreen")
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: "Which format?" in screen_text(pilot))
        text = screen_text(pilot)
        assert text.index("50 minutes") < text.index("60 minutes") < text.index("180 minutes")
        assert "▸ 3  90 minutes: topic first" in text or "▸ 4  90 minutes: topic first" in text


async def test_the_key_bar_names_the_settings_where_it_is_narrow(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    start_session(desk, ConcernRaised("c1", "M0001", "low"))
    async with running(desk, size=(80, 24)) as pilot:
        await until(pilot, lambda: "s Settings" in screen_text(pilot))
        assert "^P All" in screen_text(pilot).splitlines()[-1]


@pytest.mark.parametrize(
    ("key", "screen", "closed"), [("1", "AfterScreen", True), ("2", "RoomScreen", False)]
)
async def test_a_session_of_yesterday_can_be_closed_as_of_its_last_act(
    tmp_path: Path, clock: FakeClock, key: str, screen: str, closed: bool
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, AttendanceMarked("M0001", Mark.ARRIVED))
    stopped = clock.now()
    clock.advance(20 * 3600)
    async with running(desk) as pilot:
        await until(pilot, lambda: "Enter resumes" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "This session stopped on" in screen_text(pilot))
        await pilot.press(key)
        await until(pilot, lambda: shown(pilot.app) == screen)
        assert keeper.session.closed is closed
        if closed:
            assert keeper.session.course.closed_at == stopped


async def test_a_stay_after_of_an_earlier_session_can_be_followed_up(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, ConcernRaised("c", "M0001", "call back"))
    assert desk.flush()
    async with running(desk) as pilot:
        await until(pilot, lambda: "call back" in screen_text(pilot))
        await pilot.press("f")
        await until(pilot, lambda: shown(pilot.app) == "StayAfterQueue")
        assert keeper.session.notes.open_concerns


@at_sizes((60, 20), (80, 24), (160, 45))
async def test_hostile_names_stand_on_today_as_they_are(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    desk = make_desk(tmp_path, clock)
    groups = [Group(id=f"g{n}", name=name) for n, name in enumerate(HOSTILE)]
    desk.vault.registry.put_many(groups=groups)
    async with running(desk, size=size) as pilot:
        await pilot.press("end", "home")
        assert "[/b]" in screen_text(pilot)


async def test_what_was_restored_stands_on_today_before_lesser_things(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock, settings='facilitator = "Kim"\nvolume = 3\n')
    text = "A part of this file was damaged: restored the version of 19:41:58; the damaged original was kept."
    desk.found_at_the_door = (Problem(Severity.ERROR, "x.gns", None, text),)
    async with running(desk, size=(80, 24)) as pilot:
        await until(pilot, lambda: "restored the version of 19:41:58" in shown_words(pilot))
        assert "And 1 more: `iop-group doctor` shows them." in shown_words(pilot)


def shown_words(pilot: Pilot[None]) -> str:
    return " ".join(screen_text(pilot).split())
