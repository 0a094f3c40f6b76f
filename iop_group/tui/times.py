"""Times and days as people here read them."""

from __future__ import annotations

from datetime import datetime


def local_time(moment: datetime | None, *, seconds: bool = False) -> str:
    """The time of day here, as 19:42 or 19:42:07; empty for None."""
    if moment is None:
        return ""
    return moment.astimezone().strftime("%H:%M:%S" if seconds else "%H:%M")


def local_day(moment: datetime | None, *, year: bool = False) -> str:
    """The day here, as Tue 24 Nov, or Tue 24 Nov 2026; empty for None."""
    if moment is None:
        return ""
    local = moment.astimezone()
    return f"{local:%a} {local.day} {local:%b}" + (f" {local.year}" if year else "")
