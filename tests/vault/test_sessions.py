"""A session's file holds every act that was saved, once, and a bad file never stops the others."""

from __future__ import annotations

import errno
import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from iop_group.domain.errors import BadInput, Damaged, NewerFile, NotFound, NotSaved
from iop_group.domain.events import Event, Unknown
from iop_group.vault.files import Unreadable
from iop_group.vault.sessions import SessionStore
from tests.vault.disks import FaultyDisk, chance
from tests.vault.sample import NOON, OTHER, SESSION, WORDS, clock, note, notes, planned, started
from tests.vault.sealing import KEYS, put_tables, storage_of, tables_in


@pytest.fixture
def disk() -> FaultyDisk:
    return FaultyDisk()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "vault" / "sessions"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def store(folder: Path, disk: FaultyDisk) -> SessionStore:
    return SessionStore(folder, KEYS, disk=disk, device="d1", now=clock)


@pytest.fixture
def again(folder: Path) -> Callable[[], SessionStore]:
    """The store as the next run of the program sees it."""
    return lambda: SessionStore(folder, KEYS, device="d1", now=clock)


AUTOSAVE = ("pwrite", "fsync")
FIRST_SAVE = ("open", "pwrite", "fsync", "sync_dir")
TROUBLES = (errno.EIO, errno.ENOSPC, errno.EACCES)
HEAD = b"\x89GNS\r\n\x1a\n\1\0"
DAMAGE = [b"", b"\0" * 400, b"{", b"\xff\xfe\x00", HEAD, HEAD.ljust(9000, b"\7")]


def opened_by_tinydb(folder: Path) -> TinyDB:
    return TinyDB(storage=lambda: storage_of(folder / f"{SESSION}.gns", read_only=False))


def kept(folder: Path) -> list[Path]:
    return sorted((folder.parent / "quarantine").glob("*"))


def test_a_new_session_is_on_the_disk_at_once(store: SessionStore, again: Callable[[], SessionStore]) -> None:
    events = (planned(), started())
    file = store.create(SESSION, events)
    assert (file.id, file.events, file.typing) == (SESSION, events, {})
    assert again().ids() == (SESSION,)
    assert again().read(SESSION) == (events, {})


def test_acts_and_half_typed_texts_are_there_after_a_restart(
    store: SessionStore, again: Callable[[], SessionStore]
) -> None:
    file = store.create(SESSION, [planned()])
    file.save([started(), note(1)], {"note": "half a sen", "about A1B2C": "x"})
    file.save([note(2)], {"about A1B2C": ""})
    resumed = again().open(SESSION)
    assert resumed.events == (planned(), started(), note(1), note(2))
    assert resumed.typing == {"note": "half a sen"}
    resumed.save([note(3)], {"note": "half a sentence"})
    assert again().read(SESSION) == ((*resumed.events,), {"note": "half a sentence"})
    assert resumed.events[-1] == note(3)


def test_one_save_is_one_write_however_much_it_holds(store: SessionStore, disk: FaultyDisk) -> None:
    file = store.create(SESSION, [planned()])
    disk.calls.clear()
    file.save(list(notes(400)), {"a": "1", "b": "2"})
    assert disk.calls == list(AUTOSAVE)
    file.save([note(7)], {"a": "1", "c": ""})
    assert disk.calls == list(AUTOSAVE)


def test_tinydb_reads_the_same_documents(store: SessionStore, folder: Path) -> None:
    file = store.create(SESSION, [planned()])
    file.save([note(1)], {"note": "half"})
    file.save([note(2)], {"note": "half a"})
    db = opened_by_tinydb(folder)
    marks = {"changed_at": "2026-11-24T12:00:00.000+00:00", "device": "d1"}
    assert db.table("meta").all() == [{"schema": 1, "id": SESSION, **marks}]
    assert [d["id"] for d in db.table("events")] == ["plan-012345", "note-1", "note-2"]
    assert all(d.items() >= marks.items() for d in db.table("events"))
    assert db.table("typing").all() == [{"id": "note", "text": "half a", **marks}]


