"""What happens by itself when nobody has touched a key for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from iop_group.domain.program import Program


class Idle(StrEnum):
    """Nothing, the curtain over everything, or the records locked."""

    NOTHING = "nothing"
    CURTAIN = "curtain"
    LOCK = "lock"


def due(program: Program, idle: timedelta, in_session: Callable[[], bool]) -> Idle:
    """What is due after so long without a key; a running group is never locked out of its own session."""
    if 0 < program.lock_after_minutes <= idle / timedelta(minutes=1):
        return Idle.CURTAIN if in_session() else Idle.LOCK
    if 0 < program.curtain_after_minutes <= idle / timedelta(minutes=1):
        return Idle.CURTAIN
    return Idle.NOTHING
