"""How much work it takes to try one passphrase: Argon2id and its parameters."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from iop_group.domain.errors import IopGroupError

KEY_BYTES = 32
SALT_BYTES = 16

_MEBIBYTE = 1024
_MOST_MEMORY = 1024 * _MEBIBYTE
_MOST_ITERATIONS = 16
_MOST_LANES = 16
_LEAST_MEMORY_PER_LANE = 8
"""KiB; Argon2 itself asks for it (RFC 9106, section 3.1)."""

_FASTEST, _AIM, _SLOWEST = 0.5, 0.75, 1.0
"""Seconds that one unlocking may take on the machine where the passphrase was chosen."""


class CannotDerive(IopGroupError):
    """This machine, or this installation, cannot compute Argon2id with these parameters."""

    exit_status = 3


@dataclass(frozen=True, slots=True)
class KdfParameters:
    """The cost of Argon2id (RFC 9106)."""

    memory: int
    """KiB."""
    iterations: int
    lanes: int

    @classmethod
    def default(cls) -> Self:
        """128 MiB, three times over: about half a second on a laptop."""
        return cls(memory=128 * _MEBIBYTE, iterations=3, lanes=4)

    @classmethod
    def least(cls) -> Self:
        """The second recommendation of RFC 9106, section 4: below it nothing real is kept, or opened."""
        return cls(memory=64 * _MEBIBYTE, iterations=3, lanes=4)

    @classmethod
    def for_tests(cls) -> Self:
        """Protects nothing and costs nothing: for tests, and for the demo, whose passphrase is published."""
        return cls(memory=64, iterations=1, lanes=1)

    @classmethod
    def calibrated(cls, *, clock: Callable[[], float] = time.perf_counter) -> Self:
        """Parameters that keep this machine busy for 0.5 to 1 second, never below the least.

        A quick machine does more iterations rather than take more memory: the vault may be opened on a
        small laptop one day. Takes as long as one unlocking. Raises CannotDerive.
        """
        usual = cls.default()
        try:
            took = _seconds(usual, clock)
        except MemoryError:
            return cls.least()
        if took > _SLOWEST:
            return cls.least()
        if took >= _FASTEST:
            return usual
        iterations = int(usual.iterations * _AIM / max(took, 0.001))
        return cls(memory=usual.memory, iterations=min(iterations, _MOST_ITERATIONS), lanes=usual.lanes)

    @property
    def in_range(self) -> bool:
        """Whether Argon2 can be asked for it at all, without taking the machine's memory or the evening."""
        return (
            1 <= self.lanes <= _MOST_LANES
            and 1 <= self.iterations <= _MOST_ITERATIONS
            and _LEAST_MEMORY_PER_LANE * self.lanes <= self.memory <= _MOST_MEMORY
        )

    @property
    def strong_enough(self) -> bool:
        """Whether records of real people may be kept behind it."""
        least = self.least()
        return self.memory >= least.memory and self.iterations >= least.iterations


def derive_key(secret: str, salt: bytes, parameters: KdfParameters) -> bytes:
    """The 32-byte key that the secret opens. Takes the time and memory that the parameters say.

    The parameters must be in range. Raises CannotDerive. Other threads keep running meanwhile.
    """
    try:
        return _argon2id(secret, salt, parameters)
    except MemoryError as error:
        needed = parameters.memory // _MEBIBYTE
        raise CannotDerive(
            f"There is not enough memory to check the passphrase: it takes {needed} MiB.",
            "Close other programs and try again.",
        ) from error


def _argon2id(secret: str, salt: bytes, parameters: KdfParameters) -> bytes:
    try:
        kdf = Argon2id(
            salt=salt,
            length=KEY_BYTES,
            iterations=parameters.iterations,
            lanes=parameters.lanes,
            memory_cost=parameters.memory,
        )
        return kdf.derive(secret.encode())
    except UnsupportedAlgorithm as error:
        raise CannotDerive(
            "The installed `cryptography` cannot compute Argon2id.",
            "Install it again with pip, which brings all that is needed.",
        ) from error


def _seconds(parameters: KdfParameters, clock: Callable[[], float]) -> float:
    before = clock()
    _argon2id("how long does this take", bytes(SALT_BYTES), parameters)
    return clock() - before
