"""Whom a note is about, when it begins with `@name`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from iop_group.domain.events import GROUP
from iop_group.domain.people import find_member
from iop_group.domain.plain import folded, one_line

PRIVATE = "private"
"""The subject of what goes into the facilitator's private lane; no member's code is like it."""
PRIVATE_WORDS = ("private", "me")
_WITHIN = "'’-_"
"""Signs that may stand within a name; any other sign ends the mention."""
_MENTION_WORDS = 6
"""Words of a name that are looked at."""


@dataclass(frozen=True, slots=True)
class Mention:
    """What `@name ` at the beginning of a note means."""

    subject: str | None
    """GROUP, PRIVATE or a member's code; None when it is unclear."""
    length: int
    """Characters of the mention, with the space behind it."""
    possible: tuple[str, ...] = ()
    """Members whom it may mean."""


def mention_in(
    text: str, names: Mapping[str, str], among: Collection[str], *, finished: bool = False
) -> Mention | None:
    """The mention at the beginning; None when there is none, or its name is still being typed.

    Names have spaces too: the longest words that name one person win. `finished` means no space will follow.
    """
    if not text.startswith("@"):
        return None
    line = text.partition("\n")[0]
    ends = [at for at, sign in enumerate(line) if at and not (sign.isalnum() or sign in _WITHIN)]
    ends = ends[:_MENTION_WORDS]
    if finished:
        ends.append(len(line))
    for end in reversed(ends):
        code = find_member(line[1:end], names, among)
        if code is not None:
            return Mention(code, _behind(line, end))
    if not ends or ends[0] == 1:
        return None
    word = folded(one_line(line[1 : ends[0]]))
    length = _behind(line, ends[0])
    if word in PRIVATE_WORDS:
        return Mention(PRIVATE, length)
    if word == GROUP:
        return Mention(GROUP, length)
    return Mention(None, length, tuple(c for c in among if folded(names[c]).startswith(word)))


def _behind(line: str, end: int) -> int:
    """Where the note's own words begin: after the sign that ends the mention, and the space behind it."""
    behind = end
    while behind < len(line) and line[behind] in " ,:;.":
        behind += 1
    return behind
