"""Opens the records and puts them away: knows the home always, and holds the desk only while it is open."""

from __future__ import annotations

import gc
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

from iop_group.clock import Clock, SteadyClock
from iop_group.domain.errors import HomeInUse
from iop_group.home import vault_folder
from iop_group.settings import load_theme
from iop_group.vault import doorstep, key_names
from iop_group.vault.staged import is_cut_off

# Cryptography and the vault are loaded when a secret has been typed: the first picture waits for neither.
if TYPE_CHECKING:
    from iop_group.library import Library
    from iop_group.tui.desk import Desk
    from iop_group.vault.kdf import KdfParameters
    from iop_group.vault.keys import Keys
    from iop_group.vault.recovery_code import RecoveryCode

PUT_AWAY_SECONDS = 10.0
"""How long opening waits for what was open before; far longer than putting it away ever takes."""


class Found(NamedTuple):
    """The desk, opened."""

    desk: Desk
    by_recovery_code: bool


class Opener:
    """One for each run of the program. No passphrase, code or key is kept here."""

    def __init__(
        self, home: Path, *, clock: Clock | None = None, kdf: KdfParameters | None = None, hint: str = ""
    ) -> None:
        """`kdf` is what new secrets cost, for tests and for the demo; `hint` is the demo's, at the door."""
        self.home = home
        self.hint = hint
        self.clock: Clock = clock or SteadyClock()
        self.desk: Desk | None = None
        self._kdf = kdf
        self.in_use = ""
        """Why nothing may be written, once that was said: then the records open for reading at least."""
        self._rescued: set[Path] = set()
        self._put_away = Event()
        self._put_away.set()

    @classmethod
    def around(cls, desk: Desk) -> Opener:
        """For a desk that is open already."""
        opener = cls(desk.home, clock=desk.clock)
        opener.desk = desk
        return opener

    @property
    def folder(self) -> Path:
        """Where the records and their keys are."""
        return vault_folder(self.home)

    @property
    def is_new(self) -> bool:
        """Is there no key yet?"""
        return not key_names.any_there(self.folder)

    @property
    def has_plain_records(self) -> bool:
        """Are there records from before they were sealed?"""
        return (self.folder / "registry.json").exists()

    @property
    def theme(self) -> str:
        """The colours that are set."""
        return load_theme(self.home) if self.desk is None else self.desk.program.theme

    @cached_property
    def library(self) -> Library:
        """The plain files, which are never sealed."""
        from iop_group.library import Library

        return Library(self.home)

    def look_in(self) -> None:
        """Before anything is asked. Raises HomeUnusable, KeyFileGone, NotRestored; HomeInUse without keys."""
        if is_cut_off(self.folder):
            from iop_group.vault.swapping import finish_swap

            finish_swap(self.folder)
        try:
            doorstep.look_in(self.folder)
        except HomeInUse as error:
            if self.is_new:
                raise
            self.in_use = str(error)

    def unlock(self, secret: str) -> Found:
        """Open by the passphrase or the recovery code; takes about a second, in whatever thread.

        Raises Locked, HomeInUse, and whatever else keys.unlock and Vault.open raise.
        """
        from iop_group.vault import keys
        from iop_group.vault.key_slots import SlotName

        self._put_away.wait(PUT_AWAY_SECONDS)
        unlocked = keys.unlock(self.folder, secret, accept_weak=self._accepts_weak)
        desk = self._desk(unlocked.keys)
        desk.found_at_the_door += unlocked.problems
        return Found(desk, by_recovery_code=unlocked.by is SlotName.RECOVERY)

    def _desk(self, keys: Keys) -> Desk:
        """To write on; once it was said that another window does, to read at least. Raises HomeInUse."""
        from iop_group.tui.desk import Desk

        demo, elsewhere = bool(self.hint), tuple(self._rescued)
        try:
            return Desk(self.home, keys, clock=self.clock, demo=demo, rescued=elsewhere)
        except HomeInUse as error:
            if not self.in_use:
                self.in_use = str(error)
                raise
            return Desk(self.home, keys, clock=self.clock, demo=demo, reading=True)

    def create(self, passphrase: str, code: RecoveryCode) -> Desk:
        """Make the keys, seal what may be there from before, and open; takes some seconds, in any thread.

        Raises BadInput, NotSaved (then nothing is left behind), CannotDerive, and what Vault.open raises.
        """
        from iop_group.tui.desk import Desk
        from iop_group.vault import keys
        from iop_group.vault.kdf import KdfParameters

        if self.is_new:
            kdf = self._kdf or KdfParameters.calibrated()
            made, _ = keys.create(self.folder, passphrase, kdf=kdf, code=code)
        else:  # the keys were made, and then the records could not be opened
            made = keys.unlock(self.folder, passphrase, accept_weak=self._accepts_weak).keys
        return Desk(self.home, made, clock=self.clock)

    @property
    def _accepts_weak(self) -> bool:
        return self._kdf is not None and not self._kdf.strong_enough

    def give_up(self) -> Desk | None:
        """The desk is no longer for use; whoever takes it puts it away."""
        desk, self.desk = self.desk, None
        if desk is not None:
            self.in_use = ""
            self._put_away.clear()
            if desk.rescue is not None:
                self._rescued.add(desk.rescue.place)
        return desk

    def put_away(self, desk: Desk) -> None:
        """Close the desk; another can be opened then."""
        try:
            desk.close()
        finally:
            self._put_away.set()

    def close(self) -> None:
        """At the end of the program: close what is open."""
        desk = self.give_up()
        if desk is not None:
            self.put_away(desk)


def forget() -> None:
    """Let go of everything that nobody uses any more, keys among it, also of what was there at the start."""
    gc.unfreeze()
    gc.collect()


def warm_up() -> None:
    """Load what opening needs, while the passphrase is being typed."""
    import iop_group.domain.program
    import iop_group.tui.desk
    import iop_group.tui.screens.today
    import iop_group.vault.keys  # noqa: F401
