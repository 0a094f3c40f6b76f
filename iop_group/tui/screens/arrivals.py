"""Who is here: everyone's coming and going at one key each, and people nobody expected."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iop_group.domain.attendance import Presence, size_hint
from iop_group.domain.errors import BadInput
from iop_group.domain.events import Act, AttendanceMarked, Event, Mark, MemberJoined, MemberRemoved
from iop_group.domain.people import NAME_LIMIT, Member, checked_name
from iop_group.domain.session import undoable
from iop_group.tui.desk import Desk
from iop_group.tui.keeper import Keeper
from iop_group.tui.screens.arrival_lines import ENTER, SAID, arrival_row, next_mark
from iop_group.tui.screens.walk_in import Newcomer, join_group, leave_group, newcomers_called
from iop_group.tui.text import Row
from iop_group.tui.widgets.dialog import Ask
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.keybar import Key, KeyBar
from iop_group.tui.widgets.line import Line, Lines
from iop_group.tui.widgets.pick import Pick
from iop_group.tui.widgets.room_dialog import RoomDialog
from iop_group.tui.widgets.rows import Rows

_MORE_KEYS = "A all here   u undo   0 not recorded   - off today's list"
_HINTS: list[Key] = [("l", "Left"), ("x", "Absent"), ("e", "Excused"), ("w", "Walk-in")]
_OF_ARRIVALS = AttendanceMarked | MemberJoined | MemberRemoved


class ArrivalsDialog(RoomDialog[None]):
    """One row a member, one key a mark; every mark counts at once, and `u` takes it back."""

    DEFAULT_CSS = "ArrivalsDialog #said { margin-top: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "accept", "Next mark", show=False),
        Binding("l", "mark('LEFT')", "Left", show=False),
        Binding("x", "mark('ABSENT')", "Absent", show=False),
        Binding("e", "mark('EXCUSED')", "Excused", show=False),
        Binding("0", "mark('CLEARED')", "Not recorded", show=False),
        Binding("w", "walk_in", "Walk-in", show=False),
        Binding("minus,delete", "remove", "Remove", show=False),
        Binding("A", "everyone", "All here", show=False),
        Binding("u,ctrl+z", "undo", "Undo", show=False),
        Binding("f3,ctrl+r", "leave", "Back", show=False, priority=True),
    ]

    def __init__(self, keeper: Keeper, desk: Desk, *, walk_in: bool = False) -> None:
        """`walk_in`: only to let somebody in who is not on the list."""
        super().__init__("", hints=[("Enter", "Here"), *_HINTS])
        self.keeper = keeper
        self.desk = desk
        self._below = 2
        self._joined: set[str] = set()
        """Who was let in while this stood open; a slip takes them off the group's roster as well."""
        self._only_walk_in = walk_in
        self._rows = Rows(empty="Nobody is expected today. w adds whoever comes in.", id="people")

    def compose_body(self) -> ComposeResult:
        yield self._rows
        yield Lines(id="said")

    def on_mount(self) -> None:
        self.set_focus(self._rows)
        self._show("Enter: arrived, stepped out, back again.")
        waiting = [i for i, c in enumerate(self._codes) if self._of(c).mark is Mark.CLEARED]
        self._rows.move_to(waiting[0] if waiting else 0)
        if self._only_walk_in:
            self.action_walk_in()

    def fit_body(self, lines: int) -> None:
        """As many rows as there are people, or room."""
        self._rows.styles.height = max(1, min(len(self._codes) or 1, lines - 1 - self._below))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_accept()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._show_hints()

    def _show_hints(self) -> None:
        """The keys, with what Enter says of the member at the cursor."""
        code = self._at_cursor()
        says = ENTER[next_mark(self._of(code))] if code else "Here"
        self.query_one("#hints", KeyBar).show([("Enter", says), *_HINTS], ("Esc", "Back"))

    # What the keys do

    def action_accept(self) -> None:
        """The obvious next mark."""
        code = self._at_cursor()
        if code is not None:
            self._mark(code, next_mark(self._of(code)))

    def action_mark(self, mark: str) -> None:
        """One mark, unless it would wipe out that somebody was here."""
        code = self._at_cursor()
        if code is None:
            return
        wanted, presence = Mark[mark], self._of(code)
        if wanted is Mark.LEFT and not presence.came:
            self._show(f"{self._called(code)} has not been here. x is absent.")
        elif wanted in (Mark.ABSENT, Mark.EXCUSED) and presence.came:
            self._show(f"{self._called(code)} was here: l is left. If that was a slip, 0 first.")
        else:
            self._mark(code, wanted)

    def action_everyone(self) -> None:
        """All who are not recorded yet have arrived."""
        waiting = [code for code in self._codes if self._of(code).mark is Mark.CLEARED]
        if waiting:
            self.keeper.act(*(AttendanceMarked(code, Mark.ARRIVED) for code in waiting))
        self._show(f"{len(waiting)} marked as here." if waiting else "Everybody is recorded already.")

    def action_remove(self) -> None:
        """Off today's list; every word stays."""
        code = self._at_cursor()
        if code is None:
            return
        name = self._called(code)
        session = self.keeper.session
        if not self._of(code).expected and not session.has_words(code):
            # A slip: nobody was here, so nothing of it may stand in the record.
            problem = leave_group(code, self.desk, session.plan.group) if code in self._joined else ""
            self.keeper.act(AttendanceMarked(code, Mark.CLEARED), MemberRemoved(code))
            self._show(problem or f"{name} was not here after all. u takes that back.")
            return
        self.keeper.act(MemberRemoved(code))
        self._show(f"{name} is off today's list; every word stays. u takes that back.")

    def action_undo(self) -> None:
        """Take back the last mark here, or all the marks that one key made."""
        first = undoable(self.keeper.events)
        if first is None or not isinstance(first.act, _OF_ARRIVALS):
            self._show("The last thing that happened was no arrival. Undo it in the room.")
            return
        undone: Act | None = None
        last: Event | None = first
        while last is not None and last.at == first.at and isinstance(last.act, _OF_ARRIVALS):
            undone = self.keeper.undo()
            last = undoable(self.keeper.events)
        self._show("Taken back.")
        if isinstance(undone, _OF_ARRIVALS) and undone.member in self._codes:
            self._rows.move_to(self._codes.index(undone.member))

    def action_walk_in(self) -> None:
        """Somebody who is not on the list."""
        entry = Entry(placeholder="The name they want to be called", max_length=NAME_LIMIT)
        self.app.push_screen(
            Ask("Walk-in", "What name do they choose?", entry=entry, check=_complaint, accept="Is here"),
            self._named,
        )

    def _named(self, name: str | None) -> None:
        """Somebody known may have that name."""
        if name is None:
            if self._only_walk_in:
                self.call_later(self.close)
            return
        name = checked_name(name)
        known = newcomers_called(name, self.desk, self.keeper.session)
        if not known:
            self._let_in(Newcomer(Member(self.desk.vault.registry.new_code(), name), new=True))
            return
        lines = [(person.member.display_name, person.known_as) for person in known]

        def picked(index: int | None) -> None:
            if index is not None and index < len(known):
                self._let_in(known[index])
            elif index is not None:
                self._let_in(Newcomer(Member(self.desk.vault.registry.new_code(), name), new=True))

        self.app.push_screen(Pick("Who is it?", [*lines, "Someone new with the same name"]), picked)

    def _let_in(self, person: Newcomer) -> None:
        code, name = person.member.code, person.member.display_name
        problem = join_group(person, self.desk, self.keeper.session.plan.group)
        self._joined.add(code)
        joined = () if code in self._codes else (MemberJoined(code, name),)
        self.keeper.act(*joined, AttendanceMarked(code, Mark.ARRIVED))
        self._show(problem or f"{self._called(code)} is here.")
        self._rows.move_to(self._codes.index(code))
        if self._only_walk_in and not problem:
            self.call_later(self.close)

    # What is shown

    @property
    def _codes(self) -> tuple[str, ...]:
        return self.keeper.session.attendance.roster

    def _of(self, code: str) -> Presence:
        return self.keeper.session.attendance.people[code]

    def _called(self, code: str) -> str:
        return self.keeper.session.attendance.names()[code]

    def _at_cursor(self) -> str | None:
        at = self._rows.index
        return None if at is None or at >= len(self._codes) else self._codes[at]

    def _mark(self, code: str, mark: Mark) -> None:
        self.keeper.act(AttendanceMarked(code, mark))
        at = self._codes.index(code)
        self._show(f"{self._called(code)} {SAID[mark]}.")
        self._rows.move_to(min(at + 1, len(self._codes) - 1))

    def _show(self, said: str) -> None:
        """Paint everything; what was just done stands below the list, with a word about the group's size."""
        session, now = self.keeper.session, self.desk.now()
        codes, names = self._codes, session.attendance.names()
        here = f"{len(session.attendance.here)} of {len(codes)} here"
        self.query_one("#heading", Line).show(("Arrivals  ", "title"), (here, "dim"))
        self._show_hints()

        def draw(index: int, cells: int) -> Row:
            return arrival_row(session, codes[index], names[codes[index]], now, cells)

        self._rows.show(len(codes), draw, keep=True)
        hint = size_hint(session.attendance)
        below = [said, *([hint] if hint else []), _MORE_KEYS]
        self._below = len(below)
        self.query_one("#said", Lines).show([((line, "dim"),) for line in below])
        self.refit()


def _complaint(name: str) -> str | None:
    try:
        checked_name(name)
    except BadInput as error:
        return str(error)
    return None
