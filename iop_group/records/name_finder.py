"""Finds people's names and codes in a text, however they are written, in one pass over its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from iop_group.domain.people import Member
from iop_group.domain.plain import one_line
from iop_group.records.everyday_names import (
    ADDRESSED,
    EVERYDAY,
    NEVER,
    NO_INITIALS,
    POINTING,
    SMALL_WORDS,
    SPEAKS,
)
from iop_group.records.words_of import Word, is_lone, words_of

_SHORT = 2
"""Letters up to which a name is found only when it begins with a capital."""
_SHORTEST_CODE = 3
_WIDEST_GAP = 3
"""Characters that may stand between two words of one name: `Ana-Rita`, `Ana  Rita`."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    words: tuple[str, ...]
    capital: bool
    """Found only where every word begins with a capital, or where only a person can be meant."""


class NameFinder:
    """Knows the names and codes to look for; built once for many texts."""

    def __init__(self, others: Iterable[Member], *, own: Iterable[Member] = ()) -> None:
        """`others` are looked for; nothing that is also the name or code of `own` is."""
        others, own = tuple(others), tuple(own)
        self._literals = {_literal(m) for m in others} - {_literal(m) for m in own} - {""}
        mine = {p.words for member in own for p in _patterns(member)}
        self._capital: dict[tuple[str, ...], bool] = {}
        lengths: dict[str, set[int]] = {}
        for pattern in (p for member in others for p in _patterns(member) if p.words not in mine):
            self._capital[pattern.words] = pattern.capital and self._capital.get(pattern.words, True)
            lengths.setdefault(pattern.words[0], set()).add(len(pattern.words))
        self._lengths = {first: sorted(some, reverse=True) for first, some in lengths.items()}
        self._initials = _any_of(
            {i for m in others for i in _initials(m)} - {i for m in own for i in _initials(m)}
        )

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """(start, end) of every name, in order, never overlapping; the longest name at each place."""
        last = 0
        initials = (found.span() for found in self._initials.finditer(text))
        found = (*self._worded(text), *self._literal_spans(text), *initials)
        for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
            if start >= last:
                yield start, end
                last = end

    def _literal_spans(self, text: str) -> Iterator[tuple[int, int]]:
        for literal in self._literals:
            start = text.find(literal)
            while start >= 0:
                yield start, start + len(literal)
                start = text.find(literal, start + len(literal))

    def _worded(self, text: str) -> Iterator[tuple[int, int]]:
        words = list(words_of(text))
        index = 0
        while index < len(words):
            length = self._length_at(words, index)
            if length:
                yield words[index].start, words[index + length - 1].end
            index += length or 1

    def _length_at(self, words: list[Word], index: int) -> int:
        for length in self._lengths.get(words[index].folded, ()):
            here = words[index : index + length]
            capital = self._capital.get(tuple(w.folded for w in here))
            if capital is None or not _adjoin(here):
                continue
            if not capital or all(w.capital for w in here) or _is_person(words, index, index + len(here)):
                return len(here)
        return 0


def _adjoin(words: list[Word]) -> bool:
    return all(b.start - a.end <= _WIDEST_GAP for a, b in pairwise(words))


def _is_person(words: list[Word], start: int, end: int) -> bool:
    """Whether what stands beside it tells a name from the everyday word: `will said`, `thanked hope`."""
    if end - start == 1 and len(words[start].folded) == 1:
        return False  # `I said` is nobody's name
    before = words[start - 1].folded if start else ""
    after = words[end].folded if end < len(words) else ""
    return before in ADDRESSED or (after in SPEAKS and before not in POINTING)


def _initials(member: Member) -> Iterator[str]:
    """All of a longer name's, and the first with the last; none that is a common abbreviation."""
    words = [w.folded for w in words_of(one_line(member.display_name)) if w.folded not in NEVER]
    letters = "".join(word[0] for word in words if word[0].isascii() and word[0].isalpha())
    if len(letters) > 1:
        yield from {letters.upper(), (letters[0] + letters[-1]).upper()} - NO_INITIALS


def _any_of(initials: set[str]) -> re.Pattern[str]:
    """Finds `A.R.`, `A. R.` and `AR`, and never a part of `A.R.T.` or `ART`."""
    dotted = "|".join(r"\. ?".join(letters) for letters in initials)
    plain = "|".join(initials - SMALL_WORDS)
    either = rf"(?:{dotted})(?:\.(?!\w))?|{plain or '(?!)'}"
    return re.compile(rf"(?<![\w.])(?:{either})(?!\w|\.\w)" if initials else "(?!)")


def _patterns(member: Member) -> Iterator[_Pattern]:
    """The whole name, each telling word of a longer one, and the code."""
    name = one_line(member.display_name)
    words = tuple(w.folded for w in words_of(name))
    if words:
        yield _Pattern(words, _needs_capital(words))
    if len(words) > 1:
        yield from _part_patterns(words)
    code = tuple(w.folded for w in words_of(one_line(member.code)))
    if sum(map(len, code)) >= _SHORTEST_CODE:
        yield _Pattern(code, member.code.isalpha())


def _part_patterns(words: tuple[str, ...]) -> Iterator[_Pattern]:
    """Each telling word alone; `ana` of `Ana R.` in any case, other parts only with a capital letter."""
    with_initial = len(words[1]) == 1
    for place, word in enumerate(words):
        if word not in NEVER and (len(word) > 1 or not word.isascii()):
            yield _Pattern((word,), place > 0 or not with_initial or _needs_capital((word,)))


def _literal(member: Member) -> str:
    """The name as it is written, where its words alone do not tell it: `[/b]`, `...`; else empty."""
    name = one_line(member.display_name)
    words = tuple(w.folded for w in words_of(name))
    odd = not all(c.isalnum() or c.isspace() for c in name) and len(name) > 1
    return name if odd and (not words or _needs_capital(words)) else ""


def _needs_capital(words: tuple[str, ...]) -> bool:
    letters = sum(map(len, words))
    return " ".join(words) in EVERYDAY or (letters <= _SHORT and not is_lone(words[0]))
