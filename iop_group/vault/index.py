"""What lists and searches need to know about every session, kept in one file that may be thrown away."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iop_group import __version__
from iop_group.domain.errors import BadInput, Damaged, IopGroupError, NotSaved, Problem, Severity
from iop_group.domain.outlook import Outlook, outlook
from iop_group.domain.plain import folded
from iop_group.domain.summary import (
    Summary,
    searchable_text,
    summarise,
    summary_from_record,
    summary_to_record,
)
from iop_group.vault.disk import Disk, DiskLike, Stamp, stamp
from iop_group.vault.files import AtomicStorage
from iop_group.vault.outlook_file import OutlookFile
from iop_group.vault.sessions import SUFFIX, SessionStore

if TYPE_CHECKING:
    from iop_group.domain.events import Event

EXCERPT = 80
"""Characters shown around what was found."""

_BEFORE = EXCERPT // 3
_STAMP_PARTS = 3
# Another version may sum a session up in another way: it begins anew.
_META = {"program": __version__}


@dataclass(frozen=True)  # without slots: cached_property needs a place for its value
class Entry:
    """What is kept of one session."""

    stamp: Stamp | None
    """The session file's when it was read; None when the file must be read again each time."""
    summary: Summary
    text: str

    @cached_property
    def plain(self) -> str:
        """The text as search compares it."""
        return _plain(self.text)


