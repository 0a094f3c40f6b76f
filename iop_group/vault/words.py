"""The words of every session: as the words' file has them, and of those that were read since."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from iop_group.vault.excerpts import END, matches, searchable
from iop_group.vault.words_file import WordsFile


class Words:
    """Holds only what the file does not: each search reads it, so no memory holds the words of years."""

    def __init__(self, file: WordsFile) -> None:
        self._file = file
        self._ids: Sequence[str] = ()
        self._tag = ""
        self._since: dict[str, bytes] = {}

    def begin(self, ids: Sequence[str], tag: str) -> None:
        """The file that was written with that tag holds these sessions, in this order."""
        self._ids, self._tag = ids, tag

    def put(self, session_id: str, text: str) -> None:
        """What the session says now."""
        self._since[session_id] = searchable(text)

    def forget(self, session_id: str) -> None:
        """The session is gone."""
        self._since.pop(session_id, None)

    def search(self, wanted: Sequence[str], ids: Collection[str]) -> tuple[dict[str, str], set[str]]:
        """Of these sessions: the place of the first word in those that hold all, and those not known here.

        The words are folded; there is at least one.
        """
        places: dict[str, str] = {}
        unknown = set(ids)
        for here, pack in self._packs():
            unknown.difference_update(here)
            places.update((here[row], place) for row, place in matches(pack, wanted))
        for session_id, record in self._since.items():
            places.pop(session_id, None)
            places.update((session_id, place) for _, place in matches(record + END, wanted))
        return places, unknown - self._since.keys()

    def write(self, ids: Sequence[str]) -> str:
        """Keep these sessions in this order; the tag of the file that holds them. Raises OSError.

        When not all of them are known the file stays as it is, and the tag is none.
        """
        if self._since or ids != self._ids:
            known: dict[str, bytes] = {}
            for here, pack in self._packs():
                known.update(zip(here, pack.split(END), strict=False))  # after the last END there is nothing
            known.update(self._since)
            if not known.keys() >= set(ids):
                return ""
            self._tag = self._file.write(known[session_id] for session_id in ids)
            self._ids, self._since = ids, {}
        return self._tag

    def _packs(self) -> Iterator[tuple[Sequence[str], bytes]]:
        """The records in the file, and whose they are."""
        at = 0
        for count, pack in self._file.packs(self._tag):
            yield self._ids[at : at + count], pack
            at += count
