"""Text in terminal cells: measured, cut, wrapped and laid out in columns, safe for whatever people type."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len, get_character_cell_size

from iop_group.domain.plain import printable

Run = tuple[str, str]
"""A piece of text and the name of its ink (see widgets/ink.py)."""
Row = tuple[Run, ...]
"""One line on the screen, left to right."""
Cell = str | Run | Row
"""What stands in one column: plain text, one run, or several."""
Align = Literal["left", "right"]

_MARKS_PER_CELL = 8
"""Code points kept for each cell, so that a tower of accents cannot flood the terminal."""

_LEAST = 8
"""Cells that a "rest" column keeps while the columns after it give way."""


@dataclass(frozen=True, slots=True)
class Symbols:
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
    ellipsis: str


UNICODE = Symbols("✓", "▸", "●", "○", "⚑", "▪", "│", "─", "·", "▆", "…")
ASCII = Symbols("x", ">", "*", "o", "!", "=", "|", "-", "-", "#", "...")


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


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; "rest" columns share what the others leave."""

    width: int | Literal["rest"]
    align: Align = "left"


def lay_out(columns: Sequence[Column], cells: Sequence[Cell], total: int, *, gap: int = 2) -> Row:
    """One line of a table in exactly `total` cells.

    Where there is too little room the last columns go, before a "rest" column gets too small to read; a
    number (aligned right) is left out rather than cut.
    """
    runs: list[Run] = []
    left = total
    for index, (column, wanted) in enumerate(zip(columns, _widths(columns, total, gap), strict=True)):
        between = min(gap if index else 0, left)
        size = min(wanted, left - between)
        cut_number = column.align == "right" and column.width != "rest" and size < wanted
        cell = "" if cut_number or index >= len(cells) else cells[index]
        runs.append((" " * between, "text"))
        runs.extend(pad_row(as_row(cell), size, column.align))
        left -= between + size
    return (*(run for run in runs if run[0]), *(((" " * left, "text"),) if left > 0 else ()))


def as_row(cell: Cell) -> Row:
    """A cell as a row; plain text takes the ink "text"."""
    if isinstance(cell, str):
        return ((cell, "text"),)
    match cell:
        case (str() as text, str() as ink):
            return ((text, ink),)
    return tuple(run for run in cell if isinstance(run, tuple))


def _widths(columns: Sequence[Column], total: int, gap: int) -> list[int]:
    fixed = sum(column.width for column in columns if column.width != "rest")
    rest = sum(column.width == "rest" for column in columns)
    room = max(_LEAST * rest, total - fixed - gap * max(0, len(columns) - 1))
    widths: list[int] = []
    for column in columns:
        if column.width == "rest":
            size = -(-room // rest)
            room, rest = room - size, rest - 1
            widths.append(size)
        else:
            widths.append(max(0, column.width))
    return widths


def bar(share: float, cells: int) -> str:
    """A plain bar for a share from 0 to 1; anything above 0 shows at least one cell."""
    if not share > 0 or cells <= 0:
        return ""
    return symbols().bar * max(1, round(min(share, 1.0) * cells))


def minutes_text(seconds: float) -> str:
    """A length of time as m:ss, without a sign and with the part of a second left off."""
    whole = int(abs(seconds))
    return f"{whole // 60}:{whole % 60:02}"
