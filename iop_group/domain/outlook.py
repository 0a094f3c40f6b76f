"""What Today needs to know about all sessions, few lines however many sessions there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from iop_group.domain.summary import Summary

RECENT = 6
"""Closed sessions that Today lists, whatever their state."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """The sessions that something is still to be done about, and the last few."""

    summaries: tuple[Summary, ...]
    """The newest first."""
    sessions: Mapping[str, int]
    """Group id to the number of its sessions."""


def outlook(summaries: Sequence[Summary]) -> Outlook:
    """What is to be kept of all summaries, the newest first."""
    recent = {s.id for s in islice((s for s in summaries if s.closed_at is not None), RECENT)}
    kept = (s for s in summaries if s.id in recent or s.unfinished or s.owes_notes or s.open_concerns)
    return Outlook(tuple(kept), Counter(s.group for s in summaries))
