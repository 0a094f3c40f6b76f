"""What a `## Heading (10 min, optional)` line says."""

from __future__ import annotations

import re

from iop_group.domain.front_matter import BLANK, INVISIBLE

_LONGEST_TOKEN = 40
_DECORATION = BLANK + "#*_`"
_MINUTES = re.compile(r"(\d{1,3})(?: ?(?:-|\u2013|\u2014|to) ?(\d{1,3}))? ?(?:m|min|mins|minute|minutes)\.?")
_WIDE_BRACKETS = str.maketrans({"\uff08": "(", "\uff09": ")"})
_UNSEEN = dict.fromkeys(map(ord, INVISIBLE))
_FLAGS = frozenset({"optional", "protected"})


def read_heading(bare: str) -> tuple[str, int | None, frozenset[str]]:
    """Heading text, minutes (the middle of a range) and flags (`optional`, `protected`)."""
    heading = bare.translate(_WIDE_BRACKETS).strip(_DECORATION)
    opening = heading.rfind("(")
    if not heading.endswith(")") or opening < 0:
        return heading, None, frozenset()
    minutes: int | None = None
    flags: set[str] = set()
    others: list[str] = []
    for token in heading[opening + 1 : -1].replace(";", ",").split(","):
        word = " ".join(token.translate(_UNSEEN).casefold().split())
        found = _minutes_of(word)
        if found is not None:
            minutes = found
        elif word in _FLAGS:
            flags.add(word)
        elif word:
            others.append(token.strip(BLANK))
    if minutes is None and not flags:
        return heading, None, frozenset()
    title = heading[:opening].strip(_DECORATION)
    left = f"({', '.join(others)})" if others else ""
    return f"{title} {left}".strip(), minutes, frozenset(flags)


def _minutes_of(word: str) -> int | None:
    match = _MINUTES.fullmatch(word) if len(word) <= _LONGEST_TOKEN else None
    if match is None:
        return None
    least = int(match[1])
    most = int(match[2] or least)
    return (least + most + 1) // 2
