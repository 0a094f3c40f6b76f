"""The first start, page after page."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from iop_group.settings import load_settings
from iop_group.tui.app import IopGroupApp
from iop_group.tui.desk import Desk
from iop_group.tui.opener import Opener
from iop_group.tui.screens.choose_passphrase import ChoosePassphrase
from iop_group.tui.screens.first_run import BackupFolder, WelcomeScreen
from iop_group.tui.screens.recovery import ShowCode, TypeBack
from iop_group.tui.screens.today import TodayScreen
from iop_group.tui.widgets.secret import SecretEntry
from iop_group.vault.disk import Disk
from iop_group.vault.keys import has_keys, unlock
from tests.tui.desk_for_tests import FakeClock, paste, screen_text
from tests.tui.doors import ANOTHER, PASSPHRASE, enter, is_locked, opener_of, program, sees
from tests.tui.sizes import at_sizes
from tests.tui.until import until
from tests.vault.sealing import KEYS


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "new"


async def front(pilot: Pilot[None], kind: type) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, kind) and pilot.app.screen.is_mounted)


async def choose(pilot: Pilot[None], passphrase: str = PASSPHRASE) -> str:
    """From the welcome to the code; what stands there of it."""
    await front(pilot, WelcomeScreen)
    await pilot.press("enter")
    await front(pilot, ChoosePassphrase)
    await twice(pilot, passphrase, passphrase)
    await front(pilot, ShowCode)
    await sees(pilot, "It is on paper")
    shown = pilot.app.screen
    assert isinstance(shown, ShowCode)
    return " ".join(shown._groups)


async def twice(pilot: Pilot[None], first: str, second: str) -> None:
    await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "new")
    await enter(pilot, first)
    await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "again")
    await enter(pilot, second)


async def type_back(pilot: Pilot[None], code: str) -> None:
    await pilot.press("enter")
    await front(pilot, TypeBack)
    await enter(pilot, code)


@at_sizes((60, 20), (80, 24), (160, 45))
async def test_passphrase_code_and_backup_folder_lead_to_today(
    tmp_path: Path, home: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    async with program(opener_of(home, clock), size=size) as pilot:
        await sees(pilot, "Welcome", "Have paper and a pen ready")
        code = await choose(pilot)
        assert not has_keys(home / "vault")  # not before the code is on paper
        await type_back(pilot, code.lower())
        await front(pilot, BackupFolder)
        await sees(pilot, "full-disk encryption")
        await enter(pilot, str(stick / "iop-group"))
        await front(pilot, TodayScreen)
        await sees(pilot, "Make your first group")
        assert len(pilot.app.screen_stack) == 1
    assert load_settings(home)[0].backup_folder == str(stick / "iop-group")
    for secret in (PASSPHRASE, code):
        assert unlock(home / "vault", secret, accept_weak=True)


async def test_the_folder_for_backups_can_wait_and_the_next_start_is_locked(
    home: Path, clock: FakeClock
) -> None:
    async with program(opener_of(home, clock)) as pilot:
        await type_back(pilot, await choose(pilot))
        await front(pilot, BackupFolder)
        await enter(pilot, "/no/such/folder")
        await sees(pilot, "That folder is not there.")
        await pilot.press("escape")
        await front(pilot, TodayScreen)
    async with program(opener_of(home, clock)) as pilot:
        await is_locked(pilot)


async def test_the_strength_is_said_while_the_passphrase_is_typed(home: Path, clock: FakeClock) -> None:
    async with program(opener_of(home, clock)) as pilot:
        await front(pilot, WelcomeScreen)
        await pilot.press("enter")
        await front(pilot, ChoosePassphrase)
        for typed, said in (
            ("lamp", "At least 6 more characters."),
            ("recovery1!", "Easy to guess"),
            ("lamp otter ", "Two more words"),
            ("lamp otter fjord minute", "A good length."),
        ):
            pilot.app.screen.query_one("#new", SecretEntry).value = typed
            await sees(pilot, said)
        pilot.app.screen.query_one("#new", SecretEntry).value = ""
        await until(pilot, lambda: "A good length" not in screen_text(pilot))


async def test_too_short_and_two_different_ones_are_not_taken(home: Path, clock: FakeClock) -> None:
    async with program(opener_of(home, clock)) as pilot:
        await front(pilot, WelcomeScreen)
        await pilot.press("enter")
        await front(pilot, ChoosePassphrase)
        await twice(pilot, "short", "short")
        await sees(pilot, "A passphrase needs at least 10 characters.")
        pilot.app.screen.query_one("#new", SecretEntry).value = ""
        await twice(pilot, PASSPHRASE, "")
        await sees(pilot, "The two are not the same.")
        await enter(pilot, ANOTHER)
        await sees(pilot, "The two are not the same.")
        await enter(pilot, PASSPHRASE)
        await front(pilot, ShowCode)


async def test_a_slip_in_the_code_is_told_and_escape_shows_it_again(home: Path, clock: FakeClock) -> None:
    async with program(opener_of(home, clock)) as pilot:
        code = await choose(pilot)
        wrong = code[:10] + ("X" if code[10] != "X" else "Y") + code[11:]
        await type_back(pilot, wrong)
        await sees(pilot, "Group 3 is not what the paper says.")
        await pilot.press("escape")
        await front(pilot, ShowCode)
        shown = pilot.app.screen
        assert isinstance(shown, ShowCode)
        assert " ".join(shown._groups) == code
        await type_back(pilot, code.replace(" ", "").lower())
        await front(pilot, BackupFolder)


async def test_escape_goes_back_step_by_step_and_keeps_no_secret(home: Path, clock: FakeClock) -> None:
    async with program(opener_of(home, clock)) as pilot:
        first = await choose(pilot)
        await pilot.press("escape")
        await front(pilot, ChoosePassphrase)
        assert all(field.value == "" for field in pilot.app.screen.query(SecretEntry))
        await pilot.press("escape")
        await front(pilot, WelcomeScreen)
        await pilot.press("escape")
        await front(pilot, WelcomeScreen)
        assert await choose(pilot) != first
    assert not has_keys(home / "vault")


async def test_keys_that_cannot_be_written_are_said_and_tried_again(
    home: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, full = Disk.replace, [True]

    def replace(disk: Disk, old: Path, new: Path) -> None:
        if full[0]:
            raise OSError(28, "No space left on device")
        real(disk, old, new)

    monkeypatch.setattr(Disk, "replace", replace)
    async with program(opener_of(home, clock)) as pilot:
        await type_back(pilot, await choose(pilot))
        await sees(pilot, "Not saved: the disk is full.")
        full[0] = False
        await pilot.press("enter")
        await front(pilot, BackupFolder)


async def test_leaving_in_the_middle_leaves_nothing_behind(home: Path, clock: FakeClock) -> None:
    async with program(opener_of(home, clock)) as pilot:
        await choose(pilot)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: pilot.app.return_code is not None)
    assert not has_keys(home / "vault")


async def test_records_that_are_there_already_are_announced(home: Path, clock: FakeClock) -> None:
    (home / "vault").mkdir(parents=True)
    (home / "vault" / "registry.json").write_text("{}", encoding="utf-8")
    async with program(opener_of(home, clock)) as pilot:
        await sees(pilot, "The records that are here already will be sealed")


async def test_neither_passphrase_nor_code_is_in_a_title_or_a_message(home: Path, clock: FakeClock) -> None:
    async with program(opener_of(home, clock)) as pilot:
        code = await choose(pilot)
        await type_back(pilot, code)
        await front(pilot, BackupFolder)
        app = pilot.app
        assert isinstance(app, IopGroupApp)
        said = [str(app.title), str(app.sub_title), *(n.message for n in app._notifications)]
        assert not any(PASSPHRASE in text or code[:4] in text for text in said)
        paste(pilot, "")
        await pilot.press("enter")
        await front(pilot, TodayScreen)
        assert PASSPHRASE not in repr(vars(app.opener))


def test_a_desk_that_is_open_can_be_shown_without_a_door(tmp_path: Path, clock: FakeClock) -> None:
    opener = Opener.around(Desk(tmp_path, KEYS, clock=clock))
    assert opener.theme == "calm-dark"
    opener.close()
    assert opener.desk is None
    opener.close()
