"""One key, two secrets: either opens the records, each can be changed, and neither is ever shown."""

from __future__ import annotations

import errno
import json
import logging
import stat
import sys
from pathlib import Path

import pytest

from iop_group.domain.errors import BadInput, IopGroupError, Locked, NotSaved
from iop_group.vault.disk import Disk
from iop_group.vault.kdf import KdfParameters
from iop_group.vault.key_copies import KEY_FILE, SECOND_COPY, NoKeyFile
from iop_group.vault.key_file import DamagedKeyFile
from iop_group.vault.key_slots import SlotName
from iop_group.vault.keys import change_passphrase, check_keys, create, has_keys, new_recovery_code, unlock
from iop_group.vault.recovery_code import RecoveryCode
from tests.vault.disks import FaultyDisk
from tests.vault.key_makers import FIRST, QUICK, SECOND, made, opened


def test_the_passphrase_opens_what_was_made(tmp_path: Path) -> None:
    keys, _ = made(tmp_path / "vault")
    again = opened(tmp_path / "vault")
    assert again.keys.data_key == keys.data_key
    assert again.keys.vault_id == keys.vault_id
    assert len(keys.data_key) == 32
    assert (again.by, again.problems) == (SlotName.PASSPHRASE, ())


def test_the_recovery_code_opens_it_too_however_it_is_typed(tmp_path: Path) -> None:
    keys, code = made(tmp_path)
    for secret in (code, code.printed, code.printed.lower().replace("-", " ")):
        again = opened(tmp_path, secret)
        assert again.keys.data_key == keys.data_key
        assert again.by is SlotName.RECOVERY


def test_a_code_that_was_typed_back_before_is_the_one_that_opens(tmp_path: Path) -> None:
    code = RecoveryCode.new()
    _, used = create(tmp_path, FIRST, kdf=QUICK, code=code)
    assert used is code
    assert opened(tmp_path, code).by is SlotName.RECOVERY


def test_a_passphrase_that_looks_like_a_code_still_opens(tmp_path: Path) -> None:
    looks_like_one = RecoveryCode.new().printed
    create(tmp_path, looks_like_one, kdf=QUICK)
    assert opened(tmp_path, looks_like_one).by is SlotName.PASSPHRASE


def test_the_same_passphrase_from_another_keyboard_opens(tmp_path: Path) -> None:
    create(tmp_path, "U\u0308berga\u0308nge im Flur", kdf=QUICK)
    assert opened(tmp_path, SECOND).by is SlotName.PASSPHRASE


def test_every_vault_has_a_key_of_its_own(tmp_path: Path) -> None:
    one, code = made(tmp_path / "one")
    other, _ = made(tmp_path / "other")
    assert one.data_key != other.data_key
    assert one.vault_id != other.vault_id
    with pytest.raises(Locked):
        opened(tmp_path / "other", code)


def test_a_wrong_passphrase_is_refused_in_plain_words(tmp_path: Path) -> None:
    made(tmp_path)
    with pytest.raises(Locked) as refused:
        opened(tmp_path, "lamp otter fjords")
    assert str(refused.value) == (
        "That is not the passphrase of these records. Try again, or use the recovery code."
    )
    assert refused.value.exit_status == 3


def test_a_wrong_recovery_code_is_told_from_one_with_a_slip(tmp_path: Path) -> None:
    _, code = made(tmp_path)
    for wrong in (RecoveryCode.new(), RecoveryCode.new().printed):
        with pytest.raises(Locked, match="not the recovery code of these records"):
            opened(tmp_path, wrong)
    swapped = code.secret[:5] + ("234" if code.secret[5:8] != "234" else "432") + code.secret[8:]
    with pytest.raises(Locked, match="there is a slip in it"):
        opened(tmp_path, swapped)


def test_a_folder_without_keys_says_so(tmp_path: Path) -> None:
    assert not has_keys(tmp_path)
    with pytest.raises(NoKeyFile, match="no key file here") as missing:
        unlock(tmp_path, FIRST)
    assert missing.value.exit_status == 3


