"""What commands for scripts cost beside an empty Python, in processor time, the passphrase's part apart."""

from __future__ import annotations

import compileall
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, Popen

from bench.homes import few, made_once
from bench.report import Line
from bench.scenarios import PYTHON, ROOT
from iop_group.home import vault_folder
from tests.vault.sealing import PASSPHRASE, lock_up

ROUNDS = 9
BARE = (PYTHON, "-c", "pass")
WITHOUT_KDF = """
import sys
from iop_group.vault import key_slots
key_slots.Slot.unwrap = lambda *_: bytes(range(32))
from iop_group.cli import main
sys.exit(main())
"""
"""The same program with the keys of bench.homes at hand: all but the derivation of the key."""


def commands(place: Path) -> Iterator[Line]:
    """A list and an export from ten sessions."""
    home = made_once(place / "few", few)
    lock_up(vault_folder(home))  # with keys as dear as anybody's
    compileall.compile_dir(ROOT / "iop_group", quiet=1)
    for words in (("sessions", "list", "--json"), ("sessions", "export", f"{3:032x}")):
        rest = ("--home", str(home), *words)
        every = (
            [
                spent((PYTHON, "-m", "iop_group", *rest)),
                spent((PYTHON, "-c", WITHOUT_KDF, *rest)),
                spent(BARE),
            ]
            for _ in range(ROUNDS)
        )
        whole, ours, bare = (median(column) for column in zip(*every, strict=True))
        name = " ".join(words[:2])
        yield Line(
            what=f"{name}, no KDF / python -c pass",
            ours=ours,
            yardstick=bare,
            ratio=ours / bare,
            bar=3.0,
            unit="ms",
        )
        yield Line(what=f"{name}, the KDF's part", ours=whole - ours, bar=float("inf"), unit="ms")


def spent(argv: Sequence[str]) -> float:
    """Milliseconds of processor time, from the process's start to its end."""
    environment = {**os.environ, "IOP_GROUP_PASSPHRASE": PASSPHRASE}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with Popen(argv, stdout=DEVNULL, stderr=DEVNULL, cwd=ROOT, env=environment) as program:
        _, status, used = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode:
        raise RuntimeError(f"exit status {program.returncode}")
    return (used.ru_utime + used.ru_stime) * 1000
