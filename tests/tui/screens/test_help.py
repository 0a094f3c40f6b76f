"""Help: every key that works here."""

from __future__ import annotations

from pathlib import Path

import pytest

from iop_group.tui.commands import COMMANDS, Place, commands_at, key_text
from iop_group.tui.screens.help import HelpScreen, key_rows, places_of, session_rows
from iop_group.tui.text import row_width
from tests.tui.desk_for_tests import FakeClock, Ground, make_desk, running, screen_text
from tests.tui.until import until


def text_of(places: tuple[Place, ...], cells: int) -> str:
    return "\n".join("".join(text for text, _ in row) for row in key_rows(places, cells))


@pytest.mark.parametrize("cells", [92, 76, 70, 56, 30])
@pytest.mark.parametrize("place", list(Place))
def test_every_command_of_a_place_stands_there_with_all_its_keys(place: Place, cells: int) -> None:
    text = text_of((place,), cells)
    for command in commands_at(place):
        assert command.name in text
        assert all(key_text(key) in text for key in command.keys)
        assert command.help.split()[-1] in text


def test_a_command_without_a_key_says_where_it_is() -> None:
    keyless = next(c for c in COMMANDS if not c.keys)
    assert "by name, ^P" in text_of((keyless.places[0],), 92)


@pytest.mark.parametrize("cells", [92, 76, 56])
def test_no_line_is_wider_than_the_screen(cells: int) -> None:
    rows = [*key_rows(tuple(Place), cells), *session_rows(cells)]
    assert all(row_width(row) <= cells for row in rows)


async def test_f1_shows_the_keys_of_the_screen_in_front_and_escape_goes_back(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk, bare=True, size=(80, 24)) as pilot:
        ground = pilot.app.screen
        await pilot.press("f1")
        await until(pilot, lambda: "New session" in screen_text(pilot))
        await pilot.press("f1", "end")
        await until(pilot, lambda: "Afterwards" in screen_text(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is ground)


def test_a_screen_of_several_places_has_them_all_with_everywhere_last(
    tmp_path: Path, clock: FakeClock
) -> None:
    class Room(Ground):
        def places(self) -> tuple[Place, ...]:
            return (Place.ANYWHERE, Place.ROOM, Place.SHARING)

    desk = make_desk(tmp_path, clock)
    try:
        assert places_of(Room(desk)) == (Place.ROOM, Place.SHARING, Place.ANYWHERE)
        assert places_of(Ground(desk)) == (Place.TODAY, Place.ANYWHERE)
        assert places_of(None) == (Place.ANYWHERE,)
    finally:
        desk.close()


@pytest.mark.parametrize("size", [(160, 45), (60, 20), (30, 10)])
async def test_help_can_be_read_at_every_size(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk, HelpScreen(None), bare=True, size=size) as pilot:
        await pilot.press("pagedown", "pageup")
        await until(pilot, lambda: "Curtain" in screen_text(pilot) or "Help" in screen_text(pilot))
