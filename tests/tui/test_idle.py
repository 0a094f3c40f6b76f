"""What happens when nobody has touched a key for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest

from iop_group.domain.program import Program
from iop_group.tui.idle import Idle, due


@pytest.mark.parametrize(
    ("curtain", "lock", "minutes", "in_session", "what"),
    [
        (0, 15, 14.9, False, Idle.NOTHING),
        (0, 15, 15, False, Idle.LOCK),
        (0, 15, 15, True, Idle.CURTAIN),
        (0, 15, 600, True, Idle.CURTAIN),
        (5, 15, 6, False, Idle.CURTAIN),
        (5, 15, 6, True, Idle.CURTAIN),
        (5, 15, 16, False, Idle.LOCK),
        (30, 15, 16, False, Idle.LOCK),
        (0, 0, 10_000, False, Idle.NOTHING),
        (5, 0, 10_000, False, Idle.CURTAIN),
    ],
)
def test_a_quiet_desk_locks_but_a_running_group_only_gets_the_curtain(
    curtain: int, lock: int, minutes: float, in_session: bool, what: Idle
) -> None:
    program = Program(curtain_after_minutes=curtain, lock_after_minutes=lock)
    assert due(program, timedelta(minutes=minutes), lambda: in_session) is what
