"""`python -m bench.vault`: the vault beside SQLite (WAL, FULL) and stock TinyDB, in turns, in one run."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from bench.report import Line
from bench.vault_commands import commands
from bench.vault_memory import memory
from bench.vault_rivals import Rival, Sealed, Sqlite, StockTinyDb
from bench.vault_scenes import CountingDisk, blocked, filled

MS = 1000.0
HEAD = f"{'':<38}{'ours':>9}{'other':>9} {'':<8}{'ratio':>9}     bar"
SAVES = 400
"""Autosaves that are counted."""
FEW = 5
"""Rounds of what takes seconds."""


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    began = perf_counter()
    act()
    return (perf_counter() - began) * MS


def worked(act: Callable[[], object]) -> float:
    """Milliseconds of processor time, where no yardstick runs in turns to tell how busy the machine is."""
    began = process_time()
    act()
    return (process_time() - began) * MS


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
    """What one autosave asks of the disk: exact, whatever the machine. Tidying waits until nobody does."""
    disk = CountingDisk()
    sealed = Sealed(folder, disk=disk)
    sealed.save()
    asked, tidied = [], 0
    for _ in range(SAVES):
        disk.calls.clear()
        sealed.save()
        asked.append(tuple(disk.calls))
        sealed.tidy()
        tidied += "replace" in disk.calls
    sealed.close()
    for name, bar in (("pwrite", 1), ("fsync", 1), ("replace", 0), ("sync_dir", 0)):
        most = max(calls.count(name) for calls in asked)
        yield Line(what=f"{name} per autosave, most of {SAVES}", ours=most, bar=bar, unit="")
    other = max(len(calls) for calls in asked) - 2
    yield Line(what="anything else per autosave", ours=other, bar=0.0, unit="")
    yield Line(what="history dropped, of 100 autosaves", ours=100 * tidied / SAVES, bar=10.0, unit="")


def lists(folders: dict[int, Path]) -> Iterator[Line]:
    """From closed, with the keys at hand, to a list of every session."""
    took = {}
    for many, folder in folders.items():
        ours, sqlite, stock = opened(folder)
        took[many] = ours
        if many:
            bar = 0.2 if many >= MANY else NO_BAR
            yield ratio(f"open and list {many:,}, to stock TinyDB", ours, stock, bar=bar)
            yield ratio(f"open and list {many:,}, to SQLite", ours, sqlite, bar=NO_BAR)
    yield ratio("open and list, most to none", took[max(folders)], took[min(folders)], bar=NO_BAR)


def opened(folder: Path) -> list[list[float]]:
    """Milliseconds of each; closing is not counted, and neither is making what they are to open."""
    results: list[list[float]] = [[], [], []]
    for kind in KINDS:
        kind(folder).close()
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
    """Words that one session holds, none, or every one of them. Nothing of the words is kept in memory."""
    sqlite = Sqlite(folder)
    first = [first_hit(folder) for _ in range(FEW)]
    yield Line(what=f"search {many:,}, first of a run, CPU", ours=median(first), bar=50.0, unit="ms")
    sealed = Sealed(folder)
    sealed.vault.index.summaries()
    for what, word in (("one hit", "pancakes"), ("no hit", "nothing of the kind"), ("all hit", "friday")):
        ours, other = in_turns(9, partial(sealed.search, word), partial(sqlite.search, word))
        yield ratio(f"search {many:,}, {what}, to LIKE", ours, other, bar=3.0)
    sealed.close()
    sqlite.close()


def first_hit(folder: Path) -> float:
    """Milliseconds of work to the first search's answer, in a run that has shown its list."""
    sealed = Sealed(folder)
    sealed.vault.index.summaries()
    took = worked(lambda: sealed.search("pancakes"))
    sealed.close()
    return took


def rebuilt(folder: Path, many: int) -> Iterator[Line]:
    """Without an index every session's file is read."""
    for path in (folder / "vault").glob("*.gni"):
        path.unlink()
    rivals: list[Rival] = []
    took = worked(partial(listed, Sealed, folder, rivals))
    rivals.pop().close()
    yield Line(what=f"index made anew, {many:,}, CPU", ours=took, bar=max(50.0, 0.3 * many), unit="ms")


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
            memory(folders),
            rebuilt(folders[most], most),
            counts(folders[most]),
            blocked(folders[most]),
            commands(Path(place)),
        ):
            for line in lines:
                print(line, flush=True)
                all_hold = all_hold and line.holds
    return 0 if all_hold else 1


if __name__ == "__main__":
    sys.exit(main())
