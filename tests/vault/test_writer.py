"""The writer saves in order, tells when it is on the disk, never gives up by itself and never hangs."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from iop_group.domain.errors import NotSaved
from iop_group.domain.events import Event
from iop_group.vault import frame_saves
from iop_group.vault.sealed import Kind
from iop_group.vault.session_file import SessionFile
from iop_group.vault.sessions import SessionStore
from iop_group.vault.writer import Writer
from tests.vault.disks import FaultyDisk
from tests.vault.sample import NOON, OTHER, SESSION, clock, note, notes, planned
from tests.vault.sealing import KEYS

LONG = 20.0
"""Seconds after which a test gives up waiting for something that must happen."""


class GatedDisk(FaultyDisk):
    """Takes no write while the gate is shut; tells when one waits at it."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()
        self.waiting = threading.Event()

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        self.waiting.set()
        assert self.gate.wait(LONG)
        return super().pwrite(fd, data, offset)


@dataclass(slots=True)
class Screen:
    """What the program was told."""

    ticks: int = 0
    saved: list[datetime] = field(default_factory=list)
    failed: list[NotSaved] = field(default_factory=list)
    told: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def now(self) -> datetime:
        self.ticks += 1
        return NOON + timedelta(seconds=self.ticks)

    def on_saved(self, at: datetime) -> None:
        self.saved.append(at)
        self.told.release()

    def on_failed(self, why: NotSaved) -> None:
        self.failed.append(why)
        self.told.release()

    def wait(self) -> None:
        """Until the next word from the writer."""
        assert self.told.acquire(timeout=LONG)


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def disk() -> Iterator[GatedDisk]:
    disk = GatedDisk()
    yield disk
    disk.gate.set()


@pytest.fixture
def store(tmp_path: Path, disk: GatedDisk) -> SessionStore:
    return SessionStore(tmp_path, KEYS, disk=disk, now=clock)


@pytest.fixture
def file(store: SessionStore) -> SessionFile:
    return store.create(SESSION, [planned()])


@pytest.fixture
def writer(screen: Screen) -> Iterator[Writer]:
    writer = Writer(now=screen.now, on_saved=screen.on_saved, on_failed=screen.on_failed, retry_waits=(0.01,))
    yield writer
    writer.stop(0)


def test_what_was_submitted_is_on_the_disk_when_the_screen_says_so(
    writer: Writer, file: SessionFile, screen: Screen, store: SessionStore
) -> None:
    assert not writer.pending
    writer.submit(file, [note(1)], {"note": "half"})
    screen.wait()
    assert screen.saved == [NOON + timedelta(seconds=1)]
    assert store.read(SESSION) == ((planned(), note(1)), {"note": "half"})
    assert not writer.pending


def test_nothing_waits_for_the_disk_but_the_writer_and_what_waits_is_saved_at_once(
    writer: Writer, file: SessionFile, screen: Screen, disk: GatedDisk, store: SessionStore
) -> None:
    disk.gate.clear()
    disk.waiting.clear()
    writer.submit(file, [note(0)], {})
    assert disk.waiting.wait(LONG)
    for number in range(1, 50):
        writer.submit(file, [note(number)], {"note": f"text {number}", "other": "x"})
    writer.submit(file, [], {"other": ""})
    assert writer.pending
    assert not writer.flush(0.01)
    assert screen.saved == []
    disk.calls.clear()
    disk.gate.set()
    assert writer.flush(LONG)
    assert disk.calls == ["pwrite", "fsync"] * 2
    assert file.events == (planned(), *notes(50))
    assert store.read(SESSION)[1] == {"note": "text 49"}


