"""Locking: at one key, and by itself when nobody is there."""

from __future__ import annotations

import asyncio
import gc
import weakref
from pathlib import Path

import pytest
from textual._context import visible_screen_stack
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from iop_group.domain.errors import NotSaved
from iop_group.domain.events import Closed
from iop_group.domain.people import Group, Member
from iop_group.tui import opener as opener_module
from iop_group.tui.app import IopGroupApp
from iop_group.tui.keeper import Keeper
from iop_group.tui.messages import Go
from iop_group.tui.opener import Opener
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.screens.curtain import CurtainScreen
from iop_group.tui.screens.note import NoteDialog
from iop_group.tui.screens.room import RoomScreen
from iop_group.tui.screens.settings import SettingsScreen
from iop_group.tui.screens.today import TodayScreen
from iop_group.tui.screens.unlock import UnlockScreen
from iop_group.tui.screens.unsaved import Unsaved
from iop_group.tui.widgets.line import ScrollLines
from iop_group.tui.widgets.rows import Rows
from iop_group.vault.keys import Keys
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import NAMES, FakeClock, paste, plan_of, screen_text, start_session
from tests.tui.doors import PASSPHRASE, enter, is_locked, opener_of, program, sealed_home, sees
from tests.tui.until import until


@pytest.fixture
def opener(tmp_path: Path, clock: FakeClock) -> Opener:
    return opener_of(sealed_home(tmp_path)[0], clock)


def app_of(pilot: Pilot[None]) -> IopGroupApp:
    assert isinstance(pilot.app, IopGroupApp)
    return pilot.app


async def into_the_room(pilot: Pilot[None], names: tuple[str, ...] = NAMES) -> Keeper:
    keeper = start_session(app_of(pilot).desk, plan=plan_of(names))
    screen = pilot.app.screen
    assert isinstance(screen, HouseScreen)
    screen.go("room", keeper.id)
    await until(pilot, lambda: isinstance(pilot.app.screen, RoomScreen))
    return keeper


async def unlocked_again(pilot: Pilot[None], kind: type[HouseScreen]) -> None:
    await enter(pilot, PASSPHRASE)
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))


async def test_one_key_locks_at_once_and_nothing_of_a_name_is_left_on_the_screen(opener: Opener) -> None:
    async with program(opener, unlocked=True) as pilot:
        await into_the_room(pilot, tuple(HOSTILE[:6]) if len(HOSTILE) > 6 else tuple(HOSTILE))
        room = pilot.app.screen
        assert isinstance(room, HouseScreen)
        room.say("Ana R. is here.")
        await sees(pilot, "Ana R. is here.", "Tuesday evening")
        await pilot.press("ctrl+l")
        await is_locked(pilot)
        await sees(pilot, "Your records are locked")
        assert "Ana R." not in screen_text(pilot)
        assert "Tuesday" not in screen_text(pilot)
        assert opener.desk is None


async def test_locking_is_found_by_its_name(opener: Opener) -> None:
    async with program(opener, unlocked=True) as pilot:
        await pilot.press("ctrl+p")
        await sees(pilot, "Curtain")
        paste(pilot, "Lock")
        await sees(pilot, "Save everything and lock")
        await pilot.press("enter")
        await is_locked(pilot)


async def test_the_passphrase_leads_back_to_the_room_and_half_typed_words_are_there(opener: Opener) -> None:
    async with program(opener, unlocked=True) as pilot:
        await into_the_room(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteDialog))
        paste(pilot, "she said [/b]")
        await pilot.press("x", "ctrl+l")
        await is_locked(pilot)
        await unlocked_again(pilot, RoomScreen)
        assert [type(screen) for screen in pilot.app.screen_stack] == [TodayScreen, RoomScreen]
        await pilot.press("f2")
        await sees(pilot, "she said [/b]x")
        await pilot.press("escape", "escape", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))


async def test_the_styles_are_not_all_read_anew_where_somebody_waits(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Stylesheet] = []
    async with program(opener) as pilot:
        await is_locked(pilot)
        monkeypatch.setattr(Stylesheet, "reparse", read.append)
        await unlocked_again(pilot, TodayScreen)
        await sees(pilot, "Make your first group")
        await pilot.press("ctrl+l")
        await is_locked(pilot)
    assert read == []


async def test_locking_again_and_again_leaves_one_screen_and_one_desk(opener: Opener) -> None:
    async with program(opener, unlocked=True) as pilot:
        for _ in range(4):
            await pilot.press("s")
            await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
            await pilot.press("ctrl+l", "ctrl+l")
            await is_locked(pilot)
            await unlocked_again(pilot, SettingsScreen)
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))
        assert len(app_of(pilot)._screen_stacks) == 1


def forget_what_the_pilot_saw() -> None:
    """Pilot paints in the test's own context, which then holds a screen; its timeouts hold that context."""
    visible_screen_stack.set([])
    loop = asyncio.get_running_loop()
    for _ in range(200):  # cancelled ones, of which asyncio lets go as soon as they are many
        loop.call_later(3600, int).cancel()


