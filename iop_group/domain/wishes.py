"""The group's own list: what its members want to work on today, and what was talked about."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from iop_group.domain.events import GROUP, Event, WishTicked, WishWritten
from iop_group.domain.mentions import PRIVATE, mention_in
from iop_group.domain.plain import one_line

MOST_MINUTES = 240
_MINUTES = re.compile(r"(?:^|\s)([0-9]{1,3}) ?(?:m|min|minutes|')$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wish:
    """One point of the list."""

    id: str
    words: str
    member: str = ""
    """Code of whoever brought it; empty for the group."""
    minutes: int = 0
    """As asked for; 0 when nobody said."""
    done: bool = False
    """It was talked about."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """The list, in the order in which it was made."""

    all: tuple[Wish, ...] = ()

    @property
    def minutes(self) -> int:
        """Asked for in all."""
        return sum(wish.minutes for wish in self.all)

    def of(self, member: str) -> tuple[Wish, ...]:
        """What that member brought."""
        return tuple(wish for wish in self.all if wish.member == member)

    def apply(self, event: Event) -> Wishes:
        """With what happened, if it concerns the list."""
        match event.act:
            case WishWritten(wish, words, member, minutes):
                kept = tuple(w for w in self.all if w.id != wish)
                return Wishes((*kept, Wish(wish, words, member, minutes)) if words.strip() else kept)
            case WishTicked(wish, done):
                return Wishes(tuple(replace(w, done=done) if w.id == wish else w for w in self.all))
        return self


def read_wish(text: str, names: Mapping[str, str], among: Collection[str]) -> WishWritten | None:
    """What `@ben the call with his boss 10m` puts on the list, still without an id.

    None when it begins with an @ that no member's name follows. Without words nothing would be put there.
    """
    member = ""
    mention = mention_in(text, names, among, finished=True)
    if mention is not None:
        if mention.subject in (None, PRIVATE):
            return None
        member = "" if mention.subject == GROUP else mention.subject
        text = text[mention.length :]
    words, minutes = one_line(text), 0
    found = _MINUTES.search(words)
    if found is not None and 0 < int(found[1]) <= MOST_MINUTES and words[: found.start()].strip():
        words, minutes = words[: found.start()].strip(), int(found[1])
    return WishWritten("", words, member, minutes)
