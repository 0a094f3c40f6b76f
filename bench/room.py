"""`python -m bench.room`: what every block of the room costs, with forty members and four hundred acts."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from bench.process import cpu_seconds, memory_mb
from bench.report import HEAD, Line, of_rounds, percentile
from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.events import (
    Act,
    Answered,
    AttendanceMarked,
    BlockEntered,
    Mark,
    NoteWritten,
    TopicTaken,
    TurnEnded,
    TurnStarted,
)
from iop_group.home import vault_folder
from iop_group.library import Library
from iop_group.tui.desk import Desk
from iop_group.vault.passphrases import VARIABLE
from tests.pty_program import PtyProgram
from tests.tui.desk_for_tests import members_called, plan_of, start_session
from tests.vault.sealing import KEYS, PASSPHRASE, lock_up

ROOT: Final = Path(__file__).parents[1]
COLS, ROWS = 120, 36
MS = 1000.0
QUIET = 0.15
MEMBERS: Final = tuple(f"Member {number}" for number in range(1, 41))
BLOCKS: Final = tuple(
    Block(kind.value, kind, kind.value.capitalize(), 60, protected=kind is BlockKind.CLOSING)
    for kind in BlockKind
)
KEYS_OF: Final = {
    "opening": ("down", "up"),
    "check-in": ("1",),
    "topic": ("down", "up"),
    "break": ("+",),
    "sharing": ("down", "up"),
    "closing": ("x", "y"),
    "debrief": ("x", "y"),
}
"""Keys that are pressed over and over in a block; each changes the picture."""


def acts_of_a_long_group() -> list[Act]:
    """Four hundred: everybody came, checked in, was written about, and spoke."""
    codes = [member.code for member in members_called(MEMBERS)]
    acts: list[Act] = [AttendanceMarked(code, Mark.ARRIVED) for code in codes]
    acts += [Answered(code, item, 5) for code in codes for item in ("mood", "urge", "sleep")]
    acts += [NoteWritten(f"n{at}", f"Word {at}", codes[at % 40]) for at in range(160)]
    for code in codes:
        acts += [TurnStarted(code, "sharing", 60), TurnEnded()]
    return acts


def home_in(home: Path, block: str) -> None:
    """A home whose session stands in a block."""
    home.mkdir(parents=True)
    (home / "settings.toml").write_text('facilitator = "Sam"\n', encoding="utf-8")
    lock_up(vault_folder(home))
    desk = Desk(home, KEYS)
    module = Library(home).topics().items[0]
    taken = TopicTaken(module.id, module.title, objectives=module.objectives, text=module.text)
    plan = plan_of(MEMBERS, blocks=BLOCKS, topic=taken)
    start_session(desk, *acts_of_a_long_group(), BlockEntered(block), plan=plan)
    desk.close()


@contextmanager
def in_block(block: str) -> Iterator[PtyProgram]:
    """The program, standing in a block."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home_in(home, block)
        argv = (sys.executable, "-m", "iop_group", "--home", home)
        with PtyProgram(argv, cols=COLS, rows=ROWS, cwd=ROOT, env={VARIABLE: PASSPHRASE}) as program:
            program.wait_for("Enter resumes")
            program.wait_quiet(QUIET)
            program.press("enter")
            program.wait_for("Here 40 of 40")
            program.watch(1.0)
            yield program
            program.press("ctrl+q")
            program.wait_exit()


@contextmanager
def hello() -> Iterator[PtyProgram]:
    """The yardstick."""
    with PtyProgram((sys.executable, "-m", "bench.hello"), cols=COLS, rows=ROWS, cwd=ROOT) as program:
        program.wait_for("hello")
        program.watch(1.0)
        yield program


def key_times(program: PtyProgram, keys: tuple[str, ...], count: int) -> tuple[list[float], list[int]]:
    """Milliseconds from each key to its paint, and the bytes it cost."""
    times, sizes = [], []
    for key in islice(cycle(keys), count):
        seen, pressed = len(program.chunks), time.perf_counter()
        program.press(key)
        program.wait_quiet(QUIET / 3)
        if answer := program.chunks[seen:]:
            times.append((answer[0].at - pressed) * MS)
            sizes.append(sum(len(chunk.data) for chunk in answer))
    return times, sizes


def idle(program: PtyProgram, seconds: float) -> tuple[float, float]:
    """Processor milliseconds and finished frames of each second of doing nothing."""
    cpu, frames, began = cpu_seconds(program.process.pid), program.terminal.frames, time.perf_counter()
    program.watch(seconds)
    span = time.perf_counter() - began
    return (cpu_seconds(program.process.pid) - cpu) / span * MS, (program.terminal.frames - frames) / span


def figures(options: argparse.Namespace) -> Iterator[Line]:
    """Key to paint and idle cost of each block, then switching between all of them."""
    for block, keys in KEYS_OF.items():
        paint, base, rest, base_rest, frames = [], [], [], [], []
        for _ in range(options.rounds):
            with in_block(block) as program:
                rested, drawn = idle(program, options.seconds)
                times, _ = key_times(program, keys, options.keys)
            with hello() as program:
                base_rest.append(idle(program, options.seconds)[0])
                base.append(percentile(key_times(program, ("a", "b"), options.keys)[0], 50))
            rest.append(rested)
            frames.append(drawn)
            paint.append(percentile(times, 50))
        yield of_rounds(f"{block}: a key, p50 / hello's", paint, base, bar=3.0, unit="ms")
        yield of_rounds(f"{block}: idle, CPU / hello's", rest, base_rest, bar=2.5, unit="ms/s")
        yield Line(what=f"{block}: idle, frames", ours=max(frames), bar=1.1, unit="1/s")
    yield from switches(options)


def switches(options: argparse.Namespace) -> Iterator[Line]:
    """From the first block to the last and back, again and again."""
    times: list[float] = []
    sizes = []
    with in_block("opening") as program:
        for _ in range(options.laps):
            back = ("ctrl+b",) * (len(BLOCKS) - 1)
            # Where the group has been already one key goes on; the first time it takes two.
            there = ("ctrl+g",) * (len(back) if times else 2 * len(back))
            times += key_times(program, (*there, *back), len(there) + len(back))[0]
            sizes.append(memory_mb(program.process.pid))
    half = len(sizes) // 2
    growth = (sizes[-1] - sizes[half]) / max(1, (len(sizes) - 1 - half) * 2 * (len(BLOCKS) - 1)) * 100
    yield Line(what="another block, p50", ours=percentile(times, 50), bar=60, unit="ms")
    yield Line(what="memory, 100 switches of blocks more", ours=growth, bar=3, unit="MB")


def main() -> int:
    """Print every figure; the exit status is 1 if one is over its bar."""
    parser = argparse.ArgumentParser(prog="python -m bench.room", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keys", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--laps", type=int, default=8)
    print(HEAD)
    all_hold = True
    for line in figures(parser.parse_args()):
        print(line, flush=True)
        all_hold = all_hold and line.holds
    return 0 if all_hold else 1


if __name__ == "__main__":
    sys.exit(main())
