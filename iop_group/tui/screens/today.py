"""Today: what is unfinished, what comes next, what is still to sign and to follow up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from iop_group.domain.errors import IopGroupError, Severity
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.screens.keeping import KeepingScreen
from iop_group.tui.text import Row, Run, symbols, wrap
from iop_group.tui.times import local_day, local_time
from iop_group.tui.today_entries import Entry, entries, entry_row, left_cells
from iop_group.tui.widgets.line import Lines
from iop_group.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from iop_group.tui.keeper import Keeper

WIDEST = 100
_GRAVITY = tuple(Severity)
_BESIDE = 10
"""Cells beside a notice, the flag before it among them."""


class TodayScreen(KeepingScreen):
    """The ground of the program: every other screen lies on it."""

    PLACE = Place.TODAY
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.TODAY)]
    DEFAULT_CSS = """
    TodayScreen > Rows { margin: 1 2 0 2; max-width: 100; }
    TodayScreen > #notices { margin: 0 4; height: auto; max-height: 5; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._entries: list[Entry] = []
        self._left = 0
        self._unfinished = False

    def compose_body(self) -> Iterable[Widget]:
        yield Rows(id="today")
        yield Lines(id="notices")

    def refreshed(self) -> None:
        """Read groups and summaries anew."""
        vault, now = self.desk.vault, self.desk.now()
        due_hours = self.desk.program.note_due_hours
        self._entries = entries(vault.registry.groups(), vault.index.outlook(), now, due_hours)
        self._left = left_cells(self._entries)
        rows = self.query_one(Rows)
        stopped = next((i for i, e in enumerate(self._entries) if e.place == "room"), None)
        begun = stopped is not None and not self._unfinished
        self._unfinished = stopped is not None
        rows.show(len(self._entries), self._draw, selectable=lambda i: self._entries[i].chosen, keep=True)
        if begun and stopped is not None:
            rows.move_to(stopped)
        self.query_one("#notices", Lines).show(self._notices())
        self.show_keys()

    def _draw(self, index: int, cells: int) -> Row:
        return entry_row(self._entries[index], self._left, min(cells, WIDEST))

    def _notices(self) -> list[Row]:
        """Problems found at the start, in one place; then whether a backup is due."""
        problems = sorted(self.desk.problems, key=lambda problem: _GRAVITY.index(problem.severity))
        more = f" And {len(problems) - 1} more: `iop-group doctor` shows them." if len(problems) > 1 else ""
        said = [f"{problems[0].text}{more}"] if problems else []
        said += self.desk.backups_say[:1]
        # Before there is a group nothing is urgent: the first step shall be what the eye meets.
        ink = "warning" if any(e.place != "groups" for e in self._entries if e.chosen) else "dim"
        notices = [(text, ink) for text in said] + [(text, "dim") for text in [self.desk.numbers_say] if text]
        cells = min(WIDEST, self.size.width - _BESIDE)
        return [
            ((f"{' ' if at else symbols().flag} {line}", ink),)
            for text, ink in notices
            for at, line in enumerate(wrap(text, cells))
        ]

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        now = self.desk.now()
        return ((" iop-group", "title"),), ((f"{local_day(now)} {symbols().dot} {local_time(now)}", "dim"),)

    def bar(self) -> list[tuple[str, str]]:
        """Following up and backing up stand there only while there is something to do."""
        open_ones = any(e.place == "follow-up" for e in self._entries)
        keys = [key for key in super().bar() if open_ones or key[0] != "f"]
        return keys + [("b", "Back up")] * bool(self.desk.backups_say)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter: resume, plan, finish notes, read."""
        entry = self._entries[event.index]
        if entry.place == "follow-up":
            self._follow_up(entry.about)
        elif entry.place == "room":
            self._resume(entry.about)
        else:
            self.go(entry.place, entry.about)

    def _resume(self, session_id: str) -> None:
        from iop_group.tui.screens.resume import resume

        keeper = self._keeper(session_id)
        if keeper is not None:
            resume(self, keeper)

    def _follow_up(self, session_id: str) -> None:
        from iop_group.tui.screens.stay_after import StayAfterQueue

        keeper = self._keeper(session_id)
        if keeper is not None:
            self.app.push_screen(StayAfterQueue(keeper), lambda _: self.refreshed())

    def _keeper(self, session_id: str) -> Keeper | None:
        try:
            return self.desk.keeper(session_id)
        except IopGroupError as error:
            self.complain(error)
            return None

    def action_follow_up(self) -> None:
        """The stay-after at the cursor, or the first one open."""
        at = self.query_one(Rows).index
        followed = [e for e in self._entries if e.place == "follow-up"]
        here = self._entries[at] if at is not None else None
        if here in followed and here is not None:
            self._follow_up(here.about)
        elif followed:
            self._follow_up(followed[0].about)
        else:
            self.say("There is no stay-after to follow up.")

    def action_new_session(self) -> None:
        """Plan a session of the group at the cursor, or of any."""
        at = self.query_one(Rows).index
        entry = self._entries[at] if at is not None else None
        self.go("plan", entry.about if entry is not None and entry.place == "plan" else "")

    def action_groups(self) -> None:
        self.go("groups")

    def action_review(self) -> None:
        self.go("review")

    def action_topics(self) -> None:
        self.go("topics")

    def action_settings(self) -> None:
        self.go("settings")

    def action_files(self) -> None:
        self.go("files")

    def tick(self, now: datetime) -> None:
        """The minute in the heading; the entries change when something is done."""
        self.show_heading()
