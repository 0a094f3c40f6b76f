"""What every test gets: a home of its own, and nothing of the machine it runs on."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from iop_group.tui.terminal import prepare_environment

if TYPE_CHECKING:
    from tests.pty_program import PtyProgram

# Before any test imports Textual, as in the program itself. Started programs must find compiled modules.
prepare_environment()
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A busy machine is no failure. What holds for any text is tried on a few in every run, on many as a proof.
settings.register_profile("quick", deadline=None, max_examples=30)
settings.register_profile("proof", deadline=None, max_examples=100)

_OF_THIS_MACHINE = ("IOP_GROUP_PASSPHRASE", "NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS", "LINES")


PROOFS = (
    "frames",
    "keys",
    "backups",
    "restoring",
    "power_cuts",
    "kills",
    "plain_version",
    "no_plaintext",
    "terminal",
    "first_picture",
    "wheel",
    "walk",
)
"""Parts of the names of test files that prove at length, as all in tests/whole do; .ci/run has the time."""


def pytest_configure(config: pytest.Config) -> None:
    """Try many examples where the proofs run."""
    settings.load_profile("proof" if _proving(config) else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that everybody runs within three minutes on two cores."""
    proving = _proving(config)
    for item in items:
        proves = item.path.parent.name == "whole" or any(part in item.path.stem for part in PROOFS)
        if proves or (proving and item.get_closest_marker("hypothesis")):
            item.add_marker(pytest.mark.proof)


def pytest_collection_finish() -> None:
    """Look for garbage less often: hundreds of apps in one process cost a sixth of the time otherwise."""
    gc.freeze()  # what was loaded stays
    gc.set_threshold(10_000, 20, 50)


def _proving(config: pytest.Config) -> bool:
    """Were the proofs asked for?"""
    words = str(config.option.markexpr)
    return "proof" in words and "not proof" not in words


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of this test, in IOP_GROUP_HOME too; not yet made."""
    for name in _OF_THIS_MACHINE:
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    monkeypatch.setenv("IOP_GROUP_HOME", str(home))
    return home


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of the system's for this test alone; a socket's path must be short."""
    folder = Path(tempfile.mkdtemp(prefix="rv-"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def start() -> Iterator[Callable[..., PtyProgram]]:
    """Start a program in a real terminal, as `PtyProgram` does; it is killed at the end of the test."""
    if sys.platform == "win32":
        pytest.skip("needs a pseudo-terminal")
    from tests.pty_program import PtyProgram

    with ExitStack() as programs:

        def start_one(argv: list[str | Path], **options: Any) -> PtyProgram:
            return programs.enter_context(PtyProgram(argv, **options))

        yield start_one
