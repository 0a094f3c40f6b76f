"""The log of one session in its sealed file, and the texts that are still being typed."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from iop_group.domain.errors import BadInput, IopGroupError, NotSaved
from iop_group.vault.digest import TABLE, Digest
from iop_group.vault.files import MARKS, Origin, Tables, checked_meta, damaged, next_number
from iop_group.vault.frames import FrameStorage
from iop_group.vault.reserve import Reserve
from iop_group.vault.session_json import SessionJson

if TYPE_CHECKING:
    from iop_group.domain.events import Event


@dataclass(frozen=True, slots=True)
class Contents:
    """What a session's tables hold."""

    events: tuple[Event, ...]
    typing: Mapping[str, str]
    """Slot to half-typed text; never an empty one."""


def contents_of(tables: Tables, session_id: str) -> Contents:
    """Raises NewerFile, or Damaged when any document is not what it should be."""
    # Lists take what they show from the index; only who opens a session waits for all kinds of events.
    from iop_group.domain.events import event_from_record

    checked_meta(tables, session_id)
    events: dict[str, Event] = {}
    for document in _in_order(tables.get("events", {})):
        try:
            event = event_from_record({k: v for k, v in document.items() if k not in MARKS})
        except BadInput:
            raise damaged() from None
        events.setdefault(event.id, event)
    typing = {}
    for document in _in_order(tables.get("typing", {})):
        slot, text = document.get("id"), document.get("text")
        if not isinstance(slot, str) or not isinstance(text, str):
            raise damaged()
        typing[slot] = text
    return Contents(tuple(events.values()), {slot: text for slot, text in typing.items() if text})


def _in_order(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not all(number.isdecimal() and isinstance(document, dict) for number, document in table.items()):
        raise damaged()
    return [table[number] for number in sorted(table, key=int)]


def _moment(record: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(record["at"])


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what json says into NotSaved: its errors tell what they met."""
    try:
        yield
    except (TypeError, ValueError, RecursionError):
        raise NotSaved(
            "Not saved: something in this session cannot be written to a file.",
            "Take the last act back, and report this as a defect.",
        ) from None


class SessionFile:
    """The log of one session on the disk. What it tells is saved; what it was only asked to save is not."""

    def __init__(
        self, session_id: str, storage: FrameStorage, tables: Tables, *, origin: Origin, reserve: Reserve
    ) -> None:
        """Tables as the storage holds them, or empty ones for a session that is not on the disk yet."""
        self.id = session_id
        self.storage = storage
        self._origin = origin
        self._reserve = reserve
        self._json = SessionJson()
        self._one_at_a_time = threading.Lock()
        self._saved_here = False
        self._tables = tables
        self._contents = contents_of(tables, session_id) if tables else Contents((), {})
        self._known = {event.id for event in self._contents.events}

    @property
    def events(self) -> tuple[Event, ...]:
        """What is on the disk, in its order."""
        return self._contents.events

    @property
    def typing(self) -> dict[str, str]:
        """Slot to half-typed text, as it is on the disk."""
        return dict(self._contents.typing)

    def save(self, new_events: Sequence[Event], typing: Mapping[str, str]) -> None:
        """Return when the events and the half-typed texts are on the disk, by one write and one flush.

        Events that are there already are passed over, so after NotSaved the same call may be made again.
        A slot that is not named keeps its text; an empty text empties the slot.
        """
        with self._one_at_a_time:
            fresh = {event.id: event for event in new_events if event.id not in self._known}
            changed = {s: text for s, text in typing.items() if text != self._contents.typing.get(s, "")}
            if self._tables and not fresh and not changed:
                self.storage.settle()
                return
            tables = self._with(tuple(fresh.values()), changed, self._tables)
            self._write(tables)
            self._tables = tables
            self._saved_here = True
            self._known.update(fresh)
            texts = {slot: text for slot, text in {**self._contents.typing, **changed}.items() if text}
            self._contents = Contents((*self._contents.events, *fresh.values()), texts)

    def tidy(self) -> None:
        """Keep the file small, while nothing waits to be saved into it. Never fails."""
        with self._one_at_a_time:
            self.storage.tidy()

    def keep_elsewhere(
        self, elsewhere: FrameStorage, new_events: Sequence[Event], typing: Mapping[str, str]
    ) -> None:
        """Write the whole session there, with what could not be saved here. Raises NotSaved.

        Does not wait for a save that hangs: what is read here is replaced as a whole by each save.
        """
        tables, known = self._tables, frozenset(self._known)
        with _in_words():
            elsewhere.write(self._with([e for e in new_events if e.id not in known], typing, tables))

    def merge(self, events: Sequence[Event], typing: Mapping[str, str]) -> None:
        """Save what was noted elsewhere too: each act at its time among those that are here.

        The plan stays the first. Only for a session that is on the disk. Raises NotSaved.
        """
        with self._one_at_a_time:
            fresh = [event for event in events if event.id not in self._known]
            tables = self._with(fresh, typing, self._tables)
            noted = _in_order(tables["events"])
            known = len(noted) - len(fresh)
            by_time = heapq.merge(noted[1:known], noted[known:], key=_moment)
            tables["events"] = {str(n): record for n, record in enumerate((*noted[:1], *by_time), 1)}
            self._json = SessionJson()  # the log has other numbers now
            self._write(tables)
            self._tables, self._contents = tables, contents_of(tables, self.id)
            self._known.update(event.id for event in fresh)
            self._saved_here = True

    def close(self) -> None:
        """Leave the file without its history; a later save opens it again.

        Raises NotSaved only when someone else's file stands in the place of what was saved.
        """
        with self._one_at_a_time:
            if self._saved_here:
                with suppress(IopGroupError):  # a log that tells no session yet; a disk that is full
                    table = Digest.of(self.id, self.events).table(len(self._tables["events"]))
                    self.storage.write({**self._tables, TABLE: table})
                self._saved_here = False
            self.storage.close()

    def _write(self, tables: Tables) -> None:
        with _in_words():
            state = self._json.of(tables)
            self._reserve.save(lambda: self.storage.write_json(state))

    def _with(self, events: Sequence[Event], texts: Mapping[str, str], tables: Tables) -> Tables:
        from iop_group.domain.events import event_to_record

        marks = self._origin.marks()
        noted, typed = dict(tables.get("events", {})), dict(tables.get("typing", {}))
        for event in events:
            noted[next_number(noted)] = {**event_to_record(event), **marks}
        places = {document["id"]: number for number, document in typed.items()}
        for slot, text in texts.items():
            typed[places.get(slot) or next_number(typed)] = {"id": slot, "text": text, **marks}
        made = tables.get("meta") or {"1": self._origin.meta(self.id)}
        meta = {number: {**document, "changed_at": marks["changed_at"]} for number, document in made.items()}
        kept = {name: table for name, table in tables.items() if name != TABLE}
        return {**kept, "meta": meta, "events": noted, "typing": typed}
