"""Reads a CSV file of display names, the way spreadsheets really write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from iop_group.domain.errors import BadInput, NotFound, Problem, Severity
from iop_group.domain.people import checked_name
from iop_group.domain.plain import folded

HEADERS = frozenset({"displayname", "name"})
"""What the column may be called; case, spaces, dashes and underscores do not count."""

LARGEST = 1_000_000
"""Bytes; a list of names is far smaller, so a larger file is the wrong one."""

SEPARATORS = ",;\t"

AGAIN = "Save it again as CSV with the encoding UTF-8."


@dataclass(frozen=True, slots=True)
class NameList:
    """The names of a file, in its order, and what is wrong with it."""

    names: tuple[str, ...]
    lines: tuple[int, ...]
    """1-based line of each name."""
    problems: tuple[Problem, ...]
    """Never with a name in them. With an ERROR among them the list is not complete."""

    @property
    def complete(self) -> bool:
        """Every line of the file was understood."""
        return all(p.severity is not Severity.ERROR for p in self.problems)


def read_names(path: Path) -> NameList:
    """The display names in a CSV file. Raises NotFound and BadInput when it cannot be read at all."""
    where = path.name
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{where} is too large for a list of names.", "Check that it is the right file.")
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"There is no file {where}.", "Check its name and folder.") from None
    except IsADirectoryError:
        raise BadInput(f"{where} is a folder.", "Name the CSV file in it.") from None
    except OSError as error:
        raise BadInput(f"{where} cannot be read ({error.strerror}).", "Check who may read it.") from None
    return names_from(data, where)


def names_from(data: bytes, where: str) -> NameList:
    """The display names in the bytes of a CSV file. Raises BadInput when it is no such file."""
    text = _decoded(data, where)
    reading = _Reading(where)
    try:
        for line, cells in _rows(text):
            reading.feed(line, cells)
    except csv.Error:
        reading.problem(Severity.ERROR, reading.last_line + 1, "The quotes do not match from here on.")
    if not reading.names and not reading.problems:
        raise BadInput(f"{where} has no names in it.", "Write one display name on each line.")
    return NameList(tuple(reading.names), tuple(reading.lines), tuple(reading.problems))


def _decoded(data: bytes, where: str) -> str:
    # Excel's "Unicode text" is UTF-16 and says so in its first two bytes.
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{where}:{line}: the letters are not UTF-8.", AGAIN) from None
    if "\0" in text:
        raise BadInput(f"{where} is not a CSV file.", AGAIN)
    return text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of each row that is not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    line = 1
    for cells in reader:
        stripped = [cell.strip() for cell in cells]
        if any(cell.strip(SEPARATORS) for cell in stripped):
            yield line, stripped
        line = reader.line_num + 1


def _separator(text: str) -> str:
    """What separates the columns: the commonest candidate of the first line that is not empty."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=outside.count)


class _Reading:
    """Takes the rows one by one; the first one decides which column holds the names."""

    def __init__(self, where: str) -> None:
        self.names: list[str] = []
        self.lines: list[int] = []
        self.problems: list[Problem] = []
        self.last_line = 0
        self._where = where
        self._column: int | None = None
        self._one_column = False
        self._seen: dict[str, int] = {}

    def feed(self, line: int, cells: list[str]) -> None:
        self.last_line = line
        if self._column is None and self._read_header(line, cells):
            return
        column = self._column or 0
        if self._one_column and any(cells[1:]):
            text = "There is more than one value here. Put double quotes around a name with a comma in it."
            self.problem(Severity.ERROR, line, text)
            return
        self._read_name(line, cells[column] if column < len(cells) else "")

    def _read_header(self, line: int, cells: list[str]) -> bool:
        """Whether the first row names the columns instead of a member."""
        known = [i for i, cell in enumerate(cells) if _key(cell) in HEADERS]
        # A column called display_name wins over one called name, which may hold legal names.
        known.sort(key=lambda i: _key(cells[i]) != "displayname")
        if known:
            self._column = known[0]
            return True
        if sum(map(bool, cells)) > 1:
            raise BadInput(
                f"{self._where}:{line}: there are several columns, and none is called display_name.",
                "Call the column with the names that members chose display_name.",
            )
        self._column, self._one_column = 0, True
        return False

    def _read_name(self, line: int, cell: str) -> None:
        try:
            name = checked_name(cell)
        except BadInput as error:
            self.problem(Severity.ERROR, line, str(error))
            return
        earlier = self._seen.setdefault(folded(name), line)
        if earlier != line:
            text = f"The same name as on line {earlier}. Both are kept, as two people."
            self.problem(Severity.HINT, line, text)
        self.names.append(name)
        self.lines.append(line)

    def problem(self, severity: Severity, line: int, text: str) -> None:
        self.problems.append(Problem(severity, self._where, line, text))


def _key(cell: str) -> str:
    return "".join(c for c in cell.casefold() if c.isalnum())
