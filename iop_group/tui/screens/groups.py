"""Groups: made, changed, and filled with members."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import DescendantFocus
from textual.widget import Widget

from iop_group.domain.errors import IopGroupError, NotSaved
from iop_group.domain.people import Group, Member
from iop_group.tui import rosters
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.groups_lines import about_rows, group_row, member_row, twins_words
from iop_group.tui.painting import Ground, GroundAcross
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.screens.enrol import Enrol, Enrolled
from iop_group.tui.screens.group_changes import (
    ask_member_name,
    ask_to_remove,
    ask_to_take_off,
    ask_what_to_change,
)
from iop_group.tui.screens.name_import import ask_for_file
from iop_group.tui.text import Run
from iop_group.tui.widgets.line import Lines
from iop_group.tui.widgets.rows import Rows


class GroupsScreen(HouseScreen):
    """The groups at the left, the members of the one at the cursor at the right."""

    PLACE = Place.GROUPS
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_at(Place.GROUPS),
        Binding("tab,shift+tab", "other_list", "Groups or members", show=False),
        Binding("left", "go_to('groups')", "Groups", show=False),
        Binding("right", "go_to('members')", "Members", show=False),
    ]
    DEFAULT_CSS = """
    GroupsScreen > Horizontal { margin: 1 1 0 2; max-width: 116; }
    GroupsScreen #groups { width: 40%; }
    GroupsScreen #right { width: 1fr; margin: 0 0 0 2; }
    GroupsScreen #about { padding: 0 1 0 2; }
    GroupsScreen > #said { margin: 1 4; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._groups: tuple[Group, ...] = ()
        self._members: tuple[Member, ...] = ()
        self._half_typed: dict[str, str] = {}
        self._group_rows = Rows(empty="There is no group yet. Press n to make one.", id="groups")
        self._member_rows = Rows(id="members")

    def compose_body(self) -> Iterable[Widget]:
        right = Ground(Lines(id="about"), self._member_rows, id="right")
        yield GroundAcross(self._group_rows, right)
        yield Lines(id="said")

    def on_mount(self) -> None:
        if not self.desk.vault.registry.groups():
            self.action_new_group()

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        return ((" Groups", "title"),), ()

    def bar(self) -> list[tuple[str, str]]:
        """Enter and Tab do another thing in each of the two lists."""
        keys = super().bar()
        if self.focused is not self._member_rows:
            keys = [key for key in keys if key[0] != "o"]
            return [*keys[:1], ("Tab", "Members"), *keys[1:]] if self._members else keys
        mine = [
            ("Enter", "Change") if key == "Enter" else (key, label) for key, label in keys if key not in "et"
        ]
        return [mine[0], ("Tab", "Groups"), *mine[1:3], ("<", "Earlier"), (">", "Later"), *mine[3:]]

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The other list, other keys."""
        self.show_keys()

    def refreshed(self) -> None:
        """Read the groups anew."""
        self._groups = self.desk.vault.registry.groups()
        groups = self._groups
        self._group_rows.show(len(groups), lambda i, cells: group_row(groups[i], cells), keep=True)
        self._show_members()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Another group, other members."""
        if event.rows is self._group_rows:
            self._show_members(anew=True)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter: a group is planned, a member changed."""
        if event.rows is self._group_rows:
            self.action_plan_group()
        else:
            self.action_rename()

    def _group(self) -> Group | None:
        at = self._group_rows.index
        return self._groups[at] if at is not None and at < len(self._groups) else None

    def _member(self) -> Member | None:
        """The member at the cursor, while the cursor is among the members."""
        at = self._member_rows.index
        here = self.focused is self._member_rows
        return self._members[at] if here and at is not None and at < len(self._members) else None

    def _show_members(self, *, anew: bool = False) -> None:
        group = self._group()
        members = self._members = rosters.roster_of(group, self.desk) if group else ()
        formats = self.desk.library.formats().items
        title = next((f.title for f in formats if group and f.id == group.format_id), None)
        self.query_one("#about", Lines).show(about_rows(group, len(members), title))
        self._member_rows.empty = "Nobody is on the roster yet. Press a to add members." if group else ""
        self._member_rows.show(len(members), lambda i, cells: member_row(members[i], cells), keep=not anew)
        self.query_one("#said", Lines).show([((hint, "dim"),) for hint in self._hints()])

    def _hints(self) -> list[str]:
        group = self._group()
        if group is None or not self._members:
            return []
        first = all(s.group != group.id for s in self.desk.vault.index.summaries())
        plan = "Enter plans the first session." if first else ""
        return [hint for hint in (twins_words(self._members), plan) if hint]

    # What the keys do

    def action_go_to(self, which: str) -> None:
        """One of the two lists."""
        (self._group_rows if which == "groups" else self._member_rows).focus()

    def action_other_list(self) -> None:
        """The other list."""
        self.action_go_to("members" if self.focused is self._group_rows else "groups")

    def action_plan_group(self) -> None:
        """A session of the group at the cursor."""
        group = self._group()
        if group is None:
            self.action_new_group()
        else:
            self.go("plan", group.id)

    def action_new_group(self) -> None:
        """Its name, then its members."""
        self._enrol(None)

    def action_add_member(self) -> None:
        """One name after the other."""
        self._enrol(self._group())

    def _enrol(self, group: Group | None) -> None:
        key = group.id if group else ""

        def done(result: Enrolled | None) -> None:
            if result is None:
                return
            self._half_typed.pop(key, None)
            self._half_typed[result.group_id] = result.half_typed
            self.refreshed()
            at = next((i for i, g in enumerate(self._groups) if g.id == result.group_id), None)
            if at is not None:
                self._group_rows.move_to(at)
            if group is None:
                self.action_go_to("groups")

        self.app.push_screen(Enrol(self.desk, group, half_typed=self._half_typed.get(key, "")), done)

    def action_rename(self) -> None:
        """What is set for the group, or the member's name."""
        group, member = self._group(), self._member()
        if member is not None:
            ask_member_name(self.app, self.desk, member, self._after)
        elif group is not None:
            ask_what_to_change(self.app, self.desk, group, self._after)

    def _after(self, error: IopGroupError | None) -> None:
        """Something was changed, or could not be."""
        if error is not None:
            self.complain(error)
        self.refreshed()

    def action_seat_earlier(self) -> None:
        self._seat(-1)

    def action_seat_later(self) -> None:
        self._seat(1)

    def _seat(self, places: int) -> None:
        """The member at the cursor sits earlier or later in the circle; the cursor goes along."""
        group, member = self._group(), self._member()
        if group is None or member is None:
            self.say("This moves a member in the circle. Tab goes there.")
            return
        try:
            rosters.move(member.code, places, group, self.desk)
        except NotSaved as error:
            self.complain(error)
            return
        self.refreshed()
        self._member_rows.move_to(self._members.index(member))

    def action_over_time(self) -> None:
        """All that is known of the member at the cursor."""
        member = self._member()
        if member is None:
            self.say("This shows one member. Tab goes to the members.")
        else:
            self.go("member", member.code)

    def action_topics_covered(self) -> None:
        """What the group at the cursor has had."""
        if group := self._group():
            self.go("covered", group.id)

    def action_remove(self) -> None:
        """A member off the roster, or a group off the list."""
        group, member = self._group(), self._member()
        if group is None:
            return
        if member is not None:
            ask_to_take_off(self.app, self.desk, member, group, self._after)
        else:
            ask_to_remove(self.app, self.desk, group, self._after)

    def action_import_members(self) -> None:
        """Names from a file, shown before anything is written."""
        group = self._group()
        if group is None:
            self.action_new_group()
        else:
            ask_for_file(self.app, self.desk, group, self._after)
