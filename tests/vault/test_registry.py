"""Groups and members are kept, replaced and taken out, each by one write."""

from __future__ import annotations

import errno
import json
import secrets
import shutil
from pathlib import Path

import pytest
from tinydb import TinyDB

from iop_group.domain.errors import Damaged, NewerFile, NotFound, NotSaved
from iop_group.domain.people import Group, Member, Membership
from iop_group.vault.files import Unreadable
from iop_group.vault.registry import LETTERS, Registry
from tests.vault.disks import FaultyDisk
from tests.vault.sample import clock
from tests.vault.sealing import KEYS, put_tables, storage_of, tables_in
from tests.vault.test_sessions import AUTOSAVE, DAMAGE

ANA, BEN = Member("A1B2C", "Ana [/b] R."), Member("B2C3D", "Ben")
TUESDAY = Group(
    id="g1",
    name="Tuesday evening",
    membership=Membership.CLOSED,
    weekday=1,
    starts="18:00",
    roster=("A1B2C",),
)
FRIDAY = Group(id="g2", name="Friday")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    folder.mkdir()
    return folder / "registry.gns"


@pytest.fixture
def registry(path: Path) -> Registry:
    return Registry(path, KEYS, device="d1", now=clock)


def test_a_new_registry_is_empty_and_writes_nothing(registry: Registry, path: Path) -> None:
    assert (registry.groups(), registry.members(), registry.problems) == ((), {}, ())
    assert not path.exists()


def test_what_was_put_is_there_after_a_restart(registry: Registry, path: Path) -> None:
    registry.put_group(TUESDAY)
    registry.put_member(ANA)
    registry.put_many(groups=[FRIDAY], members=[BEN])
    again = Registry(path, KEYS, device="d1")
    assert again.groups() == (TUESDAY, FRIDAY)
    assert again.group("g2") == FRIDAY
    assert again.members() == {"A1B2C": ANA, "B2C3D": BEN}


def test_putting_again_replaces(registry: Registry) -> None:
    registry.put_many(groups=[TUESDAY], members=[ANA, BEN])
    registry.put_member(Member("A1B2C", "Ann"))
    registry.put_group(Group(id="g1", name="Wednesday"))
    assert [m.display_name for m in registry.members().values()] == ["Ann", "Ben"]
    assert [g.name for g in registry.groups()] == ["Wednesday"]


def test_an_import_is_one_write_and_all_or_nothing(path: Path) -> None:
    disk = FaultyDisk()
    registry = Registry(path, KEYS, disk=disk)
    members = [Member(registry.new_code(), f"Member {n}") for n in range(40)]
    disk.broken(errno.ENOSPC)
    with pytest.raises(NotSaved):
        registry.put_many(groups=[TUESDAY], members=members)
    assert (registry.groups(), registry.members()) == ((), {})
    disk.mended()
    registry.put_member(ANA)
    disk.calls.clear()
    registry.put_many(groups=[TUESDAY], members=members)
    assert disk.calls == list(AUTOSAVE)
    assert len(registry.members()) == 41


def test_a_group_taken_out_leaves_a_mark_but_no_name(registry: Registry, path: Path) -> None:
    registry.put_many(groups=[TUESDAY, FRIDAY], members=[ANA])
    registry.remove_group("g1")
    assert registry.close()
    assert (registry.groups(), registry.members()) == ((FRIDAY,), {"A1B2C": ANA})
    # The history went with the closing; whoever has the key finds the name no more.
    assert "Tuesday" not in json.dumps(tables_in(path))
    assert tables_in(path)["meta"]["1"]["id"] == "registry"
    assert Registry(path, KEYS).groups() == (FRIDAY,)
    db = TinyDB(storage=lambda: storage_of(path))
    assert db.table("groups").all()[0] == {
        "id": "g1",
        "removed": True,
        "changed_at": "2026-11-24T12:00:00.000+00:00",
        "device": "d1",
    }


def test_who_is_not_there_cannot_be_found_or_taken_out(registry: Registry) -> None:
    registry.put_group(FRIDAY)
    with pytest.raises(NotFound):
        registry.group("g1")
    with pytest.raises(NotFound):
        registry.remove_group("g1")


