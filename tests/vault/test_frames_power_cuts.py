"""Whatever the moment at which the power goes, a sealed file holds what was called saved."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from iop_group.vault import frame_file, frame_saves, frame_scan
from iop_group.vault.disk import DiskLike
from iop_group.vault.frame_file import FrameFile
from iop_group.vault.frame_format import HEADER, Frame, Seal, Version
from iop_group.vault.frame_saves import Saves
from iop_group.vault.frame_scan import Found
from tests.vault.disks import PowerCut, SimulatedDisk, chance
from tests.vault.frame_lives import Book, Life, Lost, Make, a_seed, many_lives

IMAGES = 25_000
IMAGES_TO_CATCH = 100_000
"""A broken variant must be caught within that many; most are within a hundred, the slowest in thousands."""


@pytest.fixture(autouse=True)
def compact_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame_saves, "COMPACT_ABOVE", 700)
    monkeypatch.setattr(frame_saves, "AT_ONCE", 2)


def test_after_a_power_cut_at_every_single_operation_nothing_that_was_saved_is_lost() -> None:
    whole = SimulatedDisk(chance(0))
    Life(whole, Book(), chance(0)).run()
    for cut_at in range(1, whole.calls + 1):
        for seed in range(20):
            disk, book = SimulatedDisk(chance(seed), cut_at=cut_at), Book()
            with pytest.raises(PowerCut):
                Life(disk, book, chance(0)).run()
            book.check(disk)
            book.check(disk.power_cut())


def lose_nothing(images: int) -> None:
    seed = a_seed()
    book = many_lives(images, seed)
    print(f"IOP_GROUP_SEED={seed}: {book.images} images, {book.acknowledged} acknowledged saves, none lost")
    assert book.acknowledged > book.images / 4


@pytest.mark.timeout(300)
def test_over_many_lives_with_kills_power_cuts_and_failing_disks_nothing_that_was_saved_is_lost() -> None:
    lose_nothing(IMAGES)


@pytest.mark.slow  # about two minutes: a million images
@pytest.mark.timeout(1800)
def test_the_same_over_very_many_lives() -> None:
    lose_nothing(1_000_000)


class WithoutFileFlush(SimulatedDisk):
    def fsync(self, fd: int) -> None:
        pass


class WithoutFolderFlush(SimulatedDisk):
    def sync_dir(self, folder: Path) -> None:
        pass


def must_be_caught(make: Make = SimulatedDisk) -> None:
    with pytest.raises(Lost) as caught:
        many_lives(IMAGES_TO_CATCH, a_seed(), make)
    print(caught.value)


@pytest.mark.parametrize("make", [WithoutFileFlush, WithoutFolderFlush])
def test_a_storage_that_leaves_out_a_flush_is_caught(make: Make) -> None:
    must_be_caught(make)


def renamed_before_the_flush(disk: DiskLike, path: Path, content: bytes) -> None:
    temporary = path.with_suffix(".tmp")
    fd = disk.open(temporary, create=True)
    disk.pwrite(fd, content, 0)
    disk.replace(temporary, path)
    disk.sync_dir(path.parent)
    disk.fsync(fd)
    disk.close(fd)


def test_a_storage_that_renames_before_it_flushes_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame_file, "write_whole", renamed_before_the_flush)
    must_be_caught()


def believed_without_settling(saves: Saves) -> None:
    saves._file._reopen()
    saves.settled = True


def test_a_storage_that_trusts_what_a_killed_program_left_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Saves, "settle", believed_without_settling)
    must_be_caught()


def test_a_storage_that_trusts_the_name_of_a_compact_file_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FrameFile, "adopt", FrameFile._reopen)
    must_be_caught()


def test_a_storage_in_which_the_first_frame_wins_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = frame_scan._judged

    def first_wins(image: bytes, seal: Seal, frames: list[Frame], block: int) -> Found:
        return judged(image, seal, frames[:1], block)

    monkeypatch.setattr(frame_scan, "_judged", first_wins)
    must_be_caught()


def test_a_storage_that_calls_saved_what_the_disk_refused_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    append = FrameFile.append

    def regardless(file: FrameFile, data: bytes) -> None:
        with suppress(OSError):
            append(file, data)

    monkeypatch.setattr(FrameFile, "append", regardless)
    must_be_caught()


def test_a_storage_that_flushes_once_more_after_a_failed_flush_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The system may have marked as written what is not, and then says that all is well."""

    def flushed_again(file: FrameFile, data: bytes) -> None:
        assert file._fd is not None
        file._disk.pwrite(file._fd, data, file.size)
        with suppress(OSError):
            file._disk.fsync(file._fd)
        file._disk.fsync(file._fd)
        file._image += data

    monkeypatch.setattr(FrameFile, "append", flushed_again)
    must_be_caught()


def test_a_storage_that_writes_in_place_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def in_place(file: FrameFile, data: bytes) -> None:
        assert file._fd is not None
        file._disk.pwrite(file._fd, data, HEADER.size)
        file._disk.ftruncate(file._fd, HEADER.size + len(data))
        file._disk.fsync(file._fd)
        file._image[HEADER.size :] = data

    monkeypatch.setattr(FrameFile, "append", in_place)
    must_be_caught()


def test_a_storage_that_shows_what_it_was_only_asked_to_save_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save = Saves.save

    def shown_at_once(saves: Saves, state: bytes, at: datetime) -> None:
        try:
            save(saves, state, at)
        except OSError:
            saves.version = Version(state, at)
            raise

    monkeypatch.setattr(Saves, "save", shown_at_once)
    must_be_caught()
