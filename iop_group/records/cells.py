"""Plain text laid out for a terminal: measured in cells, wrapped, aligned in columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_NARROWEST = 20


def cells(text: str) -> int:
    """How many cells the text takes."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, width: int, *, indent: str = "") -> list[str]:
    """Lines of at most `width` cells (never fewer than 20), each after the indent; long words are broken.

    The indent takes half of the width at most.
    """
    width = max(_NARROWEST, width)
    indent = indent if cells(indent) <= width // 2 else ""
    lines, line, used = [], "", 0
    for piece in _fitting(text, width - cells(indent)):
        size = cells(piece)
        if line and used + 1 + size > width - cells(indent):
            lines.append(indent + line)
            line, used = piece, size
        else:
            line, used = (f"{line} {piece}", used + 1 + size) if line else (piece, size)
    return [*lines, indent + line] if line else lines


def _fitting(text: str, room: int) -> Iterator[str]:
    """The words, those that are too long in parts; `room` is two cells or more."""
    for word in text.split():
        start = used = 0
        for place, character in enumerate(word):
            size = _cell(character)
            if used + size > room:
                yield word[start:place]
                start, used = place, 0
            used += size
        yield word[start:]


def padded(text: str, width: int) -> str:
    """With spaces up to that many cells; longer text stays as it is."""
    return text + " " * max(0, width - cells(text))
