"""A disk that refuses, or someone else who writes: what was called saved stays, and the rest says so."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from iop_group.domain.errors import NotSaved
from iop_group.vault.files import Tables
from iop_group.vault.frame_file import FrameFile
from iop_group.vault.frame_scan import Status
from iop_group.vault.frames import FrameStorage
from tests.vault.disks import FaultyDisk
from tests.vault.sample import WORDS

KEY = bytes(range(32))
TROUBLES = (errno.EIO, errno.ENOSPC, errno.EACCES)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "0123456789abcdef0123456789abcdef.gns"


def note(text: str) -> Tables:
    return {"notes": {"1": {"text": text}}}


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def later(path: Path) -> Tables | None:
    return FrameStorage(path, key=KEY).read()


def put_aside(path: Path, mark: str) -> list[bytes]:
    return [copy.read_bytes() for copy in sorted(path.parent.glob(f"*.{mark}-*"))]


@pytest.mark.parametrize("number", TROUBLES)
@pytest.mark.parametrize("at", range(48))
def test_a_fault_at_any_operation_says_so_and_loses_nothing(path: Path, at: int, number: int) -> None:
    """Open, save, close, reopen, save: the fault falls somewhere in it, and once more a little later."""
    disk = FaultyDisk({at: number, at + 3: number})
    saved: Tables | None = None
    for life in range(3):
        storage = FrameStorage(path, key=KEY, disk=disk)
        assert storage.read() == saved
        for save in range(3):
            text = f"{WORDS} {life} {save}"
            for _ in range(3):
                try:
                    storage.write(note(text))
                except NotSaved as refusal:
                    assert WORDS not in str(refusal)
                    assert storage.read() == saved
                else:
                    saved = note(text)
                    break
            assert storage.read() == saved == note(text)
            assert storage.settled
        if life:
            storage.close()
    assert later(path) == saved
    assert names(path.parent) == [path.name]


def test_a_full_disk_keeps_the_file_open_and_cuts_off_what_it_took(path: Path) -> None:
    disk = FaultyDisk()
    storage = FrameStorage(path, key=KEY, disk=disk)
    storage.write(note("1"))
    size = path.stat().st_size
    disk.faults = {len(disk.calls): errno.ENOSPC}
    with pytest.raises(NotSaved, match="disk is full"):
        storage.write(note("2"))
    assert path.stat().st_size == size
    disk.calls.clear()
    disk.mended()
    storage.write(note("2"))
    assert disk.calls == ["pwrite", "fsync"]
    assert later(path) == note("2")


class UncutDisk(FaultyDisk):
    """Refuses to cut a file, too."""

    def ftruncate(self, fd: int, size: int) -> None:
        raise OSError(errno.EIO, "no")


@pytest.mark.parametrize("operation", ["pwrite", "fsync"])
def test_after_a_failed_flush_the_whole_file_is_written_anew(path: Path, operation: str) -> None:
    disk = UncutDisk()
    storage = FrameStorage(path, key=KEY, disk=disk)
    storage.write(note("1"))
    disk.faults = {len(disk.calls) + ["pwrite", "fsync"].index(operation): errno.ENOSPC}
    with pytest.raises(NotSaved):
        storage.write(note("2"))
    disk.calls.clear()
    disk.mended()
    storage.write(note("1"))
    assert disk.calls == ["open", "pwrite", "fsync", "close", "replace", "sync_dir", "open"]
    assert storage.status is Status.OK
    assert later(path) == note("1")
    assert names(path.parent) == [path.name]


def test_after_a_failed_save_closing_leaves_alone_what_may_be_the_newest_text(path: Path) -> None:
    disk = FaultyDisk()
    storage = FrameStorage(path, key=KEY, disk=disk)
    storage.write(note("1"))
    disk.faults = {len(disk.calls) + 1: errno.EIO}
    with pytest.raises(NotSaved):
        storage.write(note("2"))
    storage.close()
    assert storage.read() == note("1")
    assert later(path) == note("2")


def test_a_first_save_that_fails_leaves_no_file(path: Path) -> None:
    for at in range(1, 4):
        storage = FrameStorage(path, key=KEY, disk=FaultyDisk({at: errno.ENOSPC}))
        with pytest.raises(NotSaved):
            storage.write(note("1"))
        assert names(path.parent) == []
        assert storage.read() is None


def test_a_first_save_whose_remains_cannot_be_taken_away_is_made_good_by_the_next(path: Path) -> None:
    disk = FaultyDisk({2: errno.EIO, 4: errno.EIO})
    storage = FrameStorage(path, key=KEY, disk=disk)
    with pytest.raises(NotSaved):
        storage.write(note("1"))
    assert disk.calls == ["open", "pwrite", "fsync", "close", "unlink"]
    storage.write(note("1"))
    assert storage.status is Status.OK
    assert later(path) == note("1")
    assert names(path.parent) == [path.name]


def test_a_file_that_cannot_be_settled_is_shown_and_flagged_until_a_save_succeeds(path: Path) -> None:
    FrameStorage(path, key=KEY).write(note("1"))
    disk = FaultyDisk().broken(errno.ENOSPC)
    storage = FrameStorage(path, key=KEY, disk=disk)
    assert (storage.status, storage.settled, storage.read()) == (Status.UNSETTLED, False, note("1"))
    with pytest.raises(NotSaved):
        storage.settle()
    disk.mended()
    storage.settle()
    assert (storage.status, storage.settled) == (Status.OK, True)
    assert later(path) == note("1")


@pytest.mark.parametrize("at", range(3))
def test_a_closed_file_that_cannot_be_settled_is_flagged_too(path: Path, at: int) -> None:
    storage = FrameStorage(path, key=KEY)
    storage.write(note("1"))
    storage.close()
    disk = FaultyDisk({at: errno.EIO})
    again = FrameStorage(path, key=KEY, disk=disk)
    assert again.status is Status.UNSETTLED
    again.write(note("1"))
    assert (again.status, later(path)) == (Status.OK, note("1"))


@pytest.mark.parametrize("tidies", [True, False], ids=["while nobody waits", "by the save itself"])
@pytest.mark.parametrize("at", range(8))
def test_a_history_that_cannot_be_dropped_does_no_harm(
    path: Path, at: int, tidies: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iop_group.vault.frame_saves.COMPACT_ABOVE", 10_000)
    monkeypatch.setattr("iop_group.vault.frame_saves.AT_ONCE", 100 if tidies else 1)
    disk = FaultyDisk()
    storage = FrameStorage(path, key=KEY, disk=disk)
    for number in range(2):
        storage.write(note(str(number)))
    disk.faults = {len(disk.calls) + 2 + at: errno.ENOSPC}
    for number in range(2, 9):
        storage.write(note(str(number)))
        if tidies:
            storage.tidy()
        assert FrameStorage(path, key=KEY, read_only=True).read() == note(str(number))
    assert "replace" in disk.calls
    assert storage.status is Status.OK
    assert names(path.parent) == [path.name]
    disk.broken(errno.EIO)
    storage.close()
    assert later(path) == note("8")


def test_tidying_leaves_what_another_program_wrote_to_the_next_save(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iop_group.vault.frame_saves.COMPACT_ABOVE", 1_000)
    storage = FrameStorage(path, key=KEY)
    storage.write(note("1"))
    path.write_bytes(b"theirs")
    storage.tidy()
    assert path.read_bytes() == b"theirs"
    storage.write(note("2"))
    assert storage.status is Status.FOREIGN_CHANGE
    assert put_aside(path, "theirs") == [b"theirs"]
    assert later(path) == note("2")


def test_what_another_program_wrote_is_kept_aside_and_ours_stays(path: Path) -> None:
    for theirs in (b"", b"theirs", b"theirs" * 1000):
        storage = FrameStorage(path, key=KEY)
        storage.write(note("1"))
        path.write_bytes(theirs)
        storage.write(note("2"))
        assert storage.status is Status.FOREIGN_CHANGE
        assert later(path) == note("2")
        assert put_aside(path, "theirs") == ([theirs] if theirs else [])
        for copy in path.parent.iterdir():
            copy.unlink()


def test_an_older_version_put_back_while_it_was_open_is_kept_aside(path: Path) -> None:
    storage = FrameStorage(path, key=KEY)
    storage.write(note("1"))
    old = path.read_bytes()
    storage.write(note("2"))
    (path.parent / "restored").write_bytes(old)
    (path.parent / "restored").rename(path)
    storage.write(note("3"))
    assert storage.status is Status.FOREIGN_CHANGE
    assert (later(path), put_aside(path, "theirs")) == (note("3"), [old])


def test_a_file_taken_away_while_it_was_open_is_written_again(path: Path) -> None:
    storage = FrameStorage(path, key=KEY)
    storage.write(note("1"))
    path.unlink()
    storage.write(note("2"))
    assert storage.status is Status.FOREIGN_CHANGE
    assert later(path) == note("2")
    path.unlink()
    storage.write(note("3"))
    path.unlink()
    storage.close()
    assert later(path) == note("3")


def test_a_second_look_at_the_same_state_is_no_foreign_change(path: Path) -> None:
    storage = FrameStorage(path, key=KEY)
    storage.write(note("1"))
    other = FrameStorage(path, key=KEY)
    assert other.seq > storage.seq
    storage.write(note("2"))
    assert storage.status is Status.OK
    assert storage.seq > other.seq
    assert (later(path), names(path.parent)) == (note("2"), [path.name])


def test_a_file_that_appears_before_the_first_save_is_kept_aside(path: Path) -> None:
    storage = FrameStorage(path, key=KEY)
    path.write_bytes(b"theirs")
    storage.write(note("1"))
    assert storage.status is Status.FOREIGN_CHANGE
    assert (later(path), put_aside(path, "theirs")) == (note("1"), [b"theirs"])


def test_what_another_program_wrote_is_not_overwritten_while_it_cannot_be_kept(path: Path) -> None:
    disk = FaultyDisk()
    storage = FrameStorage(path, key=KEY, disk=disk)
    storage.write(note("1"))
    storage.write(note("2"))
    path.write_bytes(b"theirs")
    disk.broken(errno.ENOSPC)
    with pytest.raises(NotSaved):
        storage.write(note("3"))
    assert (path.read_bytes(), storage.read()) == (b"theirs", note("2"))
    disk.mended()
    storage.write(note("3"))
    assert (later(path), put_aside(path, "theirs")) == (note("3"), [b"theirs"])


def test_closing_says_so_when_ours_can_no_longer_be_put_in_its_place(path: Path) -> None:
    disk = FaultyDisk()
    storage = FrameStorage(path, key=KEY, disk=disk)
    storage.write(note("1"))
    path.write_bytes(b"theirs")
    disk.broken(errno.ENOSPC)
    with pytest.raises(NotSaved):
        storage.close()
    assert path.read_bytes() == b"theirs"
    disk.mended()
    storage.settle()
    storage.close()
    assert put_aside(path, "theirs") == [b"theirs"]


def test_closing_says_so_too_when_the_last_save_was_refused_already(path: Path) -> None:
    disk = FaultyDisk()
    storage = FrameStorage(path, key=KEY, disk=disk)
    storage.write(note("1"))
    path.write_bytes(b"theirs")
    disk.broken(errno.ENOSPC)
    with pytest.raises(NotSaved):
        storage.write(note("2"))
    with pytest.raises(NotSaved):
        storage.close()
    assert path.read_bytes() == b"theirs"


def test_closing_on_a_full_disk_leaves_the_history_and_says_nothing(path: Path) -> None:
    disk = FaultyDisk()
    storage = FrameStorage(path, key=KEY, disk=disk)
    storage.write(note("1"))
    storage.write(note("2"))
    before = path.read_bytes()
    disk.broken(errno.ENOSPC)
    storage.close()
    assert path.read_bytes() == before
    assert later(path) == note("2")


def test_closing_on_a_disk_that_is_gone_does_no_harm(path: Path) -> None:
    disk = FaultyDisk()
    storage = FrameStorage(path, key=KEY, disk=disk)
    storage.write(note("1"))
    disk.broken(errno.EIO).unreadable = True
    storage.close()
    assert later(path) == note("1")


def test_damaged_bytes_go_to_the_quarantine_once_and_before_anything_is_written(path: Path) -> None:
    quarantine = path.parent / "quarantine"
    FrameStorage(path, key=KEY).write(note("1"))
    damaged = path.read_bytes() + b"half a frame"
    path.write_bytes(damaged)
    disk = FaultyDisk({0: errno.ENOSPC, 1: errno.ENOSPC})
    storage = FrameStorage(path, key=KEY, disk=disk, quarantine=quarantine)
    assert (storage.status, storage.settled, storage.read()) == (Status.TAIL_DISCARDED, False, note("1"))
    with pytest.raises(NotSaved):
        disk.faults = {len(disk.calls) + 1: errno.ENOSPC}
        storage.write(note("2"))
    assert path.read_bytes() == damaged
    storage.write(note("2"))
    assert (storage.status, later(path)) == (Status.TAIL_DISCARDED, note("2"))
    assert [copy.read_bytes() for copy in quarantine.iterdir()] == [damaged]
    path.write_bytes(damaged)
    assert FrameStorage(path, key=KEY, quarantine=quarantine).settled
    assert [copy.read_bytes() for copy in quarantine.iterdir()] == [damaged]


def test_only_an_open_file_is_appended_to(path: Path) -> None:
    with pytest.raises(OSError, match="not open"):
        FrameFile(FaultyDisk(), path, None).append(b"x")
