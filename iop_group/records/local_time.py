"""Times as the group lived them: by the offset that the plan kept, never by the reader's machine."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

A_WORD = 5
"""Seconds from which a turn counts as spoken; a shorter one was a slip of the finger."""

_OFFSET = re.compile(r"([+-])([0-9]{2}):([0-9]{2})")
_HOURS, _MINUTES = 24, 60

# Spelled out here because strftime follows the machine's locale and a record must not.
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HALF_YEAR = ("January", "February", "March", "April", "May", "June")
MONTHS = (*_HALF_YEAR, "July", "August", "September", "October", "November", "December")


def read_zone(zone: str) -> tzinfo | None:
    """The offset that text such as `+01:00` means, or None when it means none."""
    found = _OFFSET.fullmatch(zone)
    if found is None:
        return None
    hours, minutes = int(found[2]), int(found[3])
    if hours >= _HOURS or minutes >= _MINUTES:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if found[1] == "-" else offset)


def local(at: datetime, zone: str) -> datetime:
    """The moment by that offset; by UTC when the offset cannot be read or leaves the calendar."""
    try:
        return at.astimezone(read_zone(zone) or UTC)
    except OverflowError:
        return at


def time_words(at: datetime, zone: str) -> str:
    """Such as `18:00`; `18:00 UTC` where the session kept no offset, so that nobody takes it for local."""
    moment = local(at, zone)
    suffix = "" if read_zone(zone) else " UTC"
    return f"{moment.hour:02}:{moment.minute:02}{suffix}"


def day_words(at: datetime, zone: str) -> str:
    """Such as `Tuesday 24 November 2026`."""
    moment = local(at, zone)
    return f"{DAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def short_day(at: datetime, zone: str) -> str:
    """Such as `24 Nov 2026`."""
    return date_words(local(at, zone).date())


def date_words(day: date, *, year: bool = True) -> str:
    """Such as `24 Nov 2026`, or `24 Nov`."""
    words = f"{day.day} {MONTHS[day.month - 1][:3]}"
    return f"{words} {day.year}" if year else words


def whole_minutes(seconds: float) -> int:
    """Seconds as minutes, half a minute up: the one rounding of every record."""
    return int(seconds / 60 + 0.5)


def about(seconds: float) -> str:
    """A length as people say it."""
    minutes = whole_minutes(seconds)
    return f"about {minutes} min" if minutes else "less than a minute"
