"""Named inks: the few ways text may look, taken from the colour theme, for painting line by line."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from iop_group.tui.text import Row, clean, cut, width

INKS = ("text", "dim", "strong", "accent", "success", "warning", "error", "cursor", "title", "bar")
"""The names a run may carry. An unknown name looks like "text"."""
INK_CLASSES = frozenset(f"ink--{ink}" for ink in INKS)

_GROUNDS = frozenset({"cursor", "bar"})
"""Inks with a background of their own."""

_CSS = """
WIDGET {
    & > .ink--text { color: $foreground; }
    & > .ink--dim { color: $text-muted; }
    & > .ink--strong { color: $foreground; text-style: bold; }
    & > .ink--accent { color: $accent; text-style: bold; }
    & > .ink--success { color: $success; }
    & > .ink--warning { color: $warning; text-style: bold; }
    & > .ink--error { color: $error; text-style: bold underline; }
    & > .ink--cursor { background: $accent 20%; color: $foreground; text-style: bold; }
    & > .ink--title { color: $foreground; text-style: bold; }
    & > .ink--bar { background: $panel; color: $foreground; }
    &:ansi > .ink--cursor { background: ansi_default; color: ansi_default; text-style: bold reverse; }
    &:ansi > .ink--dim { color: ansi_default; text-style: dim; }
    &:nocolor > .ink--cursor { text-style: bold reverse; }
}
"""


def ink_css(widget: str) -> str:
    """The style sheet of the inks for one widget class."""
    return _CSS.replace("WIDGET", widget)


class Palette:
    """The rich styles of one widget's inks on each of its grounds, computed once per theme."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[tuple[str, str], Style] = {}

    def drop(self) -> None:
        """Forget the styles, because the theme or the focus changed."""
        self._styles.clear()

    def style(self, ink: str, base: str) -> Style:
        """The style of `ink` where the ground is that of the ink `base`."""
        found = self._styles.get((ink, base))
        if found is None:
            found = self._styles[ink, base] = self._mixed(ink, base)
        return found

    def strip(self, row: Row, cells: int, base: str = "text") -> Strip:
        """`row` as a painted line of exactly `cells` cells, in as few pieces as it can be.

        Every piece costs some fifty bytes on the way to the terminal, so blanks join the piece before them.
        """
        pieces: list[tuple[str, Style]] = []
        left = cells
        for text, ink in (*row, (" " * cells, base)):
            piece = cut(clean(text), left)
            left -= width(piece)
            style = self.style(ink, base)
            if not piece:
                continue
            before, last = pieces[-1] if pieces else ("", style)
            if style == last or (piece.isspace() and _blank_alike(style, last)):
                pieces[-1:] = [(before + piece, last)]
            elif before.isspace() and _blank_alike(style, last):
                pieces[-1:] = [(before + piece, style)]
            else:
                pieces.append((piece, style))
        return Strip([Segment(piece, style) for piece, style in pieces], cells)

    def _mixed(self, ink: str, base: str) -> Style:
        ground = self._full(base)
        if ink in (base, "text") or ink not in INKS:
            return ground
        if ink in _GROUNDS:
            return self._full(ink)
        over = self._full(ink)
        shape = Style(bold=over.bold or None, underline=over.underline or None, dim=over.dim or None)
        if ground.reverse:  # a second colour would become a second background
            return ground + shape
        return ground + shape + Style(color=over.color)

    def _full(self, ink: str) -> Style:
        style = self._widget.get_component_rich_style(f"ink--{ink}")
        return style + Style(reverse=True) if ink == "cursor" and self._has_few_colours() else style

    def _has_few_colours(self) -> bool:
        return self._widget.app.console.color_system in (None, "standard", "windows")


def _blank_alike(one: Style, other: Style) -> bool:
    """True when a blank looks the same in both styles."""
    shapes = [(style.bgcolor, style.reverse, style.underline) for style in (one, other)]
    return shapes[0] == shapes[1] and not one.reverse


class Inked(Widget):
    """A widget that paints its lines itself, in inks."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(INK_CLASSES)
    DEFAULT_CSS = ink_css("Inked")
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._palette = Palette(self)

    def notify_style_update(self) -> None:
        """Take the styles anew at the next painting."""
        self._palette.drop()
        super().notify_style_update()

    def strip_of(self, row: Row, cells: int, base: str = "text") -> Strip:
        """`row` as a painted line of exactly `cells` cells, on the ground of the ink `base`."""
        return self._palette.strip(row, cells, base)


class InkedScroll(ScrollView, inherit_bindings=False):
    """A scrolling widget that paints its visible lines itself, in inks."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(INK_CLASSES)
    DEFAULT_CSS = (
        ink_css("InkedScroll")
        + """
    InkedScroll {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 30%;
        scrollbar-color-hover: $foreground 40%;
        scrollbar-color-active: $accent;
        scrollbar-background: $foreground 6%;
        scrollbar-background-hover: $foreground 6%;
        scrollbar-background-active: $foreground 6%;
    }
    """
    )
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._palette = Palette(self)

    def notify_style_update(self) -> None:
        """Take the styles anew at the next painting."""
        self._palette.drop()
        super().notify_style_update()

    def strip_of(self, row: Row, cells: int, base: str = "text") -> Strip:
        """`row` as a painted line of exactly `cells` cells, on the ground of the ink `base`."""
        return self._palette.strip(row, cells, base)

    @property
    def text_width(self) -> int:
        """The cells for text: one is always kept for the scroll bar, so that nothing shifts when it comes."""
        return max(0, self.size.width - 1)

    def jump_to(self, y: int) -> None:
        """Show line `y` at the top at once, as far as there are lines; no animation."""
        self.scroll_to(y=max(0, y), animate=False, force=True)
