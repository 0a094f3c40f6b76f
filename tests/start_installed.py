"""Starts an installed program in a terminal, far from the source tree, and quits it: `.ci/run` calls this."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.pty_program import PtyProgram

ON_TODAY = "New session"
"""A text that the first screen shows."""


def problems(program: Path, home: Path) -> list[str]:
    """What goes wrong between the start of `program demo` and its end by key."""
    with PtyProgram([program, "demo"], cwd=home, env={"HOME": str(home)}) as running:
        seconds = running.wait_for(ON_TODAY)
        print(running.screen())
        print(f"started in {seconds:.2f} s")
        running.press("ctrl+q")
        status = running.wait_exit()
        left = running.terminal_left_dirty()
    return ([f"exit status {status}"] if status else []) + [f"left behind: {what}" for what in left]


def main() -> int:
    with tempfile.TemporaryDirectory() as home:
        found = problems(Path(sys.argv[1]), Path(home))
    print("\n".join(found) or "started and ended as it should")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
