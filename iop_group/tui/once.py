"""Something that is made again only when what it is made of has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Once(Generic[Made]):
    """Remembers what was made last, and of what."""

    def __init__(self) -> None:
        self._last: tuple[tuple[object, ...], Made] | None = None

    def of(self, *parts: object, make: Callable[[], Made]) -> Made:
        """What `make` makes of these parts; acts about something else leave a session's parts as they are."""
        if self._last is None or self._last[0] != parts:
            self._last = (parts, make())
        return self._last[1]
