"""Writes only the cells that changed to the terminal; only this file uses the inner parts of painting.

Stock looks at every line of every widget for each change, and writes a line from the left edge of its widget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.reactive import Reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from iop_group.tui.forgetting import forget_lines, forget_painted

if TYPE_CHECKING:
    from rich.console import Console

Answer = TypeVar("Answer")
_USED: Final = ("_regions_to_spans", "render_partial_update", "visible_widgets")


class _Piece(NamedTuple):
    """Painted cells and where they begin."""

    x: int
    y: int
    strip: Strip


class _Pieces(ChopsUpdate):
    """Pieces on their way to the terminal."""

    def __init__(self, pieces: Sequence[_Piece]) -> None:
        super().__init__([], [], [])
        self._pieces = pieces

    def render_segments(self, console: Console) -> str:
        """All pieces as escape sequences and text."""
        written: list[str] = []
        at = (-1, -1)
        for x, y, strip in self._pieces:
            if (x, y) != at:
                written.append(Control.move_to(x, y).segment.text)
            written.append(strip.render(console))
            at = (x + strip.cell_length, y)
        return "".join(written)


class _FewCells(Compositor):
    """Asks of each line that changed the widgets that are in front there, and no others."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed since the last painting."""
        whole = self.size.region
        changed = [seen for region in self._dirty_regions if (seen := region.intersection(whole))]
        self._dirty_regions.clear()
        spans = self._regions_to_spans(changed)
        pieces = [piece for y, start, end in spans for piece in self._painted(y, start, end)]
        forget_painted()
        return _Pieces(pieces) if pieces else None

    def _painted(self, y: int, start: int, end: int) -> Sequence[_Piece]:
        """Those cells of line `y`, from left to right; with letters of two cells the whole line.

        Half of such a letter cannot be written.
        """
        bare = [(start, end)]
        pieces: list[_Piece] = []
        for widget, (region, clip) in self.visible_widgets.items():  # from front to back
            seen = region.intersection(clip)
            if not seen.y <= y < seen.bottom or not (parts := list(_covered(bare, seen))):
                continue
            for line in widget.render_lines(Region(seen.x - region.x, y - region.y, seen.width, 1)):
                if line.cell_length != len(line.text) and (start, end) != (0, self.size.width):
                    return self._painted(y, 0, self.size.width)
                pieces += [_Piece(x, y, line.crop(x - seen.x, until - seen.x)) for x, until in parts]
            bare = list(_left_bare(bare, seen))
            if not bare:
                break
        return sorted(pieces)


def _covered(bare: Iterable[tuple[int, int]], seen: Region) -> Iterator[tuple[int, int]]:
    """The parts of the bare spans that a region covers."""
    for start, end in bare:
        if (first := max(start, seen.x)) < (last := min(end, seen.right)):
            yield first, last


def _left_bare(bare: Iterable[tuple[int, int]], seen: Region) -> Iterator[tuple[int, int]]:
    """The parts of the bare spans beside a region."""
    for start, end in bare:
        if start < (last := min(end, seen.x)):
            yield start, last
        if (first := max(start, seen.right)) < end:
            yield first, end


def ground_lines(paint: Callable[[Region], list[Strip]], crop: Region) -> list[Strip]:
    """Where nothing is seen but a ground, every line like the other: one is painted and stands for all."""
    return paint(Region(crop.x, crop.y, crop.width, min(1, crop.height))) * crop.height


class Ground(Vertical):
    """Puts what it holds one below the other. It has no edge above or below."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The ground."""
        return ground_lines(super().render_lines, crop)


class GroundAcross(Horizontal):
    """The same, side by side. (Of a class with two bases Textual would take the style of one.)"""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The ground."""
        return ground_lines(super().render_lines, crop)


class FewCellsScreen(Screen[Answer]):
    """A screen that writes only what changed; with another Textual it is a stock one."""

    focused = Reactive[Widget | None](None, repaint=False)
    """As in every screen, but nothing else is painted anew: what has the keys, and what had them, do so."""

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name, id, classes)
        if all(hasattr(Compositor, name) for name in _USED):
            self._compositor = _FewCells()

    def on_screen_suspend(self) -> None:
        """Something is in front; when nothing of this screen is seen any more, nothing painted is kept.

        Textual keeps the first screen, the door, while the program runs: then at least without its lines.
        """
        if not self.app.screen.is_modal:
            forget_lines(self)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The ground; of a dialog also what is seen through it, the screen behind."""
        return super().render_lines(crop) if self.is_modal else ground_lines(super().render_lines, crop)

    def _on_timer_update(self) -> None:
        """For a change behind a dialog stock forgets what changed in the dialog itself."""
        if self._repaint_required:
            self._repaint_required = False
            self._dirty_widgets.add(self)
        super()._on_timer_update()

    def _compositor_refresh(self) -> None:
        """Behind a dialog stock remembers all places that ever changed, and paints them for each change."""
        super()._compositor_refresh()
        if self.app.screen is not self:
            self._repaint_regions.clear()
            self._repaint_required = False
