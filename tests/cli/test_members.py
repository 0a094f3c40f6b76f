"""`iop-group members ...`."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from iop_group.home import vault_folder
from iop_group.vault.vault import Vault
from tests.cli.conftest import Run
from tests.vault.sealing import KEYS

HOSTILE = ["[/b]", "O'Neil [meh]", "[@click=app.quit]x[/]", "שלום", "👩‍👩‍👧", "中文", "\x1b[31mred"]


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "names.csv"
    path.write_text("display_name\nAna R.\nBen\nBen\n", encoding="utf-8")
    return path


def _members(home: Path) -> list[str]:
    return [m.display_name for m in Vault.read_only(vault_folder(home), KEYS).registry.members().values()]


def test_nobody_yet_says_what_to_do(run: Run) -> None:
    ran = run("members", "list")
    assert ran.status == 0
    assert "members import" in ran.out
    assert json.loads(run("members", "list", "--json").out) == []


@pytest.mark.usefixtures("locked_home")
def test_names_come_in_and_stand_on_the_roster(run: Run, names: Path, tmp_path: Path) -> None:
    ran = run("members", "import", names, "--group", "Tuesday evening")
    assert (ran.status, ran.out) == (0, "Added 3 members to Tuesday evening.\n")
    assert ran.err.startswith("hint: names.csv:4:")
    listed = json.loads(run("members", "list", "--json").out)
    assert [m["display_name"] for m in listed] == ["Ana R.", "Ben", "Ben"]
    assert {g["name"] for m in listed for g in m["groups"]} == {"Tuesday evening"}
    assert len({m["code"] for m in listed}) == 3
    lines = run("members", "list").out.splitlines()
    assert lines[0].split() == ["CODE", "DISPLAY", "NAME", "GROUPS"]
    assert lines[1].endswith("Tuesday evening")


@pytest.mark.usefixtures("locked_home")
def test_a_second_import_adds_nobody_twice(run: Run, names: Path, tmp_path: Path) -> None:
    run("members", "import", names, "--group", "Tuesday evening")
    names.write_text("ana r.\nBen\nBen\nBen\nCy\n", encoding="utf-8")
    ran = run("members", "import", names, "--group", "TUESDAY evening")
    assert ran.out.startswith("Added 2 members to Tuesday evening.\nLeft out 3 names already there.")
    assert _members(tmp_path / "home") == ["Ana R.", "Ben", "Ben", "Ben", "Cy"]
    with Vault.open(vault_folder(tmp_path / "home"), KEYS) as vault:
        (group,) = vault.registry.groups()
        assert len(group.roster) == 5


@pytest.mark.usefixtures("locked_home")
def test_names_without_a_group_are_members_all_the_same(run: Run, names: Path) -> None:
    assert run("members", "import", names).out == "Added 3 members.\n"
    assert run("members", "import", names).out.startswith("Added 0 members.")


def test_nothing_is_added_while_a_line_is_wrong(run: Run, names: Path, tmp_path: Path) -> None:
    names.write_text(f"Ana\n{'x' * 80}\n", encoding="utf-8")
    ran = run("members", "import", names)
    assert (ran.status, ran.out) == (1, "")
    assert "names.csv:2:" in ran.err
    assert ran.err.endswith("Nothing was added. Mend these lines and import the file again.\n")
    assert not (tmp_path / "home").exists()


@pytest.mark.usefixtures("locked_home")
def test_two_groups_of_the_same_name_are_unclear(run: Run, names: Path, tmp_path: Path) -> None:
    from iop_group.domain.people import Group

    with Vault.open(vault_folder(tmp_path / "home"), KEYS) as vault:
        vault.registry.put_many(groups=[Group(id="a", name="Noon"), Group(id="b", name="noon")])
    assert run("members", "import", names, "--group", "noon").status == 1
    assert run("members", "import", names, "--group", "a").out == "Added 3 members to Noon.\n"


@pytest.mark.usefixtures("locked_home")
def test_a_group_needs_a_name(run: Run, names: Path) -> None:
    ran = run("members", "import", names, "--group", " ")
    assert ran.status == 1
    assert ran.err.endswith("The group's name is empty. Type at least one letter.\n")


@pytest.mark.usefixtures("locked_home")
def test_hostile_names_come_through_unharmed(run: Run, names: Path, tmp_path: Path) -> None:
    names.write_text("\n".join(HOSTILE), encoding="utf-8")
    assert run("members", "import", names, "--group", "[/b]").status == 0
    ran = run("members", "list")
    assert "\x1b" not in ran.out
    for name in HOSTILE[:-1]:
        assert name in ran.out
    assert "[31mred" in ran.out


@pytest.mark.usefixtures("locked_home")
def test_importing_while_the_program_is_open_is_status_3(run: Run, names: Path, tmp_path: Path) -> None:
    with Vault.open(vault_folder(tmp_path / "home"), KEYS):
        ran = run("members", "import", names)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.count("open") >= 1


@pytest.mark.usefixtures("locked_home")
def test_a_damaged_registry_is_said(run: Run, tmp_path: Path) -> None:
    folder = vault_folder(tmp_path / "home")
    (folder / "registry.gns").write_text("{")
    ran = run("members", "list")
    assert ran.status == 1
    assert "could not be read" in ran.err


# One member's record


def test_a_members_record_names_nobody_else(run: Run, demo_home: Path, tmp_path: Path) -> None:
    listed = json.loads(run("--home", demo_home, "members", "list", "--json").out)
    theirs = listed[0]
    ran = run("--home", demo_home, "members", "export", theirs["code"], "--format", "json")
    assert (ran.status, ran.err.count("confidential")) == (0, 1)
    told = json.loads(ran.out)
    assert told["member"] == {"code": theirs["code"], "name": theirs["display_name"]}
    assert told["sessions_attended"] > 0
    out = tmp_path / "out"
    out.mkdir()
    assert run("--home", demo_home, "members", "export", theirs["code"], "--out", out).status == 0
    (written,) = out.iterdir()
    assert written.name == f"member-{theirs['code']}.md"
    text = written.read_text(encoding="utf-8")
    assert theirs["display_name"] in text
    for other in listed[1:]:
        assert not re.search(rf"\b{re.escape(other['display_name'])}\b", text)


@pytest.mark.usefixtures("locked_home")
def test_a_code_that_nobody_has_is_said_in_one_line(run: Run) -> None:
    ran = run("members", "export", "nobody")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "There is no member with this code. See `iop-group members list` for the codes.\n"


def test_without_records_there_is_no_member_to_take_out(run: Run) -> None:
    assert run("members", "export", "nobody").status == 1


def test_a_damaged_session_is_reported_and_the_rest_is_taken_out(
    run: Run, demo_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(demo_home, home)
    sessions = sorted((vault_folder(home) / "sessions").glob("*.gns"))
    sessions[0].write_bytes(b"x" * 300)
    code = json.loads(run("members", "list", "--json").out)[0]["code"]
    ran = run("members", "export", code, "--format", "json")
    assert ran.status == 1
    assert "sessions/" in ran.err
    assert json.loads(ran.out)["sessions"]


# One member over time


def test_a_member_over_time_is_a_session_a_line_and_names_nobody_else(run: Run, demo_home: Path) -> None:
    listed = json.loads(run("--home", demo_home, "members", "list", "--json").out)
    theirs = listed[0]
    ran = run("--home", demo_home, "members", "show", theirs["code"])
    assert (ran.status, ran.err) == (0, "")
    head, *lines = ran.out.splitlines()
    assert head.split()[:6] == ["DATE", "GROUP", "ATTENDANCE", "MIN", "NOTE", "MOOD"]
    told = json.loads(run("--home", demo_home, "members", "show", theirs["code"], "--json").out)
    assert told["member"] == {"code": theirs["code"], "name": theirs["display_name"]}
    assert len(lines) == len(told["sessions"]) > 0
    assert [line.split()[0] for line in lines] == [s["local_date"] for s in told["sessions"]]
    assert sum(w["minutes"] for w in told["weeks"]) == sum(
        s["attendance"]["minutes"] for s in told["sessions"]
    )
    for other in listed[1:]:
        assert not re.search(rf"\b{re.escape(other['display_name'])}\b", ran.out + json.dumps(told))


@pytest.mark.usefixtures("locked_home")
def test_showing_somebody_without_a_session_says_so(run: Run, names: Path) -> None:
    run("members", "import", names)
    code = json.loads(run("members", "list", "--json").out)[0]["code"]
    assert run("members", "show", code).out == "This member has not been in a session yet.\n"
    assert json.loads(run("members", "show", code, "--json").out)["sessions"] == []
    assert run("members", "show", "nobody").status == 1
