"""TinyDB on a sealed file: an ordinary database that nobody can read without the key."""

from __future__ import annotations

import json
import stat
import traceback
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where

from iop_group.domain.errors import Damaged, NewerFile, NotSaved
from iop_group.vault import frame_saves
from iop_group.vault.files import Tables, Unreadable
from iop_group.vault.frame_format import HEADER, MAGIC, WrongKey
from iop_group.vault.frame_scan import Status
from iop_group.vault.frames import FrameStorage
from tests.vault.disks import FaultyDisk
from tests.vault.sample import NOON, WORDS, clock

KEY = bytes(range(32))
OTHER_KEY = bytes(32)
NAME = "0123456789abcdef0123456789abcdef"
OTHER = "fedcba9876543210fedcba9876543210"

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / f"{NAME}.gns"


def note(text: str) -> Tables:
    return {"notes": {"1": {"text": text}}}


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_it_works_as_an_ordinary_tinydb(tmp_path: Path) -> None:
    path = tmp_path / "db"
    db = TinyDB(path, storage=FrameStorage, key=KEY)
    assert db.all() == []
    assert not path.exists()
    db.insert_multiple({"int": 1, "char": c} for c in "abc")
    db.update({"int": 2}, where("char") == "a")
    db.remove(where("char") == "b")
    db.table("other").insert({"x": {"y": [1, None, "é"]}})
    with TinyDB(str(path), storage=FrameStorage, key=KEY) as again:
        assert [d["char"] for d in again] == ["a", "c"]
        assert again.get(where("int") == 2) == {"int": 2, "char": "a"}
        assert again.tables() == {"_default", "other"}
    with TinyDB(path, storage=FrameStorage, key=KEY) as again:
        assert again.insert({}) == 4
        again.drop_tables()
    assert FrameStorage(path, key=KEY).read() == {}


@settings(max_examples=40)  # each one is flushed to the disk
@given(st.lists(st.dictionaries(st.text(), values, max_size=4), max_size=5))
def test_whatever_people_type_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, documents: list[dict[str, Any]]
) -> None:
    path = tmp_path_factory.mktemp("db") / "db"
    TinyDB(path, storage=FrameStorage, key=KEY).insert_multiple(documents)
    assert list(TinyDB(path, storage=FrameStorage, key=KEY)) == documents


def test_half_a_character_from_a_broken_terminal_is_kept_too(path: Path) -> None:
    FrameStorage(path, key=KEY).write(note("\ud800 [/b] \x1b[2J"))
    assert FrameStorage(path, key=KEY).read() == note("\ud800 [/b] \x1b[2J")


def test_nothing_of_what_is_kept_can_be_seen_in_the_file(path: Path) -> None:
    storage = FrameStorage(path, key=KEY)
    storage.write(note(WORDS))
    storage.write(note(f"{WORDS} and more"))
    storage.close()
    content = path.read_bytes()
    assert all(word.encode() not in content for word in (WORDS, "notes", "text", "saved_at", str(NOON.year)))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_length_of_a_note_shows_only_in_steps(tmp_path: Path) -> None:
    sizes = set()
    for length in (1, 500, 3_000):
        path = tmp_path / str(length)
        FrameStorage(path, key=KEY).write(note("x" * length))
        sizes.add(path.stat().st_size)
    assert sizes == {64 + 28 + 4096 + 16}


def test_an_autosave_is_one_write_and_one_flush_and_touches_no_name(path: Path) -> None:
    disk = FaultyDisk()
    storage = FrameStorage(path, key=KEY, disk=disk)
    assert disk.calls == []
    storage.write(note("0"))
    assert disk.calls == ["open", "pwrite", "fsync", "sync_dir"]
    for number in range(1, 50):
        disk.calls.clear()
        storage.write(note(str(number)))
        assert disk.calls == ["pwrite", "fsync"]
        storage.write(note(str(number)))
        storage.settle()
        assert disk.calls == ["pwrite", "fsync"]


