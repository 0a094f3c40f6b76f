"""Backups: what is copied, what is said, and that nothing ever happens to the vault."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from iop_group.demo import UnflushedDisk
from iop_group.domain.errors import BadInput, Damaged, Locked, NewerFile, Severity
from iop_group.vault import backup_age
from iop_group.vault.backup_age import due
from iop_group.vault.backup_folder import BackupFolder
from iop_group.vault.backup_manifest import DamagedManifest, Manifest, moment_in
from iop_group.vault.backup_source import NoBackup, check_copies, opened_backups
from iop_group.vault.backups import NotBackedUp, back_up
from iop_group.vault.disk import Disk, lock, same_disk
from iop_group.vault.kdf import KdfParameters
from iop_group.vault.key_file import DamagedKeyFile
from iop_group.vault.keys import change_passphrase, new_recovery_code, unlock
from iop_group.vault.restoring import restore
from iop_group.vault.sealed_files import PRIVATE, REGISTRY, check_files
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
from tests.vault.key_makers import FIRST, SECOND, edited, made

QUICKLY = UnflushedDisk()


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# What is copied


def test_a_backup_holds_every_file_as_it_is_and_the_vault_is_only_read(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    before = everything(vault)
    done = backed_up(vault, folder, keys)
    assert (done.files, done.copied, done.dropped, done.proven, done.problems) == (4, 4, 0, True, ())
    assert everything(vault) == before
    copies = {path.read_bytes() for path in (folder / "objects").iterdir()}
    assert copies == {content for name, content in before.items() if name.endswith(".gns")}
    assert [path.read_bytes() for path in sorted((folder / "keys").iterdir())] == [before["vault.key"]] * 2
    assert len(names(folder / "manifests")) == 1


def test_a_copy_is_never_the_same_file_as_the_original(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    inodes = {path.stat().st_ino for path in vault.rglob("*.gns")}
    assert not inodes & {path.stat().st_ino for path in (folder / "objects").iterdir()}


@pytest.mark.skipif(os.name != "posix", reason="no modes")
def test_the_copies_are_for_nobody_else(vault: Path, folder: Path) -> None:
    folder.mkdir(mode=0o755)
    backed_up(vault, folder, new_vault(vault))
    assert {p.stat().st_mode & 0o777 for p in folder.rglob("*") if p.is_file()} == {0o600}
    assert {p.stat().st_mode & 0o777 for p in folder.iterdir() if p.is_dir()} == {0o700}
    assert folder.stat().st_mode & 0o777 == 0o755  # someone else's folder keeps its rights


def test_only_what_has_changed_is_copied_again(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    save(vault, keys, place_of(ONE), "second")
    done = backed_up(vault, folder, keys, days=1)
    assert (done.files, done.copied) == (4, 1)
    assert len(names(folder / "objects")) == 5


def test_nothing_in_a_backup_can_be_read(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    save(vault, keys, place_of(ONE), "what nobody may read")
    backed_up(vault, folder, keys)
    held = b"".join(everything(folder).values())
    assert b"nobody may read" not in held
    assert b"first of" not in held


def test_a_copy_that_went_bad_is_made_again(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    copy = next((folder / "objects").iterdir())
    copy.write_bytes(copy.read_bytes()[:-1] + b"?")
    key = next((folder / "keys").iterdir())
    key.write_bytes(b"")
    done = backed_up(vault, folder, keys, days=1)
    assert done.copied == 1
    assert not check_copies(backups_in(folder)).problems
    assert key.read_bytes() == (vault / "vault.key").read_bytes()


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of tests pass for real ones."""
    monkeypatch.setattr(KdfParameters, "least", KdfParameters.for_tests)


