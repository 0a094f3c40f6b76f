"""Check-in at typing speed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from iop_group.domain.checkin import DEFAULT_ITEMS, PASS, Answer
from iop_group.domain.events import Answered, AttendanceMarked, BlockEntered, CommitmentMade, Mark
from iop_group.records.last_time import LastTime
from iop_group.tui.blocks.checkin import CheckinWorkspace
from iop_group.tui.blocks.checkin_lines import CheckinTable
from iop_group.tui.screens.room import RoomScreen
from iop_group.tui.text import row_width
from tests.hostile import HOSTILE
from tests.tui.blocks.room import arrivals, room_in
from tests.tui.desk_for_tests import START, FakeClock, make_desk, plan_of, running, screen_text, start_session
from tests.tui.sizes import at_sizes
from tests.tui.until import until

ANA, BEN = "M0001", "M0002"


async def test_digits_go_straight_in_and_move_on(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("6", "t", "0", "1", "2", "2", "1")
        await until(pilot, lambda: len(keeper.session.checkin.of(ANA)) == 7)
        said = keeper.session.checkin.of(ANA)
        assert {k: a.value for k, a in said.items()} == {
            "mood": 6, "urge": 10, "sleep": 0, "commitment": "done",
            "support": "1-2", "time": "no", "follow-up": "none",
        }  # fmt: skip
        await pilot.press("3")
        await until(pilot, lambda: keeper.session.checkin.of(BEN)["mood"] == Answer(3))


async def test_eight_members_take_fewer_than_eighty_keys(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        keys = ["5", "4", "7", "1", "enter"] * 8
        assert len(keys) < 80
        await pilot.press(*keys)
        await until(pilot, lambda: len(keeper.session.checkin.of("M0008")) == 4)
        for member in keeper.session.attendance.here:
            assert set(keeper.session.checkin.of(member)) == {"mood", "urge", "sleep", "commitment"}


async def test_a_pass_is_kept_as_a_pass_and_can_be_taken_back(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("p")
        await until(pilot, lambda: keeper.session.checkin.of(ANA)["mood"] == PASS)
        await pilot.press("backspace")
        await until(pilot, lambda: keeper.session.checkin.of(ANA) == {})
        await pilot.press("4")
        await until(pilot, lambda: keeper.session.checkin.of(ANA)["mood"] == Answer(4))


async def test_pass_on_all_leaves_what_was_said(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("8", "P")
        await until(pilot, lambda: len(keeper.session.checkin.of(ANA)) == len(keeper.session.plan.items))
        said = keeper.session.checkin.of(ANA)
        assert said["mood"] == Answer(8)
        assert all(a == PASS for k, a in said.items() if k != "mood")
        await pilot.press("1")
        await until(pilot, lambda: keeper.session.checkin.of(BEN)["mood"] == Answer(1))


async def test_whoever_answers_is_here(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("check-in", tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        assert keeper.session.attendance.here == ()
        await pilot.press("5")
        await until(pilot, lambda: keeper.session.attendance.here == (ANA,))


async def test_members_who_are_absent_are_not_asked(tmp_path: Path, clock: FakeClock) -> None:
    absent = AttendanceMarked(ANA, Mark.ABSENT)
    async with room_in("check-in", absent, tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("5")
        await until(pilot, lambda: keeper.session.checkin.of(ANA) == {})
        await until(pilot, lambda: keeper.session.checkin.of(BEN)["mood"] == Answer(5))


async def test_a_wish_for_a_private_word_puts_the_member_in_the_stay_after_queue_once(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press(*["right"] * 6, "2", "left", "2")
        await until(pilot, lambda: [c.member for c in keeper.session.notes.unresolved] == [ANA])


async def test_now_opens_the_safety_cards_and_stops_the_clocks(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press(*["right"] * 6, "3")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "SafetyScreen")
        assert keeper.session.course.paused


async def test_last_times_values_and_commitment_stand_beside_it(tmp_path: Path, clock: FakeClock) -> None:
    from iop_group.domain.events import BlockEntered, Closed
    from iop_group.tui.screens.room import RoomScreen
    from tests.tui.desk_for_tests import running

    desk = make_desk(tmp_path, clock)
    before = start_session(
        desk, *arrivals(), Answered(ANA, "mood", 2), CommitmentMade(ANA, "call Dee"), Closed(),
        plan=plan_of(session="a" * 32, number=13),
    )  # fmt: skip
    assert before.session.closed
    assert desk.flush()
    clock.advance(7 * 24 * 3600)
    keeper = start_session(desk, *arrivals(), BlockEntered("check-in"))
    async with running(desk, RoomScreen(desk, keeper), bare=True) as pilot:
        await until(pilot, lambda: '"call Dee"' in screen_text(pilot))
        assert "(2)" in screen_text(pilot)


async def test_the_cursor_comes_back_to_the_first_open_question(tmp_path: Path, clock: FakeClock) -> None:
    said = (Answered(ANA, "mood", 5), Answered(ANA, "urge", 5))
    async with room_in("check-in", *arrivals(), *said, tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("9")
        await until(pilot, lambda: keeper.session.checkin.of(ANA)["sleep"] == Answer(9))


async def test_a_question_that_was_skipped_does_not_call_the_cursor_back_up(
    tmp_path: Path, clock: FakeClock
) -> None:
    answers = (Answered("M0001", "mood", 5), Answered("M0002", "mood", 6))
    async with room_in("check-in", *arrivals(), *answers, tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("7")
        await until(pilot, lambda: "urge" in keeper.session.checkin.of("M0002"))


@at_sizes((60, 20), (80, 24), (160, 45))
async def test_hostile_names_and_forty_members_are_shown_as_they_are(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    names = [name or "no name" for name in HOSTILE] + [f"Member {n}" for n in range(40 - len(HOSTILE))]
    async with room_in(
        "check-in", *arrivals(names), tmp_path=tmp_path, clock=clock, names=names, size=size
    ) as (
        pilot,
        keeper,
    ):
        await pilot.press(*["5", "enter"] * 4, "5")
        await until(
            pilot, lambda: sum(keeper.session.checkin.heard(m) for m in keeper.session.attendance.here) == 5
        )
        await until(pilot, lambda: "[/b]" in screen_text(pilot))


async def test_forty_members_scroll_with_the_cursor(tmp_path: Path, clock: FakeClock) -> None:
    names = [f"Member {n}" for n in range(40)]
    async with room_in("check-in", *arrivals(names), tmp_path=tmp_path, clock=clock, names=names) as (
        pilot,
        keeper,
    ):
        await pilot.press("end")
        await pilot.press("7")
        await until(pilot, lambda: keeper.session.checkin.of("M0040")["mood"] == Answer(7))
        await until(pilot, lambda: pilot.app.screen.query_one(CheckinWorkspace).member == "M0040")


@pytest.mark.parametrize("cells", range(24, 120, 3))
def test_the_question_at_the_cursor_is_in_sight_at_any_width(cells: int) -> None:
    items = tuple(item for item in DEFAULT_ITEMS if item.on)
    for at in range(len(items)):
        table = CheckinTable(items, at, cells)
        assert at in table.columns
        tens = {item.id: Answer(10) for item in items}
        row = table.row("Ana R.", tens, LastTime(came_at=START, answers=tens), here=True)
        assert row_width(row) <= max(cells, 30)


@pytest.mark.parametrize("size", [(100, 30), (80, 24)])
async def test_all_the_usual_questions_are_in_sight_from_eighty_columns_on(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock, size=size) as (pilot, _):
        await until(pilot, lambda: "follow-up" in screen_text(pilot) and " mood " in screen_text(pilot))
        await pilot.press(*["right"] * 7)
        assert " mood " in screen_text(pilot)


async def test_when_other_questions_come_into_sight_every_row_goes_along(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock, size=(60, 20)) as (pilot, _):
        await pilot.press("8", "9", "7", "enter", "up", *["right"] * 6)
        await until(pilot, lambda: "follow-up" in screen_text(pilot) and " mood " not in screen_text(pilot))
        await until(pilot, lambda: not re.search(r"Ben .*[897]", screen_text(pilot)))
        assert not [line for line in screen_text(pilot).splitlines() if "Ana R. " in line and " 8 " in line]


async def test_an_answer_taken_back_takes_the_stay_after_back(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press(*"567121", "2")
        await until(pilot, lambda: len(keeper.session.notes.unresolved) == 1)
        await pilot.press("up", *["right"] * 7, "1")
        await until(pilot, lambda: not keeper.session.notes.concerns)
        assert keeper.session.checkin.of(ANA)["follow-up"] == Answer("none")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: len(keeper.session.notes.unresolved) == 1)


async def test_whoever_wants_to_talk_privately_about_use_is_asked_to_stay(
    tmp_path: Path, clock: FakeClock
) -> None:
    used = next(item for item in DEFAULT_ITEMS if item.id == "use")
    desk = make_desk(tmp_path, clock)
    plan = replace(plan_of(), items=(replace(used, on=True),))
    keeper = start_session(desk, *arrivals(), BlockEntered("check-in"), plan=plan)
    async with running(desk, RoomScreen(desk, keeper), bare=True) as pilot:
        await until(pilot, lambda: "Used since" in screen_text(pilot))
        await pilot.press("3", "1")
        await until(pilot, lambda: len(keeper.session.checkin.answers) == 2)
        assert [c.member for c in keeper.session.notes.unresolved] == [ANA]
