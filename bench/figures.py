"""Takes the figures: each function runs one program once and returns what it saw."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from bench import homes
from bench.lightly import DERIVING
from bench.process import cpu_seconds, memory_mb
from bench.scenarios import ROOT, Scenario, Visit
from iop_group.home import VARIABLE as HOME
from iop_group.library import Library
from tests.pty_program import Chunk, PtyProgram
from tests.vault.sealing import PASSPHRASE

QUIET = 0.15
"""Seconds without output after which a picture counts as complete."""
TYPING = 2.0
"""Seconds in which a passphrase is typed by a quick hand; the program gets ready meanwhile."""
SETTLED = 1.0
"""Seconds after which nothing that a start has put off is left to do."""
COLS, ROWS = 120, 36
LAPS = 12
"""How many times all screens are visited for the growth of the memory."""

_FILLS: Final[Mapping[str, Callable[[Path], None]]] = {
    "few": homes.few,
    "many": homes.many,
    "topics": homes.topics,
    "fresh": homes.fresh,
    "long": homes.long,
}
_CHANGED = frozenset({"fresh", "long"})
"""Homes whose session goes on while it is measured: each start gets a copy."""


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from exec to the first picture and to the first key's answer."""

    painted: float
    first_key: float


@dataclass(frozen=True, slots=True)
class Opening:
    """Seconds waited from exec to Today, and to the answer of a key there, without typing the passphrase.

    That is from exec to the door, and from Enter on; the key's derivation does not count either.
    """

    today: float
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
class Tour:
    """MB at the first screen, after all screens, and how much 100 later switches add; seconds a visit."""

    first: float
    all_seen: float
    growth: float
    first_visits: tuple[float, ...]
    later_visits: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the ready-made homes are."""

    place: Path
    _ready: dict[str, Path] = field(default_factory=dict)

    def start(self, scenario: Scenario) -> Start:
        """From nothing to the first picture, and to the answer of a key that was pressed right then."""
        with self._launched(scenario) as program:
            painted = program.wait_for(scenario.painted)
            refuse_what_is_there(program, scenario.first_shows)
            program.press(scenario.first_key)
            return Start(painted, program.wait_for(scenario.first_shows))

    def opening(self, scenario: Scenario) -> Opening:
        """In by the passphrase; what has no door is in at once."""
        with self._launched(scenario) as program:
            door = entered = today = program.wait_for(scenario.painted)
            key, shows = scenario.first_key, scenario.first_shows
            if scenario.inside is not None:
                entered = unlock(program)
                today = program.wait_for(scenario.inside.shows)
                entered += DERIVING
                key, shows = scenario.inside.first_key, scenario.inside.first_shows
            refuse_what_is_there(program, shows)
            program.press(key)
            waited = program.wait_for(shows) - entered
            return Opening(door + today - entered, door + waited)

    def keys(self, scenario: Scenario, count: int) -> Keys:
        """Press keys one by one, each after the picture has come to rest."""
        paint: list[float] = []
        sizes: list[int] = []
        with self._at_its_place(scenario) as program:
            if scenario.paste:
                program.paste(scenario.paste)
                program.wait_quiet(QUIET * 2, timeout=3.0)
            for key in islice(cycle(scenario.keys), count):
                answer, took = answered(program, key)
                paint.append(took)
                sizes.append(sum(len(chunk.data) for chunk in answer))
        return Keys(tuple(paint), tuple(sizes))

    def idle(self, scenario: Scenario, seconds: float) -> Idle:
        """Let the program rest."""
        with self._at_its_place(scenario) as program:
            program.watch(SETTLED)
            before = cpu_seconds(program.process.pid)
            began, seen, frames = time.perf_counter(), len(program.output), program.terminal.frames
            program.watch(seconds)
            size, drawn = len(program.output) - seen, program.terminal.frames - frames
            span = time.perf_counter() - began
            return Idle((cpu_seconds(program.process.pid) - before) / span, drawn / span, size / span)

    def tour(self, scenario: Scenario, laps: int = LAPS) -> Tour:
        """Look at every screen again and again."""
        with self._at_its_place(scenario) as program:
            program.watch(SETTLED)
            sizes, times = [memory_mb(program.process.pid)], []
            for _ in range(laps):
                times.append(tuple(_visit(program, visit) for visit in scenario.visits))
                sizes.append(memory_mb(program.process.pid))
        # What is kept on purpose, such as letters that were measured, is there after the first half.
        switches = 2 * len(scenario.visits) * (laps - laps // 2)
        growth = (sizes[-1] - sizes[laps // 2]) / switches * 100 if switches else 0.0
        later = tuple(took for lap in times[1:] for took in lap)
        return Tour(sizes[0], sizes[1], growth, times[0], later)

    def command(self, argv: Sequence[str], home: str = "") -> float:
        """Seconds that a command takes from its start to its end."""
        environment = {**os.environ, HOME: str(self._home(home))} if home else None
        began = time.perf_counter()
        done = subprocess.run(argv, check=False, capture_output=True, cwd=ROOT, env=environment)
        done.check_returncode()
        return time.perf_counter() - began

    @contextmanager
    def _launched(self, scenario: Scenario) -> Iterator[PtyProgram]:
        with tempfile.TemporaryDirectory() as folder:
            where = {}
            if scenario.home:
                home = self._home(scenario.home)
                if scenario.home in _CHANGED:  # else not: a copied home is one that has changed
                    home = Path(shutil.copytree(home, Path(folder) / "home"))
                where[HOME] = str(home)  # no argument: as it is started every day
            with PtyProgram(scenario.argv, cols=COLS, rows=ROWS, cwd=ROOT, env=where) as program:
                yield program
                program.press("ctrl+q")
                program.wait_exit()

    @contextmanager
    def _at_its_place(self, scenario: Scenario) -> Iterator[PtyProgram]:
        with self._launched(scenario) as program:
            program.wait_for(scenario.painted)
            if scenario.inside is not None:
                unlock(program)
                program.wait_for(scenario.inside.shows)
            program.wait_quiet(QUIET)
            for visit in scenario.way:
                go(program, visit.keys, visit.shows)
            yield program

    def load_topics(self, home: str) -> float:
        """Reading every topic for the first time: seconds of the processor for each of them."""
        library = Library(self._home(home))
        start = time.process_time()
        count = len(library.topics())
        return (time.process_time() - start) / count

    def _home(self, name: str) -> Path:
        if name not in self._ready:
            self._ready[name] = homes.made_once(self.place / name, _FILLS[name])
        return self._ready[name]


def unlock(program: PtyProgram) -> float:
    """Type the passphrase and press Enter: seconds from the start to that."""
    for letter in PASSPHRASE:
        program.watch(TYPING / len(PASSPHRASE))
        program.type(letter)
    program.watch(TYPING / len(PASSPHRASE))
    pressed = time.perf_counter()
    program.press("enter")
    return pressed - program.started


def answered(program: PtyProgram, key: str) -> tuple[Sequence[Chunk], float]:
    """Press a key: what comes until the picture rests, and the seconds until the first of it."""
    seen = len(program.chunks)
    pressed = time.perf_counter()
    program.press(key)
    program.wait_for(lambda _: len(program.chunks) > seen)
    program.wait_quiet(QUIET / 3)
    answer = program.chunks[seen:]
    return answer, answer[0].at - pressed


def _visit(program: PtyProgram, visit: Visit) -> float:
    took = go(program, visit.keys, visit.shows)
    program.press(*visit.back)
    program.wait_gone(visit.shows)
    program.wait_quiet(QUIET, timeout=1.0)
    return took


def go(program: PtyProgram, steps: Sequence[str], shows: str) -> float:
    """Press keys and wait for the text that they lead to: the seconds it took. Then let the picture rest."""
    refuse_what_is_there(program, shows)
    pressed = time.perf_counter()
    program.press(*steps)
    took = program.wait_for(shows) - (pressed - program.started)
    program.wait_quiet(QUIET, timeout=1.0)
    return took


def refuse_what_is_there(program: PtyProgram, text: str) -> None:
    """A text that stands on the screen before the key cannot show that the key was handled."""
    if text in program.screen():
        raise ValueError(f"{text!r} is on the screen already; the scenario needs another text")
