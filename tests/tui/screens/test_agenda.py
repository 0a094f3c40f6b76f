"""The agenda: any block, its minutes, and finding time."""

from __future__ import annotations

from pathlib import Path

from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.events import BlockDropped, BlockEntered, Closed
from iop_group.domain.timing import projected_end
from iop_group.tui.keeper import Keeper
from iop_group.tui.screens.agenda import AgendaDialog
from iop_group.tui.times import local_time
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import (
    BLOCKS,
    FakeClock,
    make_desk,
    plan_of,
    running,
    screen_text,
    start_session,
)
from tests.tui.sizes import at_sizes
from tests.tui.until import until


def minutes(keeper: Keeper) -> dict[str, int]:
    course = keeper.session.course
    return {block.id: course.planned_minutes(block) for block in course.blocks}


def here(keeper: Keeper) -> str:
    current = keeper.session.course.current
    return current.id if current else ""


async def test_enter_goes_to_the_block_at_the_cursor(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    dialog = AgendaDialog(keeper, clock)
    async with running(desk, dialog, bare=True) as pilot:
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: not dialog.is_current)
        assert here(keeper) == "topic"


async def test_enter_on_the_running_block_just_closes(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    dialog = AgendaDialog(keeper, clock)
    async with running(desk, dialog, bare=True) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: not dialog.is_current)
        assert len(keeper.session.course.visits) == 1


async def test_plus_and_minus_give_and_take_minutes_and_one_stays(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, AgendaDialog(keeper, clock), bare=True) as pilot:
        await pilot.press("plus", "plus", "minus")
        assert minutes(keeper)["opening"] == 6
        await pilot.press(*["minus"] * 9)
        assert minutes(keeper)["opening"] == 1
        await until(pilot, lambda: "One minute stays." in screen_text(pilot))


async def test_only_an_optional_block_that_has_not_begun_is_left_out(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, BlockEntered("topic"), BlockEntered("check-in"))
    async with running(desk, AgendaDialog(keeper, clock), bare=True) as pilot:
        await pilot.press("d")
        await until(pilot, lambda: "Check-in belongs to every session." in screen_text(pilot))
        await pilot.press("down", "d")
        await until(pilot, lambda: "Topic has begun already." in screen_text(pilot))
        await pilot.press("end", "d", "plus")
        await until(pilot, lambda: "d brings it back" in screen_text(pilot))
        assert keeper.session.course.dropped == {"debrief"}


async def test_the_same_key_brings_a_block_back_that_was_left_out(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, AgendaDialog(keeper, clock), bare=True) as pilot:
        await pilot.press("end", "d")
        await until(pilot, lambda: keeper.session.course.dropped == {"debrief"})
        await pilot.press("d")
        await until(pilot, lambda: "Debrief is back." in screen_text(pilot))
        assert minutes(keeper)["debrief"] == 5


async def test_going_to_a_block_that_was_left_out_brings_it_back_with_its_minutes(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, BlockDropped("debrief"))
    async with running(desk, AgendaDialog(keeper, clock), bare=True) as pilot:
        await pilot.press("end", "enter")
        await until(pilot, lambda: here(keeper) == "debrief")
        assert minutes(keeper)["debrief"] == 5


async def test_nothing_is_offered_while_in_time(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, AgendaDialog(keeper, clock), bare=True) as pilot:
        await until(pilot, lambda: "Agenda" in screen_text(pilot))
        assert "To find time" not in screen_text(pilot)
        await pilot.press("1")
        assert keeper.session.course.added == {}


