"""`python -m iop_group` is the same as `iop-group`."""

import sys

from iop_group.cli import main

if __name__ == "__main__":
    sys.exit(main())
