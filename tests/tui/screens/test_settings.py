"""Settings, each changed on its line and kept at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from iop_group.domain.errors import NotSaved
from iop_group.domain.program import NoteFormat
from iop_group.settings import load_settings
from iop_group.tui import desk as desk_module
from iop_group.tui.desk import Desk
from iop_group.tui.screens.page import Page
from iop_group.tui.screens.settings import SettingsScreen
from iop_group.tui.widgets.dialog import Ask
from iop_group.tui.widgets.fields import Entry, Writing
from iop_group.tui.widgets.pick import Pick
from iop_group.tui.widgets.rows import Rows
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import FakeClock, make_desk, running, screen_text
from tests.tui.sizes import at_sizes
from tests.tui.until import until

COMMENTED = '# Ours. Do not touch.\nfacilitator = "Kim"\n'


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Desk:
    return make_desk(tmp_path, clock, settings=COMMENTED)


async def shows(pilot: Pilot[None], text: str) -> None:
    await until(pilot, lambda: text in screen_text(pilot))


async def in_front(pilot: Pilot[None], kind: type) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))


async def choose(pilot: Pilot[None], screen: SettingsScreen, key: str) -> None:
    """Enter on the line of a setting."""
    await until(pilot, lambda: screen._lines)
    at = next(i for i, line in enumerate(screen._lines) if line.key == key)
    screen.query_one(Rows).move_to(at)
    await pilot.press("enter")


async def answer(pilot: Pilot[None], text: str) -> None:
    pilot.app.screen.query_one(Entry).value = text
    await pilot.press("enter")


async def test_the_name_under_the_notes_is_changed_and_comments_stay(desk: Desk) -> None:
    screen = SettingsScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await choose(pilot, screen, "facilitator")
        await in_front(pilot, Ask)
        await answer(pilot, " ")
        await shows(pilot, "name is empty")
        await answer(pilot, "Kim [b]")
        await until(pilot, lambda: desk.facilitator == "Kim [b]")
        await in_front(pilot, SettingsScreen)
        await shows(pilot, "Kim [b]")
        kept = (desk.home / "settings.toml").read_text(encoding="utf-8")
        assert kept == COMMENTED.replace('"Kim"', '"Kim [b]"')


@pytest.mark.parametrize("key", ["co_facilitator", "program_name"])
async def test_other_names_may_be_empty_again(desk: Desk, key: str) -> None:
    screen = SettingsScreen(desk)

    def now() -> object:
        return getattr(desk.program, key)

    async with running(desk, screen, bare=True) as pilot:
        for text in ("Lou", ""):
            await choose(pilot, screen, key)
            await in_front(pilot, Ask)
            await answer(pilot, text)
            await in_front(pilot, SettingsScreen)
            assert now() == text


async def test_c_puts_the_next_colours_on_at_once_and_keeps_them(desk: Desk) -> None:
    screen = SettingsScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await shows(pilot, "Calm, dark")
        await pilot.press("c")
        await until(pilot, lambda: pilot.app.theme == "calm-light")
        await until(pilot, lambda: desk.program.theme == "calm-light")
        await shows(pilot, "Calm, light")
        await choose(pilot, screen, "theme")
        await until(pilot, lambda: desk.program.theme == "high-contrast-large")
        await until(pilot, lambda: pilot.app.has_class("-large"))


async def test_numbers_outside_their_limits_get_one_plain_line(desk: Desk) -> None:
    screen = SettingsScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await choose(pilot, screen, "late_after_minutes")
        await in_front(pilot, Ask)
        await answer(pilot, "999")
        await shows(pilot, "whole number from 0 to 120")
        await answer(pilot, "15")
        await until(pilot, lambda: desk.program.late_after_minutes == 15)
        await in_front(pilot, SettingsScreen)
        await choose(pilot, screen, "note_due_hours")
        await in_front(pilot, Ask)
        await answer(pilot, "48")
        await until(pilot, lambda: desk.program.note_due_hours == 48)


async def test_note_format_and_region_are_picked(desk: Desk) -> None:
    screen = SettingsScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await choose(pilot, screen, "note_format")
        await in_front(pilot, Pick)
        await pilot.press("2")
        await until(pilot, lambda: desk.program.note_format is NoteFormat.DAP)
        await in_front(pilot, SettingsScreen)
        await choose(pilot, screen, "region")
        await in_front(pilot, Pick)
        await pilot.press("2")
        await until(pilot, lambda: desk.program.region == "US")
        await in_front(pilot, SettingsScreen)
        await choose(pilot, screen, "region")
        await in_front(pilot, Pick)
        await pilot.press("1")
        await until(pilot, lambda: desk.program.region == "")


async def test_the_curriculum_is_picked_or_none(desk: Desk) -> None:
    screen = SettingsScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await shows(pilot, "12 weeks, 3 groups a week")
        await choose(pilot, screen, "curriculum")
        await in_front(pilot, Pick)
        await pilot.press("1")
        await until(pilot, lambda: desk.program.curriculum == "")
        await in_front(pilot, SettingsScreen)
        await choose(pilot, screen, "curriculum")
        await in_front(pilot, Pick)
        await pilot.press("2")
        await until(pilot, lambda: desk.program.curriculum == "12-weeks-by-3")


async def test_a_check_in_question_is_switched_where_it_stands(desk: Desk) -> None:
    screen = SettingsScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        before = [item.id for item in desk.program.asked]
        await choose(pilot, screen, "checkin.urge")
        await until(pilot, lambda: "urge" not in [item.id for item in desk.program.asked])
        await pilot.press("enter")
        await until(pilot, lambda: [item.id for item in desk.program.asked] == before)


async def test_the_last_check_in_question_stays(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock, settings='[checkin]\nitems = ["mood"]\n')
    screen = SettingsScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await choose(pilot, screen, "checkin.mood")
        await shows(pilot, "One question has to stay")
        assert [item.id for item in desk.program.asked] == ["mood"]


async def test_the_disclosure_statement_is_kept_by_going_back(desk: Desk) -> None:
    screen = SettingsScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await choose(pilot, screen, "disclosure")
        await in_front(pilot, Page)
        await pilot.press(*"No", "enter", *"go", "escape")
        await until(pilot, lambda: desk.program.disclosure == "No\ngo")
        await in_front(pilot, SettingsScreen)
        await shows(pilot, "No go")


async def test_a_statement_that_cannot_be_saved_is_not_lost(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise NotSaved("The settings were not saved.", "Try again.")

    screen = SettingsScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await choose(pilot, screen, "disclosure")
        await in_front(pilot, Page)
        first = pilot.app.screen
        monkeypatch.setattr(desk_module, "save_value", full)
        await pilot.press(*"No", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Page) and pilot.app.screen is not first)
        assert pilot.app.screen.query_one(Writing).text == "No"
        monkeypatch.undo()
        await pilot.press("escape")
        await until(pilot, lambda: desk.program.disclosure == "No")


async def test_a_settings_file_that_cannot_be_read_is_left_alone(desk: Desk) -> None:
    screen = SettingsScreen(desk)
    path = desk.home / "settings.toml"
    async with running(desk, screen, bare=True) as pilot:
        path.write_text("facilitator = Kim\n", encoding="utf-8")
        await choose(pilot, screen, "checkin.mood")
        await shows(pilot, "The settings were not changed")
        assert path.read_text(encoding="utf-8") == "facilitator = Kim\n"
        assert desk.facilitator == "Kim"


async def test_paths_are_shown_and_do_nothing(desk: Desk) -> None:
    screen = SettingsScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        for key in ("home", "themes"):
            await choose(pilot, screen, key)
            await shows(pilot, str(desk.home)[:30])
        assert isinstance(pilot.app.screen, SettingsScreen)


@at_sizes((60, 20), (80, 24))
async def test_hostile_values_keep_the_screen_whole(desk: Desk, size: tuple[int, int]) -> None:
    screen = SettingsScreen(desk)
    async with running(desk, screen, bare=True, size=size) as pilot:
        for text in HOSTILE:
            await choose(pilot, screen, "program_name")
            await in_front(pilot, Ask)
            await answer(pilot, text)
            await in_front(pilot, SettingsScreen)
            assert all(line.isprintable() for line in screen_text(pilot).splitlines())
        assert load_settings(desk.home)[1] == ()


async def test_a_question_of_ones_own_is_added_reworded_moved_and_removed(desk: Desk) -> None:
    screen = SettingsScreen(desk)

    def asked() -> list[str]:
        return [item.id for item in desk.program.asked]

    async with running(desk, screen, bare=True, size=(100, 50)) as pilot:
        await until(pilot, lambda: screen._lines)
        await pilot.press("a")
        await in_front(pilot, Ask)
        await answer(pilot, "How safe is it at home?")
        await in_front(pilot, Pick)
        await pilot.press("2")
        await shows(pilot, "The answers, with commas")
        await answer(pilot, "safe")
        await shows(pilot, "needs two to 9")
        await answer(pilot, "safe, so-so, not safe")
        await until(pilot, lambda: asked()[-1] == "how-safe-is-it-at-home")
        own = desk.program.asked[-1]
        assert own.choices == ("safe", "so-so", "not safe")
        keys = [line.key for line in screen._lines]
        screen.query_one(Rows).move_to(keys.index("checkin.how-safe-is-it-at-home"))
        await pilot.press("e")
        await in_front(pilot, Ask)
        await answer(pilot, "Safe at home?")
        await until(pilot, lambda: desk.program.asked[-1].label == "Safe at home?")
        await pilot.press("<")
        await until(pilot, lambda: asked()[-2] == own.id)
        await pilot.press(">")
        await until(pilot, lambda: asked()[-1] == own.id)
        again, problems = load_settings(desk.home)
        assert [item.id for item in again.asked] == asked()
        assert not problems
        await pilot.press("delete")
        await until(pilot, lambda: "how-safe-is-it-at-home" not in asked())


async def test_the_bell_is_switched_on_and_off(desk: Desk) -> None:
    screen = SettingsScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await choose(pilot, screen, "bell")
        await until(pilot, lambda: desk.program.bell)
        await choose(pilot, screen, "bell")
        await until(pilot, lambda: not desk.program.bell)
