"""Text in terminal cells: measured, cut, padded and wrapped, safe for whatever people type."""

import os
import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from rich.cells import cell_len, get_character_cell_size

from iop_group.domain.plain import printable

Run = tuple[str, str]
"""A piece of text and the name of its ink (see widgets/ink.py)."""
Row = tuple[Run, ...]
"""One line on the screen, left to right."""
Align = Literal["left", "right"]

_MARKS_PER_CELL = 8
"""Code points kept for each cell, so that a tower of accents cannot flood the terminal."""


class Symbols(NamedTuple):
    """The signs on the screen, each one cell wide; `ellipsis` may be longer."""

    done: str
    here: str
    full: str
    hollow: str
    flag: str
    fixed: str
    upright: str
    rule: str
    dot: str
    bar: str
    upper: str
    lower: str
    ellipsis: str


UNICODE = Symbols("✓", "▸", "●", "○", "⚑", "▪", "│", "─", "·", "▆", "▀", "▄", "…")
ASCII = Symbols("x", ">", "*", "o", "!", "=", "|", "-", "-", "#", "'", ".", "...")


def symbols(environ: Mapping[str, str] | None = None) -> Symbols:
    """The signs that this terminal can draw; IOP_GROUP_ASCII=1 asks for the plain ones."""
    return ASCII if plain_terminal(os.environ if environ is None else environ) else UNICODE


def plain_terminal(environ: Mapping[str, str]) -> bool:
    """True when only ASCII is safe: asked for, the Linux console, or a locale that names no UTF-8.

    No locale at all counts as UTF-8, as it does for Python.
    """
    if environ.get("IOP_GROUP_ASCII", "") not in ("", "0") or environ.get("TERM") == "linux":
        return True
    codec = environ.get("PYTHONIOENCODING", "").partition(":")[0]
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "UTF-8"
    return any("utf8" not in name.lower().replace("-", "") for name in (codec or "utf8", locale))


_JOINING: dict[int, str | None] = {
    **{0x1F1E6 + place: letter for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")},
    **dict.fromkeys(range(0x1F3FB, 0x1F400)),
    0xFE0F: None,
}
"""Signs that change the width of their neighbours, and what stands for them."""
_UNSTEADY = re.compile("[" + "".join(map(chr, _JOINING)) + "]")


def clean(text: str) -> str:
    """One line that every terminal measures alike.

    Joiners, variation selectors and skin tones go, and flags become their letters, because terminals disagree
    about the cells that joined signs take.
    """
    if text.isprintable() and not _UNSTEADY.search(text):
        return text
    line = printable(text).translate(_JOINING)
    if line.isprintable():
        return line
    return "".join(" " if char.isspace() else char for char in line if char.isprintable() or char.isspace())


def width(text: str) -> int:
    """The cells that `text` takes on the screen."""
    return cell_len(clean(text))


def cut(text: str, cells: int) -> str:
    """The longest beginning of clean text that fits; a character of two cells is never halved."""
    if cells <= 0:
        return ""
    if text.isascii():
        return text[:cells]
    used = 0
    for index, char in enumerate(text[: cells * _MARKS_PER_CELL]):
        used += get_character_cell_size(char)
        if used > cells:
            return text[:index]
    return text[: cells * _MARKS_PER_CELL]


def fit(text: str, cells: int) -> str:
    """`text` in at most `cells` cells, with an ellipsis where something had to go."""
    line = clean(text)
    if cell_len(line) <= cells:
        return cut(line, cells)
    mark = symbols().ellipsis
    if cells <= len(mark):
        return cut(line, cells)
    return cut(line, cells - len(mark)).rstrip() + mark


def pad(text: str, cells: int, align: Align = "left") -> str:
    """`text` in exactly `cells` cells."""
    line = fit(text, cells)
    gap = " " * (cells - cell_len(line))
    return gap + line if align == "right" else line + gap


def wrap(text: str, cells: int) -> list[str]:
    """The lines of a paragraph or several, at most `cells` cells wide (never less than two).

    Empty lines are kept; runs of spaces become one; only words longer than a line are broken.
    """
    cells = max(2, cells)
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        lines.extend(_wrapped(clean(paragraph), cells))
    return lines


def _wrapped(line: str, cells: int) -> Iterator[str]:
    words: list[str] = []
    used = 0
    for word in line.split():
        for piece in _pieces(word, cells):
            size = cell_len(piece)
            if words and used + 1 + size > cells:
                yield " ".join(words)
                words, used = [], 0
            used += size + bool(words)
            words.append(piece)
    yield " ".join(words)


def _pieces(word: str, cells: int) -> Iterator[str]:
    if cell_len(word) <= cells:
        yield word
        return
    start = used = 0
    for index, char in enumerate(word):
        size = get_character_cell_size(char)
        if used + size > cells:
            yield word[start:index]
            start, used = index, 0
        used += size
    yield word[start:]


def row_width(row: Row) -> int:
    """The cells that a row takes."""
    return sum(width(text) for text, _ in row)


def fit_row(row: Row, cells: int) -> Row:
    """`row` in at most `cells` cells; the run that does not fit ends in an ellipsis."""
    runs: list[Run] = []
    for text, ink in row:
        line = clean(text)
        size = cell_len(line)
        runs.append((line if size <= cells else fit(line, cells), ink))
        cells -= size
        if cells < 0:
            break
    return tuple(runs)


def pad_row(row: Row, cells: int, align: Align = "left") -> Row:
    """`row` in exactly `cells` cells."""
    fitted = fit_row(row, cells)
    gap = cells - row_width(fitted)
    if gap <= 0:
        return fitted
    blank: Run = (" " * gap, "text")
    return (blank, *fitted) if align == "right" else (*fitted, blank)


def bar(share: float, cells: int) -> str:
    """A plain bar for a share from 0 to 1; anything above 0 shows at least one cell."""
    if not share > 0 or cells <= 0:
        return ""
    return symbols().bar * max(1, round(min(share, 1.0) * cells))


def minutes_text(seconds: float) -> str:
    """A length of time as m:ss, without a sign and with the part of a second left off."""
    whole = int(abs(seconds))
    return f"{whole // 60}:{whole % 60:02}"
