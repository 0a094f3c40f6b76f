"""The terminal gets only the cells that changed, and shows what a room painted anew would show."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median

import pyte
import pytest
from rich.console import RenderableType
from rich.control import Control
from textual._compositor import CompositorUpdate
from textual._context import visible_screen_stack
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

from iop_group.domain.events import (
    Act,
    Answered,
    AttendanceMarked,
    BlockEntered,
    ConcernRaised,
    HandRaised,
    Mark,
    TurnEnded,
    TurnStarted,
)
from iop_group.tui.blocks.base import Workspace
from iop_group.tui.blocks.checkin_view import CheckinView
from iop_group.tui.keeper import Keeper
from iop_group.tui.opener import Opener
from iop_group.tui.screens.room import RoomScreen
from iop_group.tui.widgets.line import ScrollLines
from iop_group.tui.widgets.rows import Rows
from tests.tui.blocks.room import arrivals, topic
from tests.tui.desk_for_tests import (
    BLOCKS,
    BareApp,
    FakeClock,
    make_desk,
    members_called,
    plan_of,
    start_session,
)
from tests.tui.until import until

SIZE = (110, 32)
NAMES = (
    "Ana R.",
    "日本語テキスト",
    "[/b] O'Neil",
    "דוד",
    "Zoe\u0301",
    "❤️ heart",
    "👩‍👩‍👧 family",
    "Hal",
    "Ivo",
)
FORTY = tuple(f"Member {number}" for number in range(1, 41))
KEYS = {
    "opening": ("enter", "backspace", "down", "up"),
    "check-in": ("1", "7", "t", "p", "down", "up", "left", "right", "enter", "backspace"),
    "topic": ("down", "up", "n", "u"),
    "break": ("+", "f5"),
    "sharing": ("enter", "down", "up", "h", "p", "l", "m"),
    "closing": ("x", "語", "enter", "down", "tab", "backspace"),
}
ANYWHERE = ("ctrl+z", "ctrl+z", "+", "f5")
"""Keys that change something in every block, most of them only now and then."""
CODES = tuple(member.code for member in members_called(NAMES))
ELSEWHERE: tuple[Act, ...] = (
    *(AttendanceMarked(code, mark) for code in CODES[:4] for mark in (Mark.STEPPED_OUT, Mark.BACK)),
    *(Answered(code, "mood", value) for code in CODES[2:6] for value in (2, 8)),
    *(ConcernRaised(f"c{code}", code, "to talk about") for code in CODES[5:8]),
    *(HandRaised(code, up=up) for code in CODES[1:4] for up in (True, False)),
)
"""What may happen anywhere but at the cursor."""
Look = tuple[str, str, str, bool, bool, bool]


class Terminal:
    """What a terminal shows after all that was written to it."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(*SIZE)
        self._stream = pyte.Stream(self.screen)
        self.written = 0
        """Characters so far."""

    def feed(self, text: str) -> None:
        self.written += len(text.encode())
        self._stream.feed(text)

    def looks(self) -> list[list[Look]]:
        """Every cell as it looks."""
        rows = (self.screen.buffer[y] for y in range(SIZE[1]))
        return [[_look(row[x]) for x in range(SIZE[0])] for row in rows]


def _look(cell: pyte.screens.Char) -> Look:
    if cell.data == " " and not (cell.underscore or cell.reverse):
        return (" ", "", cell.bg, False, False, False)  # nobody sees the ink of a blank
    return (cell.data, cell.fg, cell.bg, cell.bold, cell.underscore, cell.reverse)


class PlayedApp(BareApp):
    """Writes to a terminal that a test can look at."""

    def __init__(self, opener: Opener) -> None:
        super().__init__(opener)
        self.terminal = Terminal()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if isinstance(renderable, CompositorUpdate) and not self._batch_count and screen is self.screen:
            self.terminal.feed(renderable.render_segments(self.console))
        super()._display(screen, renderable)

    def painted_anew(self, strips: list[Strip]) -> list[list[Look]]:
        """How the terminal would look if all of it were painted."""
        terminal = Terminal()
        for y, strip in enumerate(strips):
            terminal.feed(Control.move_to(0, y).segment.text + strip.render(self.console))
        return terminal.looks()

    @property
    def is_true(self) -> bool:
        """Does the terminal show what is there?"""
        visible_screen_stack.set(self._background_screens)  # as whenever the app paints
        return self.terminal.looks() == self.painted_anew(self.screen._compositor.render_strips())


@asynccontextmanager
async def played(
    block: str, *acts: Act, tmp_path: Path, clock: FakeClock, names: tuple[str, ...] = NAMES
) -> AsyncIterator[tuple[Pilot[None], PlayedApp, Keeper]]:
    """The room in a block, in a terminal to look at."""
    desk = make_desk(tmp_path, clock)
    everybody = (*arrivals(names), *acts, BlockEntered(block))
    keeper = start_session(desk, *everybody, plan=plan_of(names, blocks=BLOCKS, topic=topic()))
    app = PlayedApp(Opener.around(desk))
    try:
        async with app.run_test(size=SIZE, notifications=True) as pilot:
            await enter_room(pilot, RoomScreen(desk, keeper))
            yield pilot, app, keeper
    finally:
        desk.close()


