"""Blocks of text: one line, several lines, and a whole text to scroll through."""

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.strip import Strip

from iop_group.tui.text import Row, Run, fit_row, pad_row, row_width
from iop_group.tui.widgets.ink import Inked, InkedScroll

Builder = Callable[[int], Sequence[Row]]
"""Makes the rows of a text for a width in cells."""


def fresh_cells(was: Row, now: Row, y: int, cells: int) -> Region:
    """Where line `y` changed, from the first changed cell to the last."""
    runs = list(zip(was, now, strict=False))
    before = next((at for at, (old, new) in enumerate(runs) if old != new), len(runs))
    start, end = row_width(now[:before]), cells
    if before < len(runs):
        start += _alike(*runs[before])
    if len(was) == len(now) and row_width(was) == row_width(now):
        end = row_width(now[: 1 + max((at for at, (old, new) in enumerate(runs) if old != new), default=0)])
    start, end = min(start, cells), min(end, cells)
    return Region(start, y, max(0, end - start), 1)


def _alike(old: Run, new: Run) -> int:
    """Cells at the start of two runs that look the same; none where letters may be wider than a cell."""
    (was, ink), (now, other) = old, new
    if ink != other or not (was.isascii() and now.isascii()):
        return 0
    both = enumerate(zip(was, now, strict=False))
    return next((at for at, (old_sign, new_sign) in both if old_sign != new_sign), min(len(was), len(now)))


class Line(Inked):
    """One row; the right part stays when there is little room. With the base "bar" it is a header."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; &.-bar { background: $panel; padding: 0 1; } }"

    def __init__(
        self,
        *runs: Run,
        right: Row = (),
        base: str = "text",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._base = base
        self.set_class(base == "bar", "-bar", update=False)
        self._shown: tuple[Row, Row] = (runs, tuple(right))

    def show(self, *runs: Run, right: Sequence[Run] = ()) -> None:
        """Show `runs` at the left and `right` at the right end; repaints only what is new."""
        if (fresh := (runs, tuple(right))) != self._shown:
            was, self._shown = self._row(), fresh
            self.refresh(fresh_cells(was, self._row(), 0, self.size.width))

    def render_line(self, y: int) -> Strip:
        """The painted line."""
        return self.strip_of(() if y else self._row(), self.size.width, self._base)

    def _row(self) -> Row:
        cells = self.size.width
        left, right = self._shown
        if not right:
            return fit_row(left, cells)
        end = fit_row(right, cells)
        room = cells - row_width(end)
        start = (*pad_row(left, room - 1), (" ", "text")) if room > 0 else ()
        return start + end


class Lines(Inked):
    """Several rows; the layout moves only when their number changes."""

    DEFAULT_CSS = "Lines { height: auto; width: 1fr; }"

    def __init__(
        self,
        rows: Sequence[Row] = (),
        *,
        base: str = "text",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._base = base
        self._rows = tuple(rows)

    def show(self, rows: Sequence[Row]) -> None:
        """Show `rows`; repaints only the lines that are new."""
        old, self._rows = self._rows, tuple(rows)
        if len(old) != len(self._rows) and self.styles.is_auto_height:
            self.refresh(layout=True)
            return
        both, cells = enumerate(zip_longest(old, self._rows, fillvalue=())), self.size.width
        fitted = ((y, fit_row(was, cells), fit_row(now, cells)) for y, (was, now) in both if was != now)
        if changed := [fresh_cells(was, now, y, cells) for y, was, now in fitted]:
            self.refresh(*changed)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The widest row, in cells."""
        return max(map(row_width, self._rows), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The number of rows."""
        return len(self._rows)

    def render_line(self, y: int) -> Strip:
        """One painted line."""
        row = self._rows[y] if y < len(self._rows) else ()
        return self.strip_of(fit_row(row, self.size.width), self.size.width, self._base)


class ScrollLines(InkedScroll, can_focus=True, inherit_bindings=False):
    """A text to read: scrolls at once, and is made anew for each width."""

    DEFAULT_CSS = "ScrollLines { height: 1fr; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_lines(-1)", "Up", show=False),
        Binding("down", "scroll_lines(1)", "Down", show=False),
        Binding("pageup", "scroll_pages(-1)", "Page up", show=False),
        Binding("pagedown", "scroll_pages(1)", "Page down", show=False),
        Binding("home", "jump('start')", "Start", show=False),
        Binding("end", "jump('end')", "End", show=False),
    ]

    def __init__(
        self, content: Sequence[Row] | Builder = (), *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._content = content
        self._built: tuple[int, Sequence[Row]] | None = None

    def show(self, content: Sequence[Row] | Builder, *, keep: bool = False) -> None:
        """Show rows, or what a builder makes for the width; `keep` stays at the same line.

        What is kept and has as many rows as before repaints only those that are new.
        """
        old = self.rows if keep and self.size.width else ()
        self._content = content
        self._built = None
        if self.size.width:
            self._measure()
        if not keep:
            self.jump_to(0)
        new, top = self.rows if old else (), self.scroll_offset.y
        if not old or len(old) != len(new):
            self.refresh(layout=self.styles.is_auto_height)
            return
        for y in range(top, min(len(old), top + self.size.height)):
            if old[y] != new[y]:
                self.refresh_line(y)

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown, in sight or not."""
        return self._rows(self.text_width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The number of rows at this width."""
        return len(self._rows(max(0, width - 1)))

    def on_resize(self, event: events.Resize) -> None:
        """Make the rows anew when the width changed."""
        self._measure()

    def render_line(self, y: int) -> Strip:
        """One painted line."""
        cells = self.text_width
        rows = self._rows(cells)
        index = y + self.scroll_offset.y
        row = fit_row(rows[index], cells) if index < len(rows) else ()
        return self.strip_of(row, self.size.width)

    def action_scroll_lines(self, lines: int) -> None:
        """Move by some lines."""
        self.jump_to(self.scroll_offset.y + lines)

    def action_scroll_pages(self, pages: int) -> None:
        """Move by a page less one line, so that the eye finds its place."""
        self.jump_to(self.scroll_offset.y + pages * max(1, self.size.height - 1))

    def action_jump(self, where: str) -> None:
        """Go to the start or the end."""
        self.jump_to(0 if where == "start" else self.virtual_size.height)

    def _measure(self) -> None:
        self.virtual_size = Size(0, len(self._rows(self.text_width)))

    def _rows(self, cells: int) -> Sequence[Row]:
        if not callable(self._content):
            return self._content
        if self._built is None or self._built[0] != cells:
            self._built = (cells, self._content(cells))
        return self._built[1]
