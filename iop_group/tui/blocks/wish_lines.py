"""The lines of the group's own list: in the block that makes it, and where it is talked about."""

from __future__ import annotations

from collections.abc import Mapping

from iop_group.domain.session import Session
from iop_group.domain.wishes import Wish
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.text import Row, fit, symbols

_WISH = (Column(1), Column("rest"), Column(14), Column(6, "right"))
_AT_THE_SIDE = 6
"""Points at the side of the floor; below them stands what must stay in sight."""


def wish_row(wish: Wish, names: Mapping[str, str], cells: int) -> Row:
    """One point: talked about or not, whose, and how long they asked for."""
    signs = symbols()
    minutes = f"{wish.minutes} min" if wish.minutes else ""
    sign = (signs.done, "success") if wish.done else (signs.hollow, "dim")
    ink = "dim" if wish.done else "text"
    who = names.get(wish.member, "")
    return lay_out(_WISH, (sign, (wish.words, ink), (who, "dim"), (minutes, "dim")), cells)


def side_rows(session: Session, cells: int) -> list[Row]:
    """The list as it stands, the open points first; nothing where there is none."""
    wishes, signs = session.wishes.all, symbols()
    if not wishes:
        return []
    shown = sorted(wishes, key=lambda wish: wish.done)[:_AT_THE_SIDE]
    rows: list[Row] = [(("On the list  ", "title"), ("j", "strong"), (" ticks", "dim"))]
    for wish in shown:
        sign = (f"{signs.done} ", "success") if wish.done else (f"{signs.hollow} ", "dim")
        rows.append((sign, (fit(wish.words, cells - 2), "dim" if wish.done else "text")))
    more = len(wishes) - len(shown)
    return [*rows, *([((f"and {more} more", "dim"),)] if more else []), ()]
