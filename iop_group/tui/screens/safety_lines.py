"""The lines of a safety card and of the crisis lines: large, plain, and without a name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from iop_group.domain.crisis import CrisisLine
from iop_group.domain.markup import Line, LineKind
from iop_group.domain.rituals import SafetyCard
from iop_group.tui.text import Row, pad, symbols, width, wrap

_REACH = 30
"""Cells for numbers, where the words stand beside them."""
_SIDE_BY_SIDE = 64
WIDEST = 72
"""Cells of a line that is read."""
_ALWAYS = 2
"""Numbers that stand at the foot of the screen."""


def card_rows(card: SafetyCard, cells: int, room: int) -> list[Row]:
    """The card: its title, then one step after the other, set apart where there is room for that."""
    blocks = [_line_rows(line, cells) for line in card.lines]
    tight = [(line, block) for line, block in zip(card.lines, blocks, strict=True) if block]
    airy = sum(len(block) + 1 for _, block in tight) + 1 <= room
    rows: list[Row] = [((card.title, "title"),)]
    for line, block in tight:
        if airy or line.gap or line.kind is LineKind.SUBHEADING:
            rows.append(())
        rows.extend(block)
    return rows


def crisis_rows(lines: Sequence[CrisisLine], cells: int) -> list[Row]:
    """Every line of the region: what to dial or to write, and what it is."""
    reaches = [_reach(line) or _capital(line.label) for line in lines]
    wide = min(_REACH, max(map(width, reaches), default=0))
    rows: list[Row] = []
    for line, reach in zip(lines, reaches, strict=True):
        about = _about(line) if _reach(line) else ""
        if cells < _SIDE_BY_SIDE or not about:
            rows.extend(((text, "strong"),) for text in wrap(reach, cells))
            rows.extend((("  ", "text"), (text, "dim")) for text in wrap(about, cells - 2) if text)
        else:
            rows.extend(_beside(wrap(reach, wide), wrap(about, cells - wide - 2), wide))
    return rows


def advice_rows(text: str, cells: int) -> list[Row]:
    """Quietly under the numbers: nobody has time for it now, but here they are looked at."""
    return [(), *(((line, "dim"),) for line in wrap(text, min(cells, WIDEST)))] if text else []


def _beside(left: list[str], right: list[str], wide: int) -> list[Row]:
    return [
        ((pad(number, wide), "strong"), ("  ", "text"), (about, "dim"))
        for number, about in zip_longest(left, right, fillvalue="")
    ]


def first_numbers(lines: Sequence[CrisisLine]) -> list[Row]:
    """The numbers that are always in sight."""
    first = [line for line in lines if line.number][:_ALWAYS]
    if not first:
        return [(("Call ", "strong"), (lines[0].label if lines else "for help", "strong"))]
    wide = max(len(line.number) for line in first)
    return [((line.number.rjust(wide), "strong"), ("  ", "text"), (line.label, "dim")) for line in first]


def _reach(line: CrisisLine) -> str:
    text = f"text {line.text}" if line.text else ""
    return ", ".join(part for part in (line.number, text) if part)


def _about(line: CrisisLine) -> str:
    dot = f" {symbols().dot} "
    languages = ", ".join(line.languages) if len(line.languages) > 1 else ""
    return dot.join(part for part in (line.label, line.hours, languages) if part)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _line_rows(line: Line, cells: int) -> list[Row]:
    match line.kind:
        case LineKind.POINT | LineKind.NUMBERED:
            mark = f"{line.mark or symbols().dot} "
            first, *rest = wrap(line.text, cells - len(mark))
            gap = " " * len(mark)
            return [((mark, "dim"), (first, "text")), *(((gap, "text"), (text, "text")) for text in rest)]
        case LineKind.SUBHEADING:
            return [((text, "strong"),) for text in wrap(line.text, cells)]
        case LineKind.NOTE:
            return [((text, "dim"),) for text in wrap(line.text, cells)]
    return [((text, "strong"),) for text in wrap(line.text, cells)]
