"""One thing that happened, and how it is written down and read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from iop_group.domain.codec import decode, encode
from iop_group.domain.errors import BadInput
from iop_group.domain.events import act, gathering, room, words
from iop_group.domain.events.act import Act, Unknown

KINDS: dict[str, type[Act]] = {**act.KINDS, **gathering.KINDS, **room.KINDS, **words.KINDS}
"""The names in storage; they outlive the class names."""

_NAMES = {act: kind for kind, act in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: what, when, and who noted it."""

    id: str
    at: datetime
    """Aware, UTC."""
    by: str
    act: Act


def event_to_record(event: Event) -> dict[str, Any]:
    """A JSON-able dict; a record of an unknown kind comes back as it was read."""
    if isinstance(event.act, Unknown):
        return dict(event.act.record)
    return {
        "id": event.id,
        "at": encode(event.at),
        "by": event.by,
        "kind": _NAMES[type(event.act)],
        **encode(event.act),
    }


def event_from_record(record: Mapping[str, Any]) -> Event:
    """The event that event_to_record() wrote. Raises BadInput, without any of its content."""
    event = decode(_Head, record)
    act_type = KINDS.get(event.kind)
    act = decode(act_type, record) if act_type else Unknown(dict(record))
    return Event(event.id, event.at, event.by, act)


@dataclass(frozen=True, slots=True)
class _Head:
    id: str
    at: datetime
    by: str
    kind: str

    def __post_init__(self) -> None:
        if not self.id:
            raise BadInput("A stored record has no id.", "Run `iop-group doctor` to see which file it is in.")
