"""One program at a time opens the vault; what is wrong with a home is said in one plain line."""

from __future__ import annotations

import errno
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from iop_group.domain.errors import HomeInUse, HomeUnusable, NewerFile, NotSaved
from iop_group.domain.people import Member
from iop_group.vault import reserve
from iop_group.vault import vault as module
from iop_group.vault.vault import Vault
from tests.vault.disks import FaultyDisk, SimulatedDisk, chance
from tests.vault.sample import OTHER, SESSION, WORDS, clock, note, planned, put_number, started
from tests.vault.sealing import KEYS, put_tables, tables_in

HOLD_THE_LOCK = """
import sys
from pathlib import Path
from iop_group.vault.vault import Vault
from tests.vault.sealing import KEYS
vault = Vault.open(Path(sys.argv[1]), KEYS)
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(own_home: Path) -> Path:
    return own_home / "vault"


def test_a_new_vault_is_made_and_private(folder: Path) -> None:
    with Vault.open(folder, KEYS) as vault:
        vault.sessions.create(SESSION, [planned()])
        vault.private.create(SESSION, [note(1)])
        vault.registry.put_member(Member("A1B2C", "Ana"))
        assert vault.problems == ()
    found = {path: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    names = {path.name for path in found}
    assert names >= {"sessions", "private", "quarantine", "registry.gns", "index.gni", "device", "lock"}
    assert all(mode == (0o700 if path.is_dir() else 0o600) for path, mode in found.items())


def test_everything_is_there_when_it_is_opened_again(folder: Path) -> None:
    with Vault.open(folder, KEYS, now=clock) as vault:
        file = vault.sessions.create(SESSION, [planned()])
        file.save([started(), note(1)], {"note": "half"})
        vault.private.create(SESSION, [note(7, "for me alone")])
        device = vault.device
    with Vault.open(folder, KEYS) as vault:
        assert vault.device == device
        assert vault.sessions.open(SESSION).typing == {"note": "half"}
        assert vault.private.open(SESSION).events == (note(7, "for me alone"),)
        assert [s.id for s in vault.index.summaries()] == [SESSION]
        assert vault.index.search("alone") == []


def test_a_second_program_is_told_where_to_go_on(folder: Path) -> None:
    with (
        Vault.open(folder, KEYS),
        pytest.raises(HomeInUse, match="Go on in the window where it runs") as error,
    ):
        Vault.open(folder, KEYS)
    assert error.value.exit_status == 3
    Vault.open(folder, KEYS).close()


def test_a_killed_program_leaves_the_vault_free(folder: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_LOCK, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(HomeInUse):
            Vault.open(folder, KEYS)
        holder.kill()
    Vault.open(folder, KEYS).close()


def test_lists_can_be_read_while_the_program_runs_and_nothing_is_written(folder: Path) -> None:
    with Vault.open(folder, KEYS) as vault:
        vault.sessions.create(SESSION, [planned(), note(1, "pancakes")])
        before = sorted(folder.rglob("*"))
        with Vault.read_only(folder, KEYS) as reader:
            assert [s.id for s, _ in reader.index.search("pancakes")] == [SESSION]
            assert reader.sessions.read(SESSION)[0] == (planned(), note(1, "pancakes"))
            with pytest.raises(NotSaved):
                put_number(reader.registry, 1)
        assert sorted(folder.rglob("*")) == before


def test_a_home_that_is_not_there_yet_reads_as_empty(folder: Path) -> None:
    reader = Vault.read_only(folder, KEYS)
    assert (reader.index.summaries(), reader.registry.groups(), reader.problems) == ([], (), ())
    reader.close()
    assert not folder.exists()


def test_damage_is_known_as_soon_as_the_vault_is_open_and_comes_back_no_more(folder: Path) -> None:
    with Vault.open(folder, KEYS) as vault:
        vault.sessions.create(OTHER, [planned(OTHER)])
        vault.registry.put_member(Member("A1B2C", "Ana"))
    (folder / "sessions" / f"{SESSION}.gns").write_bytes(b"")
    (folder / "registry.gns").write_bytes(b"\0")
    with Vault.open(folder, KEYS) as vault:
        assert [problem.where for problem in vault.problems] == [
            "registry.gns",
            f"sessions/{SESSION}.gns",
        ]
        assert [s.id for s in vault.index.summaries()] == [OTHER]
    with Vault.open(folder, KEYS) as vault:
        assert vault.problems == ()


def test_what_a_crash_left_half_written_is_gone_after_opening(folder: Path) -> None:
    Vault.open(folder, KEYS).close()
    for inner in ("", "sessions", "private", "quarantine"):
        (folder / inner / "x.gns.12345678.tmp").write_text(WORDS)
    Vault.open(folder, KEYS).close()
    assert not list(folder.rglob("*.tmp"))


def test_a_file_where_the_folder_should_be_is_told(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("")
    with pytest.raises(HomeUnusable, match="is not a folder"):
        Vault.open(folder, KEYS)
    with pytest.raises(HomeUnusable, match="is not a folder"):
        Vault.open(folder / "inside", KEYS)


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EACCES, "cannot be written"), (errno.ENOSPC, "is full"), (errno.EIO, "cannot")],
)
def test_a_home_that_cannot_be_written_is_told_and_not_locked(folder: Path, number: int, words: str) -> None:
    with pytest.raises(HomeUnusable, match=words) as error:
        Vault.open(folder, KEYS, disk=FaultyDisk().broken(number))
    assert "--home" in error.value.advice
    Vault.open(folder, KEYS).close()


def test_a_full_disk_is_told_and_what_is_kept_can_be_read(folder: Path) -> None:
    with Vault.open(folder, KEYS) as vault:
        vault.sessions.create(SESSION, [planned()])
        steps = FaultyDisk()
    Vault.open(folder, KEYS, disk=steps).close()
    probe = steps.calls.index("open")
    full = FaultyDisk(dict.fromkeys(range(probe, 1000), errno.ENOSPC))
    with Vault.open(folder, KEYS, disk=full) as vault:
        (problem,) = vault.problems
        assert "disk is full" in problem.text
        assert vault.sessions.open(SESSION).events == (planned(),)
        with pytest.raises(NotSaved, match="disk is full"):
            vault.sessions.create(OTHER, [planned(OTHER)])
    refusing = FaultyDisk({probe + 1: errno.EROFS})
    with pytest.raises(HomeUnusable, match="cannot be written"):
        Vault.open(folder, KEYS, disk=refusing)
    assert not list(folder.rglob("*.tmp"))


def test_an_unreadable_device_file_gets_a_new_name(folder: Path) -> None:
    with Vault.open(folder, KEYS) as vault:
        first = vault.device
    (folder / "device").write_bytes(b"\xff\0")
    with Vault.open(folder, KEYS) as vault:
        assert vault.device != first
        assert len(vault.device) == 16
    with Vault.open(folder, KEYS, device="mine") as vault:
        assert vault.device == "mine"


def test_a_registry_of_a_newer_version_stops_the_start_and_frees_the_lock(folder: Path) -> None:
    with Vault.open(folder, KEYS) as vault:
        put_number(vault.registry, 1)
    path = folder / "registry.gns"
    tables = tables_in(path)
    tables["meta"]["1"]["schema"] = 2
    put_tables(path, tables)
    for _ in range(2):
        with pytest.raises(NewerFile):
            Vault.open(folder, KEYS)


def test_the_folders_of_a_vault_survive_a_power_cut_right_after_it_was_opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "take_lock", lambda _: lambda: None)
    monkeypatch.setattr(reserve, "SIZE", 256)
    place = Path("/home/kim/.local/share/vault")
    for seed in range(20):
        disk = SimulatedDisk(chance(seed))
        vault = Vault.open(place, KEYS, disk=disk)
        vault.sessions.create(SESSION, [planned()])
        vault.registry.put_member(Member("A1B2C", "Ana"))
        device, after = vault.device, disk.power_cut()
        again = Vault.open(place, KEYS, disk=after)
        assert again.device == device
        assert again.sessions.ids() == (SESSION,)
        assert set(again.registry.members()) == {"A1B2C"}
