"""Who is here, at one key each."""

from __future__ import annotations

from pathlib import Path

from iop_group.domain.events import AttendanceMarked, BlockEntered, Mark, MemberJoined, PointShown
from iop_group.domain.people import NAME_LIMIT, Group, Member, Membership
from iop_group.domain.summary import summarise
from iop_group.tui.keeper import Keeper
from iop_group.tui.screens.arrivals import ArrivalsDialog
from iop_group.tui.widgets.dialog import Ask
from iop_group.tui.widgets.pick import Pick
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import (
    GROUP_ID,
    FakeClock,
    make_desk,
    paste,
    running,
    screen_text,
    start_session,
)
from tests.tui.sizes import at_sizes
from tests.tui.until import until


def marks(keeper: Keeper) -> list[Mark]:
    return [keeper.session.attendance.people[c].mark for c in keeper.session.attendance.roster]


def names(keeper: Keeper) -> list[str]:
    return [keeper.session.attendance.names()[c] for c in keeper.session.attendance.roster]


async def test_one_key_each_marks_and_goes_on_to_the_next(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, ArrivalsDialog(keeper, desk), bare=True) as pilot:
        await pilot.press("enter", "space", "x", "e")
        assert marks(keeper)[:5] == [Mark.ARRIVED, Mark.ARRIVED, Mark.ABSENT, Mark.EXCUSED, Mark.CLEARED]
        await until(pilot, lambda: "2 of 8 here" in screen_text(pilot))


async def test_enter_goes_round_arrived_stepped_out_back(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, names=("Ana R.",))
    async with running(desk, ArrivalsDialog(keeper, desk), bare=True) as pilot:
        seen = []
        for key in ("enter", "enter", "enter", "enter", "l", "enter", "0"):
            await pilot.press(key)
            seen.append(marks(keeper)[0])
        assert seen == [
            Mark.ARRIVED,
            Mark.STEPPED_OUT,
            Mark.BACK,
            Mark.STEPPED_OUT,
            Mark.LEFT,
            Mark.BACK,
            Mark.CLEARED,
        ]


async def test_absent_does_not_wipe_out_that_somebody_was_here(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, AttendanceMarked("M0001", Mark.ARRIVED), names=("Ana R.", "Ben"))
    async with running(desk, ArrivalsDialog(keeper, desk), bare=True) as pilot:
        await pilot.press("up", "x")
        assert marks(keeper)[0] is Mark.ARRIVED
        await until(pilot, lambda: "Ana R. was here: l is left." in screen_text(pilot))
        await pilot.press("down", "l")
        assert marks(keeper)[1] is Mark.CLEARED
        await until(pilot, lambda: "Ben has not been here." in screen_text(pilot))


async def test_all_who_are_not_recorded_arrive_at_one_key_and_undo_takes_all_of_it_back(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, AttendanceMarked("M0003", Mark.EXCUSED))
    async with running(desk, ArrivalsDialog(keeper, desk), bare=True) as pilot:
        clock.advance(5)
        await pilot.press("A")
        assert marks(keeper).count(Mark.ARRIVED) == 7
        await pilot.press("u")
        assert marks(keeper).count(Mark.ARRIVED) == 0
        assert marks(keeper)[2] is Mark.EXCUSED


