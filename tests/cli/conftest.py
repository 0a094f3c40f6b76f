"""A demo home to read, and the command line run in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from iop_group.cli import main
from iop_group.demo import fill_home

NOW = datetime(2026, 11, 24, 17, 42, tzinfo=UTC)
"""A Tuesday evening."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line: words in, status and text out."""

    def run_main(*words: str | Path) -> Ran:
        status = main([str(w) for w in words])
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return run_main


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with made-up groups and sessions; only to be read."""
    home = tmp_path_factory.mktemp("demo-home")
    fill_home(home, NOW)
    return home
