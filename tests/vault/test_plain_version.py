"""The plain files of the first version are sealed, and go only when their sealed copy is surely there."""

from __future__ import annotations

import base64
import errno
import json
import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from iop_group.domain.errors import Severity
from iop_group.domain.people import Member
from iop_group.vault import reserve
from iop_group.vault import vault as module
from iop_group.vault.disk import Disk
from iop_group.vault.plain_version import migrate
from iop_group.vault.sealed import Kind, Sealing
from iop_group.vault.vault import Vault
from tests.vault.disks import FaultyDisk, HeldDisk, PowerCut, SimulatedDisk, chance
from tests.vault.sample import NOON, OTHER, SESSION, WORDS, clock, note, planned, started
from tests.vault.sealing import KEYS, tables_in

GOLDEN = Path(__file__).parent / "golden" / "plain"
"""A vault as the first version wrote it."""

SPOKEN = note(2, "Ana R. said [/b] \ud800 é")
PRIVATE_WORDS = (
    "Ana R.",
    "Zoë",
    "Zo\\u00eb",
    WORDS,
    "half a sentence",
    "for me alone",
    "Tuesday evening",
    "Friday",
)


@pytest.fixture
def folder(own_home: Path) -> Path:
    shutil.copytree(GOLDEN, own_home / "vault")
    return own_home / "vault"


def plain_files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.json*"))


def check_golden(vault: Vault) -> None:
    """Everything that the golden files hold is there."""
    file = vault.sessions.open(SESSION)
    assert file.events == (planned(), started(), note(1), SPOKEN)
    assert file.typing == {"note": "half a sentence about Zoë"}
    assert vault.sessions.read(OTHER)[0] == (planned(OTHER, number=2, name="Friday"),)
    assert vault.private.read(SESSION)[0] == (note(7, "for me alone"),)
    assert {m.display_name for m in vault.registry.members().values()} == {"Ana R.", "Zoë"}
    assert [g.name for g in vault.registry.groups()] == ["Tuesday evening"]
    assert [s.id for s, _ in vault.index.search("nobody else")] == [SESSION]


def test_everything_of_the_first_version_is_there_and_sealed(folder: Path) -> None:
    with Vault.open(folder, KEYS) as vault:
        check_golden(vault)
        (told,) = vault.problems
        assert (told.severity, told.where) == (Severity.HINT, "vault")
        assert "were sealed" in told.text
    assert plain_files(folder) == []
    with Vault.open(folder, KEYS) as vault:
        check_golden(vault)
        assert vault.problems == ()


def test_no_word_of_it_is_left_in_any_file(folder: Path) -> None:
    Vault.open(folder, KEYS).close()
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not [word for word in PRIVATE_WORDS if word.encode() in content], path


@pytest.mark.parametrize("place", [f"sessions/{SESSION}", "registry"])
def test_devices_times_and_what_nobody_reads_any_more_are_kept_as_they_were(folder: Path, place: str) -> None:
    before = json.loads((folder / f"{place}.json").read_bytes())
    Vault.open(folder, KEYS).close()
    assert tables_in(folder / f"{place}.gns") == before


