"""What the group may see of its session, and nothing else: no other thing has a place in this type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from iop_group.domain.agenda import BlockKind
from iop_group.domain.errors import BadInput
from iop_group.domain.plain import one_line

LONGEST = 600
"""Characters of one text; what nobody can read from a chair is cut off."""
MOST_LINES = 40
LONGEST_TIME = 1e8
"""Seconds; more than any clock here has to show."""
_FIELDS = frozenset({"kind", "title", "left", "runs", "heading", "lines", "question", "speaker"})


@dataclass(frozen=True, slots=True)
class RoomClock:
    """The block's clock, known at one moment; every other moment is computed."""

    left: float
    """Seconds left at that moment; negative once the block runs over."""
    at: datetime
    runs: bool
    """False while the group pauses."""

    def left_at(self, now: datetime) -> float:
        """Seconds left; negative once the block runs over."""
        return self.left - (now - self.at).total_seconds() if self.runs else self.left

    def over_at(self, now: datetime) -> datetime:
        """When the block's time is up, if it runs from now on."""
        return now + timedelta(seconds=self.left_at(now))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSnapshot:
    """One moment of a session as the group has it. Texts are one line each."""

    kind: BlockKind
    title: str
    """The block's, as the format calls it."""
    clock: RoomClock
    heading: str = ""
    """What the lines belong to: the topic's part."""
    lines: tuple[str, ...] = ()
    """The group's text so far, the newest last."""
    question: str = ""
    """The question that the group talks about; it stands alone."""
    speaker: str = ""
    """The first of the names that whoever has the floor goes by; empty unless names are switched on."""


def snapshot_to_record(snapshot: RoomSnapshot, now: datetime) -> dict[str, Any]:
    """The snapshot for another process, which counts on from the seconds that are left now."""
    return {
        "kind": snapshot.kind.value,
        "title": snapshot.title,
        "left": round(snapshot.clock.left_at(now), 3),
        "runs": snapshot.clock.runs,
        "heading": snapshot.heading,
        "lines": list(snapshot.lines),
        "question": snapshot.question,
        "speaker": snapshot.speaker,
    }


def snapshot_from_record(record: Mapping[str, object], now: datetime) -> RoomSnapshot:
    """The snapshot as it arrived now. Raises BadInput when it is anything but one."""
    left, runs, lines = record.get("left"), record.get("runs"), record.get("lines")
    kind = next((kind for kind in BlockKind if kind.value == record.get("kind")), None)
    if (
        record.keys() != _FIELDS
        or kind is None
        or isinstance(left, bool)
        or not isinstance(left, int | float)
        or not abs(left) < LONGEST_TIME  # not a number is not less either
        or not isinstance(runs, bool)
        or not isinstance(lines, list)
    ):
        raise _strange()
    return RoomSnapshot(
        kind=kind,
        title=_text(record["title"]),
        clock=RoomClock(float(left), now, runs),
        heading=_text(record["heading"]),
        lines=tuple(_text(line) for line in lines[-MOST_LINES:]),
        question=_text(record["question"]),
        speaker=_text(record["speaker"]),
    )


def shown_text(text: str) -> str:
    """One line, printable, and no longer than can be read from a chair."""
    return one_line(text)[:LONGEST]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _strange()
    return shown_text(value)


def _strange() -> BadInput:
    return BadInput(
        "The program sent what this room view does not know.", "Start both from the same version."
    )
