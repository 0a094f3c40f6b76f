"""Copies of topics: what a copy says of where it came from, and how a title or an origin is written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from iop_group.domain.front_matter import BLANK, POINT_MARKS, is_fence, is_part_heading
from iop_group.domain.naming import key_of, slug
from iop_group.domain.plain import one_line
from iop_group.domain.topics import TopicModule

_MARK_LENGTH = 8


def mark_of(text: str) -> str:
    """A short mark of a file's words; line ends and blanks at the ends of lines do not count."""
    plain = "\n".join(line.rstrip() for line in text.strip("\ufeff \t\r\n").splitlines())
    return sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK_LENGTH]


def origin_line(original: TopicModule) -> str:
    """What a copy writes behind `based on`: `coping-with-cravings (5e1f09ab)`."""
    return f"{original.id} ({mark_of(original.text)})"


def origin_of(based_on: str) -> tuple[str, str]:
    """Id and mark of what a copy was made from; each empty when it is not said."""
    name, _, rest = based_on.partition("(")
    return slug(name, ""), rest.partition(")")[0].strip().casefold()


def has_changed(original: TopicModule, based_on: str) -> bool:
    """The original is not what it was when the copy was made; False when the copy does not say."""
    _, mark = origin_of(based_on)
    return bool(mark) and mark != mark_of(original.text)


def with_lines(text: str, wanted: Mapping[str, str | None]) -> str:
    """The text with these lines at its top: name to value, or None where the line is to go.

    A name that is not there yet comes last. A text without a top gets one.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((i for i, line in enumerate(lines) if line.strip(BLANK)), 0)
    if not is_fence(lines[start].strip(BLANK)):
        lines, start = ["---", "---", "", *lines[start:]], 0
    bare = [line.strip(BLANK) for line in lines]
    ends = (i for i in range(start + 1, len(lines)) if is_fence(bare[i]) or is_part_heading(bare[i]))
    end = next(ends, len(lines))
    left = {key_of(name): _line(name, value) for name, value in wanted.items()}
    top = list(_replaced(lines[start + 1 : end], left))
    return "\n".join([*lines[: start + 1], *top, *(new for new in left.values() if new), *lines[end:]])


def _line(name: str, value: str | None) -> str:
    return "" if value is None else f"{name}: {one_line(value)}"


def _replaced(lines: Sequence[str], left: dict[str, str]) -> Iterator[str]:
    """The lines of the top with those in `left` in their places; what was written is taken out of `left`."""
    keys = frozenset(left)
    replacing = False
    for line in lines:
        goes_on = line[:1] in BLANK or line[:1] in POINT_MARKS
        if not goes_on:
            key = key_of(line.partition(":")[0])
            replacing = key in keys
            if replacing and (new := left.pop(key, "")):
                yield new
        if not replacing:
            yield line
