"""`python -m bench.lightly ...` is `iop-group ...` that takes keys which cost nothing to derive.

Deriving a key is slow on purpose; what is measured is everything else.
"""

from __future__ import annotations

import sys

from iop_group.cli import main
from iop_group.tui import opener

_unlock = opener.Opener.unlock


def _taking_any_key(self: opener.Opener, secret: str) -> opener.Found:
    # Not before: at the door the program has not loaded this yet.
    from iop_group.vault.kdf import KdfParameters

    setattr(KdfParameters, "strong_enough", True)  # noqa: B010 - a property, which nobody else may set
    return _unlock(self, secret)


if __name__ == "__main__":
    setattr(opener.Opener, "unlock", _taking_any_key)  # noqa: B010 - a method, for this program alone
    sys.exit(main())
