"""A program that is killed in the middle of its saving has lost nothing that it had called saved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from iop_group.domain.events import Event
from iop_group.vault.vault import Vault
from tests.vault.disks import chance
from tests.vault.frame_lives import a_seed
from tests.vault.sample import SESSION, number_in, planned
from tests.vault.sealing import KEYS

ROOT = Path(__file__).parents[2]
FRESH_AFTER = 20
"""Kills until the records begin anew: a log that grows for ever makes every save slower."""

A_SAVE = 0.02
"""Seconds; longer than it takes to save one act."""

SAVE_WITHOUT_END = """
import os, sys
from pathlib import Path
from iop_group.vault import frame_saves
from iop_group.vault.files import utc_now
from iop_group.vault.vault import Vault
from iop_group.vault.writer import Writer
from tests.vault.sample import SESSION, note, put_number
from tests.vault.sealing import KEYS
frame_saves.COMPACT_ABOVE = 60_000

def save_without_end(folder):
    vault = Vault.open(folder, KEYS)
    file = vault.sessions.open(SESSION)
    lane = vault.private.open(SESSION)
    writer = Writer(now=utc_now, on_saved=lambda at: None, on_failed=lambda why: os._exit(9))
    writer.submit(file, (), {})
    assert writer.flush(60)
    for number in range(len(file.events), len(file.events) + 25):
        writer.submit(file, [note(number)], {"note": str(number)})
        writer.submit(lane, (), {"lane": str(number)})
        assert writer.flush(60)
        put_number(vault.registry, number)
        os.write(1, b"%d\\n" % number)  # whole, or not at all
    assert writer.stop(60)
    assert vault.close()

for line in sys.stdin:
    program = os.fork()
    while program == 0:
        save_without_end(Path(line.strip()))
    print("started", program, flush=True)
    os.waitpid(program, 0)
    print("gone", flush=True)
"""
"""For each line one program, which opens, saves as the real one does, drops histories and closes, again and
again; what is saved is printed."""


@pytest.fixture
def programs() -> Iterator[subprocess.Popen[str]]:
    """Whoever starts one program after the other; it has loaded what each of them needs."""
    arguments = [sys.executable, "-c", SAVE_WITHOUT_END]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        arguments, stdin=pipe, stdout=pipe, text=True, cwd=ROOT, start_new_session=True
    ) as started:
        yield started
        os.killpg(started.pid, signal.SIGKILL)


def run_and_kill(programs: subprocess.Popen[str], folder: Path, rng: Random) -> int:
    """Number of the last act that was called saved; killed a little after some of them had been."""
    assert programs.stdin is not None
    assert programs.stdout is not None
    programs.stdin.write(f"{folder}\n")
    programs.stdin.flush()
    last, pid, after = 0, 0, rng.randint(1, 40)
    while (line := programs.stdout.readline()) != "gone\n":
        assert line, "the program failed by itself"
        word, _, number = line.rstrip().partition(" ")
        if word == "started":
            pid = int(number)
        else:
            last, after = int(word), after - 1
        if pid and after <= 0:
            time.sleep(rng.uniform(0, A_SAVE))  # or it would always die between two saves
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    return last


def begin(folder: Path) -> None:
    with Vault.open(folder, KEYS) as vault:
        vault.sessions.create(SESSION, [planned()])
        vault.private.create(SESSION, [])


def check(folder: Path, last: int) -> None:
    """Nothing up to the last act is missing anywhere, and nothing else is there."""
    vault = Vault.read_only(folder, KEYS)
    events, typing = vault.sessions.read(SESSION)
    assert events == (planned(), *notes_of(events))
    assert len(events) > last
    lane = int(vault.private.read(SESSION)[1].get("lane", "0"))
    number = number_in(vault.registry)
    assert min(int(typing.get("note", "0")), lane, number) >= last
    assert max(int(typing.get("note", "0")), lane, number) < len(events)
    assert [summary.id for summary in vault.index.summaries()] == [SESSION]
    assert not [problem for problem in vault.problems if "older" in problem.text]


def notes_of(events: tuple[Event, ...]) -> tuple[Event, ...]:
    assert [event.id for event in events[1:]] == [f"note-{number}" for number in range(1, len(events))]
    return events[1:]


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
@pytest.mark.parametrize(
    "kills",
    [
        pytest.param(200, marks=pytest.mark.timeout(600)),
        pytest.param(
            2_000, marks=[pytest.mark.slow, pytest.mark.timeout(7_200)]
        ),  # about a quarter of an hour
    ],
)
def test_after_each_kill_every_act_that_was_called_saved_is_there(
    own_home: Path, programs: subprocess.Popen[str], kills: int
) -> None:
    seed = a_seed()
    print(f"IOP_GROUP_SEED={seed}")
    rng, last, saved = chance(seed), 0, 0
    for kill in range(kills):
        folder = own_home / f"{kill // FRESH_AFTER}" / "vault"
        if kill % FRESH_AFTER == 0:
            begin(folder)
            last = 0
        before, last = last, max(last, run_and_kill(programs, folder, rng))
        saved += last - before
        check(folder, last)
        assert not list(folder.glob("quarantine/*theirs*"))
    print(f"{kills} kills, {saved} acknowledged acts, none lost")
    with Vault.open(folder, KEYS) as vault:
        assert vault.problems == ()
        assert not list(folder.rglob("*.tmp"))
