"""Waiting for the screen without sleeping and without waiting for ever."""

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

_ROUNDS = 1000


async def until(pilot: Pilot[Any], predicate: Callable[[], object], *, rounds: int = _ROUNDS) -> None:
    """Let the program work until `predicate` holds; AssertionError when it never does."""
    for _ in range(rounds):
        if predicate():
            return
        await pilot.pause()
    raise AssertionError(f"still not so after {rounds} rounds")
