"""An old file that was put back is noticed, and nothing else is taken for one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from iop_group.domain.people import Member
from iop_group.vault.numbers import Numbers
from iop_group.vault.vault import Vault
from tests.vault.sample import OTHER, SESSION, note, planned
from tests.vault.sealing import KEYS


@pytest.fixture
def folder(own_home: Path) -> Path:
    return own_home / "vault"


def an_evening(folder: Path, number: int) -> None:
    """One run of the program in which everything is written to."""
    with Vault.open(folder, KEYS) as vault:
        file = vault.sessions.open(SESSION) if number else vault.sessions.create(SESSION, [planned()])
        file.save([note(number)], {})
        lane = vault.private.open(SESSION) if number else vault.private.create(SESSION, [])
        lane.save([note(number)], {})
        vault.registry.put_member(Member("A1B2C", f"Ana {number}"))


@pytest.mark.parametrize("place", [f"sessions/{SESSION}.gns", f"private/{SESSION}.gns", "registry.gns"])
@pytest.mark.parametrize("look", [True, False])
def test_an_older_file_put_back_is_told(folder: Path, tmp_path: Path, place: str, look: bool) -> None:
    an_evening(folder, 0)
    shutil.copy(folder / place, tmp_path / "old")
    an_evening(folder, 1)
    shutil.copy(tmp_path / "old", folder / place)
    with Vault.open(folder, KEYS, look=look) as vault:
        vault.private.open(SESSION)
        vault.sessions.open(SESSION)
        vault.index.summaries()
        (problem,) = vault.problems
        assert problem.where == place
        assert problem.text.startswith("An older version stands here")
    with Vault.open(folder, KEYS) as vault:
        assert vault.problems == ()


def test_evening_after_evening_nothing_is_taken_for_an_older_file(folder: Path) -> None:
    for number in range(4):
        an_evening(folder, number)
        vault = Vault.open(folder, KEYS)
        vault.sessions.open(SESSION).save([note(100 + number)], {})
        vault._at_close.close()  # killed: nothing of it was closed
    with Vault.open(folder, KEYS) as vault:
        vault.private.read(SESSION)
        assert vault.problems == ()


def test_a_new_index_knows_no_older_numbers_and_says_nothing(folder: Path, tmp_path: Path) -> None:
    an_evening(folder, 0)
    shutil.copy(folder / "sessions" / f"{SESSION}.gns", tmp_path / "old")
    an_evening(folder, 1)
    (folder / "index.gni").unlink()
    shutil.copy(tmp_path / "old", folder / "sessions" / f"{SESSION}.gns")
    with Vault.open(folder, KEYS) as vault:
        assert vault.problems == ()


def test_an_older_file_put_back_while_the_program_runs_is_told_at_the_next_look(
    folder: Path, tmp_path: Path
) -> None:
    an_evening(folder, 0)
    with Vault.open(folder, KEYS) as vault:
        vault.sessions.create(OTHER, [planned(OTHER)])
    path = folder / "sessions" / f"{SESSION}.gns"
    shutil.copy(path, tmp_path / "old")
    an_evening(folder, 1)
    with Vault.open(folder, KEYS) as vault:
        shutil.copy(tmp_path / "old", path)
        vault.index.summaries()
        assert [p.where for p in vault.problems] == [f"sessions/{SESSION}.gns"]


@pytest.mark.parametrize("place", [f"sessions/{SESSION}.gns", "registry.gns"])
def test_a_file_that_went_away_is_remembered_when_an_older_one_comes_back(
    folder: Path, tmp_path: Path, place: str
) -> None:
    an_evening(folder, 0)
    shutil.copy(folder / place, tmp_path / "old")
    an_evening(folder, 1)
    with Vault.open(folder, KEYS) as vault:
        vault.sessions.open(SESSION)
        (folder / place).unlink()
    with Vault.open(folder, KEYS) as vault:
        assert vault.problems == ()
    shutil.copy(tmp_path / "old", folder / place)
    with Vault.open(folder, KEYS) as vault:
        vault.index.summaries()
        assert [p.where for p in vault.problems] == [place]


def test_numbers_that_only_grow_are_no_news() -> None:
    numbers = Numbers()
    numbers.saw("a", 3)
    numbers.learn({"a": 3, "b": 7})
    numbers.saw("b", 8)
    numbers.saw("a", 9)
    assert numbers.problems == ()
    assert numbers.changed
    assert numbers.record() == {"a": 9, "b": 8}
    assert not numbers.changed
    numbers.saw("b", 2, whole=False)
    assert numbers.problems == ()
    numbers.saw("a", 0)
    assert numbers.problems == ()
    for seq in (1, 9, 1):
        numbers.saw("a", seq)
        assert [p.where for p in numbers.problems] == ["a"]
