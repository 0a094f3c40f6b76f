"""`python -m bench.vault`: the vault beside SQLite (WAL, FULL) and stock TinyDB, in turns, in one run."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.report import Line
from bench.vault_rivals import Rival, Sealed, Sqlite, StockTinyDb
from bench.vault_scenes import CountingDisk, blocked, filled

MS = 1000.0
HEAD = f"{'':<38}{'ours':>9}{'other':>9} {'':<8}{'ratio':>9}     bar"
SAVES = 60
"""Autosaves that are counted."""
FEW = 5
"""Rounds of what takes seconds."""


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    began = perf_counter()
    act()
    return (perf_counter() - began) * MS


def in_turns(rounds: int, *acts: Callable[[], object]) -> list[list[float]]:
    """Milliseconds of each act in each round; who goes first changes."""
    results: list[list[float]] = [[] for _ in acts]
    for number in range(rounds):
        turn = number % len(acts)
        for place in (*range(turn, len(acts)), *range(turn)):
            results[place].append(timed(acts[place]))
    return results


def ratio(what: str, ours: Sequence[float], other: Sequence[float], *, bar: float) -> Line:
    """Medians, and the ratio of the medians."""
    mine, theirs = median(ours), median(other)
    return Line(what=what, ours=mine, yardstick=theirs, ratio=mine / theirs, bar=bar, unit="ms")


def autosaves(folders: dict[int, Path], rounds: int) -> Iterator[Line]:
    """One act more in tonight's session, beside so many that lie in the archive."""
    sealed = {many: Sealed(folder) for many, folder in folders.items()}
    sqlite = {many: Sqlite(folder) for many, folder in folders.items()}
    both: list[Rival] = [*sealed.values(), *sqlite.values()]
    took = in_turns(rounds, *(one.save for one in both))
    ours = dict(zip(folders, took[: len(folders)], strict=True))
    theirs = dict(zip(folders, took[len(folders) :], strict=True))
    for many in folders:
        yield ratio(f"autosave at {many:,}, to SQLite", ours[many], theirs[many], bar=1.5)
    for many in list(folders)[1:]:
        yield ratio(f"autosave at {many:,}, to none", ours[many], ours[min(folders)], bar=1.2)
    for many, folder in folders.items():
        stock = StockTinyDb(folder)
        mine, other = in_turns(FEW, sealed[many].save, stock.save)
        if many >= 1000:
            yield ratio(f"autosave at {many:,}, to stock TinyDB", mine, other, bar=1.0)
    for one in both:
        one.close()


def counts(folder: Path) -> Iterator[Line]:
    """What one autosave asks of the disk: exact, whatever the machine."""
    disk = CountingDisk()
    sealed = Sealed(folder, disk=disk)
    asked = []
    for _ in range(SAVES):
        disk.calls.clear()
        sealed.save()
        asked.append(tuple(disk.calls))
    sealed.close()
    plain = [calls for calls in asked if "replace" not in calls]
    for name in ("pwrite", "fsync"):
        most = max(calls.count(name) for calls in plain)
        yield Line(what=f"{name} per autosave, most", ours=most, bar=1.0, unit="")
    other = max(len(calls) for calls in plain) - 2
    yield Line(what="renames, folder flushes, other", ours=other, bar=0.0, unit="")
    dropped = 100 * (len(asked) - len(plain)) / len(asked)
    yield Line(what="autosaves that drop a megabyte, too", ours=dropped, bar=10.0, unit="%")


def lists(folders: dict[int, Path]) -> Iterator[Line]:
    """From closed, with the keys at hand, to a list of every session."""
    took = {}
    for many, folder in folders.items():
        ours, sqlite, stock = opened(folder)
        took[many] = ours
        if many:
            bar = 0.5 if many >= MANY else NO_BAR
            yield ratio(f"open and list {many:,}, to stock TinyDB", ours, stock, bar=bar)
        yield Line(what=f"open and list {many:,}, SQLite", ours=median(sqlite), bar=NO_BAR, unit="ms")
    yield ratio("open and list, most to none", took[max(folders)], took[min(folders)], bar=15.0)


def opened(folder: Path) -> list[list[float]]:
    """Milliseconds of each; closing is not counted."""
    results: list[list[float]] = [[], [], []]
    for number in range(FEW):
        for place in (0, 1, 2) if number % 2 else (2, 1, 0):
            rivals: list[Rival] = []
            results[place].append(timed(partial(listed, KINDS[place], folder, rivals)))
            rivals.pop().close()
    return results


def listed(kind: type[Rival], folder: Path, rivals: list[Rival]) -> None:
    """Open and list; the rival is handed over, to be closed."""
    rivals.append(kind(folder))
    rivals[0].list_all()


KINDS: tuple[type[Rival], ...] = (Sealed, Sqlite, StockTinyDb)
NO_BAR = float("inf")
MANY = 10_000
"""Sessions from which the bars for long lists hold."""


def searches(folder: Path, many: int) -> Iterator[Line]:
    """A word that one session holds, and one that none does."""
    sealed, sqlite = Sealed(folder), Sqlite(folder)
    sealed.vault.index.summaries()
    first = timed(lambda: sealed.search("pancakes"))
    yield Line(what=f"search, first ever, {many:,}", ours=first, bar=NO_BAR, unit="ms")
    for what, word in (("one hit", "pancakes"), ("no hit", "nothing of the kind")):
        ours, other = in_turns(9, partial(sealed.search, word), partial(sqlite.search, word))
        yield ratio(f"search {many:,}, {what}, to LIKE", ours, other, bar=3.0)
    sealed.close()
    sqlite.close()


def rebuilt(folder: Path, many: int) -> Iterator[Line]:
    """Without an index every session's file is read."""
    (folder / "vault" / "index.gni").unlink()
    rivals: list[Rival] = []
    took = timed(partial(listed, Sealed, folder, rivals))
    rivals.pop().close()
    yield Line(what=f"index made anew, {many:,}", ours=took, bar=max(50.0, 0.3 * many), unit="ms")


def main() -> int:
    """Print every figure; the exit status is 1 if one is over its bar."""
    parser = argparse.ArgumentParser(prog="python -m bench.vault", description=__doc__)
    parser.add_argument("--sessions", type=int, nargs="+", default=[0, 1000, 10_000])
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    all_hold = True
    with tempfile.TemporaryDirectory() as place:
        folders = {many: filled(Path(place) / str(many), many) for many in sorted(options.sessions)}
        most = max(folders)
        print(HEAD)
        for lines in (
            autosaves(folders, options.rounds),
            lists(folders),
            searches(folders[most], most),
            rebuilt(folders[most], most),
            counts(folders[most]),
            blocked(folders[most]),
        ):
            for line in lines:
                print(line, flush=True)
                all_hold = all_hold and line.holds
    return 0 if all_hold else 1


if __name__ == "__main__":
    sys.exit(main())
