"""What every act is, and the two that speak of the log itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class Act:
    """What happened. Subclasses are frozen; KINDS beside them names them in storage and never changes."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Undone(Act):
    """The event of that id counts as not having happened."""

    event: str


@dataclass(frozen=True, slots=True)
class Unknown(Act):
    """Written by a later version; kept as it is and passed over."""

    record: Mapping[str, Any]


KINDS: dict[str, type[Act]] = {
    "undone": Undone,
}
