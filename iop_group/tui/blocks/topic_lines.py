"""The lines of the topic block: the part's line, the group's points, and the facilitator's side."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from iop_group.domain import timing
from iop_group.domain.markup import Line, LineKind
from iop_group.domain.session import Session
from iop_group.domain.topics import PartKind, PlannedPart, TopicModule, TopicPlan, group_lines, private_lines
from iop_group.tui.text import Row, Run, fit, minutes_text, row_width, symbols, wrap

MINUTE = 60


def stops(planned: PlannedPart) -> tuple[Line, ...]:
    """The lines that are shown one at a time; subheadings go with the line after them."""
    return tuple(line for line in group_lines(planned.part) if line.kind is not LineKind.SUBHEADING)


def part_heading(
    session: Session, plan: TopicPlan, at: int | None, now: datetime, cells: int
) -> tuple[Run, ...]:
    """Which part of how many, and its own clock; the part's name gives way first."""
    topic = session.plan.topic
    if at is None or topic is None:
        return ((topic.title if topic else "Topic", "strong"),)
    planned = plan.parts[at]
    runs: list[Run] = [(f"  part {at + 1} of {len(plan.parts)}  ", "dim")]
    if planned.minutes:
        spent = timing.part_spent(session, planned.index, now)
        left = planned.minutes * MINUTE - spent
        word = f"{minutes_text(left)} of {planned.minutes}:00" if left >= 0 else f"over {minutes_text(-left)}"
        runs.append((word, "text" if left >= 0 else "warning"))
    room = max(12, cells - row_width(tuple(runs)))
    return ((fit(planned.part.heading, room), "strong"), *runs)


def content_note_rows(module: TopicModule, cells: int) -> list[Row]:
    """What is read out before anything else; empty where the topic has no such note."""
    if not module.content_note:
        return []
    lines = wrap(module.content_note, max(8, cells - 3))
    return [(("   read out first", "title"),), *((("   ", "text"), (line, "strong")) for line in lines), ()]


def group_rows(planned: PlannedPart, point: int, used: Collection[tuple[int, int]], cells: int) -> list[Row]:
    """The part as the group has it; the point that is on is marked, questions asked carry a sign."""
    rows: list[Row] = []
    place = 0
    for line in group_lines(planned.part):
        if line.kind is LineKind.SUBHEADING:
            rows += [((line.text, "title"),), ()]
            continue
        ink = "accent" if place == point else "text" if place < point else "dim"
        rows += _point_rows(line, ink, _sign(planned, place, point, used), cells)
        place += 1
    return rows


def _sign(planned: PlannedPart, place: int, point: int, used: Collection[tuple[int, int]]) -> str:
    if planned.part.kind is PartKind.DISCUSSION and (planned.index, place) in used:
        return symbols().done
    return symbols().here if place == point else " "


def _point_rows(line: Line, ink: str, sign: str, cells: int) -> list[Row]:
    mark = f"{line.mark}. " if line.kind is LineKind.NUMBERED and line.mark else ""
    lines = wrap(mark + line.text, max(8, cells - 3)) or [""]
    first: Row = ((f"{sign}  ", ink), (lines[0], ink))
    return [first, *((("   ", ink), (rest, ink)) for rest in lines[1:]), ()]


def side_rows(
    module: TopicModule | None,
    planned: PlannedPart | None,
    following: PlannedPart | None,
    *,
    first: bool,
    cells: int,
    close: bool = False,
) -> list[Row]:
    """What is for the facilitator alone, and what comes next; `close`: without empty lines."""
    if module is None or planned is None:
        return []
    rows = _for_you(module, planned, first=first, cells=cells)
    if not module.reviewed_by and first:
        rows += [(), *_wrapped("not yet clinically reviewed", cells)]
    coming: list[Row] = []
    if following is not None:
        minutes = f" {symbols().dot} {following.minutes} min" if following.minutes else ""
        words = f"{following.part.heading}{minutes}"
        if close:
            return [(("next part  ", "title"), (words, "dim")), *(row for row in rows if row)]
        coming = [(("next part", "title"),), *_wrapped(words, cells), ()]
    return [row for row in rows if row] if close else coming + rows


def _for_you(module: TopicModule, planned: PlannedPart, *, first: bool, cells: int) -> list[Row]:
    rows: list[Row] = []
    notes = [line.text for line in private_lines(planned.part)]
    if first:
        notes += [line.text for p in module.parts if p.private for line in p.lines]
    if notes:
        rows.append((("for you", "title"),))
        rows += [*(row for note in notes for row in _noted(note, "dim", cells)), ()]
    return rows


def _wrapped(text: str, cells: int) -> list[Row]:
    return [((line, "dim"),) for line in wrap(text, cells)]


def facilitator_rows(module: TopicModule, planned: PlannedPart | None) -> Callable[[int], list[Row]]:
    """A builder for everything private in the module, the part that runs first."""
    parts = [planned.part] if planned else []
    parts += [p for p in module.parts if p not in parts]

    def build(cells: int) -> list[Row]:
        rows: list[Row] = []
        for part in parts:
            lines = [line.text for line in (part.lines if part.private else private_lines(part))]
            if lines:
                noted = (row for text in lines for row in _noted(text, "text", cells))
                rows += [((part.heading, "title"),), *noted, ()]
        return rows or [(("There are no notes for you in this topic.", "dim"),)]

    return build


def _noted(text: str, ink: str, cells: int) -> list[Row]:
    """One note of several: where the next begins is seen."""
    sign = f"{symbols().dot} "
    lines = wrap(text, max(8, cells - len(sign)))
    return [((sign if at == 0 else " " * len(sign), ink), (line, ink)) for at, line in enumerate(lines)]