def test_who_only_reads_changes_nothing_and_is_told(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    reader = Vault.read_only(folder, KEYS)
    assert [p.severity for p in reader.problems] == [Severity.HINT]
    assert "Open the program once" in reader.problems[0].text
    assert sorted(folder.rglob("*")) == before


def test_a_plain_file_that_cannot_be_read_is_kept_sealed_with_its_exact_bytes(folder: Path) -> None:
    broken = b'{"events": {"1": {"text": "' + WORDS.encode()
    (folder / "sessions" / f"{OTHER}.json").write_bytes(broken)
    (folder / "private" / f"{OTHER}.json").write_bytes((folder / "private" / f"{SESSION}.json").read_bytes())
    with Vault.open(folder, KEYS) as vault:
        assert [p.where for p in vault.problems if p.severity is Severity.ERROR] == [
            f"sessions/{OTHER}.json",
            f"private/{OTHER}.json",
        ]
        assert vault.sessions.ids() == (SESSION,)
    kept = [tables_of_kept(path) for path in (folder / "quarantine").glob("*.gns")]
    assert {one["name"] for one in kept} == {f"{OTHER}.json"}
    assert broken in [base64.b64decode(one["base64"]) for one in kept]
    assert plain_files(folder) == []


def test_a_plain_file_with_odd_documents_is_kept_sealed_and_never_stops_the_start(folder: Path) -> None:
    Vault.open(folder, KEYS).close()
    odd = [
        {"meta": {"1": {"schema": 1, "id": SESSION}}, "events": {"1": WORDS}},
        {"meta": {"1": {"schema": 1, "id": SESSION}}, "events": {"one": {"id": WORDS}}},
    ]
    for tables in odd:
        (folder / "sessions" / f"{SESSION}.json").write_text(json.dumps(tables))
        with Vault.open(folder, KEYS) as vault:
            check_golden(vault)
            assert "could not be read" in vault.problems[0].text
        assert plain_files(folder) == []
    kept = [tables_of_kept(path)["base64"] for path in (folder / "quarantine").glob("*.gns")]
    assert all(tables in [json.loads(base64.b64decode(text)) for text in kept] for tables in odd)


def test_while_the_sealed_file_is_held_the_plain_one_stays_and_nothing_is_set_aside(folder: Path) -> None:
    Vault.open(folder, KEYS).close()
    shutil.copy(GOLDEN / "sessions" / f"{SESSION}.json", folder / "sessions")
    disk = HeldDisk(folder / "sessions" / f"{SESSION}.gns", times=2)
    (problem,) = migrate(folder, KEYS, disk=disk, device="d", now=clock)
    assert (problem.severity, problem.where) == (Severity.ERROR, f"sessions/{SESSION}.json")
    assert plain_files(folder) == [f"sessions/{SESSION}.json"]
    assert list((folder / "quarantine").iterdir()) == []
    with Vault.open(folder, KEYS) as vault:
        check_golden(vault)
    assert plain_files(folder) == []


class ForgetfulDisk(Disk):
    """Takes every save of a sealed file that was there, and gives back what it held before."""

    def __init__(self) -> None:
        super().__init__()
        self._before: dict[Path, bytes] = {}

    def read(self, path: Path) -> bytes:
        content = super().read(path)
        return self._before.setdefault(path, content) if path.suffix == ".gns" else content


def test_a_plain_file_goes_only_when_the_sealed_one_reads_back_as_it_was_written(folder: Path) -> None:
    Vault.open(folder, KEYS).close()
    path = folder / "sessions" / f"{SESSION}.json"
    tables = json.loads((GOLDEN / "sessions" / path.name).read_bytes())
    tables["events"]["5"] = {**tables["events"]["4"], "id": "only here"}
    path.write_text(json.dumps(tables))
    (problem,) = migrate(folder, KEYS, disk=ForgetfulDisk(), device="d", now=clock)
    assert "is not what was written" in problem.text
    assert plain_files(folder) == [f"sessions/{SESSION}.json"]
    with Vault.open(folder, KEYS) as vault:
        assert "only here" in {event.id for event in vault.sessions.read(SESSION)[0]}
    assert plain_files(folder) == []


def tables_of_kept(path: Path) -> dict[str, str]:
    found = Sealing(KEYS, Kind.KEPT, Disk(), read_only=True).storage(path).read()
    assert found is not None
    document: dict[str, str] = found["kept"]["1"]
    return document


def test_what_the_first_version_had_set_aside_is_sealed_too(folder: Path) -> None:
    quarantine = folder / "quarantine"
    quarantine.mkdir()
    for name in ("sessions-x-12345678.json", "sessions-x-12345678.json.original"):
        (quarantine / name).write_text(WORDS)
    Vault.open(folder, KEYS).close()
    kept = [tables_of_kept(path) for path in quarantine.iterdir()]
    assert {base64.b64decode(one["base64"]) for one in kept} == {WORDS.encode()}
    assert len(kept) == 2


def test_a_plain_file_of_a_newer_version_is_left_as_it_is(folder: Path) -> None:
    path = folder / "sessions" / f"{OTHER}.json"
    path.write_text(path.read_text().replace('"schema":1', '"schema":2'))
    with Vault.open(folder, KEYS) as vault:
        (problem,) = (p for p in vault.problems if p.severity is Severity.ERROR)
        assert "newer version" in problem.text
    assert path.exists()


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_whatever_step_fails_the_next_start_goes_on(folder: Path, number: int, tmp_path: Path) -> None:
    steps = FaultyDisk()
    shutil.copytree(folder, tmp_path / "counting")
    migrate(tmp_path / "counting", KEYS, disk=steps, device="d", now=clock)
    for at in range(len(steps.calls)):
        place = Path(shutil.copytree(folder, tmp_path / f"{number}-{at}"))
        faulty = FaultyDisk({at: number})
        with suppress(OSError):
            migrate(place, KEYS, disk=faulty, device="d", now=clock)
        with Vault.open(place, KEYS) as vault:
            check_golden(vault)
        assert plain_files(place) == []


def on_the_simulated_disk(folder: Path, disk: SimulatedDisk, place: Path) -> None:
    for path in sorted(folder.rglob("*")):
        there = place / path.relative_to(folder)
        if path.is_dir():
            disk.makedirs(there)
        else:
            disk.makedirs(there.parent)
            fd = disk.open(there, create=True)
            disk.pwrite(fd, path.read_bytes(), 0)
            disk.fsync(fd)
    for inner in (place.parent, place, place / "sessions", place / "private"):
        disk.sync_dir(inner)
    disk.sync_dir(place.parent.parent)


def test_after_a_power_cut_at_every_single_operation_nothing_is_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "take_lock", lambda _: lambda: None)
    monkeypatch.setattr(reserve, "SIZE", 256)
    place = Path("/home/kim/vault")
    counting = SimulatedDisk(chance(0))
    on_the_simulated_disk(folder, counting, place)
    before = counting.calls
    Vault.open(place, KEYS, disk=counting)
    for cut_at in range(before + 1, counting.calls + 1):
        disk = SimulatedDisk(chance(cut_at), cut_at=cut_at)
        on_the_simulated_disk(folder, disk, place)
        with pytest.raises(PowerCut):
            Vault.open(place, KEYS, disk=disk)
        after = disk.power_cut()
        check_golden(Vault.open(place, KEYS, disk=after))
        assert not [name for name in after.listdir(place) if name.endswith(".json")]