class Index:
    """Summaries and words of all sessions. The files are the truth: one that changed is read again.

    May be asked by more than one thread.
    """

    def __init__(
        self, path: Path, sessions: SessionStore, *, disk: DiskLike | None = None, read_only: bool = False
    ) -> None:
        """Reads nothing yet. With read_only nothing is ever written."""
        self._path = path
        self._sessions = sessions
        self._disk: DiskLike = disk or Disk()
        self._read_only = read_only
        self._entries: dict[str, Entry] | None = None
        self._folder: Stamp | None = None
        self._outlook = OutlookFile(path.with_name("outlook.json"), self._disk)
        self._one_at_a_time = threading.RLock()
        self._changed = False
        self._problems: dict[str, Problem] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Sessions whose file is whole but whose log tells no session."""
        return tuple(self._problems.values())

    def summaries(self) -> list[Summary]:
        """One line about each session that can be read; those not started come first, then the newest."""
        return [entry.summary for entry in self._newest_first()]

    @property
    def looked(self) -> bool:
        """Has every session been looked at since the program began?"""
        return self._entries is not None

    def outlook(self) -> Outlook:
        """What Today needs; until every session was looked at, as the last run of the program has left it."""
        with self._one_at_a_time:
            kept = None if self.looked else self._outlook.read(self._sessions.stamp())
            return outlook(self.summaries()) if kept is None else kept

    def search(self, words: str) -> list[tuple[Summary, str]]:
        """Sessions in which all of the words occur, newest first, each with the place of the first word.

        Case and accents do not matter. No words find nothing. The places are text as people typed it.
        """
        wanted = _plain(words).split()
        if not wanted:
            return []
        found = (e for e in self._newest_first() if all(word in e.plain for word in wanted))
        return [(entry.summary, excerpt(entry.text, wanted[0])) for entry in found]

    def flush(self) -> None:
        """Write the file if anything has changed. One that could not be written is made anew another time."""
        if self._read_only:
            return
        with self._one_at_a_time:
            self._flush()

    def _flush(self) -> None:
        entries = self._refreshed()
        if self._changed:
            self._write(entries)
        shown = outlook([entry.summary for entry in _sorted(entries)])
        # What cannot be read is to be told of at each start: then there is no first picture to keep.
        if len(entries) == len(self._sessions.ids()) and shown != self._outlook.read(self._folder):
            self._outlook.write(shown, self._folder)

    def _write(self, entries: Mapping[str, Entry]) -> None:
        records = {
            str(number): _to_record(session_id, entry)
            for number, (session_id, entry) in enumerate(entries.items(), 1)
        }
        with suppress(NotSaved):
            AtomicStorage(self._path, disk=self._disk).write({"meta": {"1": _META}, "sessions": records})
            self._changed = False

    def _newest_first(self) -> list[Entry]:
        with self._one_at_a_time:
            return _sorted(self._refreshed())

    def _refreshed(self) -> dict[str, Entry]:
        known = self._loaded()
        folder = self._sessions.stamp()
        entries: dict[str, Entry] = {}
        for session_id in self._sessions.ids():
            # Taken before the file is read: a save in between makes the entry stale, never wrong.
            now = stamp(self._sessions.path(session_id))
            entry = known.get(session_id)
            if entry is None or now is None or entry.stamp != now:
                entry = self._read(session_id, now)
            if entry is not None:
                entries[session_id] = entry
        self._changed = self._changed or entries != known
        self._entries, self._folder = entries, folder
        return entries

    def _read(self, session_id: str, now: Stamp | None) -> Entry | None:
        self._problems.pop(session_id, None)
        try:
            events, _ = self._sessions.read(session_id)
        except IopGroupError:  # the store has reported it
            return None
        try:
            return _entry(session_id, events, now)
        except (Damaged, BadInput) as error:
            where = f"sessions/{session_id}{SUFFIX}"
            self._problems[session_id] = Problem(Severity.ERROR, where, None, error.problem)
            return None

    def _loaded(self) -> dict[str, Entry]:
        if self._entries is None:
            self._entries = self._from_disk()
        return self._entries

    def _from_disk(self) -> dict[str, Entry]:
        try:
            tables = AtomicStorage(self._path, disk=self._disk).read() or {}
        except Damaged:
            return {}
        if tables.get("meta", {}).get("1") != _META:
            return {}
        return dict(filter(None, map(_from_record, tables.get("sessions", {}).values())))


def excerpt(text: str, word: str) -> str:
    """The line in which the folded word stands, cut to what is around it; empty if it is nowhere."""
    for line in text.split("\n"):
        place = _plain(line).find(word)
        if place >= 0:
            break
    else:
        return ""
    begin = max(0, _unfolded(line, place) - _BEFORE)
    end = begin + EXCERPT
    return f"{'…' if begin else ''}{line[begin:end].strip()}{'…' if end < len(line) else ''}"


def _unfolded(line: str, place: int) -> int:
    """Which character of the line stands at that place of the folded line."""
    ends = list(accumulate(len(_plain(character)) for character in line))
    return bisect_right(ends, place)


def _plain(text: str) -> str:
    # Most text is plain ASCII, which needs no look at each character.
    return text.casefold() if text.isascii() else folded(text)


def _sorted(entries: Mapping[str, Entry]) -> list[Entry]:
    return sorted(entries.values(), key=_age, reverse=True)


def _age(entry: Entry) -> tuple[datetime, int]:
    summary = entry.summary
    return summary.started_at or datetime.max.replace(tzinfo=UTC), summary.number


def _entry(session_id: str, events: tuple[Event, ...], now: Stamp | None) -> Entry:
    # Needed for sessions that changed since the index was written: as a rule none.
    from iop_group.domain.session import fold

    session = fold(events)
    return Entry(now, replace(summarise(session), id=session_id), searchable_text(session))


def _to_record(session_id: str, entry: Entry) -> dict[str, Any]:
    return {
        "id": session_id,
        "stamp": entry.stamp,
        "summary": summary_to_record(entry.summary),
        "text": entry.text,
    }


def _from_record(record: Mapping[str, Any]) -> tuple[str, Entry] | None:
    """The entry, or None for anything that _to_record() did not write: that session is read again."""
    try:
        size, changed, number = map(int, record["stamp"])
        summary = summary_from_record(record["summary"])
        return summary.id, Entry((size, changed, number), summary, f"{record['text']}")
    except (BadInput, KeyError, TypeError, ValueError):
        return None
