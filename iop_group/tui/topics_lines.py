"""The topics as a list, and a topic as a text to read: all of it, or only what the group sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from iop_group.domain.errors import Problem, Severity
from iop_group.domain.markup import Line, LineKind
from iop_group.domain.topics import PartKind, TopicModule, TopicPart, group_lines, private_lines
from iop_group.library import Library
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.groups_lines import count_of
from iop_group.tui.text import Row, symbols, width, wrap

WIDEST_TEXT = 72
UNREVIEWED = "Not yet clinically reviewed."
NOTHING_TO_SEE = "The group sees nothing of this topic."
NO_TITLE_YET = "It needs a title first: title: its name, between the two lines of dashes at the top."
UNTITLED = "A topic without a title"


def all_problems(library: Library) -> tuple[Problem, ...]:
    """What is wrong in any file that a program can make its own: file by file, the worst first."""
    parts = (
        library.topics().problems,
        library.formats().problems,
        library.rituals().problems,
        library.safety_cards().problems,
        library.crisis_lines().problems,
        library.colors().problems,
    )
    problems = [p for part in parts for p in part]
    order = tuple(Severity)
    worst: dict[str, int] = {}
    for problem in problems:
        at = order.index(problem.severity)
        worst[problem.where] = min(at, worst.get(problem.where, at))
    return tuple(sorted(problems, key=lambda p: (worst[p.where], p.where, p.line or 0)))


def notice(problems: Iterable[Problem]) -> str:
    """One line about the files that need a look; empty when none does."""
    files = len({p.where for p in problems if p.severity is not Severity.HINT})
    if not files:
        return ""
    return f"{count_of(files, 'file has', 'files have')} problems: Enter on this line shows them"


def problem_rows(problems: Sequence[Problem], cells: int) -> list[Row]:
    """Each problem with its file and line."""
    rows: list[Row] = []
    before = None
    for problem in problems:
        if problem.where != before:
            rows += [*([()] if rows else []), ((problem.where, "title"),)]
        before = problem.where
        place = f"line {problem.line}: " if problem.line else ""
        lines = wrap(f"{place}{problem.text}", cells)
        rows += [((line, "dim" if problem.severity is Severity.HINT else "text"),) for line in lines]
    return rows


def reading(topic: TopicModule, *, as_group: bool, said: str = "") -> Callable[[int], list[Row]]:
    """A builder for ScrollLines; `said` is something about the topic that the facilitator should know."""

    def build(cells: int) -> list[Row]:
        room = min(cells - 1, WIDEST_TEXT)
        return list(_group_rows(topic, room) if as_group else _all_rows(topic, room, said))

    return build


def group_view(topic: TopicModule | None) -> Callable[[int], list[Row]]:
    """What the group sees of a topic that is being written."""
    if topic is not None:
        return reading(topic, as_group=True)
    return lambda cells: [((line, "dim"),) for line in wrap(NO_TITLE_YET, min(cells - 1, WIDEST_TEXT))]


def row_of_part(topic: TopicModule, place: int, cells: int) -> int:
    """The row of group_view() in which a part begins; `place` counts the parts that the group sees."""
    shown = [part for part in topic.parts if not part.private][:place]
    above = list(_group_rows(replace(topic, parts=tuple(shown)), min(cells - 1, WIDEST_TEXT)))
    return len(above) + 1 if shown else 0


def _all_rows(topic: TopicModule, cells: int, said: str) -> Iterator[Row]:
    dot = f" {symbols().dot} "
    minutes = f"{topic.minutes} min" if topic.minutes else ""
    core = "core" if topic.core else ""
    facts = (topic.strand, minutes, core, f"lead: {topic.lead}", f"level: {topic.level}")
    yield from (((line, "dim"),) for line in wrap(dot.join(filter(None, facts)), cells))
    yield from _reviewed(topic, cells)
    if said:
        yield ((f"{symbols().flag} {said}", "strong"),)
    if topic.summary:
        yield ()
        yield from (((line, "text"),) for line in wrap(topic.summary, cells))
    yield from _about(topic, cells)
    for part in topic.parts:
        yield ()
        yield _part_heading(part, cells)
        hidden = set(private_lines(part))
        for line in part.lines:
            yield from _line_rows(line, cells, private=line in hidden)
    yield from _private_list("Sources", topic.sources, cells)


def _reviewed(topic: TopicModule, cells: int) -> Iterator[Row]:
    if not topic.reviewed_by:
        yield ((f"{symbols().flag} {UNREVIEWED}", "strong"),)
        return
    when = f", {topic.reviewed_on}" if topic.reviewed_on else ""
    yield from (((line, "dim"),) for line in wrap(f"Reviewed by {topic.reviewed_by}{when}.", cells))


def _about(topic: TopicModule, cells: int) -> Iterator[Row]:
    """What stands before the parts: for the facilitator alone."""
    yield from _private_list("Objectives", topic.objectives, cells)
    yield from _private_list("Read out first", (topic.content_note,) if topic.content_note else (), cells)
    if topic.introduction:
        yield ()
        for number, line in enumerate(topic.introduction):
            yield from _line_rows(line if number else replace(line, gap=False), cells, private=True)


def _private_list(heading: str, texts: Sequence[str], cells: int) -> Iterator[Row]:
    if texts:
        yield ()
        yield _private(((heading, "dim"),))
        for text in texts:
            yield from _line_rows(Line(LineKind.POINT, text, 0), cells, private=True)


def _group_rows(topic: TopicModule, cells: int) -> Iterator[Row]:
    seen = False
    for part in topic.parts:
        if part.private:
            continue
        if seen:
            yield ()
        seen = True
        yield _part_heading(part, cells)
        for line in group_lines(part):
            yield from _line_rows(line, cells, private=False)
    if not seen:
        yield ((NOTHING_TO_SEE, "dim"),)


def _part_heading(part: TopicPart, cells: int) -> Row:
    if part.private:
        return _private(((part.heading, "dim"),))
    if part.kind is PartKind.HANDOUT:
        side = "on paper"
    else:
        optional = ", optional" if part.optional else ""
        side = f"{part.minutes} min{optional}" if part.minutes else optional.lstrip(", ")
    columns = (Column("rest"), Column(width(side), "right"))
    return lay_out(columns, ((part.heading, "title"), (side, "dim")), cells)


def _line_rows(line: Line, cells: int, *, private: bool) -> Iterator[Row]:
    if line.gap:
        yield _private(()) if private else ()
    mark = {LineKind.POINT: symbols().dot, LineKind.NUMBERED: f"{line.mark}."}.get(line.kind, "")
    lead = f"{mark} " if mark else ""
    ink = "dim" if private else "strong" if line.kind is LineKind.SUBHEADING else "text"
    lines = wrap(line.text, cells - 2 - len(lead)) or [""]
    for number, text in enumerate(lines):
        runs: Row = ((lead if number == 0 else " " * len(lead), "dim"), (text, ink))
        yield _private(runs) if private else (("  ", "text"), *runs)


def _private(row: Row) -> Row:
    """Marked by a rule at its left, so that it is told apart without colours too."""
    return ((f"{symbols().upright} ", "dim"), *row)
