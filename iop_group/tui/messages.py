"""What screens ask of the app: to go somewhere. Places are named, so that no screen imports another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from iop_group.tui.desk import Desk


@dataclass
class Go(Message):
    """Open a place, with what it is about."""

    place: str
    about: str = ""
    """A session's, group's or topic's id."""
    instead: bool = False
    """Take the place of the screen that asks, so that going back does not lead there again."""


@dataclass
class Opened(Message):
    """The records were opened."""

    desk: Desk
    by_recovery_code: bool = False
    """Whoever needed it should choose another passphrase."""
