"""Which folder can hold backups."""

from __future__ import annotations

from pathlib import Path

import pytest

from iop_group.domain.errors import BadInput
from iop_group.tui.backing_up import back_up, checked_folder, folder_of, look_at_backups
from iop_group.tui.desk import Desk
from tests.tui.desk_for_tests import FakeClock, make_desk
from tests.vault.sealing import KEYS


def test_a_folder_that_is_there_or_can_be_made_is_taken(tmp_path: Path) -> None:
    home, stick = tmp_path / "home", tmp_path / "stick"
    stick.mkdir()
    assert checked_folder("", home) == ""
    assert checked_folder(f"  {stick}  ", home) == str(stick)
    assert checked_folder(str(stick / "new"), home) == str(stick / "new")


@pytest.mark.parametrize("folder", ["stick", "~nobody-of-that-name/x", "/no/such/place/at/all"])
def test_a_folder_that_cannot_be_found_is_not(tmp_path: Path, folder: str) -> None:
    with pytest.raises(BadInput):
        checked_folder(folder, tmp_path / "home")


@pytest.mark.parametrize("inner", ["vault", "vault/sessions", "."])
def test_backups_do_not_lie_with_the_records(tmp_path: Path, inner: str) -> None:
    (tmp_path / "vault" / "sessions").mkdir(parents=True)
    with pytest.raises(BadInput, match="where the records themselves are"):
        checked_folder(str(tmp_path / inner), tmp_path)


def test_without_a_folder_there_is_no_backup(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, FakeClock())
    try:
        assert folder_of(desk) is None
        with pytest.raises(BadInput, match="no folder for backups"):
            back_up(desk)
        assert look_at_backups(desk)
        assert not look_at_backups(desk)
    finally:
        desk.close()


def test_the_demo_is_not_told_to_back_up(tmp_path: Path) -> None:
    desk = Desk(tmp_path, KEYS, demo=True)
    try:
        assert not look_at_backups(desk)
        assert desk.backups_say == ()
    finally:
        desk.close()
