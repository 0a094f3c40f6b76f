"""A program that is killed in the middle of its saving has lost nothing that it had called saved."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from iop_group.vault.frames import FrameStorage
from tests.vault.disks import chance
from tests.vault.frame_lives import KEY, a_seed

ROOT = Path(__file__).parents[2]

SAVE_WITHOUT_END = """
import sys
from itertools import count
from iop_group.vault import frame_saves
from iop_group.vault.frames import FrameStorage
from tests.vault.frame_lives import KEY
frame_saves.COMPACT_ABOVE = 60_000
frame_saves.AT_ONCE = 1
while True:
    storage = FrameStorage(sys.argv[1], key=KEY)
    tables = storage.read() or {"notes": {}}
    for _ in range(25):
        number = len(tables["notes"]) + 1
        tables["notes"][str(number)] = {"n": number}
        storage.write(tables)
        print(number, flush=True)
    storage.close()
"""
"""Saves, drops its history, closes and opens, over and over; each number is printed when it is saved."""


def run_and_kill(path: Path, after: int) -> int:
    """The last number that was called saved; killed once that many had been."""
    arguments = [sys.executable, "-c", SAVE_WITHOUT_END, str(path)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=ROOT) as program:
        assert program.stdout is not None
        for _ in range(after):
            assert program.stdout.readline()
        program.kill()
        told = program.stdout.read().splitlines(keepends=True)
    whole = [line for line in told if line.endswith(b"\n")]
    return int(whole[-1]) if whole else 0


@pytest.mark.parametrize(
    "kills",
    [20, pytest.param(2_000, marks=[pytest.mark.slow, pytest.mark.timeout(3_600)])],  # about eight minutes
)
def test_after_each_kill_every_save_that_was_called_saved_is_there(tmp_path: Path, kills: int) -> None:
    seed = a_seed()
    print(f"IOP_GROUP_SEED={seed}")
    rng, last, path = chance(seed), 0, tmp_path / "0123456789abcdef0123456789abcdef.gns"
    for kill in range(kills):
        if kill % 100 == 0:
            path.unlink(missing_ok=True)
            last = 0
        last = max(last, run_and_kill(path, rng.randint(1, 60)))
        tables = FrameStorage(path, key=KEY, read_only=True).read()
        assert tables is not None
        assert len(tables["notes"]) >= last
        assert [note["n"] for note in tables["notes"].values()] == list(range(1, len(tables["notes"]) + 1))
    assert not list(tmp_path.glob("*.theirs-*"))
