"""The settings as lines: what each is called, what it is now, and what it is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from iop_group.domain.checkin import CheckinItem
from iop_group.domain.errors import BadInput
from iop_group.domain.naming import SETTINGS_NAME
from iop_group.domain.plain import one_line
from iop_group.domain.program import Program
from iop_group.home import own_themes_folder
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.groups_lines import count_of
from iop_group.tui.text import Row, symbols

WIDEST = 84
MOST = {
    "late_after_minutes": 120,
    "note_due_hours": 720,
    "curtain_after_minutes": 240,
    "lock_after_minutes": 240,
}
"""The largest number that a setting takes; the smallest is 0."""
CHECKIN = "checkin."
NOT_SET = "not set"
_LINE = (Column(30), Column("rest"))
_NARROW = (Column(22), Column("rest"))
_ENOUGH = 64


@dataclass(frozen=True, slots=True)
class Setting:
    """One line. Without a key it is a heading or a space."""

    key: str
    name: str = ""
    value: str = ""
    hint: str = ""
    """One sentence, shown while the cursor stands here."""


def in_order(items: Iterable[CheckinItem], ids: Sequence[str]) -> tuple[CheckinItem, ...]:
    """The items in the order of the ids, so that one switched off by mistake finds its place again."""
    places = {item_id: place for place, item_id in enumerate(ids)}
    return tuple(sorted(items, key=lambda item: places.get(item.id, len(places))))


def settings_of(
    program: Program, *, items: Sequence[CheckinItem], colors: str, curriculum: str, home: Path
) -> list[Setting]:
    """All lines; `colors` and `curriculum` are the titles of those that are on."""
    parts = (
        ("You", _people(program)),
        ("The program", _program(program, curriculum)),
        ("Screen", _screen(program, colors)),
        ("Notes and times", _notes(program)),
        ("Asked at check-in", [_checkin(item) for item in items]),
        ("Locking and backups", _sealing(program)),
        ("Where things are", _places(home)),
    )
    lines: list[Setting] = []
    for title, settings in parts:
        lines += [*([Setting("")] if lines else []), Setting("", title), *settings]
    return lines


def _people(program: Program) -> list[Setting]:
    return [
        Setting("facilitator", "Facilitator", program.facilitator, "Your name as it stands under the notes."),
        Setting("co_facilitator", "Co-facilitator", program.co_facilitator, "Who leads groups with you."),
    ]


def _program(program: Program, curriculum: str) -> list[Setting]:
    statement = "Stands on every export: what your program says about passing records on."
    topics = "From which tonight's topic is proposed. A group can have one of its own."
    region = "Which crisis lines the safety cards show. None is guessed."
    files = "Formats, opening and closing, safety cards, crisis lines, curricula."
    return [
        Setting("program_name", "Name", program.program_name, "The program's name, for exports."),
        Setting("files", "Formats, lists and cards", "change them, write your own", files),
        Setting("curriculum", "Curriculum", curriculum, topics),
        Setting("region", "Region", program.region, region),
        Setting("disclosure", "Disclosure statement", one_line(program.disclosure), statement),
    ]


def _screen(program: Program, colors: str) -> list[Setting]:
    minutes = program.curtain_after_minutes
    bell = "One quiet bell when a turn's time is up. Off: only signs and words."
    names = "shown" if program.room_names else "not shown"
    hint = "Whether the room view says the first name of whoever has the floor."
    return [
        Setting("theme", "Colours", colors, "Enter or c: the next colour theme."),
        Setting("room_names", "Names in the room view", names, hint),
        Setting("bell", "Bell", "on" if program.bell else "off", bell),
        Setting(
            "curtain_after_minutes",
            "Curtain falls after",
            f"{minutes} min" if minutes else "never",
            "Minutes without a key; 0 for never. The clocks run on.",
        ),
    ]


def _notes(program: Program) -> list[Setting]:
    late, due = program.late_after_minutes, count_of(program.note_due_hours, "hour")
    return [
        Setting("note_format", "Note format", program.note_format, "How a new draft note is laid out."),
        Setting(
            "late_after_minutes", "Late after", f"{late} min", "Who arrives later than this counts as late."
        ),
        Setting("note_due_hours", "Notes due", f"{due} after", "Counted from the end of the session."),
    ]


def _sealing(program: Program) -> list[Setting]:
    minutes = program.lock_after_minutes
    lock = "0 for never. While a group runs, the curtain falls instead."
    return [
        Setting("lock_after_minutes", "Locks after", f"{minutes} min" if minutes else "never", lock),
        Setting("new_passphrase", "Passphrase", "change it", "The old one, and the new one twice."),
        Setting("new_code", "Recovery code", "make a new one", "On paper; the old code opens no more."),
        Setting("backup_folder", "Folder for backups", program.backup_folder, "Best on another disk."),
        Setting("back_up", "Backup", "make one now", "Copies what has changed, and verifies it."),
    ]


def _checkin(item: CheckinItem) -> Setting:
    value = f"{symbols().done} asked" if item.on else f"{symbols().hollow} not asked"
    hint = "Enter: asked or not. e: reword. < >: earlier, later. a: one of your own."
    return Setting(CHECKIN + item.id, item.label, value, hint)


def _places(home: Path) -> list[Setting]:
    return [
        Setting("home", "Home folder", str(home), f"Records, {SETTINGS_NAME} and themes. Keep it private."),
        Setting(
            "themes",
            "Your own themes",
            str(own_themes_folder(home)),
            "Topics, formats, rituals, safety cards, colours.",
        ),
    ]


def setting_row(setting: Setting, cells: int) -> Row:
    """The line on the screen."""
    if not setting.key:
        return ((setting.name, "title"),)
    value = (setting.value or NOT_SET, "text" if setting.value else "dim")
    columns = _NARROW if cells < _ENOUGH else _LINE
    return lay_out(columns, ((setting.name, "dim"), value), min(cells, WIDEST))


def number_of(text: str, most: int) -> int:
    """The whole number. Raises BadInput unless it is one from 0 to `most`."""
    bare = text.strip()
    if bare.isascii() and bare.isdigit() and len(bare) <= len(str(most)) and int(bare) <= most:
        return int(bare)
    raise BadInput("That will not do.", f"Type a whole number from 0 to {most}.")


def turned(items: Iterable[CheckinItem], item_id: str) -> list[str]:
    """The ids of the items that are asked, with one of them switched. Raises BadInput when none is left."""
    asked = [item.id for item in items if item.on != (item.id == item_id)]
    if not asked:
        raise BadInput("One question has to stay.", "Switch another one on first.")
    return asked
