"""Remembers which save of each file was the last one seen, so that an old file put back is noticed."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from iop_group.domain.errors import Problem, Severity

OLDER = (
    "An older version stands here than the one that was saved last. A backup or a sync program may have "
    "put it back. Compare it with your backups before you go on with it."
)


class Numbers:
    """The number of the newest save in each file. May be told and asked by more than one thread.

    Only the difference between two runs of the program, or between two looks, can be seen: who puts back
    all files, the index among them, is not noticed.
    """

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._first: dict[str, int] = {}
        self._older: list[str] = []
        self._one_at_a_time = threading.Lock()
        self.changed = False
        """Whether there is more to remember than learn() told."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Files that were newer once."""
        with self._one_at_a_time:
            return tuple(Problem(Severity.ERROR, place, None, OLDER) for place in self._older)

    def saw(self, place: str, seq: int, *, whole: bool = True) -> None:
        """The newest save in that file has that number. What is not whole is told of anyway.

        0 is no save: what was seen before is not forgotten for it.
        """
        if not seq:
            return
        with self._one_at_a_time:
            if whole and seq < self._known.get(place, 0):
                self._tell(place)
            self._first.setdefault(place, seq if whole else 1 << 63)
            self._put(place, seq)

    def learn(self, earlier: Mapping[str, int]) -> None:
        """What an earlier run of the program saw last."""
        with self._one_at_a_time:
            for place, seq in earlier.items():
                if self._first.get(place, seq) < seq:
                    self._tell(place)
            self.changed = any(earlier.get(place) != seq for place, seq in self._known.items())
            self._known = {**earlier, **self._known}

    def record(self) -> dict[str, int]:
        """Place to number, for the next run."""
        with self._one_at_a_time:
            self.changed = False
            return dict(self._known)

    def _put(self, place: str, seq: int) -> None:
        self.changed = self.changed or self._known.get(place) != seq
        self._known[place] = seq

    def _tell(self, place: str) -> None:
        if place not in self._older:
            self._older.append(place)