@pytest.mark.usefixtures("cheap")
def test_without_the_passphrase_copies_are_compared_and_the_list_has_no_proof(
    vault: Path, folder: Path, tmp_path: Path
) -> None:
    new_vault(vault)
    done = backed_up(vault, folder, None)
    assert (done.files, done.proven, done.problems) == (4, False, ())
    restored = restore(backups_in(folder), tmp_path / "new")
    assert restored.files == 4
    assert ["nothing proves that its list is complete" in p.text for p in restored.problems] == [True]
    copies = {stored.place: stored.seq for stored in backups_in(folder).lists[0].files}
    backed_up(vault, folder, unlock(vault, FIRST).keys, days=1)
    assert {stored.place: stored.seq for stored in backups_in(folder).lists[0].files} == copies


@pytest.mark.usefixtures("cheap")
def test_without_the_passphrase_what_looks_like_no_sealed_file_keeps_its_last_copy(
    vault: Path, folder: Path
) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    (vault / place_of(ONE)).write_bytes(b"garbage")
    (vault / place_of(TWO)).write_bytes(b"")
    done = backed_up(vault, folder, None, days=1)
    assert (done.files, len(done.problems)) == (4, 2)


# What is wrong in the vault


@pytest.mark.parametrize("content", [b"", b"garbage", b"\0" * 5000])
def test_a_file_that_can_not_be_opened_keeps_its_last_whole_copy(
    vault: Path, folder: Path, tmp_path: Path, content: bytes
) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    (vault / place_of(ONE)).write_bytes(content)
    for days in range(1, 40, 5):
        done = backed_up(vault, folder, keys, days=days, disk=QUICKLY)
    assert [p.where for p in done.problems] == [place_of(ONE)]
    assert "keeps the copy that it had" in done.problems[0].text
    restore(backups_in(folder), tmp_path / "new")
    assert words_in(tmp_path / "new", keys, place_of(ONE)) == f"first of {place_of(ONE)}"


