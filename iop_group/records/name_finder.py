"""Finds people's names and codes in a text, however they are written, in one pass over its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from iop_group.domain.people import Member
from iop_group.domain.plain import one_line
from iop_group.records.everyday_names import EVERYDAY, NEVER

_SHORT = 2
"""Letters up to which a name is found only when it begins with a capital."""
_SHORTEST_CODE = 3
_WIDEST_GAP = 3
"""Characters that may stand between two words of one name: `Ana-Rita`, `Ana  Rita`."""
# Scripts written without spaces between words: each character counts as a word (Thai to Khmer, CJK, Hangul).
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x11FF), (0x1780, 0x17FF), (0x2E80, 0xA4CF), (0xAC00, 0xFAFF))
_CJK_MORE, _CJK_LAST = 0x20000, 0x3FFFF


_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")
_HIDDEN_ASCII = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, folded, with its place in the text as it was."""

    folded: str
    start: int
    end: int
    capital: bool
    """Begins with a capital letter, or with a letter that has no case."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    words: tuple[str, ...]
    capital: bool
    """Found only where every word begins with a capital."""


@cache
def _folded(character: str) -> str:
    """What the character counts as; nothing for accents, joiners and control codes."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(c for c in parts if not unicodedata.combining(c) and not _is_hidden(c))


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Cc", "Cs") and not character.isspace()


@cache
def _stands_alone(character: str) -> bool:
    place = ord(character)
    unspaced = any(low <= place <= high for low, high in _UNSPACED) or _CJK_MORE <= place <= _CJK_LAST
    return unspaced or unicodedata.category(character) == "So"


@cache
def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith(("M", "So"))


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in order; a sign such as a flower is a word of its own."""
    if text.isascii() and not _HIDDEN_ASCII.search(text):
        for found in _ASCII_WORD.finditer(text):
            yield Word(found[0].lower(), found.start(), found.end(), not found[0][0].islower())
        return
    yield from _words_of_any(text)


def _words_of_any(text: str) -> Iterator[Word]:
    letters: list[str] = []
    start = end = 0
    for place, character in enumerate(text):
        folded = _folded(character)
        if not folded and not character.isspace():
            end = place + 1 if letters and end == place else end
            continue
        joins = bool(folded) and all(map(_in_word, folded))
        if letters and (not joins or any(map(_stands_alone, folded))):
            yield _word(text, letters, start, end)
            letters = []
        if joins:
            start = start if letters else place
            letters.append(folded)
            end = place + 1
            if any(map(_stands_alone, folded)):
                yield _word(text, letters, start, end)
                letters = []
    if letters:
        yield _word(text, letters, start, end)


def _word(text: str, letters: list[str], start: int, end: int) -> Word:
    return Word("".join(letters), start, end, not text[start].islower())


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

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """(start, end) of every name, in order, never overlapping; the longest name at each place."""
        last = 0
        found = (*self._worded(text), *self._literal_spans(text))
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
            if not capital or all(w.capital for w in here):
                return len(here)
        return 0


def _adjoin(words: list[Word]) -> bool:
    return all(b.start - a.end <= _WIDEST_GAP for a, b in pairwise(words))


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
    return " ".join(words) in EVERYDAY or (letters <= _SHORT and not any(map(_stands_alone, words[0])))
