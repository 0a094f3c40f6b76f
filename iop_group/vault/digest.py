"""What the index needs of a session, kept in its file too: a lost index is made anew without every event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from iop_group.domain.errors import BadInput, Damaged
from iop_group.domain.summary import (
    Summary,
    searchable_text,
    summarise,
    summary_from_record,
    summary_to_record,
)
from iop_group.vault.files import Tables

if TYPE_CHECKING:
    from iop_group.domain.events import Event

TABLE = "digest"

MAKING = 1
"""Raise it whenever summaries or searchable texts come out in another way: then all are made anew."""


@dataclass(frozen=True, slots=True)
class Digest:
    """The line about a session in a list, and its words."""

    summary: Summary
    text: str

    @classmethod
    def of(cls, session_id: str, events: Sequence[Event]) -> Self:
        """Made from the log. Raises BadInput when it tells no session."""
        # Needed for sessions that changed since the index was written: as a rule none.
        from iop_group.domain.session import fold

        try:
            session = fold(tuple(events))
        except Damaged as error:
            raise BadInput(error.problem, error.advice) from None
        return cls(replace(summarise(session), id=session_id), searchable_text(session))

    @classmethod
    def kept_in(cls, tables: Tables, session_id: str) -> Self | None:
        """As it was left in the file; None when there is none that holds for this log."""
        try:
            kept = tables[TABLE]["1"]
            if (kept["making"], kept["events"]) != (MAKING, len(tables["events"])):
                return None
            summary = summary_from_record(kept["summary"])
            return cls(summary, f"{kept['text']}") if summary.id == session_id else None
        except (BadInput, KeyError, TypeError, ValueError):
            return None

    def table(self, events: int) -> dict[str, object]:
        """To be kept beside that many events."""
        record = summary_to_record(self.summary)
        return {"1": {"making": MAKING, "events": events, "summary": record, "text": self.text}}
