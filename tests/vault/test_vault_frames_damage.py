"""Thousands of damaged files in a vault: what can be opened opens, the rest is told of, and all is kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from iop_group.cli import main
from iop_group.domain.errors import IopGroupError, NewerFile
from iop_group.vault.frame_format import is_newer
from iop_group.vault.key_slots import SlotName
from iop_group.vault.keys import Unlocked
from iop_group.vault.passphrases import VARIABLE
from iop_group.vault.sealed_files import check_files
from iop_group.vault.vault import Vault
from tests.vault.disks import chance
from tests.vault.frame_lives import a_seed
from tests.vault.sample import clock, note, number_in, planned, put_number
from tests.vault.sealing import KEYS, PASSPHRASE, lock_up

IDS = tuple(f"{number:032x}" for number in range(1, 6))
ROUNDS = 600
"""Vaults; in each of them four files are damaged."""
BY_COMMANDS = 40

Damage = Callable[[bytes, bytes, Random], bytes]


def flipped(content: bytes, other: bytes, rng: Random) -> bytes:
    image = bytearray(content)
    image[rng.randrange(len(image))] ^= 1 << rng.randrange(8)
    return bytes(image)


def zeroed(content: bytes, other: bytes, rng: Random) -> bytes:
    start, size = rng.randrange(len(content)), rng.choice((64, 512, 4096))
    return (content[:start] + bytes(size) + content[start + size :])[: len(content)]


def garbage(content: bytes, other: bytes, rng: Random) -> bytes:
    start, size = rng.randrange(len(content)), rng.choice((64, 512, 4096))
    return (content[:start] + rng.randbytes(size) + content[start + size :])[: len(content)]


def of_another_version(content: bytes, other: bytes, rng: Random) -> bytes:
    """One flipped bit makes a file look as if a newer program had written it."""
    return content[:8] + bytes([rng.randrange(2, 256)]) + content[9:]


def pasted(content: bytes, other: bytes, rng: Random) -> bytes:
    return content + other[64:]


DAMAGES: dict[str, Damage] = {
    "flipped": flipped,
    "cut": lambda content, _, rng: content[: rng.randrange(1, len(content))],
    "zeroed": zeroed,
    "garbage": garbage,
    "swapped": lambda _, other, __: other,
    "emptied": lambda _, __, ___: b"",
    "pasted": pasted,
    "of another version": of_another_version,
    "all garbage": lambda content, _, rng: rng.randbytes(len(content)),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five sessions with three saves each, two of them with private notes, and a registry."""
    vault = tmp_path_factory.mktemp("whole") / "home" / "vault"
    with Vault.open(vault, KEYS, now=clock) as made:
        for session_id in IDS:
            file = made.sessions.create(session_id, [planned(session_id)])
            for number in range(3):
                file.save([note(number, f"{session_id} says")], {"note": str(number)})
            made.sessions.close()
        for session_id in IDS[:2]:
            made.private.create(session_id, []).save([], {"lane": session_id})
        put_number(made.registry, 7)
    lock_up(vault)
    return vault


def damage_some(vault: Path, rng: Random) -> dict[Path, bytes]:
    """Four files, each in a way of its own; the damaged bytes by file."""
    files = sorted(vault.rglob("*.gns"))
    whole = {path: path.read_bytes() for path in files}
    spoilt = {}
    for path in rng.sample(files, 4):
        other = whole[rng.choice([file for file in files if file != path])]
        content = DAMAGES[rng.choice(tuple(DAMAGES))](whole[path], other, rng)
        if content != whole[path]:
            path.write_bytes(content)
            spoilt[path] = content
    return spoilt


def check_sessions(vault: Vault, spoilt: dict[Path, bytes]) -> None:
    """Those that were not touched are whole; of the others a whole version is shown, or none."""
    for session_id in IDS:
        path = vault.folder / "sessions" / f"{session_id}.gns"
        log = (planned(session_id), *(note(number, f"{session_id} says") for number in range(3)))
        try:
            events, typing = vault.sessions.read(session_id)
        except IopGroupError:
            assert path in spoilt
            continue
        assert events == log[: len(events)]
        assert events == log or path in spoilt
        assert not typing or int(typing["note"]) == len(events) - 2