def test_a_file_is_tidied_once_nothing_waits_and_never_within_a_save(
    writer: Writer,
    file: SessionFile,
    screen: Screen,
    disk: GatedDisk,
    store: SessionStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tidied = threading.Semaphore(0)
    tidy = SessionFile.tidy

    def told(one: SessionFile) -> None:
        assert not writer.pending
        assert disk.calls[-1] == "fsync"
        tidy(one)
        tidied.release()

    monkeypatch.setattr(SessionFile, "tidy", told)
    for number in range(300):
        disk.calls.clear()
        writer.submit(file, [note(number)], {})
        screen.wait()
        assert disk.calls[:2] == ["pwrite", "fsync"]
        assert tidied.acquire(timeout=LONG)
        size = store.path(SESSION).stat().st_size
        assert size < frame_saves.COMPACT_ABOVE + 200_000
    assert store.read(SESSION)[0] == (planned(), *notes(300))


def test_a_failure_is_told_and_tried_again_until_it_is_saved(
    writer: Writer, file: SessionFile, screen: Screen, disk: GatedDisk
) -> None:
    disk.broken(errno.ENOSPC)
    writer.submit(file, [note(1)], {"note": "old"})
    screen.wait()
    screen.wait()
    assert writer.pending
    assert "disk is full" in str(screen.failed[0])
    writer.submit(file, [note(2)], {"note": "new"})
    assert screen.saved == []
    disk.mended()
    assert writer.flush(LONG)
    assert file.events == (planned(), note(1), note(2))
    assert file.typing == {"note": "new"}
    assert not writer.pending


def test_asking_for_it_cuts_the_wait_after_a_failure_short(
    file: SessionFile, screen: Screen, disk: GatedDisk
) -> None:
    writer = Writer(
        now=screen.now, on_saved=screen.on_saved, on_failed=screen.on_failed, retry_waits=(10 * LONG,)
    )
    disk.broken(errno.EIO)
    writer.submit(file, [note(1)], {})
    screen.wait()
    disk.mended()
    assert writer.flush(LONG)
    assert writer.stop(LONG)


def test_one_file_that_fails_does_not_hold_up_the_other_but_not_all_is_called_saved(
    writer: Writer, file: SessionFile, screen: Screen, store: SessionStore, tmp_path: Path
) -> None:
    private = SessionStore(tmp_path / "private", KEYS, kind=Kind.PRIVATE, now=clock)
    (tmp_path / "private").mkdir()
    lane = private.create(OTHER, [note(1)])
    (tmp_path / "private").rename(tmp_path / "gone")
    writer.submit(lane, [note(2)], {})
    screen.wait()
    writer.submit(file, [note(3)], {})
    while file.events != (planned(), note(3)):
        screen.wait()
    assert screen.saved == []
    assert writer.pending
    (tmp_path / "gone").rename(tmp_path / "private")
    assert writer.flush(LONG)
    assert lane.events == (note(1), note(2))


def test_stopping_saves_what_waits_and_then_nothing_more_is_taken(
    writer: Writer, file: SessionFile, store: SessionStore
) -> None:
    for number in range(20):
        writer.submit(file, [note(number)], {})
    assert writer.stop(LONG)
    assert store.read(SESSION)[0] == (planned(), *notes(20))
    with pytest.raises(NotSaved, match="closing"):
        writer.submit(file, [note(99)], {})
    assert writer.stop(LONG)


def test_a_writer_that_never_wrote_stops_at_once(writer: Writer) -> None:
    assert writer.flush(0)
    assert writer.stop(0)


def test_a_disk_that_never_answers_does_not_keep_the_program_from_ending(
    writer: Writer, file: SessionFile, disk: GatedDisk
) -> None:
    disk.gate.clear()
    writer.submit(file, [note(1)], {})
    assert not writer.stop(0.05)
    assert writer.pending
    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "writer")


def test_a_disk_that_stays_full_does_not_either(
    writer: Writer, file: SessionFile, screen: Screen, disk: GatedDisk
) -> None:
    disk.broken(errno.ENOSPC)
    writer.submit(file, [note(1)], {})
    screen.wait()
    assert not writer.stop(0.05)
    assert writer.pending


class Stumbling(SessionFile):
    """Breaks once in a way that nobody foresaw."""

    stumbles = 1

    def save(self, new_events: Sequence[Event], typing: Mapping[str, str]) -> None:
        if self.stumbles:
            self.stumbles -= 1
            raise ZeroDivisionError
        super().save(new_events, typing)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_defect_in_one_save_loses_nothing(
    writer: Writer, store: SessionStore, file: SessionFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = threading.Event()
    monkeypatch.setattr(threading, "excepthook", lambda _: broken.set())
    monkeypatch.setattr(file, "__class__", Stumbling)
    writer.submit(file, [note(1)], {})
    assert broken.wait(LONG)
    while not writer.flush(0.05):
        assert writer.pending
    assert file.events == (planned(), note(1))
