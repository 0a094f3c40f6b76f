"""The lines of the sharing block: the circle, what stands under the clock, and the facilitator's side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from iop_group.domain import order, timing
from iop_group.domain.agenda import Block
from iop_group.domain.people import EVERYONE, FACILITATOR
from iop_group.domain.session import Session
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.text import Row, Run, bar, fit, minutes_text, symbols, width, wrap

SOON = 30
"""Seconds left from which a wrap-up sentence is offered."""
SHORT = 120
"""Seconds below which a turn in sharing is hardly one (reference: clinical 5, turn arithmetic)."""
WRAP_UP = "What one thing do you want to keep from what you just said?"
_BAR = 7
_NAME_LINES = 6
"""Lines for the names of those not heard yet; below them stands what must stay in sight."""


def speakers(session: Session) -> dict[str, str]:
    """The names of all who may have the floor."""
    names = session.attendance.names()
    to = names.get(order.answered_to(session.floor) or "", "")
    return {**names, FACILITATOR: "You", EVERYONE: f"Feedback to {to}" if to else "Feedback"}


def under_clock(session: Session, block: Block, share: float, now: datetime, cells: int) -> list[Row]:
    """Over or left, by a sign and in words; and a sentence to close with when the time is nearly up.

    `share` is what one more turn can have, in seconds.
    """
    turn, signs = session.floor.turn, symbols()
    if turn is None:
        return _before_a_turn(session, block, share, cells)
    left = timing.turn_left(session, turn, now)
    if session.course.paused:
        return [(("paused", "warning"),), (), ()]
    planned = f"of {minutes_text(turn.planned)}"
    if left > SOON:
        return [((planned, "dim"),), (), ()]
    if left >= 0:
        state: Row = ((f"{signs.hollow} nearly time ", "strong"), (planned, "dim"))
    else:
        state = ((f"{signs.full} time is up, over {minutes_text(-left)}", "warning"),)
    sentence = "" if turn.member == FACILITATOR else f'wrap-up: "{WRAP_UP}"'
    if turn.member == EVERYONE:
        sentence = "Thank them, and go on."
    lines = wrap(sentence, cells)
    return [state, ((lines[0], "text"),), ((" ".join(lines[1:]), "text"),)]


def _before_a_turn(session: Session, block: Block, share: float, cells: int) -> list[Row]:
    hint = "Enter gives the floor"
    if share < SHORT and timing.not_heard(session, block.id):
        hint = "That is short: pairs, volunteers only, or + a minute"
    lines = wrap(hint, cells)
    return [(("fair share of the next turn", "dim"),), *(((line, "dim"),) for line in lines[:2])]


_PERSON = (Column(2), Column("rest"), Column(11, "right"))


@dataclass(frozen=True, slots=True)
class Circle:
    """Where everyone stands in one sharing block; added up once for all who sit there."""

    session: Session
    names: Mapping[str, str]
    passed: frozenset[str]
    heard: frozenset[str]
    spoken: Mapping[str, float]
    """Seconds on the floor."""

    @classmethod
    def of(cls, session: Session, block: Block, names: Mapping[str, str], now: datetime) -> Self:
        """Everyone's place as it is now."""
        floor = session.floor
        spoken = timing.talk_times(session, now, block.id)
        return cls(session, names, floor.passed(block.id), floor.heard(block.id), spoken)

    def row(self, member: str, cells: int) -> Row:
        """One person of the circle and where they stand in it."""
        sign, name, side = self._standing(member)
        return lay_out(_PERSON, (sign, (self.names.get(member, "?"), name), side), cells, gap=0)

    def _standing(self, member: str) -> tuple[Run, str, Run]:
        """A sign, the ink of the name, and what stands at the end of the row."""
        floor, signs = self.session.floor, symbols()
        turn = floor.turn
        if turn is not None and turn.member == member:
            return (signs.full, "accent"), "accent", ("speaking", "accent")
        if member in floor.hands:
            return (signs.here, "text"), "text", ("asks", "text")
        if member in self.passed:
            return ("", "text"), "dim", ("passed", "dim")
        if member in self.heard:
            return (signs.done, "success"), "dim", (f"spoke {minutes_text(self.spoken[member])}", "dim")
        place = f"next {floor.queue.index(member) + 1}" if member in floor.queue else ""
        needs = self.session.checkin.of(member).get("time")
        word = "needs time" if needs is not None and needs.value == "yes" else place
        return (signs.hollow, "dim"), "text", (word, "dim")


def waiting_rows(session: Session, block: Block, names: Mapping[str, str], cells: int) -> list[Row]:
    """Not heard yet; for the facilitator only."""
    waiting = [names[m] for m in timing.not_heard(session, block.id)]
    rows: list[Row] = [(("Not heard yet", "title"),)]
    lines = _beside(waiting, cells)
    if len(lines) > _NAME_LINES:
        shown = _beside(waiting[: 2 * _NAME_LINES], cells)[: _NAME_LINES - 1]
        named = sum(line.count(f" {symbols().dot} ") + 1 for line in shown)
        lines = [*shown, f"and {len(waiting) - named} more"]
    rows += [((line, "text"),) for line in lines]
    if not waiting:
        nobody = not session.attendance.here
        rows.append((("nobody is here yet" if nobody else "everyone has been heard", "dim"),))
    return rows


def share_rows(share: float) -> list[Row]:
    """The seconds that one more turn can have."""
    return [(), (("Fair share now ", "title"), (minutes_text(share), "text")), ()]


def talk_rows(session: Session, now: datetime, names: Mapping[str, str], cells: int) -> list[Row]:
    """How long each has talked so far; for the facilitator only."""
    rows: list[Row] = [(("Talked", "title"),)]
    times = timing.talk_times(session, now)
    longest = max(times.values(), default=0.0)
    # In the order of the roster, not of the times: nobody is ranked.
    for member in (m for m in names if m in times):
        rows.append(_talk_row(names[member], times[member], longest, cells))
    if not times:
        rows.append((("nobody yet", "dim"),))
    return rows


def _beside(names: Sequence[str], cells: int) -> list[str]:
    """Names one beside the other; no line begins with the sign between two."""
    lines: list[str] = []
    for name in names:
        both = f"{lines[-1]} {symbols().dot} {name}" if lines else ""
        if both and width(both) <= cells:
            lines[-1] = both
        else:
            lines.append(fit(name, cells))
    return lines


def _talk_row(name: str, seconds: float, longest: float, cells: int) -> Row:
    shown = bar(seconds / longest if longest else 0.0, _BAR)
    columns = (Column("rest"), Column(_BAR), Column(6, "right"))
    return lay_out(columns, ((fit(name, cells), "text"), (shown, "dim"), minutes_text(seconds)), cells, gap=1)
