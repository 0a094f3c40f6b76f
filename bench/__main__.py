"""`python -m bench`: what the program costs against the smallest Textual app, in turns, in one run."""

from __future__ import annotations

import argparse
import compileall
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from bench import scenarios as at
from bench.figures import Bench
from bench.report import HEAD, Line, of_rounds, percentile
from bench.scenarios import PYTHON, ROOT, Scenario

MS = 1000.0
AT_ONCE = 0.0002
"""Seconds after which whoever draws what has come makes way for whoever stamps what comes."""
Figure = TypeVar("Figure")
Figures = Callable[[Bench, argparse.Namespace], Iterator[Line]]


def in_turns(
    ours: Scenario, other: Scenario, rounds: int, take: Callable[[Scenario], Figure]
) -> tuple[list[Figure], list[Figure]]:
    """Take a figure of both in turns; who goes first changes, so that neither gains by it."""
    mine: list[Figure] = []
    theirs: list[Figure] = []
    for number in range(rounds):
        order = [(ours, mine), (other, theirs)]
        for program, results in order if number % 2 else reversed(order):
            results.append(take(program))
    return mine, theirs


def starts(bench: Bench, options: argparse.Namespace) -> Iterator[Line]:
    ours, hello = in_turns(at.REAL_DOOR, at.HELLO, options.rounds, bench.start)
    yield of_rounds("exec to the door", *_ms("painted", ours, hello), bar=1.3, unit="ms")
    yield of_rounds("exec to a key at the door", *_ms("first_key", ours, hello), bar=1.4, unit="ms")
    # Without the typing of the passphrase, and without the deriving of its key: see bench.lightly.
    inside, hello_too = in_turns(at.TODAY, at.HELLO, options.rounds, bench.opening)
    yield of_rounds("the same + Enter to Today", *_ms("today", inside, hello_too), bar=1.3, unit="ms")
    yield of_rounds("the same + Enter to a key", *_ms("first_key", inside, hello_too), bar=1.4, unit="ms")


def archive(bench: Bench, options: argparse.Namespace) -> Iterator[Line]:
    many, few = in_turns(at.MANY, at.TODAY, options.rounds, bench.opening)
    for what, field in (("Today", "today"), ("a key there", "first_key")):
        yield of_rounds(f"{what}, 10,000 sessions / 10", *_ms(field, many, few), bar=1.1, unit="ms")


def _ms(field: str, *taken: Sequence[object]) -> Iterator[list[float]]:
    """That field of all rounds."""
    return ([getattr(each, field) * MS for each in rounds] for rounds in taken)


def topics(bench: Bench, options: argparse.Namespace) -> Iterator[Line]:
    many, few = in_turns(at.TOPICS, at.TODAY, options.rounds, bench.start)
    for what, field in (("painted", "painted"), ("first key", "first_key")):
        mine, theirs = ([getattr(each, field) * MS for each in them] for them in (many, few))
        yield of_rounds(f"{what}, 500 topics more / none", mine, theirs, bar=1.1, unit="ms")
    mine, theirs = (
        [bench.load_topics(home) * MS for _ in range(options.rounds)] for home in ("topics", "few")
    )
    yield of_rounds("a topic read, of 500 more / of none", mine, theirs, bar=3.0, unit="ms")


def keys(bench: Bench, options: argparse.Namespace) -> Iterator[Line]:
    yield from _keys(bench, options, "moving in a list", (at.REVIEW, at.HELLO), ((50, 1.5), (95, 2.0)))
    yield from _keys(
        bench, options, "check-in, 3 h and 400 acts / new", (at.LONG_ROOM, at.FRESH_ROOM), ((50, 1.5),)
    )
    yield from _keys(
        bench, options, "typing in 20 KB / bare TextArea", (at.NOTE, at.BARE_PAGE), ((50, 1.25),)
    )


