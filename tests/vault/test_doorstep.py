"""Who may come in, found out before a passphrase is asked for."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from iop_group.domain.errors import HomeInUse, HomeUnusable
from iop_group.vault import doorstep, key_copies, key_names
from iop_group.vault.doorstep import KeyFileGone, look_in, take_lock


def test_a_new_folder_is_made_and_left_free(tmp_path: Path) -> None:
    look_in(tmp_path / "home" / "vault")
    take_lock(tmp_path / "home" / "vault")()


def test_a_second_program_is_told_before_it_asks_for_anything(tmp_path: Path) -> None:
    release = take_lock(tmp_path)
    try:
        with pytest.raises(HomeInUse, match="already open"):
            look_in(tmp_path)
    finally:
        release()
    look_in(tmp_path)


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "vault").write_text("no folder")
    with pytest.raises(HomeUnusable, match="is not a folder"):
        look_in(tmp_path / "vault")


@pytest.mark.parametrize("place", ["registry.gns", "sessions/x.gns"])
def test_sealed_records_without_their_key_file_never_get_new_keys(tmp_path: Path, place: str) -> None:
    (tmp_path / "sessions").mkdir()
    (tmp_path / place).write_bytes(b"sealed")
    with pytest.raises(KeyFileGone, match=r"Put vault\.key back") as told:
        look_in(tmp_path)
    assert told.value.exit_status == 3
    (tmp_path / key_names.SECOND_COPY).write_bytes(b"anything")
    look_in(tmp_path)


def test_the_names_are_those_that_the_keys_use() -> None:
    assert key_names.COPIES == key_copies.COPIES


def test_finding_out_loads_neither_tinydb_nor_cryptography() -> None:
    command = "import json, sys, iop_group.vault.doorstep; print(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", command], check=True, capture_output=True, text=True)
    assert not {"tinydb", "cryptography"} & set(json.loads(done.stdout))


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
def test_where_there_are_no_locks_nobody_writes(
    tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path) -> None:
        raise OSError(number, "no locks")

    monkeypatch.setattr(doorstep, "lock", refused)
    with pytest.raises(HomeInUse, match="knows no locks"):
        doorstep.look_in(tmp_path)


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "is full"), (errno.EACCES, "cannot be written")]
)
def test_a_home_in_which_no_lock_can_be_made_is_said_with_the_reason(
    tmp_path: Path, number: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(doorstep, "lock", refused)
    with pytest.raises(HomeUnusable, match=words):
        doorstep.look_in(tmp_path)
