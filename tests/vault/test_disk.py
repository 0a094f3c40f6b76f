"""The disk keeps files private, writes all of what it is given, and knows what each system needs."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from iop_group.vault import disk as disk_module
from iop_group.vault.disk import FULL_SYNC, REPLACE_WAITS, Disk, lock, same_disk, stamp, stamps


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777])
def odd_umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("odd_umask")
def test_nobody_else_can_read_what_is_kept_whatever_the_umask(tmp_path: Path) -> None:
    disk = Disk()
    folder = tmp_path / "a" / "b"
    disk.makedirs(folder)
    disk.close(disk.open(folder / "file", create=True, excl=True))
    assert [mode(folder / "file"), mode(folder), mode(folder.parent)] == [0o600, 0o700, 0o700]


def test_a_folder_that_others_could_enter_becomes_private_and_the_one_above_it_stays(tmp_path: Path) -> None:
    above = tmp_path / "above"
    (above / "folder").mkdir(parents=True)
    above.chmod(0o755)
    (above / "folder").chmod(0o777)
    Disk().makedirs(above / "folder")
    assert [mode(above), mode(above / "folder")] == [0o755, 0o700]


def test_a_stick_that_knows_no_modes_is_used_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no modes here")

    monkeypatch.setattr(os, "fchmod", refused)
    monkeypatch.setattr(Path, "chmod", refused)
    disk = Disk()
    disk.makedirs(tmp_path / "folder")
    disk.close(disk.open(tmp_path / "folder" / "file", create=True))
    assert disk.exists(tmp_path / "folder" / "file")


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_what_was_written_is_read_again_on_every_system(tmp_path: Path, platform: str) -> None:
    disk = Disk(platform=platform)
    path = tmp_path / "file"
    fd = disk.open(path, create=True)
    assert disk.pwrite(fd, b"hello", 0) == 5
    assert disk.pwrite(fd, b"p me", 3) == 4
    disk.fsync(fd)
    assert disk.same_file(fd, path, 7)
    disk.ftruncate(fd, 4)
    assert disk.same_file(fd, path, 4)
    disk.close(fd)
    assert disk.read(path) == b"help"
    disk.replace(path, tmp_path / "other")
    disk.sync_dir(tmp_path)
    assert disk.listdir(tmp_path) == ["other"]
    disk.unlink(tmp_path / "other")
    assert not disk.exists(tmp_path / "other")


def test_a_write_goes_on_until_everything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.pwrite

    def three_bytes(fd: int, data: memoryview, offset: int) -> int:
        return whole(fd, data[:3], offset)

    monkeypatch.setattr(os, "pwrite", three_bytes)
    disk = Disk(platform="linux")
    fd = disk.open(tmp_path / "file", create=True)
    assert disk.pwrite(fd, b"0123456789", 2) == 10
    disk.close(fd)
    assert disk.read(tmp_path / "file") == b"\0\x000123456789"


def test_a_file_that_must_be_new_is_refused_when_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileExistsError):
        Disk().open(tmp_path / "file", create=True, excl=True)
    with pytest.raises(FileNotFoundError):
        Disk().open(tmp_path / "missing")


def test_another_file_under_the_same_name_is_noticed(tmp_path: Path) -> None:
    disk = Disk()
    path = tmp_path / "file"
    fd = disk.open(path, create=True)
    (tmp_path / "other").touch()
    disk.replace(tmp_path / "other", path)
    assert not disk.same_file(fd, path, 0)
    disk.unlink(path)
    assert not disk.same_file(fd, path, 0)
    disk.close(fd)


def test_on_a_mac_the_drive_itself_is_told_to_flush(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(fcntl, "fcntl", lambda _, what: asked.append(what))
    disk = Disk(platform="darwin")
    fd = disk.open(tmp_path / "file", create=True)
    disk.fsync(fd)
    disk.close(fd)
    assert asked == [FULL_SYNC]


def test_on_windows_a_file_that_is_held_for_a_moment_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = iter([True, True, False])
    whole = Path.replace

    def held(old: Path, new: Path) -> Path:
        if next(refusals):
            raise PermissionError(errno.EACCES, "held")
        return whole(old, new)

    monkeypatch.setattr(Path, "replace", held)
    pauses: list[float] = []
    (tmp_path / "old").touch()
    Disk(platform="win32", pause=pauses.append).replace(tmp_path / "old", tmp_path / "new")
    assert (tmp_path / "new").exists()
    assert pauses == list(REPLACE_WAITS[:2])


@pytest.mark.parametrize(("platform", "tries"), [("win32", len(REPLACE_WAITS)), ("linux", 0)])
def test_a_file_that_is_held_for_good_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, tries: int
) -> None:
    def held(old: Path, new: Path) -> Path:
        raise PermissionError(errno.EACCES, "held")

    monkeypatch.setattr(Path, "replace", held)
    pauses: list[float] = []
    with pytest.raises(PermissionError):
        Disk(platform=platform, pause=pauses.append).replace(tmp_path / "old", tmp_path / "new")
    assert len(pauses) == tries


@pytest.mark.parametrize(("number", "fails"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_a_share_that_knows_no_flush_of_a_folder_is_used_and_a_failing_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, fails: bool
) -> None:
    def refused(_: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "fsync", refused)
    if fails:
        with pytest.raises(OSError, match="no"):
            Disk(platform="linux").sync_dir(tmp_path)
    else:
        Disk(platform="linux").sync_dir(tmp_path)


def test_a_file_that_was_replaced_has_another_stamp(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert stamp(path) is None
    path.write_bytes(b"same")
    first = stamp(path)
    assert first == stamp(path)
    (tmp_path / "other").write_bytes(b"same")
    (tmp_path / "other").replace(path)
    assert stamp(path) != first


def test_stamps_are_the_same_where_the_system_cannot_look_within_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one").write_bytes(b"1")
    (tmp_path / "two").write_bytes(b"22")
    names = ["two", "missing", "one"]
    here = stamps(tmp_path, names)
    assert here == [stamp(tmp_path / name) for name in names]
    assert [found and found[0] for found in here] == [2, None, 1]
    monkeypatch.setattr(os, "supports_dir_fd", frozenset())
    assert stamps(tmp_path, names) == here
    assert stamps(tmp_path / "missing", names) == [None] * 3


def test_a_disk_that_cannot_be_looked_at_is_taken_for_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Path, **_: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    assert same_disk(tmp_path, tmp_path / "folder")
    monkeypatch.setattr(Path, "stat", refused)
    assert not same_disk(tmp_path, tmp_path / "folder")


def test_on_windows_a_lock_that_is_taken_is_told_as_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[tuple[int, int]] = []

    def locking(fd: int, how: int, size: int) -> None:
        if taken:
            raise PermissionError(errno.EACCES, "Permission denied")
        taken.append((how, size))

    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_NBLCK=2, locking=locking))
    monkeypatch.setattr(disk_module, "sys", SimpleNamespace(platform="win32"))
    lock(tmp_path / "lock")()
    assert taken == [(2, 1)]
    with pytest.raises(BlockingIOError):
        lock(tmp_path / "lock")


def test_a_lock_is_one_programs_until_it_gives_it_back(tmp_path: Path) -> None:
    release = lock(tmp_path / "lock")
    with pytest.raises(BlockingIOError):
        lock(tmp_path / "lock")
    release()
    lock(tmp_path / "lock")()
