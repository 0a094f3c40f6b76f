"""The talk meter's lines: how much of the talking was the facilitator's. Never on the room view."""

from __future__ import annotations

from datetime import datetime

from iop_group.domain.people import FACILITATOR
from iop_group.domain.session import Session
from iop_group.domain.talk import talk, talk_by_slices
from iop_group.tui.text import Row, symbols

TALL = 5
"""Lines from which the hour is shown as well."""


def share_words(session: Session, now: datetime) -> str:
    """Such as `you 20, group 80 %`; empty before anybody has talked."""
    share = talk(session, now).share
    if share is None:
        return ""
    mine = round(share * 100)
    return f"you {mine}, group {100 - mine} %"


def meter_rows(session: Session, now: datetime, cells: int, room: int) -> list[Row]:
    """The shares so far, and (where there is room) a sign for each five minutes: who talked most."""
    words = share_words(session, now)
    if not words or room <= 1:
        return []
    turn = session.floor.turn
    mine = turn is not None and turn.member == FACILITATOR
    ink = "accent" if mine else "dim"
    if room < TALL:
        return [(), ((words, ink),)]
    signs = symbols()
    by_share = {None: signs.dot, True: signs.full, False: signs.hollow}
    hour = (by_share[None if s is None else s > 1 / 2] for s in talk_by_slices(session, now))
    said = ("You have the floor", "accent") if mine else (f"{signs.full} you  {signs.hollow} group", "dim")
    return [(), (("Talk", "title"),), ((words, ink),), (("".join(hour)[-cells:], "text"),), (said,)]
