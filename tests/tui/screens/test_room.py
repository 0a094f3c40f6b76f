"""The room's frame: blocks, clocks, pace, undo, and the way out."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from iop_group.domain.agenda import Block
from iop_group.domain.events import (
    Act,
    Answered,
    AttendanceMarked,
    BlockEntered,
    ConcernRaised,
    ConcernResolved,
    ItemTicked,
    Mark,
    Outcome,
    TakeawayGiven,
    TurnPassed,
)
from iop_group.domain.timing import MINUTE
from iop_group.library import Library
from iop_group.tui.act_words import act_words
from iop_group.tui.blocks.base import Workspace
from iop_group.tui.blocks.rest import RestWorkspace
from iop_group.tui.commands import COMMANDS, Place, key_text
from iop_group.tui.keeper import Keeper
from iop_group.tui.room_lines import roster_rows, waiting_words
from iop_group.tui.screens.curtain import CurtainScreen
from iop_group.tui.screens.room import RoomScreen
from tests.hostile import HOSTILE
from tests.tui.blocks.room import arrivals, room_in
from tests.tui.desk_for_tests import (
    BLOCKS,
    NAMES,
    FakeClock,
    make_desk,
    members_called,
    paste,
    running,
    screen_text,
    start_session,
)
from tests.tui.until import until

ANA = "M0001"


def is_current(keeper: Keeper, block: Block) -> bool:
    return keeper.session.course.current == block


def shows(pilot: Pilot[None], text: str) -> bool:
    return text in screen_text(pilot)


async def test_next_walks_through_every_block_and_back_returns(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("opening", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        for block in BLOCKS[1:]:
            await pilot.press("f8", "f8")
            await until(pilot, partial(is_current, keeper, block))
            await until(pilot, partial(shows, pilot, f"▸ {block.title}"))
        await pilot.press("f7")
        await until(pilot, lambda: keeper.session.course.current == BLOCKS[-2])


async def test_a_block_that_is_entered_again_goes_on_where_its_clock_stood(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("opening", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        clock.advance(60)
        await pilot.press("f8")
        await until(pilot, lambda: keeper.session.course.current == BLOCKS[1])
        clock.advance(120)
        await pilot.press("f7")
        await until(pilot, lambda: "4:00 left" in screen_text(pilot))


@pytest.mark.parametrize("keys", [("f8", "f7"), ("ctrl+g", "ctrl+b"), (">", "<")])
async def test_blocks_can_be_changed_without_function_keys(
    tmp_path: Path, clock: FakeClock, keys: tuple[str, str]
) -> None:
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press(keys[0], keys[0])
        await until(pilot, lambda: keeper.session.course.current == BLOCKS[5])
        await pilot.press("f7" if keys[1] == "<" else keys[1])
        await until(pilot, lambda: keeper.session.course.current == BLOCKS[4])


async def test_somebody_who_comes_in_during_the_round_is_let_in_by_one_key_and_a_name(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("w")
        await until(pilot, lambda: shows(pilot, "What name do they choose?"))
        paste(pilot, "Zoe")
        await pilot.press("enter")
        await until(pilot, lambda: len(keeper.session.attendance.here) == 9)
        await until(pilot, lambda: isinstance(pilot.app.screen, RoomScreen))
        await until(pilot, lambda: shows(pilot, "0 of 9 checked in"))
        await pilot.press("w")
        await until(pilot, lambda: shows(pilot, "What name do they choose?"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, RoomScreen))


async def test_a_half_typed_note_is_announced_when_the_room_opens_again(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        assert not shows(pilot, "Note…")
        keeper.type("note", "Warm st")
        screen = pilot.app.screen
        assert isinstance(screen, RoomScreen)
        await pilot.app.push_screen(RoomScreen(screen.desk, keeper))
        await until(pilot, lambda: shows(pilot, "A half-typed note is waiting: F2."))
        await until(pilot, lambda: shows(pilot, "F2 Note…"))


async def test_half_typed_words_about_a_stay_after_are_announced_too(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock) as (_, keeper):
        assert waiting_words(keeper) == ""
        keeper.type("resolve c1", "we ta")
        assert "^Y" in waiting_words(keeper)
        keeper.type("stay-after M0001", "low")
        assert "F4" in waiting_words(keeper)


async def test_while_the_clocks_stand_the_pause_key_says_that_they_can_go_on(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, _):
        await pilot.press("f5")
        await until(pilot, lambda: shows(pilot, "F5 Go on"))
        await pilot.press("f5")
        await until(pilot, lambda: shows(pilot, "F5 Pause"))


async def test_whoever_is_asked_to_stay_carries_a_flag_in_the_roster(
    tmp_path: Path, clock: FakeClock
) -> None:
    concern = ConcernRaised("c1", ANA, "low")
    async with room_in("sharing", *arrivals(), concern, tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await until(pilot, lambda: shows(pilot, "Ana R. ⚑"))
        keeper.act(ConcernResolved("c1", Outcome.TALKED))
        await until(pilot, lambda: not shows(pilot, "⚑"))


async def test_a_message_covers_neither_the_clock_nor_the_keys(tmp_path: Path, clock: FakeClock) -> None:
    room = room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock, size=(80, 24))
    async with room as (pilot, _):
        await pilot.press("space", "u")
        await until(pilot, lambda: shows(pilot, "Taken back: "))
        lines = screen_text(pilot).splitlines()
        assert " left" in lines[0]
        assert "F9 Safety" in lines[-1]
        assert "Enter Start turn" in lines[-2]


async def test_the_clock_runs_over_in_words_and_the_end_moves(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("opening", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, _):
        await until(pilot, lambda: "5:00 left" in screen_text(pilot))
        clock.advance(5 * 60 + 125)
        screen = pilot.app.screen
        assert isinstance(screen, RoomScreen)
        screen.tick(clock.now())
        await until(pilot, lambda: "over 2:05" in screen_text(pilot))
        assert "(+2)" in screen_text(pilot)


async def test_pause_stops_the_block_and_says_so(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("opening", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("f5")
        await until(pilot, lambda: keeper.session.course.paused)
        clock.advance(600)
        await pilot.press("f5")
        await until(pilot, lambda: not keeper.session.course.paused)
        await until(pilot, lambda: "5:00 left" in screen_text(pilot))


async def test_a_minute_more_goes_to_the_block_while_nobody_speaks(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("opening", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, _):
        await pilot.press("f6")
        await until(pilot, lambda: "6:00 left" in screen_text(pilot))


async def test_undo_takes_back_the_last_act_and_says_which(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("5", "ctrl+z")
        await until(pilot, lambda: not keeper.session.checkin.of(ANA))
        await until(pilot, lambda: "Taken back: Ana R., the check-in answer." in screen_text(pilot))


async def test_a_stay_after_must_be_talked_about_before_the_session_closes(
    tmp_path: Path, clock: FakeClock
) -> None:
    concern = ConcernRaised("c1", ANA, "high urge")
    async with room_in("debrief", *arrivals(), concern, tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("f8")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "StayAfterQueue")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, RoomScreen))
        assert not keeper.session.closed
        keeper.act(ConcernResolved("c1", Outcome.TALKED, "walked to the bus together"))
        await pilot.press("f8")
        await until(pilot, lambda: "Close the session" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: keeper.session.closed)
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "AfterScreen")


async def test_escape_leaves_the_room_and_loses_nothing(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("7", "escape")
        await until(pilot, lambda: "Escape again" in screen_text(pilot))
        assert isinstance(pilot.app.screen, RoomScreen)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, RoomScreen))
        assert keeper.session.checkin.of(ANA)["mood"].value == 7
        assert not keeper.session.closed


async def test_removing_a_member_keeps_every_word(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("7")
        await until(pilot, lambda: keeper.session.checkin.of(ANA))
        keeper.act(AttendanceMarked(ANA, Mark.ABSENT))
        await until(pilot, lambda: "absent" in screen_text(pilot))
        assert keeper.session.checkin.of(ANA)["mood"].value == 7


def test_every_act_that_can_be_taken_back_has_words_of_its_own() -> None:
    assert act_words(Answered("a", "b")) != "the last act"


async def test_hostile_names_stand_at_the_side(tmp_path: Path, clock: FakeClock) -> None:
    names = [name or "no name" for name in HOSTILE]
    people = arrivals(names)
    async with room_in("opening", *people, tmp_path=tmp_path, clock=clock, names=names) as (_, keeper):
        rows = roster_rows(keeper.session, 22, 40)
        assert len(rows) == 1 + len(names)
        assert all("".join(text for text, _ in row).isprintable() for row in rows)


async def test_with_forty_members_the_side_says_how_many_more(tmp_path: Path, clock: FakeClock) -> None:
    names = [f"Member {n}" for n in range(40)]
    people = arrivals(names)
    async with room_in("opening", *people, tmp_path=tmp_path, clock=clock, names=names) as (pilot, _):
        await until(pilot, lambda: "more" in screen_text(pilot))


def test_every_act_of_the_room_has_a_key_that_is_no_function_key() -> None:
    for command in COMMANDS:
        if Place.ROOM in command.places and command.keys:
            assert any(not key_text(key).startswith("F") or len(key) == 1 for key in command.keys), (
                command.name
            )


async def test_undo_never_leaves_a_room_without_a_block(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("opening", tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("u", "u", "u")
        await until(pilot, lambda: "Taken back" in screen_text(pilot))
        assert is_current(keeper, BLOCKS[0])


async def test_digits_typed_right_behind_next_all_arrive_in_their_places(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("opening", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        for key in ("f8", "f8", "5", "6", "7"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: len(keeper.session.checkin.of(ANA)) == 3)
        assert [a.value for a in keeper.session.checkin.of(ANA).values()] == [5, 6, 7]


async def test_two_blocks_in_a_row_leave_the_keys_alive(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    room = RoomScreen(desk, keeper)
    async with running(desk, room) as pilot:
        await until(pilot, lambda: room.places()[2:])
        keeper.act(BlockEntered("topic"))
        keeper.act(BlockEntered("break"))  # the topic is taken away before it was painted
        await until(pilot, lambda: pilot.app.screen.query(RestWorkspace))
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, CurtainScreen))


async def test_leaving_while_a_block_is_being_painted_is_no_failure(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    room = RoomScreen(desk, keeper)
    async with running(desk, room) as pilot:
        await until(pilot, lambda: room.places()[2:])
        keeper.act(BlockEntered("sharing"))
        pilot.app.exit()


async def test_hurrying_through_all_blocks_and_back_breaks_nothing(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("opening", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        for block in ("check-in", "topic", "opening", "check-in", "sharing", "topic", "break"):
            keeper.act(BlockEntered(block))  # faster than a layout: what was to be painted then is gone
            for workspace in pilot.app.screen.query(Workspace):
                workspace.post_message(events.Resize(workspace.size, workspace.size))
        await until(pilot, lambda: [w.block.id for w in pilot.app.screen.query(Workspace)] == ["break"])


async def test_what_was_to_be_painted_is_not_painted_once_the_block_is_left(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, _):
        workspace = pilot.app.screen.query_one(Workspace)
        painted: list[bool] = []
        await workspace.remove()
        workspace.once_laid_out(lambda: painted.append(True))
        await pilot.pause()
        assert painted == []


async def test_much_time_left_is_given_up_only_when_next_is_pressed_twice(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        clock.advance(MINUTE)
        await pilot.press("f8")
        await until(pilot, lambda: "29 min left. F8 again goes on." in screen_text(pilot))
        assert is_current(keeper, BLOCKS[2])
        clock.advance(6)
        await pilot.press("f8")
        assert is_current(keeper, BLOCKS[2]), "that was too long ago to be meant together"
        await pilot.press("f8")
        await until(pilot, lambda: is_current(keeper, BLOCKS[3]))
        await until(pilot, lambda: "F8 again" not in screen_text(pilot))


async def test_a_block_that_is_nearly_over_is_left_at_once_but_not_in_its_first_seconds(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("opening", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("f8")
        await until(pilot, lambda: "5 min left. F8 again goes on." in screen_text(pilot))
        clock.advance(30)
        await pilot.press("f8")
        await until(pilot, lambda: is_current(keeper, BLOCKS[1]))
        clock.advance(15 * MINUTE)
        await pilot.press("f8")
        await until(pilot, lambda: is_current(keeper, BLOCKS[2]))


async def test_back_and_on_again_to_where_the_group_has_been_takes_one_key(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        keeper.act(BlockEntered("break"))
        await pilot.press("f7")
        await until(pilot, lambda: is_current(keeper, BLOCKS[2]))
        await pilot.press("f8")
        await until(pilot, lambda: is_current(keeper, BLOCKS[3]))


CODES = [m.code for m in members_called(NAMES)]
RITUAL = Library(Path("nowhere")).ritual("opening")
ALL_SAID: list[Act] = [ItemTicked("opening", item.id, "said") for item in RITUAL.items] if RITUAL else []
ALL_HEARD: list[Act] = [Answered(code, "mood", 5) for code in CODES]
ALL_PASSED: list[Act] = [TurnPassed(code) for code in CODES]
ALL_ASKED: list[Act] = [TakeawayGiven(code, "", passed=True) for code in CODES]


@pytest.mark.parametrize(
    ("block", "acts"),
    [
        ("opening", ALL_SAID),
        ("check-in", ALL_HEARD),
        ("sharing", ALL_PASSED),
        ("closing", ALL_ASKED),
    ],
)
async def test_a_block_in_which_nothing_is_left_to_do_is_left_at_once(
    tmp_path: Path, clock: FakeClock, block: str, acts: list[Act]
) -> None:
    async with room_in(block, *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        for act in acts[:-1]:
            keeper.act(act)
        await pilot.press("f8")
        await until(pilot, lambda: "F8 again goes on" in screen_text(pilot))
        clock.advance(6)
        keeper.act(acts[-1])
        await pilot.press("f8")
        await until(pilot, lambda: [v.block for v in keeper.session.course.visits][-2] == block)


def clock_shown(pilot: Pilot[None]) -> bool:
    return bool(pilot.app.screen.query_one("#block-clock").display)


@pytest.mark.parametrize(
    ("block", "members", "lines", "shown"),
    [
        ("opening", 8, 30, True),
        ("topic", 8, 24, False),
        ("topic", 20, 30, False),
        ("topic", 20, 45, True),
        ("sharing", 8, 45, False),
        ("break", 8, 45, False),
    ],
)
async def test_a_large_clock_stands_at_the_side_where_nobodys_name_gives_way_to_it(
    tmp_path: Path, clock: FakeClock, block: str, members: int, lines: int, shown: bool
) -> None:
    names = [f"Member {number}." for number in range(1, members + 1)]
    async with room_in(
        block, *arrivals(names), tmp_path=tmp_path, clock=clock, names=names, size=(100, lines)
    ) as (pilot, _):
        await until(pilot, lambda: clock_shown(pilot) == shown and "Here" in screen_text(pilot))
        side = pilot.app.screen.query_one("#side")
        below = max(child.region.bottom for child in side.children if child.display)
        assert below <= side.region.bottom
        text = screen_text(pilot)
        assert all(name in text for name in names) or "more" in text


async def test_the_large_clock_comes_and_goes_with_room_and_ticks(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, _):
        await until(pilot, lambda: clock_shown(pilot))
        await pilot.resize_terminal(100, 24)
        await until(pilot, lambda: not clock_shown(pilot))
        await pilot.resize_terminal(100, 40)
        await until(pilot, lambda: clock_shown(pilot))
        before = screen_text(pilot).splitlines()[2:5]
        clock.advance(61)
        await until(pilot, lambda: screen_text(pilot).splitlines()[2:5] != before)
