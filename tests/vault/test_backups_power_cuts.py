"""Whatever the moment at which the power goes, the vault and every backup that counts are whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from iop_group.domain.errors import IopGroupError
from iop_group.vault.backup_source import Source, check_copies, unlock_backups
from iop_group.vault.backups import back_up
from iop_group.vault.files import make_folder
from iop_group.vault.keys import Keys
from iop_group.vault.restoring import restore_session
from iop_group.vault.sealed_files import check_files
from iop_group.vault.swapping import finish_swap, restore_vault
from tests.vault.backup_makers import DAY, NOW, ONE, new_vault, no_lock, place_of, save, words_in
from tests.vault.disks import PowerCut, SimulatedDisk, chance
from tests.vault.key_makers import FIRST, opened

VAULT, STICK = Path("/home/kim/vault"), Path("/home/stick/backups")
OLD, NEW = f"first of {place_of(ONE)}", "second"
SEEDS = 6

Act = Callable[[SimulatedDisk, Keys], object]


def backup(disk: SimulatedDisk, keys: Keys, days: int = 0) -> None:
    back_up(VAULT, STICK, keys, now=NOW + days * DAY, disk=disk, take_lock=no_lock)


def source(disk: SimulatedDisk) -> Source:
    return unlock_backups(STICK, FIRST, disk=disk, accept_weak=True)


def all_of_it(disk: SimulatedDisk, keys: Keys) -> None:
    restore_vault(source(disk), VAULT, now=NOW, disk=disk, take_lock=no_lock)


def one_session(disk: SimulatedDisk, keys: Keys) -> None:
    restore_session(source(disk), VAULT, ONE, disk=disk, take_lock=no_lock)


def second_backup(disk: SimulatedDisk, keys: Keys) -> None:
    backup(disk, keys, days=0)


def prepared(seed: int) -> tuple[SimulatedDisk, Keys]:
    """A vault whose first session says NEW, and a backup in which it says OLD."""
    disk = SimulatedDisk(chance(seed))
    keys = new_vault(VAULT, disk=disk)
    make_folder(disk, STICK.parent)
    backup(disk, keys)
    save(VAULT, keys, place_of(ONE), NEW, disk=disk)
    return disk, keys


def operations(act: Act) -> int:
    disk, keys = prepared(0)
    before = disk.calls
    act(disk, keys)
    return disk.calls - before


def images(act: Act) -> Iterator[tuple[SimulatedDisk, Keys]]:
    """What the machine finds after a cut at each operation of the act, several ways each."""
    for number in range(1, operations(act) + 1):
        for seed in range(SEEDS):
            disk, keys = prepared(seed)
            disk.cut_at = disk.calls + number
            with pytest.raises(PowerCut):
                act(disk, keys)
            yield disk.power_cut(), keys


def is_whole(disk: SimulatedDisk, keys: Keys) -> bool:
    there = check_files(VAULT, keys, disk=disk)
    return there.whole == there.files == 4


def test_cut_anywhere_in_a_backup_the_vault_and_the_backup_before_are_whole() -> None:
    count = 0
    for disk, keys in images(second_backup):
        count += 1
        assert is_whole(disk, keys)
        assert words_in(VAULT, keys, place_of(ONE), disk=disk) == NEW
        assert not check_copies(source(disk)).problems
        second_backup(disk, keys)
        found = source(disk)
        assert not check_copies(found).problems
        newest = next(s for s in found.lists[0].files if s.place == place_of(ONE))
        assert found.opened(newest) is not None
    assert count > 150


def test_a_backup_that_returned_survives_the_power_cut() -> None:
    for seed in range(30):
        disk, keys = prepared(seed)
        second_backup(disk, keys)
        after = disk.power_cut()
        found = source(after)
        assert len(found.lists) == 1  # of one day
        assert found.lists[0].number == 2
        assert not check_copies(found).problems


def test_cut_anywhere_in_a_restore_the_old_records_or_the_restored_ones_are_there_whole() -> None:
    seen = set()
    for disk, keys in images(all_of_it):
        finish_swap(VAULT, disk=disk)
        assert is_whole(disk, keys)
        assert opened(VAULT, disk=disk).keys.data_key == keys.data_key
        seen.add(words_in(VAULT, keys, place_of(ONE), disk=disk))
        assert not check_copies(source(disk)).problems
        all_of_it(disk, keys)
        assert words_in(VAULT, keys, place_of(ONE), disk=disk) == OLD
    assert seen == {OLD, NEW}


def test_a_restore_that_returned_survives_the_power_cut_and_the_old_records_with_it() -> None:
    for seed in range(30):
        disk, keys = prepared(seed)
        _, aside = restore_vault(source(disk), VAULT, now=NOW, disk=disk, take_lock=no_lock)
        assert aside is not None
        after = disk.power_cut()
        assert is_whole(after, keys)
        assert words_in(VAULT, keys, place_of(ONE), disk=after) == OLD
        assert words_in(aside, keys, place_of(ONE), disk=after) == NEW


def test_cut_anywhere_in_the_restore_of_one_session_it_is_the_old_or_the_restored_one() -> None:
    for disk, keys in images(one_session):
        assert is_whole(disk, keys)
        assert words_in(VAULT, keys, place_of(ONE), disk=disk) in {OLD, NEW}
        one_session(disk, keys)
        after = disk.power_cut()
        assert words_in(VAULT, keys, place_of(ONE), disk=after) == OLD


class WithoutFileFlush(SimulatedDisk):
    def fsync(self, fd: int) -> None:
        self._step("fsync")


class WithoutFolderFlush(SimulatedDisk):
    def sync_dir(self, folder: Path) -> None:
        self._step("sync_dir")


@pytest.mark.parametrize("broken", [WithoutFileFlush, WithoutFolderFlush])
@pytest.mark.parametrize("act", [second_backup, all_of_it, one_session])
def test_the_proof_notices_when_a_flush_is_left_out(broken: type[SimulatedDisk], act: Act) -> None:
    assert not all(survives(broken, act, seed) for seed in range(20))


def survives(broken: type[SimulatedDisk], act: Act, seed: int) -> bool:
    """Whether all is as it should be after an act that returned and a power cut."""
    whole, keys = prepared(seed)
    careless = broken(chance(seed))
    careless.take_over(whole.power_cut())
    act(careless, keys)
    after = careless.power_cut()
    try:
        backed_up = source(after).lists[0].number == 2 and not check_copies(source(after)).problems
        there = is_whole(after, keys) and words_in(VAULT, keys, place_of(ONE), disk=after)
    except (IopGroupError, OSError, AssertionError):
        return False
    return backed_up if act is second_backup else there == OLD