async def test_undo_here_takes_nothing_back_that_is_no_arrival(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    clock.advance(1)
    keeper.act(PointShown(0, 3))
    async with running(desk, ArrivalsDialog(keeper, desk), bare=True) as pilot:
        await pilot.press("u")
        await until(pilot, lambda: "was no arrival" in screen_text(pilot))
        assert keeper.session.coverage.points == {0: 3}


async def test_removing_takes_off_the_list_and_undo_brings_back(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, ArrivalsDialog(keeper, desk), bare=True) as pilot:
        clock.advance(1)
        await pilot.press("minus")
        assert names(keeper)[0] == "Ben"
        await until(pilot, lambda: "every word stays" in screen_text(pilot))
        await pilot.press("u")
        assert names(keeper)[0] == "Ana R."


async def walk_in(
    tmp_path: Path, clock: FakeClock, name: str, membership: Membership
) -> tuple[Keeper, Group]:
    """Somebody of that name walks in; the session and the group afterwards."""
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    registry = desk.vault.registry
    registry.put_group(Group(id=GROUP_ID, name="Tuesday evening", membership=membership))
    async with running(desk, ArrivalsDialog(keeper, desk), bare=True) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        paste(pilot, name)
        await pilot.press("enter")
        await until(pilot, lambda: "9 here" in screen_text(pilot))
        group = registry.group(GROUP_ID)
        assert set(group.roster) <= set(registry.members())
    return keeper, group


async def test_a_walk_in_is_here_and_belongs_to_an_open_group_from_now_on(
    tmp_path: Path, clock: FakeClock
) -> None:
    keeper, group = await walk_in(tmp_path, clock, "  Iris ", Membership.OPEN)
    code = keeper.session.attendance.roster[-1]
    assert keeper.session.attendance.people[code].name == "Iris"
    assert keeper.session.attendance.people[code].here
    assert not keeper.session.attendance.people[code].expected
    assert group.roster == (code,)


async def test_a_walk_in_of_a_closed_group_is_here_for_tonight(tmp_path: Path, clock: FakeClock) -> None:
    keeper, group = await walk_in(tmp_path, clock, "Iris", Membership.CLOSED)
    assert names(keeper)[-1] == "Iris"
    assert group.roster == ()


async def test_a_name_that_is_known_is_offered_before_anyone_new_is_made(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    desk.vault.registry.put_member(Member("K7Q2M", "Zoë"))
    async with running(desk, ArrivalsDialog(keeper, desk), bare=True) as pilot:
        for choice in ("1", "2"):
            await pilot.press("w")
            await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
            paste(pilot, "zoe")
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, Pick))
            await pilot.press(choice)
            await until(pilot, lambda: isinstance(pilot.app.screen, ArrivalsDialog))
        roster = keeper.session.attendance.roster
        assert roster[8] == "K7Q2M"
        assert len(roster) == 10
        assert keeper.session.attendance.people[roster[9]].name == "zoe"


async def test_somebody_on_tonights_list_is_found_by_name_and_marked(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, ArrivalsDialog(keeper, desk), bare=True) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        paste(pilot, "hal")
        await pilot.press("enter")
        await until(pilot, lambda: "on today's list" in screen_text(pilot))
        await pilot.press("1")
        await until(pilot, lambda: marks(keeper)[7] is Mark.ARRIVED)
        assert len(keeper.session.attendance.roster) == 8


async def test_a_walk_in_without_a_name_is_asked_again(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, ArrivalsDialog(keeper, desk), bare=True) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        await pilot.press("enter")
        await until(pilot, lambda: "The display name is empty." in screen_text(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ArrivalsDialog))
        assert len(keeper.session.attendance.roster) == 8


async def test_without_a_roster_the_dialog_says_what_to_do(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, names=())
    async with running(desk, ArrivalsDialog(keeper, desk), bare=True) as pilot:
        await until(pilot, lambda: "w adds whoever comes in" in screen_text(pilot))
        await pilot.press("enter", "x", "minus", "A", "u")
        assert marks(keeper) == []


@at_sizes((60, 20), (80, 24), (40, 12))
async def test_forty_members_with_hostile_names_come_and_go(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    desk = make_desk(tmp_path, clock)
    hostile = [text[:NAME_LIMIT] or "-" for text in HOSTILE]
    keeper = start_session(desk, names=[*hostile, *(f"Member {i}" for i in range(40 - len(hostile)))])
    async with running(desk, ArrivalsDialog(keeper, desk), bare=True, size=size) as pilot:
        await pilot.press(*["enter"] * 27, "A", "end", "l", "home", "minus")
        keeper.act(BlockEntered("check-in"), MemberJoined("X", "[/b]"))
        await pilot.press("end", "enter")
        await until(pilot, lambda: "here" in screen_text(pilot))
        assert len(keeper.session.attendance.here) == 39


async def test_a_walk_in_by_mistake_leaves_nothing_behind(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, ArrivalsDialog(keeper, desk), bare=True) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: "Walk-in" in screen_text(pilot))
        await pilot.press(*"Zed", "enter")
        await until(pilot, lambda: len(keeper.session.attendance.here) == 1)
        (code,) = keeper.session.attendance.here
        await pilot.press("-")
        await until(pilot, lambda: "was not here after all" in screen_text(pilot))
        assert code not in keeper.session.subjects
        assert keeper.session.attendance.came == ()
        assert code not in desk.vault.registry.group("tuesday").roster
        assert len(summarise(keeper.session).came) <= summarise(keeper.session).expected
