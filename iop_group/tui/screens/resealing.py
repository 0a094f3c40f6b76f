"""Another passphrase, another recovery code, a backup: what is done about the keys from inside."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.app import App

from iop_group.domain.errors import IopGroupError, Problem
from iop_group.home import vault_folder
from iop_group.tui.backing_up import back_up
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.screens.choose_passphrase import ADVICE, ChoosePassphrase
from iop_group.tui.screens.recovery import hand_out
from iop_group.vault import keys
from iop_group.vault.recovery_code import RecoveryCode

if TYPE_CHECKING:
    from iop_group.tui.desk import Desk

Found = tuple[Problem, ...]

OLD_BACKUPS = "Backups made before still open with the old one."
_NEW_PASSPHRASE = "The new passphrase counts from now on."  # noqa: S105 - a sentence
_NEW_CODE = f"The new recovery code counts from now on: destroy the old paper. {OLD_BACKUPS}"
_CHANGE = f"{ADVICE} {OLD_BACKUPS}"
_AFTER_RECOVERY = f"You came in by the recovery code, so choose a passphrase that you will know. {ADVICE}"


def change_passphrase(desk: Desk, old: str, new: str) -> Found:
    """Let the new passphrase open the records and the old one no more; takes about two seconds.

    Raises Locked when the old one is wrong, and what keys.change_passphrase raises.
    """
    folder, weak = vault_folder(desk.home), not desk.keys.parameters.strong_enough
    keys.unlock(folder, old, accept_weak=weak, repair=False)
    return keys.change_passphrase(folder, desk.keys, new)


def ask_new_passphrase(screen: HouseScreen) -> None:
    """The old one, and the new one twice."""
    desk = screen.desk
    asked = ChoosePassphrase[Found](
        "Change the passphrase",
        _CHANGE,
        lambda old, new: change_passphrase(desk, old, new),
        accept="Change it",
        word="changing the key ...",
        ask_old=True,
    )
    screen.app.push_screen(asked, lambda found: _tell(screen, _NEW_PASSPHRASE, found))


def after_recovery(app: App[None], desk: Desk) -> None:
    """Whoever came in by the recovery code chooses a passphrase; going back leaves it for another time."""
    folder = vault_folder(desk.home)
    asked = ChoosePassphrase[Found](
        "A new passphrase",
        _AFTER_RECOVERY,
        lambda _, new: keys.change_passphrase(folder, desk.keys, new),
        accept="Take it",
        word="changing the key ...",
    )
    app.push_screen(asked)


def ask_new_code(screen: HouseScreen) -> None:
    """Another code on paper; the old one counts until the new one was typed back."""
    folder, held = vault_folder(screen.desk.home), screen.desk.keys

    def make(code: RecoveryCode) -> Found:
        return keys.new_recovery_code(folder, held, code=code)[1]

    def done(found: Found) -> None:
        _tell(screen, _NEW_CODE, found)

    hand_out(screen.app, make, done, word="changing the key ...")


def _tell(screen: HouseScreen, text: str, found: Found | None) -> None:
    if found is not None:
        screen.say(" ".join([text, *(problem.text for problem in found)]))


def back_up_now(screen: HouseScreen) -> None:
    """Make a backup beside the screen, and say what came of it."""

    async def made() -> None:
        screen.say("Backing up ...")
        try:
            done = await asyncio.to_thread(back_up, screen.desk)
        except IopGroupError as error:
            screen.complain(error)
        else:
            screen.say(done)
            screen.refreshed()

    screen.run_worker(made())
