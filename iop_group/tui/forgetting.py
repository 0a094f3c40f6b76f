"""Lets go of what Textual would keep of screens that are gone."""

from __future__ import annotations

from contextvars import ContextVar

from textual import _context, _styles_cache


def forget_pictures() -> None:
    """Empty the store of the last thousand widgets, an inner part of Textual; nothing where it is missing."""
    kept = getattr(getattr(_styles_cache, "StylesCache", None), "get_inner_outer", None)
    clear = getattr(kept, "cache_clear", None)
    if clear is not None:
        clear()


def forget_painted() -> None:
    """Let go of the screens painted last, which whatever is made from here on would remember."""
    stack = getattr(_context, "visible_screen_stack", None)
    if isinstance(stack, ContextVar):
        stack.set([])
