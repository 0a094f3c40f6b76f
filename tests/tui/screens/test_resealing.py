"""Another passphrase, another code, and backups, while the records are open."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from iop_group.domain.errors import Locked
from iop_group.tui.app import IopGroupApp
from iop_group.tui.opener import Opener
from iop_group.tui.screens.choose_passphrase import ChoosePassphrase
from iop_group.tui.screens.recovery import ShowCode, TypeBack
from iop_group.tui.screens.settings import SettingsScreen
from iop_group.tui.screens.today import TodayScreen
from iop_group.tui.widgets.dialog import Ask
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.rows import Rows
from iop_group.tui.widgets.secret import SecretEntry
from iop_group.vault.backup_folder import BackupFolder
from iop_group.vault.disk import Disk
from iop_group.vault.keys import unlock
from tests.tui.desk_for_tests import FakeClock, paste, screen_text
from tests.tui.doors import (
    ANOTHER,
    PASSPHRASE,
    enter,
    is_locked,
    is_told,
    opener_of,
    program,
    sealed_home,
    sees,
)
from tests.tui.until import until


@pytest.fixture
def opener(tmp_path: Path, clock: FakeClock) -> Opener:
    return opener_of(sealed_home(tmp_path)[0], clock)


async def choose(pilot: Pilot[None], key: str) -> None:
    """Enter on the line of a setting."""
    await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))
    await pilot.press("s")
    await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
    screen = pilot.app.screen
    assert isinstance(screen, SettingsScreen)
    await until(pilot, lambda: screen._lines)
    screen.query_one(Rows).move_to(next(i for i, line in enumerate(screen._lines) if line.key == key))
    await pilot.press("enter")


async def fill(pilot: Pilot[None], *secrets: str) -> None:
    """The fields one after the other, each with Enter."""
    await until(pilot, lambda: isinstance(pilot.app.focused, SecretEntry))
    for field, secret in zip(pilot.app.screen.query(SecretEntry), secrets, strict=False):
        await until(pilot, partial(is_in, field))
        await enter(pilot, secret)


def is_in(field: SecretEntry) -> bool:
    return field.has_focus


async def test_the_passphrase_is_changed_from_settings(opener: Opener) -> None:
    async with program(opener, unlocked=True) as pilot:
        await choose(pilot, "new_passphrase")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChoosePassphrase))
        await fill(pilot, "not the old one", ANOTHER, ANOTHER)
        await sees(pilot, "That is not the passphrase of these records.")
        await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "old")
        await fill(pilot, PASSPHRASE, "", "")
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
        await is_told(pilot, "The new passphrase counts from now on.")
        await pilot.press("ctrl+l")
        await is_locked(pilot)
        await enter(pilot, PASSPHRASE)
        await sees(pilot, "That is not the passphrase")
        await enter(pilot, ANOTHER)
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))


async def test_escape_leaves_the_old_passphrase(opener: Opener) -> None:
    async with program(opener, unlocked=True) as pilot:
        await choose(pilot, "new_passphrase")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChoosePassphrase))
        left = pilot.app.screen
        await fill(pilot, PASSPHRASE)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
        assert all(field.value == "" for field in left.query(SecretEntry))
    assert unlock(opener.folder, PASSPHRASE, accept_weak=True)


async def test_a_new_code_counts_once_it_was_typed_back(tmp_path: Path, clock: FakeClock) -> None:
    home, old = sealed_home(tmp_path)
    async with program(opener_of(home, clock), unlocked=True) as pilot:
        await choose(pilot, "new_code")
        await until(pilot, lambda: isinstance(pilot.app.screen, ShowCode))
        shown = pilot.app.screen
        assert isinstance(shown, ShowCode)
        new = "-".join(shown._groups)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
        assert unlock(home / "vault", old, accept_weak=True)
        await choose_again(pilot)
        shown = pilot.app.screen
        assert isinstance(shown, ShowCode)
        new = "-".join(shown._groups)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TypeBack))
        await enter(pilot, new)
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
        await is_told(pilot, "The new recovery code counts from now on")
        assert new[:4] not in screen_text(pilot)
    assert unlock(home / "vault", new, accept_weak=True)
    with pytest.raises(Locked):
        unlock(home / "vault", old, accept_weak=True)


async def choose_again(pilot: Pilot[None]) -> None:
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ShowCode))


async def test_today_says_that_a_backup_is_due_and_one_key_makes_it(
    opener: Opener, tmp_path: Path, clock: FakeClock
) -> None:
    stick = tmp_path / "stick"
    async with program(opener, unlocked=True) as pilot:
        await sees(pilot, "There is no backup of these records.", "Back up")
        await pilot.press("b")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        await enter(pilot, "a folder")
        await sees(pilot, "That is not a whole path.")
        pilot.app.screen.query_one(Entry).value = ""
        await enter(pilot, str(stick))
        await is_told(pilot, "Backed up and verified")
        await until(pilot, lambda: "There is no backup" not in screen_text(pilot))
        app = pilot.app
        assert isinstance(app, IopGroupApp)
        (backup,) = BackupFolder(stick, Disk()).lists().whole
        assert backup.made_at == clock.now().replace(microsecond=0)
        clock.advance(8 * 24 * 60 * 60)
        await is_locked(pilot)
        await enter(pilot, PASSPHRASE)
        await sees(pilot, "The last backup is 8 days old.")


async def test_a_folder_that_went_away_is_said(opener: Opener, tmp_path: Path) -> None:
    stick = tmp_path / "away" / "stick"
    stick.parent.mkdir()
    settings = f'facilitator = "Kim"\nbackup_folder = "{stick}"\n'
    (opener.home / "settings.toml").write_text(settings, encoding="utf-8")
    stick.parent.rmdir()
    async with program(opener, unlocked=True) as pilot:
        await sees(pilot, "The folder of the backups is not there.")
        await choose(pilot, "back_up")
        await is_told(pilot, "The folder for the backup is not there. Plug its disk in")


@pytest.mark.parametrize("folder", ["", "two  spaces"])
async def test_the_folder_is_kept_from_settings(opener: Opener, tmp_path: Path, folder: str) -> None:
    chosen = str(tmp_path / folder) if folder else ""
    async with program(opener, unlocked=True) as pilot:
        await choose(pilot, "backup_folder")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        paste(pilot, chosen)
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
        app = pilot.app
        assert isinstance(app, IopGroupApp)
        await until(pilot, lambda: app.desk.program.backup_folder == chosen)


async def test_minutes_until_it_locks_are_changed_in_settings(opener: Opener) -> None:
    async with program(opener, unlocked=True) as pilot:
        await choose(pilot, "lock_after_minutes")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        pilot.app.screen.query_one(Entry).value = "0"
        await pilot.press("enter")
        await sees(pilot, "Locks after never")
