"""The locked door: one field for the passphrase or the recovery code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from iop_group.tui.messages import Opened
from iop_group.tui.opener import Found, Opener
from iop_group.tui.screens.door import QUIT, Door
from iop_group.tui.widgets.keybar import Key
from iop_group.tui.widgets.secret import SecretEntry

OPENING = "opening ..."
_AGAIN = "To read only, type the passphrase again."
_ABOUT = "Type your passphrase. If it is lost, type the recovery code from your paper."


class UnlockScreen(Door[None]):
    """Nothing of the records is in memory while it is shown."""

    LAST: ClassVar[Key] = (QUIT, "Quit")

    def __init__(self, opener: Opener, why: str = "") -> None:
        """`why` says in one sentence what locked the records, if anything did."""
        about = f"{why} {opener.hint or _ABOUT}".strip()
        if opener.in_use:
            about = f"{opener.in_use} Or open the records here, to read only. {about}"
        super().__init__("Your records are locked", about, accept="Open", demo=bool(opener.hint))
        self._opener = opener
        self._secret = SecretEntry()
        self._shall_read = False

    def compose_page(self) -> Sequence[SecretEntry]:
        return (self._secret,)

    def fields(self) -> Sequence[SecretEntry]:
        return (self._secret,)

    def accepted(self) -> None:
        """Try what was typed; the field is empty from now on."""
        typed = self._secret.take()
        if not typed:
            self.complain("Type the passphrase first.")
            return
        self._shall_read = bool(self._opener.in_use)
        self.work(OPENING, lambda: self._opener.unlock(typed), self._opened)

    def failed(self) -> None:
        """Another window has them: the passphrase once more opens them for reading."""
        if self._opener.in_use and not self._shall_read:
            self.complain(f"{self._opener.in_use} {_AGAIN}")

    def _opened(self, found: Found) -> None:
        self.post_message(Opened(found.desk, by_recovery_code=found.by_recovery_code))
