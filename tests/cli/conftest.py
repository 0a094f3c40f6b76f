"""A demo home to read, and the command line run in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from iop_group.cli import main
from iop_group.demo import SETTINGS, UnflushedDisk, fill
from iop_group.home import vault_folder
from iop_group.library import Library
from iop_group.vault import key_slots
from iop_group.vault.kdf import KdfParameters, derive_key
from iop_group.vault.passphrases import VARIABLE
from iop_group.vault.vault import Vault
from tests.vault.sealing import KEYS, PASSPHRASE, lock_up

NOW = datetime(2026, 11, 24, 17, 42, tzinfo=UTC)
"""A Tuesday evening."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def derived_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase of all these tests costs its Argon2id once, not at every command."""
    monkeypatch.setattr(key_slots, "derive_key", _derived)


@cache
def _derived(secret: str, salt: bytes, parameters: KdfParameters) -> bytes:
    return derive_key(secret, salt, parameters)


@pytest.fixture
def locked_home(own_home: Path) -> Path:
    """A home with keys and nothing else."""
    lock_up(vault_folder(own_home))
    return own_home


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line: words in, status and text out. The passphrase is given as scripts give it."""
    monkeypatch.setenv(VARIABLE, PASSPHRASE)

    def run_main(*words: str | Path) -> Ran:
        status = main([str(w) for w in words])
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return run_main


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with made-up groups and sessions; only to be read."""
    home = tmp_path_factory.mktemp("demo-home")
    (home / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    with Vault.open(vault_folder(home), KEYS, disk=UnflushedDisk(), now=lambda: NOW) as vault:
        fill(vault, Library(home), NOW)
    lock_up(vault_folder(home))
    return home