async def test_no_key_and_no_desk_stay_in_memory(opener: Opener) -> None:
    async with program(opener, unlocked=True) as pilot:
        gc.freeze()  # as the program does after its first picture
        await into_the_room(pilot)
        desk = weakref.ref(app_of(pilot).desk)
        vault_id = app_of(pilot).desk.keys.vault_id

        def held() -> list[object]:
            return [o for o in gc.get_objects() if isinstance(o, Keys) and o.vault_id == vault_id]

        await pilot.press("ctrl+l")
        await is_locked(pilot)
        forget_what_the_pilot_saw()

        def forgotten() -> bool:
            opener_module.forget()
            return desk() is None and not held()

        await until(pilot, forgotten)


def has_read(app: IopGroupApp, kind: str) -> bool:
    """Asked of the widgets: to paint them here would make the test hold the screen."""
    lists = app.screen.query(Rows).results() if type(app.screen).__name__ == kind else ()
    texts = app.screen.query(ScrollLines).results() if type(app.screen).__name__ == kind else ()
    return any(one.count for one in lists) or any(one.rows for one in texts)


@pytest.mark.parametrize(
    ("place", "about", "kind"),
    [
        ("topics", "", "TopicsScreen"),
        ("member", "M0001", "MemberScreen"),
        ("covered", "tuesday", "CoveredScreen"),
    ],
)
async def test_no_desk_stays_in_memory_after_a_place_that_reads_in_a_thread(
    opener: Opener, place: str, about: str, kind: str
) -> None:
    async with program(opener, unlocked=True) as pilot:
        gc.freeze()
        app_of(pilot).desk.vault.registry.put_many(
            groups=(Group(id="tuesday", name="Tuesday evening"),), members=(Member("M0001", "Ben"),)
        )
        pilot.app.screen.post_message(Go(place, about))
        await until(pilot, lambda: has_read(app_of(pilot), kind))
        desk = weakref.ref(app_of(pilot).desk)
        await pilot.press("ctrl+l")
        await is_locked(pilot)
        forget_what_the_pilot_saw()

        def forgotten() -> bool:
            opener_module.forget()
            return desk() is None

        await until(pilot, forgotten, rounds=60)


async def test_nobody_there_for_a_while_locks_and_says_why(opener: Opener, clock: FakeClock) -> None:
    async with program(opener, unlocked=True) as pilot:
        clock.advance(14 * 60)
        await pilot.press("down")
        clock.advance(14 * 60)
        app_of(pilot)._tick()
        assert isinstance(pilot.app.screen, TodayScreen)
        clock.advance(2 * 60)
        await is_locked(pilot)
        await sees(pilot, "Nobody was here for a while, so they were locked.")


async def test_a_running_group_is_never_locked_only_hidden(opener: Opener, clock: FakeClock) -> None:
    async with program(opener, unlocked=True) as pilot:
        keeper = await into_the_room(pilot)
        clock.advance(16 * 60)
        await until(pilot, lambda: isinstance(pilot.app.screen, CurtainScreen))
        clock.advance(60 * 60)
        app_of(pilot)._tick()
        assert isinstance(pilot.app.screen, CurtainScreen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RoomScreen))
        assert opener.desk is not None
        keeper.act(Closed())
        clock.advance(16 * 60)
        await is_locked(pilot)


async def test_a_group_that_was_left_unfinished_long_ago_does_not_keep_it_open(
    opener: Opener, clock: FakeClock
) -> None:
    async with program(opener, unlocked=True) as pilot:
        await into_the_room(pilot)
        clock.advance(5 * 60 * 60)
        await is_locked(pilot)


async def test_the_curtain_gives_way_to_the_lock(tmp_path: Path, clock: FakeClock) -> None:
    home, _ = sealed_home(tmp_path, settings='facilitator = "Kim"\nlock_after_minutes = 3\n')
    async with program(opener_of(home, clock), unlocked=True) as pilot:
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, CurtainScreen))
        clock.advance(4 * 60)
        await is_locked(pilot)


async def test_it_locks_never_by_itself_when_it_is_told_so(tmp_path: Path, clock: FakeClock) -> None:
    home, _ = sealed_home(tmp_path, settings='facilitator = "Kim"\nlock_after_minutes = 0\n')
    async with program(opener_of(home, clock), unlocked=True) as pilot:
        clock.advance(100 * 60)
        app_of(pilot)._tick()
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_what_cannot_be_saved_is_not_locked_away_without_a_question(
    opener: Opener, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with program(opener, unlocked=True) as pilot:
        desk = app_of(pilot).desk
        monkeypatch.setattr(desk, "flush", lambda: False)
        monkeypatch.setattr(type(desk), "is_safe", False)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: isinstance(pilot.app.screen, Unsaved))
        await sees(pilot, "Lock anyway and lose the last change")
        await pilot.press("enter", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))
        desk._failed(NotSaved("The disk is full.", "Free some space."))
        clock.advance(16 * 60)
        await until(pilot, lambda: isinstance(pilot.app.screen, CurtainScreen))
        assert opener.desk is desk
        await pilot.press("enter", "ctrl+l")
        await until(pilot, lambda: isinstance(pilot.app.screen, Unsaved))
        await pilot.press("y")
        await is_locked(pilot)


async def test_another_program_can_open_the_home_while_it_is_locked(opener: Opener, clock: FakeClock) -> None:
    async with program(opener, unlocked=True) as pilot:
        await pilot.press("ctrl+l")
        await is_locked(pilot)
        other = opener_of(opener.home, clock).unlock(PASSPHRASE)
        other.desk.close()
        await unlocked_again(pilot, TodayScreen)
        assert not isinstance(pilot.app.screen, UnlockScreen)
