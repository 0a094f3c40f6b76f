"""`iop-group vault check | backup | restore`, and what `doctor` says of the records."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from iop_group.cli import asking
from iop_group.cli.vault import _end_of
from iop_group.domain.errors import WrongUsage
from iop_group.home import vault_folder
from iop_group.vault import backup_age
from iop_group.vault.passphrases import VARIABLE
from iop_group.vault.staged import staged
from iop_group.vault.vault import Vault
from tests.cli.conftest import Run
from tests.domain.logs import Log
from tests.vault.sealing import KEYS, lock_up

ONE, TWO = "a" * 32, "b" * 32


@pytest.fixture
def home(own_home: Path) -> Path:
    """Two sessions, and a passphrase."""
    lock_up(vault_folder(own_home))
    with Vault.open(vault_folder(own_home), KEYS) as vault:
        for session_id in (ONE, TWO):
            vault.sessions.create(session_id, Log.of().events)
    return own_home


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def file_of(home: Path, session_id: str) -> Path:
    return vault_folder(home) / "sessions" / f"{session_id}.gns"


def listed(run: Run) -> set[str]:
    return {session["id"] for session in json.loads(run("sessions", "list", "--json").out)}


# Checking


def test_a_check_opens_every_save(run: Run, home: Path) -> None:
    ran = run("vault", "check")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == "vault: every save in 2 files was opened; all are whole.\n"
    told = json.loads(run("vault", "check", "--json").out)
    assert told == {"vault": {"files": 2, "whole": 2}, "problems": [], "fine": True}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"garbage", "Nothing in the file can be opened."),
        (None, "Another file stands in the place of this one."),
    ],
)
def test_a_check_says_in_plain_words_what_is_wrong_and_changes_nothing(
    run: Run, home: Path, content: bytes | None, words: str
) -> None:
    path = file_of(home, ONE)
    path.write_bytes(file_of(home, TWO).read_bytes() if content is None else content)
    before = path.read_bytes()
    ran = run("vault", "check")
    assert ran.status == 1
    assert ran.out == "vault: 1 of 2 files are whole, see above.\n"
    assert f"error: sessions/{path.name}: " in ran.err
    assert words in ran.err
    assert path.read_bytes() == before
    assert words in run("doctor").out or path.name in run("doctor").out


def test_a_check_notices_a_flipped_bit_and_a_missing_key_file(run: Run, home: Path) -> None:
    path = file_of(home, ONE)
    content = bytearray(path.read_bytes())
    content[len(content) // 4] ^= 1
    path.write_bytes(content)
    (vault_folder(home) / "vault.key.bak").unlink()
    told = json.loads(run("vault", "check", "--json").out)
    assert {p["where"] for p in told["problems"]} == {"vault.key.bak", f"sessions/{path.name}"}
    assert told["fine"] is False


def test_a_check_opens_the_copies_of_the_backups_too(run: Run, home: Path, stick: Path) -> None:
    assert run("vault", "check", "--backup", stick).status == 1
    run("vault", "backup", stick)
    ran = run("vault", "check", "--backup", stick)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("backup: every save in 2 files was opened; all are whole.\n")
    next((stick / "objects").iterdir()).write_bytes(b"gone bad")
    ran = run("vault", "check", "--backup", stick)
    assert ran.status == 1
    assert "backup: 1 of 2 files are whole" in ran.out
    assert "missing or damaged" in ran.err


# Backing up


def test_a_backup_says_what_was_copied_and_where_it_lies(run: Run, home: Path, stick: Path) -> None:
    ran = run("vault", "backup", stick)
    assert ran.status == 0
    assert ran.out.startswith(f"Backed up 2 files to {stick}, 2 copied now.\nAll of them were read back and")
    assert "same disk" in ran.err
    told = json.loads(run("vault", "backup", stick, "--json").out)
    assert (told["files"], told["copied"], told["dropped"], told["opened"]) == (2, 0, 1, True)
    assert told["fine"] is True


def test_a_backup_goes_to_the_folder_that_was_chosen_in_the_settings(
    run: Run, home: Path, stick: Path
) -> None:
    ran = run("vault", "backup")
    assert (ran.status, ran.out) == (2, "")
    (home / "settings.toml").write_text(f"backup_folder = {json.dumps(str(stick))}\n")
    assert run("vault", "backup").status == 0
    assert stick.is_dir()


def test_a_backup_without_the_passphrase_opens_nothing(
    run: Run, home: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)
    ran = run("vault", "backup", stick, "--without-passphrase")
    assert ran.status == 0
    assert "compared, not opened" in ran.out


def test_a_damaged_file_is_told_at_the_backup_and_the_status_is_1(run: Run, home: Path, stick: Path) -> None:
    run("vault", "backup", stick)
    file_of(home, ONE).write_bytes(b"")
    ran = run("vault", "backup", stick)
    assert ran.status == 1
    assert "keeps the copy that it had" in ran.err


def test_a_backup_is_made_while_the_program_is_open(run: Run, home: Path, stick: Path) -> None:
    with Vault.open(vault_folder(home), KEYS):
        assert run("vault", "backup", stick).status == 0


def test_a_folder_that_is_not_there_is_one_line(run: Run, home: Path, tmp_path: Path) -> None:
    ran = run("vault", "backup", tmp_path / "no" / "stick")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.count("\n") == 1


# Restoring


def test_a_stolen_laptop_is_no_loss(run: Run, home: Path, stick: Path, tmp_path: Path) -> None:
    run("vault", "backup", stick)
    shutil.rmtree(home)
    ran = run("vault", "restore", stick)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Restored 2 files from the backup of ")
    assert listed(run) == {ONE, TWO}
    elsewhere = tmp_path / "elsewhere"
    assert run("--home", elsewhere, "vault", "restore", stick).status == 0
    assert run("--home", elsewhere, "vault", "check").status == 0


def test_the_records_from_before_are_kept_and_doctor_knows_them(run: Run, home: Path, stick: Path) -> None:
    run("vault", "backup", stick)
    told = json.loads(run("vault", "restore", stick, "--json").out)
    aside = Path(told["kept_aside"])
    assert aside.parent == home
    assert (aside / "sessions" / f"{ONE}.gns").exists()
    assert (told["files"], told["missing"], told["fine"]) == (2, 0, True)
    assert aside.name in run("doctor").out
    assert "kept in" in run("vault", "restore", stick).out


def test_one_session_is_restored_by_the_beginning_of_its_id(run: Run, home: Path, stick: Path) -> None:
    run("vault", "backup", stick)
    file_of(home, ONE).unlink()
    assert listed(run) == {TWO}
    ran = run("vault", "restore", stick, "--session", "AAAA")
    assert (ran.status, ran.err) == (0, "")
    assert listed(run) == {ONE, TWO}
    assert run("vault", "restore", stick, "--session", "c").status == 1
    assert run("vault", "restore", stick, "--session", "").status == 1


def test_a_damaged_backup_replaces_nothing_unless_it_is_forced(run: Run, home: Path, stick: Path) -> None:
    run("vault", "backup", stick)
    next((stick / "objects").iterdir()).write_bytes(b"gone bad")
    ran = run("vault", "restore", stick)
    assert (ran.status, ran.out) == (1, "")
    assert "--force" in ran.err
    assert listed(run) == {ONE, TWO}
    ran = run("vault", "restore", stick, "--force")
    assert ran.status == 1
    assert len(listed(run)) == 1


def test_the_backups_are_listed_without_the_passphrase(
    run: Run, home: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no backup" in run("vault", "restore", stick, "--list").out
    run("vault", "backup", stick)
    monkeypatch.delenv(VARIABLE)
    heading, line = run("vault", "restore", stick, "--list").out.splitlines()
    assert heading.split() == ["MADE", "FILES"]
    assert line.endswith("  2")
    told = json.loads(run("vault", "restore", stick, "--list", "--json").out)
    assert [(b["files"], b["vault"]) for b in told["backups"]] == [(2, KEYS.vault_id)]
    next((stick / "manifests").iterdir()).write_bytes(b"")
    assert run("vault", "restore", stick, "--list").status == 1


def test_a_day_before_the_first_backup_has_none(run: Run, home: Path, stick: Path) -> None:
    run("vault", "backup", stick)
    assert run("vault", "restore", stick, "--as-of", "1999-12-31").status == 1
    assert run("vault", "restore", stick, "--as-of", "yesterday").status == 2
    assert run("vault", "restore", stick, "--as-of", "9998-12-31").status == 0


def test_a_day_ends_at_midnight_here() -> None:
    end = _end_of("2026-11-24")
    assert end is not None
    assert f"{end:%Y-%m-%d %H:%M}" == "2026-11-24 23:59"
    assert end.tzinfo is not None
    with pytest.raises(WrongUsage):
        _end_of("2026-13-01")


def test_a_wrong_passphrase_restores_nothing(
    run: Run, home: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("vault", "backup", stick)
    monkeypatch.setenv(VARIABLE, "not the passphrase")
    ran = run("vault", "restore", stick)
    assert (ran.status, ran.out) == (3, "")
    monkeypatch.delenv(VARIABLE)
    assert run("vault", "restore", stick).status == 3


def test_while_the_program_is_open_nothing_is_restored(run: Run, home: Path, stick: Path) -> None:
    run("vault", "backup", stick)
    with Vault.open(vault_folder(home), KEYS):
        for words in ([], ["--session", ONE]):
            ran = run("vault", "restore", stick, *words)
            assert (ran.status, ran.out) == (3, "")
            assert "Close it" in ran.err


@pytest.mark.parametrize("words", [[], ["--session", ONE]])
def test_at_a_terminal_restoring_asks_first(
    run: Run, home: Path, stick: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    run("vault", "backup", stick)
    monkeypatch.setattr(asking, "at_terminal", lambda: True)
    monkeypatch.setattr(asking, "_line", lambda prompt: "n\n")
    before = file_of(home, ONE).read_bytes()
    ran = run("vault", "restore", stick, *words)
    assert (ran.status, ran.err) == (1, "Nothing was changed.\n")
    assert file_of(home, ONE).read_bytes() == before
    monkeypatch.setattr(asking, "_line", lambda prompt: "y\n")
    assert run("vault", "restore", stick, *words).status == 0


def test_a_restore_that_was_cut_off_at_the_last_moment_is_brought_to_its_end_by_any_command(
    run: Run, home: Path
) -> None:
    vault_folder(home).rename(staged(vault_folder(home)))
    assert listed(run) == {ONE, TWO}
    assert vault_folder(home).is_dir()


def test_where_the_key_file_is_gone_no_new_one_is_made_and_nothing_looks_empty(
    run: Run, home: Path, stick: Path, tmp_path: Path
) -> None:
    run("vault", "backup", stick)
    for name in ("vault.key", "vault.key.bak"):
        (vault_folder(home) / name).unlink()
    code = tmp_path / "code.txt"
    for words in (
        ["sessions", "list"],
        ["members", "list"],
        ["vault", "check"],
        ["vault", "backup", stick],
        ["vault", "init", "--recovery-code-file", code],
    ):
        ran = run(*words)
        assert (ran.status, ran.out) == (3, "")
        assert "their key file is gone" in ran.err
    assert not code.exists()
    assert "their key file is gone" in run("doctor").out
    assert run("vault", "restore", stick).status == 0
    assert listed(run) == {ONE, TWO}


# Doctor


def test_doctor_without_the_passphrase_says_what_can_be_seen(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)
    ran = run("doctor")
    assert ran.status == 0
    assert "2 sealed files, not looked into" in ran.out
    assert ran.out.endswith("Whatever can be seen without the passphrase is in order.\n")
    assert json.loads(run("doctor", "--json").out)["vault"]["state"] == "locked"
    monkeypatch.setenv(VARIABLE, "not the passphrase")
    ran = run("doctor")
    assert ran.status == 3
    assert "That is not the passphrase" in ran.out
    assert run("doctor", "--passphrase-file", home / "none").status == 3


def test_doctor_names_each_damaged_file_once(run: Run, home: Path) -> None:
    file_of(home, ONE).write_bytes(b"")
    ran = run("doctor")
    assert ran.status == 1
    assert ran.out.count(f"sessions/{ONE}") == 1
    assert "every save in 1 of 2 files is whole" in ran.out


def test_doctor_says_when_a_backup_is_due(
    run: Run, home: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "hint: backup: No folder for backups is chosen" in run("doctor").out
    (home / "settings.toml").write_text(f"backup_folder = {json.dumps(str(stick))}\n")
    assert "Plug its disk in" in run("doctor").out
    run("vault", "backup")
    monkeypatch.setattr(backup_age, "same_disk", lambda one, other: False)
    assert "backup:" not in run("doctor").out


# Rescuing


def test_what_another_computer_wrote_is_added_and_it_may_be_done_twice(
    run: Run, home: Path, stick: Path
) -> None:
    stick.mkdir()
    (stick / f"{ONE} (conflict).gns").write_bytes(file_of(home, ONE).read_bytes())
    file_of(home, ONE).unlink()
    ran = run("vault", "rescue", stick)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("1 sealed file of these records found and opened.\n")
    assert "came back" in ran.out
    assert listed(run) == {ONE, TWO}
    again = run("vault", "rescue", stick)
    assert again.out.endswith("The records have all of it already.\n")
    told = json.loads(run("vault", "rescue", stick, "--json").out)
    assert told == {"files": 1, "acts": 0, "texts": 0, "problems": [], "fine": True}


def test_a_rescue_from_a_folder_that_is_not_there_is_said(run: Run, home: Path, stick: Path) -> None:
    ran = run("vault", "rescue", stick)
    assert (ran.status, ran.err) == (
        1,
        "That folder is not there. Look at its name, and whether its disk is in.\n",
    )


def test_nothing_is_rescued_while_the_program_is_open(run: Run, home: Path, stick: Path) -> None:
    stick.mkdir()
    with Vault.open(vault_folder(home), KEYS):
        assert run("vault", "rescue", stick).status == 3


def test_settings_and_themes_come_back_and_it_is_said(run: Run, home: Path, stick: Path) -> None:
    (home / "settings.toml").write_text('facilitator = "Kim"\n')
    run("vault", "backup", stick)
    (home / "settings.toml").write_text('facilitator = "Max"\n')
    ran = run("vault", "restore", stick)
    assert "Back too: settings.toml. What stood there is kept beside it." in ran.out
    assert (home / "settings.toml").read_text() == 'facilitator = "Kim"\n'
    assert "settings.toml.before-" in run("doctor").out
