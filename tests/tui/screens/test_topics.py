"""Topics in a list and to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from iop_group.domain.events import AttendanceMarked, BlockEntered, Closed, Mark
from iop_group.tui.desk import Desk
from iop_group.tui.screens.topic_editor import TopicEditor
from iop_group.tui.screens.topic_reading import TopicScreen
from iop_group.tui.screens.topics import TopicsScreen
from iop_group.tui.widgets.dialog import Ask, Confirm
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.line import ScrollLines
from iop_group.tui.widgets.pick import Pick
from iop_group.tui.widgets.reading import Reading
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import FakeClock, make_desk, running, screen_text, start_session
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
    await pilot.app.workers.wait_for_complete()  # the topics are read in a thread
    await until(pilot, lambda: text in screen_text(pilot))


async def in_front(pilot: Pilot[None], kind: type) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))


async def test_the_topics_stand_there_with_strand_minutes_and_origin(desk: Desk) -> None:
    write(desk, "ours.md", "---\ntitle: Our own\nstrand: AAA\ncore: yes\n---\n## Key (10 min)\n- one\n")
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "Our own")
        line = next(line for line in screen_text(pilot).splitlines() if "Our own" in line)
        assert line.split()[1:] == ["Our", "own", "core", "10", "yours"]
        built_in = next(line for line in screen_text(pilot).splitlines() if "Coping with cravings" in line)
        assert built_in.split()[-2:] == ["core", "50"]
        assert "AAA" in screen_text(pilot)
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
    path = write(desk, "ours.md", "---\ntitle: Our own\nstrand: AAA\ncore: yes\n---\n## Key points\n- one\n")
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "Our own")
        await pilot.press("home", "enter")
        await in_front(pilot, TopicScreen)
        await shows(pilot, "one")
        path.write_text(
            "---\ntitle: Our own, better\nstrand: AAA\ncore: yes\n---\n## Key points\n- one and two\n",
            encoding="utf-8",
        )
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
    points = "".join(f"- point number {n} with a few words behind it\n" for n in range(900))
    write(desk, "long.md", f"---\ntitle: AAA\nstrand: AAA\ncore: yes\n---\n## Key points\n{points}")
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "AAA")
        await pilot.press("enter")
        await in_front(pilot, TopicScreen)
        await shows(pilot, "point number 0")
        await pilot.press("end")
        await shows(pilot, "point number 899")
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


@at_sizes((60, 20), (80, 24), (160, 45))
async def test_typed_words_leave_only_the_topics_that_are_meant(desk: Desk, size: tuple[int, int]) -> None:
    write(
        desk,
        "ours.md",
        "---\ntitle: Friday evening\nstrand: AAA\ncore: yes\ntags: zweekend\n---\n## Key (10 min)\n- one\n",
    )
    async with running(desk, TopicsScreen(desk), bare=True, size=size) as pilot:
        await shows(pilot, "Coping with cravings")
        await pilot.press("slash", *"zweek 45")
        await until(pilot, lambda: "Coping with" not in screen_text(pilot))
        await shows(pilot, "Friday evening")
        await shows(pilot, "1 of ")
        await pilot.press("enter")
        await in_front(pilot, TopicScreen)
        await pilot.press("escape")
        await in_front(pilot, TopicsScreen)
        await pilot.press("escape")
        await shows(pilot, "Coping with cravings")
        assert isinstance(pilot.app.screen, TopicsScreen)


async def test_words_that_no_topic_has_say_how_to_go_on(desk: Desk) -> None:
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "Coping with cravings")
        await pilot.press("slash", *"xyzzy")
        await shows(pilot, "No topic has all of these words")
        await pilot.press("enter", "down", "e", "c", "h", "g", "delete")
        await pilot.press("escape")
        await shows(pilot, "Coping with cravings")


async def test_the_list_says_how_many_of_the_group_have_had_each_topic_and_who_has_not(
    desk: Desk, clock: FakeClock
) -> None:
    keeper = start_session(desk, names=("Ana", "Ben"))
    ana = keeper.session.plan.roster[0].code
    keeper.act(AttendanceMarked(ana, Mark.ARRIVED), BlockEntered("topic"))
    clock.advance(600)
    keeper.act(Closed())
    assert desk.flush()
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "Coping with cravings")
        line = next(line for line in screen_text(pilot).splitlines() if "Coping with" in line)
        assert line.split()[-3:] == ["1", "of", "2"]
        await shows(pilot, "Not yet: Ben")
        await pilot.press("w")
        await in_front(pilot, Pick)
        await pilot.press("1")
        await until(pilot, lambda: "of 2" not in screen_text(pilot))


async def test_c_makes_an_own_copy_that_is_opened_to_be_changed(desk: Desk) -> None:
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "Coping with cravings")
        await pilot.press("c")
        await in_front(pilot, Confirm)
        await pilot.press("enter")
        await in_front(pilot, TopicEditor)
        copy = (desk.home / "themes" / "topics" / "coping-with-cravings.md").read_text()
        assert "based on: coping-with-cravings" in copy
        await pilot.press("escape")
        await in_front(pilot, TopicsScreen)
        await shows(pilot, "yours")
        await pilot.press("c")
        await shows(pilot, "This topic is yours already")
        await pilot.press("e")
        await in_front(pilot, TopicEditor)


async def test_e_on_a_built_in_topic_offers_a_copy_first(desk: Desk) -> None:
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "Coping with cravings")
        await pilot.press("e")
        await in_front(pilot, Confirm)
        await pilot.press("escape")
        await in_front(pilot, TopicsScreen)
        assert not (desk.home / "themes").exists()


async def test_a_copy_of_a_topic_that_has_changed_since_says_so_in_the_list_and_on_its_page(
    desk: Desk,
) -> None:
    front = "title: Cravings, ours\nbased on: coping-with-cravings (00000000)\nstrand: AAA\ncore: yes"
    write(desk, "ours.md", f"---\n{front}\n---\n## Key points\n- one\n")
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "Cravings, ours")
        await shows(pilot, "The built-in topic has changed since your copy")
        await pilot.press("enter")
        await in_front(pilot, TopicScreen)
        await shows(pilot, "The built-in topic has changed since your copy")
        await pilot.press("g")
        await until(pilot, lambda: "changed since" not in screen_text(pilot))


@pytest.mark.parametrize(("choice", "ending"), [("1", ".html"), ("2", ".md")])
async def test_a_handout_holds_what_the_group_sees_and_is_for_the_writers_eyes(
    desk: Desk, tmp_path: Path, choice: str, ending: str
) -> None:
    write(desk, "ours.md", "---\ntitle: AAA [b]\ncore: yes\nstrand: A\n---\n## Key\n- Seen\n> Hidden\n")
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "AAA [b]")
        await pilot.press("h")
        await in_front(pilot, Pick)
        await pilot.press(choice)
        await in_front(pilot, Ask)
        entry = pilot.app.screen.query_one(Entry)
        assert entry.value == str(Path("~") / f"ours{ending}")
        path = tmp_path / f"out{ending}"
        entry.value = str(path)
        await pilot.press("enter")
        await in_front(pilot, TopicsScreen)
        text = path.read_text()
        assert "Seen" in text
        assert "Hidden" not in text
        assert path.stat().st_mode & 0o777 == 0o600
        await pilot.press("h", choice)
        await in_front(pilot, Ask)
        pilot.app.screen.query_one(Entry).value = str(path)
        await pilot.press("enter")
        await shows(pilot, "A file of this name is there already")
        assert path.read_text() == text


async def test_five_hundred_topics_are_listed_and_sifted(desk: Desk) -> None:
    for number in range(500):
        front = f"title: Topic number {number}\nstrand: Strand {number % 10}\nminutes: 45"
        write(desk, f"t{number}.md", f"---\n{front}\n---\n## Key points\n- one\n")
    async with running(desk, TopicsScreen(desk), bare=True, size=(80, 24)) as pilot:
        every = len(desk.library.topics().items)
        await shows(pilot, f"Topics · {every}")
        await pilot.press("slash", *"number 499")
        await shows(pilot, f"1 of {every}")
        await shows(pilot, "Topic number 499")


async def test_the_page_of_an_own_topic_says_how_much_there_is_to_mend(desk: Desk) -> None:
    write(desk, "ours.md", "---\ntitle: AAA\nstrand: A\ncore: yes\n---\n## Key points (10 min)\n- one\n")
    async with running(desk, TopicsScreen(desk), bare=True) as pilot:
        await shows(pilot, "AAA")
        await pilot.press("enter")
        await in_front(pilot, TopicScreen)
        await shows(pilot, "2 to mend: e shows where.")
