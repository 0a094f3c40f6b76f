"""The recovery code: shown once to be written on paper, and typed back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from textual.app import App
from textual.widget import Widget

from iop_group.domain.errors import BadInput
from iop_group.tui.screens.door import Door
from iop_group.tui.text import Row
from iop_group.tui.widgets.line import Lines
from iop_group.tui.widgets.secret import SecretEntry
from iop_group.vault.recovery_code import RecoveryCode, confirm

T = TypeVar("T")

HEADING = "Your recovery code"
_ABOUT = (
    "If the passphrase is ever forgotten, this code opens your records; without both they are lost for "
    "everyone.\n\nWrite it on paper, four signs at a time. It is shown once. Keep the paper where nobody "
    "finds it with this computer."
)
_SIGNS = "0 is a zero, 1 is a one; O, I, L and U are not used."
_TYPE_BACK = (
    "Type the code from your paper. Capitals, spaces and dashes do not matter. Esc shows the code again."
)
_PER_ROW = 4
_CELL = 14


class ShowCode(Door[bool]):
    """The code in large letters; true once it is written down."""

    DEFAULT_CSS = "ShowCode #code { background: $surface; padding: 1 2; margin: 0 0 1 0; }"

    def __init__(self, code: RecoveryCode, heading: str) -> None:
        super().__init__(heading, _ABOUT, accept="It is on paper")
        self._groups = code.groups

    def compose_page(self) -> Iterable[Widget]:
        yield Lines(code_rows(self._groups), id="code")

    def on_mount(self) -> None:
        self.say(_SIGNS)

    def accepted(self) -> None:
        self.close(result=True)


def code_rows(groups: Sequence[str]) -> list[Row]:
    """Each group with its number over it, four side by side, the letters apart."""
    rows: list[Row] = []
    for start in range(0, len(groups), _PER_ROW):
        part = list(enumerate(groups[start : start + _PER_ROW], start=start + 1))
        rows += [()] if rows else []
        rows.append(tuple((str(number).center(_CELL), "dim") for number, _ in part))
        rows.append(tuple((" ".join(group).center(_CELL), "accent") for _, group in part))
    return rows


class TypeBack(Door[T]):
    """Answers what `do` makes, once the code was typed as it stands on the paper; None shows it again."""

    def __init__(self, code: RecoveryCode, do: Callable[[], T], *, word: str) -> None:
        """`do` runs beside the screen, and `word` is said meanwhile."""
        super().__init__("Type it back", _TYPE_BACK, accept="Go on")
        self._code, self._do, self._word = code, do, word
        self._typed = SecretEntry(shown=True)

    def compose_page(self) -> Iterable[Widget]:
        yield self._typed

    def fields(self) -> Sequence[SecretEntry]:
        return (self._typed,)

    def accepted(self) -> None:
        """The same code, or a word on where to look."""
        try:
            confirm(self._code, self._typed.value)
        except BadInput as error:
            self.complain(str(error), self._typed)
        else:
            self.work(self._word, self._do, self.close)


def hand_out(
    app: App[None],
    do: Callable[[RecoveryCode], T],
    done: Callable[[T], None],
    *,
    word: str,
    heading: str = HEADING,
    back: Callable[[], None] = lambda: None,
) -> None:
    """Show a new code, have it typed back, make something of it, and go on; `back` if someone turns round."""
    code = RecoveryCode.new()

    def show() -> None:
        app.push_screen(ShowCode(code, heading), written)

    def written(on_paper: bool | None) -> None:
        if on_paper:
            app.push_screen(TypeBack(code, lambda: do(code), word=word), typed)
        else:
            back()

    def typed(made: T | None) -> None:
        if made is None:
            show()
        else:
            done(made)

    show()
