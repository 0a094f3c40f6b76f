"""`python -m bench.lightly ...` is `iop-group ...` that takes keys which cost nothing to derive.

Deriving a key is slow on purpose; what is measured is everything else.
"""

from __future__ import annotations

import sys

from iop_group.cli import main
from iop_group.vault.kdf import KdfParameters

if __name__ == "__main__":
    setattr(KdfParameters, "strong_enough", True)  # noqa: B010 - a property, which nobody else may set
    sys.exit(main())
