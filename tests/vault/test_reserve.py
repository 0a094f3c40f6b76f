"""When the disk is full, the last notes go into the room that was kept for them."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from iop_group.domain.errors import NotSaved
from iop_group.domain.people import Member
from iop_group.vault import reserve
from iop_group.vault.disk import Disk
from iop_group.vault.vault import Vault
from tests.vault.sample import OTHER, SESSION, clock, note, planned
from tests.vault.sealing import KEYS


class SmallDisk(Disk):
    """Takes no more bytes than there is room for; what is taken away makes room again."""

    def __init__(self, folder: Path, room: int) -> None:
        super().__init__()
        self.folder = folder
        self.room = room

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        used = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
        if used + len(data) > self.room:
            super().pwrite(fd, data[: max(0, self.room - used)], offset)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().pwrite(fd, data, offset)


@pytest.fixture
def folder(own_home: Path) -> Path:
    return own_home / "vault"


def full_after(folder: Path, more: int) -> SmallDisk:
    """A disk on which that many bytes fit beside what is there."""
    used = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return SmallDisk(folder, used + more)


def test_a_new_vault_keeps_four_megabytes_of_chance_in_reserve(folder: Path) -> None:
    Vault.open(folder, KEYS).close()
    content = (folder / "reserve").read_bytes()
    assert len(content) == reserve.SIZE == 4 << 20
    assert len(set(content)) == 256
    Vault.open(folder, KEYS).close()
    assert (folder / "reserve").read_bytes() == content


def test_on_a_full_disk_saving_goes_on_in_the_reserve_and_it_is_told(folder: Path) -> None:
    with Vault.open(folder, KEYS, now=clock) as vault:
        vault.sessions.create(SESSION, [planned()])
    disk = full_after(folder, 30_000)
    with Vault.open(folder, KEYS, disk=disk, now=clock) as vault:
        file = vault.sessions.open(SESSION)
        for number in range(25):
            file.save([note(number)], {"note": "x"})
        vault.registry.put_member(Member("A1B2C", "Ana"))
        vault.sessions.create(OTHER, [planned(OTHER)])
        assert not (folder / "reserve").exists()
        assert [p.text for p in vault.problems] == [reserve.USED]
        assert vault.problems[0].where == "vault"
    with Vault.open(folder, KEYS, now=clock) as vault:
        assert len(vault.sessions.read(SESSION)[0]) == 26
        assert vault.problems == ()
    assert (folder / "reserve").exists()


def test_once_the_reserve_is_used_up_nothing_is_called_saved_any_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reserve, "SIZE", 40_000)
    with Vault.open(folder, KEYS, now=clock) as vault:
        vault.sessions.create(SESSION, [planned()])
    disk = full_after(folder, 20_000)
    with Vault.open(folder, KEYS, disk=disk, now=clock) as vault:
        file = vault.sessions.open(SESSION)
        with pytest.raises(NotSaved, match="disk is full"):
            for number in range(100):
                file.save([note(number)], {})
        last = len(file.events)
        disk.room += 1 << 20
        file.save([note(number)], {})
        assert len(file.events) == last + 1
    with Vault.open(folder, KEYS, now=clock) as vault:
        assert len(vault.sessions.read(SESSION)[0]) == last + 1


def test_without_room_for_it_there_is_no_reserve_and_no_harm(folder: Path) -> None:
    folder.mkdir(parents=True)
    with Vault.open(folder, KEYS, disk=SmallDisk(folder, 100_000), now=clock) as vault:
        vault.sessions.create(SESSION, [planned()])
        assert vault.problems == ()
    assert not (folder / "reserve").exists()
    assert not list(folder.rglob("*.tmp"))


def test_who_only_reads_makes_none(folder: Path) -> None:
    Vault.open(folder, KEYS).close()
    (folder / "reserve").unlink()
    Vault.read_only(folder, KEYS).close()
    assert not (folder / "reserve").exists()
