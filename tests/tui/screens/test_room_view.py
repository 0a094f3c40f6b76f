"""The room view in the one window, and what the program hands to the one in a second window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from iop_group.domain.agenda import BlockKind
from iop_group.domain.events import BlockEntered, TurnStarted
from iop_group.domain.room_snapshot import RoomSnapshot
from iop_group.domain.timing import block_left
from iop_group.room_view.sender import Sender
from iop_group.tui.app import IopGroupApp
from iop_group.tui.keeper import Keeper
from iop_group.tui.screens.note import NoteDialog
from iop_group.tui.screens.room import RoomScreen
from iop_group.tui.screens.room_view import RoomViewScreen
from tests.hostile import HOSTILE
from tests.tui.blocks.room import arrivals, room_in
from tests.tui.desk_for_tests import NAMES, FakeClock, make_desk, paste, running, screen_text, start_session
from tests.tui.until import until


class Recorder(Sender):
    """Sends nothing, and remembers what the group would see."""

    def __init__(self) -> None:
        super().__init__(FakeClock().now)
        self.shown: RoomSnapshot | None = None

    def show(self, snapshot: RoomSnapshot | None) -> None:
        self.shown = snapshot


def recorded(pilot: Pilot[None]) -> Recorder:
    """From now on, what is handed over."""
    assert isinstance(pilot.app, IopGroupApp)
    recorder = Recorder()
    pilot.app._sender = recorder
    pilot.app.show_room()
    return recorder


def in_view(pilot: Pilot[None]) -> bool:
    return isinstance(pilot.app.screen, RoomViewScreen)


async def open_view(pilot: Pilot[None], key: str = "f11") -> None:
    await pilot.press(key)
    await until(pilot, lambda: in_view(pilot) and screen_text(pilot).strip())


@pytest.mark.parametrize("key", ["f11", "equals_sign"])
@pytest.mark.parametrize("back", ["escape", "f11"])
async def test_one_key_shows_it_and_escape_or_the_same_key_leads_back(
    tmp_path: Path, clock: FakeClock, key: str, back: str
) -> None:
    async with room_in("check-in", tmp_path=tmp_path, clock=clock) as (pilot, _):
        await open_view(pilot, key)
        shown = screen_text(pilot)
        assert "Check-in" in shown or "██" in shown
        assert not any(name in shown for name in NAMES)
        await pilot.press(back)
        await until(pilot, lambda: isinstance(pilot.app.screen, RoomScreen))


async def test_it_opens_over_a_half_typed_note_and_leads_back_to_it(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("check-in", tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteDialog))
        paste(pilot, "she said")
        await open_view(pilot)
        assert "she said" not in screen_text(pilot)
        await pilot.press("n", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteDialog))
        assert "she said" in screen_text(pilot)
        assert keeper.session.notes.notes == ()


async def test_the_hour_can_be_run_from_it(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("topic", tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await open_view(pilot)
        await pilot.press("enter")
        assert keeper.session.coverage.points == {keeper.session.coverage.part: 1}
        await pilot.press("space")
        await until(pilot, lambda: "paused" in screen_text(pilot))
        await pilot.press("space", "plus", "f8")
        await until(pilot, lambda: keeper.session.course.current == keeper.session.course.block("break"))
        assert keeper.session.course.added == {"topic": 1}
        assert in_view(pilot)
        await until(pilot, lambda: "Back at" in screen_text(pilot))
        await pilot.press("f7")
        await until(pilot, lambda: keeper.session.course.current == keeper.session.course.block("topic"))


@pytest.mark.parametrize(
    "block",
    [
        "check-in",
        "sharing",
        *(
            pytest.param(block, marks=pytest.mark.proof)
            for block in ("opening", "topic", "break", "closing", "debrief")
        ),
    ],
)
async def test_no_key_opens_a_dialog_or_says_a_name_while_the_group_looks_on(
    tmp_path: Path, clock: FakeClock, block: str
) -> None:
    async with room_in(block, *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        await open_view(pilot)
        keys = "f2 f3 f4 ctrl+y g w n u p y o t c 1 enter f8 f8"
        for key in keys.split():
            await pilot.press(key)
            assert in_view(pilot), key
            assert not any(name in screen_text(pilot) for name in NAMES)
        assert keeper.session.floor.turns == ()


async def test_a_turn_can_be_ended_from_it(tmp_path: Path, clock: FakeClock) -> None:
    turn = TurnStarted("M0001", "sharing", 60)
    async with room_in("sharing", *arrivals(), tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        keeper.act(turn)
        await open_view(pilot)
        await pilot.press("enter", "enter")
        assert len(keeper.session.floor.turns) == 1
        assert keeper.session.floor.turn is None


async def test_the_clock_goes_on_by_itself_and_softly_past_zero(tmp_path: Path, clock: FakeClock) -> None:
    async with room_in("topic", tmp_path=tmp_path, clock=clock, size=(80, 12)) as (pilot, keeper):
        await open_view(pilot)
        block = keeper.session.course.block("topic")
        assert block is not None
        before = screen_text(pilot)
        clock.advance(block_left(keeper.session.course, block, clock.now()) + 5)
        await until(pilot, lambda: screen_text(pilot) != before)


@pytest.mark.parametrize("name", HOSTILE[::6])
async def test_a_hostile_name_is_drawn_as_it_is(tmp_path: Path, clock: FakeClock, name: str) -> None:
    names = (name, *NAMES[1:])
    async with room_in("sharing", *arrivals(names), tmp_path=tmp_path, clock=clock, names=names) as (
        pilot,
        k,
    ):
        assert isinstance(pilot.app, IopGroupApp)
        pilot.app.desk.program = replace(pilot.app.desk.program, room_names=True)
        k.act(TurnStarted("M0001", "sharing", 60))
        await open_view(pilot)
        assert "\x1b" not in screen_text(pilot)


async def test_without_a_group_that_runs_there_is_nothing_to_show(tmp_path: Path, clock: FakeClock) -> None:
    async with running(make_desk(tmp_path, clock)) as pilot:
        await pilot.press("f11")
        await until(pilot, lambda: "shows a group that runs" in screen_text(pilot))
        assert recorded(pilot).shown is None


# The second window


async def handed(pilot: Pilot[None], recorder: Recorder, kind: BlockKind | None) -> None:
    """Wait until that is what the second window has."""
    await until(pilot, lambda: (recorder.shown.kind if recorder.shown else None) == kind)


def enter(keeper: Keeper, block: str) -> None:
    keeper.act(BlockEntered(block))


async def test_every_act_is_handed_over_and_the_curtain_and_the_cards_hide_all(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with room_in("check-in", tmp_path=tmp_path, clock=clock) as (pilot, keeper):
        recorder = recorded(pilot)
        await handed(pilot, recorder, BlockKind.CHECK_IN)
        enter(keeper, "sharing")
        await handed(pilot, recorder, BlockKind.SHARING)
        for key in ("f10", "f9"):
            await pilot.press(key)
            await handed(pilot, recorder, None)
            enter(keeper, "topic")
            await pilot.pause()
            assert recorder.shown is None
            await pilot.press("escape")
            await handed(pilot, recorder, BlockKind.TOPIC)


async def test_locking_hides_all_before_anything_else(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room_in("check-in", tmp_path=tmp_path, clock=clock) as (pilot, _):
        recorder = recorded(pilot)
        app = pilot.app
        assert isinstance(app, IopGroupApp)
        seen: list[RoomSnapshot | None] = []
        flush = app.desk.flush

        def look_and_flush() -> bool:
            seen.append(recorder.shown)
            return flush()

        monkeypatch.setattr(app.desk, "flush", look_and_flush)
        assert recorder.shown is not None
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.opener.desk is None)
        assert seen[0] is None
        assert recorder.shown is None
        assert app._sight is None


async def test_today_and_other_pages_do_not_take_it_away(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    start_session(desk)
    async with running(desk) as pilot:
        recorder = recorded(pilot)
        await handed(pilot, recorder, BlockKind.OPENING)
        await pilot.press("t")
        await handed(pilot, recorder, BlockKind.OPENING)


async def test_a_session_left_unfinished_long_ago_is_not_shown(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    start_session(desk)
    async with running(desk) as pilot:
        assert recorded(pilot).shown is not None
        clock.advance(5 * 3600)
        assert recorded(pilot).shown is None