def test_what_is_read_may_be_changed_without_changing_what_is_saved(path: Path) -> None:
    storage = FrameStorage(path, key=KEY)
    storage.write(note("saved"))
    tables = storage.read()
    assert tables is not None
    tables["notes"]["1"]["text"] = "changed"
    assert storage.read() == note("saved")


def test_a_file_left_open_is_rewritten_before_it_is_called_saved_and_a_closed_one_only_flushed(
    path: Path,
) -> None:
    left_open = FrameStorage(path, key=KEY)
    left_open.write(note("1"))
    disk = FaultyDisk()
    again = FrameStorage(path, key=KEY, disk=disk)
    assert disk.calls == ["open", "pwrite", "fsync", "close", "replace", "sync_dir", "open"]
    assert (again.status, again.settled, again.read()) == (Status.OK, True, note("1"))
    again.close()
    disk = FaultyDisk()
    again = FrameStorage(path, key=KEY, disk=disk)
    assert disk.calls == ["open", "fsync", "sync_dir"]
    again.write(note("2"))
    again.close()
    disk = FaultyDisk()
    FrameStorage(path, key=KEY, disk=disk)
    assert disk.calls == ["open", "fsync", "sync_dir"]


def test_a_closed_file_holds_the_last_state_twice_and_a_bad_block_takes_only_one(path: Path) -> None:
    storage = FrameStorage(path, key=KEY)
    for number in range(5):
        storage.write(note(str(number)))
    storage.close()
    storage.close()
    content = path.read_bytes()
    assert len(content) == 2 * 4096 + 28 + 4096 + 16
    for block in range(0, len(content), 4096):
        path.write_bytes(
            content[:block] + b"\xaa" * len(content[block : block + 4096]) + content[block + 4096 :]
        )
        mended = FrameStorage(path, key=KEY)
        assert mended.status is not Status.OK
        assert mended.read() == note("4")


def test_a_closed_storage_opens_its_file_again_when_it_is_used(path: Path) -> None:
    storage = FrameStorage(path, key=KEY)
    storage.settle()
    storage.close()
    assert not path.exists()
    storage.write(note("1"))
    storage.close()
    storage.write(note("2"))
    assert storage.status is Status.OK
    assert names(path.parent) == [path.name]
    assert FrameStorage(path, key=KEY).read() == note("2")


def test_four_thousand_autosaves_are_one_flush_each_and_the_file_is_tidied_between_them(path: Path) -> None:
    disk = FaultyDisk()
    storage = FrameStorage(path, key=KEY, disk=disk)
    storage.write(note("first"))
    most = tidied = 0
    for number in range(4_000):
        disk.calls.clear()
        storage.write(note(str(number)))
        assert disk.calls == ["pwrite", "fsync"]
        most = max(most, path.stat().st_size)
        storage.tidy()
        tidied += disk.calls.count("replace")
    assert most < (1 << 20) + 8192
    assert 10 <= tidied <= 20
    storage.close()
    assert path.stat().st_size < 20_000
    assert FrameStorage(path, key=KEY).read() == note("3999")


def test_a_file_that_nobody_ever_tidies_is_kept_within_bounds_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_saves, "COMPACT_ABOVE", 50_000)
    storage = FrameStorage(path, key=KEY)
    most = 0
    for number in range(1_000):
        storage.write(note(str(number)))
        most = max(most, path.stat().st_size)
    assert 500_000 < most < frame_saves.AT_ONCE * 50_000 + 8192
    assert storage.read() == FrameStorage(path, key=KEY).read() == note("999")


def test_a_large_state_is_not_written_twice_at_each_save(path: Path) -> None:
    disk = FaultyDisk()
    storage = FrameStorage(path, key=KEY, disk=disk)
    for number in range(12):
        storage.write(note("x" * 700_000 + str(number)))
        storage.tidy()
    assert 1 <= disk.calls.count("replace") <= 3
    assert FrameStorage(path, key=KEY).read() == storage.read()


