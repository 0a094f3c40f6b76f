"""Plans that were changed and not started yet: kept for the day, sealed like half-typed notes."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iop_group.domain.agenda import Block
from iop_group.domain.codec import decode, encode
from iop_group.domain.errors import BadInput, IopGroupError

if TYPE_CHECKING:
    from iop_group.tui.desk import Desk
    from iop_group.vault.session_file import SessionFile

PLANS = b"plans".hex().ljust(32, "0")
"""The private file that holds them, a slot for each group; no session has that id."""


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """What was chosen. It names nobody: members stand there by their codes."""

    day: str
    """The day it is for, such as 2026-11-24."""
    format: str
    blocks: tuple[Block, ...]
    topic: str = ""
    """Id of the topic; empty for none."""
    left_out: tuple[str, ...] = ()
    """Codes of members who are not expected."""


class Plans:
    """Group to the plan that waits for it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._file: SessionFile | None = None
        with suppress(IopGroupError):  # there is none yet, or none that can be read or written here
            self._file = desk.vault.private.open(PLANS)
        self._kept: dict[str, KeptPlan] = {}
        for group, text in (self._file.typing if self._file is not None else {}).items():
            with suppress(BadInput, ValueError):
                self._kept[group] = decode(KeptPlan, json.loads(text))
            if self.of(group) is None:
                self.drop(group)

    @property
    def today(self) -> str:
        """The day that a plan is for that is made now."""
        return self._desk.now().astimezone().date().isoformat()

    def of(self, group: str) -> KeptPlan | None:
        """Today's plan for the group; those of other days are over."""
        plan = self._kept.get(group)
        return plan if plan is not None and plan.day == self.today else None

    def keep(self, group: str, plan: KeptPlan) -> None:
        """It waits from now on; where it cannot be saved, for as long as the program runs."""
        if plan != self._kept.get(group):
            self._kept[group] = plan
            self._write(group, json.dumps(encode(plan)))

    def drop(self, group: str) -> None:
        """It was started, or is not wanted any more."""
        if self._kept.pop(group, None) is not None:
            self._write(group, "")

    def _write(self, group: str, text: str) -> None:
        with suppress(IopGroupError):
            if self._file is None:
                self._file = self._desk.vault.private.create(PLANS, [])
            self._desk.save_typing(self._file, {group: text})
