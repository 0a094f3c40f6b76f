"""The made-up groups, and when each of them meets, seen from the moment at which the demo is opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from iop_group.demo import words
from iop_group.domain.people import Group, Member, Membership

WEEKS = 6
RUNNING_MINUTES = 64
"""How long ago the unfinished session began."""
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_NOON, _EVENING = 12, 17


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """A group with its members and its sessions."""

    group: Group
    members: tuple[Member, ...]
    meetings: tuple[datetime, ...]
    """When its sessions began, the oldest first; UTC."""

    @property
    def open(self) -> bool:
        """Takes newcomers at any session."""
        return self.group.membership is Membership.OPEN


def demo_groups(now: datetime, chance: Random) -> tuple[DemoGroup, ...]:
    """One group that meets in a few minutes, one that met last evening, one that is in the room.

    They are named after their weekdays: opened on a Tuesday evening, the first is "Tuesday evening".
    """
    local = now.astimezone()
    soon = _quarter(local + timedelta(minutes=5))
    last = _minute(local - timedelta(days=1)).replace(hour=18, minute=0)
    running = _minute(local - timedelta(minutes=RUNNING_MINUTES))
    codes = _codes(chance)
    first = Group(id="", name=f"{soon:%A} {_part_of_day(soon)}")
    second = Group(id="", name=f"{last:%a} evening", format_id="60-thirds")
    third = Group(id="", name=f"{running:%a} women's group", membership=Membership.CLOSED)
    return (
        DemoGroup(*_with_members(first, words.FIRST_GROUP, soon, codes), _weekly(soon)),
        DemoGroup(*_with_members(second, words.SECOND_GROUP, last, codes), (*_weekly(last)[1:], _utc(last))),
        DemoGroup(
            *_with_members(third, words.THIRD_GROUP, running, codes), (*_weekly(running), _utc(running))
        ),
    )


def _with_members(
    group: Group, names: tuple[str, ...], starts: datetime, codes: Iterator[str]
) -> tuple[Group, tuple[Member, ...]]:
    members = tuple(Member(next(codes), display_name) for display_name in names)
    met = replace(
        group,
        id=f"demo-{members[0].code}".lower(),
        weekday=starts.weekday(),
        starts=f"{starts:%H:%M}",
        roster=tuple(m.code for m in members),
    )
    return met, members


def _codes(chance: Random) -> Iterator[str]:
    seen: set[str] = set()
    while True:
        code = "".join(chance.choices(_LETTERS, k=5))
        if code not in seen:
            seen.add(code)
            yield code


def _weekly(next_time: datetime) -> tuple[datetime, ...]:
    """The same time of day in the weeks before, whatever summer time did; UTC."""
    walls = (next_time.replace(tzinfo=None) - timedelta(weeks=week) for week in range(WEEKS, 0, -1))
    return tuple(map(_utc, walls))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _quarter(moment: datetime) -> datetime:
    """The next full quarter of an hour, still on the same day."""
    up = _minute(moment + timedelta(minutes=-moment.minute % 15))
    return up if up.date() == moment.date() else _minute(moment)


def _part_of_day(moment: datetime) -> str:
    if moment.hour < _NOON:
        return "morning"
    return "afternoon" if moment.hour < _EVENING else "evening"
