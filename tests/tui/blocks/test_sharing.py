"""Sharing: turns, the fair share, and who has not been heard."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from iop_group.domain.events import AttendanceMarked, Mark, TurnEnded, TurnStarted
from iop_group.domain.people import FACILITATOR
from iop_group.tui.blocks.sharing import SharingWorkspace
from iop_group.tui.widgets.clock import BigClock
from tests.hostile import HOSTILE
from tests.tui.blocks.room import arrivals, room_in
from tests.tui.desk_for_tests import FakeClock, screen_text
from tests.tui.sizes import at_sizes
from tests.tui.until import until

ANA, BEN, CY = "M0001", "M0002", "M0003"
MINUTES = 25


async def test_enter_gives_the_floor_for_the_fair_share_and_enter_ends_the_turn(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("enter")
        await until(pilot, lambda: keeper.session.floor.turn is not None)
        turn = keeper.session.floor.turn
        assert turn is not None
        assert (turn.member, turn.planned) == (ANA, MINUTES * 60 // 8)
        clock.advance(60)
        await pilot.press("enter")
        await until(pilot, lambda: keeper.session.floor.turn is None)
        await pilot.press("enter")
        await until(pilot, lambda: keeper.session.floor.turn is not None)
        following = keeper.session.floor.turn
        assert following is not None
        assert (following.member, following.planned) == (BEN, (MINUTES * 60 - 60) // 7)


async def test_how_long_each_has_talked_is_counted_anew_every_ten_seconds(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        keeper.act(TurnStarted(ANA, "sharing", 120))
        workspace = pilot.app.screen.query_one(SharingWorkspace)
        await until(pilot, lambda: workspace.standing)
        for second in range(1, 11):
            clock.advance(1)
            workspace.tick(clock.now())
            await pilot.pause()
            told = "0:10" if second == 10 else "0:00"
            assert re.search(rf"Ana R\..* {told}$", screen_text(pilot), re.MULTILINE)


async def test_the_key_bar_says_what_enter_does_now(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, _):
        await until(pilot, lambda: "Enter Start turn   p Pass" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "Enter End turn   p Pass" in screen_text(pilot))


async def test_before_anybody_came_nobody_has_been_heard(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("sharing", tmp_path=tmp_path, clock=clock) as (pilot, _):
        await until(pilot, lambda: "nobody is here yet" in screen_text(pilot))


async def test_forty_who_wait_leave_the_fair_share_in_sight(tmp_path: Path, clock: FakeClock) -> None:
    names = [f"Somebody with a long name {n}" for n in range(40)]
    room = room_in("sharing", *arrivals(names), tmp_path=tmp_path, clock=clock, names=names)
    async with room as (pilot, _):
        await until(pilot, lambda: "and 35 more" in screen_text(pilot))
        assert "Fair share now" in screen_text(pilot)


async def test_a_turn_counts_quietly_past_zero_and_offers_a_sentence(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("enter")
        await until(pilot, lambda: keeper.session.floor.turn is not None)
        workspace = pilot.app.screen.query_one(SharingWorkspace)
        clock.advance(MINUTES * 60 // 8 - 20)
        workspace.tick(clock.now())
        await until(pilot, lambda: "wrap-up" in screen_text(pilot))
        assert "over" not in screen_text(pilot)
        clock.advance(40)
        workspace.tick(clock.now())
        await until(pilot, lambda: "over 0:20" in screen_text(pilot))


async def test_plus_adds_a_minute_to_the_turn_and_space_stops_the_clocks(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("enter", "+")
        await until(
            pilot, lambda: keeper.session.floor.turn and keeper.session.floor.turn.planned == 187 + 60
        )
        await pilot.press("space")
        await until(pilot, lambda: keeper.session.course.paused)
        await until(pilot, lambda: "paused" in screen_text(pilot))
        await pilot.press("space")
        await until(pilot, lambda: not keeper.session.course.paused)


async def test_who_passes_is_not_waited_for_and_may_speak_later(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("p")
        await until(pilot, lambda: keeper.session.floor.passed("sharing") == {ANA})
        assert pilot.app.screen.query_one(SharingWorkspace).member == BEN
        await pilot.press("end", "enter")
        await until(pilot, lambda: keeper.session.floor.turn is not None)


async def test_later_moves_a_member_to_the_end_of_the_queue(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("l")
        await until(pilot, lambda: keeper.session.floor.queue[-1:] == (ANA,))
        assert pilot.app.screen.query_one(SharingWorkspace).member == BEN


async def test_the_facilitators_own_talking_is_timed(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("y")
        await until(pilot, lambda: keeper.session.floor.turn is not None)
        clock.advance(30)
        await pilot.press("y")
        await until(pilot, lambda: keeper.session.floor.turn is None)
        assert keeper.session.floor.turns[0].member == FACILITATOR
        assert "You" in screen_text(pilot)


async def test_random_order_keeps_everyone_once(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("o", "2")
        await until(pilot, lambda: len(keeper.session.floor.queue) == 8)
        assert set(keeper.session.floor.queue) == set(keeper.session.attendance.here)


async def test_whoever_leaves_is_no_longer_waited_for(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        keeper.act(AttendanceMarked(CY, Mark.LEFT))
        await until(pilot, lambda: "Cy" not in screen_text(pilot).split("Not heard yet")[1].split("Fair")[0])


@at_sizes((60, 20), (80, 24), (160, 45))
async def test_hostile_names_take_their_turns(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    names = [name or "no name" for name in HOSTILE]
    async with room_in(
        "sharing", *arrivals(names), tmp_path=tmp_path, clock=clock, names=names, size=size
    ) as (
        pilot,
        keeper,
    ):
        await pilot.press(*["enter"] * 8, "p", "l")
        await until(pilot, lambda: len(keeper.session.floor.turns) == 4 and keeper.session.floor.queue)


@pytest.mark.parametrize(("bell", "late_by", "rings"), [(True, 1, 1), (True, 170, 0), (False, 1, 0)])
async def test_a_bell_rings_once_if_wanted_and_never_late(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, bell: bool, late_by: int, rings: int
) -> None:
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        heard: list[int] = []
        monkeypatch.setattr(pilot.app, "bell", lambda: heard.append(1))
        workspace = pilot.app.screen.query_one(SharingWorkspace)
        workspace.desk.program = replace(workspace.desk.program, bell=bell)
        await pilot.press("enter")
        await until(pilot, lambda: keeper.session.floor.turn is not None)
        workspace.tick(clock.now())
        clock.advance(MINUTES * 60 // 8 + late_by)
        for _ in range(3):
            workspace.tick(clock.now())
            clock.advance(1)
        assert len(heard) == rings


async def test_a_hand_goes_first_and_feedback_is_nobodys_turn(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("b")
        await until(pilot, lambda: "Feedback follows a member's turn." in screen_text(pilot))
        await pilot.press("down", "down", "h")
        await until(pilot, lambda: keeper.session.floor.hands == (CY,))
        await until(pilot, lambda: re.search(r"Cy +asks", screen_text(pilot)))
        await pilot.press("home", "enter")
        await until(pilot, lambda: keeper.session.floor.turn is not None)
        clock.advance(30)
        await pilot.press("b")
        await until(pilot, lambda: "Feedback to Cy" in screen_text(pilot))
        clock.advance(20)
        await pilot.press("b")
        await until(pilot, lambda: keeper.session.floor.turn is None)
        heard = keeper.session.floor.heard("sharing") & set(keeper.session.attendance.here)
        assert heard == {CY}
        assert "fair share of the next turn" in screen_text(pilot)


async def test_past_zero_the_clock_has_a_sign_and_words_besides_its_colour(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("enter")
        await until(pilot, lambda: keeper.session.floor.turn is not None)
        workspace = pilot.app.screen.query_one(SharingWorkspace)
        clock.advance(MINUTES * 60 // 8 - 25)
        workspace.tick(clock.now())
        await until(pilot, lambda: "○ nearly time of 3:07" in screen_text(pilot))
        clock.advance(60)
        workspace.tick(clock.now())
        await until(pilot, lambda: "● time is up, over 0:35" in screen_text(pilot))
        assert 'wrap-up: "What one thing do you want to keep' in screen_text(pilot)
        assert 'from what you just said?"' in screen_text(pilot)
        assert workspace.query_one(BigClock)._text == "+0:35"


async def test_nobody_is_ranked_by_how_long_they_talked(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        for member, seconds in ((CY, 90), (ANA, 5), (BEN, 40)):
            keeper.act(TurnStarted(member, "sharing", 60))
            clock.advance(seconds)
        keeper.act(TurnEnded())
        await until(pilot, lambda: "1:30" in screen_text(pilot))
        talked = screen_text(pilot).split("Talked")[1]
        assert talked.index("0:05") < talked.index("0:40") < talked.index("1:30")


async def test_the_facilitator_is_timed_in_any_block_and_the_meter_says_her_share(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("y")
        await until(pilot, lambda: keeper.session.floor.turn is not None)
        await pilot.press("+")
        await until(pilot, lambda: keeper.session.course.added.get("topic") == 1)
        clock.advance(60)
        await pilot.press("y")
        await until(pilot, lambda: "you 100, group 0 %" in screen_text(pilot))
        assert keeper.session.floor.turns[0].member == FACILITATOR
