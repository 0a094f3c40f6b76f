"""What the command line writes: aligned tables, ASCII-safe JSON, one-line errors; never a control code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from iop_group.domain.errors import BadInput, Problem, Severity
from iop_group.domain.plain import one_line, printable

GAP = "  "


def say(text: str = "", *, to: TextIO | None = None) -> None:
    """Write text of one or several lines, made safe for a terminal."""
    print(printable(text, lines=True), file=to or sys.stdout)


def warn(text: str) -> None:
    """One line on stderr."""
    say(one_line(text), to=sys.stderr)


def say_json(value: Any) -> None:
    """JSON with nothing but ASCII in it, so that no terminal and no encoding can spoil it."""
    import json

    print(json.dumps(value, indent=2))


def say_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns lined up by the cells that they take in a terminal."""
    from iop_group.records.cells import cells, padded

    lines = [list(headings), *([one_line(cell) for cell in row] for row in rows)]
    widths = [max(map(cells, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print(GAP.join(padded(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip())


def report(problems: Iterable[Problem]) -> int:
    """Each problem as a line on stderr; the exit status that they make. Hints alone are none."""
    status = 0
    for problem in problems:
        warn(str(problem))
        status = status if problem.severity is Severity.HINT else 1
    return status


def problem_record(problem: Problem) -> dict[str, Any]:
    """`severity`, `where`, `line` (or null), `text`."""
    return {
        "severity": problem.severity.value,
        "where": problem.where,
        "line": problem.line,
        "text": problem.text,
    }


def local(moment: datetime | None) -> str:
    """Date and time of day where this machine is; a dash for never."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M") if moment else "-"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 session`, `2 sessions`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def write_private_file(path: Path, text: str, *, force: bool) -> None:
    """Write a file that nobody else may read. Raises BadInput when it is there already, without force."""
    # With force the old file keeps its words until the new one is whole.
    target = path.with_name(f".{path.name}.{os.getpid()}.tmp") if force else path
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BadInput(
            f"{path.name} is there already.", "Choose another name, or write over it with --force."
        ) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
        if force:
            target.replace(path)
    except OSError:
        target.unlink(missing_ok=True)
        raise
