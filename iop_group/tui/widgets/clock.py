"""The one large thing on a screen: a time that can be read from across the room."""

from textual.geometry import Region
from textual.strip import Strip

from iop_group.tui.text import minutes_text, symbols
from iop_group.tui.widgets.glyphs import draw_digits
from iop_group.tui.widgets.ink import Inked


class BigClock(Inked):
    """A time as m:ss in three rows, or in five when large; `text-align` places it.

    Where it is too narrow for the digits, the time stands there as plain text.
    """

    DEFAULT_CSS = """
    BigClock {
        height: 3;
        width: 1fr;
        &.-large { height: 5; }
    }
    """

    def __init__(
        self, text: str = "", ink: str = "strong", *, large: bool = False, id: str | None = None
    ) -> None:
        super().__init__(id=id, classes="-large" if large else None)
        self._text, self._ink = text, ink
        self._signs = symbols()
        self._picture: tuple[tuple[str, bool, int, str], tuple[str, ...]] | None = None
        """The rows drawn last, and for what."""

    @property
    def large(self) -> bool:
        """Five rows instead of three."""
        return self.has_class("-large")

    @large.setter
    def large(self, large: bool) -> None:
        self.set_class(large, "-large")

    def show_left(self, seconds: float) -> None:
        """Show the time left; what is over counts up behind a plus, so that no colour is needed to tell."""
        text = minutes_text(abs(seconds))
        self.show(*(("+" + text, "warning") if seconds < 0 else (text, "accent")))

    def show(self, text: str, ink: str = "strong") -> None:
        """Show the time; repaints only the digits that changed."""
        if (text, ink) == (self._text, self._ink):
            return
        cells = self.size.width
        old, old_ink = self._drawn(cells), self._ink
        self._text, self._ink = text, ink
        new = self._drawn(cells)
        if ink != old_ink or len(old) != len(new):
            self.refresh()
            return
        changed = [
            Region(places[0], y, places[-1] - places[0] + 1, 1)
            for y, (was, now) in enumerate(zip(old, new, strict=True))
            if (places := _differences(was, now))
        ]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        """One painted line."""
        cells = self.size.width
        drawn = self._drawn(cells)
        return self.strip_of(((drawn[y], self._ink),) if y < len(drawn) else (), cells)

    def _drawn(self, cells: int) -> tuple[str, ...]:
        wanted = (self._text, self.large, cells, self.styles.text_align)
        if self._picture is None or self._picture[0] != wanted:
            self._picture = (wanted, self._draw(*wanted))
        return self._picture[1]

    def _draw(self, text: str, large: bool, cells: int, align: str) -> tuple[str, ...]:
        rows = draw_digits(text, self._signs, large=large)
        if len(rows[0]) > cells and large:
            rows = draw_digits(text, self._signs)
        if len(rows[0]) > cells:
            rows = ("", text)
        match align:
            case "center":
                return tuple(row.center(cells) for row in rows)
            case "right" | "end":
                return tuple(row.rjust(cells) for row in rows)
        return tuple(row.ljust(cells) for row in rows)


def _differences(was: str, now: str) -> list[int]:
    """The cells that differ; both rows are as wide as the widget."""
    return [x for x, (old, new) in enumerate(zip(was, now, strict=False)) if old != new]
