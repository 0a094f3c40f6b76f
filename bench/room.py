"""`python -m bench.room`: what every block of the room costs, with forty members and four hundred acts."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
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
COLS, ROWS = 120, 60
"""So tall that the large clock stands beside forty names."""
MS = 1000.0
QUIET = 0.15
MEMBERS: Final = tuple(f"Member {number}" for number in range(1, 41))
BLOCKS: Final = tuple(
    Block(kind.value, kind, kind.value.capitalize(), 60, protected=kind is BlockKind.CLOSING)
    for kind in BlockKind
)
BLOCK_NAMES: Final = tuple(block.id for block in BLOCKS)
MOVES: Final = dict.fromkeys(("opening", "check-in", "sharing", "closing"), ("down", "up"))
"""Keys that move in a block's list, pressed over and over."""
ACTS: Final = {
    "check-in": ("1",),
    "topic": ("down", "up"),
    "break": ("+",),
    "sharing": ("enter",),
    "closing": ("x", "y"),
    "debrief": ("x", "y"),
}
"""Keys that do or write something in a block; each changes the picture."""


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
    # Where the group has been already, Next asks nothing.
    been = map(BlockEntered, BLOCK_NAMES)
    start_session(desk, *been, *acts_of_a_long_group(), BlockEntered(block), plan=plan)
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


@dataclass(slots=True)
class Taken:
    """What one program showed in all rounds."""

    rest: list[float] = field(default_factory=list)
    """Processor milliseconds of each second of doing nothing, ..."""
    frames: list[float] = field(default_factory=list)
    """... finished frames ..."""
    written: list[float] = field(default_factory=list)
    """... and bytes."""
    moves: list[Times] = field(default_factory=list)
    acts: list[Times] = field(default_factory=list)

    def take(
        self, program: PtyProgram, options: argparse.Namespace, moves: Sequence[str], acts: Sequence[str]
    ) -> None:
        """One round."""
        pid, terminal = program.process.pid, program.terminal
        cpu, frames, size, began = cpu_seconds(pid), terminal.frames, len(program.output), time.perf_counter()
        program.watch(options.seconds)
        span = time.perf_counter() - began
        self.written.append((len(program.output) - size) / span)
        self.rest.append((cpu_seconds(pid) - cpu) / span * MS)
        self.frames.append((terminal.frames - frames) / span)
        self.moves.append(key_times(program, moves, options.keys))
        self.acts.append(key_times(program, acts, options.keys))


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds from each key to its paint, and the bytes it cost."""

    paint: tuple[float, ...]
    sizes: tuple[int, ...]


def key_times(program: PtyProgram, keys: Sequence[str], count: int) -> Times:
    """Press keys one by one, each after the picture has come to rest."""
    times, sizes = [], []
    for key in islice(cycle(keys), count if keys else 0):
        seen, pressed = len(program.chunks), time.perf_counter()
        program.press(key)
        program.wait_quiet(QUIET / 3)
        if answer := program.chunks[seen:]:
            times.append((answer[0].at - pressed) * MS)
            sizes.append(sum(len(chunk.data) for chunk in answer))
    return Times(tuple(times), tuple(sizes))


def figures(options: argparse.Namespace) -> Iterator[Line]:
    """Key to paint and idle cost of each block, then switching between all of them."""
    for block in options.blocks or BLOCK_NAMES:
        ours, base = Taken(), Taken()
        for _ in range(options.rounds):
            with in_block(block) as program:
                ours.take(program, options, MOVES.get(block, ()), ACTS.get(block, ()))
            with hello() as program:
                base.take(program, options, ("a", "b"), ())
        if block in MOVES:
            yield from key_lines(f"{block}: a move", ours.moves, base.moves, ((50, 1.5), (95, 2.0)))
        if block in ACTS:
            yield from key_lines(f"{block}: an act", ours.acts, base.moves, ((50, 3.0),))
        yield of_rounds(f"{block}: idle, CPU / hello's", ours.rest, base.rest, bar=2.5, unit="ms/s")
        yield Line(what=f"{block}: idle, frames", ours=max(ours.frames), bar=1.1, unit="1/s")
        yield Line(what=f"{block}: idle, output", ours=max(ours.written), bar=300, unit="bytes/s")
    yield from switches(options)


def key_lines(
    what: str, ours: Sequence[Times], base: Sequence[Times], bars: Sequence[tuple[int, float]]
) -> Iterator[Line]:
    """Both programs' keys side by side."""
    for percent, bar in bars:
        mine, theirs = ([percentile(times.paint, percent) for times in taken] for taken in (ours, base))
        yield of_rounds(f"{what}, p{percent} / hello's", mine, theirs, bar=bar, unit="ms")
    sizes = [size for times in ours for size in times.sizes]
    yield Line(what=f"{what}, output", ours=percentile(sizes, 50), bar=1500, unit="bytes")


def switches(options: argparse.Namespace) -> Iterator[Line]:
    """From the first block to the last and back, again and again."""
    sizes: list[float] = []
    times: list[float] = []
    back = ("ctrl+b",) * (len(BLOCKS) - 1)
    with hello() as program:
        base = key_times(program, ("a", "b"), options.keys)
    with in_block("opening") as program:
        for _ in range(options.laps):
            times += key_times(program, (*("ctrl+g",) * len(back), *back), 2 * len(back)).paint
            sizes.append(memory_mb(program.process.pid))
    half = len(sizes) // 2
    growth = (sizes[-1] - sizes[half]) / max(1, (len(sizes) - 1 - half) * 2 * len(back)) * 100
    yield of_rounds(
        "another block, p50 / hello's key",
        [percentile(times, 50)],
        [percentile(base.paint, 50)],
        bar=8,
        unit="ms",
    )
    yield Line(what="memory, 100 switches of blocks more", ours=growth, bar=3, unit="MB")


def main() -> int:
    """Print every figure; the exit status is 1 if one is over its bar."""
    parser = argparse.ArgumentParser(prog="python -m bench.room", description=__doc__)
    parser.add_argument("blocks", nargs="*", metavar="BLOCK", help="which; all if none")
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
