"""Writing a topic: kept at each letter, looked at when the hand rests, in use once it was seen."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from textual.pilot import Pilot

from iop_group.domain.errors import BadInput
from iop_group.plain_files import DRAFT
from iop_group.tui.desk import Desk
from iop_group.tui.messages import Go
from iop_group.tui.screens.topic_editor import TopicEditor
from iop_group.tui.screens.topic_page import TopicPage
from iop_group.tui.screens.topic_preview import TopicPreview
from iop_group.tui.screens.topics import TopicsScreen
from iop_group.tui.screens.unlock import UnlockScreen
from iop_group.tui.widgets.dialog import Ask, Confirm
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import FakeClock, make_desk, paste, running, screen_text
from tests.tui.doors import PASSPHRASE, enter, opener_of, program, sealed_home
from tests.tui.sizes import at_sizes
from tests.tui.until import until

GOOD = """---
title: Friday evening
strand: Coping
summary: Members plan one evening.
author: Tuesday team
---

## Facilitator: prepare
- Paper and pens.

## Key points (10 min)
- A plan on paper holds.
> For your eyes.

## Discussion (10 min)
- What makes Friday hard for you?
"""
CLOSED = "- Do you have a plan?\n"


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Desk:
    return make_desk(tmp_path, clock)


def put(desk: Desk, name: str = "ours.md", text: str = GOOD) -> Path:
    folder = desk.home / "themes" / "topics"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8", errors="replace")
    return folder / name


def page(pilot: Pilot[None]) -> TopicPage:
    return pilot.app.screen.query_one(TopicPage)


def at_the_end(pilot: Pilot[None]) -> None:
    page(pilot).move_cursor(page(pilot).document.end)


async def shows(pilot: Pilot[None], text: str) -> None:
    await pilot.app.workers.wait_for_complete()
    await until(pilot, lambda: text in screen_text(pilot))


async def in_front(pilot: Pilot[None], kind: type) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))


async def test_a_new_topic_is_written_seen_and_put_in_use(desk: Desk) -> None:
    folder = desk.home / "themes" / "topics"
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "Coping with cravings")
        await pilot.press("n")
        await in_front(pilot, Ask)
        await pilot.press("enter")
        await shows(pilot, "Type a title")
        await pilot.press(*"Friday", "enter")
        await in_front(pilot, TopicEditor)
        await shows(pilot, "draft, not in use yet")
        assert "title: Friday" in page(pilot).text
        page(pilot).select_all()
        paste(pilot, GOOD)
        await shows(pilot, "Friday evening · draft")
        assert not (folder / "friday.md").exists()
        await pilot.press("f8")
        await in_front(pilot, TopicPreview)
        assert "A plan on paper holds." in screen_text(pilot)
        assert "For your eyes" not in screen_text(pilot)
        assert "Paper and pens" not in screen_text(pilot)
        await pilot.press("enter")
        await in_front(pilot, TopicsScreen)
        await shows(pilot, "In use: Friday evening")
        assert (folder / "friday.md").read_text() == GOOD.rstrip("\n") + "\n"
        await shows(pilot, "yours")
    assert [path.name for path in folder.iterdir()] == ["friday.md"]


async def test_escape_in_the_preview_goes_back_to_the_text_and_nothing_is_in_use(desk: Desk) -> None:
    path = put(desk)
    async with running(desk, TopicEditor(desk, "ours.md"), bare=True) as pilot:
        await shows(pilot, "in use")
        at_the_end(pilot)
        await pilot.press("x", "f8")
        await in_front(pilot, TopicPreview)
        await pilot.press("escape")
        await in_front(pilot, TopicEditor)
        await shows(pilot, "changed, not in use yet")
        assert path.read_text() == GOOD


async def test_what_is_wrong_is_said_while_it_is_typed_and_f4_goes_there(desk: Desk) -> None:
    put(desk)
    async with running(desk, TopicEditor(desk, "ours.md"), bare=True) as pilot:
        await shows(pilot, "Nothing to mend")
        at_the_end(pilot)
        paste(pilot, CLOSED)
        await shows(pilot, "line 17")
        await shows(pilot, "This can be answered with yes or no")
        page(pilot).move_cursor((0, 0))
        await pilot.press("f4")
        await until(pilot, lambda: page(pilot).line == 17)
        assert page(pilot).selected_text == CLOSED.strip()


async def test_leaving_with_an_error_keeps_every_word_and_says_that_it_is_not_in_use(desk: Desk) -> None:
    path = put(desk)
    async with running(desk, TopicEditor(desk, "ours.md"), bare=True) as pilot:
        await shows(pilot, "in use")
        page(pilot).select_all()
        paste(pilot, "No title at all.")
        await shows(pilot, "It cannot be used like this")
        await pilot.press("f8")
        await shows(pilot, "First mend this")
        assert isinstance(pilot.app.screen, TopicEditor)
        await pilot.press("escape")
        await shows(pilot, "It is not in use yet")
        await until(pilot, lambda: not desk.save_state.pending)
    assert path.read_text() == GOOD
    assert path.with_name(f"{DRAFT}ours.md").read_text() == "No title at all."


async def test_the_draft_stands_in_the_list_and_can_be_thrown_away(desk: Desk) -> None:
    put(desk, f"{DRAFT}friday.md")
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "Not in use yet")
        await pilot.press("up", "enter")
        await in_front(pilot, TopicEditor)
        assert page(pilot).text == GOOD
        await pilot.press("escape")
        await in_front(pilot, TopicsScreen)
        await pilot.press("delete")
        await in_front(pilot, Confirm)
        await pilot.press("y")
        await until(pilot, lambda: "Not in use yet" not in screen_text(pilot))
    assert list((desk.home / "themes" / "topics").iterdir()) == []


@at_sizes((60, 20), (80, 24))
async def test_without_room_for_both_the_groups_view_takes_turns_with_the_text(
    desk: Desk, size: tuple[int, int]
) -> None:
    put(desk)
    async with running(desk, TopicEditor(desk, "ours.md"), bare=True, size=size) as pilot:
        await shows(pilot, "title: Friday evening")
        assert "as the group sees it" not in screen_text(pilot)
        await pilot.press("f5")
        await shows(pilot, "as the group sees it")
        assert "title: Friday" not in screen_text(pilot)
        assert "For your eyes" not in screen_text(pilot)
        await pilot.press("escape")
        await shows(pilot, "title: Friday evening")
        await until(pilot, lambda: page(pilot).has_focus)


@at_sizes((100, 30), (160, 45))
async def test_with_room_the_groups_view_stands_beside_and_follows_what_is_typed(
    desk: Desk, size: tuple[int, int]
) -> None:
    put(desk)
    async with running(desk, TopicEditor(desk, "ours.md"), bare=True, size=size) as pilot:
        await shows(pilot, "as the group sees it")
        at_the_end(pilot)
        paste(pilot, "- How does the list help?\n> Quietly.\n")
        await until(pilot, lambda: screen_text(pilot).count("How does the list help?") == 2)
        assert screen_text(pilot).count("Quietly") == 1
        await pilot.press("f5")
        await until(pilot, lambda: "as the group sees it" not in screen_text(pilot))


async def test_a_file_changed_by_somebody_else_is_not_written_over_unasked(desk: Desk) -> None:
    path = put(desk)
    async with running(desk, TopicEditor(desk, "ours.md"), bare=True) as pilot:
        await shows(pilot, "in use")
        at_the_end(pilot)
        await pilot.press("x")
        path.write_text(GOOD + "- Theirs, a longer file.\n")
        await pilot.press("f8")
        await in_front(pilot, TopicPreview)
        await pilot.press("enter")
        await in_front(pilot, Confirm)
        await pilot.press("escape")
        await in_front(pilot, TopicEditor)
        assert "Theirs" in path.read_text()
        await pilot.press("f8")
        await in_front(pilot, TopicPreview)
        await pilot.press("enter")
        await in_front(pilot, Confirm)
        await pilot.press("y")
        await until(pilot, lambda: "Theirs" not in path.read_text())


async def test_a_topic_in_use_that_was_not_changed_has_nothing_to_be_put_in_use(desk: Desk) -> None:
    put(desk)
    async with running(desk, TopicEditor(desk, "ours.md"), bare=True) as pilot:
        await shows(pilot, "in use")
        await pilot.press("f8")
        await shows(pilot, "It is in use as it stands here")


async def test_a_full_disk_is_said_and_the_text_stays(desk: Desk) -> None:
    path = put(desk)
    blocked = path.with_name(f"{DRAFT}ours.md")
    async with running(desk, TopicEditor(desk, "ours.md"), bare=True) as pilot:
        await shows(pilot, "in use")
        blocked.mkdir()
        await pilot.press("x")
        await shows(pilot, "NOT SAVED")
        assert page(pilot).text.startswith("x")
        blocked.rmdir()
        await until(pilot, desk.flush)
    assert blocked.read_text().startswith("x")


async def test_locked_while_writing_comes_back_to_the_same_words(tmp_path: Path, clock: FakeClock) -> None:
    home, _ = sealed_home(tmp_path)
    folder = home / "themes" / "topics"
    folder.mkdir(parents=True)
    (folder / "ours.md").write_text(GOOD)
    async with program(opener_of(home, clock), unlocked=True) as pilot:
        pilot.app.post_message(Go("writing", "ours.md"))
        await in_front(pilot, TopicEditor)
        await pilot.press(*"abc", "ctrl+l")
        await in_front(pilot, UnlockScreen)
        assert (folder / f"{DRAFT}ours.md").read_text().startswith("abc---")
        await enter(pilot, PASSPHRASE)
        await in_front(pilot, TopicEditor)
        assert page(pilot).text.startswith("abc---")


@at_sizes((80, 24), (100, 30))
async def test_hostile_words_keep_the_editor_whole(desk: Desk, size: tuple[int, int]) -> None:
    put(desk)
    async with running(desk, TopicEditor(desk, "ours.md"), bare=True, size=size) as pilot:
        for text in HOSTILE:
            page(pilot).text = GOOD.replace("Friday evening", text).replace("For your", text) + f"- {text}\n"
            await pilot.press("f5", "f5")
            await pilot.app.workers.wait_for_complete()
            shown = screen_text(pilot).replace("\n", "")
            assert not {unicodedata.category(letter) for letter in shown} & {"Cc", "Cs"}


async def test_a_file_that_is_no_text_is_refused_in_plain_words(desk: Desk) -> None:
    put(desk, text="\x00\x01\x02" * 50)
    with pytest.raises(BadInput):
        TopicEditor(desk, "ours.md")
    desk.close()
