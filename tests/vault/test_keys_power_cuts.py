"""Whatever the moment at which the power goes, a secret that the person has opens the records."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from iop_group.domain.errors import IopGroupError, Locked, NotSaved
from iop_group.vault.files import make_folder
from iop_group.vault.keys import Keys, change_passphrase, create, has_keys, new_recovery_code
from iop_group.vault.recovery_code import RecoveryCode
from tests.vault.disks import PowerCut, SimulatedDisk, chance
from tests.vault.key_makers import FIRST, QUICK, SECOND, made, opened

VAULT = Path("/home/kim/vault")
LIVES = 200

Act = Callable[[SimulatedDisk, Keys], object]


def change(disk: SimulatedDisk, keys: Keys) -> None:
    change_passphrase(VAULT, keys, SECOND, disk=disk)


def disk_with_keys(seed: int) -> tuple[SimulatedDisk, Keys, RecoveryCode]:
    disk = SimulatedDisk(chance(seed))
    keys, code = made(VAULT, disk=disk)
    return disk, keys, code


def opens(disk: SimulatedDisk, secret: str | RecoveryCode, keys: Keys) -> bool:
    """Whether it opens, and then to the right key; any other error than a wrong secret is a failure."""
    try:
        return opened(VAULT, secret, disk=disk, repair=False).keys.data_key == keys.data_key
    except Locked:
        return False


def operations(act: Act) -> int:
    disk, keys, _ = disk_with_keys(0)
    before = disk.calls
    act(disk, keys)
    return disk.calls - before


def images(act: Act, seeds: int = 20) -> list[tuple[SimulatedDisk, Keys, RecoveryCode]]:
    """What the machine finds after a cut at each operation of the act, several ways each."""
    found = []
    for number in range(1, operations(act) + 1):
        for seed in range(seeds):
            disk, keys, code = disk_with_keys(seed)
            disk.cut_at = disk.calls + number
            with pytest.raises(PowerCut):
                act(disk, keys)
            found.append((disk.power_cut(), keys, code))
    return found


def test_cut_anywhere_in_a_change_the_old_or_the_new_passphrase_opens_and_the_code_always() -> None:
    cut = images(change)
    assert len(cut) >= 200
    for disk, keys, code in cut:
        assert opens(disk, FIRST, keys) or opens(disk, SECOND, keys)
        assert opens(disk, code, keys)


def test_cut_anywhere_in_a_change_of_the_code_the_old_or_the_new_opens_and_the_passphrase_always() -> None:
    new = RecoveryCode.new()
    for disk, keys, code in images(lambda disk, keys: new_recovery_code(VAULT, keys, disk=disk, code=new)):
        assert opens(disk, code, keys) or opens(disk, new, keys)
        assert opens(disk, FIRST, keys)


def test_a_change_that_returned_survives_the_power_cut() -> None:
    for seed in range(50):
        disk, keys, code = disk_with_keys(seed)
        change(disk, keys)
        after = disk.power_cut()
        assert opens(after, SECOND, keys)
        assert opens(after, code, keys)
        assert not opens(after, FIRST, keys)


def test_keys_that_were_made_survive_and_half_made_ones_can_be_opened_or_made_again() -> None:
    code = RecoveryCode.new()
    counting = SimulatedDisk(chance(0))
    make_folder(counting, VAULT.parent)
    before = counting.calls
    made(VAULT, disk=counting)
    for number in range(1, counting.calls - before + 2):
        for seed in range(15):
            disk = SimulatedDisk(chance(seed))
            make_folder(disk, VAULT.parent)
            disk.cut_at = disk.calls + number
            returned = False
            with suppress(PowerCut):
                create(VAULT, FIRST, disk=disk, kdf=QUICK, code=code)
                returned = True
            after = disk.power_cut()
            assert has_keys(VAULT, disk=after) or not returned
            if not has_keys(VAULT, disk=after):
                create(VAULT, FIRST, disk=after, kdf=QUICK, code=code)
            by_passphrase = opened(VAULT, FIRST, disk=after).keys
            assert opens(after, code, by_passphrase)


@dataclass(slots=True)
class Memory:
    """What the person knows by heart and has on paper."""

    keys: Keys
    code: RecoveryCode
    passphrases: set[str] = field(default_factory=lambda: {FIRST})
    """The last one that was called changed, and those that were tried since."""

    opened: str | RecoveryCode | None = None
    """What opened last, if nothing was changed since."""

    def change(self, disk: SimulatedDisk, new: str) -> None:
        self.opened = None
        self.passphrases.add(new)
        with suppress(NotSaved):
            if not change_passphrase(VAULT, self.keys, new, disk=disk):
                self.passphrases = {new}


def live(disk: SimulatedDisk, memory: Memory, rng: Random) -> None:
    """Unlock, which mends, and change the passphrase a few times."""
    secrets: list[str | RecoveryCode] = [*sorted(memory.passphrases), memory.code]
    for secret in secrets:
        before, memory.opened = memory.opened, None
        with suppress(IopGroupError):
            opened(VAULT, secret, disk=disk)
            before = secret
        memory.opened = before
    for _ in range(rng.randint(1, 3)):
        memory.change(disk, f"passphrase number {rng.randrange(10**6)}")


def some_lives(seed: int) -> None:
    """Changes, kills, power cuts and refusing disks in any order."""
    rng = chance(seed)
    disk = SimulatedDisk(rng)
    memory = Memory(*made(VAULT, disk=disk))
    for _ in range(rng.randint(1, 4)):
        disk.cut_at = disk.calls + rng.randint(1, 50)
        disk.faults = {}
        if rng.random() < 0.4:
            disk.faults = {
                disk.calls + rng.randint(1, 40): rng.choice((errno.EIO, errno.ENOSPC)) for _ in range(3)
            }
        with suppress(PowerCut):
            live(disk, memory, rng)
        disk.cut_at, disk.faults = None, {}
        if rng.random() < 0.7:
            disk = disk.power_cut()
        assert any(opens(disk, secret, memory.keys) for secret in memory.passphrases)
        assert opens(disk, memory.code, memory.keys)
        assert memory.opened is None or opens(disk, memory.opened, memory.keys)


def test_over_many_lives_a_passphrase_that_the_person_knows_opens_and_the_code_always() -> None:
    for seed in range(LIVES):
        some_lives(seed)


class WithoutFileFlush(SimulatedDisk):
    def fsync(self, fd: int) -> None:
        self._step("fsync")


class WithoutFolderFlush(SimulatedDisk):
    def sync_dir(self, folder: Path) -> None:
        self._step("sync_dir")


@pytest.mark.parametrize("broken", [WithoutFileFlush, WithoutFolderFlush])
def test_the_proof_notices_when_a_flush_is_left_out(broken: type[SimulatedDisk]) -> None:
    assert not all(survives_with(broken, seed) for seed in range(20))


def survives_with(broken: type[SimulatedDisk], seed: int) -> bool:
    """Whether a change that returned is there after a power cut."""
    whole, keys, _ = disk_with_keys(seed)
    careless = broken(chance(seed))
    careless.take_over(whole.power_cut())
    change(careless, keys)
    try:
        return opens(careless.power_cut(), SECOND, keys)
    except IopGroupError:
        return False
