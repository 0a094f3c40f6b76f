"""`python -m bench.vault_memory FOLDER`: MB held once all sessions are listed, then searched."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.process import memory_mb
from bench.report import Line
from bench.scenarios import PYTHON, ROOT
from bench.vault_rivals import Sealed


def main() -> None:
    """Print both."""
    sealed = Sealed(Path(sys.argv[1]))
    listed = sealed.vault.index.summaries()
    print(memory_mb(os.getpid()))
    sealed.search("pancakes")
    print(memory_mb(os.getpid()), len(listed))


def memory(folders: Mapping[int, Path]) -> Iterator[Line]:
    """Each in a process of its own, without a screen: with one the ratio is smaller."""
    held = {many: held_by(folder) for many, folder in folders.items()}
    least = held[min(held)]
    for many in list(held)[1:]:
        for what, ours, other in zip(("listed", "searched"), held[many], least, strict=True):
            yield Line(
                what=f"memory, {many:,} {what}, to none",
                ours=ours,
                yardstick=other,
                ratio=ours / other,
                bar=2.5,
                unit="MB",
            )


def held_by(folder: Path) -> tuple[float, float]:
    """Listed, searched."""
    argv = (PYTHON, "-m", "bench.vault_memory", str(folder))
    told = subprocess.run(argv, check=True, capture_output=True, text=True, cwd=ROOT).stdout.split()
    return float(told[0]), float(told[1])


if __name__ == "__main__":
    main()
