"""Colour themes from plain files, handed to Textual only after they were found sound."""

from __future__ import annotations

from textual.app import App
from textual.theme import Theme

from iop_group.colors import ColorTheme
from iop_group.library import Library

FALLBACK = "calm-dark"


def textual_theme(colors: ColorTheme) -> Theme:
    """The theme as Textual takes it; the muted colour is what dim text uses."""
    return Theme(
        name=colors.name,
        primary=colors.primary,
        secondary=colors.secondary,
        accent=colors.accent,
        warning=colors.warning,
        error=colors.error,
        success=colors.success,
        foreground=colors.foreground,
        background=colors.background,
        surface=colors.surface,
        panel=colors.panel,
        dark=colors.dark,
        variables={"text-muted": colors.muted, "footer-background": colors.panel},
    )


class Themes:
    """The colour themes of this program, by name."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(colors.name for colors in self._library.colors())

    def apply(self, app: App[None], name: str) -> None:
        """Put a theme on, registering only that one; an unknown name gives the dark one."""
        colors = self._library.color(name) or self._library.color(FALLBACK)
        if colors is None:
            return
        app.register_theme(textual_theme(colors))
        app.theme = colors.name
        app.set_class(colors.large, "-large")

    def after(self, name: str) -> str:
        """The next theme's name."""
        names = self.names
        return names[(names.index(name) + 1) % len(names)] if name in names else FALLBACK
