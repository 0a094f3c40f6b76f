"""Opening, break, closing and debrief."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from iop_group.domain.events import AttendanceMarked, ConcernRaised, Mark
from iop_group.records.drafts import generated_note
from iop_group.tui.blocks.closing_view import HarvestEntry
from iop_group.tui.blocks.ritual import RitualRows
from iop_group.tui.private_lane import PrivateLane
from iop_group.tui.screens.room import RoomScreen
from iop_group.tui.widgets.fields import Writing
from tests.hostile import HOSTILE
from tests.tui.blocks.room import arrivals, room_in
from tests.tui.desk_for_tests import FakeClock, paste, screen_text
from tests.tui.sizes import at_sizes
from tests.tui.until import until

ANA, BEN = "M0001", "M0002"


async def test_the_opening_ritual_stamps_itself_line_by_line(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("opening", tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("enter", "enter", "enter")
        await until(pilot, lambda: len(keeper.session.coverage.said) == 3)
        rows = pilot.app.screen.query_one(RitualRows)
        assert rows.ritual is not None
        words = {item.text for item in rows.ritual.items[:3]}
        assert set(keeper.session.coverage.said.values()) == words
        await pilot.press("up", "enter")  # on a line that was said Enter only goes on
        await until(pilot, lambda: rows.index == 3)
        assert len(keeper.session.coverage.said) == 3
        await pilot.press("backspace")
        await until(pilot, lambda: len(keeper.session.coverage.said) == 2)


async def test_the_opening_says_how_many_are_still_to_come(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("opening", tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await until(pilot, lambda: "8 of 8 not here yet" in screen_text(pilot))
        keeper.act(*arrivals())
        await until(pilot, lambda: "Everyone is here" in screen_text(pilot))


async def test_whoever_is_absent_is_not_said_to_be_on_the_way(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("opening", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        keeper.act(AttendanceMarked(ANA, Mark.CLEARED), AttendanceMarked(BEN, Mark.CLEARED))
        keeper.act(AttendanceMarked(ANA, Mark.ABSENT))
        await until(pilot, lambda: "1 of 8 not here yet" in screen_text(pilot))
        keeper.act(AttendanceMarked(BEN, Mark.EXCUSED))
        await until(pilot, lambda: "Everyone is recorded: 6 of 8 here." in screen_text(pilot))


async def test_the_break_says_when_the_group_comes_back(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("break", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, _):
        await until(pilot, lambda: "Back at" in screen_text(pilot))
        clock.advance(11 * 60)
        screen = pilot.app.screen
        assert isinstance(screen, RoomScreen)
        screen.tick(clock.now())
        await until(pilot, lambda: "The break is over since" in screen_text(pilot))


async def test_closing_takes_a_takeaway_and_a_commitment_from_each_as_they_speak(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("closing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        paste(pilot, "urges pass")
        await pilot.press("enter")
        paste(pilot, "call Dee")
        await pilot.press("enter")
        await until(pilot, lambda: keeper.session.notes.commitments == {ANA: "call Dee"})
        assert keeper.session.notes.takeaways == {ANA: "urges pass"}
        await until(pilot, lambda: "Ben takes away" in screen_text(pilot))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "Cy takes away" in screen_text(pilot))
        assert BEN not in keeper.session.notes.takeaways


async def test_half_typed_words_are_there_again(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("closing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        paste(pilot, "urges pa")
        await until(pilot, lambda: len(keeper.slots()) == 1)
        await pilot.press("down", "up")
        await until(pilot, lambda: pilot.app.screen.query_one(HarvestEntry).value == "urges pa")


async def test_closing_names_the_stay_afters_to_talk_about(tmp_path: Path, clock: FakeClock) -> None:
    concern = ConcernRaised("c1", ANA, "high urge")
    async with room_in("closing", *arrivals(), concern, tmp_path=tmp_path, clock=clock) as (pilot, _):
        await until(pilot, lambda: "One stay-after to talk about" in screen_text(pilot))


async def test_the_closing_ritual_can_be_ticked_after_the_round(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("closing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("tab", "enter")
        await until(pilot, lambda: len(keeper.session.coverage.said) == 1)
        assert next(iter(keeper.session.coverage.said))[0] == "closing"


async def test_the_debrief_goes_into_the_private_lane_and_nowhere_else(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("debrief", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        paste(pilot, "We rushed the break.")
        await until(pilot, lambda: pilot.app.screen.query_one(Writing).text == "We rushed the break.")
        screen = pilot.app.screen
        assert isinstance(screen, RoomScreen)
        desk = screen.desk
        assert desk.flush()
        assert PrivateLane(desk, keeper.id).text == "We rushed the break."
        assert desk.vault.private.read(keeper.id)[1] == {"process": "We rushed the break."}
        assert not any("rushed" in str(e) for e in desk.vault.sessions.read(keeper.id)[0])


@pytest.mark.parametrize("block", ["opening", "break", "closing", "debrief"])
@at_sizes((60, 20), (80, 24), (160, 45))
async def test_hostile_names_and_words_in_every_block(
    tmp_path: Path, clock: FakeClock, block: str, size: tuple[int, int]
) -> None:
    names = [name or "no name" for name in HOSTILE]
    async with room_in(block, *arrivals(names), tmp_path=tmp_path, clock=clock, names=names, size=size) as (
        pilot,
        keeper,
    ):
        for words in HOSTILE[:12]:
            paste(pilot, words)
            await pilot.press("enter")
        assert keeper.session.course.current is not None
        assert keeper.session.course.current.id == block


async def test_p_alone_is_a_pass_in_the_closing_round_and_stands_in_the_note(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("closing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("p", "enter")
        await until(pilot, lambda: ANA in keeper.session.notes.passed_takeaway)
        await pilot.press("r", "e", "s", "t", "enter")
        await until(pilot, lambda: keeper.session.notes.commitments == {ANA: "rest"})
        await until(pilot, lambda: re.search(r"Ana R\. +pass +rest", screen_text(pilot)))
        assert "Passed when asked what to take from today." in str(
            generated_note(keeper.session, ANA, "plain", clock.now())
        )
        await pilot.press("up", "x", "enter")
        await until(pilot, lambda: keeper.session.notes.takeaways == {ANA: "x"})
        assert keeper.session.notes.passed_takeaway == frozenset()


async def test_the_ritual_of_closing_has_the_numbers_and_the_next_date_in_sight(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("closing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, _):
        await pilot.press("tab", "down", "down", "down")
        await until(pilot, lambda: "your local emergency number" in screen_text(pilot))
        await pilot.press("down", "down")
        await until(pilot, lambda: "Tue 1 Dec, 18:00" in screen_text(pilot))


async def test_members_are_asked_to_stay_before_they_are_gone(tmp_path: Path, clock: FakeClock) -> None:
    concern = ConcernRaised("c1", ANA, "urge")
    async with room_in("closing", *arrivals(), concern, tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("f8", "f8")
        await until(pilot, lambda: "Before people go" in screen_text(pilot))
        await pilot.press("enter", "1", "enter")
        await until(
            pilot, lambda: keeper.session.course.current and keeper.session.course.current.id == "debrief"
        )
