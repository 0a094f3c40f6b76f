"""Member: one person over time, to read; every line with a day leads to its session."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from iop_group.domain.people import Member
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.member_page import Page, first_page, member_page
from iop_group.tui.member_reading import MemberReading
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.text import Row, Run, symbols
from iop_group.tui.widgets.page_rows import PageRows
from iop_group.tui.widgets.rows import Rows

READING = "Reading the sessions."
SOME = 25
"""Sessions after which it is said how far the reading is."""


class MemberScreen(HouseScreen):
    """Read-only. What the index knows is there first; the sessions are read in a thread."""

    PLACE = Place.MEMBER
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.MEMBER)]
    DEFAULT_CSS = "MemberScreen > Rows { margin: 1 1 0 1; max-width: 77; }"

    def __init__(self, desk: Desk, code: str) -> None:
        super().__init__(desk)
        self._reading = MemberReading(desk, code)
        self._page = Page(())
        self._run = object()
        """What is read now; a thread that was told to read something else stops."""
        self._cells = 0
        self._said = ""
        self._rows = PageRows(empty=READING)

    def compose_body(self) -> Iterable[Widget]:
        yield self._rows

    @property
    def member(self) -> Member:
        """Who it is about."""
        return self._reading.member

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        code = (f" {symbols().dot} {self.member.code}", "dim")
        return ((f" {self.member.display_name}", "title"), code), ((self._said, "dim"),) if self._said else ()

    def refreshed(self) -> None:
        """Sessions may have been held or signed meanwhile."""
        self.call_after_refresh(self._read_again)

    def on_resize(self) -> None:
        """Other lines fit."""
        self.call_after_refresh(self._read_again)

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self._run = object()

    def _read_again(self) -> None:
        if not self.standing or not self._rows.text_width:
            return
        self._run, self._cells = object(), self._rows.text_width - 2
        self.read_in_thread(self._read)

    def _read(self) -> None:
        """In a thread of its own."""
        reading, run, cells = self._reading, self._run, self._cells

        def go_on(done: int) -> bool:
            if done % SOME == 0 and self._run is run:
                self.app.call_from_thread(self._say_how_far, run, done)
            return self._run is run

        with reading.alone:
            if self._run is run and reading.look():
                if reading.told is None:
                    self.app.call_from_thread(self._show, run, first_page(reading.known, cells))
                reading.read(go_on)
            if self._run is run and reading.told is not None:
                page = member_page(reading.told, reading.known, cells)
                self.app.call_from_thread(self._show, run, page)

    def _say_how_far(self, run: object, done: int) -> None:
        if self._run is run and done:
            self._said = f"reading, {done} of {len(self._reading.known.summaries)}"
            self.show_heading()

    def _show(self, run: object, page: Page) -> None:
        if self._run is not run or not self.standing:
            return
        at, top = self._rows.index or 0, int(self._rows.scroll_offset.y)
        here = self._page.lines[at] if self._page.lines else None
        self._page, self._said, lines = page, "", page.lines
        self._rows.show(len(lines), self._draw, selectable=lambda line: bool(lines[line][1]), keep=True)
        now = lines.index(here) if here in lines else at
        self._rows.turn_to(top + now - at if top else 0, at=now)
        self.show_heading()

    def _draw(self, line: int, cells: int) -> Row:
        return self._page.lines[line][0]

    # What the keys do

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter: the session that the line at the cursor is from."""
        self.go("session", self._page.lines[event.index][1])

    def action_read_session(self) -> None:
        self._rows.action_choose()

    def action_next_section(self) -> None:
        self._turn(line for line in self._page.parts if line > self._rows.scroll_offset.y)

    def action_previous_section(self) -> None:
        self._turn(line for line in reversed((0, *self._page.parts)) if line < self._rows.scroll_offset.y)

    def _turn(self, lines: Iterable[int]) -> None:
        if (line := next(iter(lines), None)) is not None:
            self._rows.turn_to(line)
