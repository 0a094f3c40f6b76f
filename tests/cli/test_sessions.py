"""`iop-group sessions ...`: what was held, found and taken out."""

from __future__ import annotations

import json
import os
import shutil
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from iop_group.domain.events import (
    AttendanceMarked,
    BlockEntered,
    CommitmentMade,
    ConcernRaised,
    Mark,
    NoteWritten,
)
from iop_group.domain.people import Member
from iop_group.home import vault_folder
from iop_group.vault.vault import Vault
from tests.cli.conftest import Run
from tests.domain.logs import Log, plan
from tests.hostile import HOSTILE
from tests.vault.sealing import KEYS, put_tables, tables_in


def _ids(home: Path) -> list[str]:
    return [s.id for s in Vault.read_only(vault_folder(home), KEYS).index.summaries()]


def _copy(home: Path, to: Path) -> Path:
    shutil.copytree(home, to)
    return to


def test_an_empty_home_says_what_to_do(run: Run, tmp_path: Path) -> None:
    ran = run("sessions", "list")
    assert (ran.status, ran.err) == (0, "")
    assert (
        ran.out
        == f"There are no sessions in {tmp_path / 'home'} yet. Start the first one with `iop-group`.\n"
    )
    assert json.loads(run("sessions", "list", "--json").out) == []
    assert not (tmp_path / "home").exists()


def test_every_session_has_a_line_the_newest_first(run: Run, demo_home: Path) -> None:
    ran = run("sessions", "list", "--home", demo_home)
    heading, *lines = ran.out.splitlines()
    assert (ran.status, ran.err) == (0, "")
    assert heading.split() == ["ID", "BEGAN", "GROUP", "NO", "TOPIC", "CAME", "SIGNED", "STATE"]
    assert [line.split()[0] for line in lines] == [i[:8] for i in _ids(demo_home)]
    assert lines[0].endswith("unfinished")
    column = heading.index("TOPIC")
    assert all(line[column - 2 : column] == "  " for line in lines)


def test_a_list_for_scripts_tells_what_showing_one_tells(run: Run, demo_home: Path) -> None:
    listed = json.loads(run("--home", demo_home, "sessions", "list", "--json").out)
    assert [s["id"] for s in listed] == _ids(demo_home)
    for line in (listed[0], listed[1], listed[-1]):
        shown = json.loads(run("--home", demo_home, "sessions", "show", line["id"], "--json").out)
        same = {"id", "group", "group_name", "number", "facilitator", "started_at", "closed_at"}
        assert {k: shown[k] for k in same} == {k: line[k] for k in same}
        assert shown["topic"]["title"] == line["topic"]["title"]
        assert [a["member"] for a in shown["attendance"] if a["arrived_at"]] == line["came"]
        assert sum(r["status"] == "signed" for r in shown["record"]) == line["signed"]
        assert len(shown["record"]) == line["notes"]


def test_json_is_ascii(run: Run, demo_home: Path) -> None:
    assert run("sessions", "show", _ids(demo_home)[0], "--json", "--home", demo_home).out.isascii()


def test_one_session_is_shown_whole_by_the_beginning_of_its_id(run: Run, demo_home: Path) -> None:
    whole = _ids(demo_home)[3]
    ran = run("--home", demo_home, "sessions", "show", whole[:10].upper())
    assert ran.status == 0
    assert ran.out == run("--home", demo_home, "sessions", "show", whole).out
    assert "Attendance" in ran.out


@pytest.mark.parametrize(
    ("typed", "advice"), [("zz", "sessions list"), ("", "sessions list"), ("../x", "list")]
)
def test_an_unknown_id_is_one_line(typed: str, advice: str, run: Run, demo_home: Path) -> None:
    ran = run("--home", demo_home, "sessions", "show", typed)
    assert (ran.status, ran.out) == (1, "")
    assert advice in ran.err


def test_a_beginning_that_two_sessions_share_is_not_enough(run: Run, demo_home: Path, tmp_path: Path) -> None:
    home = _copy(demo_home, tmp_path / "copy")
    folder = home / "vault" / "sessions"
    first = next(iter(folder.iterdir())).stem
    twin = first[:-1] + ("0" if first[-1] != "0" else "1")
    shutil.copy(folder / f"{first}.gns", folder / f"{twin}.gns")
    ran = run("--home", home, "sessions", "export", first[:12])
    assert ran.status == 1
    assert ran.err == "2 sessions have an id that begins so. Give more of it.\n"


def test_lists_show_as_much_of_an_id_as_tells_two_apart(run: Run, demo_home: Path, tmp_path: Path) -> None:
    home = _copy(demo_home, tmp_path / "copy")
    folder = home / "vault" / "sessions"
    first = next(iter(folder.iterdir()))
    twin = first.stem[:9] + ("0" if first.stem[9] != "0" else "1") + first.stem[10:]
    put_tables(folder / f"{twin}.gns", json.loads(json.dumps(tables_in(first)).replace(first.stem, twin)))
    (home / "vault" / "index.gni").unlink()
    listed = {line.split()[0] for line in run("--home", home, "sessions", "list").out.splitlines()[1:]}
    assert {first.stem[:10], twin[:10]} <= listed


def test_words_are_found_without_minding_case(run: Run, demo_home: Path) -> None:
    ran = run("--home", demo_home, "sessions", "search", "MADE", "up")
    assert ran.status == 0
    assert "Made up for the demo" in ran.out
    found = json.loads(run("--home", demo_home, "sessions", "search", "made up", "--json").out)
    assert found
    assert all("found" in hit for hit in found)