async def enter_room(pilot: Pilot[None], room: RoomScreen) -> Workspace:
    await pilot.app.push_screen(room)
    await until(pilot, lambda: bool(room.query(Workspace)) and room.query_one(Workspace).standing)
    await until(pilot, lambda: room.focused is not None)
    return room.query_one(Workspace)


def like(fresh: Workspace, used: Workspace) -> None:
    """Put the cursor where it is in the other, and scroll there."""
    if isinstance(fresh, CheckinView) and isinstance(used, CheckinView):
        fresh._item = used._item
    for mine, other in zip(fresh.query(Rows).results(), used.query(Rows).results(), strict=True):
        mine.move_to(other.index or 0)
        mine.jump_to(other.scroll_offset.y)
    for text, read in zip(fresh.query(ScrollLines).results(), used.query(ScrollLines).results(), strict=True):
        text.jump_to(read.scroll_offset.y)
    fresh.show_all()


@pytest.mark.parametrize(
    ("seed", "keys"), [(0, 8), *(pytest.param(seed, 40, marks=pytest.mark.proof) for seed in (1, 2, 3))]
)
@pytest.mark.parametrize("block", sorted(KEYS.keys() - {"closing"}))
async def test_after_any_keys_the_terminal_shows_what_a_room_opened_just_now_would(
    block: str, seed: int, keys: int, tmp_path: Path, clock: FakeClock
) -> None:
    chance = random.Random(f"{block} {seed}")  # noqa: S311 - no secret
    async with played(block, tmp_path=tmp_path, clock=clock) as (pilot, app, keeper):
        for key in chance.choices((*KEYS[block] * 3, *ANYWHERE), k=keys):
            await pilot.press(key)
            if chance.random() < 0.4:
                keeper.act(chance.choice(ELSEWHERE))
            clock.advance(chance.choice((0, 1, 1, 61)))
            await until(pilot, lambda: app.screen.is_mounted)
            if isinstance(app.screen, RoomScreen):
                app.screen.tick(clock.now())
            else:
                await pilot.press("escape")
                await until(pilot, lambda: isinstance(app.screen, RoomScreen))
            await until(pilot, lambda: app.is_true)
        room = app.screen
        assert isinstance(room, RoomScreen)
        room.refreshed()
        await until(pilot, lambda: app.is_true)
        before, used = app.terminal.looks(), room.query_one(Workspace)
        fresh = await enter_room(pilot, RoomScreen(app.desk, keeper))
        like(fresh, used)
        await until(pilot, lambda: app.is_true and app.terminal.looks() == before)


async def test_typing_beside_toasts_and_dialogs_leaves_nothing_wrong_behind(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with played("closing", tmp_path=tmp_path, clock=clock) as (pilot, app, _):
        for key in (
            "x",
            "語",
            "enter",
            "f2",
            "a",
            "語",
            "backspace",
            "escape",
            "escape",
            "down",
            "ctrl+z",
            "f3",
            "enter",
            "enter",
            "l",
            "enter",
            "escape",
            "f4",
        ):
            await pilot.press(key)
            await until(pilot, lambda: app.is_true)


ACTS_BEFORE: tuple[Act, ...] = tuple(
    act
    for member in members_called(FORTY)
    for act in (Answered(member.code, "mood", 5), TurnStarted(member.code, "sharing", 60), TurnEnded())
)


@pytest.mark.parametrize(
    ("block", "key", "most"),
    [
        ("check-in", "1", 1500),
        ("check-in", "up", 1500),
        ("topic", "down", 1500),
        ("break", "+", 1500),
        ("sharing", "down", 1500),
        ("closing", "x", 1500),
    ],
)
async def test_with_forty_members_a_key_writes_little(
    block: str, key: str, most: int, tmp_path: Path, clock: FakeClock
) -> None:
    async with played(block, *ACTS_BEFORE, tmp_path=tmp_path, clock=clock, names=FORTY) as (pilot, app, _):
        await pilot.press(key)
        await until(pilot, lambda: app.is_true and not app.desk.writer.pending)
        before = app.terminal.written
        await pilot.press(key)
        await until(pilot, lambda: app.is_true and not app.desk.writer.pending)
        assert 0 < app.terminal.written - before <= most


@pytest.mark.parametrize("block", [*KEYS, "debrief"])
async def test_a_second_of_doing_nothing_writes_little(block: str, tmp_path: Path, clock: FakeClock) -> None:
    async with played(block, *ACTS_BEFORE, tmp_path=tmp_path, clock=clock, names=FORTY) as (pilot, app, _):
        await until(pilot, lambda: app.is_true and not app.desk.writer.pending)
        room, sizes = app.screen, []
        assert isinstance(room, RoomScreen)
        for _second in range(9):
            before = app.terminal.written
            clock.advance(1)
            room.tick(clock.now())
            await until(pilot, lambda: app.is_true)
            sizes.append(app.terminal.written - before)
        assert 0 < median(sizes) <= 300
