"""The one line that says which keys do what here."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.strip import Strip

from iop_group.tui.text import Run, width
from iop_group.tui.widgets.ink import Inked

Key = tuple[str, str]
"""A key as it is written on the keyboard, and the verb it stands for."""

_GAP, _LEAST_GAP = 3, 2
_WAY_BACK = "Esc"


class KeyBar(Inked):
    """Keys in the order of the hand; where it is narrow the later ones go, but never the last."""

    DEFAULT_CSS = "KeyBar { dock: bottom; height: 1; width: 1fr; }"

    @dataclass
    class Clicked(Message):
        """A key was clicked with the mouse."""

        bar: "KeyBar"
        key: str

        @property
        def control(self) -> "KeyBar":
            """The bar it happened in."""
            return self.bar

    def __init__(
        self, keys: Sequence[Key] = (), last: Key | None = None, *, base: str = "bar", id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._base = base
        self._keys: tuple[Key, ...] = tuple(keys)
        self._last = last

    def show(self, keys: Sequence[Key], last: Key | None = None) -> None:
        """Show `keys` from the left and `last` at the right end."""
        if (tuple(keys), last) != (self._keys, self._last):
            self._keys, self._last = tuple(keys), last
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The painted line."""
        cells = self.size.width
        if y:
            return self.strip_of((), cells, self._base)
        runs: list[Run] = []
        used = 0
        for start, (key, label) in self._placed(cells):
            runs += [(" " * (start - used), "text"), (key, "strong"), (f" {label}", "text")]
            used = start + _size((key, label))
        return self.strip_of(tuple(runs), cells, self._base)

    def on_click(self, event: events.Click) -> None:
        """Tell which key was clicked."""
        for start, key in self._placed(self.size.width):
            if start <= event.x < start + _size(key):
                self.post_message(self.Clicked(self, key[0]))

    def _placed(self, cells: int) -> list[tuple[int, Key]]:
        """The keys that there is room for, each with the cell it starts at."""
        end = cells - 1
        placed: list[tuple[int, Key]] = []
        everything = [*self._keys, *([self._last] if self._last is not None else [])]
        gap = _GAP if sum(_size(key) + _GAP for key in everything) <= cells else _LEAST_GAP
        if self._last is not None:
            end = max(1, end - _size(self._last))
            placed.append((end, self._last))
            end -= gap
        start = 1
        before: list[tuple[int, Key]] = []
        for key in _fitting(self._keys, end - start, gap):
            before.append((start, key))
            start += _size(key) + gap
        return before + placed


def _fitting(keys: Sequence[Key], cells: int, gap: int) -> list[Key]:
    """The keys for which there is room: later ones go first, the way back last."""
    kept = list(keys)
    while kept and sum(_size(key) + gap for key in kept) - gap > cells:
        spare = next((key for key in reversed(kept) if key[0] != _WAY_BACK), kept[-1])
        kept.remove(spare)
    return kept


def _size(key: Key) -> int:
    return width(key[0]) + 1 + width(key[1])
