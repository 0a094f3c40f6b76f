"""The fields that people type into."""

import pytest
from textual import events

from iop_group.domain.plain import printable
from iop_group.tui.widgets.fields import Entry, Writing
from tests.hostile import HOSTILE
from tests.tui.until import until
from tests.tui.widgets.stage import Stage


async def test_a_name_is_typed_and_limited() -> None:
    entry = Entry(max_length=5)
    async with Stage(entry).run_test() as pilot:
        await pilot.press(*"Tuesday")
        assert entry.value == "Tuesd"
        assert not entry.cursor_blink


async def test_a_letter_lays_out_nothing_and_the_cursor_stays_in_sight() -> None:
    entry = Entry()
    stage = Stage(entry)
    async with stage.run_test(size=(20, 5)) as pilot:
        laid_out: list[object] = []
        await pilot.press("a")  # the first letter comes with the first layout
        stage.screen.screen_layout_refresh_signal.subscribe(entry, laid_out.append)
        await pilot.press(*" name longer than the field", "Z")
        await until(pilot, lambda: "fieldZ" in entry.render_line(0).text)
        assert not laid_out


async def test_whatever_is_pasted_into_one_line_becomes_plain() -> None:
    stage = Stage()
    async with stage.run_test() as pilot:
        for text in HOSTILE:
            entry = Entry("ab", placeholder=text)
            await stage.mount(entry)
            entry.cursor_position = 1
            entry.post_message(events.Paste(text))
            await pilot.pause()
            assert entry.value.startswith("a")
            assert entry.value.endswith("b")
            assert len(entry.value) <= 200
            assert printable(entry.value) == entry.value
            entry.render_line(0)
            await entry.remove()


async def test_pasted_lines_are_joined_and_cut_to_the_room_there_is() -> None:
    stage = Stage(lambda: Entry("12", max_length=10))
    async with stage.run_test() as pilot:
        entry = stage.query_one(Entry)
        entry.cursor_position = 2
        entry.post_message(events.Paste("\nAna R.\nBen and many more\n"))
        await until(pilot, lambda: entry.value == "12Ana R. B")


async def test_pasted_text_replaces_what_is_selected() -> None:
    stage = Stage(lambda: Entry("Tuesday", max_length=7))
    async with stage.run_test() as pilot:
        entry = stage.query_one(Entry)
        entry.select_all()
        entry.post_message(events.Paste("Monday noon"))
        await until(pilot, lambda: entry.value == "Monday ")


async def test_a_value_set_by_the_program_is_made_plain_too() -> None:
    stage = Stage(lambda: Entry("a\x1b[31mb" + "x" * 300))
    async with stage.run_test():
        entry = stage.query_one(Entry)
        assert entry.value == ("a[31mb" + "x" * 300)[:200]
        entry.value = "c\x07d"
        assert entry.value == "cd"


async def test_whatever_is_pasted_on_a_page_becomes_plain() -> None:
    stage = Stage()
    async with stage.run_test() as pilot:
        for text in HOSTILE:
            writing = Writing(text, placeholder=text)
            await stage.mount(writing)
            writing.post_message(events.Paste(text))
            await pilot.pause()
            assert writing.text == printable(text, lines=True) * 2
            assert writing.size.height
            for y in range(writing.size.height):
                writing.render_line(y)
            await writing.remove()


async def test_an_empty_page_says_what_it_is_for() -> None:
    writing = Writing(placeholder="What [b]happened[/b]")
    async with Stage(writing).run_test():
        assert writing.render_line(0).text.strip() == "What [b]happened[/b]"
        assert not writing.cursor_blink


async def test_twenty_kilobytes_are_pasted_in_one_change() -> None:
    writing = Writing()
    async with Stage(writing).run_test() as pilot:
        note = "A line of a note that someone wrote elsewhere.\n" * 430
        writing.post_message(events.Paste(note))
        await until(pilot, lambda: writing.text == note)


async def test_an_undo_that_shortens_the_text_is_no_accident() -> None:
    writing = Writing()
    async with Stage(writing).run_test(size=(40, 6)) as pilot:
        writing.post_message(events.Paste("A line of a note.\n" * 30))
        await until(pilot, lambda: writing.text)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not writing.text)
        await pilot.press("ctrl+y")
        await until(pilot, lambda: writing.text)


async def test_a_full_page_takes_no_more_but_can_be_changed() -> None:
    writing = Writing("1234", max_length=6)
    async with Stage(writing).run_test() as pilot:
        writing.post_message(events.Paste("abcdef"))
        await until(pilot, lambda: writing.text == "ab1234")
        await pilot.press("x", "enter", "backspace", "y")
        assert writing.text == "ay1234"
        writing.select_all()
        writing.post_message(events.Paste("abcdefgh"))
        await until(pilot, lambda: writing.text == "abcdef")


async def test_a_page_leaves_the_function_keys_to_the_program() -> None:
    writing = Writing("a note")
    async with Stage(writing).run_test() as pilot:
        await pilot.press("f6", "f7")
        assert writing.selected_text == ""
        await pilot.press("end", "x")
        assert writing.text == "a notex"


async def test_fields_are_framed_by_plain_signs_on_a_plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOP_GROUP_ASCII", "1")
    entry, writing = Entry(), Writing()
    async with Stage(entry, writing).run_test():
        assert entry.styles.border_left[0] == writing.styles.border_left[0] == "ascii"