def test_the_time_of_the_newest_save_is_known(path: Path) -> None:
    storage = FrameStorage(path, key=KEY, now=clock)
    assert storage.saved_at is None
    storage.write(note("1"))
    later = FrameStorage(path, key=KEY, now=lambda: NOON + timedelta(hours=1))
    later.settle()
    assert later.saved_at == NOON
    later.write(note("2"))
    assert FrameStorage(path, key=KEY).saved_at == NOON + timedelta(hours=1)


def test_an_old_file_put_back_shows_in_the_number_of_its_last_save(path: Path) -> None:
    storage = FrameStorage(path, key=KEY)
    assert storage.seq == 0
    storage.write(note("1"))
    storage.close()
    old, seq = path.read_bytes(), storage.seq
    storage.write(note("2"))
    storage.close()
    newest = storage.seq
    path.write_bytes(old)
    back = FrameStorage(path, key=KEY)
    assert back.read() == note("1")
    assert back.seq == seq < newest


@pytest.mark.parametrize("key", [b"", b"k" * 31, b"k" * 33, "k" * 32, 32, None])
def test_a_key_of_the_wrong_length_is_refused(path: Path, key: Any) -> None:
    with pytest.raises(WrongKey, match="not 32 bytes"):
        FrameStorage(path, key=key)
    with pytest.raises(ValueError, match="not 16 bytes"):
        FrameStorage(path, key=KEY, file_id=b"short")


def test_a_missing_folder_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        TinyDB(tmp_path / "missing" / "db", storage=FrameStorage, key=KEY)


def test_a_file_under_another_key_is_refused_and_stays_as_it_is(path: Path) -> None:
    FrameStorage(path, key=KEY).write(note(WORDS))
    before = path.read_bytes()
    db = TinyDB(path, storage=FrameStorage, key=OTHER_KEY)
    for act in (db.all, lambda: db.insert({}), db.drop_tables):
        with pytest.raises(Damaged):
            act()
    db.close()
    assert path.read_bytes() == before
    assert names(path.parent) == [path.name]


@pytest.mark.parametrize("number", [2, 99, 0xFFFF])
def test_a_file_of_a_newer_version_is_never_written(path: Path, number: int) -> None:
    FrameStorage(path, key=KEY).write(note("1"))
    content = bytearray(path.read_bytes())
    content[8:10] = number.to_bytes(2, "little")
    path.write_bytes(content)
    db = TinyDB(path, storage=FrameStorage, key=KEY)
    with pytest.raises(NewerFile):
        db.all()
    with pytest.raises(NewerFile):
        db.insert({})
    db.close()
    assert path.read_bytes() == content
    assert names(path.parent) == [path.name]


