"""Which plain files there are beside topics and colours, and what a text of each makes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.errors import NotSaved, Severity
from iop_group.home import own_themes_folder
from iop_group.library import CRISIS_LINES, Library
from iop_group.theme_files import FOLDERS, ThemeFile, read_theme, set_aside, theme_files

CARD = "---\ntitle: Ours\n---\n- Stay.\n"


def put(home: Path, about: str, text: str = CARD) -> Path:
    path = own_themes_folder(home) / about
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(home: Path, folder: str) -> list[str]:
    return [file.name for file in theme_files(home) if file.folder == folder]


def named(home: Path, name: str) -> ThemeFile:
    (found,) = (file for file in theme_files(home) if file.name == name)
    return found


def test_every_built_in_file_stands_there_once_and_can_be_used(tmp_path: Path) -> None:
    files = theme_files(tmp_path)
    assert {file.folder for file in files} == set(FOLDERS)
    assert all(file.read.usable and not file.own and not file.read.problems for file in files)
    library = Library(tmp_path)
    cards = [file.read.id for file in files if file.folder == "safety" and file.name != CRISIS_LINES]
    assert sorted(cards) == sorted(card.id for card in library.safety_cards().items)
    formats = [file.read.id for file in files if file.folder == "formats"]
    assert sorted(formats) == sorted(form.id for form in library.formats().items)
    assert names(tmp_path, "safety")[-1] == CRISIS_LINES


def test_a_file_of_ones_own_stands_in_the_place_of_the_built_in_one(tmp_path: Path) -> None:
    before = names(tmp_path, "safety")
    put(tmp_path, "safety/c-overdose.md")
    assert names(tmp_path, "safety") == before
    assert named(tmp_path, "c-overdose.md").own
    put(tmp_path, "safety/ours.md", "---\ntitle: Ours\nid: b-intoxicated\n---\n- Stay.\n")
    assert "b-intoxicated.md" not in names(tmp_path, "safety")


def test_one_that_cannot_be_used_stands_beside_the_built_in_one_that_is(tmp_path: Path) -> None:
    put(tmp_path, "safety/c-overdose.md", "no title")
    first, second = (file for file in theme_files(tmp_path) if file.name == "c-overdose.md")
    assert (first.own, second.own) == (True, False)
    assert not first.read.usable
    assert first.read.problems[0].where == "safety/c-overdose.md"


def test_drafts_and_what_editors_leave_behind_are_passed_over(tmp_path: Path) -> None:
    before = theme_files(tmp_path)
    for name in ("_draft-a.md", ".hidden.md", "~a.md", "#a.md#", "README.md", "picture.png", "other.toml"):
        put(tmp_path, f"safety/{name}")
    assert theme_files(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs permissions that hold")
def test_a_file_that_may_not_be_read_is_told_of(tmp_path: Path) -> None:
    path = put(tmp_path, "safety/ours.md")
    path.chmod(0)
    assert "may not be read" in named(tmp_path, "ours.md").read.problems[0].text


def test_a_folder_in_the_place_of_a_file_is_told_of(tmp_path: Path) -> None:
    (own_themes_folder(tmp_path) / "safety" / "ours.md").mkdir(parents=True)
    assert "not a file" in named(tmp_path, "ours.md").read.problems[0].text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[line]]\nregion = US", "cannot be read"),
        ("", "There are no crisis lines"),
        ('[[line]]\nregion = "US"\n', ""),
    ],
)
def test_crisis_lines_that_cannot_be_used_say_why(text: str, words: str) -> None:
    read = read_theme("safety", CRISIS_LINES, text)
    assert not read.usable
    assert any(p.severity is Severity.ERROR and words in p.text for p in read.problems)


@given(folder=st.sampled_from([*FOLDERS]), name=st.sampled_from(["a.md", CRISIS_LINES]), text=st.text())
def test_any_text_makes_something_or_says_why_not(folder: str, name: str, text: str) -> None:
    read = read_theme(folder, name, text)
    assert read.usable or any(problem.severity is Severity.ERROR for problem in read.problems)


class TestSettingAside:
    def test_it_is_kept_beside_and_the_built_in_one_is_used_again(self, tmp_path: Path) -> None:
        path = put(tmp_path, "safety/c-overdose.md")
        assert set_aside(named(tmp_path, "c-overdose.md")) == "_c-overdose.md"
        assert not named(tmp_path, "c-overdose.md").own
        assert path.with_name("_c-overdose.md").read_text() == CARD

    def test_nothing_that_was_kept_before_is_written_over(self, tmp_path: Path) -> None:
        for number in range(3):
            put(tmp_path, "safety/c-overdose.md", f"{CARD}- {number}\n")
            set_aside(named(tmp_path, "c-overdose.md"))
        kept = sorted((own_themes_folder(tmp_path) / "safety").iterdir())
        assert [path.name for path in kept] == ["_2-c-overdose.md", "_3-c-overdose.md", "_c-overdose.md"]
        assert len({path.read_text() for path in kept}) == 3

    def test_it_never_gets_the_name_of_a_draft(self, tmp_path: Path) -> None:
        path = put(tmp_path, "safety/draft-for-monday.md")
        assert set_aside(named(tmp_path, path.name)) == "_2-draft-for-monday.md"

    def test_one_that_has_gone_meanwhile_is_said(self, tmp_path: Path) -> None:
        path = put(tmp_path, "safety/c-overdose.md")
        file = named(tmp_path, "c-overdose.md")
        path.unlink()
        with pytest.raises(NotSaved, match="was not set aside"):
            set_aside(file)
