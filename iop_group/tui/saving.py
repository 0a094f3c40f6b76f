"""What may be said on the screen about saving."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from iop_group.domain.errors import NotSaved


class SaveState(NamedTuple):
    """What the storage last said; the screen shows nothing else."""

    saved_at: datetime | None = None
    pending: bool = False
    error: NotSaved | None = None
    kept_in: str = ""
    """Folder on another disk that has what this one refuses, if all of it is there; else empty."""
