"""A line of a table: cells laid out in columns of so many cells of the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from iop_group.tui.text import Align, Row, Run, pad_row

Cell = str | Run | Row
"""What stands in one column: plain text, one run, or several."""

_LEAST = 8
"""Cells that a "rest" column keeps while the columns after it give way."""


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
