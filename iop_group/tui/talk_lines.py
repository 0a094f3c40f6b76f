"""The talk meter's lines: how much of the talking was the facilitator's. Never on the room view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iop_group.domain.people import FACILITATOR
from iop_group.domain.session import Session
from iop_group.domain.talk import talk, talk_by_slices
from iop_group.tui.once import Once
from iop_group.tui.text import Row, symbols

TALL = 5
"""Lines from which the hour is shown as well."""
METER_SECONDS = 10
"""How old what is shown may be while nobody begins or ends to talk."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was added up."""

    words: str
    hour: tuple[float | None, ...]


class TalkMeter:
    """Adds up an hour of turns only when it may have changed: an answer at check-in waits for none of it."""

    def __init__(self) -> None:
        self._counted: Once[_Counted] = Once()

    def is_shown(self, session: Session, now: datetime) -> bool:
        """Has anybody talked yet?"""
        return bool(self._count(session, now).words)

    def rows(self, session: Session, now: datetime, cells: int, room: int) -> list[Row]:
        """The shares so far, and (where there is room) a sign for each five minutes: who talked most."""
        counted = self._count(session, now)
        if not counted.words or room <= 1:
            return []
        turn = session.floor.turn
        mine = turn is not None and turn.member == FACILITATOR
        words = (counted.words, "accent" if mine else "dim")
        if room < TALL:
            return [(), (words,)]
        signs = symbols()
        by_share = {None: signs.dot, True: signs.full, False: signs.hollow}
        hour = (by_share[None if s is None else s > 1 / 2] for s in counted.hour)
        said = (
            ("You have the floor", "accent") if mine else (f"{signs.full} you  {signs.hollow} group", "dim")
        )
        return [(), (("Talk", "title"),), (words,), (("".join(hour)[-cells:], "text"),), (said,)]

    def _count(self, session: Session, now: datetime) -> _Counted:
        # Acts that are about something else leave both as the same objects.
        return self._counted.of(
            session.course,
            session.floor,
            int(now.timestamp() // METER_SECONDS),
            make=lambda: _Counted(_words(session, now), talk_by_slices(session, now)),
        )


def _words(session: Session, now: datetime) -> str:
    """Such as `you 20, group 80 %`; empty before anybody has talked."""
    share = talk(session, now).share
    if share is None:
        return ""
    mine = round(share * 100)
    return f"you {mine}, group {100 - mine} %"
