"""`python -m bench`: what the program costs against the smallest Textual app, in turns, in one run."""

from __future__ import annotations

import argparse
import compileall
import os
import sys
from collections.abc import Callable, Iterator
from typing import TypeVar

from bench import figures
from bench.report import HEAD, Line, of_rounds, percentile
from bench.scenarios import BY_NAME, HELLO, PYTHON, ROOT, Scenario

MS = 1000.0
Figure = TypeVar("Figure")


def in_turns(
    scenario: Scenario, rounds: int, take: Callable[[Scenario], Figure]
) -> tuple[list[Figure], list[Figure]]:
    """Take a figure of ours and of hello in turns; who goes first changes, so that neither gains by it."""
    ours: list[Figure] = []
    hello: list[Figure] = []
    for number in range(rounds):
        order = [(scenario, ours), (HELLO, hello)]
        for program, results in order if number % 2 else reversed(order):
            results.append(take(program))
    return ours, hello


def starts(scenario: Scenario, options: argparse.Namespace) -> Iterator[Line]:
    ours, hello = in_turns(scenario, options.rounds, figures.start)
    for what, field, bar in (("painted", "painted", 1.3), ("first key handled", "first_key", 1.4)):
        mine, theirs = ([getattr(each, field) * MS for each in them] for them in (ours, hello))
        yield of_rounds(f"exec to {what}", mine, theirs, bar=bar, unit="ms")


def keys(scenario: Scenario, options: argparse.Namespace) -> Iterator[Line]:
    count = max(2, options.keys // options.rounds)
    ours, hello = in_turns(scenario, options.rounds, lambda program: figures.keys(program, count))
    for percent, bar in ((50, 1.5), (95, 2.0)):
        mine, theirs = ([percentile(each.paint, percent) * MS for each in them] for them in (ours, hello))
        yield of_rounds(f"key to paint in a list, p{percent}", mine, theirs, bar=bar, unit="ms")
    sizes = [size for each in ours for size in each.sizes]
    yield Line(what="bytes per key in a list, p50", ours=percentile(sizes, 50), bar=1500, unit="bytes")


def idle(scenario: Scenario, options: argparse.Namespace) -> Iterator[Line]:
    rounds = max(1, options.rounds // 3)
    ours, hello = in_turns(scenario, rounds, lambda program: figures.idle(program, options.seconds))
    mine, theirs = ([each.cpu * MS for each in them] for them in (ours, hello))
    yield of_rounds("idle with the clock, CPU", mine, theirs, bar=2.5, unit="ms/s")
    frames, size = max(each.frames for each in ours), max(each.size for each in ours)
    yield Line(what="idle with the clock, frames", ours=frames, bar=1.1, unit="1/s")
    yield Line(what="idle with the clock, output", ours=size, bar=300, unit="bytes/s")


def memory(scenario: Scenario, options: argparse.Namespace) -> Iterator[Line]:
    ours, hello = in_turns(scenario, max(1, options.rounds // 3), figures.memory)
    least = [each.first for each in hello]
    yield of_rounds("memory at the first screen", [each.first for each in ours], least, bar=1.3, unit="MB")
    yield of_rounds("memory, all screens seen", [each.all_seen for each in ours], least, bar=1.6, unit="MB")


def version(scenario: Scenario, options: argparse.Namespace) -> Iterator[Line]:
    ours, bare = [], []
    for _ in range(options.rounds):
        ours.append(figures.command((PYTHON, "-m", "iop_group", "--version")) * MS)
        bare.append(figures.command((PYTHON, "-c", "pass")) * MS)
    yield of_rounds("--version against python -c pass", ours, bare, bar=3.0, unit="ms")


FIGURES: dict[str, Callable[[Scenario, argparse.Namespace], Iterator[Line]]] = {
    "start": starts,
    "keys": keys,
    "idle": idle,
    "memory": memory,
    "version": version,
}


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "figures", nargs="*", metavar="FIGURE", help=f"which: {', '.join(FIGURES)}; all if none"
    )
    parser.add_argument("--program", choices=BY_NAME, default="iop-group")
    parser.add_argument("--rounds", type=int, default=9, help="turns of ours and hello (9)")
    parser.add_argument("--keys", type=int, default=200, help="keys pressed in all (200)")
    parser.add_argument("--seconds", type=float, default=10.0, help="length of one rest (10)")
    options = parser.parse_args()
    if unknown := set(options.figures) - set(FIGURES):
        parser.error(f"no such figure: {', '.join(sorted(unknown))}")
    return options


def main() -> int:
    """Print every figure asked for; the exit status is 1 if one is over its bar."""
    options = read_options()
    # Else the first rounds would measure the compiler.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for folder in ("iop_group", "bench"):
        compileall.compile_dir(ROOT / folder, quiet=1)
    print(f"{options.program} against hello, {options.rounds} rounds in turns\n{HEAD}")
    all_hold = True
    for name in options.figures or FIGURES:
        for line in FIGURES[name](BY_NAME[options.program], options):
            print(line, flush=True)
            all_hold = all_hold and line.holds
    return 0 if all_hold else 1


if __name__ == "__main__":
    sys.exit(main())
