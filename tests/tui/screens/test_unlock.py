"""The locked door."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from textual.worker import WorkerFailed

from iop_group.tui.opener import Found, Opener
from iop_group.tui.screens.choose_passphrase import ChoosePassphrase
from iop_group.tui.screens.today import TodayScreen
from iop_group.tui.screens.too_small import TooSmallScreen
from iop_group.tui.widgets.secret import SecretEntry
from iop_group.vault.keys import unlock
from tests.tui.desk_for_tests import FakeClock, paste, screen_text, start_session
from tests.tui.doors import ANOTHER, PASSPHRASE, enter, is_locked, opener_of, program, sealed_home, sees
from tests.tui.sizes import at_sizes
from tests.tui.until import until


async def test_the_program_starts_locked_and_the_passphrase_opens_it(
    tmp_path: Path, clock: FakeClock
) -> None:
    home, _ = sealed_home(tmp_path)
    opener = opener_of(home, clock)
    async with program(opener) as pilot:
        await is_locked(pilot)
        await sees(pilot, "Your records are locked", "Type your passphrase")
        assert opener.desk is None
        await enter(pilot, PASSPHRASE)
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))
        await sees(pilot, "Make your first group")
        assert len(pilot.app.screen_stack) == 1


@at_sizes((60, 20), (80, 24), (160, 45))
async def test_a_wrong_passphrase_is_one_plain_line_and_the_field_stays_empty(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    home, _ = sealed_home(tmp_path)
    async with program(opener_of(home, clock), size=size) as pilot:
        await enter(pilot, "not this one [/b]")
        await sees(pilot, "That is not the passphrase of these records. Try again, or use the recovery code.")
        assert pilot.app.screen.query_one(SecretEntry).value == ""
        assert "not this one" not in screen_text(pilot)
        await enter(pilot, PASSPHRASE)
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))


async def test_enter_on_an_empty_field_says_what_to_type(tmp_path: Path, clock: FakeClock) -> None:
    home, _ = sealed_home(tmp_path)
    async with program(opener_of(home, clock)) as pilot:
        await is_locked(pilot)
        await pilot.press("enter")
        await sees(pilot, "Type the passphrase first.")


async def test_letters_are_hidden_until_f3_shows_them(tmp_path: Path, clock: FakeClock) -> None:
    home, _ = sealed_home(tmp_path)
    async with program(opener_of(home, clock)) as pilot:
        await is_locked(pilot)
        paste(pilot, PASSPHRASE)
        await sees(pilot, "•" * len(PASSPHRASE))
        assert PASSPHRASE not in screen_text(pilot)
        await pilot.press("f3")
        await until(pilot, lambda: PASSPHRASE in screen_text(pilot))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: PASSPHRASE not in screen_text(pilot))


class SlowOpener(Opener):
    """Opens when it is told to."""

    def __init__(self, home: Path, clock: FakeClock) -> None:
        quick = opener_of(home, clock)
        super().__init__(home, clock=clock, kdf=quick._kdf)
        self.go_on = Event()
        self.tried = 0

    def unlock(self, secret: str) -> Found:
        self.tried += 1
        assert self.go_on.wait(30)
        return super().unlock(secret)


async def test_while_it_opens_a_quiet_word_stands_there_and_the_screen_answers(
    tmp_path: Path, clock: FakeClock
) -> None:
    home, _ = sealed_home(tmp_path)
    opener = SlowOpener(home, clock)
    async with program(opener) as pilot:
        await enter(pilot, PASSPHRASE)
        await sees(pilot, "opening ...")
        await pilot.press("enter", "escape")
        await pilot.resize_terminal(100, 30)
        await sees(pilot, "opening ...")
        opener.go_on.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))
        assert opener.tried == 1


async def test_the_recovery_code_opens_too_and_leads_to_a_new_passphrase(
    tmp_path: Path, clock: FakeClock
) -> None:
    home, code = sealed_home(tmp_path)
    async with program(opener_of(home, clock)) as pilot:
        await enter(pilot, code.printed.lower().replace("-", " "))
        await until(pilot, lambda: isinstance(pilot.app.screen, ChoosePassphrase))
        await sees(pilot, "You came in by the recovery code")
        await enter(pilot, ANOTHER)
        await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "again")
        await enter(pilot, ANOTHER)
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))
    assert unlock(home / "vault", ANOTHER, accept_weak=True)


async def test_a_new_passphrase_can_wait(tmp_path: Path, clock: FakeClock) -> None:
    home, code = sealed_home(tmp_path)
    async with program(opener_of(home, clock)) as pilot:
        await enter(pilot, code.printed)
        await until(pilot, lambda: isinstance(pilot.app.screen, ChoosePassphrase))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))


async def test_a_key_file_that_was_put_right_from_its_copy_is_said_on_today(
    tmp_path: Path, clock: FakeClock
) -> None:
    home, _ = sealed_home(tmp_path)
    (home / "vault" / "vault.key").write_bytes(b"{ rubbish")
    async with program(opener_of(home, clock)) as pilot:
        await enter(pilot, PASSPHRASE)
        await sees(pilot, "Make your first group")
        await sees(pilot, "key file was damaged. It was put right from the other copy.")


async def test_a_session_of_which_an_earlier_version_was_restored_is_said_on_today(
    tmp_path: Path, clock: FakeClock
) -> None:
    home, _ = sealed_home(tmp_path)
    desk = opener_of(home, clock).unlock(PASSPHRASE).desk
    keeper = start_session(desk)
    assert desk.flush()
    (file,) = (home / "vault" / "sessions").glob("*.gns")
    earlier = file.read_bytes()
    keeper.type("note", "she said")
    assert desk.flush()
    torn = file.read_bytes()[:-9]
    assert desk.close()
    assert len(torn) > len(earlier)
    file.write_bytes(torn)
    async with program(opener_of(home, clock)) as pilot:
        await enter(pilot, PASSPHRASE)
        await sees(pilot, "A part of this file was damaged: restored the version of")


async def test_records_that_are_open_elsewhere_stay_closed_here_until_they_are_free(
    tmp_path: Path, clock: FakeClock
) -> None:
    home, _ = sealed_home(tmp_path)
    found = opener_of(home, clock).unlock(PASSPHRASE)
    try:
        async with program(opener_of(home, clock)) as pilot:
            await enter(pilot, PASSPHRASE)
            await sees(pilot, "To read only, type the passphrase again.")
            found.desk.close()
            await enter(pilot, PASSPHRASE)
            await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))
    finally:
        found.desk.close()


@pytest.mark.parametrize("key", ["f1", "f9", "f10", "ctrl+k", "ctrl+s", "ctrl+l", "ctrl+p"])
async def test_no_other_key_does_anything_at_the_door(tmp_path: Path, clock: FakeClock, key: str) -> None:
    home, _ = sealed_home(tmp_path)
    async with program(opener_of(home, clock)) as pilot:
        await is_locked(pilot)
        await pilot.press(key, *"?!.")
        await until(pilot, lambda: pilot.app.screen.query_one(SecretEntry).value == "?!.")
        await is_locked(pilot)


async def test_one_can_leave_at_the_door(tmp_path: Path, clock: FakeClock) -> None:
    home, _ = sealed_home(tmp_path)
    async with program(opener_of(home, clock)) as pilot:
        await is_locked(pilot)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: pilot.app.return_code is not None)
        assert pilot.app.return_code == 0


async def test_a_window_that_is_made_small_meanwhile_does_not_keep_it_closed(
    tmp_path: Path, clock: FakeClock
) -> None:
    home, _ = sealed_home(tmp_path)
    opener = SlowOpener(home, clock)
    async with program(opener) as pilot:
        await enter(pilot, PASSPHRASE)
        await pilot.resize_terminal(40, 10)
        await until(pilot, lambda: isinstance(pilot.app.screen, TooSmallScreen))
        opener.go_on.set()
        await until(pilot, lambda: opener.desk is not None)
        await until(pilot, lambda: isinstance(pilot.app.screen, TooSmallScreen))
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))


async def test_the_demo_says_its_passphrase_at_the_door(tmp_path: Path, clock: FakeClock) -> None:
    home, _ = sealed_home(tmp_path)
    hint = f"This is the demo. Its passphrase is: {PASSPHRASE}"
    opener = Opener(home, clock=clock, kdf=opener_of(home, clock)._kdf, hint=hint)
    async with program(opener) as pilot:
        await sees(pilot, "demo", PASSPHRASE)
        await enter(pilot, PASSPHRASE)
        await sees(pilot, "demo", "Make your first group")


async def test_cheap_keys_open_no_real_home(tmp_path: Path, clock: FakeClock) -> None:
    home, _ = sealed_home(tmp_path)
    async with program(Opener(home, clock=clock)) as pilot:
        await enter(pilot, PASSPHRASE)
        await sees(pilot, "changed to make the passphrase easier to guess")


class FailingOpener(Opener):
    """Fails as no opener should, and quotes what was typed."""

    def unlock(self, secret: str) -> Found:
        raise ValueError(f"cannot open with {secret!r}")


async def test_a_failure_at_the_door_tells_nothing_of_the_passphrase(
    tmp_path: Path, clock: FakeClock, capfd: pytest.CaptureFixture[str]
) -> None:
    home, _ = sealed_home(tmp_path)
    with pytest.raises(WorkerFailed):
        async with program(FailingOpener(home, clock=clock)) as pilot:
            await enter(pilot, PASSPHRASE)
            await until(pilot, lambda: pilot.app.return_code is not None)
    report = (home / "crash.txt").read_text(encoding="utf-8")
    assert "ValueError" in report
    assert PASSPHRASE not in report + "".join(capfd.readouterr())
