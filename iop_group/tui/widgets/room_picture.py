"""The group's picture as one widget: paints at most once a second, and then only what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual import events
from textual.geometry import Region
from textual.strip import Strip

from iop_group.domain.room_snapshot import RoomSnapshot
from iop_group.tui.text import Row, row_width
from iop_group.tui.widgets.ink import Inked
from iop_group.tui.widgets.picture import picture_rows


class RoomPicture(Inked):
    """Fills the window with what the group may see."""

    DEFAULT_CSS = "RoomPicture { width: 1fr; height: 1fr; }"

    def __init__(self, now: datetime, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._snapshot: RoomSnapshot | None = None
        self._now = now
        self._rows: Sequence[Row] = ()

    def show(self, snapshot: RoomSnapshot | None, now: datetime) -> None:
        """Show this, or the time of day alone; repaints only what is new."""
        self._snapshot, self._now = snapshot, now
        old, self._rows = self._rows, self._drawn()
        if len(old) != len(self._rows):
            self.refresh()
        elif changed := _changed(old, self._rows):
            self.refresh(changed)

    def on_resize(self, event: events.Resize) -> None:
        """Another window, another picture."""
        self._rows = self._drawn()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One painted line."""
        return self.strip_of(self._rows[y] if y < len(self._rows) else (), self.size.width)

    def _drawn(self) -> Sequence[Row]:
        return picture_rows(self._snapshot, self._now, self.size.width, self.size.height)


def _changed(old: Sequence[Row], new: Sequence[Row]) -> Region | None:
    """Where the two differ, in one piece; None when they do not."""
    found: list[Region] = []
    for y, (was, now) in enumerate(zip(old, new, strict=True)):
        if was != now:
            start = _alike(was, now)
            end = max(row_width(was), row_width(now))
            found.append(Region(start, y, end - start, 1))
    return Region.from_union(found) if found else None


def _alike(was: Row, now: Row) -> int:
    """The cells at the beginning that are the same in both."""
    cells = 0
    for (text, ink), (other, other_ink) in zip(was, now, strict=False):
        if (text, ink) == (other, other_ink):
            cells += row_width(((text, ink),))
            continue
        if ink == other_ink and text.isascii() == other.isascii():
            cells += next((x for x, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), 0)
        break
    return cells
