"""What every test of a screen gets: a clock that stands still, and a common terminal."""

from __future__ import annotations

import pytest

from tests.tui.desk_for_tests import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(autouse=True)
def a_common_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("IOP_GROUP_ASCII", "PYTHONIOENCODING"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
