"""A search finds what was typed, wherever its words lie: in their sealed file or read since."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iop_group.domain.plain import folded
from iop_group.vault import words_file
from iop_group.vault.disk import Disk
from iop_group.vault.excerpts import END, comparable, matches, searchable
from iop_group.vault.index import Index
from iop_group.vault.sealed import Kind, Sealing
from iop_group.vault.sessions import SessionStore
from iop_group.vault.words import Words
from iop_group.vault.words_file import WordsFile
from tests.vault.sample import OTHER, SESSION, clock, note, planned, started
from tests.vault.sealing import KEYS

texts = st.text(st.sampled_from("aAbéÉ ﬁß\nж\u0301\ud800İ"), max_size=12) | st.text()
searches = st.text(st.sampled_from("aAbéÉ ﬁßж"), min_size=1, max_size=4)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "sessions").mkdir()
    return tmp_path / "words.gni"


@pytest.fixture
def file(path: Path) -> WordsFile:
    return WordsFile(path, Sealing(KEYS, Kind.WORDS, Disk()))


@pytest.fixture
def store(path: Path) -> SessionStore:
    store = SessionStore(path.parent / "sessions", KEYS, now=clock)
    store.create(SESSION, [planned(), started(), note(1, "Called his SÍSTER on Friday")])
    store.create(OTHER, [planned(OTHER, number=2), started(), note(2, "pancakes")])
    return store


def index_of(path: Path, store: SessionStore) -> Index:
    return Index(path.with_name("index.gni"), store, KEYS)


def found(index: Index, words: str) -> list[str]:
    return sorted(summary.id for summary, _ in index.search(words))


def plain(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass").lower()


@given(st.lists(texts, max_size=6), searches)
def test_all_texts_with_the_words_are_found_and_no_others(kept: list[str], asked: str) -> None:
    words = comparable(asked).split()
    if words:
        pack = b"".join(searchable(text) + END for text in kept)
        expected = [
            row for row, text in enumerate(kept) if all(plain(w) in plain(folded(text)) for w in words)
        ]
        assert [row for row, _ in matches(pack, words)] == expected


@given(st.text(), st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=5), st.text())
@example("", "㎀", "")
def test_what_is_shown_of_a_text_has_the_word_in_it(before: str, typed: str, after: str) -> None:
    words = comparable(typed).split()
    line = f"{before} {typed} {after}".replace("\n", " ")
    if len(words) == 1:
        ((_, place),) = matches(searchable(f"first\n{line}\nlast") + END, words)
        assert words[0] in folded(place)


@pytest.mark.parametrize("pack", [1, 30, 1 << 20])
def test_texts_come_back_in_their_order_from_however_many_packs(
    file: WordsFile, monkeypatch: pytest.MonkeyPatch, pack: int
) -> None:
    monkeypatch.setattr(words_file, "PACK", pack)
    records = [searchable(f"Zoë's text {number}") for number in range(20)]
    tag = file.write(records)
    packs = list(file.packs(tag))
    assert b"".join(pack for _, pack in packs) == b"".join(record + END for record in records)
    assert [count for count, _ in packs] == [pack.count(END) for _, pack in packs]
    assert len(packs) == {1: 20, 30: 10, 1 << 20: 1}[pack]
    assert list(file.packs("00" * 16)) == []
    assert list(file.packs("")) == []


def test_no_word_can_be_read_in_the_file_and_its_size_tells_only_steps(path: Path, file: WordsFile) -> None:
    sizes = set()
    for words in ("sister", "sister " * 300):
        file.write([searchable(words)])
        content = path.read_bytes()
        assert b"sister" not in content
        sizes.add(len(content))
    assert sizes == {64 + 28 + 4096 + 16}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: b"",
        lambda raw: raw[:70],
        lambda raw: raw[:-1],
        lambda raw: raw[:200] + b"?" + raw[201:],
        lambda raw: raw[:4204],
        lambda raw: raw[:64] + raw[4204:] + raw[64:4204],
    ],
    ids=["empty", "no text", "cut", "flipped", "second half gone", "halves changed places"],
)
def test_words_that_are_lost_are_read_from_the_sessions_again(
    path: Path, store: SessionStore, monkeypatch: pytest.MonkeyPatch, spoil: object
) -> None:
    assert callable(spoil)
    monkeypatch.setattr(words_file, "PACK", 1)
    index_of(path, store).flush()
    whole = path.read_bytes()
    path.write_bytes(spoil(whole))
    assert path.read_bytes() != whole
    index = index_of(path, store)
    assert found(index, "kim") == sorted([SESSION, OTHER])
    assert found(index, "sister friday") == [SESSION]
    assert found(index, "pancakes") == [OTHER]
    index.flush()
    assert len(path.read_bytes()) == len(whole)
    assert found(index_of(path, store), "sister") == [SESSION]


def test_words_of_another_writing_are_not_believed(path: Path, store: SessionStore) -> None:
    index_of(path, store).flush()
    index = path.with_name("index.gni").read_bytes()
    store.create("3" * 32, [planned("3" * 32, number=3), note(1, "waffles")])
    index_of(path, store).flush()
    path.with_name("index.gni").write_bytes(index)  # as if the power had gone between the two
    assert found(index_of(path, store), "waffles") == ["3" * 32]
    assert found(index_of(path, store), "pancakes") == [OTHER]


def test_a_session_that_says_something_else_now_is_found_by_that_alone(
    path: Path, store: SessionStore
) -> None:
    index_of(path, store).flush()
    index = index_of(path, store)
    assert found(index, "pancakes") == [OTHER]
    (path.parent / "sessions" / f"{OTHER}.gns").unlink()
    other = SessionStore(path.parent / "sessions", KEYS, now=clock)
    other.create(OTHER, [planned(OTHER, number=2), note(2, "waffles")])
    index = index_of(path, other)
    assert found(index, "pancakes") == []
    assert found(index, "waffles") == [OTHER]
    index.flush()
    assert found(index_of(path, other), "waffles") == [OTHER]
    (path.parent / "sessions" / f"{OTHER}.gns").unlink()
    assert found(index_of(path, other), "waffles") == []


def test_when_not_all_words_are_known_the_file_stays_as_it_is_until_somebody_searches(
    path: Path, store: SessionStore
) -> None:
    index_of(path, store).flush()
    path.unlink()
    store.open(SESSION).save([note(7, "waffles")], {})
    index_of(path, store).flush()
    assert not path.exists()
    index = index_of(path, store)
    assert found(index, "waffles") == [SESSION]
    index.flush()
    assert path.exists()


def test_nothing_of_the_words_stays_in_memory(path: Path, store: SessionStore, file: WordsFile) -> None:
    words = Words(file)
    words.put(SESSION, "sister")
    tag = words.write([SESSION])
    assert words.search(["sister"], [SESSION]) == ({SESSION: "sister"}, set())
    assert words.write([SESSION]) == tag
    path.unlink()
    assert words.search(["sister"], [SESSION]) == ({}, {SESSION})
