"""A share as a plain bar."""

from textual.strip import Strip

from iop_group.tui.text import bar, symbols
from iop_group.tui.widgets.ink import Inked


class Meter(Inked):
    """One row: a share from 0 to 1 as a bar on a dim rule."""

    DEFAULT_CSS = "Meter { height: 1; width: 1fr; }"

    def __init__(self, share: float = 0.0, ink: str = "accent", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._share, self._ink = share, ink
        self._rule = symbols().rule

    def show(self, share: float, ink: str = "accent") -> None:
        """Show a share from 0 to 1; repaints only when the bar changes."""
        cells = self.size.width
        changed = (bar(share, cells), ink) != (bar(self._share, cells), self._ink)
        self._share, self._ink = share, ink
        if changed:
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The painted line."""
        cells = self.size.width
        drawn = "" if y else bar(self._share, cells)
        return self.strip_of(((drawn, self._ink), (self._rule * (cells - len(drawn)), "dim")), cells)
