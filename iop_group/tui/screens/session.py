"""One session whole, to read and to export."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from iop_group.domain.errors import BadInput, IopGroupError, NotSaved
from iop_group.records.export import session_markdown
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.export_file import write_new_file
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.screens.whose import ask_whose
from iop_group.tui.session_lines import day_words, file_name, session_rows
from iop_group.tui.text import Row, Run, symbols
from iop_group.tui.widgets.dialog import Ask, Confirm
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.line import ScrollLines

PATH_LENGTH = 1000
CONFIDENTIAL = (
    "The file will hold what members said and the names they chose, readable by anyone who gets hold of it. "
    "Keep it where nobody else can read it, and delete it after use."
)
STATEMENT_SET = "Your program's disclosure statement will stand on top of it."
STATEMENT_MISSING = (
    "No disclosure statement is set. If your program has one, set it first: on Today, s, then Disclosure "
    "statement."
)


class SessionScreen(HouseScreen):
    """Read-only; everything in it is computed from the session's log."""

    PLACE = Place.SESSION
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.SESSION)]
    DEFAULT_CSS = "SessionScreen > ScrollLines { margin: 1 2 0 2; max-width: 80; }"

    def __init__(self, desk: Desk, session_id: str) -> None:
        """Raises NotFound, Damaged, NewerFile."""
        super().__init__(desk)
        self._session = desk.session(session_id)

    def compose_body(self) -> Iterable[Widget]:
        yield ScrollLines(self._rows, id="text")

    def _rows(self, cells: int) -> list[Row]:
        return session_rows(self._session, cells, self.desk.now())

    def refreshed(self) -> None:
        """Notes may have been signed meanwhile."""
        try:
            session = self.desk.session(self._session.plan.session)
        except IopGroupError as error:
            self.complain(error)  # what was read before can still be read
            return
        if session != self._session:
            self._session = session
            self.query_one(ScrollLines).show(self._rows, keep=True)
            self.show_heading()

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        plan = self._session.plan
        told = [f"session {plan.number}", day_words(self._session)]
        about = "".join(f" {symbols().dot} {words}" for words in told if words)
        return ((f" {plan.group_name}", "title"), (about, "dim")), ()

    def action_open_notes(self) -> None:
        """Finish, sign or add to the notes."""
        if self._session.closed:
            self.go("after", self._session.plan.session)
        else:
            self.say("This session still runs. Its notes come after the close.")

    def action_over_time(self) -> None:
        """One of its people, over all their sessions."""
        ask_whose(self.app, self._session.attendance.names(), partial(self.go, "member"))

    def action_export(self) -> None:
        """Write it to a file, after a warning."""
        statement = STATEMENT_SET if self.desk.program.disclosure else STATEMENT_MISSING
        question = Confirm(
            "This is confidential", f"{CONFIDENTIAL}\n\n{statement}", yes="Go on", no="Leave it"
        )
        self.app.push_screen(question, lambda sure: self._ask_path() if sure else None)

    def _ask_path(self) -> None:
        entry = Entry(str(Path("~") / file_name(self._session)), max_length=PATH_LENGTH)
        prompt = "Only you will be able to read the file. Nothing is ever written over."
        question = Ask("Where to?", prompt, entry=entry, check=self._write, accept="Write")
        self.app.push_screen(question, lambda path: self.say(f"Written to {path}") if path else None)

    def _write(self, path: str) -> str | None:
        """Write the file, or say why not, so that another name can be typed at once."""
        if not path:
            return "Type where the file is to be written."
        text = session_markdown(self._session, statement=self.desk.program.disclosure, now=self.desk.now())
        try:
            write_new_file(path, text)
        except (BadInput, NotSaved) as error:
            return error.problem
        return None
