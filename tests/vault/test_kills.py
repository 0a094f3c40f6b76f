"""A program that is killed in the middle of its saving has lost nothing that it had called saved."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from iop_group.vault.sessions import SessionStore
from iop_group.vault.vault import Vault
from tests.vault.disks import chance
from tests.vault.sample import SESSION, planned
from tests.vault.sealing import KEYS

ROOT = Path(__file__).parents[2]

SAVE_WITHOUT_END = """
import sys
from itertools import count
from pathlib import Path
from iop_group.vault.vault import Vault
from tests.vault.sample import SESSION, note
from tests.vault.sealing import KEYS
vault = Vault.open(Path(sys.argv[1]), KEYS)
file = vault.sessions.open(SESSION)
file.save((), {})
for number in count(len(file.events)):
    file.save([note(number)], {"note": str(number)})
    print(number, flush=True)
"""


def run_and_kill(folder: Path, after: int) -> int:
    """Number of the last act that was called saved; killed once that many had been."""
    arguments = [sys.executable, "-c", SAVE_WITHOUT_END, str(folder)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=ROOT) as program:
        assert program.stdout is not None
        for _ in range(after):
            assert program.stdout.readline()
        program.kill()
        told = program.stdout.read().splitlines(keepends=True)
    whole = [line for line in told if line.endswith(b"\n")]
    return int(whole[-1]) if whole else -1


@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=[pytest.mark.slow, pytest.mark.timeout(900)])])
def test_after_each_kill_every_act_that_was_called_saved_is_there(own_home: Path, kills: int) -> None:
    folder, rng = own_home / "vault", chance(kills)
    with Vault.open(folder, KEYS) as vault:
        vault.sessions.create(SESSION, [planned()])
    last = 0
    for _ in range(kills):
        last = max(last, run_and_kill(folder, rng.randint(1, 40)))
        events, typing = SessionStore(folder / "sessions", KEYS, read_only=True).read(SESSION)
        assert len(events) > last
        assert [event.id for event in events[1:]] == [f"note-{n}" for n in range(1, len(events))]
        assert int(typing["note"]) >= last
    with Vault.open(folder, KEYS) as vault:
        assert vault.problems == ()
        assert not list(folder.rglob("*.tmp"))
