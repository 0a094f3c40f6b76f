"""`iop-group vault init | passphrase | recover`: secrets come in and go out, never on the command line."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from iop_group.cli import asking
from iop_group.domain.errors import Locked, NotSaved
from iop_group.home import vault_folder
from iop_group.vault.kdf import KdfParameters
from iop_group.vault.keys import has_keys, unlock
from iop_group.vault.passphrases import VARIABLE
from iop_group.vault.recovery_code import RecoveryCode, parse
from tests.cli.conftest import Run
from tests.vault.sealing import KEYS, PASSPHRASE, lock_up

if TYPE_CHECKING:
    from tests.pty_program import PtyProgram

CODE = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}")
OTHER = "quarry lantern willow"
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.usefixtures("cheap")


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """New secrets cost no more than they must."""
    monkeypatch.setattr(KdfParameters, "calibrated", KdfParameters.least)


@pytest.fixture
def code_file(tmp_path: Path) -> Path:
    return tmp_path / "code.txt"


def typed(monkeypatch: pytest.MonkeyPatch, *unseen: str, lines: Callable[[], str] | None = None) -> list[str]:
    """Somebody at a terminal types these unseen; what is left of them."""
    left = list(unseen)
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(asking, "at_terminal", lambda: True)
    monkeypatch.setattr(asking, "getpass", lambda prompt: left.pop(0))
    if lines is not None:
        monkeypatch.setattr(asking, "_line", lambda prompt: lines())
    return left


# Setting up


def test_a_script_sets_up_and_gets_the_code_in_a_file_of_its_own(
    run: Run, own_home: Path, code_file: Path
) -> None:
    ran = run("vault", "init", "--recovery-code-file", code_file)
    assert (ran.status, ran.out) == (0, "")
    assert "vault backup" in ran.err
    code = code_file.read_text().strip()
    assert CODE.fullmatch(code)
    assert code not in ran.err
    if os.name == "posix":
        assert code_file.stat().st_mode & 0o777 == 0o600
    for secret in (PASSPHRASE, code):
        assert unlock(vault_folder(own_home), secret)
    assert run("sessions", "list").out.startswith("There are no sessions")
    assert run("doctor").status == 0


def test_a_script_gets_the_code_and_nothing_else_on_its_output(run: Run, own_home: Path) -> None:
    ran = run("vault", "init")
    assert CODE.fullmatch(ran.out.strip())
    assert unlock(vault_folder(own_home), ran.out)


def test_a_script_without_a_passphrase_is_refused(
    run: Run, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)
    ran = run("vault", "init")
    assert (ran.status, ran.out) == (2, "")
    assert VARIABLE in ran.err
    assert not own_home.exists()


def test_a_passphrase_that_is_too_short_sets_nothing_up(
    run: Run, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "short")
    ran = run("vault", "init")
    assert (ran.status, ran.out) == (1, "")
    assert not own_home.exists()


def test_records_are_set_up_once(run: Run, locked_home: Path, code_file: Path) -> None:
    ran = run("vault", "init", "--recovery-code-file", code_file)
    assert ran.status == 1
    assert not code_file.exists()


def test_a_file_that_is_there_is_not_written_over_with_a_code(
    run: Run, own_home: Path, code_file: Path
) -> None:
    code_file.write_text("mine")
    assert run("vault", "init", "--recovery-code-file", code_file).status == 1
    assert code_file.read_text() == "mine"
    assert not has_keys(vault_folder(own_home))


def test_a_code_that_opens_nothing_is_taken_back(
    run: Run, code_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise NotSaved("Not saved: the disk is full.", "Free some space.")

    monkeypatch.setattr("iop_group.cli.vault_keys.create", full)
    assert run("vault", "init", "--recovery-code-file", code_file).status == 1
    assert not code_file.exists()


def test_records_of_the_first_version_are_sealed(run: Run, own_home: Path) -> None:
    plain = ROOT / "tests" / "vault" / "golden" / "plain"
    shutil.copytree(plain, vault_folder(own_home))
    for words in (["sessions", "list"], ["sessions", "show", "0"], ["members", "list"], ["vault", "check"]):
        ran = run(*words)
        assert (ran.status, ran.out) == (3, "")
        assert ran.err == "These records have no passphrase yet. Choose one: `iop-group vault init`.\n"
    assert "no passphrase yet" in run("doctor").out
    ran = run("vault", "init")
    assert ran.status == 0
    assert "were sealed" in ran.err
    assert not list(vault_folder(own_home).rglob("*.json"))
    assert len(json.loads(run("sessions", "list", "--json").out)) == 2
    checked = json.loads(run("vault", "check", "--json").out)
    assert checked["vault"] == {"files": 4, "whole": 4}


# At a terminal


def test_at_a_terminal_the_code_is_shown_once_and_typed_back_before_anything_is_made(
    run: Run, own_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[str] = []

    def from_the_paper() -> str:
        assert not has_keys(vault_folder(own_home))
        found = CODE.search(capsys.readouterr().err)
        shown.extend([found[0]] if found else [])
        return shown[0].lower().replace("-", " ")

    left = typed(monkeypatch, OTHER, OTHER, lines=from_the_paper)
    assert run("vault", "init").status == 0
    assert left == []
    assert len(shown) == 1
    assert unlock(vault_folder(own_home), shown[0])
    assert unlock(vault_folder(own_home), OTHER)


def test_a_code_that_is_not_typed_back_three_times_makes_nothing(
    run: Run, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, OTHER, OTHER, lines=lambda: "0000")
    ran = run("vault", "init")
    assert ran.status == 1
    assert ran.err.count("Group 1 is not what the paper says") == 3
    assert not own_home.exists()


def test_two_different_passphrases_and_short_ones_are_asked_for_again(
    run: Run, own_home: Path, monkeypatch: pytest.MonkeyPatch, code_file: Path
) -> None:
    left = typed(monkeypatch, "short", OTHER, "something else", OTHER, OTHER)
    ran = run("vault", "init", "--recovery-code-file", code_file)
    assert (ran.status, left) == (0, [])
    assert "two different" in ran.err
    assert OTHER not in ran.err + ran.out


def test_a_wrong_passphrase_may_be_typed_three_times(
    run: Run, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = typed(monkeypatch, "wrong one", "wrong two", PASSPHRASE)
    assert run("--home", demo_home, "sessions", "list").status == 0
    assert left == []
    typed(monkeypatch, "wrong one", "wrong two", "wrong three", PASSPHRASE)
    ran = run("--home", demo_home, "sessions", "list")
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.count("That is not the passphrase") == 3


def test_a_terminal_that_is_closed_is_no_answer(
    run: Run, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(prompt: str) -> str:
        raise EOFError

    typed(monkeypatch)
    monkeypatch.setattr(asking, "getpass", gone)
    assert run("--home", demo_home, "sessions", "list").status == 3


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_in_a_real_terminal_no_passphrase_is_ever_seen(
    start: Callable[..., PtyProgram], own_home: Path
) -> None:
    lock_up(vault_folder(own_home))
    env = {"IOP_GROUP_HOME": str(own_home), "PYTHONPATH": str(ROOT)}
    program = start([sys.executable, "-m", "iop_group", "vault", "check"], env=env)
    program.wait_for("Passphrase:")
    program.type(PASSPHRASE)
    program.press("enter")
    assert program.wait_exit(timeout=30) == 0
    assert "all are whole" in program.screen()
    assert PASSPHRASE not in program.screen()


# Changing


def test_the_passphrase_is_changed_by_a_script(run: Run, locked_home: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.write_text(f"{OTHER}\n")
    ran = run("vault", "passphrase", "--new-passphrase-file", new)
    assert (ran.status, ran.out) == (0, "")
    assert "Backups made before" in ran.err
    assert unlock(vault_folder(locked_home), OTHER)
    with pytest.raises(Locked):
        unlock(vault_folder(locked_home), PASSPHRASE)
    assert run("sessions", "list").status == 3
    assert run("sessions", "list", "--passphrase-file", new).status == 0
    assert run("--passphrase-file", new, "sessions", "list").status == 0


def test_a_change_needs_the_old_passphrase_and_a_new_one(
    run: Run, locked_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("vault", "passphrase").status == 2
    (tmp_path / "new").write_text("short\n")
    assert run("vault", "passphrase", "--new-passphrase-file", tmp_path / "new").status == 1
    monkeypatch.setenv(VARIABLE, "not the passphrase")
    assert run("vault", "passphrase", "--new-passphrase-file", tmp_path / "new").status == 3
    assert unlock(vault_folder(locked_home), PASSPHRASE)


def test_the_passphrase_is_changed_at_a_terminal(
    run: Run, locked_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, PASSPHRASE, OTHER, OTHER)
    assert run("vault", "passphrase").status == 0
    assert unlock(vault_folder(locked_home), OTHER)


def test_a_new_recovery_code_takes_the_old_ones_place(
    run: Run, own_home: Path, code_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = lock_up(vault_folder(own_home))
    assert unlock(vault_folder(own_home), run("vault", "passphrase", "--new-recovery-code").out)
    ran = run("vault", "passphrase", "--new-recovery-code", "--recovery-code-file", code_file)
    assert ran.status == 0
    assert unlock(vault_folder(own_home), code_file.read_text())
    assert unlock(vault_folder(own_home), PASSPHRASE)
    with pytest.raises(Locked):
        unlock(vault_folder(own_home), old)

    def full(*_: object, **__: object) -> None:
        raise NotSaved("Not saved: the disk is full.", "Free some space.")

    monkeypatch.setattr("iop_group.cli.vault_keys.new_recovery_code", full)
    code_file.unlink()
    assert run("vault", "passphrase", "--new-recovery-code", "--recovery-code-file", code_file).status == 1
    assert not code_file.exists()


# Recovering


def test_the_recovery_code_opens_and_a_new_passphrase_is_set(
    run: Run, own_home: Path, code_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = lock_up(vault_folder(own_home))
    code_file.write_text(code.printed.lower())
    monkeypatch.setenv(VARIABLE, OTHER)
    assert run("sessions", "list").status == 3
    ran = run("vault", "recover", "--recovery-code-file", code_file)
    assert (ran.status, ran.out) == (0, "")
    assert run("sessions", "list").status == 0
    assert unlock(vault_folder(own_home), parse(code.printed)).keys.data_key == KEYS.data_key


def test_a_recovery_code_is_typed_unseen_and_slips_are_told_by_their_group(
    run: Run, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = lock_up(vault_folder(own_home))
    slip = ("1" if code.printed[0] != "1" else "2") + code.printed[1:]
    left = typed(monkeypatch, slip, code.printed, OTHER, OTHER)
    ran = run("vault", "recover")
    assert (ran.status, left) == (0, [])
    assert "Compare group 1 with the paper." in ran.err
    assert unlock(vault_folder(own_home), OTHER)


def test_the_code_of_other_records_does_not_open_these(run: Run, locked_home: Path, code_file: Path) -> None:
    code_file.write_text(RecoveryCode.new().printed)
    ran = run("vault", "recover", "--recovery-code-file", code_file)
    assert ran.status == 3
    assert "not the recovery code of these records" in ran.err


@pytest.mark.parametrize("action", ["passphrase", "recover", "check", "backup"])
def test_where_nothing_was_set_up_it_is_said_what_to_do(run: Run, action: str, own_home: Path) -> None:
    words = ["vault", action, *(["/nowhere/else"] if action == "backup" else [])]
    ran = run(*words)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err == "There are no records here yet. Set them up: `iop-group vault init`.\n"
    assert not own_home.exists()


# Locked


@pytest.mark.parametrize(
    "words",
    [
        ["sessions", "list"],
        ["sessions", "list", "--json"],
        ["sessions", "search", "a"],
        ["sessions", "show", "a"],
        ["sessions", "export", "a"],
        ["members", "list"],
        ["vault", "check"],
        ["vault", "backup", "."],
        ["vault", "passphrase"],
    ],
)
def test_without_the_passphrase_each_command_is_one_line_and_status_3(
    run: Run, demo_home: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.delenv(VARIABLE)
    ran = run("--home", demo_home, *words)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.count("\n") == 1
    assert VARIABLE in ran.err
    monkeypatch.setenv(VARIABLE, "not the passphrase")
    ran = run("--home", demo_home, *words)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err == "That is not the passphrase of these records. Try again, or use the recovery code.\n"


def test_a_passphrase_file_that_is_not_there_leaves_the_records_locked(
    run: Run, demo_home: Path, tmp_path: Path
) -> None:
    ran = run("--home", demo_home, "sessions", "list", "--passphrase-file", tmp_path / "none")
    assert (ran.status, ran.out) == (3, "")
    assert "cannot be read" in ran.err


def test_what_was_wrong_with_the_key_files_is_said_and_the_list_comes_all_the_same(
    run: Run, locked_home: Path
) -> None:
    (vault_folder(locked_home) / "vault.key").write_bytes(b"")
    ran = run("sessions", "list")
    assert ran.status == 0
    assert "vault.key" in ran.err
