"""What folders are called in which the program keeps what the disk refused; costs next to nothing to load."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

PREFIX = "iop-group-rescue-"


def rescued_in(places: Iterable[Path]) -> tuple[Path, ...]:
    """Such folders in these places; those that cannot be looked through hold none that we could read."""
    found = []
    for place in dict.fromkeys(places):
        try:
            with os.scandir(place) as entries:
                found += [place / entry.name for entry in entries if entry.name.startswith(PREFIX)]
        except OSError:
            continue
    return tuple(sorted(found))