def test_keys_are_never_made_over_others(tmp_path: Path) -> None:
    made(tmp_path)
    before = (tmp_path / KEY_FILE).read_bytes()
    (tmp_path / SECOND_COPY).unlink()
    assert has_keys(tmp_path)
    with pytest.raises(BadInput, match="already"):
        made(tmp_path)
    assert (tmp_path / KEY_FILE).read_bytes() == before


def test_a_short_passphrase_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="at least 10"):
        create(tmp_path / "vault", "short", kdf=QUICK)
    assert not (tmp_path / "vault").exists()
    keys, _ = made(tmp_path)
    with pytest.raises(BadInput, match="at least 10"):
        change_passphrase(tmp_path, keys, "short")
    assert opened(tmp_path).by is SlotName.PASSPHRASE


def test_the_key_file_is_public_and_says_what_it_is(tmp_path: Path) -> None:
    keys, _ = made(tmp_path)
    record = json.loads((tmp_path / KEY_FILE).read_bytes())
    assert (record["format"], record["version"], record["vault_id"]) == ("iop-group-vault", 1, keys.vault_id)
    assert [slot["name"] for slot in record["slots"]] == ["passphrase", "recovery"]
    assert {(slot["kdf"], slot["aead"]) for slot in record["slots"]} == {("argon2id", "aes-256-gcm")}
    assert len({slot["salt"] for slot in record["slots"]}) == 2
    assert (tmp_path / KEY_FILE).read_bytes() == (tmp_path / SECOND_COPY).read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_the_key_files_are_for_nobody_else(tmp_path: Path) -> None:
    made(tmp_path / "vault")
    for name in (KEY_FILE, SECOND_COPY):
        assert stat.S_IMODE((tmp_path / "vault" / name).stat().st_mode) == 0o600
    assert sorted(path.name for path in (tmp_path / "vault").iterdir()) == [KEY_FILE, SECOND_COPY]


def test_a_changed_passphrase_opens_and_the_old_one_does_not(tmp_path: Path) -> None:
    keys, code = made(tmp_path)
    assert change_passphrase(tmp_path, keys, SECOND) == ()
    assert opened(tmp_path, SECOND).keys.data_key == keys.data_key
    assert opened(tmp_path, code).keys.data_key == keys.data_key
    with pytest.raises(Locked):
        opened(tmp_path, FIRST)


def test_the_key_itself_stays_so_that_no_record_is_written_again(tmp_path: Path) -> None:
    keys, _ = made(tmp_path)
    (tmp_path / "people.gns").write_bytes(b"sealed")
    disk = FaultyDisk()
    change_passphrase(tmp_path, keys, SECOND, disk=disk)
    assert (disk.calls.count("fsync"), disk.calls.count("replace")) == (2, 2)


def test_after_coming_in_by_the_code_a_new_passphrase_can_be_chosen(tmp_path: Path) -> None:
    _, code = made(tmp_path)
    change_passphrase(tmp_path, opened(tmp_path, code).keys, SECOND)
    assert opened(tmp_path, SECOND).problems == ()


def test_a_new_recovery_code_replaces_the_old_one_only(tmp_path: Path) -> None:
    keys, old = made(tmp_path)
    new, problems = new_recovery_code(tmp_path, keys)
    assert problems == ()
    assert opened(tmp_path, new).keys.data_key == keys.data_key
    assert opened(tmp_path, FIRST).keys.data_key == keys.data_key
    with pytest.raises(Locked):
        opened(tmp_path, old)
    chosen = RecoveryCode.new()
    assert new_recovery_code(tmp_path, keys, code=chosen) == (chosen, ())
    assert opened(tmp_path, chosen).by is SlotName.RECOVERY


def test_a_new_secret_costs_as_much_to_try_as_the_old_one_unless_asked(tmp_path: Path) -> None:
    keys, _ = made(tmp_path)
    assert opened(tmp_path).keys.parameters == QUICK
    dearer = KdfParameters(memory=128, iterations=2, lanes=2)
    change_passphrase(tmp_path, keys, SECOND, kdf=dearer)
    assert opened(tmp_path, SECOND).keys.parameters == dearer


