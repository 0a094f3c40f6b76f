"""What After shows: the notes of a session at the left, the one at the cursor at the right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual import on
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import TextArea

from iop_group.tui.after_text import finding_near
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.commands import Command, Place, commands_at
from iop_group.tui.desk import Desk
from iop_group.tui.keeper import Keeper
from iop_group.tui.note_lines import (
    fact_words,
    format_words,
    heading_runs,
    hint_runs,
    progress_runs,
    signed_rows,
    title_runs,
)
from iop_group.tui.notebook import Notebook
from iop_group.tui.painting import Ground, GroundAcross
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.screens.note_page import NotePage, Subjects
from iop_group.tui.text import Row, Run
from iop_group.tui.widgets.line import Line, ScrollLines
from iop_group.tui.widgets.rows import Rows
from iop_group.tui.widths import NARROW, WIDTHS

ROOMY = 110
"""Cells from which the heading tells minutes and census too; the group note's facts have them anyway."""
_COLUMNS = (Column("rest"), Column(12))
_SIGNED_ONLY = frozenset({"addendum"})
_OPEN_ONLY = frozenset({"sign", "note_format", "next_finding", "take_offer", "write_note"})
_LIST_ONLY = frozenset({"sign", "write_note"})
"""What is not done from inside the text: Enter is a new line there, and F8 only leaves it."""


