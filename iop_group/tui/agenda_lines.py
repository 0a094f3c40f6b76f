"""What the agenda's lines say: blocks with their minutes, and offers with the end that each leads to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from iop_group.domain.adding import Addition
from iop_group.domain.agenda import BlockKind
from iop_group.domain.repair import Repair, Way
from iop_group.domain.session import Session
from iop_group.domain.timing import MINUTE, block_spent, pace, projected_end
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.text import Row, Run, symbols
from iop_group.tui.times import local_time

ADD_KEYS = {BlockKind.BREAK: "b", BlockKind.SHARING: "s", BlockKind.TOPIC: "t"}
_BLOCK = (Column(1), Column("rest"), Column(12), Column(9, "right"))
_OFFER = (Column(1), Column("rest"), Column(12, "right"))


def block_row(session: Session, index: int, now: datetime, cells: int) -> Row:
    """A block: done, running, to come or left out; minutes used and planned."""
    course, signs = session.course, symbols()
    block = course.blocks[index]
    planned = course.planned_minutes(block)
    spent = int(block_spent(course, block.id, now) // MINUTE)
    if block.id in course.dropped:
        return lay_out(_BLOCK, ("", (block.title, "dim"), ("left out", "dim"), ""), cells)
    if block == course.current:
        now_word: Run = ("paused", "warning") if course.paused else ("now", "accent")
        return lay_out(
            _BLOCK, ((signs.full, "accent"), (block.title, "accent"), now_word, f"{spent} / {planned}"), cells
        )
    if course.visited(block.id):
        return lay_out(
            _BLOCK,
            ((signs.done, "success"), (block.title, "dim"), "", (f"{spent} / {planned}", "dim")),
            cells,
        )
    kind = "protected" if block.protected else "optional" if block.optional else ""
    sign = signs.fixed if block.protected else ""
    return lay_out(_BLOCK, ((sign, "dim"), block.title, (kind, "dim"), f"{planned}"), cells)


def offer_rows(offers: tuple[Repair, ...], cells: int) -> list[Row]:
    """What would find time, and the end it leads to; empty when there is nothing to offer."""
    rows: list[Row] = [(("To find time", "title"),)] if offers else []
    for number, offer in enumerate(offers, start=1):
        ends = f"ends {local_time(offer.ends)}"
        rows.append(lay_out(_OFFER, ((str(number), "strong"), offer_words(offer), (ends, "strong")), cells))
    return rows


def addition_rows(additions: Sequence[Addition], after: str, cells: int) -> list[Row]:
    """What may be put in after the block of that title, and the end it leads to; empty when nothing may."""
    rows: list[Row] = [((f"To add after {after}", "title"),)] if additions else []
    for addition in additions:
        words = f"{addition.block.title}, {addition.block.minutes} min"
        ends = f"ends {local_time(addition.ends)}"
        rows.append(lay_out(_OFFER, ((ADD_KEYS[addition.block.kind], "strong"), words, (ends, "dim")), cells))
    return rows


def same_offer(one: Repair, other: Repair) -> bool:
    parts = [repair.part.index if repair.part else None for repair in (one, other)]
    return (one.way, one.block) == (other.way, other.block) and parts[0] == parts[1]


def offer_words(repair: Repair) -> str:
    if repair.part is not None:
        return f"{repair.part.part.heading} left out ({repair.part.minutes} min of the topic)"
    if repair.way is Way.DROP:
        return f"{repair.block.title} left out ({repair.before} min)"
    slack = " (its slack)" if repair.way is Way.TAKE_SLACK else ""
    return f"{repair.block.title} {repair.before} to {repair.after} min{slack}"


def end_runs(session: Session, now: datetime) -> tuple[Run, ...]:
    if session.course.current is None:
        return (("", "dim"),)
    late = pace(session.course, now)
    ends = f"ends {local_time(projected_end(session.course, now))}"
    if late > 0:
        return ((f"{ends}, ", "dim"), (f"{late} min late", "warning"))
    return ((f"{ends}, {-late} min early" if late else ends, "dim"),)
