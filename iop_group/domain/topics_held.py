"""Which topics a group has held, when, and who was there for them, from the lines about its sessions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from iop_group.domain.summary import Summary


@dataclass(frozen=True, slots=True)
class Held:
    """A topic that somebody was in the room for."""

    id: str
    title: str
    """As it was called the last time."""
    at: tuple[datetime, ...]
    """When those sessions began, the newest first."""
    had: frozenset[str]
    """Codes of all who were ever there for it."""


def topics_held(summaries: Iterable[Summary], group_id: str) -> tuple[Held, ...]:
    """The group's topics, the one held last first; `summaries` are newest first."""
    found: dict[str, list[Summary]] = {}
    for summary in summaries:
        if summary.group == group_id and summary.had_topic:
            found.setdefault(summary.topic_id, []).append(summary)
    return tuple(_held(id_, sessions) for id_, sessions in found.items())


def _held(id_: str, sessions: list[Summary]) -> Held:
    at = tuple(s.started_at for s in sessions if s.started_at is not None)
    had = frozenset(code for s in sessions for code in s.had_topic)
    return Held(id_, sessions[0].topic, at, had)
