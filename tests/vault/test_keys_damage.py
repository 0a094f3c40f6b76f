"""Key files flipped, cut, emptied, edited, lost or swapped: nothing opens wrongly, nothing is silent."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.errors import IopGroupError, Locked, NewerFile, Severity
from iop_group.vault.files import QUARANTINE
from iop_group.vault.key_copies import COPIES, KEY_FILE, SECOND_COPY
from iop_group.vault.key_file import DamagedKeyFile, KeyFile, WeakenedKeyFile
from iop_group.vault.key_slots import Slot, SlotName, wrap
from iop_group.vault.keys import change_passphrase, check_keys, create, new_recovery_code, unlock
from tests.vault.disks import FaultyDisk, chance
from tests.vault.key_makers import FIRST, QUICK, SECOND, edited, made, opened

Record = dict[str, Any]


def put(folder: Path, content: bytes | bytearray, *names: str) -> None:
    for name in names:
        (folder / name).write_bytes(content)


def kept(folder: Path) -> list[bytes]:
    """What was put into quarantine."""
    place = folder / QUARANTINE
    return [path.read_bytes() for path in place.iterdir()] if place.exists() else []


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda content: b"",
    "cut": lambda content: content[: len(content) // 2],
    "zeroed": lambda content: bytes(len(content)),
    "garbage": lambda content: chance(1).randbytes(len(content)),
    "another kind of file": lambda content: b'{"format": "something else", "version": 1}',
    "no object": lambda content: b"[1, 2, 3]",
    "deeply nested": lambda content: b"[" * 60_000,
    "far too long": lambda content: content + b" " * 70_000,
    "a flipped letter": lambda content: content.replace(b'"wrapped": "', b'"wrapped": "f', 1),
}


@pytest.mark.parametrize("name", COPIES)
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_one_damaged_copy_is_put_right_from_the_other_and_kept(
    tmp_path: Path, damage: Callable[[bytes], bytes], name: str
) -> None:
    keys, code = made(tmp_path)
    whole = (tmp_path / KEY_FILE).read_bytes()
    damaged = damage(whole)
    put(tmp_path, damaged, name)
    assert [str(problem.severity) for problem in check_keys(tmp_path, accept_weak=True)] == ["error"]
    unlocked = opened(tmp_path)
    assert unlocked.keys.data_key == keys.data_key
    (problem,) = unlocked.problems
    assert (problem.where, problem.severity) == (name, Severity.WARNING)
    assert "was damaged. It was put right" in problem.text
    assert (tmp_path / name).read_bytes() == whole
    assert kept(tmp_path) == ([damaged] if damaged else [])
    assert opened(tmp_path, code).problems == ()


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_that_is_gone_is_made_again(tmp_path: Path, name: str) -> None:
    keys, _ = made(tmp_path)
    (tmp_path / name).unlink()
    unlocked = opened(tmp_path)
    assert unlocked.keys.data_key == keys.data_key
    assert "was missing. It was put right" in unlocked.problems[0].text
    assert opened(tmp_path).problems == ()


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_when_both_are_damaged_the_person_is_told_where_to_find_another(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    keys, _ = made(tmp_path)
    damaged = damage((tmp_path / KEY_FILE).read_bytes())
    put(tmp_path, damaged, *COPIES)
    with pytest.raises(DamagedKeyFile, match="backup") as refused:
        opened(tmp_path)
    assert refused.value.exit_status == 3
    with pytest.raises(DamagedKeyFile):
        change_passphrase(tmp_path, keys, SECOND)
    assert {(tmp_path / name).read_bytes() for name in COPIES} == {damaged}


def test_whichever_bit_is_flipped_the_records_open_and_it_is_said(tmp_path: Path) -> None:
    keys, _ = made(tmp_path)
    whole = (tmp_path / KEY_FILE).read_bytes()
    for index in range(0, len(whole), 3):
        flipped = bytearray(whole)
        flipped[index] ^= 1 << (index % 7)
        put(tmp_path, flipped, KEY_FILE)
        try:
            unlocked = opened(tmp_path, repair=False)
        except NewerFile:
            assert whole[: index + 1].endswith(b'"version": 1')
        else:
            assert unlocked.keys.data_key == keys.data_key
            assert unlocked.problems or json.loads(flipped) == json.loads(whole)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_key_file_or_refused_in_plain_words(content: bytes) -> None:
    with pytest.raises(DamagedKeyFile):
        KeyFile.from_bytes(content)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)

RECORD = json.loads(
    KeyFile(
        "ab" * 16,
        1,
        *(wrap(name, FIRST, data_key=bytes(32), vault_id="ab" * 16, parameters=QUICK) for name in SlotName),
    ).to_bytes()
)


@given(st.sampled_from([*RECORD, *RECORD["slots"][0]]), json_values)
def test_any_value_in_any_field_is_refused_in_plain_words(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: object
) -> None:
    path = tmp_path_factory.getbasetemp() / "edited.key"
    path.write_text(json.dumps(RECORD))
    current = RECORD.get(name, RECORD["slots"][1].get(name))
    if value == current and type(value) is type(current):
        return

    def change(record: Record) -> None:
        where = record if name in record else record["slots"][1]
        where[name] = value

    content = edited(path, change, check=name != "check")
    try:
        file = KeyFile.from_bytes(content)
    except IopGroupError:
        return
    assert file.recovery.unwrap(FIRST) is None or name == "revision"


def in_slot(name: str, value: object) -> Callable[[Record], None]:
    """Set the field of the passphrase's slot."""

    def change(record: Record) -> None:
        record["slots"][0][name] = value

    return change


