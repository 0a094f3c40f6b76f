"""What was found of a session's file is told in plain words, and the damaged bytes are kept."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from iop_group.domain.errors import Damaged, NotSaved
from iop_group.vault.frame_scan import Status
from iop_group.vault.registry import Registry
from iop_group.vault.sealed import Kind
from iop_group.vault.sessions import SessionStore
from iop_group.vault.vault import Vault
from tests.vault.disks import FaultyDisk, chance
from tests.vault.sample import (
    NOON,
    OTHER,
    SESSION,
    WORDS,
    clock,
    note,
    notes,
    number_in,
    planned,
    put_number,
)
from tests.vault.sealing import KEYS, storage_of

AUTOSAVE = ["pwrite", "fsync"]


@pytest.fixture
def disk() -> FaultyDisk:
    return FaultyDisk()


@pytest.fixture
def folder(own_home: Path) -> Path:
    folder = own_home / "vault" / "sessions"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def path(folder: Path) -> Path:
    return folder / f"{SESSION}.gns"


@pytest.fixture
def store(folder: Path, disk: FaultyDisk) -> SessionStore:
    return SessionStore(folder, KEYS, disk=disk, now=clock)


def kept(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((folder.parent / "quarantine").glob("*"))]


def saved_twice(store: SessionStore) -> None:
    """Two saves, as a program that was killed leaves them."""
    store.create(SESSION, [planned()]).save([note(1)], {})


def test_one_autosave_is_one_write_and_one_flush_and_touches_no_name(
    store: SessionStore, disk: FaultyDisk
) -> None:
    file = store.create(SESSION, [planned()])
    disk.calls.clear()
    for number in range(40):
        file.save([note(number)], {"note": f"text {number}"})
    assert disk.calls == AUTOSAVE * 40


def test_dropping_the_history_of_a_large_file_is_rare(store: SessionStore, disk: FaultyDisk) -> None:
    """A megabyte of history is dropped by a replacement, which costs one more flush and one rename."""
    file = store.create(SESSION, [planned(), *notes(200)])
    disk.calls.clear()
    for number in range(100):
        file.save([], {"note": f"text {number}"})
    assert disk.calls.count("pwrite") == 100 + disk.calls.count("replace")
    assert disk.calls.count("replace") <= 100 / 8


def test_closing_leaves_the_last_state_twice_and_no_history(store: SessionStore, path: Path) -> None:
    saved_twice(store)
    store.open(SESSION).save([note(2)], {"note": "half"})
    before = path.stat().st_size
    assert store.close()
    assert path.stat().st_size < before
    assert store.problems == ()
    content = bytearray(path.read_bytes())
    content[-2000:] = bytes(2000)
    path.write_bytes(content)
    again = SessionStore(path.parent, KEYS, now=clock)
    assert again.read(SESSION) == ((planned(), note(1), note(2)), {"note": "half"})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw[:-40],
        lambda raw: raw[:-40] + bytes(40),
        lambda raw: b"X" * 64 + raw[64:],
        lambda raw: raw[:300] + b"X" + raw[301:],
        lambda raw: raw + b"what a crash has left",
    ],
    ids=["cut", "zeroed", "header", "flipped", "more"],
)
@pytest.mark.parametrize("way", ["open", "read"])
def test_a_damaged_file_shows_its_newest_whole_version_and_says_which(
    store: SessionStore, folder: Path, path: Path, spoil: Callable[[bytes], bytes], way: str
) -> None:
    saved_twice(store)
    broken = spoil(path.read_bytes())
    path.write_bytes(broken)
    again = SessionStore(folder, KEYS, now=clock)
    events = again.open(SESSION).events if way == "open" else again.read(SESSION)[0]
    assert events in {(planned(),), (planned(), note(1))}
    (problem,) = again.problems
    assert problem.where == f"sessions/{SESSION}.gns"
    assert problem.text.startswith("A part of this file was damaged: restored the version of ")
    assert NOON.astimezone().strftime("%H:%M:%S") in problem.text
    assert problem.text.endswith("the damaged original was kept in quarantine.")
    assert kept(folder) == [broken]
    assert storage_of(path).status is Status.OK
    assert SessionStore(folder, KEYS, now=clock).read(SESSION)[0] == events


def test_a_version_of_another_day_is_named_with_its_day(
    store: SessionStore, folder: Path, path: Path
) -> None:
    saved_twice(store)
    path.write_bytes(path.read_bytes()[:-40])
    again = SessionStore(folder, KEYS, now=lambda: NOON + timedelta(days=3))
    again.read(SESSION)
    assert f"{NOON.astimezone():%Y-%m-%d, %H:%M:%S}" in again.problems[0].text


def test_a_reader_tells_of_damage_and_leaves_it(store: SessionStore, folder: Path, path: Path) -> None:
    saved_twice(store)
    broken = path.read_bytes()[:-40]
    path.write_bytes(broken)
    reader = SessionStore(folder, KEYS, now=clock, read_only=True)
    assert reader.read(SESSION)[0] == (planned(),)
    assert reader.problems[0].text.endswith("the file stays as it is.")
    assert (path.read_bytes(), kept(folder)) == (broken, [])


def test_a_damaged_file_on_a_full_disk_is_shown_and_stays_as_it_is(
    store: SessionStore, folder: Path, path: Path, disk: FaultyDisk
) -> None:
    saved_twice(store)
    broken = path.read_bytes()[:-40]
    path.write_bytes(broken)
    again = SessionStore(folder, KEYS, now=clock, disk=disk.broken(errno.ENOSPC))
    file = again.open(SESSION)
    assert file.events == (planned(),)
    assert again.problems[0].text.endswith("the file stays as it is.")
    with pytest.raises(NotSaved):
        file.save([note(5)], {})
    assert path.read_bytes() == broken
    disk.mended()
    file.save([note(5)], {})
    assert broken in kept(folder)


def test_another_session_under_this_name_is_never_shown(
    store: SessionStore, folder: Path, path: Path
) -> None:
    store.create(OTHER, [planned(OTHER)])
    path.write_bytes((folder / f"{OTHER}.gns").read_bytes())
    with pytest.raises(Damaged, match="another file under this name"):
        store.read(SESSION)
    assert store.ids() == (OTHER,)
    assert len(kept(folder)) == 2


def test_a_private_file_is_no_session(store: SessionStore, folder: Path, path: Path) -> None:
    private = SessionStore(folder, KEYS, kind=Kind.PRIVATE, now=clock)
    private.create(SESSION, [note(1)])
    private.close()
    with pytest.raises(Damaged, match="another file under this name"):
        store.read(SESSION)


def test_a_frame_pasted_from_another_file_is_not_believed(
    store: SessionStore, folder: Path, path: Path
) -> None:
    saved_twice(store)
    store.create(OTHER, [planned(OTHER), *notes(3)])
    store.close()
    path.write_bytes(path.read_bytes() + (folder / f"{OTHER}.gns").read_bytes()[64:])
    again = SessionStore(folder, KEYS, now=clock)
    assert again.read(SESSION)[0] == (planned(), note(1))
    assert "restored the version" in again.problems[0].text


def test_what_another_program_writes_meanwhile_is_kept_and_told(
    store: SessionStore, folder: Path, path: Path
) -> None:
    file = store.create(SESSION, [planned()])
    theirs = path.read_bytes()
    file.save([note(1)], {})
    path.write_bytes(theirs)  # a sync program puts an older version back
    file.save([note(2)], {})
    assert "Another program changed this file" in store.problems[0].text
    assert theirs in kept(folder)
    assert SessionStore(folder, KEYS).read(SESSION)[0] == (planned(), note(1), note(2))
    assert store.close()
    assert len(store.problems) == 1


def test_a_file_that_cannot_be_settled_is_shown_and_told(
    store: SessionStore, folder: Path, disk: FaultyDisk
) -> None:
    SessionStore(folder, KEYS, now=clock).create(SESSION, [planned()])
    disk.broken(errno.EIO)
    assert store.open(SESSION).events == (planned(),)
    assert "it is not sure until it is saved" in store.problems[0].text


def test_a_damaged_registry_shows_its_newest_whole_version(folder: Path) -> None:
    path = folder.parent / "registry.gns"
    registry = Registry(path, KEYS, now=clock)
    put_number(registry, 1)
    put_number(registry, 2)
    broken = path.read_bytes()[:-40]
    path.write_bytes(broken)
    again = Registry(path, KEYS, now=clock)
    assert number_in(again) == 1
    assert "restored the version of" in again.problems[0].text
    assert kept(folder) == [broken]
    assert Registry(path, KEYS, now=clock).problems == ()


@pytest.mark.parametrize("seed", range(40))
def test_a_vault_with_any_damage_opens_loses_no_other_session_and_tells(own_home: Path, seed: int) -> None:
    folder, rng = own_home / "vault", chance(seed)
    with Vault.open(folder, KEYS, now=clock) as vault:
        for session in (SESSION, OTHER):
            vault.sessions.create(session, [planned(session), *notes(3)]).save([note(9)], {})
    path = folder / "sessions" / f"{SESSION}.gns"
    content = bytearray(path.read_bytes())
    at = rng.randrange(len(content))
    size = rng.choice([1, 64, 4096])
    content[at : at + size] = rng.randbytes(len(content[at : at + size]))
    if rng.random() < 0.3:
        del content[at:]
    changed = content != path.read_bytes()
    path.write_bytes(content)
    with Vault.open(folder, KEYS, now=clock) as vault:
        assert len(vault.sessions.read(OTHER)[0]) == 5
        if SESSION in vault.sessions.ids() and not any("newer version" in p.text for p in vault.problems):
            assert len(vault.sessions.read(SESSION)[0]) == 5  # the file held it twice
        assert bool(vault.problems) == changed
        assert WORDS not in str(vault.problems)
    if changed and not (path.exists() and path.read_bytes() == content):
        assert bytes(content) in kept(folder / "sessions")
