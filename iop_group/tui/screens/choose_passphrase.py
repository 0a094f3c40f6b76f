"""Choosing a passphrase: typed twice, with an honest word on how easily it is guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from textual.widget import Widget
from textual.widgets import Input

from iop_group.domain.errors import BadInput
from iop_group.domain.passphrase import MINIMUM, Strength, checked, hint, normalised
from iop_group.tui.screens.door import Door, Words
from iop_group.tui.widgets.line import Line
from iop_group.tui.widgets.secret import SecretEntry

T = TypeVar("T")

ADVICE = f"Four or five words picked by chance do well. At least {MINIMUM} characters; spaces count."
_INKS = {
    Strength.TOO_SHORT: "dim",
    Strength.EASY: "warning",
    Strength.FAIR: "text",
    Strength.LONG: "success",
}


class ChoosePassphrase(Door[T]):
    """Answers what is made of the passphrase, or None when someone goes back."""

    DEFAULT_CSS = """
    ChoosePassphrase #strength { height: 3; }
    ChoosePassphrase #new { margin: 0; }
    """

    def __init__(
        self,
        heading: str,
        about: str,
        do: Callable[[str, str], T],
        *,
        accept: str = "Go on",
        word: str = "",
        ask_old: bool = False,
    ) -> None:
        """`do(old, new)` runs beside the screen, and `word` is said; `old` is empty unless asked for."""
        super().__init__(heading, about, accept=accept)
        self._do, self._word = do, word
        self._old = SecretEntry(id="old") if ask_old else None
        self._new, self._again = SecretEntry(id="new"), SecretEntry(id="again")

    def compose_page(self) -> Iterable[Widget]:
        if self._old is not None:
            yield Line(("The passphrase so far", "dim"))
            yield self._old
        yield Line(("New passphrase" if self._old else "Passphrase", "dim"))
        yield self._new
        yield Words(id="strength")
        yield Line(("The same once more", "dim"))
        yield self._again

    def fields(self) -> Sequence[SecretEntry]:
        new = (self._new, self._again)
        return new if self._old is None else (self._old, *new)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how the passphrase would fare."""
        if event.input is self._new:
            said = hint(event.value) if event.value else None
            text, ink = (said.text, _INKS[said.strength]) if said else ("", "dim")
            self.query_one("#strength", Words).say(text, ink)

    def accepted(self) -> None:
        """Take it if both are the same and it is long enough."""
        try:
            new = checked(self._new.value)
        except BadInput as error:
            self.complain(str(error), self._new)
            return
        if normalised(self._again.value) != new:
            self._again.take()
            self.complain("The two are not the same. F3 shows what is typed.", self._again)
            return
        old = "" if self._old is None else self._old.value
        self.work(self._word, lambda: self._do(old, new), self.close)

    def failed(self) -> None:
        """Most likely the old one: it is typed again."""
        if self._old is not None:
            self._old.take()
            self._old.focus()
