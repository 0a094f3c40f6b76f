"""A note about the group or one member, from anywhere in the room, in a few keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.message import Message
from textual.widgets import TextArea

from iop_group.domain.errors import NotSaved
from iop_group.domain.events import GROUP, NoteWritten
from iop_group.domain.mentions import PRIVATE, mention_in
from iop_group.domain.notes import Note
from iop_group.domain.plain import one_line
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.desk import new_id
from iop_group.tui.keeper import Keeper
from iop_group.tui.private_lane import PrivateLane, PrivateNote
from iop_group.tui.room_lines import NOTE_SLOT
from iop_group.tui.text import Row, Run, fit
from iop_group.tui.times import local_time
from iop_group.tui.widgets.fields import Writing
from iop_group.tui.widgets.line import Line, Lines
from iop_group.tui.widgets.room_dialog import RoomDialog

SLOT = NOTE_SLOT
SUBJECT_SLOT = "note about"
"""Whom the half-typed note is about; empty for the group, and when there is no half-typed note."""

LEAST_LINES, MOST_LINES = 3, 8
LAST_NOTES = 3
_PANEL, _FRAME = 76, 6
"""The dialog's widest, and the cells that its frame takes."""
_ENOUGH_LINES = 11
"""Lines of the body from which the last notes are shown."""
_LAST = (Column(5), Column(14), Column("rest"))
_HINT = "@name or Tab: whom it is about. @private: yours alone. #word: a tag."
_PRIVATE_HINT = "Kept as you type, in the private lane: in no record and no export."


class NoteField(Writing):
    """Enter is an answer here; ctrl+j makes a new line."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+j", "new_line", show=False)]

    class Answered(Message):
        """Enter was pressed."""

    def on_key(self, event: Key) -> None:
        """Taken here, in the field's own queue, so that no letter typed before it can come too late."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Answered())

    def action_new_line(self) -> None:
        """A new line in the note."""
        self.insert("\n")


