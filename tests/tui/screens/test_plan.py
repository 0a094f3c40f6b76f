"""Plan: everything is filled in already."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from textual.pilot import Pilot

from iop_group.domain.errors import Damaged, IopGroupError, NewerFile
from iop_group.domain.events import AttendanceMarked, BlockEntered, Closed, Mark
from iop_group.domain.people import NO_CURRICULUM, Group
from iop_group.tui import rosters
from iop_group.tui.desk import Desk
from iop_group.tui.plan_drafts import PLANS
from iop_group.tui.plan_lines import name_trouble
from iop_group.tui.screens.plan import PlanScreen
from iop_group.tui.screens.room import RoomScreen
from iop_group.tui.screens.today import TodayScreen
from iop_group.vault.session_file import SessionFile
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import FakeClock, make_desk, members_called, running, screen_text, start_session
from tests.tui.sizes import at_sizes
from tests.tui.until import until


@at_sizes((60, 20), (80, 24), (160, 45))
async def test_minutes_format_topic_and_roster_can_be_changed_before_the_start(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    desk = make_desk(tmp_path, clock)
    people = members_called(["Ana", "Ben"])
    group = Group(id="g", name="Tuesday evening", roster=tuple(p.code for p in people))
    desk.vault.registry.put_many(groups=[group], members=people)
    screen = PlanScreen(desk, "g")
    async with running(desk, screen, size=size) as pilot:
        await until(pilot, lambda: "Start the session" in screen_text(pilot))
        await pilot.press("down", "down", "enter", "1")  # the format: the first, which is the shortest
        await until(pilot, lambda: "50 min" in screen_text(pilot))
        await pilot.press("down", "enter", "1")  # no topic
        await until(pilot, lambda: "none" in screen_text(pilot))
        await pilot.press("down", "down", "down", "+", "+")
        await until(pilot, lambda: "52 min" in screen_text(pilot))
        await pilot.press("-", "end", "enter")
        await until(pilot, lambda: "not today" in screen_text(pilot))
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, RoomScreen))
        room = pilot.app.screen
        assert isinstance(room, RoomScreen)
        plan = room.keeper.session.plan
        assert plan.topic is None
        assert [m.display_name for m in plan.roster] == ["Ana"]
        assert plan.blocks[0].minutes == 4


async def test_the_proposed_topic_has_its_reason_and_t_shows_the_others_best_first(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, names=("Ana", "Ben"))
    for member in keeper.session.plan.roster:
        keeper.act(AttendanceMarked(member.code, Mark.ARRIVED))
    keeper.act(BlockEntered("topic"))
    clock.advance(600)
    keeper.act(Closed())
    assert desk.flush()
    async with running(desk, PlanScreen(desk, keeper.session.plan.group), size=(80, 24)) as pilot:
        await until(pilot, lambda: "2 of 2 have not had it; core; week 1 of 12" in screen_text(pilot))
        assert "Triggers around us" in screen_text(pilot)
        await pilot.press("t")
        await until(pilot, lambda: "Which topic?" in screen_text(pilot))
        lines = [line for line in screen_text(pilot).splitlines() if " of 2 lack it" in line]
        assert "Triggers around us" in lines[0]
        await pilot.press("end")  # what both have had
        await until(pilot, lambda: "0 of 2 lack it" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "all 2 have had it" in screen_text(pilot))


async def test_a_group_without_a_curriculum_is_told_no_week(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    group = Group(id="g", name="Tuesday evening", roster=("M0001",), curriculum=NO_CURRICULUM)
    desk.vault.registry.put_many(groups=[group], members=members_called(["Ana"]))
    async with running(desk, PlanScreen(desk, "g")) as pilot:
        await until(pilot, lambda: "1 of 1 has not had it; core" in screen_text(pilot))
        assert "week" not in screen_text(pilot)


async def test_without_a_name_the_facilitator_is_asked_once_and_then_it_starts(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock, settings="")
    desk.vault.registry.put_many(groups=[Group(id="g", name="Tuesday evening")])
    async with running(desk, PlanScreen(desk, "g")) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "Your name" in screen_text(pilot))
        await pilot.press("K", "i", "m", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RoomScreen))
        assert desk.facilitator == "Kim"


async def test_without_any_group_the_plan_says_what_to_do(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk, PlanScreen(desk, "")) as pilot:
        await until(pilot, lambda: "There is no group yet" in screen_text(pilot))
        await pilot.press("f8", "+")
        assert isinstance(pilot.app.screen, PlanScreen)


async def test_hostile_names_are_planned_as_they_are(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    people = members_called([name or "no name" for name in HOSTILE])
    group = Group(id="g", name="[/b] group", roster=tuple(p.code for p in people))
    desk.vault.registry.put_many(groups=[group], members=people)
    async with running(desk, PlanScreen(desk, "g")) as pilot:
        await pilot.press("end", "home")
        await until(pilot, lambda: "[/b] group" in screen_text(pilot))


def test_a_name_that_will_not_do_gets_one_plain_line() -> None:
    assert name_trouble("Kim") is None
    assert name_trouble(" ") == "The name is empty. Type at least one letter."


def group_of_two(desk: Desk, group_id: str = "g", name: str = "Tuesday evening") -> Group:
    """A group with Ana and Ben."""
    people = members_called(["Ana", "Ben"])
    group = Group(id=group_id, name=name, roster=tuple(p.code for p in people))
    desk.vault.registry.put_many(groups=[group], members=people)
    return group


async def test_a_plan_that_was_left_is_there_again_until_it_is_started(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    group_of_two(desk)
    async with running(desk, PlanScreen(desk, "g")) as pilot:
        await until(pilot, lambda: "Start the session" in screen_text(pilot))
        assert "Start over" not in screen_text(pilot)
        await pilot.press(*["down"] * 6, "enter")
        await until(pilot, lambda: "How many minutes?" in screen_text(pilot))
        await pilot.press("0", "enter")
        await until(pilot, lambda: "from 1 to 240" in screen_text(pilot))
        await pilot.press("backspace", "1", "7", "enter")
        await until(pilot, lambda: "17 min" in screen_text(pilot))
        await pilot.press("end", "enter")
        await until(pilot, lambda: "○ Ben" in screen_text(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))
        await pilot.app.push_screen(PlanScreen(desk, "g"))
        await until(pilot, lambda: "17 min" in screen_text(pilot) and "○ Ben" in screen_text(pilot))
        assert "changed, kept until you start it" in screen_text(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, RoomScreen))
    assert desk.plans.of("g") is None


async def test_a_changed_plan_is_dropped_only_on_purpose(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    group_of_two(desk)
    async with running(desk, PlanScreen(desk, "g")) as pilot:
        await pilot.press("end", "enter")
        await until(pilot, lambda: "○ Ben" in screen_text(pilot) and "Start over" in screen_text(pilot))
        await pilot.press("delete")
        await until(pilot, lambda: "○ Ben" not in screen_text(pilot))
        assert "Start over" not in screen_text(pilot)
        assert desk.plans.of("g") is None


async def test_somebody_who_joined_since_is_in_the_plan_that_was_kept(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    group = group_of_two(desk)
    async with running(desk, PlanScreen(desk, "g")) as pilot:
        await pilot.press("end", "enter")
        await until(pilot, lambda: "○ Ben" in screen_text(pilot))
        rosters.add_new(["Cy"], group, desk)
        await pilot.app.push_screen(PlanScreen(desk, "g"))
        await until(pilot, lambda: "Cy" in screen_text(pilot) and "○ Ben" in screen_text(pilot))


async def test_a_second_session_is_asked_about_while_another_group_runs(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    group_of_two(desk, "sunday", "Sunday morning")
    async with running(desk, PlanScreen(desk, "sunday")) as pilot:
        await pilot.press("f8")
        await until(pilot, lambda: "Tuesday evening is not closed yet" in screen_text(pilot))
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, RoomScreen))
        room = pilot.app.screen
        assert isinstance(room, RoomScreen)
        assert room.keeper is keeper
    assert len(tuple(desk.vault.index.summaries())) == 1


async def test_another_groups_session_that_nobody_closed_days_ago_is_not_asked_about(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    start_session(desk)
    clock.advance(2 * 24 * 3600)
    group_of_two(desk, "sunday", "Sunday morning")
    async with running(desk, PlanScreen(desk, "sunday")) as pilot:
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, RoomScreen))


async def test_where_the_group_sets_the_agenda_no_topic_is_imposed(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    desk.vault.registry.put_many(groups=[Group(id="g", name="Sunday", format_id="90-smart-like")])
    async with running(desk, PlanScreen(desk, "g")) as pilot:
        await until(pilot, lambda: "the group sets the agenda" in screen_text(pilot))
        assert "Topic" not in screen_text(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, RoomScreen))
        room = pilot.app.screen
        assert isinstance(room, RoomScreen)
        assert room.keeper.session.plan.topic is None


async def test_the_co_facilitator_can_be_named_where_the_session_is_planned(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    group_of_two(desk)
    async with running(desk, PlanScreen(desk, "g")) as pilot:
        await pilot.press(*["down"] * 5, "enter")
        await until(pilot, lambda: "Who leads with you" in screen_text(pilot))
        await pilot.press("L", "u", "enter")
        await until(pilot, lambda: desk.program.co_facilitator == "Lu" and "Lu" in screen_text(pilot))


def planned_blocks(screen: PlanScreen) -> str:
    assert screen._draft is not None
    return " ".join(f"{b.id}:{b.minutes}" for b in screen._draft.blocks)


@at_sizes((60, 20), (80, 24))
async def test_a_break_is_planned_where_the_format_has_none(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    desk = make_desk(tmp_path, clock)
    group_of_two(desk)
    screen = PlanScreen(desk, "g")
    async with running(desk, screen, size=size) as pilot:
        await until(pilot, lambda: "Start the session" in screen_text(pilot))
        before, after = "opening:5 check-in:10", "topic:45 sharing:25 closing:5 debrief:5"
        assert planned_blocks(screen) == f"{before} {after}"
        await pilot.press(*["down"] * 7, "b", "+")
        assert planned_blocks(screen) == f"{before} break:16 {after}"
        await until(pilot, lambda: "▸" in line_with("Break", pilot))
        await pilot.press(">", ">", ">", ">")
        assert planned_blocks(screen).endswith("sharing:25 break:16 closing:5 debrief:5")
        await pilot.press("<", "a", "2")
        assert planned_blocks(screen).endswith("break:16 sharing-2:15 sharing:25 closing:5 debrief:5")
        await pilot.press("d")
        assert "sharing-2" not in planned_blocks(screen)
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, RoomScreen))
        room = pilot.app.screen
        assert isinstance(room, RoomScreen)
        assert [b.id for b in room.keeper.session.plan.blocks].count("break") == 1


async def test_what_opens_and_closes_is_neither_moved_nor_left_out_of_a_plan(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    group_of_two(desk)
    screen = PlanScreen(desk, "g")
    async with running(desk, screen) as pilot:
        await until(pilot, lambda: "Start the session" in screen_text(pilot))
        usual = planned_blocks(screen)
        await pilot.press(*["down"] * 6, "d", "<", ">")
        await until(pilot, lambda: "▸" in line_with("Opening", pilot))
        assert "d Leave out" not in screen_text(pilot)
        assert planned_blocks(screen) == usual
        await pilot.press("down")
        await until(pilot, lambda: "d Leave out" in screen_text(pilot))


def line_with(words: str, pilot: Pilot[None]) -> str:
    lines = screen_text(pilot).splitlines()
    return next((line for line in lines[:-1] if words in line), "")  # the last one is the key bar


def after_a_crash(desk: Desk, tmp_path: Path, clock: FakeClock) -> Desk:
    """The same home as another start finds it, without anything having been closed."""
    assert desk.flush()
    copytree(desk.home, tmp_path / "again" / "desk")
    return make_desk(tmp_path / "again", clock)


async def test_a_changed_plan_is_there_again_after_a_crash_on_that_day(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    group_of_two(desk)
    screen = PlanScreen(desk, "g")
    async with running(desk, screen) as pilot:
        await pilot.press(*["down"] * 7, "b", "end", "enter")
        await until(pilot, lambda: "○ Ben" in screen_text(pilot))
        planned = planned_blocks(screen)
        again = after_a_crash(desk, tmp_path, clock)
    other = PlanScreen(again, "g")
    async with running(again, other) as pilot:
        await until(pilot, lambda: "○ Ben" in screen_text(pilot))
        assert planned_blocks(other) == planned
        assert "changed, kept until you start it" in screen_text(pilot)


async def test_the_plan_of_another_day_is_over_and_leaves_the_disk(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    group_of_two(desk)
    async with running(desk, PlanScreen(desk, "g")) as pilot:
        await pilot.press("end", "enter")
        await until(pilot, lambda: "○ Ben" in screen_text(pilot))
        again = after_a_crash(desk, tmp_path, clock)
    assert again.plans.of("g") is not None
    clock.advance(24 * 3600)
    assert again.plans.of("g") is None
    again.close()
    tomorrow = make_desk(tmp_path / "again", clock)
    async with running(tomorrow, PlanScreen(tomorrow, "g")) as pilot:
        await until(pilot, lambda: "✓ Ben" in screen_text(pilot))
        assert "kept until you start it" not in screen_text(pilot)
        assert tomorrow.flush()
        assert tomorrow.vault.private.open(PLANS).typing == {}


@pytest.mark.parametrize(
    "error", [NewerFile("It is newer.", "-"), Damaged("It is damaged.", "-")], ids=["newer", "damaged"]
)
async def test_without_the_file_of_plans_a_plan_waits_in_memory(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, error: IopGroupError
) -> None:
    desk = make_desk(tmp_path, clock)
    group_of_two(desk)
    desk.vault.private.create(PLANS, [])

    def fail(*_: object) -> SessionFile:
        raise error

    monkeypatch.setattr(desk.vault.private, "open", fail)
    async with running(desk, PlanScreen(desk, "g")) as pilot:
        await pilot.press("end", "enter")
        await until(pilot, lambda: "○ Ben" in screen_text(pilot))
    assert desk.plans.of("g") is not None


async def test_a_plan_that_was_started_leaves_the_disk(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    group_of_two(desk)
    async with running(desk, PlanScreen(desk, "g")) as pilot:
        await pilot.press("end", "enter")
        await until(pilot, lambda: "○ Ben" in screen_text(pilot))
        assert desk.flush()
        file = desk.vault.private.open(PLANS)
        assert "M0002" in file.typing["g"]
        assert "Ben" not in file.typing["g"]
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, RoomScreen))
        assert desk.flush()
        assert file.typing == {}


async def test_choosing_the_same_group_again_keeps_what_was_changed(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    group_of_two(desk)
    async with running(desk, PlanScreen(desk, "g")) as pilot:
        await pilot.press("end", "enter")
        await until(pilot, lambda: "○ Ben" in screen_text(pilot))
        await pilot.press("home", "down", "enter")
        await until(pilot, lambda: "Which group?" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "Which group?" not in screen_text(pilot))
        assert "○ Ben" in screen_text(pilot)
