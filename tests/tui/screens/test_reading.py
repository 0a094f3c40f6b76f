"""A second window: everything can be read, and not one byte of the records is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from iop_group.domain.errors import NotSaved
from iop_group.domain.events import Closed, NoteWritten
from iop_group.domain.naming import SETTINGS_NAME
from iop_group.tui.commands import COMMANDS, Place
from iop_group.tui.screens.base import HouseScreen
from tests.tui.desk_for_tests import SESSION_ID, FakeClock, screen_text, start_session
from tests.tui.doors import PASSPHRASE, enter, opener_of, program, sealed_home, sees
from tests.tui.until import until

PLACES = {
    "today": "",
    "groups": "",
    "review": "",
    "session": SESSION_ID,
    "topics": "",
    "settings": "",
    "plan": "",
}
HARMLESS = {
    "leave",
    "leave_program",
    "lock",
    "command_palette",
    "curtain",
    "safety",
    "show_help",
    "export",
    "back_up",
}


@pytest.fixture
def home(tmp_path: Path, clock: FakeClock) -> Path:
    """With one finished session."""
    home, _ = sealed_home(tmp_path)
    desk = opener_of(home, clock).unlock(PASSPHRASE).desk
    start_session(desk, NoteWritten("n1", "an orchard"), Closed())
    desk.close()
    return home


def content_of(home: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in home.rglob("*") if path.is_file()}


async def at_the_place(pilot: Pilot[None], place: str, about: str) -> None:
    ground = pilot.app.screen
    assert isinstance(ground, HouseScreen)
    if place != "today":
        ground.go(place, about)
        await until(pilot, lambda: pilot.app.screen is not ground)


@pytest.mark.parametrize(
    "place",
    ["session", *(pytest.param(place, marks=pytest.mark.proof) for place in PLACES if place != "session")],
)
async def test_whatever_key_is_pressed_nothing_is_written(home: Path, clock: FakeClock, place: str) -> None:
    first = opener_of(home, clock).unlock(PASSPHRASE).desk
    second = opener_of(home, clock)
    second.look_in()
    before = content_of(home)
    async with program(second, size=(100, 30)) as pilot:
        await sees(pilot, "already open on this home", "to read only")
        await enter(pilot, PASSPHRASE)
        await sees(pilot, "reading only")
        await at_the_place(pilot, place, PLACES[place])
        acts = [c for c in COMMANDS if Place(place) in c.places and c.act not in HARMLESS]
        for key in [key for command in acts for key in command.keys[:1]]:
            await pilot.press(key, "x", "enter", "enter")
            for _ in range(4):
                if len(pilot.app.screen_stack) > (place != "today") + 1:
                    await pilot.press("escape")
        assert content_of(home) == before
        assert "NOT SAVED" not in screen_text(pilot)
    first.close()


async def test_notes_can_be_read_and_what_the_other_window_saves_is_seen(
    home: Path, clock: FakeClock
) -> None:
    first = opener_of(home, clock).unlock(PASSPHRASE).desk
    second = opener_of(home, clock)
    second.look_in()
    desk = second.unlock(PASSPHRASE).desk
    assert desk.reading
    assert desk.vault.index.search("orchard")
    first.keeper(SESSION_ID).act(NoteWritten("n2", "a nightingale"))
    assert first.flush()
    assert desk.session(SESSION_ID).notes.notes[-1].text == "a nightingale"
    assert [summary.id for summary in desk.vault.index.summaries()] == [SESSION_ID]
    assert desk.vault.index.search("nightingale")
    with pytest.raises(NotSaved):
        desk.keeper(SESSION_ID)
    with pytest.raises(NotSaved):
        desk.set("facilitator", "Max")
    assert "Max" not in (home / SETTINGS_NAME).read_text(encoding="utf-8")
    assert desk.close()
    assert first.close()
