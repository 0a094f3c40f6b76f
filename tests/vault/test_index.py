"""Lists and searches know every session, and the file they use may be thrown away at any time."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.events import BlockEntered, Event
from iop_group.domain.plain import folded
from iop_group.vault.excerpts import EXCERPT, comparable, excerpt
from iop_group.vault.index import Index
from iop_group.vault.sessions import SessionStore
from tests.vault.disks import FaultyDisk, SimulatedDisk, chance
from tests.vault.sample import NOON, OTHER, SESSION, clock, note, planned, started
from tests.vault.sealing import KEYS, put_tables, tables_in

THIRD = "3" * 32


class CountingStore(SessionStore):
    """Remembers which sessions were read."""

    reads: list[str]

    def read(self, session_id: str) -> tuple[tuple[Event, ...], dict[str, str]]:
        self.reads.append(session_id)
        return super().read(session_id)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "vault" / "sessions"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def store(folder: Path) -> CountingStore:
    store = CountingStore(folder, KEYS, now=clock)
    store.reads = []
    return store


@pytest.fixture
def path(folder: Path) -> Path:
    return folder.parent / "index.gni"


@pytest.fixture
def index(path: Path, store: CountingStore) -> Index:
    return Index(path, store, KEYS)


@pytest.fixture
def again(path: Path, store: CountingStore) -> Callable[[], Index]:
    """The index as the next run of the program sees it."""

    def make() -> Index:
        store.reads.clear()
        store.touched = False  # by the run that begins
        return Index(path, store, KEYS)

    return make


def cut_off(columns: dict[str, list[int]]) -> dict[str, list[int]]:
    return {name: column[:-1] for name, column in columns.items()}


def two_sessions(store: SessionStore) -> None:
    store.create(SESSION, [planned(), started(60), note(1, "Called his SÍSTER on Friday")])
    later = Event("start", NOON + timedelta(days=7), "Kim", BlockEntered("opening"))
    store.create(OTHER, [planned(OTHER, number=2, topic="Café triggers"), later, note(2, "plain")])


def test_the_newest_session_comes_first_and_one_not_started_before_all(
    store: CountingStore, index: Index
) -> None:
    assert index.summaries() == []
    two_sessions(store)
    store.create(THIRD, [planned(THIRD, number=3)])
    assert [s.id for s in index.summaries()] == [THIRD, OTHER, SESSION]


def test_a_session_is_known_by_the_name_of_its_file(store: CountingStore, index: Index) -> None:
    store.create(THIRD, [planned(SESSION)])
    assert [s.id for s in index.summaries()] == [THIRD]


def test_only_what_changed_is_read_again(
    store: CountingStore, index: Index, again: Callable[[], Index]
) -> None:
    two_sessions(store)
    index.summaries()
    index.flush()
    fresh = again()
    assert len(fresh.summaries()) == 2
    assert fresh.search("friday")
    assert store.reads == []
    store.open(SESSION).save([note(5, "pancakes")], {})
    assert [s.id for s, _ in fresh.search("pancakes")] == [SESSION]
    assert store.reads == [SESSION]
    assert fresh.search("pancakes")
    assert store.reads == [SESSION]


def test_a_session_that_went_away_leaves_the_list(
    store: CountingStore, index: Index, folder: Path, again: Callable[[], Index]
) -> None:
    two_sessions(store)
    index.flush()
    (folder / f"{OTHER}.gns").unlink()
    index.flush()
    fresh = again()
    assert [s.id for s in fresh.summaries()] == [SESSION]
    assert store.reads == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace('"program"', '"programme"'),
        lambda text: text.replace('"stamps": {"0": [', '"stamps": {"0": ["x", '),
        lambda text: text.replace('"stamps": {"0": [', '"stamps": {"0": [7, '),
        lambda text: text.replace('"stamps"', '"stumps"'),
        lambda text: text.replace('"group_name"', '"name"'),
        lambda text: text.replace('"number": [[', '"number": [["two", '),
        lambda text: text.replace("[0, 1]]", "[0, 7]]"),
        lambda text: text.replace("[0, 1]]", "[0]]"),
        lambda text: json.dumps({**json.loads(text), "sessions": {"1": 7}}),
        lambda text: json.dumps({**(tables := json.loads(text)), "stamps": cut_off(tables["stamps"])}),
        lambda text: json.dumps({**json.loads(text), "words": {"1": "sister"}}),
    ],
)
def test_an_index_of_another_making_is_made_anew(
    store: CountingStore,
    index: Index,
    path: Path,
    spoil: Callable[[str], str],
    again: Callable[[], Index],
) -> None:
    two_sessions(store)
    index.flush()
    before = json.dumps(tables_in(path))
    assert spoil(before) != before
    put_tables(path, json.loads(spoil(before)))
    fresh = again()
    assert [s.id for s in fresh.summaries()] == [OTHER, SESSION]
    assert sorted(store.reads) == [SESSION, OTHER]
    fresh.flush()
    assert [s.id for s in again().summaries()] == [OTHER, SESSION]
    assert store.reads == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: b"",
        lambda raw: raw[:-5],
        lambda raw: raw[:200] + b"?" + raw[201:],
        lambda raw: raw[:5],
        lambda raw: b"{}",
        lambda raw: raw[:64] + bytes(len(raw) - 64),
    ],
)
def test_a_damaged_index_is_made_anew(
    store: CountingStore,
    index: Index,
    path: Path,
    spoil: Callable[[bytes], bytes],
    again: Callable[[], Index],
) -> None:
    two_sessions(store)
    store.close()
    index.flush()
    path.write_bytes(spoil(path.read_bytes()))
    fresh = again()
    assert [s.id for s in fresh.summaries()] == [OTHER, SESSION]
    assert store.reads == [], "what the index needs lies in the files too"
    assert fresh.search("friday")
    assert fresh.problems == ()


def test_all_words_must_be_there_and_neither_case_nor_accents_matter(
    store: CountingStore, index: Index
) -> None:
    two_sessions(store)
    assert [s.id for s, _ in index.search("sister FRIDAY")] == [SESSION]
    assert [s.id for s, _ in index.search("cafe")] == [OTHER]
    assert [s.id for s, _ in index.search("zoe kim tuesday")] == [OTHER, SESSION]
    assert index.search("sister café") == []
    assert index.search("  ") == []
    assert index.search("sister")[0][1] == "Called his SÍSTER on Friday 1"


def test_the_place_shows_what_is_around_the_word() -> None:
    text = "first line\n" + "é" * 100 + " ÜBER all " + "x" * 100
    shown = excerpt(text, "uber")
    assert "ÜBER all" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= EXCERPT + 2
    assert excerpt("short", "short") == "short"
    assert excerpt("short", "long") == ""


@given(st.text(), st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=5), st.text())
def test_a_word_that_stands_in_a_text_is_shown(before: str, word: str, after: str) -> None:
    wanted = folded(word)
    line = f"{before} {word} {after}".replace("\n", " ")
    if wanted and " " not in wanted:
        assert wanted in folded(excerpt(line, wanted))


@given(st.lists(st.text(st.characters(max_codepoint=127)) | st.text()).map("\n".join))
def test_texts_are_compared_as_the_rest_of_the_program_does(text: str) -> None:
    assert comparable(text) == folded(text)


def test_nothing_is_written_while_a_session_runs(store: CountingStore, index: Index, path: Path) -> None:
    two_sessions(store)
    index.summaries()
    assert not path.exists()
    index.flush()
    before = path.stat()
    index.flush()
    assert path.stat() == before


def test_a_reader_never_writes_it_and_a_full_disk_does_no_harm(store: CountingStore, path: Path) -> None:
    two_sessions(store)
    reader = Index(path, store, KEYS, read_only=True)
    assert len(reader.summaries()) == 2
    reader.flush()
    disk = FaultyDisk().broken(errno.ENOSPC)
    index = Index(path, store, KEYS, disk=disk)
    index.flush()
    assert not path.exists()
    disk.mended()
    index.flush()
    assert path.exists()


def test_files_that_tell_no_session_are_told_and_left_out(
    store: CountingStore, index: Index, folder: Path
) -> None:
    two_sessions(store)
    store.create(THIRD, [note(1)])
    (folder / f"{'4' * 32}.gns").write_bytes(b"{")
    assert [s.id for s in index.summaries()] == [OTHER, SESSION]
    assert [p.where for p in index.problems] == [f"sessions/{THIRD}.gns"]
    assert [p.where for p in store.problems] == [f"sessions/{'4' * 32}.gns"]
    store.open(THIRD).save([planned(THIRD)], {})
    assert len(index.summaries()) == 2


def test_on_a_disk_without_stamps_everything_is_read_each_time() -> None:
    disk = SimulatedDisk(chance(1))
    folder = Path("/home/vault/sessions")
    disk.makedirs(folder)
    store = SessionStore(folder, KEYS, disk=disk, now=clock)
    two_sessions(store)
    index = Index(folder.parent / "index.gni", store, KEYS, disk=disk)
    index.flush()
    again = Index(folder.parent / "index.gni", store, KEYS, disk=disk)
    assert [s.id for s in again.summaries()] == [OTHER, SESSION]


def test_the_next_run_shows_today_without_looking_at_any_session(
    store: CountingStore, index: Index, path: Path, again: Callable[[], Index]
) -> None:
    two_sessions(store)
    shown = index.outlook()
    index.flush()
    next_run = again()
    next_run.begin()
    assert not path.with_name("outlook.gni").exists(), "a run that crashes must leave none"
    assert next_run.outlook() == shown
    assert (next_run.looked, store.reads) == (False, [])
    next_run.summaries()
    assert next_run.looked
    assert next_run.outlook() == shown


def test_today_is_made_anew_when_a_session_was_saved_since(
    store: CountingStore, index: Index, again: Callable[[], Index]
) -> None:
    two_sessions(store)
    index.flush()
    store.create(THIRD, [planned(THIRD)])
    next_run = again()
    next_run.begin()
    assert sum(next_run.outlook().sessions.values()) == 3
    assert next_run.looked


def test_a_session_that_cannot_be_read_keeps_no_first_picture(
    store: CountingStore, folder: Path, path: Path, index: Index
) -> None:
    two_sessions(store)
    put_tables(folder / f"{THIRD}.gns", {"meta": {"1": {"schema": 99, "id": THIRD}}})
    index.flush()
    assert not path.with_name("outlook.gni").exists()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"meta": {"1": {}}, "sessions": 3}'])
def test_a_spoilt_first_picture_is_made_anew(
    store: CountingStore, path: Path, index: Index, again: Callable[[], Index], content: str
) -> None:
    two_sessions(store)
    index.flush()
    path.with_name("outlook.gni").write_text(content)
    next_run = again()
    next_run.begin()
    assert next_run.outlook() == index.outlook()