def test_what_both_versions_wrote_in_is_brought_together(folder: Path) -> None:
    """Someone opened the home with the first version once more after it had been sealed."""
    Vault.open(folder, KEYS).close()
    for golden in GOLDEN.rglob("*.json"):
        shutil.copy(golden, folder / golden.relative_to(GOLDEN))
    with Vault.open(folder, KEYS, now=lambda: NOON + timedelta(days=1)) as vault:
        check_golden(vault)
        vault.sessions.open(SESSION).save([note(9)], {"note": "later"})
        vault.registry.put_member(Member("A1B2C", "Ana Rose"))
        vault.registry.put_member(Member("00000", "Cy"))
    for golden in GOLDEN.rglob("*.json"):
        shutil.copy(golden, folder / golden.relative_to(GOLDEN))
    path = folder / "sessions" / f"{SESSION}.json"
    tables = json.loads(path.read_bytes())
    tables["events"]["5"] = {**tables["events"]["4"], "id": "only here"}
    path.write_text(json.dumps(tables))
    registry = json.loads((folder / "registry.json").read_bytes())
    later = (NOON + timedelta(days=2)).isoformat(timespec="milliseconds")
    registry["members"]["2"] |= {"display_name": "Zoë K.", "changed_at": later}
    (folder / "registry.json").write_text(json.dumps(registry))
    with Vault.open(folder, KEYS) as vault:
        events, typing = vault.sessions.read(SESSION)
        assert [e.id for e in events] == ["plan-012345", "start", "note-1", "note-2", "note-9", "only here"]
        assert typing == {"note": "later"}
        assert [m.display_name for m in vault.registry.members().values()] == ["Ana Rose", "Zoë K.", "Cy"]
    assert plain_files(folder) == []


@pytest.mark.parametrize("content", [b"", b"\x89GNS\r\n\x1a\n" + bytes(892)])
def test_what_an_interrupted_start_has_left_is_set_aside_and_told(folder: Path, content: bytes) -> None:
    (folder / "sessions" / f"{OTHER}.gns").write_bytes(content)
    with Vault.open(folder, KEYS) as vault:
        check_golden(vault)
        assert [p.where for p in vault.problems if p.severity is Severity.ERROR] == [f"sessions/{OTHER}.gns"]
    assert content in [path.read_bytes() for path in (folder / "quarantine").iterdir()]
    assert plain_files(folder) == []
