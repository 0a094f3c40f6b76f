"""Where the home is."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from iop_group.domain.errors import HomeUnusable
from iop_group.home import own_themes_folder, resolve_home, vault_folder


def test_the_argument_wins_over_the_environment(tmp_path: Path) -> None:
    assert resolve_home(tmp_path / "a", {"IOP_GROUP_HOME": "/b"}) == tmp_path / "a"
    assert resolve_home(None, {"IOP_GROUP_HOME": str(tmp_path)}) == tmp_path


def test_without_either_it_is_the_data_folder_of_the_system() -> None:
    expected = Path(platformdirs.user_data_dir("iop-group", appauthor=False))
    assert resolve_home(None, {}) == resolve_home("", {"IOP_GROUP_HOME": ""}) == expected


def test_a_home_is_a_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "me"))
    assert resolve_home("records") == tmp_path / "records"
    assert resolve_home("~/records") == tmp_path / "me" / "records"


def test_a_home_of_nobody_is_said() -> None:
    with pytest.raises(HomeUnusable, match="--home"):
        resolve_home("~no-such-person-here/x")


def test_the_vault_and_the_themes_lie_in_the_home(tmp_path: Path) -> None:
    assert vault_folder(tmp_path) == tmp_path / "vault"
    assert own_themes_folder(tmp_path) == tmp_path / "themes"
