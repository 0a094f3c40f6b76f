"""After: notes are read, finished and signed in minutes, and no word is lost on the way."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from iop_group.domain.events import (
    GROUP,
    Act,
    AttendanceMarked,
    Closed,
    CommitmentMade,
    Mark,
    NoteWritten,
    RecordWritten,
)
from iop_group.domain.people import NAME_LIMIT
from iop_group.domain.plain import printable
from iop_group.domain.session import fold
from iop_group.tui.desk import Desk
from iop_group.tui.keeper import Keeper
from iop_group.tui.note_lines import hint_runs
from iop_group.tui.screens.addendum import AddendumDialog
from iop_group.tui.screens.after import AfterScreen
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.widgets.dialog import Ask, Confirm
from iop_group.tui.widgets.pick import Pick
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import (
    SESSION_ID,
    BareApp,
    FakeClock,
    make_desk,
    paste,
    running,
    screen_text,
    start_session,
)
from tests.tui.until import until

ANA, BEN, CY = "M0001", "M0002", "M0003"
DISCUSSED = "Shared about work."


def closed_session(
    desk: Desk, clock: FakeClock, *acts: Act, names: tuple[str, ...] = ("Ana R.", "Ben", "Cy")
) -> Keeper:
    """Everyone came, something is noted in every note, and the session is over."""
    keeper = start_session(desk, names=names)
    roster = keeper.session.attendance.roster
    keeper.act(*(AttendanceMarked(code, Mark.ARRIVED) for code in roster))
    keeper.act(*(NoteWritten(f"about {subject}", "Calm.", subject) for subject in (GROUP, *roster)), *acts)
    clock.advance(90 * 60)
    keeper.act(Closed())
    clock.advance(60)
    return keeper


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Desk:
    return make_desk(tmp_path, clock)


def written(keeper: Keeper, subject: str) -> str:
    return "\n".join(keeper.session.record.drafts[subject].sections.values())


def is_signed(keeper: Keeper, subject: str) -> bool:
    return subject in keeper.session.record.signed


def signed(keeper: Keeper, subject: str) -> str:
    return "\n".join(keeper.session.record.signed[subject].sections.values())


def lines_of(pilot: Pilot[None], words: str) -> str:
    """The lines of the screen in which the words stand."""
    return "\n".join(line for line in screen_text(pilot).split("\n") if words in line)


async def sign(pilot: Pilot[None]) -> None:
    """F8 asks, Enter signs."""
    await pilot.press("f8")
    await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
    await pilot.press("enter")


async def test_the_first_unsigned_note_is_open_with_its_facts_and_its_draft(
    desk: Desk, clock: FakeClock
) -> None:
    keeper = closed_session(desk, clock)
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await until(pilot, lambda: "What we did:" in screen_text(pilot))
        assert screen.subject == GROUP
        assert "0 of 4 signed" in screen_text(pilot)
        assert "3 of 3 here · 90 min" in screen_text(pilot)
        await pilot.press("down", "down")
        await until(pilot, lambda: "here 17:00-18:30 · 90 min" in screen_text(pilot))
        assert screen.subject == BEN
        assert keeper.session.record.drafts == {}, "reading changes nothing"


async def test_a_session_that_still_runs_has_no_notes_yet(desk: Desk) -> None:
    screen = AfterScreen(desk, start_session(desk))
    async with running(desk, screen, bare=True) as pilot:
        await until(pilot, lambda: pilot.app.screen is not screen and "still runs" in screen_text(pilot))


async def test_what_is_typed_is_kept_at_once_and_becomes_the_draft_of_that_note_alone(
    desk: Desk, clock: FakeClock
) -> None:
    keeper = closed_session(desk, clock)
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("down", "enter")
        await until(pilot, lambda: screen.page.has_focus)
        paste(pilot, DISCUSSED)
        await until(pilot, lambda: DISCUSSED in keeper.typed(f"record plain {ANA}"))
        assert keeper.session.record.drafts == {}
        await pilot.press("escape", "down")
        await until(pilot, lambda: screen.subject == BEN)
        assert DISCUSSED in written(keeper, ANA)
        assert set(keeper.session.record.drafts) == {ANA}
        assert keeper.slots() == ()


async def test_after_a_crash_the_half_typed_note_is_there(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = closed_session(desk, clock)
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("down", "enter")
        await until(pilot, lambda: screen.page.has_focus)
        paste(pilot, DISCUSSED)
        await until(pilot, keeper.slots)
    again = make_desk(tmp_path, clock)
    screen = AfterScreen(again, again.keeper(SESSION_ID))
    async with running(again, screen, bare=True) as pilot:
        await pilot.press("down")
        await until(pilot, lambda: DISCUSSED in screen.page.text)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not screen)
        assert DISCUSSED in written(again.keeper(SESSION_ID), ANA)


async def test_a_note_that_was_emptied_stays_empty_and_cannot_be_signed(desk: Desk, clock: FakeClock) -> None:
    keeper = closed_session(desk, clock)
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: screen.page.has_focus)
        screen.page.clear()
        await until(pilot, keeper.slots)
        await pilot.press("f8", "f8")
        await until(pilot, lambda: "There is nothing in this note yet" in screen_text(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: GROUP in keeper.session.record.drafts)
        assert written(keeper, GROUP).strip() == ""
        assert keeper.session.record.signed == {}


async def test_no_key_signs_from_inside_a_note_and_the_words_are_kept(desk: Desk, clock: FakeClock) -> None:
    keeper = closed_session(desk, clock)
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await until(pilot, lambda: screen.subject == GROUP)
        await pilot.press("enter")
        await until(pilot, lambda: screen.page.has_focus and "writing" in screen_text(pilot))
        assert "F8 Sign" not in screen_text(pilot)
        paste(pilot, DISCUSSED)
        await until(pilot, keeper.slots)
        await pilot.press("f8")
        await until(pilot, lambda: screen.list.has_focus and "F8 again to sign" in screen_text(pilot))
        assert pilot.app.screen is screen
        assert keeper.session.record.signed == {}
        assert DISCUSSED in written(keeper, GROUP)
        await sign(pilot)
        await until(pilot, lambda: screen.subject == ANA and screen.list.has_focus)
        before = screen.page.text
        await pilot.press("enter")
        await until(pilot, lambda: screen.page.has_focus)
        assert screen.page.text == before, "Enter goes into the note and types nothing"


async def test_a_name_with_its_sign_is_changed_whole(desk: Desk, clock: FakeClock) -> None:
    keeper = closed_session(desk, clock, NoteWritten("mention", "Quiet, @Ben asked about sleep.", GROUP))
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await until(pilot, lambda: "name in note" in screen_text(pilot))
        await pilot.press("f3")
        await until(pilot, lambda: "Quiet, a peer asked" in screen.page.text)


async def test_signing_goes_on_to_the_next_note_until_every_note_is_signed(
    desk: Desk, clock: FakeClock
) -> None:
    keeper = closed_session(desk, clock)
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await until(pilot, lambda: screen.subject == GROUP)
        for subject in (GROUP, ANA, BEN, CY):
            assert screen.subject == subject
            await sign(pilot)
            await until(pilot, partial(is_signed, keeper, subject))
        await until(pilot, lambda: "Every note is signed" in screen_text(pilot))
        assert "4 of 4 signed" in screen_text(pilot)
        assert keeper.session.unsigned == ()
        assert keeper.session.record.signed[BEN].by == "Kim"
    assert fold(desk.vault.sessions.read(SESSION_ID)[0]).unsigned == ()


async def test_a_signing_key_that_is_held_down_signs_nothing(desk: Desk, clock: FakeClock) -> None:
    keeper = closed_session(desk, clock)
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await until(pilot, lambda: screen.subject == GROUP)
        await pilot.press("f8", "f8", "f8")
        await until(pilot, lambda: "stays as it is" in screen_text(pilot))
        assert keeper.session.record.signed == {}


async def test_the_gate_names_empty_headings_and_an_end_that_was_not_looked_at(
    desk: Desk, clock: FakeClock
) -> None:
    long = "\n".join(f"Said sentence number {n}." for n in range(40))
    keeper = closed_session(desk, clock, NoteWritten("long", long, BEN))
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("down", "down")
        await until(pilot, lambda: screen.subject == BEN and "Said sentence" in screen_text(pilot))
        await pilot.press("f8")
        await until(pilot, lambda: "Left empty: In their words, Next." in screen_text(pilot))
        assert "You have not looked at the end of it." in screen_text(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert "to read" in screen_text(pilot)
        await pilot.press("pagedown", "pagedown", "pagedown")
        await until(pilot, lambda: "to read" not in lines_of(pilot, "Ben"))
        await pilot.press("f8")
        await until(pilot, lambda: "Left empty" in screen_text(pilot))
        assert "the end of it" not in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, partial(is_signed, keeper, BEN))


async def test_a_members_note_opens_where_it_tells_what_the_others_do_not(
    desk: Desk, clock: FakeClock
) -> None:
    keeper = closed_session(desk, clock, NoteWritten("own", "Talked with her sister.", ANA))
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True, size=(80, 14)) as pilot:
        await pilot.press("down")
        await until(pilot, lambda: "Talked with her sister." in screen_text(pilot))
        assert "Session:" not in screen_text(pilot)
        await pilot.press("pageup", "pageup", "pageup")
        await until(pilot, lambda: "Session:" in screen_text(pilot))


async def test_the_gate_says_what_is_missing_and_holds_nothing_back(desk: Desk, clock: FakeClock) -> None:
    desk.set("note_format", "DAP")
    keeper = closed_session(desk, clock)
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("f8")
        await until(pilot, lambda: "Nothing stands under Assessment" in screen_text(pilot))
        assert isinstance(pilot.app.screen, Confirm)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert keeper.session.record.signed == {}
        await sign(pilot)
        await until(pilot, lambda: GROUP in keeper.session.record.signed)


async def test_the_facilitators_name_is_asked_for_once(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock, settings="")
    keeper = closed_session(desk, clock)
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        await pilot.press("enter")
        await until(pilot, lambda: "empty" in screen_text(pilot))
        await pilot.press("K", "i", "m", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("enter")
        await until(pilot, lambda: GROUP in keeper.session.record.signed)
        assert keeper.session.record.signed[GROUP].by == "Kim"
        await sign(pilot)
        await until(pilot, lambda: ANA in keeper.session.record.signed)


async def test_a_signed_note_is_only_read_and_takes_an_addendum(desk: Desk, clock: FakeClock) -> None:
    keeper = closed_session(desk, clock)
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("f6")
        await until(pilot, lambda: "not signed yet" in screen_text(pilot))
        await sign(pilot)
        await until(pilot, lambda: screen.subject == ANA)
        await pilot.press("up")
        await until(pilot, lambda: screen.subject == GROUP)
        assert not screen.page.display
        before = signed(keeper, GROUP)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Pick))
        await pilot.press("2")
        await until(pilot, lambda: isinstance(pilot.app.screen, AddendumDialog))
        await pilot.press("enter")
        await until(pilot, lambda: "Type what is to be added" in screen_text(pilot))
        paste(pilot, "The [second] fire drill")
        await until(pilot, keeper.slots)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert keeper.session.record.addenda == {}
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Pick))
        await pilot.press("2")
        await until(pilot, lambda: "The [second] fire drill" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "Addendum · Late entry · Kim" in screen_text(pilot))
        (added,) = keeper.session.record.addenda[GROUP]
        assert (added.reason, added.text, added.by) == ("Late entry", "The [second] fire drill", "Kim")
        assert signed(keeper, GROUP) == before
        assert keeper.slots() == ()


async def test_nothing_is_changed_in_a_signed_note(desk: Desk, clock: FakeClock) -> None:
    keeper = closed_session(desk, clock)
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await sign(pilot)
        await until(pilot, lambda: screen.subject == ANA)
        await pilot.press("up")
        await until(pilot, lambda: screen.subject == GROUP and not screen.page.display)
        events = len(keeper.events)
        await pilot.press("f8", "f5", "f4", "f3", "enter", "x", "pagedown", "escape")
        await until(pilot, lambda: screen.list.has_focus)
        assert len(keeper.events) == events
        assert keeper.slots() == ()


async def test_another_format_takes_the_words_along_and_leaves_written_notes_alone(
    desk: Desk, clock: FakeClock
) -> None:
    keeper = closed_session(desk, clock)
    keeper.act(RecordWritten(BEN, "plain", {"Session": "Ben's own draft."}))
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("down", "enter")
        await until(pilot, lambda: screen.page.has_focus)
        paste(pilot, DISCUSSED)
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, Pick))
        await pilot.press("3")
        await until(pilot, lambda: "Behavior:" in screen.page.text)
        assert DISCUSSED in screen.page.text
        assert keeper.session.record.drafts[ANA].note_format == "birp"
        assert DISCUSSED in written(keeper, ANA)
        assert keeper.session.record.drafts[BEN].note_format == "plain"
        assert screen.notebook.format_of(CY) == "birp", "a note nobody wrote into follows"
        assert screen.notebook.format_of(BEN) == "plain"


async def test_a_name_in_a_note_is_shown_and_changed_with_one_key(desk: Desk, clock: FakeClock) -> None:
    keeper = closed_session(desk, clock, NoteWritten("n1", "Sat beside Ben. Ben laughed.", ANA))
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await until(pilot, lambda: "name in note" in screen_text(pilot))
        await pilot.press("down", "f4")
        await until(pilot, lambda: screen.page.selected_text == "Ben")
        assert '"Ben" is another member' in screen_text(pilot)
        assert "1 of 2" in screen_text(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: "2 of 2" in screen_text(pilot))
        await pilot.press("f4")
        await until(pilot, lambda: "1 of 2" in screen_text(pilot))
        await pilot.press("f3")
        await until(pilot, lambda: "Sat beside a peer. Ben laughed." in screen.page.text)
        await pilot.press("f3")
        await until(pilot, lambda: "Sat beside a peer. A peer laughed." in screen.page.text)
        await until(pilot, lambda: "name in note" not in screen_text(pilot))
        await pilot.press("f4", "f3")
        await until(pilot, lambda: "There is no hint for this note" in screen_text(pilot))
        assert keeper.session.notes.notes[-1].text == "Sat beside Ben. Ben laughed."


async def test_hints_wait_until_the_hand_rests(
    desk: Desk, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BareApp, "_tick", lambda app: None)
    keeper = closed_session(desk, clock)
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("down", "enter")
        await until(pilot, lambda: screen.page.has_focus)
        paste(pilot, "Cy was kind.")
        await until(pilot, keeper.slots)
        assert screen.notebook.hints(ANA) == ()
        screen.tick(clock.now())
        assert screen.notebook.hints(ANA) == (), "a key came since the second before"
        screen.tick(clock.now())
        assert screen.notebook.state(ANA)[0] == "name in note"


async def test_the_same_sentence_in_two_notes_is_shown_without_an_offer(desk: Desk, clock: FakeClock) -> None:
    keeper = closed_session(desk, clock)
    same = {"Session": "Was open and shared a lot with all of us tonight."}
    keeper.act(RecordWritten(ANA, "plain", same), RecordWritten(BEN, "plain", same))
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("down")
        await until(pilot, lambda: "is in two notes" in screen_text(pilot))
        assert screen.notebook.state(BEN)[0] == "1 hint"
        assert hint_runs(screen.notebook.hints(ANA)[0], "F3")[1] == ()
        await pilot.press("f3")
        await until(pilot, lambda: "Only you can know" in screen_text(pilot))


async def test_escape_goes_from_the_note_to_the_list_and_then_back(desk: Desk, clock: FakeClock) -> None:
    keeper = closed_session(desk, clock)
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True, size=(60, 20)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: screen.page.has_focus)
        await until(pilot, lambda: not screen.list.display)
        await pilot.press("escape")
        await until(pilot, lambda: screen.list.has_focus and screen.list.display)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HouseScreen) and not screen.is_attached)


async def test_a_long_note_is_read_from_the_list(desk: Desk, clock: FakeClock) -> None:
    keeper = closed_session(desk, clock)
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True, size=(60, 20)) as pilot:
        await pilot.press("pagedown")
        await until(pilot, lambda: screen.page.scroll_offset.y > 0)
        assert screen.subject == GROUP


@pytest.mark.proof
async def test_whatever_people_typed_is_only_text(desk: Desk, clock: FakeClock) -> None:
    names = tuple("".join(c for c in text if c.isprintable())[:NAME_LIMIT] or "?" for text in HOSTILE)
    texts = {f"M{number:04}": text for number, text in enumerate(HOSTILE, start=1)}
    notes = (NoteWritten(f"n {code}", text, code) for code, text in texts.items())
    aims = (CommitmentMade(code, text) for code, text in texts.items())
    keeper = closed_session(desk, clock, *notes, *aims, names=names)
    screen = AfterScreen(desk, keeper)
    async with running(desk, screen, bare=True, size=(80, 24)) as pilot:
        for code in texts:
            await pilot.press("down")
            await until(pilot, lambda: screen.subject == code)  # noqa: B023
            await pilot.press("enter")
            await until(pilot, lambda: screen.page.has_focus)
            await pilot.press("escape")
            await until(pilot, lambda: screen.list.has_focus and screen.list.display)
            assert screen_text(pilot) == printable(screen_text(pilot), lines=True)
        await pilot.press("escape")
        await until(pilot, lambda: not screen.is_attached)
        assert keeper.slots() == ()


async def test_looking_at_strange_text_is_not_writing_into_it(desk: Desk, clock: FakeClock) -> None:
    keeper = closed_session(desk, clock)
    keeper.act(RecordWritten(ANA, "plain", {"Session": "bell\x07 tab\there \x1b[31m"}))
    screen = AfterScreen(desk, keeper)
    events = len(keeper.events)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("down", "down")
        await until(pilot, lambda: screen.subject == BEN)
        assert len(keeper.events) == events
