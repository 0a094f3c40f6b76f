"""Topics in a list and to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from iop_group.tui.desk import Desk
from iop_group.tui.screens.topics import TopicScreen, TopicsScreen
from iop_group.tui.widgets.line import ScrollLines
from iop_group.tui.widgets.reading import Reading
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import FakeClock, make_desk, running, screen_text
from tests.tui.sizes import at_sizes
from tests.tui.until import until


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Desk:
    return make_desk(tmp_path, clock)


def write(desk: Desk, name: str, text: str) -> Path:
    folder = desk.home / "themes" / "topics"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8", errors="replace")
    return path


async def shows(pilot: Pilot[None], text: str) -> None:
    await until(pilot, lambda: text in screen_text(pilot))


async def in_front(pilot: Pilot[None], kind: type) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))


async def test_the_topics_stand_there_with_strand_minutes_and_origin(desk: Desk) -> None:
    write(desk, "ours.md", "---\ntitle: Our own\nstrand: Zest\n---\n## Key points (10 min)\n- one\n")
    async with running(desk, TopicsScreen(desk), bare=True, size=(100, 60)) as pilot:
        await shows(pilot, "Our own")
        line = next(line for line in screen_text(pilot).splitlines() if "Our own" in line)
        assert line.split() == ["Our", "own", "Zest", "10", "min", "yours"]
        built_in = next(line for line in screen_text(pilot).splitlines() if "Coping with cravings" in line)
        assert "core" in built_in
        assert "built-in" in built_in
        assert "problems" not in screen_text(pilot)


async def test_enter_opens_the_topic_and_g_shows_it_as_the_group_sees_it(desk: Desk) -> None:
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "Coping with cravings")
        await pilot.press("enter")
        await in_front(pilot, TopicScreen)
        await shows(pilot, "Not yet clinically reviewed")
        assert "Facilitator: prepare" in screen_text(pilot)
        await pilot.press("g")
        await until(pilot, lambda: "Facilitator" not in screen_text(pilot))
        await shows(pilot, "as the group sees it")
        await pilot.press("g")
        await shows(pilot, "Facilitator: prepare")
        await pilot.press("escape")
        await in_front(pilot, TopicsScreen)


async def test_g_in_the_list_opens_the_topic_as_the_group_sees_it(desk: Desk) -> None:
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "Coping with cravings")
        await pilot.press("g")
        await in_front(pilot, TopicScreen)
        await shows(pilot, "as the group sees it")
        assert "Facilitator" not in screen_text(pilot)


async def test_files_with_problems_are_one_line_that_opens(desk: Desk) -> None:
    write(desk, "bad.md", "no title\n")
    write(desk, "worse.md", "---\ntitle:\n---\n")
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "2 files have problems")
        await pilot.press("up", "enter")
        await in_front(pilot, Reading)
        await shows(pilot, "topics/bad.md")
        await shows(pilot, "There is no title.")
        await pilot.press("escape")
        await in_front(pilot, TopicsScreen)


async def test_a_file_changed_in_the_meantime_is_read_again(desk: Desk) -> None:
    path = write(desk, "ours.md", "---\ntitle: Our own\n---\n## Key points\n- one\n")
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "Coping with cravings")
        await pilot.press("end", "enter")
        await in_front(pilot, TopicScreen)
        path.write_text("---\ntitle: Our own, better\n---\n## Key points\n- one and two\n", encoding="utf-8")
        await pilot.press("escape")
        await in_front(pilot, TopicsScreen)
        await shows(pilot, "Our own, better")
        path.unlink()
        await pilot.press("enter")
        await in_front(pilot, TopicScreen)
        await shows(pilot, "one and two")
        await pilot.press("escape")
        await until(pilot, lambda: "Our own" not in screen_text(pilot))


async def test_a_long_topic_is_one_widget_and_opens_at_once(desk: Desk) -> None:
    points = "".join(f"- point number {n} with a few words behind it\n" for n in range(2_000))
    write(desk, "long.md", f"---\ntitle: AAA\nstrand: AAA\n---\n## Key points\n{points}")
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "AAA")
        await pilot.press("enter")
        await in_front(pilot, TopicScreen)
        await shows(pilot, "point number 0")
        await pilot.press("end")
        await shows(pilot, "point number 1999")
        assert len(pilot.app.screen.query(ScrollLines)) == 1
        assert not pilot.app.screen.query(Static)


@at_sizes((60, 20), (80, 24))
async def test_hostile_titles_and_texts_keep_the_screen_whole(desk: Desk, size: tuple[int, int]) -> None:
    for number, text in enumerate(HOSTILE):
        front = f"---\ntitle: {text}\nstrand: {text}\nsummary: {text}\n---\n"
        write(desk, f"t{number}.md", f"{front}## Key points\n- {text}\n> {text}\n")
    async with running(desk, TopicsScreen(desk), bare=True, size=size) as pilot:
        await pilot.press("home", "down")
        for _ in range(4):
            await pilot.press("pagedown", "enter")
            await in_front(pilot, TopicScreen)
            assert all(line.isprintable() for line in screen_text(pilot).splitlines())
            await pilot.press("g", "end", "escape")
            await in_front(pilot, TopicsScreen)
        await pilot.press("home", "enter")
        await in_front(pilot, Reading)
        assert all(line.isprintable() for line in screen_text(pilot).splitlines())