async def test_when_late_each_offer_shows_the_end_it_leads_to_and_a_digit_takes_it(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    clock.advance(11 * 60)
    promised = local_time(projected_end(keeper.session.course, clock.now()))
    async with running(desk, AgendaDialog(keeper, clock), bare=True) as pilot:
        await until(pilot, lambda: "6 min late" in screen_text(pilot))
        offer = next(line for line in screen_text(pilot).splitlines() if "Sharing 25 to 19 min" in line)
        assert keeper.session.course.added == {}, "nothing happens without a key"
        await pilot.press("1")
        ends = local_time(projected_end(keeper.session.course, clock.now()))
        assert minutes(keeper)["sharing"] == 19
        assert minutes(keeper)["closing"] == 10
        assert f"ends {ends}" in offer
        assert ends != promised
        await until(pilot, lambda: "To find time" not in screen_text(pilot))


async def test_the_minutes_go_on_while_the_agenda_is_open(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    dialog = AgendaDialog(keeper, clock)
    async with running(desk, dialog, bare=True) as pilot:
        await until(pilot, lambda: "0 / 5" in screen_text(pilot))
        clock.advance(125)
        dialog.tick()
        await until(pilot, lambda: "2 / 5" in screen_text(pilot))


async def test_a_closed_session_goes_nowhere(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, Closed())
    async with running(desk, AgendaDialog(keeper, clock), bare=True) as pilot:
        await pilot.press("down", "enter", "escape")
        assert len(keeper.session.course.visits) == 1


@at_sizes((60, 20), (80, 24), (40, 12))
async def test_a_long_agenda_with_hostile_titles_is_shown(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    desk = make_desk(tmp_path, clock)
    parts = [Block(f"b{n}", BlockKind.SHARING, t, 10, optional=True) for n, t in enumerate(HOSTILE)]
    keeper = start_session(desk, plan=plan_of(blocks=(*BLOCKS[:1], *parts, *BLOCKS[-2:])))
    clock.advance(40 * 60)
    dialog = AgendaDialog(keeper, clock)
    async with running(desk, dialog, bare=True, size=size) as pilot:
        await pilot.press(*["down"] * len(parts), "d", "plus", "1", "2")
        await until(pilot, lambda: "Agenda" in screen_text(pilot))
        await pilot.press("home", "down", "enter")
        await until(pilot, lambda: not dialog.is_current)
        assert here(keeper) == "b0"


def order(keeper: Keeper) -> str:
    return " ".join(block.id for block in keeper.session.course.blocks)


@at_sizes((60, 20), (80, 24), (160, 45))
async def test_a_break_is_added_after_the_block_at_the_cursor_and_says_first_when_the_group_would_end(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, AgendaDialog(keeper, clock), bare=True, size=size) as pilot:
        await until(pilot, lambda: "To add after Opening" in screen_text(pilot))
        await pilot.press("down", "down")
        await until(pilot, lambda: "To add after Topic" in screen_text(pilot))
        offer = next(line for line in screen_text(pilot).splitlines() if "Break, 15 min" in line)
        assert keeper.session.course.blocks == BLOCKS, "nothing happens without a key"
        await pilot.press("b", "minus")
        assert order(keeper) == "opening check-in topic break-2 break sharing closing debrief"
        assert minutes(keeper)["break-2"] == 14
        keeper.undo()
        assert f"ends {local_time(projected_end(keeper.session.course, clock.now()))}" in offer
        keeper.undo()
        assert keeper.session.course.blocks == BLOCKS


async def test_only_what_is_to_come_is_moved_and_the_closing_stays_last(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, BlockEntered("check-in"))
    async with running(desk, AgendaDialog(keeper, clock), bare=True) as pilot:
        await pilot.press("<")
        await until(pilot, lambda: "Only what comes moves" in screen_text(pilot))
        await pilot.press("down", "<", ">", ">", ">", ">")
        await until(pilot, lambda: "the closing stays last" in screen_text(pilot))
        assert order(keeper) == "opening check-in break sharing topic closing debrief"
        await pilot.press("<")
        assert order(keeper) == "opening check-in break topic sharing closing debrief"
        await pilot.press("end", "<")
        await until(pilot, lambda: "Debrief keeps its place." in screen_text(pilot))


async def test_once_the_closing_runs_nothing_is_added(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, BlockEntered("closing"))
    async with running(desk, AgendaDialog(keeper, clock), bare=True) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: "The closing comes last" in screen_text(pilot))
        assert "To add" not in screen_text(pilot)
        assert keeper.session.course.blocks == BLOCKS