EDITS = {
    "memory": in_slot("memory", 32),
    "iterations": in_slot("iterations", 2),
    "lanes": in_slot("lanes", 2),
    "salt": in_slot("salt", "00" * 16),
    "nonce": in_slot("nonce", "00" * 12),
    "wrapped": in_slot("wrapped", "00" * 48),
}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_a_slot_that_someone_edited_skilfully_opens_to_nobody(
    tmp_path: Path, change: Callable[[Record], None]
) -> None:
    keys, code = made(tmp_path)
    put(tmp_path, edited(tmp_path / KEY_FILE, change), *COPIES)
    with pytest.raises(Locked):
        opened(tmp_path)
    assert opened(tmp_path, code).keys.data_key == keys.data_key


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_a_slot_that_someone_edited_is_put_right_from_the_other_copy(
    tmp_path: Path, change: Callable[[Record], None]
) -> None:
    keys, _ = made(tmp_path)
    altered = edited(tmp_path / KEY_FILE, change)
    (problem,) = check_keys(tmp_path, accept_weak=True)
    assert "differs" in problem.text
    unlocked = opened(tmp_path)
    assert unlocked.keys.data_key == keys.data_key
    assert "changed by something other than this program. It was put right" in unlocked.problems[0].text
    assert kept(tmp_path) == [altered]
    assert opened(tmp_path).problems == ()


def test_parameters_below_the_floor_are_refused_before_they_are_used(tmp_path: Path) -> None:
    made(tmp_path)
    for secret in (FIRST, "something else entirely"):
        with pytest.raises(WeakenedKeyFile, match="easier to guess"):
            unlock(tmp_path, secret)
    assert {problem.severity for problem in check_keys(tmp_path)} == {Severity.ERROR}