def test_tables_and_acts_of_a_later_version_are_kept_as_they_are(
    store: SessionStore, folder: Path, again: Callable[[], SessionStore]
) -> None:
    store.create(SESSION, [planned()])
    db = opened_by_tinydb(folder)
    later = {"id": "x", "at": NOON.isoformat(), "by": "Kim", "kind": "sang a song", "song": [1]}
    db.table("events").insert({**later, "device": "d2", "changed_at": "then"})
    db.table("songs").insert({"words": "la"})
    file = again().open(SESSION)
    assert isinstance(file.events[1].act, Unknown)
    file.save([note(1)], {})
    db = opened_by_tinydb(folder)
    assert db.table("songs").all() == [{"words": "la"}]
    assert db.table("events").all()[1] == {**later, "device": "d2", "changed_at": "then"}


def test_the_same_session_opened_twice_is_one_file_so_that_neither_writes_over_the_other(
    store: SessionStore, again: Callable[[], SessionStore]
) -> None:
    first = store.create(SESSION, [planned()])
    assert store.open(SESSION) is first
    del first
    gc.collect()
    second = store.open(SESSION)
    assert store.open(SESSION) is second


@pytest.mark.parametrize("number", TROUBLES)
@pytest.mark.parametrize("at", range(len(AUTOSAVE)), ids=AUTOSAVE)
def test_after_a_fault_the_same_save_may_be_made_again(
    store: SessionStore, disk: FaultyDisk, again: Callable[[], SessionStore], at: int, number: int
) -> None:
    file = store.create(SESSION, [planned()])
    disk.faults = {len(disk.calls) + at: number}
    with pytest.raises(NotSaved) as refusal:
        file.save([note(1)], {"note": WORDS})
    assert WORDS not in str(refusal.value)
    assert (file.events, file.typing) == ((planned(),), {})
    disk.mended()
    file.save([note(1), note(2), note(2)], {"note": WORDS})
    assert again().read(SESSION) == ((planned(), note(1), note(2)), {"note": WORDS})


@pytest.mark.parametrize("at", range(len(FIRST_SAVE)), ids=FIRST_SAVE)
def test_a_session_that_could_not_be_made_can_be_made_again(
    store: SessionStore, disk: FaultyDisk, at: int
) -> None:
    disk.faults = {at: errno.EIO}
    with pytest.raises(NotSaved):
        store.create(SESSION, [planned()])
    disk.mended()
    assert store.create(SESSION, [planned()]).events == (planned(),)


def test_a_full_disk_does_not_keep_a_session_from_opening(
    store: SessionStore, disk: FaultyDisk, again: Callable[[], SessionStore]
) -> None:
    again().create(SESSION, [planned()])
    disk.broken(errno.ENOSPC)
    file = store.open(SESSION)
    assert file.events == (planned(),)
    with pytest.raises(NotSaved):
        file.save((), {})
    disk.mended()
    file.save((), {})


def test_something_that_is_no_text_is_refused_and_the_rest_can_still_be_saved(store: SessionStore) -> None:
    file = store.create(SESSION, [planned()])
    broken = Event("x", NOON, "Kim", Unknown({"id": "x", "odd": {1}}))
    with pytest.raises(NotSaved, match="cannot be written"):
        file.save([broken], {})
    file.save([note(1)], {})
    assert file.events == (planned(), note(1))


def test_an_id_is_taken_once_and_must_look_like_one(store: SessionStore) -> None:
    store.create(SESSION, [planned()])
    with pytest.raises(BadInput):
        store.create(SESSION, [planned()])
    for odd in ("../registry", "", SESSION.upper(), OTHER):
        with pytest.raises(NotFound):
            store.open(odd)
    with pytest.raises(NotFound):
        store.create("../../x", [planned()])


