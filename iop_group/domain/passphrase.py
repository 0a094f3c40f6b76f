"""What a passphrase must be, and an honest word about how easily it is guessed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from iop_group.domain.errors import BadInput

MINIMUM = 10
"""Characters; the only rule. Everything else is a hint."""

_EASY_BELOW = 8
_LONG_FROM = 16
"""Characters that are left when whatever is guessed at once counts as one; see `_weight`."""

_FIRST_TRIED = (
    "correcthorsebatterystaple keepcomingback serenityprayer onedayatatime motdepasse contrasena "
    "easydoesit firstthings facilitator passphrase basketball superman password passwort football "
    "baseball sunshine princess iloveyou whatever computer internet security february november december "
    "saturday september wednesday thursday recovery sobriety serenity iopgroup welcome letmein michael "
    "charlie jessica january october tuesday therapy session october qwertyuiop asdfghjkl zxcvbnm "
    "qwertzuiop azertyuiop 1q2w3e4r5t 1q2w3e4r 1qaz2wsx trustno1 abc123 qwerty qwertz azerty asdfgh "
    "dragon monkey master shadow hunter ginger summer winter spring autumn monday friday sunday august "
    "secret changeme access clinic group admin login hello march april sober"
)
"""Words and rows of keys with which guessing begins, and those that lie near in this work."""

_COMMON = tuple(sorted(set(_FIRST_TRIED.split()), key=len, reverse=True))
_DISGUISES = str.maketrans("@$013457!", "asoleastl")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BETWEEN_WORDS = re.compile(r"[\s\-_.,]+")
_MARK = "\0"


class Strength(StrEnum):
    """Three words are as much as can be known from looking at a passphrase."""

    TOO_SHORT = "too short"
    EASY = "easy to guess"
    FAIR = "fair"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Hint:
    """What to say beside the field; holds nothing of the passphrase itself."""

    strength: Strength
    text: str
    """One or two plain sentences."""


def normalised(text: str) -> str:
    """The same passphrase however the keyboard composed it (NFKC), without line ends around it.

    Raises BadInput for bytes that are no text.
    """
    plain = unicodedata.normalize("NFKC", text).strip("\r\n")
    if any("\ud800" <= character <= "\udfff" for character in plain):
        raise BadInput("The passphrase holds something that is no text.", "Give it in UTF-8.")
    return plain


def checked(text: str) -> str:
    """The normalised passphrase if it may be chosen. Raises BadInput when it is too short, or no text."""
    plain = normalised(text)
    if len(plain) < MINIMUM:
        raise BadInput(
            f"A passphrase needs at least {MINIMUM} characters.", "Four words picked by chance do well."
        )
    return plain


def hint(text: str) -> Hint:
    """How the passphrase would fare, by its length and by what is tried first. Raises BadInput if no text.

    No number of bits or years: what matters most is how it was chosen, and that cannot be seen.
    """
    plain = normalised(text)
    missing = MINIMUM - len(plain)
    if missing > 0:
        characters = "character" if missing == 1 else "characters"
        return Hint(Strength.TOO_SHORT, f"At least {missing} more {characters}.")
    weight = _weight(plain)
    if weight < _EASY_BELOW:
        return Hint(Strength.EASY, "Easy to guess: people try this first. Add words picked by chance.")
    if weight < _LONG_FROM:
        return Hint(Strength.FAIR, "Long enough. Two more words would make it much harder to guess.")
    return Hint(Strength.LONG, "A good length. Best are words picked by chance: no saying, no song, no name.")


def _weight(text: str) -> int:
    """How many characters are left when a common word, a year, a run or a repetition counts as one."""
    lowered = text.casefold()
    seen = (lowered, lowered.translate(_DISGUISES))
    return min(_steps(_shortened(_BETWEEN_WORDS.sub("", form)) or _MARK) for form in seen)


def _shortened(text: str) -> str:
    for word in _COMMON:
        text = text.replace(word, _MARK)
    return _once(_YEAR.sub(_MARK, text))


def _once(text: str) -> str:
    """What is repeated from the first character to the last, once: "abcabcab" gives "abc"."""
    for period in range(1, len(text) // 2 + 1):
        if text.startswith(text[period:]):
            return text[:period]
    return text


def _steps(text: str) -> int:
    """Characters that do not merely go on as the two before them did, as in 4444, 4567 or dcba."""
    steps = [ord(later) - ord(earlier) for earlier, later in pairwise(text)]
    going_on = sum(one == other and abs(one) <= 1 for one, other in pairwise(steps))
    return len(text) - going_on
