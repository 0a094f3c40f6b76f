"""Lets go of what Textual would keep of widgets that are gone: painted lines, and fields with their words."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from textual import _context, _styles_cache
from textual.screen import Screen
from textual.widget import Widget


def forget_pictures() -> None:
    """Empty the store of the last thousand widgets, an inner part of Textual; nothing where it is missing."""
    kept = getattr(getattr(_styles_cache, "StylesCache", None), "get_inner_outer", None)
    clear = getattr(kept, "cache_clear", None)
    if clear is not None:
        clear()


def forget_lines(screen: Screen[Any]) -> None:
    """Let go of the painted lines of a screen that is not seen; it is painted anew when it comes back.

    Every line keeps what was ever cut out of it: some 400 KB a screen. They are an inner part of Textual;
    nothing is done where it is missing.
    """
    widgets = (screen, *screen.walk_children(Widget))
    bars = (getattr(widget, "_vertical_scrollbar", None) for widget in widgets)
    for widget in (*widgets, *bars):
        lines = getattr(widget, "_styles_cache", None)
        if isinstance(lines, _styles_cache.StylesCache):
            lines.clear()


def forget_field(field: Widget) -> None:
    """A field that goes is told of nothing any more: its screen and the app would keep it while they stand.

    The app's list of those who want to know of another theme is an inner part of Textual; nothing is done
    where it is missing.
    """
    field.screen.text_selection_started_signal.unsubscribe(field)
    watching: list[tuple[object, object]] = getattr(field.app, "__watchers", {}).get("theme", [])
    watching[:] = [(watcher, told) for watcher, told in watching if watcher is not field]


def forget_painted() -> None:
    """Let go of the screens painted last, which whatever is made from here on would remember."""
    stack = getattr(_context, "visible_screen_stack", None)
    if isinstance(stack, ContextVar):
        stack.set([])
