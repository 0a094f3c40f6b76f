"""Named inks: the few ways text may look, taken from the colour theme, for painting line by line."""

from typing import Any, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from iop_group.tui.text import Row, clean, cut, width


class _Look(NamedTuple):
    """What an ink takes from the colour theme."""

    color: str = "foreground"
    bold: bool | None = None
    underline: bool | None = None
    ground: str = ""
    """The colour laid over the widget's background, if any, ..."""
    share: float = 1.0
    """... and how much of it."""


_LOOKS = {
    "text": _Look(),
    "dim": _Look("text-muted"),
    "strong": _Look(bold=True),
    "accent": _Look("accent", bold=True),
    "success": _Look("success"),
    "warning": _Look("warning", bold=True),
    "error": _Look("error", bold=True, underline=True),
    "cursor": _Look(bold=True, ground="accent", share=0.2),
    "title": _Look(bold=True),
    "bar": _Look(ground="panel"),
}
INKS = tuple(_LOOKS)
"""The names a run may carry. An unknown name looks like "text"."""

_GROUNDS = frozenset(ink for ink, look in _LOOKS.items() if look.ground)
"""Inks with a background of their own."""


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
        """The ink on the widget's own ground.

        Mixed here and not in the style sheet: Textual would match every rule for every ink of every widget,
        which took longer than all other work for the first picture.
        """
        look, app = _LOOKS[ink], self._widget.app
        ground = self._widget.background_colors[1]
        terminals_own = app.native_ansi_color
        shape = Style(bold=look.bold, underline=look.underline)
        if ink == "dim" and terminals_own:
            return _on(ground, _color("foreground", app, ground)) + Style(dim=True)
        if look.ground and has_sixteen_colours(app):
            # A mixed ground would become one of a few greys; the plain pair, turned round, stays readable.
            plain = _color("background", app, ground)
            return _on(plain, _color("foreground", app, plain)) + shape + Style(reverse=True)
        if ink == "cursor" and (terminals_own or app.no_color or app.console.color_system is None):
            shape += Style(reverse=True)
        if look.ground and not (ink == "cursor" and terminals_own):
            ground += _color(look.ground, app, ground).multiply_alpha(look.share)
        return _on(ground, _color(look.color, app, ground)) + shape


def has_sixteen_colours(app: App[Any]) -> bool:
    """Does the terminal show nothing between the sixteen colours?"""
    return not app.no_color and app.console.color_system in ("standard", "windows")


def _color(name: str, app: App[object], ground: Color) -> Color:
    """A colour of the theme; Textual's own themes also say "auto 60%", which depends on the ground."""
    value = app.theme_variables.get(name, "auto")
    if value.startswith("auto"):
        share = value.removeprefix("auto").strip().rstrip("%")
        return ground.get_contrast_text(float(share) / 100 if share else 1.0)
    return Color.parse(value)


def _on(ground: Color, color: Color) -> Style:
    return Style.from_color((ground + color).rich_color, ground.rich_color if ground.a else None)


def _blank_alike(one: Style, other: Style) -> bool:
    """True when a blank looks the same in both styles."""
    shapes = [(style.bgcolor, style.reverse, style.underline) for style in (one, other)]
    return shapes[0] == shapes[1] and not one.reverse


class Inked(Widget):
    """A widget that paints its lines itself, in inks."""

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

    DEFAULT_CSS = """
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