def test_a_real_vault_opens_without_leave_and_a_quick_one_does_not(tmp_path: Path) -> None:
    least = KdfParameters.least()
    keys, _ = create(tmp_path / "real", FIRST, kdf=least)
    assert unlock(tmp_path / "real", FIRST).keys.data_key == keys.data_key
    assert check_keys(tmp_path / "real") == ()
    made(tmp_path / "demo")
    with pytest.raises(DamagedKeyFile, match="easier to guess"):
        unlock(tmp_path / "demo", FIRST)
    assert check_keys(tmp_path / "demo", accept_weak=True) == ()


def test_keys_of_other_records_change_nothing_here(tmp_path: Path) -> None:
    made(tmp_path / "one")
    others, _ = made(tmp_path / "other")
    before = (tmp_path / "one" / KEY_FILE).read_bytes()
    with pytest.raises(DamagedKeyFile, match="belongs to other records"):
        change_passphrase(tmp_path / "one", others, SECOND)
    assert (tmp_path / "one" / KEY_FILE).read_bytes() == before


def test_a_set_up_that_the_disk_refused_leaves_nothing_and_can_be_tried_again(tmp_path: Path) -> None:
    counting = FaultyDisk()
    made(tmp_path / "counted", disk=counting)
    for number in range(len(counting.calls)):
        folder = tmp_path / f"vault-{number}"
        disk = FaultyDisk({number: errno.ENOSPC})
        try:
            made(folder, disk=disk)
        except NotSaved:
            assert not has_keys(folder)
            made(folder, disk=disk)
        assert opened(folder).problems == ()


def test_a_change_that_the_disk_refused_keeps_the_old_passphrase(tmp_path: Path) -> None:
    counting = FaultyDisk()
    keys, _ = made(tmp_path / "counted")
    change_passphrase(tmp_path / "counted", keys, SECOND, disk=counting)
    for number in range(len(counting.calls)):
        folder = tmp_path / f"vault-{number}"
        keys, code = made(folder)
        try:
            problems = change_passphrase(folder, keys, SECOND, disk=FaultyDisk({number: errno.EIO}))
        except NotSaved:
            assert opened(folder).keys.data_key == keys.data_key
            with pytest.raises(Locked):
                opened(folder, SECOND)
        else:
            assert opened(folder, SECOND).keys.data_key == keys.data_key
            assert all("second copy" in problem.text for problem in problems)
        assert opened(folder, code).problems == ()


def test_a_disk_that_refuses_everything_leaves_the_old_passphrase(tmp_path: Path) -> None:
    keys, _ = made(tmp_path)
    with pytest.raises(NotSaved, match="disk is full"):
        change_passphrase(tmp_path, keys, SECOND, disk=FaultyDisk().broken(errno.ENOSPC))
    assert opened(tmp_path).problems == ()


def test_no_secret_is_shown_by_anything_that_could_reach_a_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    keys, code = made(tmp_path)
    unlocked = opened(tmp_path)
    shown = [repr(keys), str(keys), f"{keys}", repr(unlocked), str(unlocked), repr((keys, code)), str(code)]
    for wrong in ("wrong but secret words", RecoveryCode.new().printed, code.secret[:-1] + "$"):
        with pytest.raises(IopGroupError) as refused:
            opened(tmp_path, wrong)
        shown += [str(refused.value), repr(refused.value), repr(refused.value.args)]
        assert refused.value.__suppress_context__ or refused.value.__context__ is None
        assert not any(wrong in text for text in shown)
    secrets = (FIRST, code.printed, code.secret, *code.groups, keys.data_key.hex(), repr(keys.data_key))
    assert not [text for text in (*shown, caplog.text) for secret in secrets if secret in text]
    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert FIRST.encode() not in on_disk
    assert keys.data_key not in on_disk
    assert keys.data_key.hex().encode() not in on_disk


def test_the_real_disk_is_used_when_no_other_is_named(tmp_path: Path) -> None:
    made(tmp_path, disk=Disk())
    assert opened(tmp_path, disk=Disk()).by is SlotName.PASSPHRASE
