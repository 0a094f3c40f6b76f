"""Formats, lists and cards are changed in the program; a built-in file stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from iop_group.library import themes_folder
from iop_group.plain_files import DRAFT
from iop_group.tui.desk import Desk
from iop_group.tui.screens.file_editor import FileEditor
from iop_group.tui.screens.files import FilesScreen
from iop_group.tui.screens.safety import SafetyScreen
from iop_group.tui.screens.settings import SettingsScreen
from iop_group.tui.screens.topic_page import TopicPage
from iop_group.tui.widgets.dialog import Ask, Confirm
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import FakeClock, make_desk, paste, running, screen_text
from tests.tui.until import until

OVERDOSE = "Overdose, or cannot be woken"
CARD = "---\ntitle: Our overdose card\norder: 3\n---\n- Call 112.\n"


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Desk:
    return make_desk(tmp_path, clock)


def own(desk: Desk, about: str) -> Path:
    return desk.home / "themes" / about


def put(desk: Desk, about: str, text: str) -> Path:
    path = own(desk, about)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="replace")
    return path


def page(pilot: Pilot[None]) -> TopicPage:
    return pilot.app.screen.query_one(TopicPage)


async def shows(pilot: Pilot[None], text: str) -> None:
    await pilot.app.workers.wait_for_complete()
    await until(pilot, lambda: text in screen_text(pilot))


async def in_front(pilot: Pilot[None], kind: type) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))


async def to_line(pilot: Pilot[None], text: str) -> None:
    """Down until the cursor stands on the line."""
    for _ in range(40):
        if any("▸" in line and text in line for line in screen_text(pilot).splitlines()):
            return
        await pilot.press("down")
    raise AssertionError(text)


def write(pilot: Pilot[None], text: str) -> None:
    page(pilot).select_all()
    paste(pilot, text)


async def test_a_safety_card_is_changed_and_stands_at_f9(desk: Desk) -> None:
    built_in = themes_folder() / "safety" / "c-overdose.md"
    before = built_in.read_bytes()
    async with running(desk, FilesScreen(desk), bare=True) as pilot:
        await to_line(pilot, OVERDOSE)
        await pilot.press("enter")
        await in_front(pilot, FileEditor)
        await shows(pilot, f"{OVERDOSE} · in use")
        write(pilot, CARD)
        await shows(pilot, "Our overdose card · changed, not in use yet")
        assert not own(desk, "safety/c-overdose.md").exists()
        await pilot.press("f8")
        await in_front(pilot, FilesScreen)
        await shows(pilot, "In use: Our overdose card")
        await to_line(pilot, "Our overdose card")
        assert "yours" in next(line for line in screen_text(pilot).splitlines() if "▸" in line)
        await pilot.press("f9")
        await in_front(pilot, SafetyScreen)
        await shows(pilot, "Our overdose card")
    assert own(desk, "safety/c-overdose.md").read_text() == CARD.rstrip("\n") + "\n"
    assert [path.name for path in own(desk, "safety").iterdir()] == ["c-overdose.md"]
    assert built_in.read_bytes() == before


async def test_looking_into_a_built_in_file_leaves_nothing_behind(desk: Desk) -> None:
    async with running(desk, FilesScreen(desk), bare=True) as pilot:
        await to_line(pilot, OVERDOSE)
        await pilot.press("enter")
        await in_front(pilot, FileEditor)
        await pilot.press("f8")
        await shows(pilot, "It is in use as it stands here")
        await pilot.press("escape")
        await in_front(pilot, FilesScreen)
    assert not own(desk, "safety").exists()


async def test_an_error_keeps_it_from_use_and_every_word_as_a_draft(desk: Desk) -> None:
    async with running(desk, FilesScreen(desk), bare=True) as pilot:
        await to_line(pilot, "one skill")
        await pilot.press("enter")
        await in_front(pilot, FileEditor)
        write(pilot, "---\ntitle: Ours\n---\n## Dance (10 min)\n")
        await shows(pilot, "starts with no kind of block")
        await pilot.press("f8")
        await shows(pilot, "First mend this")
        await pilot.press("escape")
        await in_front(pilot, FilesScreen)
        await shows(pilot, "changed, not in use yet")
        await until(pilot, lambda: not desk.save_state.pending)
        assert own(desk, f"formats/{DRAFT}50-skills.md").exists()
        await pilot.press("delete")
        await in_front(pilot, Confirm)
        await pilot.press("y")
        await in_front(pilot, FilesScreen)
        await until(pilot, lambda: "changed, not in use" not in screen_text(pilot))
    assert list(own(desk, "formats").iterdir()) == []


async def test_a_format_of_ones_own_begins_as_another_and_can_be_planned(desk: Desk) -> None:
    async with running(desk, FilesScreen(desk), bare=True) as pilot:
        await to_line(pilot, "one skill")
        await pilot.press("n")
        await in_front(pilot, Ask)
        await pilot.press(*"Morning", "enter")
        await in_front(pilot, FileEditor)
        await shows(pilot, "Morning · draft, not in use yet")
        page(pilot).move_cursor(page(pilot).document.end)
        await pilot.press("enter")
        paste(pilot, "## Break (15 min)")
        await pilot.press("escape")
        await in_front(pilot, FilesScreen)
        await shows(pilot, "draft, not in use yet")
        await to_line(pilot, "Morning")
        await pilot.press("enter")
        await in_front(pilot, FileEditor)
        await pilot.press("f8")
        await in_front(pilot, FilesScreen)
        await shows(pilot, "In use: Morning")
    (made,) = (form for form in desk.library.formats().items if form.title == "Morning")
    assert made.id == "morning"
    assert "Break" in [block.title for block in made.blocks]


async def test_a_file_of_ones_own_that_cannot_be_used_hides_behind_no_built_in_one(desk: Desk) -> None:
    put(desk, "formats/50-skills.md", "no format at all")
    async with running(desk, FilesScreen(desk), bare=True) as pilot:
        await shows(pilot, "cannot be used")
        await to_line(pilot, "50-skills.md")
        await pilot.press("delete")
        await in_front(pilot, Confirm)
        await pilot.press("y")
        await in_front(pilot, FilesScreen)
        await until(pilot, lambda: "cannot be used" not in screen_text(pilot))


async def test_a_new_file_begins_as_the_draft_at_the_cursor(desk: Desk) -> None:
    put(desk, f"formats/{DRAFT}first.md", "---\ntitle: First\n---\n## Check-in (10 min)\n")
    async with running(desk, FilesScreen(desk), bare=True) as pilot:
        await to_line(pilot, "First")
        await pilot.press("n")
        await in_front(pilot, Ask)
        await pilot.press(*"Readme", "enter")
        await in_front(pilot, FileEditor)
        assert "## Check-in (10 min)" in page(pilot).text
    assert desk.drafts_in("formats").names() == ("first.md", "readme-2.md"), "a readme is never in use"


async def test_there_is_one_opening_and_one_file_of_crisis_lines(desk: Desk) -> None:
    async with running(desk, FilesScreen(desk), bare=True) as pilot:
        for line in ("Opening  ", "Crisis lines"):
            await to_line(pilot, line)
            await pilot.press("n")
            await shows(pilot, "There is one of this kind only")
            assert isinstance(pilot.app.screen, FilesScreen)


async def test_a_file_of_ones_own_is_set_aside_and_a_built_in_one_stays(desk: Desk) -> None:
    put(desk, "safety/c-overdose.md", CARD)
    async with running(desk, FilesScreen(desk), bare=True) as pilot:
        await pilot.press("delete")
        await shows(pilot, "A built-in file stays")
        await to_line(pilot, "Our overdose card")
        await pilot.press("delete")
        await in_front(pilot, Confirm)
        await pilot.press("y")
        await shows(pilot, OVERDOSE)
    assert [path.name for path in own(desk, "safety").iterdir()] == ["_c-overdose.md"]


async def test_settings_lead_there(desk: Desk) -> None:
    async with running(desk, SettingsScreen(desk), bare=True) as pilot:
        await to_line(pilot, "Formats, lists and cards")
        await pilot.press("enter")
        await in_front(pilot, FilesScreen)
        await shows(pilot, "built in")


@pytest.mark.parametrize(
    ("title", "size"),
    [
        *((title, (60, 20)) for title in HOSTILE[::3]),
        *(
            pytest.param(title, size, marks=pytest.mark.proof)
            for title in HOSTILE
            for size in ((80, 24), (160, 45))
        ),
    ],
)
async def test_any_title_and_any_file_stand_there_as_they_are(
    desk: Desk, title: str, size: tuple[int, int]
) -> None:
    put(desk, "safety/c-overdose.md", f"---\ntitle: {title}\n---\n{title}\n")
    put(desk, "formats/[b]x.md", title)
    async with running(desk, FilesScreen(desk), bare=True, size=size) as pilot:
        await shows(pilot, "cannot be used")
        await to_line(pilot, "[b]x.md")
        await pilot.press("enter")
        if "\0" in title:  # no text at all
            await shows(pilot, "This file cannot be opened")
            return
        await in_front(pilot, FileEditor)
        await pilot.press("x", "escape")
        await in_front(pilot, FilesScreen)
        await shows(pilot, "changed, not in use yet")
