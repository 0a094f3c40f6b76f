"""A list of any length to move and choose in, which paints two lines for a move."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Self

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from iop_group.tui.text import Row, fit_row, symbols, wrap
from iop_group.tui.widgets.ink import InkedScroll
from iop_group.tui.widgets.line import fresh_cells

Draw = Callable[[int, int], Row]
"""Draws the row of an index for a width in cells."""
Selectable = Callable[[int], bool]
"""Says whether the cursor may stand on the row of an index."""

_MARK = 2
"""Cells for the sign at the row with the cursor."""


class _Drawn(NamedTuple):
    """A row as it was drawn."""

    at: int
    room: int
    """Cells it was drawn for."""
    row: Row


def _nothing(index: int, cells: int) -> Row:
    return ()


class Rows(InkedScroll, can_focus=True, inherit_bindings=False):
    """Rows drawn when they are seen; the cursor skips headings."""

    MARKED_ALWAYS = True
    """Is the row with the cursor marked while another widget has the keys?"""
    DEFAULT_CSS = "Rows { height: 1fr; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move_page(-1)", "Page up", show=False),
        Binding("pagedown", "move_page(1)", "Page down", show=False),
        Binding("home", "move_end(-1)", "First", show=False),
        Binding("end", "move_end(1)", "Last", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

        rows: "Rows"
        index: int

        @property
        def control(self) -> "Rows":
            """The list it happened in."""
            return self.rows

    @dataclass
    class Chosen(Message):
        """Enter, or a click on the row with the cursor."""

        rows: "Rows"
        index: int

        @property
        def control(self) -> "Rows":
            """The list it happened in."""
            return self.rows

    def __init__(self, *, empty: str = "", id: str | None = None, classes: str | None = None) -> None:
        """`empty` is the sentence shown when there are no rows."""
        super().__init__(id=id, classes=classes)
        self.empty = empty
        self._count = 0
        self._draw: Draw = _nothing
        self._selectable: Selectable | None = None
        self._at: int | None = None
        self._mark = symbols().here
        self._drawn: dict[int, _Drawn] = {}
        """What stands in each line until it is to be drawn again, even where some cells of it are painted
        anew meanwhile: else a change that was painted in part could not be told from one that was whole."""

    @property
    def count(self) -> int:
        """The number of rows, headings included."""
        return self._count

    @property
    def index(self) -> int | None:
        """The row with the cursor; None when there is none to stand on."""
        return self._at

    def show(
        self, count: int, draw: Draw, *, selectable: Selectable | None = None, keep: bool = False
    ) -> None:
        """Show `count` rows; with `keep` the cursor stays where it was, as near as it can.

        Rows that are kept, and are as many as before, are painted only where they changed.
        """
        stay = self._at if keep else None
        before = (self._count, self._at)
        self._count, self._draw, self._selectable = max(0, count), draw, selectable
        self._at = self._nearest(stay or 0)
        self.virtual_size = Size(0, self._count)
        if stay is None:
            self.jump_to(0)
        if self._reveal() or stay is None or before != (self._count, self._at):
            self.refresh()
        else:
            self._refresh_changed()

    def move_to(self, index: int) -> None:
        """Put the cursor on `index`, or on the nearest row that can be selected."""
        at = self._nearest(index, -1 if index < (self._at or 0) else 1)
        if at is None or at == self._at:
            self._reveal()
            return
        old, self._at = self._at, at
        if not self._reveal():
            self.refresh_row(at)
            if old is not None:
                self.refresh_row(old)
        self.post_message(self.Moved(self, at))

    def refresh_row(self, index: int) -> None:
        """Draw one row again."""
        if self.scroll_offset.y <= index < self.scroll_offset.y + self.size.height:
            self._drawn.pop(index - int(self.scroll_offset.y), None)
            self.refresh_line(index)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw every row again, unless some regions are named: those are painted as they stand."""
        if not regions:
            self._drawn.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _refresh_changed(self) -> None:
        top, room = int(self.scroll_offset.y), self._room
        for y in range(min(self.size.height, self._count - top)):
            was, now = self._drawn.get(y), _Drawn(top + y, room, self._draw(top + y, room))
            self._drawn[y] = now
            if was is None or was[:2] != now[:2]:
                self.refresh_line(top + y)
            elif was.row != now.row:
                place = fresh_cells(fit_row(was.row, room), fit_row(now.row, room), y, room)
                self.refresh(place.translate((_MARK, 0)))

    def _row(self, y: int) -> Row:
        """The row in line `y`, drawn when it is not there yet."""
        index, room, known = y + int(self.scroll_offset.y), self._room, self._drawn.get(y)
        if known is None or known[:2] != (index, room):
            known = self._drawn[y] = _Drawn(index, room, self._draw(index, room))
        return fit_row(known.row, room)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The painted lines. Below the rows all are alike: one of them is painted and stands for all."""
        below = max(crop.y, self.gutter.top + max(0, self._count - int(self.scroll_offset.y)))
        if not self._count or self.gutter.bottom or crop.bottom <= below + 1:
            return super().render_lines(crop)
        lines = super().render_lines(Region(crop.x, crop.y, crop.width, below + 1 - crop.y))
        return lines + lines[-1:] * (crop.bottom - below - 1)

    def render_line(self, y: int) -> Strip:
        """One painted line."""
        cells = self.size.width
        index = y + self.scroll_offset.y
        if not self._count:
            return self._empty_line(y, cells)
        if index >= self._count:
            return self.strip_of((), cells)
        row = self._row(y)
        if index != self._at or not (self.has_focus or self.MARKED_ALWAYS):
            return self.strip_of((("  ", "text"), *row), cells)
        ink, base = ("accent", "cursor") if self.has_focus else ("dim", "text")
        return self.strip_of(((f"{self._mark} ", ink), *row), cells, base)

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in sight."""
        self._reveal()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a click on the cursor chooses."""
        index = event.y + self.scroll_offset.y
        if not self._may(index):
            return
        if index == self._at:
            self.action_choose()
        else:
            self.move_to(index)

    def action_move(self, rows: int) -> None:
        """Move by some rows, over headings."""
        if self._at is None:
            self.jump_to(self.scroll_offset.y + rows)
        else:
            self.move_to(self._at + rows)

    def action_move_page(self, pages: int) -> None:
        """Move by a page less one row."""
        self.action_move(pages * max(1, self.size.height - 1))

    def action_move_end(self, way: int) -> None:
        """Go to the first or the last row."""
        self.action_move(way * self._count)

    def action_choose(self) -> None:
        """Say that the row with the cursor is chosen."""
        if self._at is not None:
            self.post_message(self.Chosen(self, self._at))

    @property
    def _room(self) -> int:
        """Cells of a row beside the mark and the scroll bar."""
        return max(0, self.text_width - _MARK)

    def _empty_line(self, y: int, cells: int) -> Strip:
        lines = wrap(self.empty, self._room)
        return self.strip_of((("  ", "text"), (lines[y], "dim")) if y < len(lines) else (), cells)

    def _may(self, index: int) -> bool:
        return 0 <= index < self._count and (self._selectable is None or self._selectable(index))

    def _nearest(self, index: int, way: int = 1) -> int | None:
        start = min(max(0, index), self._count - 1)
        ahead = range(start, self._count) if way > 0 else range(start, -1, -1)
        behind = range(start - 1, -1, -1) if way > 0 else range(start + 1, self._count)
        return next((at for part in (ahead, behind) for at in part if self._may(at)), None)

    def _reveal(self) -> bool:
        """Scroll the cursor and the heading over it into sight; true when the list moved."""
        height, top = self.size.height, self.scroll_offset.y
        if self._at is None or height <= 0:
            return False
        first = self._at
        while first > 0 and self._at - first < height - 1 and not self._may(first - 1):
            first -= 1
        # Most of a page at once: a whole repaint for every key at the edge is what makes lists slow.
        if first < top:
            self.jump_to(first - height * 2 // 3)
        elif self._at >= top + height:
            self.jump_to(self._at - height // 3)
        return self.scroll_offset.y != top
