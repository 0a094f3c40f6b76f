"""Whatever the moment at which the power goes, every act that was called saved is there afterwards."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from iop_group.domain.errors import BadInput, Damaged, NotFound, NotSaved
from iop_group.domain.events import Event
from iop_group.vault import frame_file, frame_saves
from iop_group.vault.disk import DiskLike
from iop_group.vault.files import make_folder
from iop_group.vault.frame_file import FrameFile
from iop_group.vault.frame_saves import Saves
from iop_group.vault.frames import FrameStorage
from iop_group.vault.registry import Registry
from iop_group.vault.session_file import SessionFile
from iop_group.vault.sessions import SessionStore
from tests.vault.disks import SECTOR, PowerCut, SimulatedDisk, chance
from tests.vault.frame_lives import a_seed
from tests.vault.sample import SESSION, clock, note, planned
from tests.vault.sealing import KEYS

VAULT = Path("/home/kim/vault")
SESSIONS = VAULT / "sessions"
STEPS = 5
LIVES = 1_500


@pytest.fixture(autouse=True)
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks as small as the simulated sectors, and histories dropped often, so that many can be tried."""
    monkeypatch.setattr(FrameStorage, "block", SECTOR)
    monkeypatch.setattr(frame_saves, "COMPACT_ABOVE", 6_000)
    monkeypatch.setattr(frame_saves, "AT_ONCE", 1)


@dataclass(slots=True)
class Memory:
    """What the facilitator did, and what the screen called saved."""

    tried: list[Event] = field(default_factory=list)
    saved: set[str] = field(default_factory=set)
    typed: int = 0
    """Number of the last half-typed text, and of the last preference."""
    typed_saved: int = 0
    preferred: int = 0

    def acknowledge(self, file: SessionFile) -> None:
        self.saved = {event.id for event in file.events}
        self.typed_saved = int(file.typing.get("note", "0"))

    def check(self, disk: DiskLike) -> None:
        """Every act that was called saved is there, and nothing that was never done."""
        registry = Registry(VAULT / "registry.gns", KEYS, disk=disk, read_only=True)
        assert self.preferred <= registry.preference("n", 0) <= self.typed
        try:
            events, typing = SessionStore(SESSIONS, KEYS, disk=disk, read_only=True).read(SESSION)
        except (NotFound, Damaged):  # the power went in the very first save
            assert not self.saved
            return
        assert self.saved <= {event.id for event in events}
        assert list(events) == self.tried[: len(events)]
        assert self.typed_saved <= int(typing.get("note", "0")) <= self.typed


def run_the_program(disk: DiskLike, memory: Memory) -> None:
    """Start, resume the session if it is there, note some more, leave; what fails is tried once more."""
    make_folder(disk, VAULT)
    disk.makedirs(SESSIONS)
    disk.sync_dir(VAULT)
    try:
        registry = Registry(VAULT / "registry.gns", KEYS, disk=disk, device="d", now=clock)
    except Damaged:  # cut off in its very first save, and the disk refuses to set it aside
        assert not memory.preferred
        return
    store = SessionStore(SESSIONS, KEYS, disk=disk, device="d", now=clock)
    file = resumed(store, memory)
    if file is None:
        return
    memory.tried = list(file.events)
    for _ in range(STEPS):
        memory.tried.append(note(len(memory.tried)))
        memory.typed += 1
        for _ in range(2):
            with suppress(NotSaved):
                file.save(memory.tried, {"note": str(memory.typed)})
                memory.acknowledge(file)
                break
        with suppress(NotSaved):
            registry.set_preference("n", memory.typed)
            memory.preferred = memory.typed
    store.close()
    registry.close()


def resumed(store: SessionStore, memory: Memory) -> SessionFile | None:
    """The session as it is on the disk, or a new one; None if even that is refused."""
    try:
        file = store.open(SESSION)
        with suppress(NotSaved):
            file.save((), {})
            memory.acknowledge(file)
    except (NotFound, Damaged):
        memory.tried = [planned()]
        try:
            file = store.create(SESSION, memory.tried)
        except (NotSaved, BadInput):  # BadInput: what the power cut has left could not be set aside
            return None
        memory.acknowledge(file)
    return file


