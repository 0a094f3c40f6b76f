"""Takes the figures: each function runs one program once and returns what it saw."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice

from bench.process import cpu_seconds, memory_mb
from bench.scenarios import ROOT, Scenario
from tests.pty_program import PtyProgram

QUIET = 0.15
"""Seconds without output after which a picture counts as complete."""
COLS, ROWS = 120, 36


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from exec to the first picture and to the first key's answer."""

    painted: float
    first_key: float


@dataclass(frozen=True, slots=True)
class Keys:
    """Seconds from each key to its paint, and the bytes each cost."""

    paint: tuple[float, ...]
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Idle:
    """Processor seconds, finished frames and bytes for each second of doing nothing."""

    cpu: float
    frames: float
    size: float


@dataclass(frozen=True, slots=True)
class Memory:
    """MB at the first screen and after all screens have been seen."""

    first: float
    all_seen: float


def launch(scenario: Scenario) -> PtyProgram:
    """Start the program in a terminal of the size that all figures use."""
    return PtyProgram(scenario.argv, cols=COLS, rows=ROWS, cwd=ROOT)


def start(scenario: Scenario) -> Start:
    """From nothing to the first picture, and to the answer of a key that was pressed right then."""
    with launch(scenario) as program:
        painted = program.wait_for(scenario.painted)
        refuse_what_is_there(program, scenario.first_shows)
        program.press(scenario.first_key)
        return Start(painted, program.wait_for(scenario.first_shows))


def keys(scenario: Scenario, count: int) -> Keys:
    """Press keys one by one in the program's list, each after the picture has come to rest."""
    paint: list[float] = []
    sizes: list[int] = []
    with launch(scenario) as program:
        program.wait_for(scenario.painted)
        go(program, scenario.to_list, scenario.list_shows)
        for key in islice(cycle(scenario.list_keys), count):
            seen = len(program.chunks)
            pressed = time.perf_counter()
            program.press(key)
            program.wait_quiet(QUIET / 3)
            answer = program.chunks[seen:]
            if answer:
                paint.append(answer[0].at - pressed)
                sizes.append(sum(len(chunk.data) for chunk in answer))
    return Keys(tuple(paint), tuple(sizes))


def idle(scenario: Scenario, seconds: float) -> Idle:
    """Let the program rest where its clock runs, if it has one."""
    with launch(scenario) as program:
        program.wait_for(scenario.painted)
        go(program, scenario.to_clock, scenario.clock_shows)
        before = cpu_seconds(program.process.pid)
        began, seen, frames = time.perf_counter(), len(program.output), program.terminal.frames
        program.watch(seconds)
        size, drawn = len(program.output) - seen, program.terminal.frames - frames
        span = time.perf_counter() - began
        return Idle((cpu_seconds(program.process.pid) - before) / span, drawn / span, size / span)


def memory(scenario: Scenario) -> Memory:
    """Look at every screen once."""
    with launch(scenario) as program:
        program.wait_for(scenario.painted)
        program.wait_quiet(QUIET)
        first = memory_mb(program.process.pid)
        for visit in scenario.visits:
            go(program, visit.keys, visit.shows)
            go(program, visit.back, scenario.painted)
        return Memory(first, memory_mb(program.process.pid))


def go(program: PtyProgram, steps: Sequence[str], shows: str) -> None:
    """Press keys, wait for the text that they lead to, and let the picture come to rest."""
    if shows and steps:
        refuse_what_is_there(program, shows)
    program.press(*steps)
    if shows:
        program.wait_for(shows)
    program.wait_quiet(QUIET, timeout=1.0)


def refuse_what_is_there(program: PtyProgram, text: str) -> None:
    """A text that stands on the screen before the key cannot show that the key was handled."""
    if text in program.screen():
        raise ValueError(f"{text!r} is on the screen already; the scenario needs another text")


def command(argv: Sequence[str]) -> float:
    """Seconds that a command takes from its start to its end."""
    began = time.perf_counter()
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - began
