"""The words of a text, folded so that accents, capitals and hidden signs make no difference."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

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


def is_lone(word: str) -> bool:
    """Whether one character of it is a word by itself, as in Chinese."""
    return any(map(_stands_alone, word))
