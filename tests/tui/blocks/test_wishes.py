"""The group's list: made in its own block, ticked where it is talked about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from textual.pilot import Pilot

from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.events import BlockEntered, WishWritten
from iop_group.domain.group_sight import sight_of
from iop_group.domain.wishes import Wish
from iop_group.tui.blocks.wishes import WishesWorkspace
from iop_group.tui.keeper import Keeper
from iop_group.tui.room_lines import WISH_SLOT, waiting_words
from iop_group.tui.screens.room import RoomScreen
from tests.hostile import HOSTILE
from tests.tui.blocks.room import arrivals
from tests.tui.desk_for_tests import (
    BLOCKS,
    NAMES,
    FakeClock,
    make_desk,
    paste,
    plan_of,
    running,
    screen_text,
    start_session,
)
from tests.tui.sizes import at_sizes
from tests.tui.until import until

LIST = Block("sharing-2", BlockKind.SHARING, "Agenda", 3, lists=True)
BEN = "M0002"


@asynccontextmanager
async def making_the_list(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int] = (100, 30)
) -> AsyncIterator[tuple[Pilot[None], Keeper]]:
    """The room in the block that makes the list; sharing comes next."""
    desk = make_desk(tmp_path, clock)
    plan = plan_of(blocks=(BLOCKS[0], LIST, *BLOCKS[4:]))
    keeper = start_session(desk, *arrivals(), BlockEntered(LIST.id), plan=plan)
    screen = RoomScreen(desk, keeper)
    async with running(desk, screen, bare=True, size=size) as pilot:
        await until(pilot, lambda: bool(screen.query(WishesWorkspace)) and screen.focused is not None)
        yield pilot, keeper


def shows(pilot: Pilot[None], words: str) -> bool:
    return words in screen_text(pilot)


def listed(keeper: Keeper) -> list[tuple[str, str, int]]:
    return [(w.words, w.member, w.minutes) for w in keeper.session.wishes.all]


@at_sizes((60, 20), (80, 24), (160, 45))
async def test_points_are_typed_one_after_the_other_with_whose_and_how_long(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    async with making_the_list(tmp_path, clock, size) as (pilot, keeper):
        await until(pilot, lambda: "What do we want to work on?" in screen_text(pilot))
        for words in ("@ben the call with his boss 10m", "sleep"):
            paste(pilot, words)
            await pilot.press("enter")
        await until(pilot, lambda: len(listed(keeper)) == 2)
        assert listed(keeper) == [("the call with his boss", BEN, 10), ("sleep", "", 0)]
        await until(pilot, lambda: "2 on the list, 10 min" in screen_text(pilot))
        assert keeper.typed(WISH_SLOT) == ""


async def test_half_a_point_is_kept_and_an_unknown_name_is_asked_about(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with making_the_list(tmp_path, clock) as (pilot, keeper):
        paste(pilot, "@zed his call")
        await pilot.press("enter")
        await until(pilot, lambda: "Nobody today has that name." in screen_text(pilot))
        assert keeper.typed(WISH_SLOT) == "@zed his call"
        assert listed(keeper) == []
        keeper.act(WishWritten("w1", "sleep"))
        assert not pilot.app.screen.query_one(WishesWorkspace).is_done, "Next asks first"
        assert "where the list is made" in waiting_words(keeper)
        assert pilot.app.screen.query_one("#block-clock").display


async def test_the_point_at_the_cursor_goes_with_delete_and_comes_back_with_undo(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with making_the_list(tmp_path, clock) as (pilot, keeper):
        for words in ("one", "two", "three"):
            keeper.act(WishWritten(words, words))
        await pilot.press("down", "down", "down", "up", "delete")
        assert [w for w, _, _ in listed(keeper)] == ["one", "three"]
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "Taken back: the point of the group's list." in screen_text(pilot))
        assert [w for w, _, _ in listed(keeper)] == ["one", "two", "three"]
        await pilot.press("x", "home", "delete")
        assert len(listed(keeper)) == 3, "what is typed is deleted first"


async def test_the_list_stands_beside_the_floor_and_is_ticked_there(tmp_path: Path, clock: FakeClock) -> None:
    async with making_the_list(tmp_path, clock) as (pilot, keeper):
        keeper.act(WishWritten("w1", "the call", BEN, 10), WishWritten("w2", "sleep"))
        await pilot.press("f8")
        await until(pilot, lambda: "On the list" in screen_text(pilot) and "j List" in screen_text(pilot))
        await pilot.press("j")
        await until(pilot, lambda: "The group's list" in screen_text(pilot))
        await pilot.press("enter", "enter", "enter", "escape")
        assert keeper.session.wishes.all == (Wish("w1", "the call", BEN, 10, done=True), Wish("w2", "sleep"))
        await until(pilot, lambda: "✓ the call" in screen_text(pilot) and "○ sleep" in screen_text(pilot))


async def test_without_a_list_nothing_is_said_of_one(tmp_path: Path, clock: FakeClock) -> None:
    async with making_the_list(tmp_path, clock) as (pilot, _):
        await pilot.press("f8", "f8")
        await until(pilot, lambda: "Nobody has the floor" in screen_text(pilot))
        assert "On the list" not in screen_text(pilot)
        assert "j List" not in screen_text(pilot)
        await pilot.press("j", "enter", "space")
        await until(pilot, lambda: "Nothing is on the list today." in screen_text(pilot))


async def test_the_group_sees_nothing_of_the_list_in_the_room_view(tmp_path: Path, clock: FakeClock) -> None:
    async with making_the_list(tmp_path, clock) as (pilot, keeper):
        keeper.act(WishWritten("w1", "the call", BEN, 10))
        for block, there in ((LIST.id, "What do we want"), ("sharing", "Nobody has the floor")):
            keeper.act(BlockEntered(block))
            await until(pilot, partial(shows, pilot, there))
            sight = sight_of(keeper.session, clock.now(), module=None, ritual=None, names=True)
            assert sight is not None
            assert (sight.heading, sight.lines, sight.question, sight.speaker) == ("", (), "", "")


@at_sizes((60, 20), (100, 30))
async def test_hostile_points_are_shown_as_they_are(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    async with making_the_list(tmp_path, clock, size) as (pilot, keeper):
        for number, words in enumerate(HOSTILE):
            keeper.act(WishWritten(f"w{number}", words, BEN))
        await pilot.press("up", "down")
        await until(pilot, lambda: NAMES[1] in screen_text(pilot))
        keeper.act(BlockEntered("sharing"))
        await until(pilot, lambda: "Nobody has the floor" in screen_text(pilot))
        await pilot.press("j", "end", "enter")
        await until(pilot, lambda: "The group's list" in screen_text(pilot))
