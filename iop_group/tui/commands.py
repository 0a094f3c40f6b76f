"""Every act that a key can do: the one source of keys, key bar, palette, help page and README."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding

from iop_group.tui.command_table import TABLE


class Place(StrEnum):
    """Where a command can be given."""

    ANYWHERE = "anywhere"
    TODAY = "today"
    PLAN = "plan"
    GROUPS = "groups"
    ROOM = "room"
    OPENING = "opening"
    CHECK_IN = "check-in"
    TOPIC = "topic"
    LIST = "list"
    SHARING = "sharing"
    CLOSING = "closing"
    AFTER = "after"
    REVIEW = "review"
    SESSION = "session"
    MEMBER = "member"
    COVERED = "topics covered"
    TOPICS = "topics"
    WRITING = "writing"
    PREVIEW = "preview"
    SETTINGS = "settings"
    FILES = "files"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Command:
    """One act, with the same name and keys wherever it can be done."""

    act: str
    """Does `action_<act>` of the app, the screen or the block."""
    name: str
    """What a person types into the palette."""
    keys: tuple[str, ...]
    """The first one stands in the key bar."""
    places: tuple[Place, ...]
    help: str
    short: str = ""
    """Label in the key bar; empty keeps it out of there."""
    always: bool = False
    """Works while text is being typed, even where the field would use the key itself."""


_ALWAYS = frozenset(
    {"note", "arrivals", "stay_after", "next_finding", "next", "back", "group_view"}
    | {"walk_in", "agenda", "my_turn", "close_session", "resolve"}
)
"""Acts whose keys a text field would take for itself, or that the next key has to wait for."""


def _read(table: str) -> tuple[Command, ...]:
    """The commands of the table; one that stands at several places is one command."""
    found: dict[str, Command] = {}
    place = Place.ANYWHERE
    for line in table.strip().splitlines():
        if line.startswith("["):
            place = Place(line.strip("[]"))
        elif line:
            act, name, keys, short, help_text = (cell.strip() for cell in line.split(" | "))
            places = (*found[act].places, place) if act in found else (place,)
            always = act in _ALWAYS or place is Place.ANYWHERE
            found[act] = Command(act, name, tuple(keys.split()), places, help_text, short, always)
    return tuple(found.values())


COMMANDS: tuple[Command, ...] = _read(TABLE)

_SHOWN = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "backspace": "Backspace",
    "delete": "Del",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "down": "↓",
    "up": "↑",
}
_SIGNS = {"underscore": "_"}


def key_text(key: str) -> str:
    """The key as it stands on a keyboard: F2, ^N, Esc, n."""
    if key.startswith("ctrl+"):
        key = key.removeprefix("ctrl+")
        return "^" + _SIGNS.get(key, key.upper())
    if key.startswith("f") and key[1:].isdecimal():
        return key.upper()
    return _SHOWN.get(key, key)


def commands_at(*places: Place) -> tuple[Command, ...]:
    """What can be done there, in the table's order."""
    return tuple(c for c in COMMANDS if set(places) & set(c.places))


def bindings_at(*places: Place) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """Textual's bindings for those places."""
    found: list[Binding | tuple[str, str] | tuple[str, str, str]] = []
    for command in commands_at(*places):
        for key in command.keys:
            found.append(
                Binding(
                    _TEXTUAL.get(key, key),
                    command.act,
                    command.name,
                    show=False,
                    priority=command.always and len(key) > 1,
                )
            )
    return found


def command_at(key: str, *places: Place) -> Command | None:
    """What a key, by Textual's name, does there."""
    found = (c for c in commands_at(*places) if key in (_TEXTUAL.get(k, k) for k in c.keys))
    return next(found, None)


_TEXTUAL = {
    "/": "slash",
    "+": "plus",
    "=": "equals_sign",
    "<": "less_than_sign",
    ">": "greater_than_sign",
    "]": "right_square_bracket",
    "[": "left_square_bracket",
    "?": "question_mark",
    "!": "exclamation_mark",
    ".": "full_stop",
}
"""Textual's names for keys that are signs."""


def bar_keys(commands: Iterable[Command]) -> list[tuple[str, str]]:
    """(key, label) for the key bar."""
    return [(key_text(c.keys[0]), c.short) for c in commands if c.short and c.keys]
