"""The safety cards: there at one key, from anywhere, without a name."""

from __future__ import annotations

from pathlib import Path

from iop_group.domain.events import Closed, Paused
from iop_group.tui.desk import Desk
from iop_group.tui.keeper import Keeper
from iop_group.tui.screens.note import NoteDialog
from iop_group.tui.screens.safety import SafetyScreen
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
from tests.tui.sizes import at_sizes
from tests.tui.until import until

US = 'facilitator = "Kim"\nregion = "US"\n'


class Room(Ground):
    """Stands for the room: has the keeper of the session."""

    keeper: Keeper


def room(desk: Desk, keeper: Keeper) -> Room:
    made = Room(desk)
    made.keeper = keeper
    return made


async def test_f9_in_a_running_room_stops_the_clocks_and_shows_the_cards(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock, settings=US)
    keeper = start_session(desk)
    front = room(desk, keeper)
    async with running(desk, front, bare=True) as pilot:
        await pilot.press("f9")
        await until(pilot, lambda: "Thoughts of suicide" in screen_text(pilot))
        assert keeper.session.course.paused
        assert "911" in screen_text(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is front)
        assert keeper.session.course.paused, "nobody decides for the facilitator when the clocks run again"


async def test_one_key_goes_back_and_lets_the_clocks_run(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    front = room(desk, keeper)
    async with running(desk, front, bare=True) as pilot:
        await pilot.press("f9", "r")
        await until(pilot, lambda: pilot.app.screen is front)
        assert not keeper.session.course.paused


async def test_a_card_opens_by_its_letter_and_the_record_says_which(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock, settings=US)
    keeper = start_session(desk)
    front = room(desk, keeper)
    async with running(desk, front, bare=True) as pilot:
        await pilot.press("f9", "c")
        await until(pilot, lambda: "Give naloxone" in screen_text(pilot))
        await pilot.press("pagedown", "pageup", "1")
        await until(pilot, lambda: "Thank the person" in screen_text(pilot))
        assert "911" in screen_text(pilot), "the first numbers stay in sight"
        await pilot.press("c", "escape", "down", "enter")
        await until(pilot, lambda: "Believe them." in screen_text(pilot))
        assert keeper.session.coverage.cards == ("c-overdose", "a-thoughts-of-suicide", "d-abuse-disclosed")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: pilot.app.screen is front)


async def test_without_a_region_no_number_is_guessed(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk, bare=True) as pilot:
        await pilot.press("f9")
        await until(pilot, lambda: "Your local emergency number" in screen_text(pilot))
        assert "911" not in screen_text(pilot)
        assert "Settings, Region" in screen_text(pilot)
        await pilot.press("a")
        await until(pilot, lambda: "Call your local emergency number" in screen_text(pilot))


async def test_numbers_that_nobody_checked_for_half_a_year_are_said_on_today_and_with_the_cards(
    tmp_path: Path, clock: FakeClock
) -> None:
    settings = 'facilitator = "Kim"\nregion = "here"\n'
    desk = make_desk(tmp_path, clock, settings=settings)
    lines = desk.home / "themes" / "safety" / "crisis-lines.toml"
    lines.parent.mkdir(parents=True)
    block = '[[line]]\nregion = "here"\nlabel = "The line"\nnumber = "0800"\nchecked_on = "2026-01-01"\n'
    lines.write_text(block, encoding="utf-8")
    async with running(desk) as pilot:
        await until(pilot, lambda: "A crisis number was not checked for half a year" in screen_text(pilot))
        await pilot.press("f9")
        await until(pilot, lambda: "0800" in screen_text(pilot))
        assert "not checked for half a year" in screen_text(pilot)


async def test_over_a_half_typed_note_nothing_is_lost(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    front = room(desk, keeper)
    async with running(desk, front, bare=True) as pilot:
        dialog = NoteDialog(keeper)
        await pilot.app.push_screen(dialog)
        paste(pilot, "she said")
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, SafetyScreen))
        assert keeper.session.course.paused
        await pilot.press("f9", "escape")
        await until(pilot, lambda: pilot.app.screen is dialog)
        assert "she said" in screen_text(pilot)


async def test_help_over_the_cards_and_f9_again_come_back_to_the_cards(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk, bare=True) as pilot:
        await pilot.press("f9", "f1")
        await until(pilot, lambda: "How a session goes" in screen_text(pilot) or "Help" in screen_text(pilot))
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, SafetyScreen))
        assert len(pilot.app.screen_stack) == 2


async def test_clocks_that_stood_still_before_are_not_stopped_twice(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, Paused())
    front = room(desk, keeper)
    async with running(desk, front, bare=True) as pilot:
        count = len(keeper.events)
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, SafetyScreen))
        assert len(keeper.events) == count


async def test_a_closed_session_is_left_alone(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, Closed())
    front = room(desk, keeper)
    async with running(desk, front, bare=True) as pilot:
        count = len(keeper.events)
        await pilot.press("f9", "a")
        await until(pilot, lambda: isinstance(pilot.app.screen, SafetyScreen))
        await pilot.press("r")
        await until(pilot, lambda: pilot.app.screen is front)
        assert len(keeper.events) == count


async def test_a_program_without_any_card_is_told_what_to_do(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk, bare=True) as pilot:
        screen = SafetyScreen(desk, None)
        screen.cards = ()
        await pilot.app.push_screen(screen)
        await until(pilot, lambda: "Follow your program's policy and call for help." in screen_text(pilot))
        await pilot.press("enter", "a", "1")


@at_sizes((60, 20), (100, 30), (80, 24), (40, 12))
async def test_every_card_is_whole_at_every_size_and_names_nobody(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    desk = make_desk(tmp_path, clock, settings=US)
    keeper = start_session(desk)
    front = room(desk, keeper)
    async with running(desk, front, bare=True, size=size) as pilot:
        front.say("Hal stepped out.")
        await pilot.press("f9")
        for letter in "abcdefg":
            await pilot.press(letter)
            await until(pilot, lambda: "911" in screen_text(pilot))
            assert not any(name in screen_text(pilot) for name in NAMES)
