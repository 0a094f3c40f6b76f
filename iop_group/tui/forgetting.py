"""Lets go of the painted lines that Textual would keep of screens that are gone."""

from __future__ import annotations

from textual import _styles_cache


def forget_pictures() -> None:
    """Empty the store of the last thousand widgets, an inner part of Textual; nothing where it is missing."""
    kept = getattr(getattr(_styles_cache, "StylesCache", None), "get_inner_outer", None)
    clear = getattr(kept, "cache_clear", None)
    if clear is not None:
        clear()
