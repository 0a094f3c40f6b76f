"""A note from anywhere in the room."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.screen import Screen

from iop_group.domain.events import GROUP, AttendanceMarked, Mark, NoteWritten
from iop_group.domain.mentions import PRIVATE
from iop_group.domain.people import NAME_LIMIT
from iop_group.records.drafts import generated_note
from iop_group.tui.keeper import Keeper
from iop_group.tui.screens.arrivals import ArrivalsDialog
from iop_group.tui.screens.note import SLOT, NoteDialog
from iop_group.tui.screens.room import RoomScreen
from iop_group.tui.widgets.fields import Writing
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import (
    SESSION_ID,
    FakeClock,
    make_desk,
    paste,
    running,
    screen_text,
    start_session,
)
from tests.tui.sizes import at_sizes
from tests.tui.until import until
from tests.vault.sealing import tables_in


def arrive(keeper: Keeper, *codes: str) -> None:
    keeper.act(*(AttendanceMarked(code, Mark.ARRIVED) for code in codes or keeper.session.attendance.roster))


def notes(keeper: Keeper) -> list[tuple[str, str]]:
    return [(note.about, note.text) for note in keeper.session.notes.notes]


async def test_enter_keeps_a_note_about_the_group(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    dialog = NoteDialog(keeper)
    async with running(desk, dialog, bare=True) as pilot:
        paste(pilot, "Warm start")
        await pilot.press("enter")
        await until(pilot, lambda: not dialog.is_current)
        assert notes(keeper) == [(GROUP, "Warm start")]
        assert keeper.slots() == ()


async def test_a_name_at_the_beginning_says_whom_it_is_about(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    dialog = NoteDialog(keeper)
    async with running(desk, dialog, bare=True) as pilot:
        paste(pilot, "@ben quiet")
        await until(pilot, lambda: dialog.query_one(Writing).text == "quiet")
        assert "Note about Ben" in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: notes(keeper) == [("M0002", "quiet")])


async def test_tab_completes_a_name_that_was_begun(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    arrive(keeper)
    dialog = NoteDialog(keeper)
    async with running(desk, dialog, bare=True) as pilot:
        paste(pilot, "@Be")
        await pilot.press("tab")
        await until(pilot, lambda: "Note about Ben" in screen_text(pilot))
        paste(pilot, "quiet")
        await pilot.press("enter")
        await until(pilot, lambda: notes(keeper) == [("M0002", "quiet")])


async def test_an_unclear_name_lists_who_may_be_meant_and_tab_takes_one(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, names=("Ana R.", "Ana S.", "Ben"))
    dialog = NoteDialog(keeper)
    async with running(desk, dialog, bare=True) as pilot:
        paste(pilot, "@ana laughed")
        await until(pilot, lambda: "Which one: Ana R., Ana S.?" in screen_text(pilot))
        await pilot.press("enter")
        assert notes(keeper) == [], "an unclear note is not kept about the wrong one"
        await pilot.press("shift+tab", "enter")
        await until(pilot, lambda: notes(keeper) == [("M0002", "laughed")])


async def test_a_mention_alone_turns_to_the_member_and_waits_for_words(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    dialog = NoteDialog(keeper)
    async with running(desk, dialog, bare=True) as pilot:
        paste(pilot, "@cy")
        await pilot.press("enter")
        await until(pilot, lambda: dialog.about == "M0003")
        assert dialog.is_current
        assert notes(keeper) == []


async def test_nobody_of_that_name_is_said_and_the_words_are_kept_as_they_are(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, NoteDialog(keeper), bare=True) as pilot:
        paste(pilot, "@work hard")
        await until(pilot, lambda: "Nobody today has that name." in screen_text(pilot))
        await pilot.press("enter")
        assert notes(keeper) == [], "a name in the group's note is held once"
        await pilot.press("enter")
        await until(pilot, lambda: notes(keeper) == [(GROUP, "@work hard")])


async def test_tab_goes_through_the_group_and_everyone_here(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    arrive(keeper, "M0002", "M0004")
    dialog = NoteDialog(keeper, "M0001")
    async with running(desk, dialog, bare=True) as pilot:
        seen = []
        for _ in range(4):
            await pilot.press("tab")
            seen.append(dialog.about)
        assert seen == [GROUP, "M0002", "M0004", GROUP]


async def test_ctrl_j_makes_a_line_and_f2_keeps(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, NoteDialog(keeper), bare=True) as pilot:
        await pilot.press("a", "ctrl+j", "b", "f2")
        await until(pilot, lambda: notes(keeper) == [(GROUP, "a\nb")])


async def test_escape_keeps_the_half_typed_words_for_the_next_time(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    first = NoteDialog(keeper, "M0005")
    async with running(desk, first, bare=True) as pilot:
        paste(pilot, "half")
        await pilot.press("escape")
        await until(pilot, lambda: not first.is_current)
        assert notes(keeper) == []
        second = NoteDialog(keeper)
        await pilot.app.push_screen(second)
        await until(pilot, lambda: second.query_one(Writing).text == "half")
        assert second.about == "M0005"
        await pilot.press("!", "enter")
        await until(pilot, lambda: notes(keeper) == [("M0005", "half!")])


async def test_half_typed_words_and_their_subject_survive_the_end_of_the_program(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, NoteDialog(keeper, "M0002"), bare=True) as pilot:
        paste(pilot, "not yet")
        await until(pilot, lambda: keeper.typed(SLOT) == "not yet")
    desk = make_desk(tmp_path, clock)
    dialog = NoteDialog(desk.keeper(SESSION_ID))
    async with running(desk, dialog, bare=True) as pilot:
        await until(pilot, lambda: dialog.query_one(Writing).text == "not yet")
        assert dialog.about == "M0002"


@pytest.mark.parametrize("text", ["", "   "])
async def test_without_words_nothing_is_kept(tmp_path: Path, clock: FakeClock, text: str) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    dialog = NoteDialog(keeper)
    async with running(desk, dialog, bare=True) as pilot:
        dialog.query_one(Writing).text = text
        await pilot.press("enter")
        await until(pilot, lambda: not dialog.is_current)
        assert notes(keeper) == []
        assert keeper.slots() == ()


async def test_the_last_three_notes_stand_below(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    keeper.act(*(NoteWritten(f"n{i}", f"number {i}", "M0001") for i in range(5)))
    async with running(desk, NoteDialog(keeper), bare=True) as pilot:
        await until(pilot, lambda: "number 4" in screen_text(pilot))
        assert "number 2" in screen_text(pilot)
        assert "number 1" not in screen_text(pilot)


async def test_letters_right_before_enter_are_never_lost(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, NoteDialog(keeper), bare=True) as pilot:
        for key in [*"quick", "enter"]:
            pilot.app.simulate_key(key)
        await until(pilot, lambda: notes(keeper) == [(GROUP, "quick")])


@at_sizes((60, 20), (80, 24), (40, 12))
async def test_hostile_names_and_words_are_shown_and_kept(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    desk = make_desk(tmp_path, clock)
    names = [text[:NAME_LIMIT] or "-" for text in HOSTILE]
    keeper = start_session(desk, names=names)
    arrive(keeper)
    dialog = NoteDialog(keeper, "M0003")
    async with running(desk, dialog, bare=True, size=size) as pilot:
        for number, text in enumerate(HOSTILE, start=1):
            dialog.about = f"M{number - 1:04}" if number > 1 else GROUP
            keeper.act(NoteWritten(f"n{number}", text, f"M{number:04}"))
            await pilot.press("tab")
            dialog.refit()
            dialog.query_one(Writing).text = text
            await until(pilot, lambda: screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: not dialog.is_current)


@pytest.mark.parametrize(
    ("key", "dialog"), [("f2", NoteDialog), ("ctrl+n", NoteDialog), ("f3", ArrivalsDialog)]
)
async def test_a_letter_right_behind_the_key_belongs_to_the_dialog(
    tmp_path: Path, clock: FakeClock, key: str, dialog: type[Screen[Any]]
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, RoomScreen(desk, keeper), bare=True) as pilot:
        await until(pilot, lambda: pilot.app.focused is not None)
        acts = len(keeper.events)
        for pressed in (key, "n", "g"):
            pilot.app.post_message(events.Key(pressed, pressed if len(pressed) == 1 else None))
        await until(pilot, lambda: pilot.app.focused is not None and isinstance(pilot.app.screen, dialog))
        await pilot.pause()
        assert type(pilot.app.screen) is dialog
        assert len(keeper.events) == acts
        if dialog is NoteDialog:
            await until(pilot, lambda: keeper.typed(SLOT) == "ng")


async def test_a_private_note_goes_into_the_private_lane_and_into_no_other_file(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    lane = desk.private_lane(SESSION_ID)
    lane.write("Earlier words.")
    async with running(desk, NoteDialog(keeper, lane=lane), bare=True) as pilot:
        await pilot.press(*"@me", "space", *"tired", "space", *"#me")
        await until(pilot, lambda: lane.text.endswith("tired #me"))
        assert lane.text.startswith("Earlier words.\n")
        assert "tired" not in keeper.typed("note")
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, NoteDialog))
        assert notes(keeper) == []
        assert desk.flush()
        assert not any(b"tired" in file.read_bytes() for file in desk.home.rglob("*.gns"))
        files = [f for f in desk.home.rglob("*.gns") if "tired" in json.dumps(tables_in(f))]
        assert [file.parent.name for file in files] == ["private"]


async def test_what_was_written_about_others_cannot_become_private(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    dialog = NoteDialog(keeper, lane=desk.private_lane(SESSION_ID))
    async with running(desk, dialog, bare=True) as pilot:
        await pilot.press("h", "i", "shift+tab")
        await until(pilot, lambda: keeper.typed("note") == "hi")
        assert dialog.about != PRIVATE
        assert desk.private_lane(SESSION_ID).text == ""


async def test_any_sign_ends_the_name_that_a_note_is_about(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, NoteDialog(keeper), bare=True) as pilot:
        paste(pilot, "@cy: talked with her sister #family")
        await until(pilot, lambda: "Note about Cy" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: notes(keeper) == [("M0003", "talked with her sister #family")])
        draft = generated_note(keeper.session, "M0003", "plain", clock.now())
        assert draft["Taking part"] == "talked with her sister"