class NotesView(HouseScreen):
    """Shows the notes and keeps what is typed, at each change. What the keys do stands in AfterScreen."""

    PLACE = Place.AFTER
    AUTO_FOCUS = "#subjects"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    DEFAULT_CSS = """
    NotesView #floor { height: 1fr; }
    NotesView #subjects { width: 30; height: 1fr; padding: 1 0 0 0; border-right: solid $panel; }
    NotesView #note { width: 1fr; max-width: 80; height: 1fr; padding: 1 1 0 1; }
    NotesView #facts { margin-bottom: 1; }
    NotesView #signed { padding: 0 1 0 1; display: none; }
    NotesView #hint { margin-top: 1; }
    NotesView.-wide #subjects { width: 36; }
    NotesView.-narrow #floor { layout: vertical; }
    NotesView.-narrow #subjects { width: 1fr; height: 5; padding: 0; border: none; }
    NotesView.-narrow #hint, NotesView.-narrow #facts { margin: 0; }
    """

    def __init__(self, desk: Desk, keeper: Keeper) -> None:
        super().__init__(desk)
        self.keeper = keeper
        self.notebook = Notebook(keeper, desk.program.note_format, desk.now)
        self._subjects = self.notebook.subjects
        self._open = ""
        self._stale = self._fresh = False
        self.list = Subjects(id="subjects")
        self.page = NotePage(id="page")
        self.reading = ScrollLines(id="signed")

    def compose_body(self) -> Iterable[Widget]:
        with GroundAcross(id="floor"):
            yield self.list
            with Ground(id="note"):
                yield Line(id="title")
                yield Line(id="facts")
                yield self.page
                yield self.reading
                yield Line(id="hint")

    def on_mount(self) -> None:
        if not self.keeper.session.closed:
            self.say("The session still runs. Close it first; the notes are ready right after.")
            self.call_later(self.action_leave)
            return
        self.notebook.check()
        self.list.show(len(self._subjects), self._draw)
        first = self.notebook.unsigned
        self.open_note(first[0] if first else self._subjects[0])
        self.watch(self.page, "scroll_y", self.look_at_end, init=False)

    # What is shown

    @property
    def subject(self) -> str:
        """Whose note is open."""
        return self._open

    def commands(self) -> tuple[Command, ...]:
        """Signed notes take addenda and nothing else."""
        useless = _OPEN_ONLY if self.notebook.signed(self._open) else _SIGNED_ONLY
        useless |= _LIST_ONLY if self.page.has_focus else frozenset()
        return tuple(c for c in commands_at(self.PLACE) if c.act not in useless)

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        session, now = self.keeper.session, self.desk.now()
        right = progress_runs(
            session, self.notebook.subjects, now, due_hours=self.desk.program.note_due_hours
        )
        return heading_runs(session, now, roomy=self.size.width >= ROOMY), right

    def _draw(self, index: int, cells: int) -> Row:
        subject = self._subjects[index]
        signed = self.notebook.signed(subject) is not None
        called = (self.notebook.called(subject), "dim" if signed else "text")
        return lay_out(_COLUMNS, (called, self.notebook.state(subject)), cells, gap=1)

    def open_note(self, subject: str) -> None:
        """Show a note; the one that was open is kept as it stands."""
        self.keep_open()
        self._open = subject
        signed = self.notebook.signed(subject) is not None
        if signed and self.page.has_focus:
            self.show_list()
        self.page.display, self.reading.display = not signed, signed
        if signed:
            self.reading.show(lambda cells: signed_rows(self.keeper.session, subject, cells))
        else:
            self.page.put(self.notebook.page(subject), self.notebook.headings(subject))
            self.page.mark_hints(self.notebook.hints(subject))
        self.list.move_to(self._subjects.index(subject))
        self._show_all()
        self.call_after_refresh(self._show_own_part)

    def _show_own_part(self) -> None:
        """What is told of everyone alike may lie above the page; the keys bring it back."""
        own = self.notebook.own_line(self._open)
        if own and not self.page.has_focus and not self.page.scroll_offset.y:  # a key may have been quicker
            self.page.scroll_to_line(own)
        self.look_at_end()

    def look_at_end(self) -> None:
        """A note is read once its end was in sight, or the keys were in it."""
        page, before = self.page, self.notebook.state(self._open)
        if page.has_focus or (page.size.height and page.scroll_offset.y + 1 >= page.max_scroll_y):
            self.notebook.see(self._open)
        if self.notebook.state(self._open) != before:
            self.list.refresh()

    def _show_all(self) -> None:
        subject = self._open
        self.list.refresh()
        self._show_title()
        self.query_one("#facts", Line).show(
            (fact_words(self.keeper.session, subject, self.desk.now()), "dim")
        )
        self.show_hint()
        self.show_heading()
        self.show_keys()

    def _show_title(self) -> None:
        """Says where the keys are: a mark and a word while they are in the note."""
        called, form = self.notebook.called(self._open), self.notebook.format_of(self._open)
        title = title_runs(called, writing=self.page.has_focus)
        self.query_one("#title", Line).show(*title, right=(format_words(form),))

    def show_hint(self) -> None:
        """The hint at the cursor or after it; without any, what the note still misses."""
        found = self.notebook.hints(self._open)
        at = finding_near(found, self.page.place)
        line = self.query_one("#hint", Line)
        if at is None:
            lacking = self.notebook.missing(self._open) if not self.notebook.signed(self._open) else ()
            line.show((lacking[0] if lacking else "", "dim"))
            return
        left, right = hint_runs(at, "F3")
        count: Run = (f"   {found.index(at) + 1} of {len(found)}", "dim")
        line.show(*left, right=(*right, count))

    def tick(self, now: datetime) -> None:
        """Hints wait until the hand rests: from one second to the next nothing was typed."""
        super().tick(now)
        if self._stale and not self._fresh:
            self.check()
        self._fresh = False

    def reload(self) -> None:
        """Show the open note anew, as the notebook has it."""
        subject, self._open = self._open, ""
        self.open_note(subject)

    def check(self) -> None:
        """Look for hints in what stands on the page now."""
        self.hold()
        self._stale = False
        self.notebook.check()
        self.page.mark_hints(self.notebook.hints(self._open))
        self._show_all()

    # What is typed

    def hold(self) -> None:
        """What stands on the page now, without waiting for its message."""
        if self._open and self.notebook.signed(self._open) is None:
            self.notebook.type(self._open, self.page.text)

    def keep_open(self) -> None:
        """What was typed into the open note becomes its draft."""
        if self._open:
            self.hold()
            self.notebook.keep(self._open)
            self.notebook.check()
            self._stale = False

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.hold()
        self.page.mark_headings()
        self._stale = self._fresh = True

    @on(TextArea.SelectionChanged)
    def _moved_in_text(self, event: TextArea.SelectionChanged) -> None:
        event.stop()
        if self._open and not self._stale:
            self.show_hint()

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        event.stop()
        subject = self._subjects[event.index]
        if subject != self._open:
            self.open_note(subject)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Where it is narrow the list makes room for the note that is being written."""
        self._fit()
        if self._open:
            self._show_title()
            self.show_keys()
            self.look_at_end()

    def on_resize(self) -> None:
        self._fit()
        self.call_after_refresh(self.look_at_end)

    def _fit(self) -> None:
        self.list.display = self.size.width >= NARROW or not self.page.has_focus

    def show_list(self) -> None:
        """Give the keys back to the list."""
        self.list.display = True
        self.list.focus()
