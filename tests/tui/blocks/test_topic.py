"""Topic: parts, points, questions and objectives."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from iop_group.domain.events import PartEntered, PointShown
from iop_group.domain.topics import (
    PartKind,
    PlannedPart,
    group_lines,
    held_with_group,
    private_lines,
)
from iop_group.library import Library
from iop_group.tui.blocks.topic import TopicWorkspace
from iop_group.tui.blocks.topic_lines import group_rows, stops
from iop_group.tui.blocks.topic_view import Points
from iop_group.tui.text import Row
from tests.tui.blocks.room import arrivals, room_in
from tests.tui.desk_for_tests import FakeClock, make_desk, plan_of, running, screen_text, start_session
from tests.tui.until import until


async def test_enter_goes_from_point_to_point_and_on_to_the_next_part(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        workspace = pilot.app.screen.query_one(TopicWorkspace)
        await until(pilot, lambda: keeper.session.coverage.part is not None)
        first = workspace.running
        assert first is not None
        points = len(group_lines(first.part))
        await pilot.press(*["enter"] * points)
        await until(pilot, lambda: workspace.running is not None and workspace.running != first)
        await pilot.press("[")
        await until(pilot, lambda: workspace.running == first)


async def test_a_topic_without_a_part_says_how_it_goes_on(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        workspace = pilot.app.screen.query_one(TopicWorkspace)
        await until(pilot, lambda: workspace.running is not None)
        first = workspace.running
        keeper._together.clear()  # as after a start anew
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "Enter goes on." in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: workspace.running == first)


async def test_undo_takes_the_topic_back_as_a_whole(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("check-in", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        before = keeper.session.course.current
        await pilot.press("f8", "f8")
        await until(pilot, lambda: keeper.session.coverage.part is not None)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: keeper.session.course.current == before)
        assert keeper.session.coverage.part is None


def is_running(workspace: TopicWorkspace, part: PlannedPart) -> bool:
    return workspace.running == part


async def test_every_part_can_be_reached_with_its_own_clock(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        workspace = pilot.app.screen.query_one(TopicWorkspace)
        parts = workspace.plan.parts
        for number in range(1, len(parts)):
            clock.advance(61)
            await pilot.press("]")
            await until(pilot, partial(is_running, workspace, parts[number]))
        assert len(keeper.session.coverage.parts) == len(parts)
        assert f"part {len(parts)} of {len(parts)}" in screen_text(pilot)


async def test_several_objectives_are_ticked_one_after_the_other(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("o")
        await until(pilot, lambda: "Objectives covered" in screen_text(pilot))
        await pilot.press("1")
        await until(pilot, lambda: len(keeper.session.coverage.objectives) == 1)
        await until(pilot, lambda: "Objectives covered" in screen_text(pilot))
        await pilot.press("2")
        await until(pilot, lambda: len(keeper.session.coverage.objectives) == 2)


async def test_at_eighty_columns_the_groups_text_has_the_whole_width(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock, size=(80, 24)) as (pilot, _):
        points, side = pilot.app.screen.query_one(Points), pilot.app.screen.query_one("#beside")
        await until(pilot, lambda: points.size.width >= 54 and "next part  " in screen_text(pilot))
        assert side.region.y >= points.region.bottom
        assert points.size.height >= 10


async def test_questions_are_marked_as_used_and_not_used(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        workspace = pilot.app.screen.query_one(TopicWorkspace)
        at = next(i for i, p in enumerate(workspace.plan.parts) if p.part.kind is PartKind.DISCUSSION)
        await pilot.press("x", *["]"] * at)
        await until(pilot, lambda: workspace.running == workspace.plan.parts[at])
        assert keeper.session.coverage.used == frozenset()
        await pilot.press("x")
        await until(pilot, lambda: len(keeper.session.coverage.used) == 1)
        await pilot.press("x")
        await until(pilot, lambda: keeper.session.coverage.used == frozenset())


async def test_objectives_are_ticked(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("o", "2")
        await until(pilot, lambda: keeper.session.coverage.objectives == frozenset({1}))


async def test_a_topic_can_be_chosen_in_the_room(tmp_path: Path, clock: FakeClock) -> None:
    from iop_group.domain.events import BlockEntered
    from iop_group.tui.screens.room import RoomScreen

    desk = make_desk(tmp_path, clock)
    plan = plan_of()
    object.__setattr__(plan, "topic", None)
    keeper = start_session(desk, BlockEntered("topic"), plan=plan)
    async with running(desk, RoomScreen(desk, keeper), bare=True) as pilot:
        await until(pilot, lambda: "No topic was chosen" in screen_text(pilot))
        await pilot.press("o", "1")
        await until(pilot, lambda: keeper.session.plan.topic is not None)
        await until(pilot, lambda: "part 1 of" in screen_text(pilot))


async def test_every_word_for_the_group_can_be_brought_on_the_screen(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, _):
        workspace = pilot.app.screen.query_one(TopicWorkspace)
        for module in Library().topics():
            workspace.__dict__["module"] = module
            workspace.__dict__.pop("plan", None)
            for planned in workspace.plan.parts:
                for cells in (30, 55, 72):
                    rows = rows_of(planned, cells)
                    shown = " ".join(" ".join(text for text, _ in row) for row in rows)
                    for line in group_lines(planned.part):
                        assert " ".join(line.text.split()) in " ".join(shown.split())


def rows_of(planned: PlannedPart, cells: int) -> list[Row]:
    return group_rows(planned, 0, frozenset(), cells)


async def test_no_private_word_stands_in_the_groups_column(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, _):
        workspace = pilot.app.screen.query_one(TopicWorkspace)
        assert workspace.module is not None
        private = [line.text for part in workspace.module.parts for line in private_lines(part)]
        assert private
        for planned in workspace.plan.parts:
            rows = rows_of(planned, 72)
            shown = " ".join(" ".join(text for text, _ in row) for row in rows)
            assert not [text for text in private if text in shown]


async def test_the_facilitators_notes_can_be_read_at_length(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock, size=(60, 20)) as (pilot, _):
        await pilot.press("v")
        await until(pilot, lambda: "For you alone" in screen_text(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "For you alone" not in screen_text(pilot))


async def test_any_part_can_be_reached_left_out_brought_back_and_made_longer(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        workspace = pilot.app.screen.query_one(TopicWorkspace)
        module = workspace.module
        assert module is not None
        spare = next(i for i, part in enumerate(module.parts) if part.optional)
        at = [i for i, part in enumerate(module.parts) if held_with_group(part)].index(spare)
        await pilot.press("j")
        await until(pilot, lambda: "Parts of the topic" in screen_text(pilot))
        await pilot.press("home", *["down"] * at, "d")
        await until(pilot, lambda: spare in keeper.session.coverage.left_out | keeper.session.coverage.wanted)
        await pilot.press("home", "+", "d")
        await until(pilot, lambda: keeper.session.coverage.longer)
        await until(pilot, lambda: "has begun already" in screen_text(pilot))
        await pilot.press("end", "enter")
        last = max(i for i, part in enumerate(module.parts) if held_with_group(part))
        await until(pilot, lambda: keeper.session.coverage.part == last)
        assert keeper.session.coverage.parts == {workspace.plan.parts[0].index, last}


async def test_the_content_note_comes_before_the_first_point(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock, size=(60, 20)) as (pilot, _):
        workspace = pilot.app.screen.query_one(TopicWorkspace)
        assert workspace.module is not None
        await until(pilot, lambda: "read out first" in screen_text(pilot))
        await pilot.press("]")
        await until(pilot, lambda: "read out first" not in screen_text(pilot))


async def test_behind_the_last_point_enter_says_what_comes_next_and_next_goes_there_at_once(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("topic", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        workspace = pilot.app.screen.query_one(TopicWorkspace)
        last = workspace.plan.parts[-1]
        keeper.act(PartEntered(last.index))
        assert not workspace.is_done
        keeper.act(PointShown(last.index, len(stops(last)) - 1))
        assert workspace.is_done
        await pilot.press("enter", "enter", "]")
        await until(pilot, lambda: "The topic ends here. F8 goes on to Break." in screen_text(pilot))
        assert screen_text(pilot).count("The topic ends here") == 1
        await pilot.press("f8")
        await until(pilot, lambda: keeper.session.course.current == keeper.session.course.block("break"))