def test_codes_are_five_letters_by_chance_and_never_given_twice(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = registry.new_code()
    assert len(code) == 5
    assert set(code) <= set(LETTERS)
    registry.put_many(members=[Member("00000", "Ana"), Member("11111", "Ben")])
    letters = iter("0000011111222222222233333")
    monkeypatch.setattr(secrets, "choice", lambda _: next(letters))
    assert [registry.new_code(), registry.new_code()] == ["22222", "33333"]


@pytest.mark.parametrize("content", DAMAGE)
def test_a_damaged_registry_is_set_aside_and_begins_anew(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    registry = Registry(path, KEYS)
    (problem,) = registry.problems
    copy, original = sorted((path.parent / "quarantine").iterdir())
    assert copy.read_bytes() == original.read_bytes() == content
    assert f"vault/quarantine/{copy.name}" in problem.text
    registry.put_member(ANA)
    assert Registry(path, KEYS).members() == {"A1B2C": ANA}
    assert Registry(path, KEYS).problems == ()


@pytest.mark.parametrize(
    ("table", "documents"),
    [
        ("groups", {"1": {"id": "g1"}}),
        ("groups", {"1": 7}),
        ("groups", {"one": {"id": "g1", "name": "x"}}),
        ("members", {"1": {"id": 7, "display_name": "x"}}),
        ("members", {"1": {"display_name": "x"}}),
        ("members", {"1": {"id": "A1B2C"}}),
        ("members", {"1": ["id"]}),
    ],
)
def test_a_registry_with_an_odd_record_is_set_aside(
    registry: Registry, path: Path, table: str, documents: object
) -> None:
    registry.put_member(ANA)
    put_tables(path, {**tables_in(path), table: documents})
    assert len(Registry(path, KEYS).problems) == 1


def test_a_damaged_registry_that_cannot_be_set_aside_is_not_written_over(path: Path) -> None:
    path.write_bytes(b"{")
    disk = FaultyDisk().broken(errno.ENOSPC)
    with pytest.raises(Damaged, match="Free some space"):
        Registry(path, KEYS, disk=disk)
    assert path.read_bytes() == b"{"


def test_a_registry_of_a_newer_version_or_one_that_cannot_be_opened_stays_as_it_is(
    registry: Registry, path: Path
) -> None:
    registry.put_member(ANA)
    tables = tables_in(path)
    tables["meta"]["1"]["schema"] = 2
    put_tables(path, tables)
    before = path.read_bytes()
    with pytest.raises(NewerFile):
        Registry(path, KEYS)
    assert path.read_bytes() == before
    path.unlink()
    path.mkdir()
    with pytest.raises(Unreadable):
        Registry(path, KEYS)


def test_closing_says_so_when_the_list_is_not_what_was_saved_into_it_and_says_it_once(path: Path) -> None:
    disk = FaultyDisk()
    registry = Registry(path, KEYS, disk=disk)
    registry.put_member(ANA)
    path.write_bytes(b"theirs")
    disk.broken(errno.ENOSPC)
    assert not registry.close()
    assert ["Not saved" in problem.text for problem in registry.problems] == [True]
    disk.mended()
    registry.put_member(BEN)
    for _ in range(2):
        assert registry.close()
        assert ["Another program changed" in problem.text for problem in registry.problems] == [False, True]
    assert [kept.read_bytes() for kept in (path.parent / "quarantine").iterdir()] == [b"theirs"]
    assert list(Registry(path, KEYS).members().values()) == [ANA, BEN]


def test_a_disk_that_was_pulled_out_keeps_nobody_from_closing(registry: Registry, path: Path) -> None:
    registry.put_member(ANA)
    again = Registry(path, KEYS)
    shutil.rmtree(path.parent)
    assert again.close()
    assert not path.parent.exists()


def test_a_reader_beside_the_running_program_changes_nothing(registry: Registry, path: Path) -> None:
    registry.put_member(ANA)
    reader = Registry(path, KEYS, read_only=True)
    assert reader.members() == {"A1B2C": ANA}
    with pytest.raises(NotSaved):
        reader.put_member(BEN)
    path.write_bytes(b"{")
    reader = Registry(path, KEYS, read_only=True)
    assert reader.members() == {}
    assert "left where it is" in reader.problems[0].text
    assert path.read_bytes() == b"{"
