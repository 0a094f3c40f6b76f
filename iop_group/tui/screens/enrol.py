"""Asks for a group's name and then for its members one after the other, without ever going away between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.events import Key

from iop_group.domain.errors import BadInput, NotSaved
from iop_group.domain.people import NAME_LIMIT, Group, Member, checked_name
from iop_group.tui import rosters
from iop_group.tui.desk import Desk
from iop_group.tui.groups_lines import count_of
from iop_group.tui.text import symbols
from iop_group.tui.widgets.dialog import Dialog, paragraph
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.keybar import KeyBar
from iop_group.tui.widgets.line import Line, ScrollLines
from iop_group.tui.widgets.pick import Pick

ASK_GROUP = "What is the group called?"
ASK_MEMBER = "Display name, as they chose it. Enter adds the next; empty ends. Commas part several names."
_LAST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What the dialog leaves behind."""

    group_id: str
    """Empty when no group was made."""
    half_typed: str = ""
    """What stood in the field without Enter."""


class NameEntry(Entry):
    """Takes Enter in its own queue, so that names typed quickly do not run into each other."""

    def __init__(self, value: str, answered: Callable[[str], None]) -> None:
        super().__init__(value, max_length=NAME_LIMIT)
        self._answered = answered

    def on_key(self, event: Key) -> None:
        """Enter is an answer."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self._answered(self.value)


class Enrol(Dialog[Enrolled]):
    """With a group: its members. Without one: first the group. Each name is kept at its Enter."""

    DEFAULT_CSS = """
    Enrol #prompt { height: auto; margin: 0 0 1 0; }
    Enrol #said { margin: 1 0 0 0; }
    """

    def __init__(self, desk: Desk, group: Group | None, *, half_typed: str = "") -> None:
        super().__init__("")
        self.desk = desk
        self._group_id = group.id if group else ""
        self._prompt = ScrollLines(id="prompt")
        self._prompt.can_focus = False
        self._entry = NameEntry(half_typed, self._answered)
        self._said = Line(id="said")

    def compose_body(self) -> ComposeResult:
        """The question, the field, and what was said about it last."""
        yield self._prompt
        yield self._entry
        yield self._said

    def on_mount(self) -> None:
        self.set_focus(self._entry)
        self._show()

    def action_accept(self) -> None:
        """Enter by a click on its name."""
        self._answered(self._entry.value)

    def action_leave(self) -> None:
        """Away; what was not entered is handed back."""
        self.close(Enrolled(self._group_id, self._entry.value.strip()))

    def _answered(self, text: str) -> None:
        try:
            if not self._group_id:
                self._group_id = rosters.make_group(text, self.desk).id
            elif text.strip():
                names = [part.strip() for part in text.split(",") if part.strip()] or [text]
                self._take_names(tuple(map(checked_name, names)))
            else:
                self.close(Enrolled(self._group_id))
                return
        except (BadInput, NotSaved) as error:
            self._said.show((str(error), "warning"))
            return
        self._entry.clear()
        self._show()

    def _take_names(self, names: tuple[str, ...]) -> None:
        """One after the other; a name that somebody has already is asked about first."""
        for at, name in enumerate(names):
            group = self._group()
            here = rosters.called(name, group, self.desk)
            known = rosters.known_elsewhere(name, group, self.desk)
            if here or known:
                self._who_is(names[at:], here, known)
                return
            rosters.add_new([name], group, self.desk)

    def _who_is(
        self, names: tuple[str, ...], here: tuple[Member, ...], known: tuple[rosters.Known, ...]
    ) -> None:
        """One person keeps one record; somebody else of the name must not get it."""
        lines = [(m.display_name, f"on this roster, code {m.code}") for m in here]
        lines += [(k.member.display_name, f"{k.where or 'known here'}, code {k.member.code}") for k in known]

        def take(choice: int | None) -> None:
            try:
                if choice is None:
                    self._put_back(names)
                    return
                if choice >= len(lines):
                    rosters.add_new(names[:1], self._group(), self.desk)
                elif choice >= len(here):
                    rosters.add_known(known[choice - len(here)].member, self._group(), self.desk)
                self._take_names(names[1:])
            except NotSaved as error:
                self._put_back(names)
                self._said.show((str(error), "warning"))
                return
            self._show()

        self.app.push_screen(Pick("Is it the same person?", [*lines, "Someone new with this name"]), take)

    def _put_back(self, names: tuple[str, ...]) -> None:
        """What was not added stands in the field again."""
        self._entry.value = ", ".join(names)
        self._entry.action_end()
        self._show()

    def _group(self) -> Group:
        return self.desk.vault.registry.group(self._group_id)

    def _show(self) -> None:
        group = self._group() if self._group_id else None
        members = rosters.roster_of(group, self.desk) if group else ()
        self.query_one("#heading", Line).show((group.name if group else "New group", "title"))
        self._prompt.show(paragraph(ASK_MEMBER if group else ASK_GROUP))
        self._said.show((_so_far(members) if group else "", "dim"))
        end = "Done" if group else "Back"
        self.query_one("#hints", KeyBar).show([("Enter", "Add" if group else "Next")], ("Esc", end))


def _so_far(members: tuple[Member, ...]) -> str:
    """The last names, in the order of the circle; the one just typed stands at the end."""
    if not members:
        return "Nobody yet."
    before = [symbols().ellipsis] if len(members) > _LAST_NAMES else []
    names = f" {symbols().dot} ".join([*before, *(m.display_name for m in members[-_LAST_NAMES:])])
    return f"{count_of(len(members), 'member')}: {names}"
