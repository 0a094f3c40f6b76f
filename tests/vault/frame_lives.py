"""Programs that save into a sealed file until they are killed, the power goes or the disk refuses."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from iop_group.domain.errors import Damaged, NotSaved
from iop_group.vault.disk import DiskLike
from iop_group.vault.files import Tables
from iop_group.vault.frames import FrameStorage
from tests.vault.disks import PowerCut, SimulatedDisk, chance
from tests.vault.sample import clock

KEY = bytes(range(32))
PATH = Path("/home/0123456789abcdef0123456789abcdef.gns")
SAVES = 8
IMAGES_PER_LIFE = 8
TROUBLES = (errno.EIO, errno.ENOSPC, errno.EACCES)

Make = Callable[[Random], SimulatedDisk]


class SmallBlocks(FrameStorage):
    """The storage with blocks as small as the simulated disk's sectors, so that many files can be tried."""

    block = 64


def opened(disk: DiskLike, *, read_only: bool = False) -> SmallBlocks:
    return SmallBlocks(PATH, key=KEY, disk=disk, now=clock, read_only=read_only)


def tables_of(number: int) -> Tables:
    """Every document carries the number: two numbers in one file would be a splice of two saves."""
    return {"notes": {"1": {"n": number}}, "attendance": {"1": {"n": number}, "2": {"n": number}}}


def number_in(tables: Tables | None) -> int:
    """0 when nothing is kept."""
    if tables is None:
        return 0
    numbers = {document["n"] for table in tables.values() for document in table.values()}
    assert len(numbers) == 1, "spliced"
    number: int = numbers.pop()
    assert tables == tables_of(number)
    return number


class Lost(AssertionError):
    """Something that was called saved is gone, or something is shown that was not."""


@dataclass(slots=True)
class Book:
    """What was asked for, what was called saved, and how often that was checked after a cut."""

    asked: int = 0
    saved: int = 0
    images: int = 0
    acknowledged: int = 0

    def check(self, disk: DiskLike) -> None:
        try:
            number = number_in(opened(disk, read_only=True).read())
        except Damaged:
            number = 0
        if not self.saved <= number <= self.asked:
            raise Lost(f"{self.saved} was saved, {number} was found")

    def acknowledge(self, number: int) -> None:
        self.saved = number
        self.acknowledged += 1


@dataclass(slots=True)
class Life:
    """One run of the program on one disk."""

    disk: SimulatedDisk
    book: Book
    rng: Random
    storage: SmallBlocks = field(init=False)

    def run(self) -> None:
        self.storage = opened(self.disk)
        try:
            shown = number_in(self.storage.read())
        except Damaged:
            # Cut off in its very first save: nothing was called saved; it is set aside.
            if self.book.saved:
                raise Lost("damaged") from None
            self.disk.unlink(PATH)
            self.storage = opened(self.disk)
            shown = 0
        if shown and self.storage.settled:
            self.book.acknowledge(shown)
        for _ in range(SAVES):
            self._save()
            if self.rng.random() < 0.3:
                self.storage.tidy()
            if self.rng.random() < 0.1:
                self._close()

    def _close(self) -> None:
        try:
            self.storage.close()
        except NotSaved:
            raise Lost("what was saved could not be kept at closing") from None

    def _save(self) -> None:
        before = self.storage.read()
        self.book.asked += 1
        for _ in range(2):
            try:
                self.storage.write(tables_of(self.book.asked))
            except NotSaved:
                if self.storage.read() != before:
                    raise Lost("a failed save is shown as saved") from None
            else:
                self.book.acknowledge(self.book.asked)
                return


def some_lives(seed: int, make: Make, book: Book) -> None:
    """A few runs, one after the other, each of which ends badly; after each end everything is looked at."""
    rng = chance(seed)
    disk = make(rng)
    book.asked = book.saved = 0
    for _ in range(rng.randint(1, 3)):
        disk.cut_at = disk.calls + rng.randint(1, 45)
        disk.faults = {}
        if rng.random() < 0.5:
            disk.faults = {disk.calls + rng.randint(1, 35): rng.choice(TROUBLES) for _ in range(3)}
        with suppress(PowerCut, OSError):
            Life(disk, book, rng).run()
        book.check(disk)
        after = disk
        for _ in range(IMAGES_PER_LIFE):
            after = disk.power_cut()
            book.check(after)
            book.images += 1
        if rng.random() < 0.3:
            disk.cut_at = None  # only the program was killed; the system still holds what it was given
        else:
            disk = make(rng)
            disk.take_over(after)


def a_seed() -> int:
    """From IOP_GROUP_SEED, to see a failure again, or else by chance."""
    return int(os.environ.get("IOP_GROUP_SEED") or secrets.randbelow(1 << 30))


def many_lives(images: int, seed: int, make: Make = SimulatedDisk) -> Book:
    """Until that many images were looked at. Raises Lost, with the seed that shows it again."""
    book = Book()
    while book.images < images:
        try:
            some_lives(seed, make, book)
        except (AssertionError, Damaged) as error:
            raise Lost(f"IOP_GROUP_SEED={seed} after {book.images} images: {error}") from error
        seed += 1
    return book