def test_a_file_that_goes_away_under_our_eyes_is_not_there(store: SessionStore, folder: Path) -> None:
    (folder / "notes.txt").touch()
    (folder / "copy of a session.gns").touch()
    assert store.ids() == ()
    with pytest.raises(NotFound):
        store.read(SESSION)


def test_without_a_folder_nothing_is_found_and_a_new_session_is_made_once_it_is_there(
    store: SessionStore, folder: Path
) -> None:
    folder.rmdir()
    with pytest.raises(NotSaved):
        store.create(SESSION, [planned()])
    with pytest.raises(NotFound):
        store.read(SESSION)
    folder.mkdir()
    assert store.create(SESSION, [planned()]).events == (planned(),)


def test_closing_tells_of_a_file_that_is_not_what_was_saved_into_it(
    store: SessionStore, disk: FaultyDisk, folder: Path
) -> None:
    store.create(SESSION, [planned()])
    store.create(OTHER, [planned(OTHER)])
    (folder / f"{SESSION}.gns").write_bytes(b"theirs")
    disk.broken(errno.ENOSPC)
    assert not store.close()
    assert [problem.where for problem in store.problems] == [f"sessions/{SESSION}.gns"]
    assert "Not saved" in store.problems[0].text


def test_without_a_folder_there_are_no_sessions(tmp_path: Path) -> None:
    assert SessionStore(tmp_path / "missing", KEYS).ids() == ()


def test_a_folder_that_cannot_be_looked_through_is_told(store: SessionStore, disk: FaultyDisk) -> None:
    disk.unreadable = True
    assert store.ids() == ()
    assert store.ids() == ()
    assert [str(p) for p in store.problems] == [
        "error: sessions: The folder cannot be looked through. Check who may read it."
    ]


@pytest.mark.parametrize("content", DAMAGE)
def test_a_damaged_file_is_set_aside_with_its_exact_bytes_and_the_others_open(
    store: SessionStore, folder: Path, content: bytes
) -> None:
    store.create(OTHER, [planned(OTHER)])
    (folder / f"{SESSION}.gns").write_bytes(content)
    with pytest.raises(Damaged) as error:
        store.open(SESSION)
    copy, original = kept(folder)
    assert copy.read_bytes() == original.read_bytes() == content
    assert copy.name.startswith(f"sessions-{SESSION}-")
    assert error.value.problem.startswith("A session file could not be read.")
    assert error.value.advice == f"The damaged file was kept in vault/quarantine/{copy.name}."
    assert [p.text for p in store.problems] == [f"{error.value} Everything else opened."]
    assert store.ids() == (OTHER,)
    assert store.read(OTHER)[0] == (planned(OTHER),)


def change(path: Path, table: str, key: str, value: object) -> None:
    tables = tables_in(path)
    tables[table]["1"][key] = value
    put_tables(path, tables)


@pytest.mark.parametrize(
    "odd",
    [
        ("events", "id", ""),
        ("events", "at", "yesterday"),
        ("events", "blocks", 7),
        ("meta", "id", OTHER),
        ("meta", "schema", 0),
        ("typing", "text", 7),
        ("typing", "id", None),
    ],
)
def test_a_file_whose_documents_are_odd_is_set_aside_too(
    store: SessionStore, folder: Path, odd: tuple[str, str, object], again: Callable[[], SessionStore]
) -> None:
    store.create(SESSION, [planned()]).save([], {"note": "x"})
    path = folder / f"{SESSION}.gns"
    change(path, *odd)
    with pytest.raises(Damaged):
        again().read(SESSION)
    assert len(kept(folder)) == 2


@pytest.mark.parametrize("table", [{"1": 7}, {"one": {}}])
def test_a_table_that_is_none_is_set_aside_too(
    store: SessionStore, folder: Path, table: object, again: Callable[[], SessionStore]
) -> None:
    store.create(SESSION, [planned()])
    path = folder / f"{SESSION}.gns"
    put_tables(path, {**tables_in(path), "events": table})
    with pytest.raises(Damaged):
        again().open(SESSION)


