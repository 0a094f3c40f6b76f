"""The words around what was found, as people typed them."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from iop_group.domain.plain import folded

EXCERPT = 80
"""Characters shown around what was found."""

_BEFORE = EXCERPT // 3


def excerpt(text: str, word: str) -> str:
    """The line in which the folded word stands, cut to what is around it; empty if it is nowhere."""
    for line in text.split("\n"):
        place = comparable(line).find(word)
        if place >= 0:
            break
    else:
        return ""
    begin = max(0, _unfolded(line, place) - _BEFORE)
    end = begin + EXCERPT
    return f"{'…' if begin else ''}{line[begin:end].strip()}{'…' if end < len(line) else ''}"


def _unfolded(line: str, place: int) -> int:
    """Which character of the line stands at that place of the folded line."""
    ends = list(accumulate(len(comparable(character)) for character in line))
    return bisect_right(ends, place)


def comparable(text: str) -> str:
    """The text as search compares it: case and accents do not matter."""
    # Most lines are plain ASCII, which needs no look at each character.
    if text.isascii():
        return text.casefold()
    return "\n".join(line.casefold() if line.isascii() else folded(line) for line in text.split("\n"))
