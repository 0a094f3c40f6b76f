"""What lists and searches need to know about every session, kept in files that may be thrown away."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from iop_group.domain.errors import BadInput, IopGroupError, Problem, Severity
from iop_group.domain.outlook import Outlook, outlook
from iop_group.domain.summary import Summary
from iop_group.vault.common import Common
from iop_group.vault.disk import Disk, DiskLike, Stamp
from iop_group.vault.excerpts import comparable
from iop_group.vault.index_file import IndexFile, Kept
from iop_group.vault.outlook_file import OutlookFile
from iop_group.vault.sealed import CACHE_SUFFIX, SUFFIX, Kind, SealedCache, Sealing
from iop_group.vault.sessions import SessionStore
from iop_group.vault.words import Words
from iop_group.vault.words_file import WordsFile

if TYPE_CHECKING:
    from iop_group.vault.keys import Keys

FILE, OUTLOOK, WORDS = (f"{name}{CACHE_SUFFIX}" for name in ("index", "outlook", "words"))


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
        outlook_file = SealedCache(path.with_name(OUTLOOK), Sealing(keys, Kind.OUTLOOK, disk))
        self._file = IndexFile(SealedCache(path, Sealing(keys, Kind.INDEX, disk)))
        self._outlook_file = OutlookFile(outlook_file)
        self._words = Words(WordsFile(path.with_name(WORDS), Sealing(keys, Kind.WORDS, disk)))
        self._sessions = sessions
        self._numbers = (common or Common(disk)).numbers
        self._read_only = read_only
        self._summaries: dict[str, Summary] = {}
        self._stamps: dict[str, Stamp | None] = {}
        """Of each session's file when it was read; None when it must be read again each time."""
        self._newest_first: list[Summary] = []
        self._folder: Stamp | None = None
        self._loaded = self._looked = self._changed = False
        self._kept: tuple[Outlook, Stamp | None] | None = None
        self._one_at_a_time = threading.RLock()
        self._problems: dict[str, Problem] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Sessions whose file is whole but whose log tells no session."""
        return tuple(self._problems.values())

    def summaries(self) -> list[Summary]:
        """One line about each session that can be read; those not started come first, then the newest."""
        with self._one_at_a_time:
            return list(self._refreshed())

    @property
    def looked(self) -> bool:
        """Has every session been looked at since the program began?"""
        return self._looked

    def outlook(self) -> Outlook:
        """What Today needs; until every session was looked at, as the last run of the program has left it."""
        # Not one at a time: the screen does not wait for the thread that looks at every session.
        kept = self._kept
        if kept is None or self._looked or self._sessions.touched or kept[1] != self._sessions.stamp():
            with self._one_at_a_time:
                return outlook(self._refreshed(again=False))
        return kept[0]

    def begin(self) -> None:
        """Read what the last run left for Today, to write again: it is taken away, so a crash leaves none."""
        with self._one_at_a_time:
            folder = self._sessions.stamp()
            found = self._outlook_file.read(folder)
            self._kept = None if found is None else (found, folder)
            self._outlook_file.forget()

    def search(self, words: str) -> list[tuple[Summary, str]]:
        """Sessions in which all of the words occur, newest first, each with the place of the first word.

        Case and accents do not matter. No words find nothing. The places are text as people typed it.
        """
        wanted = comparable(words).split()
        if not wanted:
            return []
        with self._one_at_a_time:
            every = self._refreshed(again=False)
            places, unknown = self._words.search(wanted, self._summaries)
            for session_id in unknown:
                self._read(session_id, self._stamps[session_id])
            if unknown:
                every = self._refreshed(again=False)
                places, _ = self._words.search(wanted, self._summaries)
        return [(summary, places[summary.id]) for summary in every if summary.id in places]

    def flush(self) -> None:
        """Write the files if anything has changed. What could not be written is made anew another time."""
        if self._read_only:
            return
        with self._one_at_a_time:
            every = self._refreshed()
            if self._changed or self._numbers.changed:
                self._write(every)
            # What cannot be read is to be told of at each start: then there is no first picture to keep.
            if len(every) == len(self._sessions.ids()):
                self._outlook_file.write(outlook(every), self._folder)

    def _write(self, every: Sequence[Summary]) -> None:
        ids = [summary.id for summary in every]
        stamps = [self._stamps[session_id] or (0, 0, 0) for session_id in ids]
        with suppress(OSError):
            tag = self._words.write(ids)
            self._file.write(Kept(every, stamps, tag, self._numbers.record()))
            self._changed = False

    def _refreshed(self, *, again: bool = True) -> list[Summary]:
        """The list as it is now; not `again`: for a word that is being typed, no look at every file."""
        if not self._loaded:
            self._load()
        folder = self._sessions.stamp()
        some = self._looked and not again and folder is not None and folder == self._folder
        # Taken before the files are read: a save in between makes an entry stale, never wrong.
        stamps = self._sessions.stamps(self._sessions.in_use if some else self._sessions.ids())
        if not some:
            for session_id in self._summaries.keys() - stamps.keys():
                self._forget(session_id)
        for session_id, stamp in stamps.items():
            if stamp is None or self._stamps.get(session_id) != stamp:
                self._read(session_id, stamp)
        self._folder, self._looked = folder, True
        if len(self._newest_first) != len(self._summaries):
            self._newest_first = sorted(self._summaries.values(), key=_age, reverse=True)
        return self._newest_first

    def _read(self, session_id: str, stamp: Stamp | None) -> None:
        self._problems.pop(session_id, None)
        try:
            digest = self._sessions.digest(session_id)
        except IopGroupError as error:  # but for a log that tells no session, the store has reported it
            if isinstance(error, BadInput):
                where = f"sessions/{session_id}{SUFFIX}"
                self._problems[session_id] = Problem(Severity.ERROR, where, None, error.problem)
            self._forget(session_id)
            return
        self._words.put(session_id, digest.text)
        self._stamps[session_id] = stamp
        self._changed = True
        if self._summaries.get(session_id) != digest.summary:
            self._summaries[session_id] = digest.summary
            self._newest_first = []

    def _forget(self, session_id: str) -> None:
        if self._summaries.pop(session_id, None) is not None:
            self._words.forget(session_id)
            del self._stamps[session_id]
            self._newest_first = []
            self._changed = True

    def _load(self) -> None:
        kept = self._file.read()
        self._loaded = True
        self._numbers.learn(kept.numbers)
        ids = [summary.id for summary in kept.summaries]
        self._summaries = dict(zip(ids, kept.summaries, strict=True))
        self._stamps = dict(zip(ids, kept.stamps, strict=True))
        self._newest_first = list(kept.summaries)
        self._words.begin(ids, kept.tag)


def _age(summary: Summary) -> tuple[datetime, int]:
    return summary.started_at or datetime.max.replace(tzinfo=UTC), summary.number
