"""`python -m bench.lightly ...` is `iop-group ...` with a derivation that takes the same time each time.

Deriving a key is slow on purpose, about a second in a thread of its own, and no two take the same; what is
measured is everything else. Here the same work is done in pieces until DERIVING seconds are nearly over, and
the thread rests for what is left of them.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from iop_group.cli import main
from iop_group.tui import opener

if TYPE_CHECKING:
    from iop_group.vault.kdf import KdfParameters

DERIVING = 0.5
"""Seconds, to be taken off what was measured; the least that a derivation takes in use."""
PIECE, LONGEST_PIECE = 40 * 1024, 0.1
"""KiB, and the seconds that so little takes at most; less memory would come from what the program keeps."""

_unlock = opener.Opener.unlock


def _taking_any_key(self: opener.Opener, secret: str) -> opener.Found:
    # Not before: at the door the program has not loaded these yet.
    from iop_group.vault import kdf, key_slots

    setattr(kdf.KdfParameters, "strong_enough", True)  # noqa: B010 - a property, which nobody else may set
    setattr(key_slots, "derive_key", _derived)  # noqa: B010 - another's import
    return _unlock(self, secret)


def _derived(secret: str, salt: bytes, parameters: KdfParameters) -> bytes:
    from iop_group.vault import kdf

    until = time.perf_counter() + DERIVING
    while time.perf_counter() < until - LONGEST_PIECE:
        kdf.derive_key(secret, salt, replace(parameters, memory=PIECE))
    key = kdf.derive_key(secret, salt, parameters)
    time.sleep(max(0.0, until - time.perf_counter()))
    return key


if __name__ == "__main__":
    setattr(opener.Opener, "unlock", _taking_any_key)  # noqa: B010 - a method, for this program alone
    sys.exit(main())
