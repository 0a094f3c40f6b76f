"""The lines of the sharing block: the circle, what stands under the clock, and the facilitator's side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from iop_group.domain import timing
from iop_group.domain.agenda import Block
from iop_group.domain.session import Session
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.text import Row, bar, fit, minutes_text, symbols, width, wrap

SOON = 30
"""Seconds left from which a wrap-up sentence is offered."""
WRAP_UP = "What one thing do you want to keep from what you just said?"
_BAR = 7
_NAME_LINES = 6
"""Lines for the names of those not heard yet; below them stands what must stay in sight."""


def under_clock(session: Session, now: datetime, cells: int) -> list[Row]:
    """Over or left, in words; and a sentence to close with when the time is nearly up."""
    turn = session.floor.turn
    if turn is None:
        return [(("the fair share of the next turn", "dim"),), (("Enter gives the floor", "dim"),)]
    left = timing.turn_left(session, turn, now)
    if session.course.paused:
        return [(("paused", "warning"),), ()]
    word = f"over {minutes_text(-left)}" if left < 0 else f"of {minutes_text(turn.planned)}"
    state: Row = ((word, "warning" if left < 0 else "dim"),)
    if left > SOON:
        return [state, ()]
    lines = wrap(f'wrap-up: "{WRAP_UP}"', cells)
    return [((f"{word} {symbols().dot} {lines[0]}", "text"),), ((" ".join(lines[1:]), "text"),)]


_PERSON = (Column(2), Column("rest"), Column(11, "right"))


def person_row(
    session: Session, block: Block, member: str, names: Mapping[str, str], now: datetime, cells: int
) -> Row:
    """One person of the circle and where they stand in it."""
    floor, signs = session.floor, symbols()
    name = names.get(member, "?")
    turn = floor.turn
    if turn is not None and turn.member == member:
        return lay_out(
            _PERSON, ((signs.full, "accent"), (name, "accent"), ("speaking", "accent")), cells, gap=0
        )
    if member in floor.passed(block.id):
        return lay_out(_PERSON, ("", (name, "dim"), ("passed", "dim")), cells, gap=0)
    if member in floor.heard(block.id):
        spoken = timing.talk_times(session, now, block.id).get(member, 0.0)
        side = (f"spoke {minutes_text(spoken)}", "dim")
        return lay_out(_PERSON, ((signs.done, "success"), (name, "dim"), side), cells, gap=0)
    place = f"next {floor.queue.index(member) + 1}" if member in floor.queue else ""
    needs = session.checkin.of(member).get("time")
    word = "needs time" if needs is not None and needs.value == "yes" else place
    return lay_out(_PERSON, ((signs.hollow, "dim"), (name, "text"), (word, "dim")), cells, gap=0)


def side_rows(
    session: Session, block: Block, now: datetime, names: Mapping[str, str], cells: int
) -> list[Row]:
    """Not heard yet, the fair share, and the talk shares; for the facilitator only."""
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
    share = minutes_text(timing.fair_share(session, block, now))
    rows += [(), (("Fair share now ", "title"), (share, "text")), (), (("Talked", "title"),)]
    times = timing.talk_times(session, now)
    longest = max(times.values(), default=0.0)
    for member, seconds in times.items():
        rows.append(_talk_row(names.get(member, "?"), seconds, longest, cells))
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