def _keys(
    bench: Bench,
    options: argparse.Namespace,
    what: str,
    pair: tuple[Scenario, Scenario],
    bars: tuple[tuple[int, float], ...],
) -> Iterator[Line]:
    count = max(2, options.keys // options.rounds)
    ours, others = in_turns(*pair, options.rounds, lambda program: bench.keys(program, count))
    for percent, bar in bars:
        mine, theirs = ([percentile(each.paint, percent) * MS for each in them] for them in (ours, others))
        yield of_rounds(f"{what}, p{percent}", mine, theirs, bar=bar, unit="ms")
    if pair[1] is at.HELLO:
        sizes = [size for each in ours for size in each.sizes]
        yield Line(what=f"{what}, a key", ours=percentile(sizes, 50), bar=1500, unit="bytes")


def idle(bench: Bench, options: argparse.Namespace) -> Iterator[Line]:
    rounds = max(1, options.rounds // 3)
    for what, scenario, bar in (
        ("idle with the clock", at.LONG_ROOM, 2.5),
        ("idle with a note focused", at.NOTE, 1.5),
    ):
        ours, hello = in_turns(
            scenario, at.HELLO, rounds, lambda program: bench.idle(program, options.seconds)
        )
        mine, theirs = ([each.cpu * MS for each in them] for them in (ours, hello))
        yield of_rounds(f"{what}, CPU", mine, theirs, bar=bar, unit="ms/s")
        yield Line(what=f"{what}, frames", ours=max(each.frames for each in ours), bar=1.1, unit="1/s")
        yield Line(what=f"{what}, output", ours=max(each.size for each in ours), bar=300, unit="bytes/s")


def memory(bench: Bench, options: argparse.Namespace) -> Iterator[Line]:
    rounds = max(1, options.rounds // 3)
    ours, hello = in_turns(at.TODAY, at.HELLO, rounds, bench.tour)
    least = [each.first for each in hello]
    yield of_rounds("memory at the first screen", [each.first for each in ours], least, bar=1.3, unit="MB")
    sealed = [bench.tour(at.SEALED_HELLO, 1).first for _ in range(rounds)]
    yield of_rounds("the same / hello that seals", [each.first for each in ours], sealed, bar=1.3, unit="MB")
    yield of_rounds("memory, all screens seen", [each.all_seen for each in ours], least, bar=1.6, unit="MB")
    yield Line(what="memory, 100 switches more", ours=max(each.growth for each in ours), bar=3, unit="MB")


def switches(bench: Bench, options: argparse.Namespace) -> Iterator[Line]:
    rounds = max(1, options.rounds // 3)
    tours = [bench.tour(at.TODAY) for _ in range(rounds)]
    one_key = [percentile(bench.keys(at.HELLO, 20).paint, 50) * MS for _ in range(rounds)]
    later = [percentile(each.later_visits, 50) * MS for each in tours]
    yield of_rounds("a screen again / hello's key", later, one_key, bar=8, unit="ms")
    topics = [bench.tour(at.TOPIC, 1).first_visits[0] * MS for _ in range(rounds)]
    begun = [bench.start(at.HELLO).painted * MS for _ in range(rounds)]
    yield of_rounds("a topic opens / hello's start", topics, begun, bar=0.5, unit="ms")


def commands(bench: Bench, options: argparse.Namespace) -> Iterator[Line]:
    # Those that open the records, and what the passphrase costs them: see bench.vault.
    for words in (("--version",), ("--help",), ("topics", "list")):
        took, bare = [], []
        for _ in range(options.rounds):
            took.append(bench.command((PYTHON, "-m", "iop_group", *words), "few") * MS)
            bare.append(bench.command((PYTHON, "-c", "pass")) * MS)
        yield of_rounds(f"{' '.join(words)} / python -c pass", took, bare, bar=3.0, unit="ms")


FIGURES: dict[str, Figures] = {
    "start": starts,
    "archive": archive,
    "topics": topics,
    "keys": keys,
    "idle": idle,
    "memory": memory,
    "switches": switches,
    "commands": commands,
}


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "figures", nargs="*", metavar="FIGURE", help=f"which: {', '.join(FIGURES)}; all if none"
    )
    parser.add_argument("--rounds", type=int, default=9, help="turns of ours and hello (9)")
    parser.add_argument("--keys", type=int, default=200, help="keys pressed in all (200)")
    parser.add_argument("--seconds", type=float, default=10.0, help="length of one rest (10)")
    parser.add_argument("--homes", type=Path, help="keep the ready-made homes in this folder for another run")
    options = parser.parse_args()
    if unknown := set(options.figures) - set(FIGURES):
        parser.error(f"no such figure: {', '.join(sorted(unknown))}")
    return options


def main() -> int:
    """Print every figure asked for; the exit status is 1 if one is over its bar."""
    options = read_options()
    # Else the first rounds would measure the compiler.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.setswitchinterval(AT_ONCE)
    for folder in ("iop_group", "bench"):
        compileall.compile_dir(ROOT / folder, quiet=1)
    print(f"iop-group, {options.rounds} rounds in turns\n{HEAD}")
    all_hold = True
    with tempfile.TemporaryDirectory() as made:
        bench = Bench(options.homes or Path(made))
        for name in options.figures or FIGURES:
            for line in FIGURES[name](bench, options):
                print(line, flush=True)
                all_hold = all_hold and line.holds
    return 0 if all_hold else 1


if __name__ == "__main__":
    sys.exit(main())