def test_a_file_that_is_gone_keeps_its_last_copy(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    (vault / place_of(TWO)).unlink()
    done = backed_up(vault, folder, keys, days=1)
    assert done.files == 4
    assert "gone from the vault" in done.problems[0].text


def test_a_file_that_was_never_whole_is_named_and_the_others_are_backed_up(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    (vault / place_of(ONE)).write_bytes(b"")
    done = backed_up(vault, folder, keys)
    assert done.files == 3
    assert done.problems[0].text.endswith("It is in no backup.")


def test_a_file_cut_by_a_power_cut_is_backed_up_with_its_newest_whole_save(
    vault: Path, folder: Path, tmp_path: Path
) -> None:
    keys = new_vault(vault)
    path = vault / place_of(ONE)
    path.write_bytes(path.read_bytes() + b"\xf5GNF half a save")
    done = backed_up(vault, folder, keys)
    assert done.files == 4
    assert "cut off" in done.problems[0].text
    restore(backups_in(folder), tmp_path / "new")
    assert words_in(tmp_path / "new", keys, place_of(ONE)) == f"first of {place_of(ONE)}"


def test_newer_saves_that_went_bad_never_push_their_whole_copy_out(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    path = vault / place_of(ONE)
    old = path.read_bytes()
    save(vault, keys, place_of(ONE), "the newer words")
    backed_up(vault, folder, keys)
    path.write_bytes(old + b"\xf5GNF" + bytes(4000))
    done = backed_up(vault, folder, keys, days=0.01)
    assert "keeps the copy that it had" in done.problems[0].text
    assert check_copies(backups_in(folder)).files == 4


def test_an_old_file_put_back_is_told_and_both_versions_stay_in_the_backup(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    path = vault / place_of(ONE)
    old = path.read_bytes()
    save(vault, keys, place_of(ONE), "the newer words")
    backed_up(vault, folder, keys)
    path.write_bytes(old)
    for days in range(12):
        done = backed_up(vault, folder, keys, days=days / 10, disk=QUICKLY)
        assert [("keeps both" in p.text) for p in done.problems] == ([True] if not days else [])
    newest = backups_in(folder).lists[0]
    assert [stored.place for stored in newest.aside] == [place_of(ONE)]
    assert check_copies(backups_in(folder)).files == 5


def test_a_file_that_the_system_holds_back_is_told(
    vault: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = new_vault(vault)
    real = Disk.read

    def held(self: Disk, path: Path) -> bytes:
        if path == vault / place_of(ONE):
            raise PermissionError(errno.EACCES, "held")
        return real(self, path)

    monkeypatch.setattr(Disk, "read", held)
    done = backed_up(vault, folder, keys)
    assert done.files == 3
    assert "cannot be read" in done.problems[0].text
    assert [p.where for p in check_files(vault, keys).problems] == [place_of(ONE)]


class BusyDisk(UnflushedDisk):
    """The program is in the middle of a save when the file is looked at for the first time."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._looks = 0

    def read(self, path: Path) -> bytes:
        self._looks += path == self._path
        half = b"\xf5GNF half a save" if path == self._path and self._looks == 1 else b""
        return super().read(path) + half


def test_a_save_that_is_going_on_is_looked_at_again_and_is_no_damage(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    path = vault / place_of(ONE)
    done = backed_up(vault, folder, keys, disk=BusyDisk(path))
    assert (done.files, done.problems) == (4, ())
    assert path.read_bytes() in [copy.read_bytes() for copy in (folder / "objects").iterdir()]
    assert check_files(vault, keys, disk=BusyDisk(path)).problems == ()


def test_a_file_that_calls_itself_newer_is_told_of_as_such(vault: Path) -> None:
    keys = new_vault(vault)
    path = vault / place_of(ONE)
    path.write_bytes(path.read_bytes()[:8] + b"\2" + path.read_bytes()[9:])
    (problem,) = check_files(vault, keys).problems
    assert (problem.severity, problem.where) == (Severity.WARNING, place_of(ONE))
    assert "newer version of the program" in problem.text


def test_a_damaged_key_file_stops_the_backup_and_both_damaged_say_where_to_get_it(
    vault: Path, folder: Path
) -> None:
    keys = new_vault(vault)
    (vault / "vault.key").write_bytes(b"")
    backed_up(vault, folder, keys)  # the second copy serves
    (vault / "vault.key.bak").write_bytes(b"")
    with pytest.raises(DamagedKeyFile, match="keys"):
        backed_up(vault, folder, keys, days=1)
    assert backups_in(folder).keys.data_key == keys.data_key


# What is wrong with the folder


def test_a_folder_that_can_not_serve_is_refused(vault: Path, tmp_path: Path) -> None:
    keys = new_vault(vault)
    for place in (vault, vault / "copy", vault.parent, tmp_path, tmp_path / "x" / ".." / "home" / "vault"):
        with pytest.raises(BadInput):
            backed_up(vault, place, keys)
    with pytest.raises(BadInput, match="not there"):
        backed_up(vault, tmp_path / "not" / "mounted", keys)
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotBackedUp):
        backed_up(vault, tmp_path / "file", keys)


def test_two_backups_into_one_folder_at_once_are_refused(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    folder.mkdir()
    release = lock(folder / "lock")
    with pytest.raises(NotBackedUp, match="just now"):
        backed_up(vault, folder, keys)
    release()
    backed_up(vault, folder, keys)


def test_where_there_are_no_locks_nothing_is_dropped(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)

    def none(_: Path) -> Callable[[], None]:
        raise OSError(errno.ENOLCK, "no locks")

    for _ in range(3):
        done = back_up(vault, folder, keys, now=NOW, take_lock=none)
        assert done.dropped == 0
    assert len(names(folder / "manifests")) == 3


def test_two_vaults_may_have_their_backups_in_one_folder(vault: Path, folder: Path, tmp_path: Path) -> None:
    keys, other = new_vault(vault), tmp_path / "other" / "vault"
    others, _ = made(other)
    save(other, others, REGISTRY, "of the other one")
    for days in range(10):
        backed_up(vault, folder, keys, days=days, disk=QUICKLY)
        backed_up(other, folder, others, days=days, disk=QUICKLY)
    assert len(opened_backups(folder, keys).lists) == len(opened_backups(folder, others).lists) >= 7
    assert not check_copies(opened_backups(folder, keys)).problems
    assert not check_copies(opened_backups(folder, others)).problems


def test_two_backups_in_the_same_instant_are_two(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    assert backed_up(vault, folder, keys).made_at < backed_up(vault, folder, keys).made_at


def test_a_backup_made_after_the_clock_was_put_back_counts_as_the_newest(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys, days=0.1)
    save(vault, keys, place_of(ONE), "second")
    made_at = backed_up(vault, folder, keys).made_at
    newest = backups_in(folder).lists[0]
    assert newest.made_at == made_at == NOW
    (vault / place_of(ONE)).write_bytes(b"")
    backed_up(vault, folder, keys, days=-1)
    again = backups_in(folder).lists[0]
    assert again.files == newest.files


# Rotation


def test_old_backups_give_way_and_what_nothing_needs_goes_with_them(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    for days in range(60):
        save(vault, keys, place_of(ONE), f"words of day {days}", disk=QUICKLY)
        backed_up(vault, folder, keys, days=days, disk=QUICKLY)
    assert len(names(folder / "manifests")) == 7 + 4 + 2 - 1
    source = backups_in(folder)
    needed = {stored.object for manifest in source.lists for stored in manifest.copies}
    assert names(folder / "objects") == needed
    assert not check_copies(source).problems


def test_key_files_that_no_backup_needs_go_and_an_old_passphrase_with_them(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    change_passphrase(vault, keys, SECOND)
    backed_up(vault, folder, keys, days=0.1)
    assert len(names(folder / "keys")) == 2
    with pytest.raises(Locked):
        backups_in(folder)
    assert backups_in(folder, secret=SECOND).keys.data_key == keys.data_key


def test_an_older_backup_opens_with_the_passphrase_of_its_day(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    change_passphrase(vault, keys, SECOND)
    backed_up(vault, folder, keys, days=1)
    for secret in (FIRST, SECOND):
        assert len(backups_in(folder, secret=secret).lists) == 2


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[" * 100_000])
def test_while_a_list_is_damaged_nothing_that_it_may_need_is_dropped(
    vault: Path, folder: Path, content: bytes
) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    objects = names(folder / "objects")
    (manifest,) = (folder / "manifests").iterdir()
    manifest.write_bytes(content)
    save(vault, keys, place_of(ONE), "second")
    done = backed_up(vault, folder, keys, days=1)
    assert [p.where for p in done.problems] == [f"manifests/{manifest.name}"]
    assert objects < names(folder / "objects")
    for days in range(2, 420, 7):
        done = backed_up(vault, folder, keys, days=days, disk=QUICKLY)
    assert done.problems == ()
    assert not objects <= names(folder / "objects")


def test_files_of_other_people_in_the_folder_are_left_alone(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    for inner in ("objects", "manifests", "keys"):
        (folder / inner).mkdir(parents=True)
        (folder / inner / "holiday.jpg").write_text("beach")
    for days in range(20):
        backed_up(vault, folder, keys, days=days, disk=QUICKLY)
    assert len(list(folder.rglob("holiday.jpg"))) == 3


def test_what_a_backup_that_was_cut_off_left_is_swept_away(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    (folder / "objects").mkdir(parents=True)
    (folder / "objects" / "half.tmp").write_text("half")
    (folder / "objects" / f"{'a' * 32}-7-{'b' * 16}.gns").write_text("whole, and in no list")
    backed_up(vault, folder, keys)
    assert len(names(folder / "objects")) == 4


# Faults


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EACCES])
def test_whatever_fails_the_vault_is_untouched_and_the_backups_before_are_whole(
    tmp_path: Path, number: int
) -> None:
    vault, counted = tmp_path / "vault", tmp_path / "counted"
    keys = new_vault(vault)
    disk = FaultyDisk()
    backed_up(vault, counted, keys, disk=disk)
    before = everything(vault)
    for step in range(len(disk.calls)):
        folder = tmp_path / f"stick{step}"
        backed_up(vault, folder, keys, disk=QUICKLY)
        for left in (folder / "objects").iterdir():  # so that there is something to copy again
            left.unlink()
            break
        faulty = FaultyDisk({step: number})
        try:
            backed_up(vault, folder, keys, days=1, disk=faulty)
        except NotBackedUp as error:
            assert "No backup was made" in error.problem
        assert everything(vault) == before
        backed_up(vault, folder, keys, days=2, disk=QUICKLY)
        source = backups_in(folder)
        assert not check_copies(source).problems
        assert not source.problems


@pytest.mark.parametrize("inner", ["objects", "manifests"])
def test_what_the_stick_gives_back_otherwise_than_it_took_it_is_no_backup(
    vault: Path, folder: Path, inner: str
) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    before = names(folder / "manifests")
    with pytest.raises(NotBackedUp, match="EIO"):
        backed_up(vault, folder, keys, days=0.01, disk=LyingDisk(folder / inner))
    assert before <= names(folder / "manifests")
    assert (inner == "objects") == (before == names(folder / "manifests"))


def test_a_disk_that_stays_broken_is_said_in_plain_words(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    save(vault, keys, place_of(ONE), "second")
    for number, words in ((errno.ENOSPC, "full"), (errno.EROFS, "may not"), (errno.EIO, "EIO")):
        with pytest.raises(NotBackedUp, match=words):
            backed_up(vault, folder, keys, days=1, disk=FaultyDisk().broken(number))
    assert len(backups_in(folder).lists) == 1


# The list


def test_a_list_that_someone_changed_is_left_out_and_told(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    backed_up(vault, folder, keys, days=1)
    newest, _ = backups_in(folder).lists
    forged = replace(newest, files=newest.files[:1])
    (folder / "manifests" / newest.name).write_bytes(forged.to_bytes())
    source = backups_in(folder)
    assert [m.made_at for m in source.lists] == [NOW]
    assert "changed by something other" in source.problems[0].text
    (folder / "manifests" / source.lists[0].name).write_bytes(
        replace(source.lists[0], key="vault.key.1-" + "0" * 16).to_bytes()
    )
    with pytest.raises(Damaged, match="trusted"):
        backups_in(folder)


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"number": 7}, False),
        ({"key": "../vault.key"}, True),
        ({"vault_id": "x"}, True),
        ({"more": 1}, True),
        ({"format": "iop-group-keys"}, True),
    ],
)
def test_a_list_that_this_program_would_not_write_is_none(
    vault: Path, folder: Path, change: dict[str, Any], check: bool
) -> None:
    backed_up(vault, folder, new_vault(vault))
    (path,) = (folder / "manifests").iterdir()
    assert edited(path, lambda record: None)
    assert Manifest.from_bytes(path.read_bytes()).name == path.name
    with pytest.raises(DamagedManifest):
        Manifest.from_bytes(edited(path, lambda record: record.update(change), check=check))


def test_one_key_file_that_is_damaged_or_newer_keeps_no_backup_from_opening(
    vault: Path, folder: Path
) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    inner = folder / "keys"
    own = names(inner)
    newer = inner / f"vault.key.8-{'0' * 16}"
    newer.write_bytes((vault / "vault.key").read_bytes())
    edited(newer, lambda record: record.update(version=2), check=False)
    (inner / f"vault.key.7-{'0' * 16}").write_bytes(b"")
    assert backups_in(folder).keys.data_key == keys.data_key
    for name in own:
        (inner / name).unlink()
    with pytest.raises(NewerFile):
        backups_in(folder)


def test_the_backups_of_other_records_are_not_taken_for_these(
    vault: Path, folder: Path, tmp_path: Path
) -> None:
    backed_up(vault, folder, new_vault(vault))
    others, _ = made(tmp_path / "other" / "vault")
    with pytest.raises(NoBackup, match="of these records"):
        opened_backups(folder, others)


def test_a_list_under_the_name_of_another_day_is_not_taken_for_it(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    (manifest,) = (folder / "manifests").iterdir()
    manifest.rename(manifest.with_name("2031-01-01T000000.000Z.json"))
    assert BackupFolder(folder, Disk()).lists().damaged == ("2031-01-01T000000.000Z.json",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("place", "../../home/.bashrc"),
        ("place", "sessions/x.gns"),
        ("place", 7),
        ("object", "../objects/x.gns"),
        ("object", f"{'a' * 32}-7-{'b' * 16}.gns\n"),
        ("seq", "1"),
        ("size", True),
        ("sha256", "x"),
    ],
)
def test_a_list_can_name_nothing_outside_the_vault(vault: Path, folder: Path, name: str, value: Any) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    manifest = backups_in(folder).lists[0]
    bad = replace(manifest, files=(replace(manifest.files[0], **{name: value}),))
    with pytest.raises(DamagedManifest):
        Manifest.from_bytes(bad.to_bytes())


def test_a_list_of_a_newer_version_is_left_alone_with_all_that_it_may_need(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    (path,) = (folder / "manifests").iterdir()
    record = json.loads(path.read_bytes())
    path.write_text(json.dumps({**record, "version": 2, "new": "field"}))
    with pytest.raises(NewerFile):
        Manifest.from_bytes(path.read_bytes())
    with pytest.raises(NoBackup, match="newer version"):
        backups_in(folder)
    objects = names(folder / "objects")
    save(vault, keys, place_of(ONE), "second")
    backed_up(vault, folder, keys, days=500)
    assert path.exists()
    assert objects <= names(folder / "objects")


def test_names_that_are_no_lists_tell_no_time() -> None:
    for name in ("x.json", "2026-13-40T000000.000Z.json", "2026-11-24T174200.000Z.json.tmp", ""):
        assert moment_in(name) is None


# What is said of the age


def test_a_backup_is_due_when_there_is_none_or_it_is_old(vault: Path, folder: Path, elsewhere: None) -> None:
    keys = new_vault(vault)
    assert "no backup" in due(None, vault, NOW)[0]
    assert "Plug its disk in" in due(folder, vault, NOW)[0]
    folder.mkdir()
    assert "no backup of these records in the folder" in due(folder, vault, NOW)[0]
    backed_up(vault, folder, keys)
    assert due(folder, vault, NOW + 7 * DAY) == ()
    assert due(folder, vault, NOW + 8 * DAY) == ("The last backup is 8 days old. Make one.",)


def test_a_backup_dated_in_the_future_does_not_count(vault: Path, folder: Path, elsewhere: None) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys, days=3000)
    assert due(folder, vault, NOW) != ()


def test_a_backup_of_other_records_does_not_count(
    vault: Path, folder: Path, tmp_path: Path, elsewhere: None
) -> None:
    other = tmp_path / "other" / "vault"
    backed_up(other, folder, new_vault(other))
    new_vault(vault)
    assert "no backup of these records" in due(folder, vault, NOW)[0]
    assert "no backup of these records" in due(folder, tmp_path / "none", NOW)[0]


def test_a_backup_on_the_same_disk_is_told(vault: Path, folder: Path) -> None:
    backed_up(vault, folder, new_vault(vault))
    assert "same disk" in due(folder, vault, NOW)[0]


def test_whether_two_folders_lie_on_one_disk(tmp_path: Path) -> None:
    assert same_disk(tmp_path, tmp_path / "not" / "there" / "yet")
    if Path("/proc/self").exists():
        assert not same_disk(tmp_path, Path("/proc/self"))


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The backup lies on another disk."""
    monkeypatch.setattr(backup_age, "same_disk", lambda one, other: False)


def test_a_new_recovery_code_opens_the_next_backup(vault: Path, folder: Path) -> None:
    keys = new_vault(vault)
    code, _ = new_recovery_code(vault, keys)
    backed_up(vault, folder, keys)
    assert backups_in(folder, secret=code.printed).keys.data_key == keys.data_key


def test_the_private_notes_are_backed_up_too(vault: Path, folder: Path, tmp_path: Path) -> None:
    keys = new_vault(vault)
    backed_up(vault, folder, keys)
    restore(backups_in(folder), tmp_path / "new")
    assert words_in(tmp_path / "new", keys, place_of(ONE, PRIVATE)).startswith("first of private")
