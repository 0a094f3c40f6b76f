"""Finds words in the texts of sessions, and shows what is around them as people typed it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from iop_group.domain.plain import folded

EXCERPT = 80
"""Characters shown around what was found."""

END, _FOLDED = b"\xff", b"\xfe"
"""Bytes that no text in UTF-8 has: what ends a record, and what stands before its folded lines."""

_BEFORE = EXCERPT // 3


def searchable(text: str) -> bytes:
    """A record to be searched: the text, and the lines that searching would have to fold, folded."""
    plain = text.encode("utf-8", "surrogatepass")
    if text.isascii():
        return plain
    lines = (folded(line) for line in text.split("\n") if not line.isascii())
    return plain + _FOLDED + "\n".join(lines).encode("utf-8", "surrogatepass")


def matches(pack: bytes, words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Records of the pack that hold all of the folded words: which one from 0, and the first word's place.

    Each record ends with END. There is at least one word.
    """
    wanted = [word.encode("utf-8", "surrogatepass") for word in words]
    # The longest is the rarest: most records are passed over by one look at the whole pack.
    rarest = max(wanted, key=len)
    lowered = pack.lower()
    row, end = 0, -1
    while (hit := lowered.find(rarest, end + 1)) >= 0:
        begin = lowered.rfind(END, end + 1, hit) + 1 or end + 1
        row += lowered.count(END, end + 1, begin)
        end = lowered.index(END, hit)
        found = [lowered.find(word, begin, end) for word in wanted]
        if min(found) >= 0:
            yield row, _place(pack[begin:end], found[0] - begin, words[0])
        row += 1


def _place(record: bytes, at: int, word: str) -> str:
    text, _, _ = record.partition(_FOLDED)
    if at < len(text):  # only the line in which it stands
        text = text[text.rfind(b"\n", 0, at) + 1 :].partition(b"\n")[0]
    return excerpt(text.decode("utf-8", "surrogatepass"), word)


def excerpt(text: str, word: str) -> str:
    """The line in which the folded word stands, cut to what is around it; empty if it is nowhere."""
    for line in text.split("\n"):
        place = comparable(line).find(word)
        if place >= 0:
            return _cut(line, place if line.isascii() else _unfolded(line, place))
    return ""


def _cut(line: str, place: int) -> str:
    begin = max(0, place - _BEFORE)
    end = begin + EXCERPT
    return f"{'…' if begin else ''}{line[begin:end].strip()}{'…' if end < len(line) else ''}"


def _unfolded(line: str, place: int) -> int:
    """Which character of the line stands at that place of the folded line."""
    ends = list(accumulate(len(comparable(character)) for character in line))
    return bisect_right(ends, place)


def comparable(text: str) -> str:
    """The text as search compares it: case and accents do not matter."""
    # Most lines are plain ASCII, which needs no look at each character.
    if text.isascii():
        return text.lower()
    return "\n".join(line.lower() if line.isascii() else folded(line) for line in text.split("\n"))
