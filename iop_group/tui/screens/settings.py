"""Settings: each on one line, changed by Enter and kept at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import ClassVar, cast

from textual.app import App
from textual.binding import BindingType
from textual.widget import Widget

from iop_group.domain.checkin import CheckinItem
from iop_group.domain.errors import IopGroupError
from iop_group.domain.naming import key_of
from iop_group.domain.people import NAME_LIMIT, checked_name
from iop_group.domain.plain import one_line
from iop_group.domain.program import NoteFormat
from iop_group.settings import Value
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.groups_lines import count_of
from iop_group.tui.screens.group_changes import trouble
from iop_group.tui.screens.page import Page
from iop_group.tui.screens.questions import QuestionsScreen
from iop_group.tui.settings_lines import (
    CHECKIN,
    MOST,
    Setting,
    in_order,
    number_of,
    setting_row,
    settings_of,
)
from iop_group.tui.text import Row, Run
from iop_group.tui.theming import Themes
from iop_group.tui.widgets.dialog import Ask
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.line import Line
from iop_group.tui.widgets.pick import Pick
from iop_group.tui.widgets.rows import Rows

NO_REGION = "None"
NO_CURRICULUM = "None: what most of the group lack comes first"
_NAMES = {"co_facilitator": "Co-facilitator", "program_name": "The program's name"}
_NUMBERS = {
    "late_after_minutes": "Minutes until late",
    "note_due_hours": "Hours until notes are due",
    "curtain_after_minutes": "Minutes until the curtain falls",
    "lock_after_minutes": "Minutes until it locks",
}


class SettingsScreen(QuestionsScreen):
    """All settings in one list; the line below says what the one at the cursor is for."""

    PLACE = Place.SETTINGS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.SETTINGS)]
    DEFAULT_CSS = """
    SettingsScreen > Rows { margin: 1 2 0 2; max-width: 88; }
    SettingsScreen > #hint { margin: 1 4 1 4; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._lines: list[Setting] = []
        self._order = [item.id for item in desk.program.checkin_items]
        self._rows = Rows()
        self._hint = Line(id="hint")

    def compose_body(self) -> Iterable[Widget]:
        yield self._rows
        yield self._hint

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        return ((" Settings", "title"),), ()

    def refreshed(self) -> None:
        """Show the settings as they are now."""
        colors = self.desk.library.colors().items
        title = next((c.title for c in colors if c.name == self.app.theme), self.app.theme)
        plan = self.desk.library.curriculum(self.desk.program.curriculum)
        lines = self._lines = settings_of(
            self.desk.program,
            items=self.asked_items(),
            colors=title,
            curriculum=plan.title if plan else "",
            home=self.desk.home,
        )
        self._rows.show(len(lines), self._draw, selectable=lambda i: bool(lines[i].key), keep=True)
        self._show_hint()

    def asked_items(self) -> tuple[CheckinItem, ...]:
        """All questions of the check-in, those that are off where they were switched off."""
        return in_order(self.desk.program.checkin_items, self._order)

    def reorder(self, ids: Sequence[str]) -> None:
        """Show the questions in that order; the cursor goes along with the one that was moved."""
        line = self.line_at_cursor()
        self._order = list(ids)
        self.refreshed()
        keys = [shown.key for shown in self._lines]
        if line is not None and line.key in keys:
            self._rows.move_to(keys.index(line.key))

    def _draw(self, index: int, cells: int) -> Row:
        return setting_row(self._lines[index], cells)

    def _show_hint(self) -> None:
        line = self.line_at_cursor()
        self._hint.show((line.hint if line else "", "dim"))

    def line_at_cursor(self) -> Setting | None:
        """The line with the cursor."""
        at = self._rows.index
        return None if at is None else self._lines[at]

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Another setting, another hint."""
        self._show_hint()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter: change it."""
        self.action_change_setting()

    def action_change_setting(self) -> None:
        """Ask for what the setting at the cursor shall be."""
        line = self.line_at_cursor()
        program = self.desk.program
        match line.key if line else "":
            case "theme":
                self.action_next_theme()
            case "facilitator":
                self._ask("facilitator", "Facilitator", program.facilitator, trouble(_reader_of_names))
            case "co_facilitator" | "program_name" as key:
                self._ask(key, _NAMES[key], getattr(program, key))
            case "note_format":
                self._pick_format()
            case "bell" | "room_names" as key:
                self.keep(key, not getattr(program, key))
            case str() as key if key in _NUMBERS:
                self._ask_number(key, _NUMBERS[key], getattr(program, key))
            case "region":
                self._pick_region()
            case "curriculum":
                self._pick_curriculum()
            case "backup_folder":
                self.ask_folder()
            case "files" | "new_passphrase" | "new_code" | "back_up" as act:
                self.call_later(self.run_action, act)
            case "disclosure":
                self._write_disclosure(program.disclosure)
            case str() as key if key.startswith(CHECKIN):
                self.turn(key.removeprefix(CHECKIN))

    def action_files(self) -> None:
        """What the program makes its own, beside topics and colours."""
        self.go("files")

    def action_next_theme(self) -> None:
        """The next colours, seen at once."""
        themes = Themes(self.desk.library)
        name = themes.after(self.app.theme)
        themes.apply(cast("App[None]", self.app), name)
        self.call_after_refresh(self.keep, "theme", name)  # first the colours, then the disk

    def keep(self, key: str, value: Value) -> bool:
        """Write the setting; what cannot be written is said, and nothing else changes."""
        try:
            self.desk.set(key, value)
        except IopGroupError as error:
            self.complain(error)
            self.refreshed()
            return False
        if key == "region":
            self.desk.look_at_numbers()
        self.refreshed()
        return True

    def _ask(
        self, key: str, heading: str, value: str, check: Callable[[str], str | None] | None = None
    ) -> None:
        def take(text: str | None) -> None:
            if text is not None:
                self.keep(key, one_line(text))

        entry = Entry(value, max_length=NAME_LIMIT)
        line = self.line_at_cursor()
        hint = line.hint if line else ""
        self.app.push_screen(Ask(heading, hint, entry=entry, check=check, accept="Keep"), take)

    def _ask_number(self, key: str, heading: str, value: int) -> None:
        reader = partial(number_of, most=MOST[key])

        def take(text: str | None) -> None:
            if text is not None:
                self.keep(key, reader(text))

        entry = Entry(str(value), max_length=len(str(MOST[key])) + 1)
        self.app.push_screen(Ask(heading, "", entry=entry, check=trouble(reader), accept="Keep"), take)

    def _pick_format(self) -> None:
        forms = tuple(NoteFormat)

        def take(choice: int | None) -> None:
            if choice is not None:
                self.keep("note_format", forms[choice].value)

        now = forms.index(self.desk.program.note_format)
        self.app.push_screen(Pick("Which note format?", [str(f) for f in forms], selected=now), take)

    def _pick_curriculum(self) -> None:
        """One of those in themes/curricula, or none."""
        plans = self.desk.library.curricula().items

        def take(choice: int | None) -> None:
            if choice is not None:
                self.keep("curriculum", plans[choice - 1].id if choice else "")

        now = next((i for i, p in enumerate(plans, 1) if p.id == self.desk.program.curriculum), 0)
        lines = [(NO_CURRICULUM, ""), *((p.title, count_of(len(p.weeks), "week")) for p in plans)]
        self.app.push_screen(Pick("Topics from which curriculum?", lines, selected=now), take)

    def _pick_region(self) -> None:
        """One of those that the file of crisis lines has; any other would show no number."""
        regions = list(dict.fromkeys(line.region for line in self.desk.library.crisis_lines().items))

        def take(choice: int | None) -> None:
            if choice is not None:
                self.keep("region", regions[choice - 1] if choice else "")

        set_to = key_of(self.desk.program.region)
        now = next((i for i, r in enumerate(regions, start=1) if key_of(r) == set_to and set_to), 0)
        self.app.push_screen(Pick("Crisis lines of which region?", [NO_REGION, *regions], selected=now), take)

    def _write_disclosure(self, text: str) -> None:
        def take(written: str | None) -> None:
            if written is None or written == self.desk.program.disclosure:
                return
            if not self.keep("disclosure", written):
                self._write_disclosure(written)

        self.app.push_screen(Page("Disclosure statement", text), take)


def _reader_of_names(text: str) -> str:
    return checked_name(text, what="name")
