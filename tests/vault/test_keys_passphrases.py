"""Scripts hand over the passphrase without anybody else seeing it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from iop_group.domain.errors import BadInput
from iop_group.vault.disk import Disk
from iop_group.vault.passphrases import VARIABLE, from_environment, from_file
from tests.vault.disks import FaultyDisk


def test_the_environment_is_read_and_nothing_in_it_is_nothing() -> None:
    assert from_environment({VARIABLE: "lamp otter fjord\n"}) == "lamp otter fjord"
    assert from_environment({VARIABLE: ""}) is None
    assert from_environment({}) is None


@pytest.mark.parametrize(
    "content",
    [
        b"lamp otter fj\xc3\xb6rd",
        b"lamp otter fj\xc3\xb6rd\n",
        b"lamp otter fj\xc3\xb6rd\r\nwhat follows is no part of it\r\n",
        b"lamp otter fjo\xcc\x88rd\n",
        b"\xef\xbb\xbflamp otter fj\xc3\xb6rd\r\n",
        "lamp otter fjörd\r\n".encode("utf-16"),
        b"\xfe\xff" + "lamp otter fjörd\n".encode("utf-16-be"),
    ],
)
def test_the_first_line_of_the_file_is_the_passphrase(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "passphrase"
    path.write_bytes(content)
    assert from_file(path) == "lamp otter fjörd"


def test_spaces_are_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "passphrase"
    path.write_text(" lamp otter \n")
    assert from_file(path, disk=Disk()) == " lamp otter "


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "is empty"), (b"\nlamp otter fjord", "is empty"), (b"lamp \xff otter secret", "is no text")],
)
def test_a_file_without_a_passphrase_says_so_and_nothing_of_its_content(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "passphrase"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=words) as refused:
        from_file(path)
    assert "otter" not in repr(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        from_file(tmp_path / "missing")
    disk = FaultyDisk()
    disk.unreadable = True
    with pytest.raises(BadInput, match="cannot be read"):
        from_file(tmp_path, disk=disk)


def test_a_variable_that_is_no_text_is_refused() -> None:
    with pytest.raises(BadInput, match="no text"):
        from_environment({VARIABLE: os.fsdecode(b"caf\xe9 at the corner") + "\udce9"})
