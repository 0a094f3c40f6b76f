"""What lists and searches need to know about every session, kept in one file that may be thrown away."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iop_group import __version__
from iop_group.domain.errors import BadInput, IopGroupError, Problem, Severity
from iop_group.domain.outlook import Outlook, outlook
from iop_group.domain.summary import (
    Summary,
    summary_from_record,
    summary_to_record,
)
from iop_group.vault.common import Common
from iop_group.vault.disk import Disk, DiskLike, Stamp, stamp
from iop_group.vault.excerpts import comparable, excerpt
from iop_group.vault.files import Tables
from iop_group.vault.outlook_file import OutlookFile
from iop_group.vault.sealed import CACHE_SUFFIX, SUFFIX, Kind, SealedCache, Sealing
from iop_group.vault.sessions import SessionStore

if TYPE_CHECKING:
    from iop_group.vault.keys import Keys

FILE = f"index{CACHE_SUFFIX}"
OUTLOOK = f"outlook{CACHE_SUFFIX}"

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
        return comparable(self.text)


class Index:
    """Summaries and words of all sessions. The files are the truth: one that changed is read again.

    May be asked by more than one thread.
    """

    def __init__(
        self,
        path: Path,
        sessions: SessionStore,
        keys: Keys,
        *,
        disk: DiskLike | None = None,
        read_only: bool = False,
        common: Common | None = None,
    ) -> None:
        """Reads nothing yet. With read_only nothing is ever written."""
        disk = disk or Disk()
        self._file = SealedCache(path, Sealing(keys, Kind.INDEX, disk))
        self._sessions = sessions
        self._numbers = (common or Common(disk)).numbers
        self._read_only = read_only
        self._entries: dict[str, Entry] | None = None
        self._folder: Stamp | None = None
        self._looked = False
        outlook_file = SealedCache(path.with_name(OUTLOOK), Sealing(keys, Kind.OUTLOOK, disk))
        self._outlook_file = OutlookFile(outlook_file)
        self._kept: tuple[Outlook, Stamp | None] | None = None
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
        return self._looked

    def outlook(self) -> Outlook:
        """What Today needs; until every session was looked at, as the last run of the program has left it."""
        with self._one_at_a_time:
            kept = self._kept
            if kept is None or self.looked or self._sessions.touched or kept[1] != self._sessions.stamp():
                return outlook(self.summaries())
            return kept[0]

    def begin(self) -> None:
        """Read what the last run left for Today. It is taken away: a run that crashes leaves none."""
        with self._one_at_a_time:
            folder = self._sessions.stamp()
            found = self._outlook_file.read(folder)
            self._kept = None if found is None else (found, folder)
            if not self._read_only:
                self._outlook_file.forget()

    def search(self, words: str) -> list[tuple[Summary, str]]:
        """Sessions in which all of the words occur, newest first, each with the place of the first word.

        Case and accents do not matter. No words find nothing. The places are text as people typed it.
        """
        wanted = comparable(words).split()
        if not wanted:
            return []
        entries = self._newest_first(again=False)
        found = (e for e in entries if all(word in e.plain for word in wanted))
        return [(entry.summary, excerpt(entry.text, wanted[0])) for entry in found]

    def flush(self) -> None:
        """Write the file if anything has changed. One that could not be written is made anew another time."""
        if self._read_only:
            return
        with self._one_at_a_time:
            self._flush()

    def _flush(self) -> None:
        entries = self._refreshed()
        if self._changed or self._numbers.changed:
            self._write(entries)
        # What cannot be read is to be told of at each start: then there is no first picture to keep.
        if len(entries) == len(self._sessions.ids()):
            shown = outlook([entry.summary for entry in _sorted(entries)])
            self._outlook_file.write(shown, self._folder)

    def _write(self, entries: Mapping[str, Entry]) -> None:
        records = {
            str(number): _to_record(session_id, entry)
            for number, (session_id, entry) in enumerate(entries.items(), 1)
        }
        tables: Tables = {"meta": {"1": _META}, "sessions": records, "numbers": self._numbers.record()}
        with suppress(OSError):
            self._file.write(tables)
            self._changed = False

    def _newest_first(self, *, again: bool = True) -> list[Entry]:
        with self._one_at_a_time:
            return _sorted(self._refreshed(again=again))

    def _refreshed(self, *, again: bool = True) -> dict[str, Entry]:
        """The entries as they are now; not `again`: for a word that is being typed, no look at every file."""
        known, folder = self._loaded(), self._sessions.stamp()
        some = self._looked and not again and folder is not None and folder == self._folder
        ids = self._sessions.in_use if some else self._sessions.ids()
        entries: dict[str, Entry] = {**known} if some else {}
        for session_id in ids:
            # Taken before the file is read: a save in between makes the entry stale, never wrong.
            now = stamp(self._sessions.path(session_id))
            entry = known.get(session_id)
            if entry is None or now is None or entry.stamp != now:
                entry = self._read(session_id, now)
            if entry is not None:
                entries[session_id] = entry
            else:
                entries.pop(session_id, None)
        self._changed = self._changed or entries != known
        self._entries, self._folder, self._looked = entries, folder, True
        return entries

    def _read(self, session_id: str, now: Stamp | None) -> Entry | None:
        self._problems.pop(session_id, None)
        try:
            digest = self._sessions.digest(session_id)
        except BadInput as error:
            where = f"sessions/{session_id}{SUFFIX}"
            self._problems[session_id] = Problem(Severity.ERROR, where, None, error.problem)
            return None
        except IopGroupError:  # the store has reported it
            return None
        return Entry(now, digest.summary, digest.text)

    def _loaded(self) -> dict[str, Entry]:
        if self._entries is None:
            self._entries = self._from_disk()
        return self._entries

    def _from_disk(self) -> dict[str, Entry]:
        tables = self._file.read() or {}
        # Another version sums sessions up anew, but an old file put back is one for every version.
        self._numbers.learn({place: int(seq) for place, seq in tables.get("numbers", {}).items()})
        if tables.get("meta", {}).get("1") != _META:
            return {}
        return dict(filter(None, map(_from_record, tables.get("sessions", {}).values())))


def _sorted(entries: Mapping[str, Entry]) -> list[Entry]:
    return sorted(entries.values(), key=_age, reverse=True)


def _age(entry: Entry) -> tuple[datetime, int]:
    summary = entry.summary
    return summary.started_at or datetime.max.replace(tzinfo=UTC), summary.number


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
