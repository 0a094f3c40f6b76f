"""Text from people, made safe to show: no control codes, no tricks of direction."""

from __future__ import annotations

import re
import unicodedata

# Cc: control codes (escape sequences live there); Cs: lone surrogates that no terminal can encode.
_UNSHOWABLE = frozenset({"Cc", "Cs"})
# Overrides and isolates reorder a whole line; joiners and marks that scripts need stay.
_DIRECTION_TRICKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_LINE_ENDS = frozenset("\u2028\u2029\x85\x0b\x0c")
_PLAIN = re.compile(r"[ -~]*")


def printable(text: str, *, lines: bool = False) -> str:
    """The text without anything that could steer a terminal; tabs and line ends become spaces.

    With lines=True line ends stay (as `\\n`), for notes that have several lines.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(shown for character in text if (shown := _shown(character, lines)))


def _shown(character: str, lines: bool) -> str:
    if character == "\n":
        return "\n" if lines else " "
    if character in _LINE_ENDS:
        return "\n" if lines else " "
    if character == "\t":
        return " "
    if character in _DIRECTION_TRICKS or unicodedata.category(character) in _UNSHOWABLE:
        return ""
    return character


def one_line(text: str) -> str:
    """Printable, and every run of white space one space: for names and titles."""
    return " ".join(printable(text).split())


def folded(text: str) -> str:
    """Case and accents taken away, for finding things: `Zoë` and `zoe` are the same."""
    # Once more: taken apart, some signs have capitals in them, as ㎀ has in pA.
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def clipped(text: str, *, most: int = 60) -> str:
    """The beginning of a text that may be long, to stand inside a sentence."""
    return text if len(text) <= most else f"{text[: most - 1]}\u2026"
