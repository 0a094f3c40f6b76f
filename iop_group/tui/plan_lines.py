"""The lines of the plan: what each says, and what its keys do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from iop_group.domain.errors import BadInput
from iop_group.domain.people import checked_name
from iop_group.tui.columns import Cell, Column, lay_out
from iop_group.tui.settings_lines import number_of
from iop_group.tui.text import Row, width

MOST_MINUTES = 240
"""The longest block."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the plan and what its keys do."""

    name: str
    value: str = ""
    side: str = ""
    enter: Callable[[], None] | None = None
    change: Callable[[int], None] | None = None
    """+ and - by so many minutes."""
    ink: str = "text"
    block: str = ""
    """Id of the block that it is about."""


def plan_row(line: Line, cells: int) -> Row:
    """The line on the screen; one without a value is a heading or a space."""
    side = Column(width(line.side), "right")
    if not line.value:
        return lay_out((Column("rest"), side), ((line.name, line.ink), (line.side, "dim")), cells)
    shown: tuple[Cell, ...] = ((line.name, "dim"), (line.value, line.ink), (line.side, "dim"))
    return lay_out((Column(15), Column("rest"), side), shown, cells)


def minutes_of(text: str) -> int | None:
    """The minutes typed, None for nothing. Raises BadInput unless they are a number from 1 to 240."""
    if not text.strip():
        return None
    minutes = number_of(text, MOST_MINUTES)
    if not minutes:
        raise BadInput("That will not do.", f"Type a whole number from 1 to {MOST_MINUTES}.")
    return minutes


def name_trouble(text: str) -> str | None:
    """What is wrong with a facilitator's name, in one line; None when it will do."""
    try:
        checked_name(text, what="name")
    except BadInput as error:
        return str(error)
    return None
