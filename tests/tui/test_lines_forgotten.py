"""A screen that nobody sees keeps none of its painted lines, and stands there whole when it is seen again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.screen import Screen
from textual.widget import Widget

from iop_group.domain.people import Group
from iop_group.tui.screens.groups import GroupsScreen
from iop_group.tui.screens.today import TodayScreen
from iop_group.tui.screens.unlock import UnlockScreen
from iop_group.tui.widgets.dialog import Confirm
from tests.tui.desk_for_tests import FakeClock, make_desk, members_called, running, screen_text
from tests.tui.doors import PASSPHRASE, enter, opener_of, program, sealed_home
from tests.tui.until import until


def lines_kept(screen: Screen[Any]) -> int:
    """Painted lines of its widgets and their scroll bars."""
    widgets = [screen, *screen.walk_children(Widget)]
    bars = [widget.vertical_scrollbar for widget in widgets if widget.show_vertical_scrollbar]
    return sum(len(widget._styles_cache._cache) for widget in (*widgets, *bars))


async def test_a_list_that_was_left_keeps_no_line_and_is_whole_when_it_comes_back(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    members = members_called([f"Name {number:02}" for number in range(60)])
    group = Group(id="tuesday", name="Tuesday evening", roster=tuple(member.code for member in members))
    desk.vault.registry.put_many(groups=(group,), members=members)
    async with running(desk, size=(80, 24)) as pilot:
        today = pilot.app.screen
        await pilot.press("g")
        await until(pilot, lambda: "Name 05" in screen_text(pilot))
        groups, before = pilot.app.screen, screen_text(pilot)
        assert isinstance(groups, GroupsScreen)
        assert any(widget.show_vertical_scrollbar for widget in groups.walk_children(Widget))
        await until(pilot, lambda: lines_kept(today) == 0 < lines_kept(groups))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is today)
        await until(pilot, lambda: lines_kept(groups) == 0 < lines_kept(today))
        await pilot.press("g")
        await until(pilot, lambda: pilot.app.screen is groups and screen_text(pilot) == before)


async def test_what_is_seen_behind_a_dialog_keeps_its_lines(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk) as pilot:
        today = pilot.app.screen
        await until(pilot, lambda: lines_kept(today) > 10)
        await pilot.app.push_screen(Confirm("Sure?", "", yes="Yes"))
        await pilot.pause()
        assert lines_kept(today) > 10


async def test_the_first_door_which_textual_keeps_keeps_no_line(tmp_path: Path, clock: FakeClock) -> None:
    home, _ = sealed_home(tmp_path)
    async with program(opener_of(home, clock)) as pilot:
        door = pilot.app.screen
        assert isinstance(door, UnlockScreen)
        widgets = [door, *door.walk_children(Widget)]
        await until(pilot, lambda: lines_kept(door) > 3)
        await enter(pilot, PASSPHRASE)
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))
        await until(pilot, lambda: not any(widget._styles_cache._cache for widget in widgets))
