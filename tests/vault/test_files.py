"""TinyDB on our storage: an ordinary database that is never half written and tells nothing in its errors."""

from __future__ import annotations

import errno
import json
import stat
import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.table import Document

from iop_group.domain.errors import Damaged, NewerFile, NotSaved
from iop_group.vault.disk import Disk
from iop_group.vault.files import (
    AtomicStorage,
    Origin,
    Unreadable,
    checked_meta,
    not_saved,
    parsed_tables,
    sweep,
    utc_now,
)
from tests.vault.disks import FaultyDisk
from tests.vault.sample import WORDS, clock

TROUBLES = (errno.EIO, errno.ENOSPC, errno.EACCES)
OPERATIONS_OF_A_SAVE = ("open", "pwrite", "fsync", "close", "replace", "sync_dir")
DAMAGE = [b"", b"\0" * 400, b"{", b"[" * 100_000, b"\xff\xfe\x00", b"[1, 2]", b'"text"', b"7", b"null"]
DAMAGE += [b'{"a": 1}', b'{"a": {}} {', b'{"a": ' + b"9" * 5000 + b"}"]

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "db.json"


@pytest.fixture
def db(path: Path) -> TinyDB:
    return TinyDB(path, storage=AtomicStorage)


def test_it_works_as_an_ordinary_tinydb(db: TinyDB, path: Path) -> None:
    db.insert_multiple({"int": 1, "char": c} for c in "abc")
    db.table("other").insert({"x": {"y": [1, None, "é"]}})
    db.update({"int": 2}, where("char") == "a")
    db.upsert({"char": "d"}, where("char") == "d")
    db.remove(where("char") == "b")
    db.insert(Document({"char": "z"}, doc_id=12))
    with TinyDB(str(path), storage=AtomicStorage) as again:
        assert [d["char"] for d in again] == ["a", "c", "d", "z"]
        found = again.get(where("int") == 2)
        assert found == {"int": 2, "char": "a"}
        assert again.tables() == {"_default", "other"}
        assert again.insert({}) == 13
        again.drop_tables()
    assert path.read_bytes() == b"{}"


def test_a_table_may_hold_values_before_tinydb_gives_it_a_shape(path: Path) -> None:
    storage = AtomicStorage(path)
    assert storage.read() is None
    anything: dict[str, Any] = {"none": [None, None], "int": 42, "float": 3.14, "dict": {"hp": 13}}
    storage.write(anything)
    assert storage.read() == anything


@settings(max_examples=40)  # each one is flushed to the disk
@given(st.lists(st.dictionaries(st.text(), values, max_size=4), max_size=5))
def test_whatever_people_type_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, documents: list[dict[str, Any]]
) -> None:
    path = tmp_path_factory.mktemp("db") / "db.json"
    TinyDB(path, storage=AtomicStorage).insert_multiple(documents)
    assert list(TinyDB(path, storage=AtomicStorage)) == documents


def test_half_a_character_from_a_broken_terminal_is_kept_too(db: TinyDB, path: Path) -> None:
    db.insert({"text": "\ud800 [/b] \x1b[2J"})
    assert TinyDB(path, storage=AtomicStorage).all() == [{"text": "\ud800 [/b] \x1b[2J"}]


def test_a_file_is_private(db: TinyDB, path: Path) -> None:
    db.insert({})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_cannot_be_written_as_json_leaves_the_file_as_it_was(db: TinyDB, path: Path) -> None:
    db.insert({"a": 1})
    before = path.read_bytes()
    with pytest.raises(TypeError):
        db.insert({"a": {1, 2}})
    assert path.read_bytes() == before
    assert db.all() == [{"a": 1}]


def test_the_same_again_costs_no_write(path: Path) -> None:
    disk = FaultyDisk()
    storage = AtomicStorage(path, disk=disk)
    storage.write({"a": {}})
    assert disk.calls == list(OPERATIONS_OF_A_SAVE)
    storage.write({"a": {}})
    storage.settle()
    assert disk.calls == list(OPERATIONS_OF_A_SAVE)


def test_what_another_run_left_is_written_once_more_before_it_counts_as_saved(path: Path) -> None:
    AtomicStorage(path).write({"a": {}})
    disk = FaultyDisk()
    storage = AtomicStorage(path, disk=disk)
    storage.settle()
    assert disk.calls == []
    storage.read()
    storage.settle()
    assert disk.calls == list(OPERATIONS_OF_A_SAVE)


@pytest.mark.parametrize("number", TROUBLES)
@pytest.mark.parametrize("at", range(len(OPERATIONS_OF_A_SAVE)), ids=OPERATIONS_OF_A_SAVE)
def test_a_fault_at_any_operation_says_so_and_the_file_stays_whole(path: Path, at: int, number: int) -> None:
    disk = FaultyDisk()
    db = TinyDB(path, storage=AtomicStorage, disk=disk)
    db.insert({"text": "old"})
    disk.faults = {len(disk.calls) + at: number}
    with pytest.raises(NotSaved) as refusal:
        db.insert({"text": WORDS})
    assert WORDS not in str(refusal.value)
    assert db.all() == [{"text": "old"}]
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["db.json"]
    assert parsed_tables(path.read_bytes()) is not None
    disk.mended()
    db.insert({"text": WORDS})
    assert [d["text"] for d in TinyDB(path, storage=AtomicStorage)] == ["old", WORDS]


def test_going_back_to_the_old_text_after_a_fault_is_written_too(path: Path) -> None:
    disk = FaultyDisk()
    storage = AtomicStorage(path, disk=disk)
    storage.write({"old": {}})
    disk.faults = {len(disk.calls) + 5: errno.EIO}
    with pytest.raises(NotSaved):
        storage.write({"new": {}})
    storage.write({"old": {}})
    assert AtomicStorage(path).read() == {"old": {}}


def test_a_disk_that_fails_altogether_leaves_the_old_file(path: Path) -> None:
    disk = FaultyDisk()
    storage = AtomicStorage(path, disk=disk)
    storage.write({"old": {}})
    disk.broken(errno.EIO)
    with pytest.raises(NotSaved):
        storage.write({"new": {}})
    assert json.loads(path.read_bytes()) == {"old": {}}


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


@pytest.mark.parametrize("content", DAMAGE)
def test_a_damaged_file_is_never_taken_for_a_new_one(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    db = TinyDB(path, storage=AtomicStorage)
    with pytest.raises(Damaged):
        db.all()
    with pytest.raises(Damaged):
        db.insert({})
    assert path.read_bytes() == content


def test_the_error_of_a_damaged_file_carries_none_of_its_text(path: Path) -> None:
    path.write_text(json.dumps({"a": {"1": WORDS}})[:-1])
    with pytest.raises(Damaged) as error:
        AtomicStorage(path).read()
    assert error.value.__context__ is None
    assert WORDS not in "".join(traceback.format_exception(error.value))


def test_a_file_that_the_system_will_not_hand_over_is_not_taken_for_damaged(path: Path) -> None:
    path.mkdir()
    with pytest.raises(Unreadable):
        AtomicStorage(path).read()


def test_what_a_crash_left_half_written_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "a.json.12345678.tmp").write_text(WORDS)
    (tmp_path / "a.json").touch()
    (tmp_path / "folder.tmp").mkdir()
    sweep(Disk(), tmp_path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.json", "folder.tmp"]


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