def test_an_edit_of_the_parameters_without_the_check_is_called_damage(tmp_path: Path) -> None:
    made(tmp_path)
    put(tmp_path, edited(tmp_path / KEY_FILE, in_slot("memory", 32), check=False), *COPIES)
    with pytest.raises(DamagedKeyFile, match="are damaged"):
        opened(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        in_slot("memory", 2**40),
        in_slot("memory", 7),
        in_slot("memory", True),
        in_slot("memory", 64.0),
        in_slot("iterations", 0),
        in_slot("iterations", 10**9),
        in_slot("lanes", 0),
        in_slot("lanes", 2**24),
        in_slot("kdf", "md5"),
        in_slot("aead", "none"),
        in_slot("name", "recovery"),
        in_slot("name", "third"),
        in_slot("vault_id", "00" * 16),
        in_slot("salt", "AB" * 16),
        in_slot("unknown", 1),
        lambda record: record.update(slots=record["slots"][:1]),
        lambda record: record.update(slots={}),
        lambda record: record.update(revision=0),
        lambda record: record.update(version=0),
        lambda record: record.update(more=1),
    ],
)
def test_what_cannot_be_is_refused_before_any_memory_is_taken(
    tmp_path: Path, change: Callable[[Record], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path)
    put(tmp_path, edited(tmp_path / KEY_FILE, change), *COPIES)
    monkeypatch.setattr("iop_group.vault.kdf._argon2id", lambda *_: pytest.fail("computed"))
    with pytest.raises(DamagedKeyFile):
        opened(tmp_path)


@pytest.mark.parametrize("name", COPIES)
def test_a_key_file_of_a_newer_version_is_left_alone(tmp_path: Path, name: str) -> None:
    keys, _ = made(tmp_path)
    newer = edited(tmp_path / name, lambda record: record.update(version=2, slots="other"), check=False)
    with pytest.raises(NewerFile, match="Update the program"):
        opened(tmp_path)
    with pytest.raises(NewerFile):
        change_passphrase(tmp_path, keys, SECOND)
    assert (tmp_path / name).read_bytes() == newer


def test_opened_for_reading_only_nothing_is_written(tmp_path: Path) -> None:
    made(tmp_path)
    put(tmp_path, b"", KEY_FILE)
    unlocked = opened(tmp_path, repair=False)
    assert "not put right yet" in unlocked.problems[0].text
    assert (tmp_path / KEY_FILE).read_bytes() == b""


def test_a_disk_that_takes_nothing_still_lets_the_records_open(tmp_path: Path) -> None:
    made(tmp_path)
    put(tmp_path, b"damaged", KEY_FILE)
    unlocked = opened(tmp_path, disk=FaultyDisk().broken(errno.ENOSPC))
    assert "not put right yet" in unlocked.problems[0].text
    assert (tmp_path / KEY_FILE).read_bytes() == b"damaged"


class OneCopyLocked(FaultyDisk):
    """vault.key may not be read."""

    def read(self, path: Path) -> bytes:
        if path.name == KEY_FILE:
            raise PermissionError(errno.EACCES, "no")
        return super().read(path)


def test_a_copy_that_may_not_be_read_is_reported_and_left_alone(tmp_path: Path) -> None:
    made(tmp_path)
    disk = OneCopyLocked()
    unlocked = opened(tmp_path, disk=disk)
    assert "cannot be opened. It is not put right yet" in unlocked.problems[0].text
    assert disk.calls == []
    (tmp_path / SECOND_COPY).unlink()
    with pytest.raises(DamagedKeyFile, match="cannot be opened"):
        opened(tmp_path, disk=disk)


def test_the_key_file_of_other_records_is_named_and_nothing_overwritten(tmp_path: Path) -> None:
    keys, _ = made(tmp_path / "one")
    create(tmp_path / "other", SECOND, kdf=QUICK)
    theirs = (tmp_path / "other" / KEY_FILE).read_bytes()
    put(tmp_path / "one", theirs, KEY_FILE)
    unlocked = opened(tmp_path / "one")
    assert unlocked.keys.data_key == keys.data_key
    (problem,) = unlocked.problems
    assert problem.severity is Severity.ERROR
    assert "belongs to other records" in problem.text
    assert (tmp_path / "one" / KEY_FILE).read_bytes() == theirs
    with pytest.raises(DamagedKeyFile, match="belongs to other records"):
        new_recovery_code(tmp_path / "one", keys)


def test_a_change_that_was_cut_off_after_the_first_copy_is_finished_by_the_new_passphrase(
    tmp_path: Path,
) -> None:
    keys, code = made(tmp_path)
    before = (tmp_path / SECOND_COPY).read_bytes()
    change_passphrase(tmp_path, keys, SECOND)
    put(tmp_path, before, SECOND_COPY)
    old = opened(tmp_path, FIRST)
    assert "the old secret opens, and the new one too" in old.problems[0].text
    assert (tmp_path / SECOND_COPY).read_bytes() == before
    new = opened(tmp_path, SECOND)
    assert "the new one counts. It was put right" in new.problems[0].text
    assert kept(tmp_path) == []  # nothing that the old passphrase opens is left lying about
    assert opened(tmp_path, code).problems == ()
    with pytest.raises(Locked):
        opened(tmp_path, FIRST)


def test_making_the_change_again_ends_the_time_of_two_passphrases(tmp_path: Path) -> None:
    keys, _ = made(tmp_path)
    before = (tmp_path / SECOND_COPY).read_bytes()
    change_passphrase(tmp_path, keys, SECOND)
    put(tmp_path, before, SECOND_COPY)
    change_passphrase(tmp_path, opened(tmp_path, FIRST).keys, "mustard thimble oak")
    assert opened(tmp_path, "mustard thimble oak").problems == ()
    for old in (FIRST, SECOND):
        with pytest.raises(Locked):
            opened(tmp_path, old)


def test_a_newer_second_copy_wins_over_an_older_file_that_a_sync_client_brought_back(tmp_path: Path) -> None:
    keys, _ = made(tmp_path)
    before = (tmp_path / KEY_FILE).read_bytes()
    change_passphrase(tmp_path, keys, SECOND)
    put(tmp_path, before, KEY_FILE)
    assert opened(tmp_path, SECOND).keys.data_key == keys.data_key
    with pytest.raises(Locked):
        opened(tmp_path, FIRST)


def test_a_slot_moved_to_the_other_name_opens_to_nobody() -> None:
    slot = wrap(SlotName.RECOVERY, FIRST, data_key=bytes(32), vault_id="ab" * 16, parameters=QUICK)
    assert slot.unwrap(FIRST) == bytes(32)
    moved = Slot.from_record(slot.to_record() | {"name": "passphrase"})
    assert moved.unwrap(FIRST) is None


def test_copies_that_differ_only_elsewhere_are_not_tried_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, _ = made(tmp_path)
    before = (tmp_path / SECOND_COPY).read_bytes()
    new_recovery_code(tmp_path, keys)
    put(tmp_path, before, SECOND_COPY)
    tried: list[Slot] = []
    whole = Slot.unwrap

    def counting(slot: Slot, secret: str) -> bytes | None:
        tried.append(slot)
        return whole(slot, secret)

    monkeypatch.setattr(Slot, "unwrap", counting)
    with pytest.raises(Locked):
        opened(tmp_path, "something else entirely")
    assert len(tried) == 1
