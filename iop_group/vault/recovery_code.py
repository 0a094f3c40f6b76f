"""The recovery code: a key that is printed, read out and typed by people."""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Self

from iop_group.domain.errors import BadInput

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O (they read as 1, 1, 0) and no U."""

GROUP = 4
"""Characters that are printed together."""

GROUPS = 7

_LENGTH = GROUP * GROUPS
RANDOM = _LENGTH - 2
"""26 characters drawn by chance, five bits each: 130 bits. Two check characters follow."""

_FEWEST_DIGITS = 3
"""One code in two hundred has fewer; a passphrase of 28 fitting letters hardly ever has as many."""

_VALUE = {character: value for value, character in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_LEFT_OUT = re.compile(r"[\s\-_.\u00ad\u2010-\u2015\u2212\u200b\ufeff]+")
"""What stands between the characters on paper or in a message: spaces, dashes of any kind, dots."""


@dataclass(frozen=True, slots=True, repr=False)
class RecoveryCode:
    """130 random bits and two check characters. Shows itself only when asked for `printed` or `groups`."""

    secret: str
    """The characters without anything between them: what the key is derived from."""

    @classmethod
    def new(cls) -> Self:
        """A code that nobody had before."""
        return cls.of([secrets.randbelow(len(ALPHABET)) for _ in range(RANDOM)])

    @classmethod
    def of(cls, values: list[int]) -> Self:
        """The code of 26 random values below 32, with its check characters."""
        return cls("".join(ALPHABET[value] for value in (*values, *_check_values(values))))

    @property
    def groups(self) -> tuple[str, ...]:
        """Seven groups of four characters."""
        return _in_groups(self.secret)

    @property
    def printed(self) -> str:
        """As it stands on paper: ABCD-EFGH-..."""
        return "-".join(self.groups)

    def __repr__(self) -> str:
        return "RecoveryCode(hidden)"


def parse(typed: str) -> RecoveryCode:
    """The code that was typed, whatever its case, spaces and dashes; O is 0, I and L are 1.

    Raises BadInput, with the group to look at if it can be told. One wrong character is always found, and
    so are two that changed places, and any other two wrong ones.
    """
    plain = _plain(typed)
    strange = next((index for index, character in enumerate(plain) if character not in _VALUE), None)
    if strange is not None and len(plain) == _LENGTH:
        raise _mistyped(strange // GROUP)
    if strange is not None or len(plain) != _LENGTH:
        raise BadInput(
            "That is not a whole recovery code.",
            f"It has {GROUPS} groups of {GROUP} letters and digits. Type all of them.",
        )
    values = [_VALUE[character] for character in plain]
    total, weighted = _sums(values)
    if total or weighted:
        raise _mistyped(_wrong_group(total, weighted))
    return RecoveryCode("".join(ALPHABET[value] for value in values))


def confirm(code: RecoveryCode, typed: str) -> None:
    """Return if the person typed the code as it stands on the paper; raise BadInput with the group if not."""
    characters = (ALPHABET[_VALUE[found]] if found in _VALUE else found for found in _plain(typed))
    found = _in_groups("".join(characters))
    if found == code.groups:
        return
    for number, group in enumerate(code.groups):
        if found[number : number + 1] != (group,):
            raise BadInput(f"Group {number + 1} is not what the paper says.", "Look at it and type it again.")
    raise BadInput("There is more than the code.", f"Type its {GROUPS} groups only.")


def resembles_code(typed: str) -> bool:
    """Whether someone most likely meant to type a code, even with a slip in it, and no passphrase."""
    plain = _plain(typed)
    digits = sum(map(str.isdigit, plain))
    return len(plain) == _LENGTH and set(plain) <= _VALUE.keys() and digits >= _FEWEST_DIGITS


def _plain(typed: str) -> str:
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", typed)).upper()


def _in_groups(characters: str) -> tuple[str, ...]:
    return tuple(characters[start : start + GROUP] for start in range(0, len(characters), GROUP))


def _mistyped(group: int | None) -> BadInput:
    where = "every group" if group is None else f"group {group + 1}"
    return BadInput("There is a slip in the recovery code.", f"Compare {where} with the paper.")


# The check is a Reed-Solomon code over the 32 characters, taken as the elements of GF(32): in a whole code
# the sum of all characters is zero, and so is their sum with the powers of 2 as weights. It guards against
# slips of the hand, not against anybody's will, and takes nothing from the 130 random bits.


def _doubled(value: int) -> int:
    """Twice the value in GF(32), with x^5 + x^2 + 1."""
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value


def _sums(values: list[int]) -> tuple[int, int]:
    total = weighted = 0
    for value in values:
        total ^= value
        weighted = _doubled(weighted) ^ value
    return total, weighted


def _check_values(values: list[int]) -> tuple[int, int]:
    total, _ = _sums(values)
    first = next(value for value in range(32) if not _sums([*values, value, total ^ value])[1])
    return first, total ^ first


def _wrong_group(total: int, weighted: int) -> int | None:
    """The group of the one wrong character, or None if it cannot have been one."""
    if total:
        for index in reversed(range(_LENGTH)):
            if total == weighted:
                return index // GROUP
            total = _doubled(total)
    return None
