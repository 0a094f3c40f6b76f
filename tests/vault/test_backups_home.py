"""Settings and themes go into a backup sealed, and come back beside the vault."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from iop_group.vault import home_files
from iop_group.vault.backup_source import check_copies
from iop_group.vault.disk import Disk
from iop_group.vault.files import make_folder, write_whole
from iop_group.vault.home_files import PARTS, packed
from iop_group.vault.keys import Keys
from iop_group.vault.restoring import NotRestored, restore_session
from iop_group.vault.sealed_files import HOME
from iop_group.vault.staged import is_cut_off
from iop_group.vault.swapping import finish_swap, restore_vault, set_aside_before
from tests.vault.backup_makers import NOW, ONE, backed_up, backups_in, new_vault, no_lock, place_of, save
from tests.vault.disks import FaultyDisk, HeldDisk, PowerCut, SimulatedDisk, chance
from tests.vault.sealing import KEYS, PASSPHRASE, lock_up

SETTINGS = b'facilitator = "Zebulon"\n'
TOPIC = "themes/topics/craving.md"


@pytest.fixture
def keys(vault: Path, folder: Path) -> Keys:
    """Of a vault with settings and one topic beside it, and a backup of all of it."""
    keys = new_vault(vault)
    (vault.parent / TOPIC).parent.mkdir(parents=True)
    (vault.parent / TOPIC).write_bytes(b"# Cravings")
    (vault.parent / "settings.toml").write_bytes(SETTINGS)
    backed_up(vault, folder, keys)
    return keys


def beside(vault: Path) -> dict[str, bytes]:
    return dict(packed(vault.parent, Disk())[0])


def test_settings_and_themes_are_sealed_in_the_backup_and_copied_only_when_they_change(
    vault: Path, folder: Path, keys: Keys
) -> None:
    assert not [p for p in folder.rglob("*") if p.is_file() and b"Zebulon" in p.read_bytes()]
    assert HOME in {stored.place for stored in backups_in(folder).lists[0].files}
    assert backed_up(vault, folder, keys, days=1).copied == 0
    (vault.parent / TOPIC).write_bytes(b"# Cravings, again")
    assert backed_up(vault, folder, keys, days=2).copied == 1
    assert not check_copies(backups_in(folder)).problems


def test_who_cannot_seal_them_leaves_the_copy_of_before_in_the_backup(vault: Path, folder: Path) -> None:
    lock_up(vault)
    (vault.parent / "settings.toml").write_bytes(SETTINGS)
    for keys, days in ((KEYS, 0), (None, 1)):
        save(vault, KEYS, place_of(ONE), f"day {days}")
        backed_up(vault, folder, keys, days=days)
    newest = backups_in(folder, secret=PASSPHRASE).lists[0]
    assert newest.proof is None
    assert HOME in {stored.place for stored in newest.files}


def test_they_come_back_on_an_empty_machine(vault: Path, folder: Path, keys: Keys, tmp_path: Path) -> None:
    before = beside(vault)
    new = tmp_path / "new" / "vault"
    new.parent.mkdir()
    restored, _ = restore_vault(backups_in(folder), new, now=NOW)
    assert (restored.files, restored.beside) == (4, PARTS)
    assert beside(new) == before == {"settings.toml": SETTINGS, TOPIC: b"# Cravings"}
    assert not (new / "home").exists()
    assert not is_cut_off(new)


def test_what_stood_there_is_kept_and_what_is_the_same_is_left_alone(
    vault: Path, folder: Path, keys: Keys
) -> None:
    (vault.parent / "settings.toml").write_bytes(b"# mine")
    restored, _ = restore_vault(backups_in(folder), vault, now=NOW)
    assert restored.beside == ("settings.toml",)
    assert (vault.parent / "settings.toml").read_bytes() == SETTINGS
    kept = [name for name in set_aside_before(vault) if name.startswith("settings")]
    assert [(vault.parent / name).read_bytes() for name in kept] == [b"# mine"]
    assert not [name for name in set_aside_before(vault) if name.startswith("themes")]


def test_one_session_alone_leaves_them_as_they_are(vault: Path, folder: Path, keys: Keys) -> None:
    (vault.parent / "settings.toml").write_bytes(b"# mine")
    restore_session(backups_in(folder), vault, ONE)
    assert (vault.parent / "settings.toml").read_bytes() == b"# mine"


def test_a_damaged_copy_of_them_never_keeps_the_records_from_coming_back(
    vault: Path, folder: Path, keys: Keys
) -> None:
    stored = next(s for s in backups_in(folder).lists[0].files if s.place == HOME)
    (folder / "objects" / stored.object).write_bytes(b"gone bad")
    (vault.parent / "settings.toml").write_bytes(b"# mine")
    restored, _ = restore_vault(backups_in(folder), vault, now=NOW)
    assert (restored.files, restored.missing) == (4, 0)
    assert [problem.where for problem in restored.problems] == [HOME]
    assert (vault.parent / "settings.toml").read_bytes() == b"# mine"
    backed_up(vault, folder, keys, days=1)
    assert backups_in(folder).lists[0].files


def test_where_there_is_nothing_any_more_the_backup_keeps_what_it_had(
    vault: Path, folder: Path, keys: Keys
) -> None:
    shutil.rmtree(vault.parent / "themes")
    (vault.parent / "settings.toml").unlink()
    assert backed_up(vault, folder, keys, days=1).problems == ()
    restore_vault(backups_in(folder), vault, now=NOW)
    assert set(beside(vault)) == {"settings.toml", TOPIC}


@pytest.mark.skipif(os.name != "posix", reason="pipes and links")
def test_what_is_no_plain_file_of_a_topic_is_left_out_and_told(vault: Path, folder: Path, keys: Keys) -> None:
    themes = vault.parent / "themes"
    os.mkfifo(themes / "pipe")
    (themes / "round").symlink_to(themes)
    (themes / "nowhere").symlink_to(themes / "missing")
    (themes / "large.md").write_bytes(bytes(home_files.LARGEST + 1))
    (themes / "odd\nname.md").write_bytes(b"x")
    (themes / "half-written.md.tmp").write_bytes(b"x")
    done = backed_up(vault, folder, keys, days=1)
    told = {problem.where for problem in done.problems if problem.where.count("/") == 1}
    assert told == {"themes/pipe", "themes/large.md", "themes/odd\nname.md"}
    new = vault.parent.parent / "new" / "vault"
    new.parent.mkdir()
    restore_vault(backups_in(folder), new, now=NOW)
    assert beside(new)[TOPIC] == b"# Cravings"
    assert list(new.parent.rglob("*.tmp")) == []


def test_a_topic_that_the_system_holds_back_is_told_and_the_others_come_along(
    vault: Path, folder: Path, keys: Keys
) -> None:
    (vault.parent / "themes" / "held.md").write_bytes(b"# Held")
    done = backed_up(vault, folder, keys, days=1, disk=HeldDisk(vault.parent / "themes" / "held.md"))
    assert [problem.where for problem in done.problems] == ["themes/held.md"]
    assert "cannot be read" in done.problems[0].text
    (vault.parent / TOPIC).unlink()
    restore_vault(backups_in(folder), vault, now=NOW)
    assert beside(vault)[TOPIC] == b"# Cravings"


@pytest.mark.parametrize(
    "path", ["../evil", "/etc/x", "themes/../../evil", "other/x", "themes/a:b", "vault/x"]
)
def test_nothing_is_ever_put_outside_its_place(
    vault: Path, folder: Path, keys: Keys, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_files, "packed", lambda home, disk: ({path: b"evil", TOPIC: b"# New"}, ()))
    backed_up(vault, folder, keys, days=1)
    monkeypatch.undo()
    new = vault.parent.parent / "new" / "vault"
    new.parent.mkdir()
    restore_vault(backups_in(folder), new, now=NOW)
    assert set(beside(new)) == {TOPIC}
    assert not [p for p in vault.parent.parent.rglob("*") if p.is_file() and p.read_bytes() == b"evil"]


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_whatever_fails_each_part_is_there_whole_after_the_next_start(
    vault: Path, folder: Path, keys: Keys, tmp_path: Path, number: int
) -> None:
    (vault.parent / "settings.toml").write_bytes(b"# mine")
    (vault.parent / TOPIC).write_bytes(b"# Mine")
    counting = FaultyDisk()
    shutil.copytree(vault.parent, tmp_path / "count")
    restore_vault(backups_in(folder), tmp_path / "count" / "vault", now=NOW, disk=counting)
    for step in range(len(counting.calls)):
        home = tmp_path / f"home{step}"
        shutil.copytree(vault.parent, home)
        try:
            restore_vault(backups_in(folder), home / "vault", now=NOW, disk=FaultyDisk({step: number}))
        except NotRestored:
            finish_swap(home / "vault")
        there = beside(home / "vault")
        assert there["settings.toml"] in {SETTINGS, b"# mine"}
        assert there[TOPIC] in {b"# Cravings", b"# Mine"}
        assert not is_cut_off(home / "vault")


VAULT, STICK = Path("/home/kim/vault"), Path("/home/stick/backups")


def in_memory(seed: int) -> tuple[SimulatedDisk, Keys]:
    """Settings that were other ones when the backup was made."""
    disk = SimulatedDisk(chance(seed))
    keys = new_vault(VAULT, disk=disk)
    make_folder(disk, STICK.parent)
    write_whole(disk, VAULT.parent / "settings.toml", SETTINGS)
    backed_up(VAULT, STICK, keys, disk=disk)
    write_whole(disk, VAULT.parent / "settings.toml", b"# mine")
    return disk, keys


def test_cut_anywhere_in_a_restore_the_settings_are_those_of_now_or_the_restored_ones() -> None:
    def restore_all(disk: SimulatedDisk) -> None:
        source = backups_in(STICK, disk=disk)
        restore_vault(source, VAULT, now=NOW, disk=disk, take_lock=no_lock)

    counting, _ = in_memory(0)
    before = counting.calls
    restore_all(counting)
    seen = set()
    for number in range(1, counting.calls - before + 1):
        for seed in range(6):
            disk, _ = in_memory(seed)
            disk.cut_at = disk.calls + number
            with pytest.raises(PowerCut):
                restore_all(disk)
            after = disk.power_cut()
            finish_swap(VAULT, disk=after)
            content = after.read(VAULT.parent / "settings.toml")
            assert content in {SETTINGS, b"# mine"}
            assert after.exists(VAULT / place_of(ONE))
            seen.add(content)
    assert seen == {SETTINGS, b"# mine"}
