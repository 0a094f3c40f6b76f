"""The `name: value` lines at the top of a plain file, read as text and nothing cleverer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from iop_group.domain.errors import Problem, Severity
from iop_group.domain.naming import key_of

INVISIBLE = "".join(
    (
        "\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064",
        "\u206a\u206b\u206c\u206d\u206e\u206f\u2800\u3164\ufeff\uffa0\ufff9\ufffa\ufffb",
    )
)
"""Characters that show nothing; they come along when words are copied from elsewhere."""
BLANK = (
    " \t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    + INVISIBLE
)
"""White space and characters that show nothing: a `>` behind them still looks like the first on its line."""
FENCE_DASHES = "-\u2013\u2014"
POINT_MARKS = "-*+\u2022\u2013\u2014"
_LONGEST_NAME = 60
_FENCE_LENGTH = 3
_QUOTES = {'"': '"', "'": "'", "\u201c": "\u201d", "\u2018": "\u2019", "\u00ab": "\u00bb", "\u201e": "\u201c"}
_BLOCK_MARKS = frozenset({"|", ">", "|-", ">-", "|+", ">+"})


@dataclass(frozen=True, slots=True)
class Front:
    """What stood between the two fences."""

    values: Mapping[str, str | tuple[str, ...]]
    """By key (see `key_of`); a tuple where the values stood on `- ` lines."""
    lines: Mapping[str, int]
    names: Mapping[str, str]
    """The keys as they were written."""
    body_from: int
    """Index of the first line after the front matter."""
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Entry:
    name: str
    line: int
    indent: int
    words: list[str]
    items: list[list[str]] = field(default_factory=list)

    def value(self) -> str | tuple[str, ...]:
        text = unquoted(" ".join(self.words))
        if not self.items:
            return text
        items = tuple(filter(None, (unquoted(" ".join(words)) for words in self.items)))
        return (text, *items) if text else items


def is_fence(bare: str) -> bool:
    """Three dashes or more; also the long dash that some editors make of them."""
    dashes = bare.strip(FENCE_DASHES) == ""
    return dashes and bare != "" and (len(bare) >= _FENCE_LENGTH or "\u2014" in bare)


def is_part_heading(bare: str) -> bool:
    """Exactly two `#`."""
    return bare.startswith("##") and not bare.startswith("###")


def unquoted(text: str) -> str:
    """Without the quotation marks around the whole of it, straight or curly."""
    bare = text.strip(BLANK)
    closing = _QUOTES.get(bare[:1])
    if len(bare) > 1 and closing is not None and bare.endswith(closing):
        inner = bare[1:-1]
        if bare[0] not in inner and closing not in inner:
            return inner.strip(BLANK)
    return bare


def read_front(lines: Sequence[str], where: str) -> Front:
    """The front matter of the file, empty when the first line that says anything is no fence."""
    start = next((i for i, line in enumerate(lines) if line.strip(BLANK)), len(lines))
    if start == len(lines) or not is_fence(lines[start].strip(BLANK)):
        return Front({}, {}, {}, 0)
    reader = _Reader(where)
    for index in range(start + 1, len(lines)):
        bare = lines[index].strip(BLANK)
        if is_fence(bare):
            return reader.front(index + 1)
        if is_part_heading(bare):
            break
        reader.feed(index + 1, lines[index], bare)
    else:
        index = len(lines)
    reader.note(
        Severity.ERROR, start + 1, "The lines at the top never end. Put a line --- after the last of them."
    )
    return reader.front(index)


class _Reader:
    """Takes the lines one by one; keeps what it cannot use as a problem."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._entries: dict[str, _Entry] = {}
        self._open: _Entry | None = None
        self._problems: list[Problem] = []

    def note(self, severity: Severity, line: int, text: str) -> None:
        self._problems.append(Problem(severity, self._where, line, text))

    def feed(self, number: int, raw: str, bare: str) -> None:
        if not bare or bare.startswith("#"):
            return
        indent = len(raw) - len(raw.lstrip(BLANK))
        if bare[0] in POINT_MARKS and bare[1:2] in ("", *BLANK):
            self._item(number, bare[1:].strip(BLANK))
        elif self._open is not None and indent > self._open.indent:
            (self._open.items[-1] if self._open.items else self._open.words).append(bare)
        else:
            self._name(number, indent, bare)

    def _item(self, number: int, text: str) -> None:
        if self._open is None:
            self.note(Severity.HINT, number, "This list item stands under no name, so it is left out.")
        else:
            self._open.items.append([text])

    def _name(self, number: int, indent: int, bare: str) -> None:
        name, colon, value = bare.partition(":")
        name = name.strip(BLANK)
        key = key_of(name[:_LONGEST_NAME])
        if not colon or not key or len(name) > _LONGEST_NAME:
            self._open = None
            self.note(Severity.HINT, number, "This line is not of the form name: value, so it is left out.")
            return
        if key in self._entries:
            self.note(Severity.HINT, number, f"{name} is written twice. The last one is used.")
        value = value.strip(BLANK)
        words = [value] if value and value not in _BLOCK_MARKS else []
        self._open = self._entries[key] = _Entry(name, number, indent, words)

    def front(self, body_from: int) -> Front:
        return Front(
            dict(self._filled()),
            {key: entry.line for key, entry in self._entries.items()},
            {key: entry.name for key, entry in self._entries.items()},
            body_from,
            tuple(self._problems),
        )

    def _filled(self) -> Iterator[tuple[str, str | tuple[str, ...]]]:
        for key, entry in self._entries.items():
            yield key, entry.value()