@pytest.mark.parametrize("content", [b"", b"\0", MAGIC, b"\0" * 5000, json.dumps(note(WORDS)).encode() * 9])
def test_a_damaged_file_is_never_taken_for_a_new_one(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    db = TinyDB(path, storage=FrameStorage, key=KEY)
    with pytest.raises(Damaged):
        db.all()
    with pytest.raises(Damaged):
        db.insert({})
    assert path.read_bytes() == content
    assert isinstance(db.storage, FrameStorage)
    assert db.storage.status is (Status.NO_VALID_FRAME if content else Status.EMPTY_FILE)


def test_a_file_that_the_system_will_not_hand_over_is_tried_again(path: Path) -> None:
    FrameStorage(path, key=KEY).write(note("1"))
    disk = FaultyDisk()
    disk.unreadable = True
    storage = FrameStorage(path, key=KEY, disk=disk)
    assert (storage.status, storage.seq, storage.saved_at) == (Status.NO_VALID_FRAME, 0, None)
    assert not storage.settled
    with pytest.raises(Unreadable):
        storage.read()
    with pytest.raises(NotSaved):
        storage.write({})
    storage.tidy()
    storage.close()
    disk.unreadable = False
    assert storage.read() == note("1")
    assert storage.status is Status.OK


def test_who_only_reads_writes_not_one_byte(path: Path) -> None:
    FrameStorage(path, key=KEY).write(note("1"))
    with path.open("ab") as file:
        file.write(b"half a frame")
    before = path.read_bytes()
    disk = FaultyDisk()
    storage = FrameStorage(path, key=KEY, disk=disk, read_only=True)
    assert (storage.status, storage.settled, storage.read()) == (Status.TAIL_DISCARDED, False, note("1"))
    with pytest.raises(NotSaved, match="reading only"):
        storage.write(note("2"))
    storage.tidy()
    storage.close()
    assert disk.calls == []
    assert path.read_bytes() == before


def test_a_file_knows_which_one_it_is_by_its_name_or_by_itself(tmp_path: Path) -> None:
    named = FrameStorage(tmp_path / f"{NAME}.gns", key=KEY, vault_id=b"v" * 16, kind=3)
    named.write(note("1"))
    assert named.file_id == bytes.fromhex(NAME)
    header = (tmp_path / f"{NAME}.gns").read_bytes()[: HEADER.size]
    assert header == MAGIC + b"\1\0\0\0\3\0\0\0" + b"v" * 16 + bytes.fromhex(NAME) + bytes(16)
    free = FrameStorage(tmp_path / "people", key=KEY)
    free.write(note("1"))
    free.close()
    assert FrameStorage(tmp_path / "people", key=KEY).file_id == free.file_id
    assert FrameStorage(tmp_path / "others", key=KEY).file_id != free.file_id


@pytest.mark.parametrize("marks", [{"file_id": b"f" * 16}, {"kind": 2}, {"vault_id": b"v" * 16}])
def test_a_file_is_not_taken_for_another_one(path: Path, marks: dict[str, Any]) -> None:
    FrameStorage(path, key=KEY).write(note("1"))
    before = path.read_bytes()
    storage = FrameStorage(path, key=KEY, **marks)
    assert storage.status is Status.NAME_MISMATCH
    with pytest.raises(Damaged, match="another one"):
        storage.read()
    assert path.read_bytes() == before


def test_a_renamed_file_opens_once_it_is_said_which_one_it_is(path: Path) -> None:
    FrameStorage(path, key=KEY).write(note("1"))
    moved = path.rename(path.with_name(f"{OTHER}.gns"))
    assert FrameStorage(moved, key=KEY).status is Status.NAME_MISMATCH
    assert FrameStorage(moved, key=KEY, file_id=bytes.fromhex(NAME)).read() == note("1")


@pytest.mark.parametrize(
    ("bad", "error"),
    [({1, 2}, TypeError), (float, TypeError), (10**5000, ValueError)],
    ids=["set", "class", "number"],
)
def test_what_cannot_be_written_as_json_leaves_the_file_as_it_was(
    path: Path, bad: object, error: type[Exception]
) -> None:
    storage = FrameStorage(path, key=KEY)
    storage.write(note("1"))
    before = path.read_bytes()
    with pytest.raises(error) as refusal:
        storage.write({WORDS: {"1": {WORDS: bad}}})
    assert refusal.value.__context__ is None
    assert WORDS not in "".join(traceback.format_exception(refusal.value))
    assert path.read_bytes() == before
    assert storage.read() == note("1")


@pytest.mark.parametrize("state", [b'{"notes":{"1":{"text":"%s"}' % WORDS.encode(), b"[" * 100_000])
def test_a_save_that_is_no_json_is_told_without_a_word_of_it(path: Path, state: bytes) -> None:
    FrameStorage(path, key=KEY).write_json(state)
    with pytest.raises(Damaged) as told:
        FrameStorage(path, key=KEY).read()
    assert told.value.__context__ is None


def test_a_knot_of_tables_is_refused(path: Path) -> None:
    knot: dict[str, Any] = {}
    knot["1"] = knot
    with pytest.raises(ValueError, match="cannot be written"):
        FrameStorage(path, key=KEY).write({"a": knot})
