"""Crisis lines: numbers that belong to a region and go out of date, kept in a file and never in a topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from iop_group.domain.errors import Problem, Severity
from iop_group.domain.naming import key_of, near_miss
from iop_group.domain.plain import one_line

OLD_AFTER = timedelta(days=180)
_FIELDS = ("region", "label", "number", "text", "hours", "languages", "checked_on")


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """One way to reach help."""

    region: str
    label: str
    number: str = ""
    """What to dial, as people write it; never translated, never changed."""
    text: str = ""
    """How to reach it by text message."""
    hours: str = ""
    languages: tuple[str, ...] = ()
    checked_on: date | None = None
    """The day on which somebody last made sure that it works."""

    def needs_checking(self, today: date) -> bool:
        """Never checked, or not for 180 days."""
        return self.checked_on is None or today - self.checked_on > OLD_AFTER


LOCAL = CrisisLine(region="", label="your local emergency number")
"""Shown where no region is set: a wrong number is worse than none."""


def lines_for(lines: Iterable[CrisisLine], region: str) -> tuple[CrisisLine, ...]:
    """The lines of that region in the order of the file; LOCAL alone when there are none."""
    wanted = key_of(region)
    found = tuple(line for line in lines if wanted and key_of(line.region) == wanted)
    return found or (LOCAL,)


def checking_words(lines: Iterable[CrisisLine], today: date) -> str:
    """What to do about numbers nobody has checked for half a year; empty when all are fresh."""
    old = sum(line.needs_checking(today) for line in lines if line is not LOCAL)
    if not old:
        return ""
    them = "One number has" if old == 1 else f"{old} numbers have"
    return f"{them} not been checked for half a year: ring them, then change checked_on in the file."


def crisis_lines_from(
    data: Mapping[str, object], where: str
) -> tuple[tuple[CrisisLine, ...], tuple[Problem, ...]]:
    """The lines of a file that was read into tables: `[[line]]`, one for each."""
    lines: list[CrisisLine] = []
    problems: list[Problem] = []
    for name, tables in data.items():
        if not isinstance(tables, list):
            said = f"“{one_line(name)}” stands outside a block. Start each line with [[line]]."
            problems.append(Problem(Severity.HINT, where, None, said))
            continue
        for number, table in enumerate(tables, start=1):
            if isinstance(table, dict):
                line, found = _line(table, where, number)
                problems += found
                lines += [line] if line is not None else []
    if not lines:
        none = "There are no crisis lines. Start each with [[line]], then region, label and number."
        problems.append(Problem(Severity.ERROR, where, None, none))
    return tuple(lines), tuple(problems)


def _line(table: Mapping[str, object], where: str, number: int) -> tuple[CrisisLine | None, list[Problem]]:
    values = {key_of(key): value for key, value in table.items()}
    known = {key_of(name): name for name in _FIELDS}
    problems = []
    for key in values.keys() - known.keys():
        meant = near_miss(key, known)
        hint = f": did you mean “{known[meant]}”?" if meant else "."
        said = f"Line {number} has “{one_line(key)}”, which is not known here{hint}"
        problems.append(Problem(Severity.HINT, where, None, said))
    label = _text(values.get("label"))
    region = _text(values.get("region"))
    if not label or not region:
        said = f"Line {number} needs a region and a label, so it is left out."
        return None, [*problems, Problem(Severity.ERROR, where, None, said)]
    checked_on, readable = _day(values.get("checkedon"))
    if not readable:
        said = f"Line {number}: checked_on is a day written like 2026-03-31."
        problems.append(Problem(Severity.WARNING, where, None, said))
    line = CrisisLine(
        region=region,
        label=label,
        number=_text(values.get("number")),
        text=_text(values.get("text")),
        hours=_text(values.get("hours")),
        languages=_texts(values.get("languages")),
        checked_on=checked_on,
    )
    return line, problems


def _text(value: object) -> str:
    """Words, and numbers that were written without quotation marks."""
    if isinstance(value, int) and not isinstance(value, bool):
        # An enormous number is slow to write out in decimals, and no one dials it.
        return str(value) if abs(value) < 10**15 else ""
    return one_line(value) if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else _text(value).split(",")
    return tuple(filter(None, (_text(item).strip() for item in items)))


def _day(value: object) -> tuple[date | None, bool]:
    """The day, and whether it could be read; an empty value is a readable "never"."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day), True
    text = _text(value)
    if not text:
        return None, value is None or value == ""
    try:
        return date.fromisoformat(text), True
    except ValueError:
        return None, False
