"""Small questions in front of a screen."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from iop_group.tui.text import width
from iop_group.tui.widgets.dialog import Ask, Confirm
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.keybar import KeyBar
from iop_group.tui.widgets.line import Line, Lines, ScrollLines
from iop_group.tui.widgets.pick import Pick
from iop_group.tui.widgets.rows import Rows
from tests.hostile import HOSTILE
from tests.tui.sizes import at_sizes
from tests.tui.until import until
from tests.tui.widgets.stage import Stage, painted


async def opened(pilot: Pilot[None], dialog: Confirm | Ask | Pick) -> Stage:
    """Open a dialog and wait until it stands on the screen."""
    stage = pilot.app
    assert isinstance(stage, Stage)
    stage.ask(dialog)
    await until(pilot, lambda: any(panel.size.height for panel in dialog.query("#panel")))
    return stage


def needs_a_name(answer: str) -> str | None:
    return None if answer else "Give it a name, so that you find it again."


@pytest.mark.parametrize(("key", "answer"), [("enter", True), ("y", True), ("escape", False), ("n", False)])
async def test_a_question_is_answered_by_one_key(key: str, answer: bool) -> None:
    async with Stage().run_test() as pilot:
        stage = await opened(pilot, Confirm("Close?", "Two people wait."))
        await pilot.press(key)
        await until(pilot, lambda: stage.answers == [answer])


async def test_enter_alone_does_nothing_that_cannot_be_taken_back() -> None:
    async with Stage().run_test() as pilot:
        stage = await opened(pilot, Confirm("Leave it out?", "It is gone then.", careful=True))
        await pilot.press("enter")
        assert stage.answers == []
        await pilot.press("y")
        await until(pilot, lambda: stage.answers == [True])


async def test_a_key_that_comes_twice_answers_once() -> None:
    async with Stage().run_test() as pilot:
        dialog = Confirm("Close?", "Two people wait.")
        stage = await opened(pilot, dialog)
        dialog.action_accept()
        dialog.action_leave()
        await pilot.press("escape", "enter")
        await until(pilot, lambda: stage.screen is not dialog)
        assert stage.answers == [True]
        assert len(stage.screen_stack) == 1


async def test_a_dialog_under_another_does_not_take_its_place() -> None:
    async with Stage().run_test() as pilot:
        under = Confirm("Close?", "Two people wait.")
        await opened(pilot, under)
        stage = await opened(pilot, Ask("Why?"))
        under.action_accept()
        assert stage.answers == []
        assert len(stage.screen_stack) == 3


@at_sizes((60, 20), (80, 24), (160, 45))
@pytest.mark.parametrize("length", [1, 400])
async def test_a_question_of_any_length_keeps_its_keys_in_sight(size: tuple[int, int], length: int) -> None:
    async with Stage().run_test(size=size) as pilot:
        dialog = Confirm("Close?", "Two people wait. " * length)
        await opened(pilot, dialog)
        panel = dialog.query_one("#panel").region
        await until(pilot, lambda: dialog.query_one(KeyBar).region.bottom == panel.bottom - 1)
        assert panel.width == min(76, size[0])
        assert panel.y >= 0
        assert panel.bottom <= size[1]


async def test_a_long_question_can_be_scrolled() -> None:
    async with Stage().run_test(size=(60, 20)) as pilot:
        dialog = Confirm("Close?", "Two people wait. " * 200)
        await opened(pilot, dialog)
        await pilot.press("pagedown")
        await until(pilot, lambda: dialog.query_one(ScrollLines).scroll_offset.y)


async def test_keys_can_be_clicked() -> None:
    async with Stage().run_test() as pilot:
        for x, answer in ((3, True), (66, False)):
            dialog = Confirm("Close?", "Two people wait.")
            stage = await opened(pilot, dialog)
            await pilot.click(KeyBar, offset=(x, 0))
            await until(pilot, lambda: stage.answers[-1:] == [answer])  # noqa: B023


async def test_an_answer_is_typed_and_given_by_enter() -> None:
    async with Stage().run_test() as pilot:
        stage = await opened(pilot, Ask("New group", "What is it called?"))
        await pilot.press(*" Tue ", "enter")
        await until(pilot, lambda: stage.answers == ["Tue"])


async def test_an_answer_that_will_not_do_gets_one_plain_line() -> None:
    async with Stage().run_test() as pilot:
        dialog = Ask("New group", check=needs_a_name)
        stage = await opened(pilot, dialog)
        await pilot.press("enter")
        complaint = dialog.query_one("#complaint", Lines)
        await until(pilot, lambda: painted(complaint) == [needs_a_name("")])
        await pilot.press("T")
        await until(pilot, lambda: painted(complaint) == [""])
        await pilot.press("enter")
        await until(pilot, lambda: stage.answers == ["T"])


async def test_escape_gives_no_answer() -> None:
    async with Stage().run_test() as pilot:
        stage = await opened(pilot, Ask("New group"))
        await pilot.press("T", "escape")
        await until(pilot, lambda: stage.answers == [None])


async def test_a_passphrase_is_not_shown() -> None:
    async with Stage().run_test() as pilot:
        dialog = Ask("Open", entry=Entry(password=True))
        stage = await opened(pilot, dialog)
        await pilot.press(*"secret")
        assert "secret" not in "".join(painted(dialog.query_one(Entry)))
        await pilot.press("enter")
        await until(pilot, lambda: stage.answers == ["secret"])


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], 1),
        (["down", "enter"], 2),
        (["3"], 2),
        (["c", "y", "enter"], 2),
        (["z", "o", "e", "enter"], 3),
        (["x", "backspace", "9", "2"], 1),
        (["c", "y", "escape", "down", "enter"], 1),
        (["x", "y", "enter", "escape", "escape"], None),
        (["escape"], None),
    ],
)
async def test_one_of_some_lines_is_picked(keys: list[str], answer: int | None) -> None:
    async with Stage().run_test() as pilot:
        lines: list[str | tuple[str, str]] = ["Ana R.", ("Ben", "here"), ("Cy", "late"), "Zoë"]
        stage = await opened(pilot, Pick("Who?", lines, selected=1))
        await pilot.press(*keys)
        await until(pilot, lambda: stage.answers == [answer])


async def test_many_lines_to_pick_from_fit_a_small_window() -> None:
    async with Stage().run_test(size=(60, 20)) as pilot:
        dialog = Pick("Which?", [(f"Topic {index}", "60 min") for index in range(40)], selected=39)
        await opened(pilot, dialog)
        rows = dialog.query_one(Rows)
        await until(pilot, lambda: painted(rows)[-1].startswith("▸") and rows.size.height == 14)
        await pilot.press("t")
        await until(pilot, lambda: dialog.query_one(KeyBar).region.bottom == 19)
        assert painted(rows)[0].endswith("60 min")


async def test_nothing_to_pick_says_so() -> None:
    async with Stage().run_test() as pilot:
        dialog = Pick("Who?", [], empty="No one is expected yet.")
        stage = await opened(pilot, dialog)
        await pilot.press("enter", "1")
        assert stage.answers == []
        assert painted(dialog.query_one(Rows)) == ["  No one is expected yet."]


@pytest.mark.parametrize(
    "dialog_of",
    [
        lambda text: Pick(text, [text, (text, text)], empty=text),
        pytest.param(lambda text: Confirm(text, text, yes=text), marks=pytest.mark.proof),
        pytest.param(lambda text: Ask(text, text, entry=Entry(placeholder=text)), marks=pytest.mark.proof),
    ],
    ids=["pick", "confirm", "ask"],
)
async def test_hostile_words_are_only_words(dialog_of: Callable[[str], Confirm | Ask | Pick]) -> None:
    async with Stage().run_test(size=(60, 20)) as pilot:
        for text in HOSTILE:
            dialog = dialog_of(text)
            stage = await opened(pilot, dialog)
            heading = dialog.query_one("#heading", Line)
            assert width(heading.render_line(0).text) == heading.size.width
            dialog.action_leave()
            await until(pilot, lambda: len(stage.screen_stack) == 1)  # noqa: B023


async def test_a_complaint_may_hold_hostile_words() -> None:
    async with Stage().run_test(size=(60, 20)) as pilot:
        dialog = Ask("Who?", check=lambda answer: f"There is another {answer}.")
        await opened(pilot, dialog)
        await pilot.press(*"[/b]", "enter")
        complaint = dialog.query_one("#complaint", Lines)
        await until(pilot, lambda: painted(complaint) == ["There is another [/b]."])


async def test_a_long_complaint_is_shown_to_its_end() -> None:
    words = "This is no file that can be read here. " * 4 + "Choose another one."
    async with Stage().run_test(size=(60, 20)) as pilot:
        dialog = Ask("Which file?", check=lambda answer: words)
        await opened(pilot, dialog)
        await pilot.press("enter")
        complaint = dialog.query_one("#complaint", Lines)
        await until(pilot, lambda: " ".join(painted(complaint)) == words)
        hints = dialog.query_one(KeyBar)
        assert hints.region.bottom <= dialog.size.height


async def test_the_frame_is_plain_on_a_plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOP_GROUP_ASCII", "1")
    async with Stage().run_test() as pilot:
        dialog = Ask("New group")
        await opened(pilot, dialog)
        assert dialog.query_one("#panel").styles.border_top[0] == "ascii"
