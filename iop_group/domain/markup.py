"""The one forgiving reader for every file of `themes/` that people write by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from iop_group.domain.errors import Problem, Severity
from iop_group.domain.front_matter import BLANK, POINT_MARKS, is_fence, is_part_heading, read_front
from iop_group.domain.headings import read_heading
from iop_group.domain.plain import printable

_MOST_NUMBER_DIGITS = 4
_RULES = "-*_=\u2013\u2014"
_SHORTEST_RULE = 3
# What input methods of East Asia write for the marks that begin a line.
_WIDE_QUOTES = "\uff1e\ufe65"
_WIDE_MARKS = {**dict.fromkeys(map(ord, _WIDE_QUOTES), ">"), 0xFF03: "#", 0xFE5F: "#"}
# Possessive: each can be tried from one place only, so that no text makes it slow.
_QUOTE_INSIDE = re.compile(rf"(?:[{re.escape(POINT_MARKS)}][ \t]++)*+[>{_WIDE_QUOTES}]")


class LineKind(StrEnum):
    """What a line of the body is."""

    POINT = "point"
    NUMBERED = "numbered"
    SUBHEADING = "subheading"
    NOTE = "note"
    """Begins with `>`, or stands in an HTML comment: for the facilitator only."""
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the body without its mark."""

    kind: LineKind
    text: str
    line: int
    """1-based, where it starts in the file."""
    mark: str = ""
    """The number as written, for a numbered line."""
    gap: bool = False
    """An empty line stands before it."""


@dataclass(frozen=True, slots=True)
class Part:
    """What follows one `## ` heading."""

    heading: str
    minutes: int | None
    """As given in brackets (the middle of a range), else None."""
    optional: bool
    protected: bool
    lines: tuple[Line, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """A plain file, read."""

    front: Mapping[str, str | tuple[str, ...]]
    """By key without case, spaces, dashes and underscores."""
    front_lines: Mapping[str, int]
    front_names: Mapping[str, str]
    introduction: tuple[Line, ...]
    """What stands before the first heading."""
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]

    def text(self, key: str) -> str:
        """The value as one text; empty when it is not there."""
        value = self.front.get(key, "")
        return value if isinstance(value, str) else ", ".join(value)

    def items(self, key: str) -> tuple[str, ...]:
        """The value as a list, written on `- ` lines or with commas."""
        value = self.front.get(key, "")
        if not isinstance(value, str):
            return value
        bare = value[1:-1] if value.startswith("[") and value.endswith("]") else value
        return tuple(filter(None, (item.strip(BLANK) for item in bare.split(","))))

    def line_of(self, key: str) -> int | None:
        """Where the key stands."""
        return self.front_lines.get(key)


@dataclass(slots=True)
class _OpenLine:
    kind: LineKind
    line: int
    mark: str
    gap: bool
    words: list[str]

    def closed(self) -> Line:
        return Line(self.kind, " ".join(self.words).strip(BLANK), self.line, self.mark, self.gap)


@dataclass(slots=True)
class _OpenPart:
    heading: str
    line: int
    lines: list[_OpenLine] = field(default_factory=list)

    def closed(self) -> Part:
        heading, minutes, flags = read_heading(self.heading)
        lines = tuple(line.closed() for line in self.lines)
        return Part(heading, minutes, "optional" in flags, "protected" in flags, lines, self.line)


def read(text: str, where: str) -> Document:
    """The document that the text makes. Takes any text, in time linear in its size, and never raises."""
    lines = [printable(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    front = read_front(lines, where)
    body = _Body()
    for index in range(front.body_from, len(lines)):
        body.feed(index + 1, lines[index])
    problems = [*front.problems]
    if body.comment_from:
        unclosed = "This <!-- has no -->, so everything after it stays private."
        problems.append(Problem(Severity.WARNING, where, body.comment_from, unclosed))
    return Document(
        MappingProxyType(dict(front.values)),
        MappingProxyType(dict(front.lines)),
        MappingProxyType(dict(front.names)),
        tuple(line.closed() for line in body.introduction),
        tuple(part.closed() for part in body.parts),
        tuple(problems),
    )


class _Body:
    """Takes the lines after the front matter one by one."""

    def __init__(self) -> None:
        self.introduction: list[_OpenLine] = []
        self.parts: list[_OpenPart] = []
        self.comment_from = 0
        self._lines = self.introduction
        self._gap = False

    def feed(self, number: int, raw: str) -> None:
        if self.comment_from:
            self._hide(number, raw)
            return
        shown, opened, hidden = raw.partition("<!--")
        if not opened or shown.strip(BLANK):
            self._show(number, shown)
        if opened:
            self._hide(number, hidden)

    def _hide(self, number: int, text: str) -> None:
        # What follows `-->` on its line stays private too: the worse mistake is to show it.
        self.comment_from = 0 if "-->" in text else self.comment_from or number
        bare = text.replace("-->", " ").strip(BLANK)
        if bare:
            self._add(LineKind.NOTE, number, "", bare)

    def _show(self, number: int, raw: str) -> None:
        bare = raw.strip(BLANK)
        if bare and ord(bare[0]) in _WIDE_MARKS:
            bare = bare.translate(_WIDE_MARKS)
        if not bare or is_fence(bare) or _is_rule(bare):
            self._gap = True
        elif is_part_heading(bare):
            self.parts.append(_OpenPart(bare, number))
            self._lines = self.parts[-1].lines
            self._gap = False
        else:
            kind, mark, text = _classify(bare)
            if kind is LineKind.TEXT and self._continues(raw):
                self._lines[-1].words.append(text)
            else:
                self._add(kind, number, mark, text)

    def _continues(self, raw: str) -> bool:
        """An indented line goes on with the point or the private note above it."""
        if self._gap or not self._lines or raw[0] not in BLANK:
            return False
        return self._lines[-1].kind in (LineKind.POINT, LineKind.NUMBERED, LineKind.NOTE)

    def _add(self, kind: LineKind, number: int, mark: str, text: str) -> None:
        self._lines.append(_OpenLine(kind, number, mark, self._gap, [text]))
        self._gap = False


def _is_rule(bare: str) -> bool:
    return bare[0] in _RULES and len(bare) >= _SHORTEST_RULE and not bare.strip(bare[0] + " ")


def _classify(bare: str) -> tuple[LineKind, str, str]:
    """Kind, mark and text of a line that is not empty and no part heading."""
    if bare[0] == ">":
        return LineKind.NOTE, "", bare.lstrip(">" + BLANK)
    kind, mark, text = _marked(bare)
    if kind is not LineKind.TEXT and _QUOTE_INSIDE.match(text):
        return LineKind.NOTE, "", text.translate(_WIDE_MARKS).partition(">")[2].lstrip(">" + BLANK)
    return kind, mark, text


def _marked(bare: str) -> tuple[LineKind, str, str]:
    if bare[0] in POINT_MARKS and bare[1:2] in BLANK:
        return LineKind.POINT, "", bare[1:].strip(BLANK)
    if bare[0] == "#":
        text = bare.lstrip("#")
        if bare[1:2] == "#" or text[:1] in BLANK:
            return LineKind.SUBHEADING, "", text.strip(BLANK + "#")
    head = bare[: _MOST_NUMBER_DIGITS + 2]
    digits = len(head) - len(head.lstrip("0123456789"))
    if 0 < digits <= _MOST_NUMBER_DIGITS and head[digits : digits + 1] in (".", ")"):
        text = bare[digits + 1 :]
        if text[:1] in BLANK:
            return LineKind.NUMBERED, bare[:digits], text.strip(BLANK)
    return LineKind.TEXT, "", bare
