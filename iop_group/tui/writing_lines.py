"""What stands around a text that is being written: what to mend, and where in the group's view one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iop_group.domain.errors import Problem, Severity
from iop_group.domain.topics import TopicModule, private_lines
from iop_group.tui.groups_lines import count_of
from iop_group.tui.text import Row, Run, symbols, wrap

NOTHING_TO_MEND = "Nothing to mend."
_MARGIN = 10
"""Cells for the line's number in front of what is said about it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as it was when it was looked at."""

    text: str
    title: str
    """Empty when nothing can be made of the text."""
    problems: tuple[Problem, ...]
    topic: TopicModule | None = None
    """What it makes, where it is a topic."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps it from being used."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def usable(self) -> bool:
        """May it be put in use?"""
        return bool(self.title) and not self.errors


def to_mend(problems: Sequence[Problem]) -> Run:
    """How much there is to look at, in few words."""
    hints = sum(p.severity is Severity.HINT for p in problems)
    errors = sum(p.severity is Severity.ERROR for p in problems)
    others = len(problems) - hints
    if not problems:
        return (f"{symbols().done} {NOTHING_TO_MEND}", "success")
    said = [f"{others} to mend"] if others else []
    said += [count_of(hints, "hint", "hints")] if hints else []
    words = f" {symbols().dot} ".join(said)
    if errors:
        return (f"{symbols().flag} {words}. It cannot be used like this.", "warning")
    return (words, "strong")


def from_line(problems: Sequence[Problem], line: int) -> tuple[Problem, ...]:
    """The problems in turn: from that line on, then from the beginning."""
    ahead = [p for p in problems if (p.line or 0) >= line]
    return (*ahead, *(p for p in problems if p not in ahead))


def check_rows(problems: Sequence[Problem], line: int, cells: int, lines: int) -> list[Row]:
    """How much there is to mend, and as much of it as there is room for; the nearest to `line` first."""
    rows: list[Row] = [(to_mend(problems),)]
    for problem in from_line(problems, line):
        ink = "dim" if problem.severity is Severity.HINT else "text"
        place = f"line {problem.line}" if problem.line else ""
        for number, text in enumerate(wrap(problem.text, cells - _MARGIN)):
            rows.append(((("" if number else place).ljust(_MARGIN), "dim"), (text, ink)))
    return rows[:lines]


def private_texts(seen: Seen) -> frozenset[str]:
    """The written lines that the group does not see; by their words, as their numbers change all the time."""
    every = seen.text.split("\n")
    if seen.topic is None:
        return frozenset()
    shown = set[int]()
    for part, end in zip(seen.topic.parts, _ends(seen.topic, len(every)), strict=True):
        if part.private:
            continue
        hidden = {line.line for line in private_lines(part)}
        starts = [line.line for line in part.lines]
        shown.add(part.line)
        for start, stop in zip(starts, [*starts[1:], end], strict=False):
            if start not in hidden:
                shown.update(range(start, stop))
    return frozenset(text for number, text in enumerate(every, 1) if number not in shown and text.strip())


def _ends(topic: TopicModule, lines: int) -> list[int]:
    """The line after each part."""
    return [*(part.line for part in topic.parts[1:]), lines + 1]


def part_at(topic: TopicModule, line: int) -> int | None:
    """Where the line is, counted in the parts that the group sees; None in a private one."""
    shown = -1
    inside: int | None = None
    for part in topic.parts:
        if part.line > line:
            break
        shown += not part.private
        inside = None if part.private else shown
    return inside
