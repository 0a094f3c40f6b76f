"""A program's own way of doing things: its settings with their defaults, read forgivingly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from iop_group.domain.checkin import DEFAULT_ITEMS, CheckinItem
from iop_group.domain.checkin_settings import items_from
from iop_group.domain.errors import Problem, Severity
from iop_group.domain.naming import SETTINGS_NAME, key_of, near_miss
from iop_group.domain.plain import one_line, printable


class NoteFormat(StrEnum):
    """How a draft note is laid out."""

    PLAIN = "plain"
    DAP = "DAP"
    BIRP = "BIRP"
    GIRP = "GIRP"
    SOAP = "SOAP"


@dataclass(frozen=True, slots=True)
class Program:
    """The settings of one program (one home)."""

    facilitator: str = ""
    co_facilitator: str = ""
    program_name: str = ""
    late_after_minutes: int = 10
    """Minutes after the start from which an arrival counts as late."""
    note_due_hours: int = 24
    """Hours after the end of a session until its notes are due."""
    note_format: NoteFormat = NoteFormat.PLAIN
    theme: str = "calm-dark"
    """Id of a colour theme."""
    bell: bool = False
    room_names: bool = False
    """Whether the room view says the first name of whoever has the floor."""
    curtain_after_minutes: int = 0
    """Minutes without a key after which the curtain falls; 0 for never."""
    lock_after_minutes: int = 15
    """Minutes without a key until the records lock; 0 for never. In a group the curtain falls instead."""
    backup_folder: str = ""
    """Where backups go; empty until one was chosen."""
    curriculum: str = "12-weeks-by-3"
    """Id of the curriculum that tonight's topic is proposed from; empty for none."""
    region: str = ""
    """Which crisis lines are shown; none is guessed."""
    disclosure: str = ""
    """The program's own statement on every export."""
    checkin_items: tuple[CheckinItem, ...] = DEFAULT_ITEMS
    """All items in the order of the round, those that are off included."""

    @property
    def letterhead(self) -> str:
        """What stands on top of an export: the statement under the program's name; empty without a statement.

        An export says when no statement is set, and a name alone must not hide that.
        """
        if not self.disclosure.strip():
            return ""
        return "\n\n".join(text for text in (self.program_name, self.disclosure) if text.strip())

    @property
    def asked(self) -> tuple[CheckinItem, ...]:
        """The items of the round."""
        return tuple(item for item in self.checkin_items if item.on)


_TEXTS = (
    *("facilitator", "co_facilitator", "program_name", "theme", "curriculum", "region", "disclosure"),
    "backup_folder",
)
_NUMBERS = {
    "late_after_minutes": 120,
    "note_due_hours": 720,
    "curtain_after_minutes": 240,
    "lock_after_minutes": 240,
}
_SECTION = "checkin"
_SWITCHES = ("bell", "room_names")
SETTING_NAMES = (*_TEXTS, *_NUMBERS, *_SWITCHES, "note_format")
"""Every setting outside the section `[checkin]`."""


def program_from_dict(
    data: Mapping[str, object], where: str = SETTINGS_NAME
) -> tuple[Program, tuple[Problem, ...]]:
    """The settings that the file's tables make; what cannot be used keeps its default and is said."""
    known = {key_of(name): name for name in (*SETTING_NAMES, _SECTION)}
    settings: dict[str, Any] = {}
    problems: list[Problem] = []
    for written, value in data.items():
        key = key_of(written)
        name = known.get(key)
        if name is None:
            meant = near_miss(key, known)
            hint = f": did you mean “{known[meant]}”?" if meant else "."
            said = f"“{one_line(written)}” is not a setting{hint}"
            problems.append(Problem(Severity.HINT, where, None, said))
        elif name == _SECTION:
            settings["checkin_items"], found = items_from(value, where)
            problems += found
        else:
            usable, wrong = _value_of(name, value)
            if wrong:
                problems.append(Problem(Severity.WARNING, where, None, wrong))
            else:
                settings[name] = usable
    return Program(**settings), tuple(problems)


def _value_of(name: str, value: object) -> tuple[str | int | bool, str]:
    """What the setting becomes, and why it cannot (empty when it can)."""
    if name in _NUMBERS:
        most = _NUMBERS[name]
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most:
            return value, ""
        return 0, f"{name} is a whole number from 0 to {most}, without quotation marks."
    if name in _SWITCHES:
        wrong = "" if isinstance(value, bool) else f"{name} is true or false, without quotation marks."
        return value is True, wrong
    if not isinstance(value, str):
        return "", f'{name} is words in quotation marks, such as: {name} = "..."'
    return _words_of(name, value)


def _words_of(name: str, value: str) -> tuple[str, str]:
    if name == "note_format":
        found = next((form for form in NoteFormat if key_of(form) == key_of(value)), None)
        return found or "", "" if found else f"note_format is one of: {', '.join(NoteFormat)}."
    if name == "disclosure":
        return printable(value, lines=True).strip(), ""
    if name == "backup_folder":  # a folder may have two spaces in its name
        return printable(value), ""
    return one_line(value), ""