def some_lives(seed: int, make: Callable[[Random], SimulatedDisk]) -> None:
    """Programs that are killed, machines whose power goes, disks that refuse: in any order."""
    rng = chance(seed)
    disk, memory = make(rng), Memory()
    for _ in range(rng.randint(1, 3)):
        disk.cut_at = disk.calls + rng.randint(1, 50)
        disk.faults = {}
        if rng.random() < 0.4:
            troubles = (errno.EIO, errno.ENOSPC, errno.EACCES)
            disk.faults = {disk.calls + rng.randint(8, 40): rng.choice(troubles) for _ in range(3)}
        with suppress(PowerCut, OSError):
            run_the_program(disk, memory)
        if rng.random() < 0.3:
            disk.cut_at = None  # only the program was killed; the system still holds what it was given
        else:
            after = disk.power_cut()
            disk = make(rng)
            disk.take_over(after)
        memory.check(disk)


def test_after_a_power_cut_at_every_single_operation_nothing_that_was_saved_is_lost() -> None:
    counting = SimulatedDisk(chance(0))
    run_the_program(counting, Memory())
    for cut_at in range(1, counting.calls + 1):
        for seed in range(4):
            disk, memory = SimulatedDisk(chance(seed), cut_at=cut_at), Memory()
            with pytest.raises(PowerCut):
                run_the_program(disk, memory)
            memory.check(disk.power_cut())


def test_over_many_lives_with_kills_power_cuts_and_failing_disks_nothing_that_was_saved_is_lost() -> None:
    seed = a_seed()
    print(f"IOP_GROUP_SEED={seed}")
    for number in range(LIVES):
        some_lives(seed + number, SimulatedDisk)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_same_over_very_many_lives() -> None:
    for seed in range(20_000):
        some_lives(seed, SimulatedDisk)


class WithoutFileFlush(SimulatedDisk):
    def fsync(self, fd: int) -> None:
        pass


class WithoutFolderFlush(SimulatedDisk):
    def sync_dir(self, folder: Path) -> None:
        pass


def written_in_place(disk: DiskLike, path: Path, content: bytes) -> None:
    fd = disk.open(path, create=True)
    disk.pwrite(fd, content, 0)
    disk.ftruncate(fd, len(content))
    disk.fsync(fd)
    disk.close(fd)
    disk.sync_dir(path.parent)


APPEND = FrameFile.append


def called_saved_in_spite_of_a_fault(file: FrameFile, data: bytes) -> None:
    with suppress(OSError):
        APPEND(file, data)


def believed_without_settling(saves: Saves) -> None:
    saves._file._reopen()
    saves.settled = True


class Caught(Exception):
    """The broken variant lost something."""


def lose_something(make: Callable[[Random], SimulatedDisk]) -> None:
    for seed in range(3_000):
        try:
            some_lives(seed, make)
        except (AssertionError, Damaged) as error:
            raise Caught from error


@pytest.mark.parametrize("make", [WithoutFileFlush, WithoutFolderFlush])
def test_a_program_that_leaves_out_a_flush_is_caught(make: Callable[[Random], SimulatedDisk]) -> None:
    with pytest.raises(Caught):
        lose_something(make)


def test_a_program_that_writes_in_place_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame_file, "write_whole", written_in_place)
    with pytest.raises(Caught):
        lose_something(SimulatedDisk)


def test_a_program_that_hides_faults_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FrameFile, "append", called_saved_in_spite_of_a_fault)
    with pytest.raises(Caught):
        lose_something(SimulatedDisk)


def test_a_program_that_trusts_what_a_killed_one_left_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Saves, "settle", believed_without_settling)
    with pytest.raises(Caught):
        lose_something(SimulatedDisk)
