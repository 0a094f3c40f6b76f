"""Every act of the room has a key that works while words are typed, and a line in Help."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.binding import Binding
from textual.pilot import Pilot

from iop_group.domain.events import AttendanceMarked, BlockEntered, ConcernRaised, Mark
from iop_group.domain.people import FACILITATOR
from iop_group.tui.blocks.closing_view import HarvestEntry
from iop_group.tui.commands import Command, Place, commands_at, key_text
from iop_group.tui.keeper import Keeper
from iop_group.tui.screens.help import key_rows
from iop_group.tui.screens.room import RoomScreen
from iop_group.tui.widgets.fields import Entry, Writing
from tests.tui.desk_for_tests import FakeClock, make_desk, running, screen_text, start_session
from tests.tui.until import until

BLOCKS = (Place.OPENING, Place.CHECK_IN, Place.TOPIC, Place.SHARING, Place.CLOSING)
OF_THE_ROOM = commands_at(Place.ROOM, Place.ANYWHERE)
FIELDS = ("closing", "debrief")
"""Blocks in which words are typed."""


def taken_by_a_field(key: str) -> bool:
    """A field has a use of its own for the key, or types it."""
    own = {
        b.key for field in (Entry, Writing, HarvestEntry) for b in field.BINDINGS if isinstance(b, Binding)
    }
    return len(key) == 1 or key == "space" or key in {k for keys in own for k in keys.split(",")}


@pytest.mark.parametrize("command", OF_THE_ROOM, ids=lambda command: command.act)
def test_an_act_of_the_room_has_a_key_that_no_field_takes(command: Command) -> None:
    keys = [key for key in command.keys if command.always or not taken_by_a_field(key)]
    assert any(
        (key[0] == "f" and key[1:].isdecimal()) or key.startswith("ctrl+") or key == "escape" for key in keys
    )


@pytest.mark.parametrize("command", OF_THE_ROOM, ids=lambda command: command.act)
def test_no_act_of_the_room_needs_a_function_key(command: Command) -> None:
    assert any(not (key[0] == "f" and key[1:].isdecimal()) for key in command.keys)


def test_no_two_acts_of_the_room_share_a_key() -> None:
    for block in BLOCKS:
        keys = [key for command in commands_at(Place.ANYWHERE, Place.ROOM, block) for key in command.keys]
        assert len(keys) == len(set(keys)), block


def test_help_has_a_line_for_every_act_with_all_its_keys() -> None:
    for block in BLOCKS:
        places = (block, Place.ROOM, Place.ANYWHERE)
        lines = "\n".join("".join(text for text, _ in row) for row in key_rows(places, 92))
        for command in commands_at(*places):
            assert command.name in lines
            assert all(key_text(key) in lines for key in command.keys)


async def in_field(pilot: Pilot[None], block: str) -> None:
    field = HarvestEntry if block == "closing" else Writing
    await until(pilot, lambda: isinstance(pilot.app.screen.focused, field))


SHOWS = {
    "ctrl+n": "Note about the group",
    "f2": "Note about the group",
    "ctrl+r": "Arrivals",
    "f3": "Arrivals",
    "ctrl+w": "Walk-in",
    "ctrl+f": "Who should stay",
    "f4": "Who should stay",
    "ctrl+a": "Go there",
    "ctrl+y": "still to talk about",
    "ctrl+s": "Crisis lines",
    "f9": "Crisis lines",
    "ctrl+x": "Before people go",
    "f1": "Help",
}


@pytest.mark.parametrize("block", ["closing", pytest.param("debrief", marks=pytest.mark.proof)])
@pytest.mark.parametrize("key", SHOWS)
async def test_while_words_are_typed_the_keys_of_the_room_open_what_they_should(
    tmp_path: Path, clock: FakeClock, block: str, key: str
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(
        desk, AttendanceMarked("M0001", Mark.ARRIVED), ConcernRaised("c1", "M0001", ""), BlockEntered(block)
    )
    async with running(desk, RoomScreen(desk, keeper), bare=True) as pilot:
        await in_field(pilot, block)
        await pilot.press("h", "i", key)
        if key in ("f4", "ctrl+f") and block == "closing":  # there the cursor stands on a member
            await until(pilot, lambda: "Stay-after" in screen_text(pilot))
        else:
            await until(pilot, lambda: SHOWS[key] in screen_text(pilot))


def speaks(keeper: Keeper) -> bool:
    turn = keeper.session.floor.turn
    return turn is not None and turn.member == FACILITATOR


@pytest.mark.parametrize("block", FIELDS)
async def test_while_words_are_typed_the_clocks_and_the_blocks_obey(
    tmp_path: Path, clock: FakeClock, block: str
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, AttendanceMarked("M0001", Mark.ARRIVED), BlockEntered(block))
    async with running(desk, RoomScreen(desk, keeper), bare=True) as pilot:
        await in_field(pilot, block)
        await pilot.press("h", "ctrl+o")
        await until(pilot, lambda: keeper.session.course.paused)
        await pilot.press("f5", "ctrl+t", "f6")
        await until(pilot, lambda: keeper.session.course.added.get(block) == 2)
        assert not keeper.session.course.paused
        await pilot.press("ctrl+underscore")
        await until(pilot, lambda: keeper.session.course.added.get(block) == 1)
        await pilot.press("ctrl+e")
        await until(pilot, lambda: speaks(keeper))
        await pilot.press("ctrl+e")
        await until(pilot, lambda: not speaks(keeper))
        await pilot.press("ctrl+b")
        await until(
            pilot, lambda: keeper.session.course.current and keeper.session.course.current.id != block
        )


@pytest.mark.parametrize(
    ("over", "key", "opens"), [("f3", "f2", "Note about"), ("ctrl+n", "f4", "Who should stay")]
)
async def test_over_a_dialog_the_keys_of_the_room_go_on_working_and_words_are_kept(
    tmp_path: Path, clock: FakeClock, over: str, key: str, opens: str
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, AttendanceMarked("M0001", Mark.ARRIVED))
    async with running(desk, RoomScreen(desk, keeper), bare=True) as pilot:
        await until(pilot, lambda: pilot.app.screen.focused is not None)
        await pilot.press(over, "h", key)
        await until(pilot, lambda: opens in screen_text(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, RoomScreen))
        assert keeper.typed("note") in ("", "h")
        assert over != "ctrl+n" or keeper.typed("note") == "h"
