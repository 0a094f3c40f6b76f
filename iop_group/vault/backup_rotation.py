"""Which backups are kept: those of seven days, five weeks and twelve months."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, date, datetime

DAILY, WEEKLY, MONTHLY = 7, 5, 12


def kept(moments: Iterable[datetime]) -> frozenset[datetime]:
    """The newest of each of the last 7 days, 5 weeks and 12 months in which there was any (UTC, ISO weeks).

    Days without a backup do not count, so a long pause takes nothing away.
    """
    newest_first = sorted(set(moments), reverse=True)
    rules: tuple[tuple[int, Callable[[date], Hashable]], ...] = (
        (DAILY, lambda day: day),
        (WEEKLY, lambda day: day.isocalendar()[:2]),
        (MONTHLY, lambda day: (day.year, day.month)),
    )
    return frozenset(
        moment for count, period in rules for moment in _newest_of_each(newest_first, period, count)
    )


def _newest_of_each(
    newest_first: list[datetime], period: Callable[[date], Hashable], count: int
) -> list[datetime]:
    found: dict[Hashable, datetime] = {}
    for moment in newest_first:
        found.setdefault(period(moment.astimezone(UTC).date()), moment)
    return list(found.values())[:count]
