"""However a sealed file is damaged: nothing wrong is shown, all is flagged, and the bytes are kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import pytest

from iop_group.domain.errors import Damaged, NewerFile
from iop_group.vault.files import Tables
from iop_group.vault.frame_format import FRAME_MAGIC, Identity, Seal, Version
from iop_group.vault.frame_scan import Expected, Status, scan
from iop_group.vault.frames import FrameStorage
from tests.vault.disks import SimulatedDisk, chance
from tests.vault.frame_lives import a_seed
from tests.vault.sample import NOON, clock

KEY = bytes(range(32))
FOLDER = Path("/home")
PATH = FOLDER / "0123456789abcdef0123456789abcdef.gns"
OTHER = FOLDER / "fedcba9876543210fedcba9876543210.gns"
IDENTITY = Identity(bytes(16), bytes.fromhex(PATH.stem), 0)
SAVES = 4
EACH = 350

Damage = Callable[[bytes, Random], bytes]


class SmallBlocks(FrameStorage):
    block = 64


def tables_of(file: str, number: int) -> Tables:
    return {"notes": {"1": {"file": file, "n": number}}, "more": {"1": {"text": f"{file}{number}" * 20}}}


def put(disk: SimulatedDisk, path: Path, content: bytes) -> None:
    if disk.exists(path):
        disk.unlink(path)
    fd = disk.open(path, create=True)
    disk.pwrite(fd, content, 0)


def sealed(path: Path, *, closed: bool) -> bytes:
    """A file with a few saves."""
    disk = SimulatedDisk(chance(0))
    storage = SmallBlocks(path, key=KEY, disk=disk, now=clock)
    for number in range(1, SAVES + 1):
        storage.write(tables_of(path.stem[0], number))
    if closed:
        storage.close()
    return disk.read(path)


def flipped(content: bytes, rng: Random) -> bytes:
    image = bytearray(content)
    for _ in range(rng.choice((1, 1, 1, 4))):
        image[rng.randrange(len(image))] ^= 1 << rng.randrange(8)
    return bytes(image)


def cut(content: bytes, rng: Random) -> bytes:
    return content[: rng.randrange(len(content))]


def overwritten(fill: Callable[[Random, int], bytes]) -> Damage:
    def damage(content: bytes, rng: Random) -> bytes:
        start = rng.randrange(len(content))
        size = min(rng.choice((16, 64, 512)), len(content) - start)
        return content[:start] + fill(rng, size) + content[start + size :]

    return damage


def torn_out(content: bytes, rng: Random) -> bytes:
    start, end = sorted(rng.sample(range(len(content) + 1), 2))
    return content[:start] + content[end:]


def repeated(content: bytes, rng: Random) -> bytes:
    """Frames in a wrong order, as a sync program may splice them."""
    starts = [at for at in range(len(content)) if content.startswith(FRAME_MAGIC, at)]
    return content + content[rng.choice(starts[:-1]) : starts[-1]]


def pasted(content: bytes, rng: Random) -> bytes:
    """The end of another file behind the beginning of this one."""
    other = sealed(OTHER, closed=False)
    return content[: rng.randrange(len(content))] + other[rng.randrange(64, len(other)) :]


def lengthened(content: bytes, rng: Random) -> bytes:
    return content + rng.choice((bytes(rng.randint(1, 600)), rng.randbytes(rng.randint(1, 600)), FRAME_MAGIC))


DAMAGES: dict[str, Damage] = {
    "flipped": flipped,
    "cut": cut,
    "zeroed": overwritten(lambda _, size: bytes(size)),
    "garbage": overwritten(lambda rng, size: rng.randbytes(size)),
    "torn out": torn_out,
    "repeated": repeated,
    "pasted": pasted,
    "lengthened": lengthened,
    "emptied": lambda _content, _rng: b"",
    "swapped": lambda _content, _rng: sealed(OTHER, closed=False),
    "all garbage": lambda content, rng: rng.randbytes(len(content)),
}


def parts(content: bytes) -> list[bytes]:
    """The header and the frames, without the zeros that fill up a block."""
    return [part.rstrip(b"\0") for part in re.split(b"(?=" + re.escape(FRAME_MAGIC) + b")", content)]


def is_made_of_whole_saves(damaged: bytes, whole: bytes) -> bool:
    """Some saves are gone exactly from end to end: an older file, which only the number of its save tells."""
    left = iter(parts(whole))
    return len(parts(damaged)) > 1 and all(part in left for part in parts(damaged))


def look_at(damaged: bytes, whole: bytes) -> None:
    disk = SimulatedDisk(chance(0))
    put(disk, PATH, damaged)
    storage = SmallBlocks(PATH, key=KEY, disk=disk, now=clock)
    kept = {disk.read(FOLDER / name) for name in disk.listdir(FOLDER)}
    unhurt = is_made_of_whole_saves(damaged, whole)
    assert damaged in kept or unhurt, "the bytes are gone"
    try:
        tables = storage.read()
    except (Damaged, NewerFile) as refusal:
        assert refusal.__context__ is None
        with pytest.raises(type(refusal)):
            storage.write({})
        storage.close()
        assert disk.read(PATH) == damaged
        return
    assert tables in [tables_of("0", number) for number in range(1, SAVES + 1)], "wrong"
    assert storage.saved_at == NOON
    assert storage.status is not Status.OK or unhurt, "unflagged"
    storage.write(tables_of("0", 99))
    assert SmallBlocks(PATH, key=KEY, disk=disk).read() == tables_of("0", 99)


@pytest.mark.parametrize("closed", [False, True], ids=["left open", "closed"])
@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_file_shows_a_whole_version_or_none_and_says_so(kind: str, closed: bool) -> None:
    seed = a_seed()
    print(f"IOP_GROUP_SEED={seed}")
    rng, whole = chance(seed), sealed(PATH, closed=closed)
    for _ in range(EACH if kind not in {"emptied", "swapped"} else 3):
        look_at(DAMAGES[kind](whole, rng), whole)


def test_every_single_bit_matters() -> None:
    whole = sealed(PATH, closed=True)
    for at in range(len(whole)):
        image = bytearray(whole)
        image[at] ^= 1
        found = scan(bytes(image), KEY, Expected(file_id=IDENTITY.file_id), block=64)
        assert found.status is not Status.OK or found.newer


def test_a_closed_file_that_is_cut_anywhere_is_flagged() -> None:
    whole = sealed(PATH, closed=True)
    for size in range(len(whole)):
        assert scan(whole[:size], KEY, Expected(), block=64).status is not Status.OK


def status_of(content: bytes) -> Status:
    return scan(content, KEY, Expected(file_id=IDENTITY.file_id), block=64).status


def file_of(*parts: bytes) -> bytes:
    return b"".join((IDENTITY.header(), *parts))


def frames(numbers: Iterable[int]) -> list[bytes]:
    seal = Seal(KEY, IDENTITY)
    return [seal.frame(number, Version(b"{}", NOON).text(64)) for number in numbers]


def test_each_kind_of_damage_has_its_name() -> None:
    one, two, three = frames((1, 2, 3))
    assert status_of(file_of(one, two, three)) is Status.OK
    assert status_of(b"") is Status.EMPTY_FILE
    assert status_of(b"x" * 10) is Status.NO_VALID_FRAME
    assert status_of(file_of(one, two, three[:-1])) is Status.TAIL_DISCARDED
    assert status_of(file_of(one, two, bytes(9))) is Status.TAIL_DISCARDED
    assert status_of(file_of(one, two[1:], three)) is Status.INTERIOR_DAMAGE
    assert status_of(file_of(one, three, two)) is Status.INTERIOR_DAMAGE
    assert status_of(file_of(one, bytes(64), two)) is Status.INTERIOR_DAMAGE
    assert status_of(bytes(64) + one) is Status.HEADER_REBUILT
    assert status_of(bytes(64) + one[1:]) is Status.NO_VALID_FRAME


@pytest.mark.parametrize(
    "text",
    [
        b"[]",
        b"{",
        b"{}",
        b'{"saved_at":"x","twin":false,"tables":{}}',
        b'{"saved_at":"2026-13-40T12:00:00+00:00","twin":false,"tables":{}}',
        b"[" * 9999,
    ],
)
def test_a_seal_on_something_else_is_no_version_of_the_tables(text: bytes) -> None:
    assert status_of(file_of(Seal(KEY, IDENTITY).frame(1, text))) is Status.NO_VALID_FRAME


@pytest.mark.parametrize("part", [(0, 8), (10, 16), (16, 32), (48, 64), (0, 10)])
def test_a_header_that_went_bad_costs_nothing_while_the_id_in_it_is_whole(part: tuple[int, int]) -> None:
    whole, (start, end) = sealed(PATH, closed=False), part
    image = whole[:start] + b"\xaa" * (end - start) + whole[end:]
    found = scan(image, KEY, Expected(), block=64)
    assert found.status is Status.HEADER_REBUILT
    assert found.seq == SAVES


@pytest.mark.parametrize("vault_id", [None, b"v" * 16])
def test_a_header_that_is_gone_costs_nothing_when_the_name_tells_the_id(vault_id: bytes | None) -> None:
    seal = Seal(KEY, Identity(vault_id or bytes(16), IDENTITY.file_id, 0))
    image = bytes(64) + seal.frame(1, Version(b"{}", NOON).text(64))
    assert scan(image, KEY, Expected(vault_id, IDENTITY.file_id), block=64).status is Status.HEADER_REBUILT
    assert scan(image, KEY, Expected(vault_id), block=64).status is Status.NO_VALID_FRAME
