"""How wide the window is, as a class of those screens that lay themselves out by it.

Only theirs: every screen that has widths is styled once more before it is seen.
"""

from __future__ import annotations

from typing import Final

NARROW: Final = 76
"""Cells below which a window is narrow."""
WIDTHS: Final = [(0, "-narrow"), (NARROW, "-normal"), (96, "-roomy"), (140, "-wide")]
"""From so many cells on, for Screen.HORIZONTAL_BREAKPOINTS."""