class NoteDialog(RoomDialog[bool]):
    """Answers true when a note was kept. Escape keeps the half-typed text for the next time."""

    DEFAULT_CSS = """
    NoteDialog NoteField { height: 3; }
    NoteDialog #last { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,ctrl+n", "accept", "Keep", show=False, priority=True),
        Binding("tab", "next_subject(1)", "Next subject", show=False),
        Binding("shift+tab", "next_subject(-1)", "Subject before", show=False),
    ]

    def __init__(self, keeper: Keeper, about: str = GROUP, *, lane: PrivateLane | None = None) -> None:
        """`about` is GROUP or a member's code; a half-typed note brings its own subject.

        `lane` takes private notes; without it there are none here.
        """
        hints = [("Enter", "Keep"), ("^J", "New line"), ("Tab", "About")]
        super().__init__("", hints=hints, last=("Esc", "Back, text stays"))
        self.keeper = keeper
        text = keeper.typed(SLOT)
        half = keeper.typed(SUBJECT_SLOT) or GROUP
        self.about = half if text and half in (GROUP, *keeper.session.attendance.people) else about
        self._possible: tuple[str, ...] = ()
        self._held = False
        """Enter was held once, for a name that nobody has."""
        self._private = PrivateNote(lane, local_time(keeper.now())) if lane is not None else None
        self._field = NoteField(text, placeholder="What do you want to remember?")

    def compose_body(self) -> ComposeResult:
        yield self._field
        yield Line(id="said")
        yield Lines(id="last")

    def on_mount(self) -> None:
        self.set_focus(self._field)
        self._field.move_cursor(self._field.document.end)
        self._show_subject()
        self._say(_HINT)
        self.call_after_refresh(self._fit_field)

    def fit_body(self, lines: int) -> None:
        """The field grows with the text; the last notes are shown where there is room for them."""
        cells = min(_PANEL, self.size.width) - _FRAME
        rows = self._last_rows(cells) if lines >= _ENOUGH_LINES else []
        last = self.query_one("#last", Lines)
        last.show(rows)
        last.display = bool(rows)
        self._most = max(1, min(MOST_LINES, lines - 1 - (len(rows) + 1 if rows else 0)))
        self._fit_field()

    _most = LEAST_LINES

    def _fit_field(self) -> None:
        wanted = max(LEAST_LINES, self._field.wrapped_document.height)
        height = min(self._most, wanted)
        if self._field.styles.height is None or self._field.styles.height.value != height:
            self._field.styles.height = height
            self._field.call_after_refresh(self._field.scroll_cursor_visible)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Every change is kept, and looked through for a mention."""
        event.stop()
        if self._over:
            return
        self._take_mention()
        self._keep_typing()
        self._fit_field()

    def on_note_field_answered(self, event: NoteField.Answered) -> None:
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Keep the note and go; without text there is nothing to keep."""
        if self._over or not self._take_mention(finished=True):
            return
        text = self._field.text.strip()
        if self.about == PRIVATE:
            self._keep_typing()
        elif text:
            self.keeper.finish(SLOT, NoteWritten(new_id(), text, self.about))
        else:
            self.keeper.type(SLOT, "")
        self.keeper.type(SUBJECT_SLOT, "")
        self.close(bool(text))

    def action_leave(self) -> None:
        """Go; the text waits for the next time."""
        if not self._over:
            self._keep_typing()
        self.close(False)

    def action_next_subject(self, way: int) -> None:
        """The group, then each member here; or those whom a mention that was begun may mean."""
        begun = mention_in(self._field.text, self._names(), self._members(), finished=True)
        if begun is not None and begun.subject is not None:
            self._be_about(begun.subject, begun.length)
        elif possible := self._possible or (begun.possible if begun else ()):
            self._be_about(possible[0 if way > 0 else -1], begun.length if begun else 0)
        else:
            here = self.keeper.session.attendance.here
            subjects = (GROUP, *here, *(() if self.about in (GROUP, *here) else (self.about,)))
            subjects = tuple(dict.fromkeys((*subjects, *([PRIVATE] if self._may_be_private() else []))))
            self._be_about(subjects[(subjects.index(self.about) + way) % len(subjects)])
        self._keep_typing()

    def _keep_typing(self) -> None:
        """Kept as it is typed: a private note in the private lane, and in no other file."""
        private = self.about == PRIVATE
        text = "" if private else self._field.text
        self.keeper.type(SLOT, text)
        self.keeper.type(SUBJECT_SLOT, self.about if text.strip() and self.about != GROUP else "")
        if self._private is not None:
            try:
                self._private.keep(self._field.text if private else "")
            except NotSaved as error:
                self._say(str(error))

    def _may_be_private(self) -> bool:
        """Only before the first word: what was typed about others lies in the record's file already."""
        return self._private is not None and (self.about == PRIVATE or not self._field.text.strip())

    def _take_mention(self, *, finished: bool = False) -> bool:
        """Follow a mention at the beginning; false when it has to be made clear, or was all there is."""
        mention = mention_in(self._field.text, self._names(), self._members(), finished=finished)
        self._possible = mention.possible if mention else ()
        if mention is None:
            return True
        # What is in the record's file already cannot become private any more.
        begun = bool(self.keeper.typed(SLOT)[mention.length :].strip())
        if mention.subject == PRIVATE and (self._private is None or begun):
            self._say("A private note is private from its first word: empty the field, then @private.")
            return False
        if mention.subject is not None:
            self._be_about(mention.subject, mention.length)
            return not finished or bool(self._field.text.strip())
        if self._possible:
            names = self._names()
            self._say(f"Which one: {', '.join(fit(names[c], 20) for c in self._possible)}? Type on, or Tab.")
            return False
        self._say("Nobody today has that name. Tab chooses; Enter again keeps it as it is.")
        if not finished or self._held:
            return True
        self._held = True  # a name in the group's note is easily overlooked
        return False

    def _be_about(self, subject: str, mention: int = 0) -> None:
        """Change the subject and take so many characters of a mention out of the text."""
        self.about = subject
        self._possible = ()
        self._held = False
        if mention:
            self._field.replace("", (0, 0), (0, mention))
        self._show_subject()
        self._say(_PRIVATE_HINT if subject == PRIVATE else _HINT)

    def _names(self) -> dict[str, str]:
        return self.keeper.session.attendance.names()

    def _members(self) -> tuple[str, ...]:
        """Everyone of today, also who is not here (yet or any more)."""
        attendance = self.keeper.session.attendance
        return tuple(dict.fromkeys((*attendance.roster, *attendance.came)))

    def _subject_run(self, subject: str, ink: str) -> Run:
        named = {GROUP: "the group", PRIVATE: "what is yours alone"}.get(subject)
        return (named or self._names().get(subject, "someone"), ink)

    def _show_subject(self) -> None:
        self.query_one("#heading", Line).show(
            ("Note about ", "title"), self._subject_run(self.about, "accent")
        )

    def _say(self, text: str) -> None:
        self.query_one("#said", Line).show((text, "dim"))

    def _last_rows(self, cells: int) -> list[Row]:
        return [
            self._last_row(note, cells) for note in reversed(self.keeper.session.notes.notes[-LAST_NOTES:])
        ]

    def _last_row(self, note: Note, cells: int) -> Row:
        text = one_line(note.text)
        about = self._subject_run(note.about, "dim")
        return lay_out(_LAST, ((local_time(note.at), "dim"), about, (text, "dim")), cells)
