"""Which screen stands for which place; screens are imported when they are first opened."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

if TYPE_CHECKING:
    from iop_group.tui.desk import Desk

_SCREENS = {
    "plan": ("plan", "PlanScreen"),
    "room": ("room", "RoomScreen"),
    "after": ("after", "AfterScreen"),
    "review": ("review", "ReviewScreen"),
    "session": ("session", "SessionScreen"),
    "member": ("member", "MemberScreen"),
    "covered": ("covered", "CoveredScreen"),
    "groups": ("groups", "GroupsScreen"),
    "topics": ("topics", "TopicsScreen"),
    "writing": ("topic_editor", "TopicEditor"),
    "settings": ("settings", "SettingsScreen"),
    "files": ("files", "FilesScreen"),
    "file": ("file_editor", "FileEditor"),
}
_LIVE = frozenset({"room", "after"})
"""Places that work on a session through its keeper."""
KEPT = frozenset({"review", "groups", "topics", "settings"})
"""Places whose screen is made once; it reads everything anew whenever it comes to the front."""
_ABOUT = frozenset({"plan", "session", "member", "covered", "writing", "file"})
"""Places that take an id."""


def screen_for(place: str, about: str, desk: Desk) -> Screen[None]:
    """The screen of a place. Raises NotFound, Damaged or NewerFile when its session cannot be opened."""
    module, name = _SCREENS[place]
    made: Any = getattr(import_module(f"iop_group.tui.screens.{module}"), name)
    arguments: tuple[object, ...] = ()
    if place in _LIVE:
        arguments = (desk.keeper(about),)
    elif place in _ABOUT:
        arguments = (about,)
    screen: Screen[None] = made(desk, *arguments)
    return screen
