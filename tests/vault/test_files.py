"""What all files of the vault share: whole or not at all, a schema, marks, and plain words of trouble."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest

from iop_group.domain.errors import Damaged, NewerFile
from iop_group.vault.disk import Disk
from iop_group.vault.files import (
    Origin,
    checked_meta,
    not_saved,
    parsed_tables,
    set_aside,
    sweep,
    utc_now,
    write_whole,
)
from tests.vault.disks import FaultyDisk
from tests.vault.sample import WORDS, clock

TROUBLES = (errno.EIO, errno.ENOSPC, errno.EACCES)
OPERATIONS_OF_A_REPLACEMENT = ("open", "pwrite", "fsync", "close", "replace", "sync_dir")
DAMAGE = [b"", b"\0" * 400, b"{", b"[" * 100_000, b"\xff\xfe\x00", b"[1, 2]", b'"text"', b"7", b"null"]
DAMAGE += [b'{"a": 1}', b'{"a": {}} {', b'{"a": ' + b"9" * 5000 + b"}"]


@pytest.mark.parametrize("number", TROUBLES)
@pytest.mark.parametrize("at", range(len(OPERATIONS_OF_A_REPLACEMENT)), ids=OPERATIONS_OF_A_REPLACEMENT)
def test_a_fault_at_any_operation_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, at: int, number: int
) -> None:
    path, disk = tmp_path / "a", FaultyDisk({at: number})
    path.write_bytes(b"old")
    with pytest.raises(OSError, match=r"."):
        write_whole(disk, path, b"new")
    assert path.read_bytes() in {b"old", b"new"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["a"]
    disk.mended()
    write_whole(disk, path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("content", DAMAGE)
def test_what_holds_no_tables_is_not_taken_for_an_empty_file(content: bytes) -> None:
    assert parsed_tables(content) is None


def test_a_file_that_is_set_aside_is_copied_before_it_is_moved(tmp_path: Path) -> None:
    path, quarantine = tmp_path / "sessions" / "a.gns", tmp_path / "quarantine"
    path.parent.mkdir()
    path.write_bytes(b"bad")
    disk = FaultyDisk()
    name = set_aside(disk, path, quarantine)
    assert disk.calls.index("fsync") < disk.calls.index("replace")
    assert (quarantine / name).read_bytes() == (quarantine / f"{name}.original").read_bytes() == b"bad"
    assert not path.exists()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk is full"),
        (errno.EROFS, "may not be written"),
        (errno.EIO, "did not take it (EIO)"),
        (None, "did not take it (unknown trouble)"),
    ],
)
def test_the_kind_of_trouble_is_said_in_plain_words(number: int | None, words: str) -> None:
    error = OSError("no") if number is None else OSError(number, "no")
    assert words in str(not_saved(error))


def test_what_a_crash_left_half_written_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "a.gns.12345678.tmp").write_text(WORDS)
    (tmp_path / "a.gns").touch()
    (tmp_path / "folder.tmp").mkdir()
    sweep(Disk(), tmp_path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.gns", "folder.tmp"]


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ({"schema": 2, "id": "x"}, NewerFile),
        ({"schema": 2}, NewerFile),
        ({"schema": 1, "id": "y"}, Damaged),
        ({"schema": 0, "id": "x"}, Damaged),
        ({"schema": "1", "id": "x"}, Damaged),
        ("text", Damaged),
    ],
)
def test_a_file_says_by_its_first_table_whether_this_version_may_read_it(
    document: Any, error: type[Exception]
) -> None:
    with pytest.raises(error):
        checked_meta({"meta": {"1": document}}, "x")
    with pytest.raises(Damaged):
        checked_meta({}, "x")


def test_records_carry_when_and_where_they_were_changed() -> None:
    origin = Origin("d1", clock)
    assert origin.meta("x") == {
        "schema": 1,
        "id": "x",
        "changed_at": "2026-11-24T12:00:00.000+00:00",
        "device": "d1",
    }
    assert utc_now().utcoffset() is not None
