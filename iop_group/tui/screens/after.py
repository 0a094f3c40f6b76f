"""After: the notes of one session, finished and signed one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from iop_group.domain.errors import BadInput, NotSaved
from iop_group.domain.events import GROUP
from iop_group.domain.people import checked_name
from iop_group.records.note_formats import FORMATS, note_format
from iop_group.tui.after_text import finding_after, finding_near, first_to_fill
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.screens.addendum import REASONS, AddendumDialog
from iop_group.tui.screens.after_view import NotesView
from iop_group.tui.widgets.dialog import Ask, Confirm
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.pick import Pick
from iop_group.tui.widgets.rows import Rows

STAYS = "A signed note stays as it is. F6 adds to it."


class AfterScreen(NotesView):
    """What the keys do with the note at the cursor."""

    PLACE = Place.AFTER
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.AFTER)]

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_write_note()

    def action_write_note(self) -> None:
        """Into the note: to the first heading that is empty, or to a signed note to scroll it."""
        if self.notebook.signed(self.subject):
            self.reading.focus()
        else:
            notebook, page = self.notebook, self.page
            form = note_format(notebook.format_of(self.subject))
            page.focus()
            page.move_cursor(first_to_fill(page.text, notebook.headings(self.subject), form, self.subject))

    def action_scroll_note(self, pages: int) -> None:
        """Read on in the note while the list has the keys."""
        shown = self.reading if self.reading.display else self.page
        shown.scroll_to(y=shown.scroll_offset.y + pages * max(1, shown.size.height - 1), animate=False)

    def action_leave(self) -> None:
        """From the note to the list; from the list away. What was typed becomes the draft."""
        self.keep_open()
        if self.page.has_focus or self.reading.has_focus:
            self.show_list()
        else:
            super().action_leave()

    # Signing

    def action_sign(self) -> None:
        """Say what is missing and ask; Enter signs. The same key goes on to the next block in the room."""
        if self.page.has_focus:
            self.action_leave()
            self.say("Your words are kept. F8 again to sign.")
        elif self.notebook.signed(self.subject):
            self.say("This note is signed. F6 adds something to it.")
        elif self.notebook.is_empty(self.subject):
            self.say("There is nothing in this note yet. Write a line, then sign.")
        elif not self.desk.facilitator:
            self._ask_name(self._ask_to_sign)
        else:
            self._ask_to_sign()

    def _ask_to_sign(self) -> None:
        self.check()
        subject = self.subject

        def take(sure: bool | None) -> None:
            if sure:
                self._sign(subject)

        lacking = self.notebook.gate(subject)
        text = "\n".join(lacking or ("Nothing is missing.",)) + f"\n\n{STAYS}"
        question = Confirm(
            self._about(subject), text, yes="Sign as it is" if lacking else "Sign", no="Not yet"
        )
        self.app.push_screen(question, take)

    def _about(self, subject: str) -> str:
        name = self.notebook.called(subject)
        return "Sign the group note?" if subject == GROUP else f"Sign the note about {name}?"

    def _sign(self, subject: str) -> None:
        self.notebook.sign(subject)
        at, every = self.notebook.subjects.index(subject), self.notebook.subjects
        ahead = [s for s in (*every[at:], *every[:at]) if s in self.notebook.unsigned]
        self.notebook.check()
        self.open_note(ahead[0] if ahead else subject)
        if not ahead:
            self.say("Every note is signed.")

    def _ask_name(self, then: Callable[[], None]) -> None:
        def take(name: str | None) -> None:
            if not name:
                return
            try:
                self.desk.set("facilitator", checked_name(name))
            except NotSaved as error:
                self.complain(error)
            else:
                then()

        words = "Your name as it will stand under the notes"
        self.app.push_screen(Ask("Facilitator", words, entry=Entry(), check=_name_trouble), take)

    def action_addendum(self) -> None:
        """Something to add to a signed note: why, then what."""
        subject = self.subject
        if not self.notebook.signed(subject):
            self.say("This note is not signed yet. Write straight into it.")
            return

        def take(choice: int | None) -> None:
            if choice is not None:
                self._write_addendum(subject, REASONS[choice])

        self.app.push_screen(Pick("Why is something added?", REASONS), take)

    def _write_addendum(self, subject: str, reason: str) -> None:
        if not self.desk.facilitator:
            self._ask_name(lambda: self._write_addendum(subject, reason))
            return

        def take(text: str | None) -> None:
            if text:
                self.notebook.add(subject, reason, text)
                self.open_note(subject)
                self.reading.action_jump("end")

        heading = f"{reason}: {self.notebook.called(subject)}"
        self.app.push_screen(AddendumDialog(self.keeper, subject, heading), take)

    # Form and wording

    def action_note_format(self) -> None:
        """Another format; the words that were written move along."""
        subject = self.subject
        if self.notebook.signed(subject):
            self.say("This note is signed and stays as it is.")
            return
        now = [f.id for f in FORMATS].index(self.notebook.format_of(subject))

        def take(choice: int | None) -> None:
            if choice is not None:
                self.hold()
                self.notebook.take_format(subject, FORMATS[choice].id)
                self.notebook.check()
                self.reload()

        lines = [(f.title, ", ".join(f.headings(subject))) for f in FORMATS]
        self.app.push_screen(Pick("Which format?", lines, selected=now), take)

    def action_next_finding(self) -> None:
        """Jump to the next hint and select its words."""
        self.check()
        found = self.notebook.hints(self.subject)
        near = finding_near(found, self.page.place)
        if near is None:
            self.say("There is no hint for this note.")
            return
        if self.page.is_selected(near):
            near = finding_after(found, near.end) or near
        self.page.focus()
        self.page.select(near)
        self.show_hint()

    def action_take_offer(self) -> None:
        """Change the words as the hint says."""
        self.check()
        near = finding_near(self.notebook.hints(self.subject), self.page.place)
        if near is None:
            self.say("There is no hint for this note.")
        elif not near.offer:
            self.say("Only you can know how to say this differently. F4 goes there.")
        else:
            self.page.take(near)
            self.check()


def _name_trouble(text: str) -> str | None:
    try:
        checked_name(text, what="name")
    except BadInput as error:
        return str(error)
    return None
