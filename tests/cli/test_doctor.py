"""`iop-group doctor`."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from iop_group.home import vault_folder
from iop_group.vault.vault import Vault
from tests.cli.conftest import Ran, Run
from tests.domain.logs import Log
from tests.vault.sealing import KEYS, put_tables, tables_in


@pytest.fixture
def home(demo_home: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(demo_home, tmp_path / "home"))


def _texts(ran: Ran) -> str:
    return " ".join(p["text"] for p in json.loads(ran.out)["problems"])


def test_a_home_in_order(run: Run, home: Path) -> None:
    ran = run("doctor")
    assert (ran.status, ran.err) == (0, "")
    assert str(home) in ran.out
    assert "19 sessions, 3 groups, 21 members; 19 sessions of 19 opened" in ran.out
    assert ran.out.endswith("Everything is in order.\n")
    told = json.loads(run("doctor", "--json").out)
    kept = {"sessions": 19, "opened": 19, "groups": 3, "members": 21}
    assert told["vault"] == {"state": "open", "files": 20, "whole": 20, **kept}
    assert told["fine"] is True
    assert [(p["severity"], p["where"]) for p in told["problems"]] == [("hint", "backup")]


def test_a_home_not_made_yet_is_in_order_and_stays_unmade(run: Run, tmp_path: Path) -> None:
    assert run("doctor").status == 0
    assert not (tmp_path / "home").exists()


def test_every_file_that_does_not_open_is_named(run: Run, home: Path) -> None:
    sessions = sorted((home / "vault" / "sessions").iterdir())
    sessions[0].write_text("{")
    with Vault.open(vault_folder(home), KEYS) as vault:  # sets the damaged one aside
        vault.sessions.create("0" * 32, Log.of().events[1:])
    sessions[1].write_text("{")
    ran = run("doctor")
    assert ran.status == 1
    assert sessions[1].stem in ran.out
    assert "0" * 32 in ran.out
    assert "hint: vault/quarantine: 1 file set aside here earlier: 1 damaged." in ran.out
    assert ran.out.endswith("There is something to mend, see above.\n")


def test_what_lies_in_the_quarantine_is_counted_and_what_may_be_done_is_said(run: Run, home: Path) -> None:
    quarantine = home / "vault" / "quarantine"
    for name in ("x.gns.damaged-1", "x.gns.theirs-1", "x.gns.theirs-2", "x.gns.replaced-1", "x.gns.1.tmp"):
        (quarantine / name).write_bytes(b"kept")
    ran = run("doctor")
    assert ran.status == 0
    assert "4 files set aside here earlier: 1 damaged, 2 written by another program or computer" in ran.out
    assert f"`iop-group vault rescue {quarantine}` adds to the records what can be opened" in ran.out


def test_a_copy_that_a_sync_program_made_and_words_that_were_refused_are_told_of(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "iop-group-rescue-00000000").mkdir()
    session = next((home / "vault" / "sessions").iterdir())
    shutil.copy(session, session.with_name(f"{session.stem}-LAPTOP.gns"))
    ran = run("doctor")
    assert ran.status == 1
    assert f"warning: sessions/{session.stem}-LAPTOP.gns: A copy under another name" in ran.out
    assert "hint: iop-group-rescue-00000000: What the disk had refused." in ran.out


def test_what_is_wrong_in_themes_and_settings_is_said(run: Run, home: Path) -> None:
    topics = home / "themes" / "topics"
    topics.mkdir(parents=True)
    (topics / "bad.md").write_text("no title")
    (home / "settings.toml").write_text("late_after_minutes = 'soon'\n")
    ran = run("doctor", "--json")
    assert ran.status == 1
    assert {p["where"] for p in json.loads(ran.out)["problems"]} == {
        "topics/bad.md",
        "settings.toml",
        "backup",
    }


def test_a_home_that_is_a_file_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x")
    ran = run("doctor")
    assert ran.status == 1
    assert "error: home: This is a file" in ran.out


@pytest.mark.skipif(os.name != "posix", reason="no modes")
def test_a_vault_open_to_others_is_said(run: Run, home: Path) -> None:
    (home / "vault").chmod(0o755)
    ran = run("doctor", "--json")
    assert ran.status == 1
    assert "chmod 700" in _texts(ran)


def test_a_home_that_cannot_be_written_or_read_is_said(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setattr(Vault, "read_only", refused)
    ran = run("doctor", "--json")
    assert ran.status == 1
    assert "It cannot be written." in _texts(ran)
    assert "It cannot be read (Permission denied)." in _texts(ran)


def test_a_full_disk_is_said(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(1000))
    assert "nearly full" in _texts(run("doctor", "--json"))


def test_a_newer_registry_is_said(run: Run, home: Path) -> None:
    registry = home / "vault" / "registry.gns"
    tables = tables_in(registry)
    tables["meta"]["1"]["schema"] = 99
    put_tables(registry, tables)
    ran = run("doctor")
    assert ran.status == 1
    assert "newer version" in ran.out


def test_a_terminal_too_small_is_said(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr("iop_group.tui.terminal.check_terminal", lambda: "It is dumb.")
    monkeypatch.setattr(shutil, "get_terminal_size", lambda *_, **_named: os.terminal_size((40, 10)))
    ran = run("doctor", "--json")
    assert ran.status == 1
    assert "It is dumb. It is 40x10." in _texts(ran)
    monkeypatch.setattr("iop_group.tui.terminal.check_terminal", lambda: None)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda *_, **_named: os.terminal_size((80, 24)))
    assert run("doctor").status == 0


def test_an_older_file_put_back_is_told_of(run: Run, home: Path) -> None:
    path = sorted((home / "vault" / "sessions").iterdir())[0]
    before = path.read_bytes()
    with Vault.open(vault_folder(home), KEYS) as vault:
        vault.sessions.open(path.stem).save([], {"note": "later"})
    path.write_bytes(before)
    ran = run("doctor")
    assert ran.status == 1
    assert f"error: sessions/{path.name}: An older version stands here" in ran.out
