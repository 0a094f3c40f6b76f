"""What all files of one vault share: the numbers of their saves, and the room kept for a full disk."""

from __future__ import annotations

from pathlib import Path

from iop_group.vault.disk import DiskLike
from iop_group.vault.numbers import Numbers
from iop_group.vault.reserve import Reserve


class Common:
    """One for each vault; whoever is given none has one alone, without a reserve."""

    def __init__(self, disk: DiskLike, reserve: Path | None = None) -> None:
        self.numbers = Numbers()
        self.reserve = Reserve(reserve, disk)