def test_an_event_that_stands_there_twice_counts_once(
    store: SessionStore, folder: Path, again: Callable[[], SessionStore]
) -> None:
    store.create(SESSION, [planned(), note(1)])
    path = folder / f"{SESSION}.gns"
    tables = tables_in(path)
    tables["events"]["10"] = tables["events"]["2"]
    put_tables(path, tables)
    assert again().read(SESSION)[0] == (planned(), note(1))


@given(st.integers(0, 10_000), st.sampled_from(["flip", "cut", "nul", "noise"]))
def test_no_damage_whatever_does_more_than_set_the_file_aside(
    tmp_path_factory: pytest.TempPathFactory, seed: int, kind: str
) -> None:
    folder = tmp_path_factory.mktemp("vault") / "sessions"
    folder.mkdir()
    SessionStore(folder, KEYS, device="d1", now=clock).create(SESSION, [planned(), *notes(3)])
    path, rng = folder / f"{SESSION}.gns", chance(seed)
    content = bytearray(path.read_bytes())
    at = rng.randrange(len(content))
    match kind:
        case "flip":
            content[at] ^= 1 << rng.randrange(8)
        case "cut":
            del content[at:]
        case "nul":
            content[at : at + 64] = bytes(len(content[at : at + 64]))
        case _:
            content[at : at + 64] = rng.randbytes(len(content[at : at + 64]))
    path.write_bytes(content)
    store = SessionStore(folder, KEYS, device="d1", now=clock)
    try:
        events, _ = store.read(SESSION)
        assert len(events) <= 4
    except NewerFile:
        assert path.read_bytes() == content
    except Damaged:
        assert store.ids() == ()
        assert kept(folder)[0].read_bytes() == content
    assert kind == "flip" or store.problems or path.read_bytes() == content


def test_a_file_from_a_newer_version_is_told_and_never_touched(
    store: SessionStore, folder: Path, disk: FaultyDisk, again: Callable[[], SessionStore]
) -> None:
    again().create(SESSION, [planned()])
    path = folder / f"{SESSION}.gns"
    change(path, "meta", "schema", 2)
    before = path.read_bytes()
    for _ in range(2):
        with pytest.raises(NewerFile, match="Update the program"):
            store.open(SESSION)
    assert path.read_bytes() == before
    assert disk.calls == []
    (problem,) = store.problems
    assert problem.where == f"sessions/{SESSION}.gns"
    assert "newer version" in problem.text


def test_a_file_that_cannot_be_opened_at_all_stays_where_it_is(store: SessionStore, folder: Path) -> None:
    (folder / f"{SESSION}.gns").mkdir()
    with pytest.raises(Unreadable):
        store.open(SESSION)
    assert len(store.problems) == 1
    assert kept(folder) == []


def test_without_room_for_a_copy_a_damaged_file_stays_where_it_is(
    store: SessionStore, folder: Path, disk: FaultyDisk
) -> None:
    path = folder / f"{SESSION}.gns"
    path.write_bytes(b"{")
    disk.broken(errno.ENOSPC)
    with pytest.raises(Damaged, match="left where it is"):
        store.open(SESSION)
    assert path.read_bytes() == b"{"
    assert kept(folder) == []


def test_a_reader_beside_the_running_program_changes_nothing(store: SessionStore, folder: Path) -> None:
    store.create(OTHER, [planned(OTHER)])
    (folder / f"{SESSION}.gns").write_bytes(b"{")
    reader = SessionStore(folder, KEYS, read_only=True)
    assert reader.read(OTHER)[0] == (planned(OTHER),)
    with pytest.raises(Damaged):
        reader.read(SESSION)
    assert "left where it is" in reader.problems[0].text
    assert reader.ids() == (SESSION, OTHER)
    assert kept(folder) == []
    with pytest.raises(NotSaved):
        reader.open(OTHER)
    with pytest.raises(NotSaved):
        reader.create(SESSION, [planned()])
