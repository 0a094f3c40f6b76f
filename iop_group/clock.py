"""The time of day for the whole program: steady while it runs, true again after a closed lid."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol


class Clock(Protocol):
    """Where the program gets its `now`; tests pass one that stands still until told."""

    def now(self) -> datetime:
        """The aware UTC time."""


class SteadyClock:
    """Wall time read once, carried on by a counter that also runs while the machine sleeps.

    A correction of the wall clock in the middle of a group therefore moves no turn and no block. The counter
    is CLOCK_BOOTTIME on Linux, CLOCK_MONOTONIC on macOS, elsewhere the wall clock (reference: textual 4).
    """

    def __init__(
        self,
        *,
        wall: Callable[[], datetime] | None = None,
        counter: Callable[[], float] | None = None,
    ) -> None:
        """`wall` is read once; `counter` gives seconds from any beginning."""
        self._count = counter or _sleepless_counter()
        self._start = wall() if wall else datetime.now(UTC)
        self._zero = self._count()

    def now(self) -> datetime:
        """The aware UTC time."""
        return self._start + timedelta(seconds=self._count() - self._zero)


def _sleepless_counter() -> Callable[[], float]:
    """Seconds that count on through suspend; on Windows, which has no such clock, those of the wall clock."""
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):
        counter = getattr(time, name, None)
        if counter is not None:
            return partial(time.clock_gettime, int(counter))
    return time.time


def zone_of(moment: datetime) -> str:
    """The local UTC offset at that moment as +01:00; written into a session so that its times stay local."""
    local = moment.astimezone()
    return local.strftime("%z")[:3] + ":" + local.strftime("%z")[3:5]
