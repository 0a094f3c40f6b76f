"""What screens ask of the app: to go somewhere. Places are named, so that no screen imports another."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class Go(Message):
    """Open a place, with what it is about."""

    place: str
    about: str = ""
    """A session's, group's or topic's id."""
    instead: bool = False
    """Take the place of the screen that asks, so that going back does not lead there again."""