def told_of(vault: Vault, path: Path) -> bool:
    place = path.relative_to(vault.folder).as_posix()
    return place in {problem.where for problem in vault.problems}


def is_kept(vault: Path, path: Path, content: bytes) -> bool:
    if is_newer(content):
        return path.read_bytes() == content
    kept = [path for path in (vault / "quarantine").iterdir() if path.is_file()]
    return not content or content in {path.read_bytes() for path in kept}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("half", [0, 1 << 30])
def test_every_damaged_file_is_told_of_and_kept_and_all_others_open(
    whole: Path, tmp_path: Path, half: int
) -> None:
    seed = a_seed() + half
    print(f"IOP_GROUP_SEED={seed}")
    rng, damaged = chance(seed), 0
    for number in range(ROUNDS // 2):
        folder = tmp_path / f"{number}" / "vault"
        shutil.copytree(whole, folder)
        spoilt = damage_some(folder, rng)
        damaged += len(spoilt)
        checked = check_files(folder, KEYS)
        assert {problem.where for problem in checked.problems} == {
            path.relative_to(folder).as_posix() for path in spoilt
        }
        newer = {path for path, content in spoilt.items() if is_newer(content)}
        if folder / "registry.gns" in newer:
            with pytest.raises(NewerFile):
                Vault.open(folder, KEYS, now=clock)
            continue
        with Vault.open(folder, KEYS, now=clock) as vault:
            check_sessions(vault, spoilt)
            for session_id in vault.private.ids():
                try:
                    assert vault.private.read(session_id)[1] in ({"lane": session_id}, {})
                except IopGroupError:
                    assert folder / "private" / f"{session_id}.gns" in spoilt
            assert number_in(vault.registry) in (7, 0)
            for path, content in spoilt.items():
                assert told_of(vault, path), (path.name, len(content))
                assert is_kept(folder, path, content)
        with Vault.open(folder, KEYS, now=clock) as vault:
            assert not [problem for problem in vault.problems if "could not be read" in problem.text]
        left = {problem.where for problem in check_files(folder, KEYS).problems}
        assert left == {path.relative_to(folder).as_posix() for path in newer}
        shutil.rmtree(folder.parent)
    print(f"{damaged} damaged files")
    assert damaged > ROUNDS * 1.7


COMMANDS = (
    ("doctor", "--json"),
    ("vault", "check", "--json"),
    ("sessions", "list", "--json"),
    ("sessions", "search", "says"),
    ("sessions", "show", IDS[0]),
    ("members", "list"),
)


@pytest.mark.timeout(600)
def test_no_command_fails_in_another_way_than_by_saying_so(
    whole: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    seed = a_seed()
    rng = chance(seed)
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    monkeypatch.setattr("iop_group.cli.unlocking.unlock", unlocked_at_once)
    for number in range(BY_COMMANDS):
        home = tmp_path / f"{number}"
        shutil.copytree(whole, home / "vault")
        spoilt = damage_some(home / "vault", rng)
        before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
        for command in COMMANDS:
            status = main([*command, "--home", str(home)])
            out, err = capsys.readouterr()
            assert status in {0, 1}, f"IOP_GROUP_SEED={seed}"
            assert "Traceback" not in out + err
            if command[0] == "doctor":
                assert status == (1 if spoilt else 0)
                places = {problem["where"] for problem in json.loads(out)["problems"]}
                assert {path.relative_to(home / "vault").as_posix() for path in spoilt} <= places
        assert {path: path.read_bytes() for path in before} == before, "a command that reads has written"
        assert [path.name for path in home.iterdir()] == ["vault"]


def unlocked_at_once(folder: Path, secret: str, **_: object) -> Unlocked:
    assert secret == PASSPHRASE
    return Unlocked(KEYS, SlotName.PASSPHRASE, ())
