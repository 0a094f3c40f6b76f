"""Homes with real keys that open in no time, and the program in front of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from iop_group.tui.app import IopGroupApp
from iop_group.tui.opener import Opener
from iop_group.tui.screens.today import TodayScreen
from iop_group.tui.screens.unlock import UnlockScreen
from iop_group.vault.kdf import KdfParameters
from iop_group.vault.keys import create
from iop_group.vault.recovery_code import RecoveryCode
from tests.tui.desk_for_tests import FakeClock, paste, screen_text
from tests.tui.until import until

PASSPHRASE = "lamp otter fjord"  # noqa: S105 - opens nothing but tests
ANOTHER = "Übergänge im Flur"
QUICK = KdfParameters.for_tests()


def opener_of(home: Path, clock: FakeClock) -> Opener:
    """What opens a home with cheap keys, or makes one."""
    return Opener(home, clock=clock, kdf=QUICK)


def sealed_home(tmp_path: Path, *, settings: str = 'facilitator = "Kim"\n') -> tuple[Path, RecoveryCode]:
    """A home that PASSPHRASE opens, and the code that opens it too."""
    home = tmp_path / "sealed"
    home.mkdir()
    (home / "settings.toml").write_text(settings, encoding="utf-8")
    _, code = create(home / "vault", PASSPHRASE, kdf=QUICK)
    return home, code


@asynccontextmanager
async def program(
    opener: Opener, *, size: tuple[int, int] = (80, 24), unlocked: bool = False
) -> AsyncIterator[Pilot[None]]:
    """The program at its door, or (unlocked) on Today; what is open at the end is closed."""
    try:
        async with IopGroupApp(opener).run_test(size=size, notifications=True) as pilot:
            if unlocked:
                await enter(pilot, PASSPHRASE)
                await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))
            yield pilot
    finally:
        opener.close()


async def enter(pilot: Pilot[None], text: str) -> None:
    """Type it into the field that has the cursor, and press Enter."""
    await until(pilot, lambda: pilot.app.focused is not None)
    paste(pilot, text)
    await pilot.pause()
    await pilot.press("enter")


async def sees(pilot: Pilot[None], *words: str) -> None:
    """Wait until all of it stands there, however the lines break."""
    await until(pilot, lambda: all(word in " ".join(screen_text(pilot).split()) for word in words))


async def is_told(pilot: Pilot[None], words: str) -> None:
    """Wait for a message in the corner."""
    await until(pilot, lambda: any(words in message.message for message in pilot.app._notifications))


async def is_locked(pilot: Pilot[None]) -> None:
    """Wait for the door, with nothing of the desk left."""
    await until(pilot, lambda: isinstance(pilot.app.screen, UnlockScreen) and pilot.app.focused is not None)
    assert len(pilot.app.screen_stack) == 1
