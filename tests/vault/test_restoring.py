"""Restoring: a drill, damaged backups, one session alone, and that the old records are never lost."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from iop_group.demo import UnflushedDisk
from iop_group.domain.errors import BadInput, Damaged, HomeInUse, Locked
from iop_group.vault import swapping
from iop_group.vault.backup_source import NoBackup, check_copies
from iop_group.vault.disk import Disk, lock
from iop_group.vault.key_copies import NoKeyFile
from iop_group.vault.key_file import WeakenedKeyFile
from iop_group.vault.keys import Keys, has_keys
from iop_group.vault.restoring import NotRestored, restore, restore_session
from iop_group.vault.sealed_files import PRIVATE, REGISTRY, check_files
from iop_group.vault.staged import is_cut_off, staged
from iop_group.vault.swapping import finish_swap, restore_vault, set_aside_before
from iop_group.vault.vault import Vault
from tests.vault.backup_makers import (
    DAY,
    NOW,
    ONE,
    TWO,
    backed_up,
    backups_in,
    names,
    new_vault,
    place_of,
    save,
    words_in,
)
from tests.vault.disks import FaultyDisk, LyingDisk
from tests.vault.key_makers import made, opened
from tests.vault.sample import SESSION, clock, note, planned, started


@pytest.fixture
def keys(vault: Path, folder: Path) -> Keys:
    """Of a vault with one backup in which every file says "first of ..."."""
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    return keys


def spoil(folder: Path, place: str, *, days: float = 0) -> None:
    """Damage the copy of that file in the backup of that day."""
    source = backups_in(folder)
    manifest = next(m for m in source.lists if m.made_at == NOW + days * DAY)
    stored = next(s for s in manifest.files if s.place == place)
    (folder / "objects" / stored.object).write_bytes(b"gone bad")


# All of it


def test_a_drill_the_laptop_is_lost_and_everything_is_back_from_the_stick(tmp_path: Path) -> None:
    lost, folder, new = tmp_path / "lost" / "vault", tmp_path / "stick", tmp_path / "new" / "vault"
    keys, _ = made(lost)
    with Vault.open(lost, keys, now=clock) as vault:
        vault.sessions.create(SESSION, [planned(), started(), note(1)])
        vault.private.create(SESSION, [planned(), note(2)])
    backed_up(lost, folder, keys)
    shutil.rmtree(lost.parent)
    new.parent.mkdir()
    restored, aside = restore_vault(backups_in(folder), new, now=NOW)
    assert (restored.files, restored.missing, restored.problems, aside) == (2, 0, (), None)
    with Vault.open(new, opened(new).keys, now=clock) as vault:
        assert [s.id for s in vault.index.summaries()] == [SESSION]
        assert vault.sessions.read(SESSION)[0] == (planned(), started(), note(1))
        assert vault.private.read(SESSION)[0] == (planned(), note(2))
        vault.sessions.open(SESSION).save([note(3)], {})
        assert vault.problems == ()
    backed_up(new, folder, keys, days=1)
    assert not check_copies(backups_in(folder)).problems


def test_the_records_from_before_are_kept_beside_the_restored_ones(
    vault: Path, folder: Path, keys: Keys
) -> None:
    save(vault, keys, place_of(ONE), "written after the backup")
    _, aside = restore_vault(backups_in(folder), vault, now=NOW)
    assert aside is not None
    assert words_in(vault, keys, place_of(ONE)).startswith("first of")
    assert words_in(aside, keys, place_of(ONE)) == "written after the backup"
    assert set_aside_before(vault) == (aside.name,)
    _, second = restore_vault(backups_in(folder), vault, now=NOW)
    assert second is not None
    assert aside != second
    assert not staged(vault).exists()


def test_the_day_can_be_chosen(vault: Path, folder: Path, keys: Keys, tmp_path: Path) -> None:
    save(vault, keys, place_of(ONE), "second")
    backed_up(vault, folder, keys, days=3)
    source = backups_in(folder)
    restore(source, tmp_path / "old", until=NOW + 2 * DAY)
    restore(source, tmp_path / "new")
    assert words_in(tmp_path / "old", keys, place_of(ONE)).startswith("first")
    assert words_in(tmp_path / "new", keys, place_of(ONE)) == "second"
    with pytest.raises(NoBackup):
        restore(source, tmp_path / "never", until=NOW - DAY)


def test_a_wrong_secret_opens_no_backup(folder: Path, keys: Keys) -> None:
    with pytest.raises(Locked):
        backups_in(folder, secret="not the passphrase")  # noqa: S106


def test_a_backup_with_weak_keys_is_refused(folder: Path, keys: Keys) -> None:
    from iop_group.vault.backup_source import unlock_backups

    with pytest.raises(WeakenedKeyFile):
        unlock_backups(folder, "whatever it may be")


def test_a_folder_without_a_backup_is_said(tmp_path: Path, folder: Path, keys: Keys) -> None:
    for place in (tmp_path / "missing", tmp_path):
        with pytest.raises(NoBackup, match="no backup"):
            backups_in(place)
    shutil.rmtree(folder / "keys")
    with pytest.raises(Damaged, match="key files"):
        backups_in(folder)
    for path in (folder / "manifests").iterdir():
        path.write_bytes(b"")
    with pytest.raises(Damaged, match="lists"):
        backups_in(folder)


def test_a_folder_that_the_system_holds_back_is_said(
    folder: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: object) -> list[str]:
        raise PermissionError(errno.EACCES, "held")

    monkeypatch.setattr(Disk, "listdir", held)
    with pytest.raises(NoBackup, match="cannot be read"):
        backups_in(folder)


def test_records_are_never_restored_over_others(vault: Path, folder: Path, keys: Keys) -> None:
    with pytest.raises(BadInput):
        restore(backups_in(folder), vault)


def test_while_the_program_is_open_nothing_is_restored(vault: Path, folder: Path, keys: Keys) -> None:
    release = lock(vault / "lock")
    for attempt in (
        lambda: restore_vault(backups_in(folder), vault, now=NOW),
        lambda: restore_session(backups_in(folder), vault, ONE),
    ):
        with pytest.raises(HomeInUse):
            attempt()
    release()
    assert set_aside_before(vault) == ()


# Damaged backups


def test_a_damaged_copy_gives_way_to_an_earlier_one(vault: Path, folder: Path, keys: Keys) -> None:
    save(vault, keys, place_of(ONE), "second")
    backed_up(vault, folder, keys, days=1)
    spoil(folder, place_of(ONE), days=1)
    restored, _ = restore_vault(backups_in(folder), vault, now=NOW)
    assert restored.files == 4
    assert "The one of 2026-11-24" in restored.problems[0].text
    assert words_in(vault, keys, place_of(ONE)).startswith("first")


def test_with_a_file_missing_the_records_of_now_stay_unless_told(
    vault: Path, folder: Path, keys: Keys
) -> None:
    spoil(folder, place_of(ONE))
    assert [p.where[:8] for p in check_copies(backups_in(folder)).problems] == ["objects/"]
    with pytest.raises(NotRestored, match="1 file of this backup"):
        restore_vault(backups_in(folder), vault, now=NOW)
    assert set_aside_before(vault) == ()
    assert not has_keys(staged(vault))
    restored, aside = restore_vault(backups_in(folder), vault, now=NOW, anyway=True)
    assert (restored.files, restored.missing) == (3, 1)
    assert aside is not None
    assert words_in(aside, keys, place_of(ONE)).startswith("first")
    assert words_in(vault, keys, place_of(TWO)).startswith("first")


def test_a_backup_of_which_nothing_opens_is_refused(vault: Path, folder: Path, keys: Keys) -> None:
    for path in (folder / "objects").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(Damaged, match="Nothing of this backup"):
        restore_vault(backups_in(folder), vault, now=NOW, anyway=True)
    assert words_in(vault, keys, place_of(ONE)).startswith("first")


def test_copies_that_changed_places_are_not_taken_for_each_other(
    vault: Path, folder: Path, keys: Keys, tmp_path: Path
) -> None:
    from dataclasses import replace

    source = backups_in(folder)
    one, two, *rest = source.lists[0].files
    crossed = replace(
        source.lists[0], files=(replace(one, place=two.place), replace(two, place=one.place), *rest)
    )
    (folder / "manifests" / crossed.name).write_bytes(crossed.proven(keys.data_key).to_bytes())
    restored = restore(backups_in(folder), tmp_path / "new")
    assert (restored.files, restored.missing) == (2, 2)


def test_a_newer_version_that_an_old_file_displaced_is_pointed_out(
    vault: Path, folder: Path, tmp_path: Path
) -> None:
    keys = new_vault(vault)
    old = (vault / place_of(ONE)).read_bytes()
    save(vault, keys, place_of(ONE), "newer")
    backed_up(vault, folder, keys)
    (vault / place_of(ONE)).write_bytes(old)
    backed_up(vault, folder, keys, days=0.1)
    restored = restore(backups_in(folder), tmp_path / "new")
    assert "newer version" in restored.problems[0].text
    restore_session(backups_in(folder), vault, ONE)
    assert words_in(vault, keys, place_of(ONE)) == "newer"


# One session


def test_one_session_comes_back_and_what_stood_there_is_kept(vault: Path, folder: Path, keys: Keys) -> None:
    save(vault, keys, place_of(ONE), "spoilt by accident")
    save(vault, keys, place_of(TWO), "went on")
    spoilt = (vault / place_of(ONE)).read_bytes()
    restored = restore_session(backups_in(folder), vault, ONE)
    assert (restored.files, restored.problems) == (1, ())
    assert words_in(vault, keys, place_of(ONE)).startswith("first")
    assert words_in(vault, keys, place_of(TWO)) == "went on"
    assert [path.read_bytes() for path in (vault / "quarantine").iterdir()] == [spoilt]


def test_a_restored_session_is_no_old_file_put_back(vault: Path, folder: Path) -> None:
    keys, _ = made(vault)
    with Vault.open(vault, keys, now=clock) as held:
        held.sessions.create(SESSION, [planned()])
    backed_up(vault, folder, keys)
    for number in range(3):
        with Vault.open(vault, keys, now=clock) as held:
            held.sessions.open(SESSION).save([note(number)], {})
    restore_session(backups_in(folder), vault, SESSION)
    with Vault.open(vault, keys, now=clock) as held:
        assert held.sessions.read(SESSION)[0] == (planned(),)
        assert held.problems == ()
    done = backed_up(vault, folder, keys, days=1)
    assert done.problems == ()


@pytest.mark.parametrize("content", [None, b"", b"garbage"])
def test_a_session_that_is_gone_or_damaged_comes_back_with_its_private_notes(
    vault: Path, folder: Path, keys: Keys, content: bytes | None
) -> None:
    for lane in ("sessions", PRIVATE):
        path = vault / place_of(ONE, lane)
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
    restored = restore_session(backups_in(folder), vault, ONE)
    assert restored.files == 2
    assert not check_files(vault, keys).problems
    assert words_in(vault, keys, place_of(ONE, PRIVATE)).startswith("first of private")


def test_a_session_that_no_backup_has_is_said(vault: Path, folder: Path, keys: Keys) -> None:
    with pytest.raises(NoBackup, match="whole copy"):
        restore_session(backups_in(folder), vault, "9" * 32)


def test_a_session_of_other_records_is_refused(folder: Path, keys: Keys, tmp_path: Path) -> None:
    other = tmp_path / "other" / "vault"
    with pytest.raises(NoKeyFile):
        restore_session(backups_in(folder), other, ONE)
    made(other)
    with pytest.raises(BadInput, match="other records"):
        restore_session(backups_in(folder), other, ONE)


def test_a_session_of_a_damaged_newest_backup_comes_from_the_one_before(
    vault: Path, folder: Path, keys: Keys
) -> None:
    save(vault, keys, place_of(ONE), "second")
    backed_up(vault, folder, keys, days=1)
    spoil(folder, place_of(ONE), days=1)
    assert restore_session(backups_in(folder), vault, ONE).made_at == NOW


# Faults


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_whatever_fails_the_old_records_or_the_restored_ones_are_there_whole(
    tmp_path: Path, number: int
) -> None:
    vault, folder = tmp_path / "vault", tmp_path / "stick"
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    save(vault, keys, place_of(ONE), "now")
    counting = FaultyDisk()
    shutil.copytree(vault, tmp_path / "count" / "vault")
    restore_vault(backups_in(folder), tmp_path / "count" / "vault", now=NOW, disk=counting)
    for step in range(len(counting.calls)):
        home = tmp_path / f"home{step}"
        shutil.copytree(vault, home / "vault")
        try:
            restore_vault(backups_in(folder), home / "vault", now=NOW, disk=FaultyDisk({step: number}))
        except NotRestored:
            finish_swap(home / "vault")
        assert words_in(home / "vault", keys, place_of(ONE)) in {"now", f"first of {place_of(ONE)}"}
        assert check_files(home / "vault", keys).whole == 4
        restore_vault(backups_in(folder), home / "vault", now=NOW, disk=UnflushedDisk())
        assert words_in(home / "vault", keys, place_of(ONE)).startswith("first")


@pytest.mark.parametrize("lane", ["sessions", PRIVATE])
def test_what_the_disk_gives_back_otherwise_than_it_took_it_is_not_restored(
    vault: Path, folder: Path, keys: Keys, tmp_path: Path, lane: str
) -> None:
    with pytest.raises(NotRestored, match="EIO"):
        restore(backups_in(folder), tmp_path / "new", disk=LyingDisk(tmp_path / "new" / lane))
    assert not has_keys(tmp_path / "new")
    (vault / place_of(ONE, PRIVATE)).unlink()
    with pytest.raises(NotRestored, match="EIO"):
        restore_session(backups_in(folder), vault, ONE, disk=LyingDisk(vault / lane))


def test_where_no_lock_can_be_taken_nothing_is_restored(vault: Path, folder: Path, keys: Keys) -> None:
    def none(_: Path) -> Callable[[], None]:
        raise OSError(errno.ENOLCK, "no locks")

    save(vault, keys, place_of(ONE), "now")
    for attempt in (
        lambda: restore_vault(backups_in(folder), vault, now=NOW, take_lock=none),
        lambda: restore_session(backups_in(folder), vault, ONE, take_lock=none),
    ):
        with pytest.raises(NotRestored, match="ENOLCK"):
            attempt()
    assert words_in(vault, keys, place_of(ONE)) == "now"


class RenamingDisk(Disk):
    """Tells whether the vault was locked whenever it was renamed."""

    def __init__(self, vault: Path) -> None:
        super().__init__()
        self._vault = vault
        self.locked = False
        self.seen: list[bool] = []

    def take_lock(self, path: Path) -> Callable[[], None]:
        self.locked = True
        return lambda: setattr(self, "locked", False)

    def replace(self, old: Path, new: Path) -> None:
        if self._vault in (old, new):
            self.seen.append(self.locked)
        super().replace(old, new)


@pytest.mark.parametrize(("platform", "locked"), [("linux", True), ("darwin", True), ("win32", False)])
def test_the_vault_is_renamed_under_its_lock_but_on_windows_which_renames_no_folder_in_use(
    vault: Path, folder: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch, platform: str, locked: bool
) -> None:
    monkeypatch.setattr(swapping, "sys", SimpleNamespace(platform=platform))
    disk = RenamingDisk(vault)
    restore_vault(backups_in(folder), vault, now=NOW, disk=disk, take_lock=disk.take_lock)
    assert disk.seen == [locked, locked]
    assert not disk.locked


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_whatever_fails_one_session_is_the_old_or_the_restored_one(
    vault: Path, folder: Path, keys: Keys, number: int
) -> None:
    for step in range(30):
        save(vault, keys, place_of(ONE), f"now {step}")
        try:
            restore_session(backups_in(folder), vault, ONE, disk=FaultyDisk({step: number}))
        except NotRestored as error:
            assert "Not restored" in error.problem
        assert words_in(vault, keys, place_of(ONE)) in {f"now {step}", f"first of {place_of(ONE)}"}


def test_a_restore_that_was_cut_off_between_its_renames_is_brought_to_its_end(
    vault: Path, folder: Path, keys: Keys
) -> None:
    restore(backups_in(folder), staged(vault))
    assert not is_cut_off(vault)
    assert not finish_swap(vault)
    vault.rename(vault.with_name("vault.before-then"))
    assert is_cut_off(vault)
    assert finish_swap(vault)
    assert words_in(vault, keys, place_of(ONE)).startswith("first")
    assert not finish_swap(vault)


def test_what_a_restore_that_was_cut_off_left_is_cleared_away(vault: Path, folder: Path, keys: Keys) -> None:
    restore(backups_in(folder), staged(vault))
    save(staged(vault), keys, place_of("7" * 32), "of another backup")
    (staged(vault) / "sessions" / "half.tmp").write_text("x")
    restore_vault(backups_in(folder), vault, now=NOW)
    assert names(vault / "sessions") == {f"{ONE}.gns", f"{TWO}.gns"}
    assert names(vault) >= {REGISTRY, "vault.key", "vault.key.bak"}


def test_what_is_put_aside_is_named_after_the_moment(vault: Path, folder: Path, keys: Keys) -> None:
    at = NOW + timedelta(hours=2)
    _, aside = restore_vault(backups_in(folder), vault, now=at)
    assert aside == vault.with_name(f"vault.before-{at.astimezone():%Y-%m-%dT%H%M%S}")
