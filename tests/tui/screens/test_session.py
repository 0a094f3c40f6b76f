"""One session whole: everything that happened is there to read, and leaves the program only on purpose."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given

from iop_group.domain.errors import BadInput, NotSaved
from iop_group.domain.events import GROUP, AddendumAdded, RecordWritten, Signed
from iop_group.domain.session import Session
from iop_group.tui.desk import Desk
from iop_group.tui.export_file import write_new_file
from iop_group.tui.screens.session import SessionScreen
from iop_group.tui.session_lines import file_name, session_rows
from iop_group.tui.text import row_width
from iop_group.tui.widgets.dialog import Ask, Confirm
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.line import ScrollLines
from tests.records.sessions import BEN, EVENING, any_session, at, evening, told
from tests.tui.desk_for_tests import FakeClock, make_desk, paste, plan_of, running, screen_text, start_session
from tests.tui.until import until

NOTES = (
    (96, RecordWritten(BEN.code, "dap", {"Data": "Was quiet.", "Plan": ""})),
    (97, Signed(GROUP, "plain", {"Session": "A warm evening with all."})),
    (98, AddendumAdded(GROUP, "Late entry", "The window was open.")),
)


def text_of(session: Session, cells: int = 80) -> str:
    rows = session_rows(session, cells, at(100))
    return "\n".join("".join(text for text, _ in row).rstrip() for row in rows)


def test_everything_that_happened_can_be_read() -> None:
    text = text_of(evening(*NOTES))
    for words in (
        "Tuesday evening, session 14",
        "Facilitator: Kim · Co-facilitator: Lou",
        "Opening                       6 / 5",
        "Choose three ways (not covered)",
        "absent, excused",
        "mood 6 · urge pass",
        "5:00, 1 turn",
        "passed in Sharing",
        "19:13  Ben",
        "will try “call ‘Dee’”",
        "high urge; talked; ten minutes at the door",
        "✓ Signed by Kim, 24 Nov 2026 19:37 · Plain",
        "A warm evening with all.",
        "Addendum · Late entry · Kim · 24 Nov 2026 19:38",
        "The window was open.",
        "draft, not signed · DAP",
        "Was quiet.",
        "not written yet",
    ):
        assert words in text


def test_a_session_that_has_not_begun_can_be_read() -> None:
    assert "not started yet" in text_of(told())
    assert file_name(told()).startswith("iop-group-session-planned-")


@given(any_session())
def test_no_line_is_wider_than_it_may_be_and_nothing_steers_the_terminal(session: Session) -> None:
    for cells in (20, 41, 58, 200):
        for row in session_rows(session, cells, at(200)):
            assert row_width(row) <= max(20, min(cells, 72))


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Desk:
    """A home with one whole evening in it."""
    desk = make_desk(tmp_path, clock, settings='facilitator = "Kim"\ndisclosure = "Rule 42."\n')
    keeper = start_session(desk)
    keeper.act(*(act for _, act in (*EVENING, *NOTES)))
    clock.advance(60)
    return desk


def open_session(desk: Desk) -> SessionScreen:
    return SessionScreen(desk, plan_of().session)


async def test_the_session_scrolls_and_n_opens_its_notes(desk: Desk) -> None:
    screen = open_session(desk)
    async with running(desk, screen, bare=True) as pilot:
        await until(pilot, lambda: "Agenda, minutes held" in screen_text(pilot))
        await pilot.press("end")
        await until(pilot, lambda: screen.query_one(ScrollLines).scroll_offset.y > 0)
        await pilot.press("n")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "AfterScreen")
        desk.keeper(plan_of().session).act(AddendumAdded(GROUP, "Correction", "Two windows."))
        await pilot.press("escape", "end")
        await until(pilot, lambda: "Two windows." in screen_text(pilot) or pilot.app.screen is screen)


async def test_notes_of_a_running_session_come_after_its_close(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    start_session(desk)
    async with running(desk, open_session(desk), bare=True) as pilot:
        await pilot.press("n")
        await until(pilot, lambda: "still runs" in screen_text(pilot))


async def test_an_export_warns_asks_where_and_writes_for_her_eyes_only(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    screen = open_session(desk)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("x")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await until(pilot, lambda: "disclosure statement will stand on top" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        offered = pilot.app.screen.query_one(Entry).value
        assert offered.startswith("~/iop-group-session-2026-11-24-")
        await pilot.press("enter")
        written = tmp_path / offered.removeprefix("~/")
        await until(pilot, lambda: "Written to" in screen_text(pilot))
        assert "> Rule 42." in written.read_text(encoding="utf-8")
        assert written.stat().st_mode & 0o777 == 0o600
        before = written.read_bytes()
        await pilot.press("x")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        await pilot.press("enter")
        await until(pilot, lambda: "is there already" in screen_text(pilot))
        assert isinstance(pilot.app.screen, Ask), "another name can be typed at once"
        assert written.read_bytes() == before


async def test_without_a_statement_the_warning_says_so_and_escape_writes_nothing(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    start_session(desk)
    screen = open_session(desk)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("x")
        await until(pilot, lambda: "No disclosure statement is set" in screen_text(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("x", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        pilot.app.screen.query_one(Entry).value = ""
        await pilot.press("enter")
        await until(pilot, lambda: "Type where" in screen_text(pilot))
        paste(pilot, str(tmp_path / "missing" / "out.md"))
        await pilot.press("enter")
        await until(pilot, lambda: "folder is not there" in screen_text(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
    assert [name for _, _, names in os.walk(tmp_path) for name in names if name.endswith(".md")] == []


@pytest.mark.parametrize("typed", ["", "~nobody-of-this-name/x.md", "a\0b", "."])
def test_a_path_that_cannot_be_is_said_in_one_line(typed: str) -> None:
    with pytest.raises(BadInput) as caught:
        write_new_file(typed, "text")
    assert "\n" not in str(caught.value)


def test_a_link_is_never_written_through(tmp_path: Path) -> None:
    target = tmp_path / "target"
    link = tmp_path / "link.md"
    link.symlink_to(target)
    with pytest.raises(BadInput):
        write_new_file(str(link), "text")
    assert not target.exists()


def test_half_a_file_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotSaved):
        write_new_file(str(tmp_path / "out.md"), "text")
    assert list(tmp_path.iterdir()) == []
