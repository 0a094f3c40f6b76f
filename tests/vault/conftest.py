"""Where a vault stands that is backed up, and the folder of its backups on another disk."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def vault(own_home: Path) -> Path:
    return own_home / "vault"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "stick"