def test_nothing_found_is_said_and_is_no_trouble(run: Run, demo_home: Path) -> None:
    ran = run("--home", demo_home, "sessions", "search", "xylophone")
    assert (ran.status, ran.out) == (0, "No session has all of these words.\n")


@pytest.mark.parametrize("form", ["markdown", "json"])
def test_an_export_warns_and_is_private(form: str, run: Run, demo_home: Path, tmp_path: Path) -> None:
    session, out = _ids(demo_home)[5], tmp_path / "out.txt"
    ran = run("--home", demo_home, "sessions", "export", session, "--format", form, "--out", out)
    assert ran.status == 0
    assert ran.err.startswith("This holds confidential records.")
    assert "Made-up records of the demo" in out.read_text(encoding="utf-8")
    if os.name == "posix":
        assert out.stat().st_mode & 0o777 == 0o600
    printed = run("--home", demo_home, "sessions", "export", session, "--format", form)
    assert "confidential" in printed.err
    if form == "json":
        assert json.loads(printed.out)["id"] == json.loads(out.read_text(encoding="utf-8"))["id"] == session


def test_an_export_into_a_folder_gets_a_name_without_names(run: Run, demo_home: Path, tmp_path: Path) -> None:
    closed, planned = _ids(demo_home)[5], tmp_path / "planned"
    assert run("--home", demo_home, "sessions", "export", closed, "--out", tmp_path).status == 0
    (name,) = [p.name for p in tmp_path.iterdir()]
    assert name.startswith("session-2026-")
    assert name.endswith(f"-{closed[:8]}.md")
    assert not planned.exists()


def test_an_export_never_writes_over_a_file_unless_told(run: Run, demo_home: Path, tmp_path: Path) -> None:
    session, out = _ids(demo_home)[5], tmp_path / "out.md"
    out.write_text("mine")
    words = ["--home", str(demo_home), "sessions", "export", session, "--out", str(out)]
    refused = run(*words)
    assert (refused.status, out.read_text()) == (1, "mine")
    assert "--force" in refused.err
    out.chmod(0o644)
    assert run(*words, "--force").status == 0
    assert out.read_text(encoding="utf-8") != "mine"
    if os.name == "posix":
        assert out.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["out.md"]


def test_an_export_that_cannot_be_written_leaves_nothing_behind(
    run: Run, demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    ran = run("--home", demo_home, "sessions", "export", _ids(demo_home)[5], "--out", tmp_path / "out.md")
    assert ran.status == 1
    assert ran.err == "No space left on device. Check the disk and who may use it.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("locked_home")
def test_a_session_planned_and_never_begun_can_be_exported(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Vault.open(vault_folder(home), KEYS) as vault:
        vault.sessions.create("0" * 32, Log.of().events)
    assert "planned" in run("sessions", "list").out
    out = tmp_path / "out"
    out.mkdir()
    assert run("sessions", "export", "0", "--out", out).status == 0
    assert [p.name[:16] for p in out.iterdir()] == ["session-planned-"]


def test_a_damaged_session_is_reported_and_the_others_are_listed(
    run: Run, demo_home: Path, tmp_path: Path
) -> None:
    home = _copy(demo_home, tmp_path / "copy")
    damaged = home / "vault" / "sessions" / f"{_ids(demo_home)[4]}.gns"
    damaged.write_text("{")
    ran = run("--home", home, "sessions", "list")
    assert ran.status == 1
    assert len(ran.out.splitlines()) == len(_ids(demo_home))
    assert damaged.stem in ran.err
    assert damaged.read_text() == "{"


@pytest.mark.usefixtures("locked_home")
def test_hostile_names_and_notes_come_through_every_command(run: Run, own_home: Path, tmp_path: Path) -> None:
    people = tuple(Member(f"M{n:04}", name) for n, name in enumerate(HOSTILE))
    log = Log.of(
        planned=replace(plan(roster=people), group_name="[/b] \x1b[2J\u202e", facilitator=HOSTILE[18])
    )
    for n, words in enumerate(HOSTILE):
        log.add(n, AttendanceMarked(people[n].code, Mark.ARRIVED))
        log.add(n, NoteWritten(f"n{n}", words, people[n].code))
        log.add(n, CommitmentMade(people[n].code, words))
        log.add(n, ConcernRaised(f"c{n}", people[n].code, words))
    log.add(60, BlockEntered("opening"))
    with Vault.open(vault_folder(own_home), KEYS) as vault:
        vault.sessions.create("a" * 32, log.events)
    for typed in (
        ["list"],
        ["list", "--json"],
        ["show", "a"],
        ["show", "a", "--json"],
        ["search", "O'Neil [MEH]"],
        ["search", "語", "--json"],
        ["search", "\ud800"],
        ["export", "a"],
        ["export", "a", "--format", "json"],
        ["export", "a", "--out", str(tmp_path / "out.md")],
    ):
        ran = run("sessions", *typed)
        assert ran.status == 0
        assert not [c for c in ran.out if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
        assert "\u202e" not in ran.out
        assert ran.out.isascii() or "--json" not in typed


def test_sessions_are_listed_while_the_program_has_the_vault_open(run: Run, tmp_path: Path) -> None:
    with Vault.open(vault_folder(tmp_path / "home"), KEYS):
        assert run("sessions", "list").status == 0
