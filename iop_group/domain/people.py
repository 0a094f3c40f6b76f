"""Members and groups: who may be in the room, by a random code and the display name they chose."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from iop_group.domain.errors import BadInput
from iop_group.domain.plain import folded, one_line

NAME_LIMIT = 60
"""Characters a display name may have; long enough for every name, short enough for a row."""

_SEEN = frozenset("LNPS")
"""Letters, numbers, punctuation, symbols: a name of joiners and marks alone would be an empty row."""
_TIME = re.compile(r"(\d{1,2})(?::(\d{0,2}))?")

NO_CURRICULUM = "none"
"""Stands where a curriculum's id would: topics are proposed without one."""

FACILITATOR = "*"
"""Stands where a member's code would: the facilitator's own turns."""
EVERYONE = "**"
"""Stands there too: feedback, when everybody but the one who has just spoken may speak."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a group: never a legal name, birth date, phone or diagnosis."""

    code: str
    """Random, never derived from the person (reference: clinical 4.4)."""
    display_name: str


class Membership(StrEnum):
    """Open groups take newcomers at any session; closed ones have a fixed roster."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A standing group, such as "Tuesday evening"."""

    id: str
    name: str
    membership: Membership = Membership.OPEN
    format_id: str = "90-matrix-like"
    weekday: int | None = None
    """0 Monday to 6 Sunday, or None when it has no fixed day."""
    starts: str = ""
    """Local time of day as HH:MM, or empty."""
    roster: tuple[str, ...] = ()
    """Codes of the members who are expected."""
    curriculum: str = ""
    """Id of the curriculum that topics are proposed from; empty for the program's, NO_CURRICULUM for none."""


def checked_name(text: str, *, what: str = "display name") -> str:
    """The name as it will be kept. Raises BadInput when it is empty or too long."""
    name = one_line(text)
    if not any(unicodedata.category(c)[0] in _SEEN for c in name):
        raise BadInput(f"The {what} is empty.", "Type at least one letter.")
    if len(name) > NAME_LIMIT:
        raise BadInput(f"The {what} has {len(name)} characters.", f"Use {NAME_LIMIT} or fewer.")
    return name


def checked_time(text: str) -> str:
    """A time of day as HH:MM, or empty. Raises BadInput."""
    text = text.strip()
    if not text:
        return ""
    if found := _TIME.fullmatch(text):
        hour, minute = int(found[1]), int(found[2] or "0")
        if hour < 24 and minute < 60:  # noqa: PLR2004 - a day's hours, an hour's minutes
            return f"{hour:02}:{minute:02}"
    raise BadInput("That is no time of day.", "Write it like 18:00.")


def distinct_names(people: Iterable[Member]) -> dict[str, str]:
    """Code to the name to show; two people with the same name get the start of their code behind it."""
    people = tuple(people)
    seen = Counter(folded(p.display_name) for p in people)
    return {
        p.code: p.display_name if seen[folded(p.display_name)] == 1 else f"{p.display_name} ·{p.code}"
        for p in people
    }


def find_member(words: str, names: Mapping[str, str], among: Collection[str]) -> str | None:
    """The one member whose shown name or code begins with the words, as in `@ana`; None if unclear."""
    wanted = folded(one_line(words)).lstrip("@")
    if not wanted:
        return None
    exact = [c for c in among if wanted in (folded(names[c]), c.casefold())]
    if len(exact) == 1:
        return exact[0]
    begun = [c for c in among if folded(names[c]).startswith(wanted)]
    return begun[0] if len(begun) == 1 else None
