"""The program starts without reading a single topic, however many there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from iop_group import shelf
from iop_group.domain.errors import Problem
from iop_group.plain_files import read_text
from tests.tui.desk_for_tests import FakeClock, make_desk, running, screen_text, start_session
from tests.tui.until import until


async def test_today_is_painted_and_answers_before_any_topic_is_read(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def watched(path: Path, where: str) -> str | Problem:
        read.append(path)
        return read_text(path, where)

    monkeypatch.setattr(shelf, "read_text", watched)
    desk = make_desk(tmp_path, clock)
    start_session(desk)
    async with running(desk) as pilot:
        await until(pilot, lambda: "New session" in screen_text(pilot))
        await pilot.press("down", "up")
        assert [path for path in read if path.parent.name in ("topics", "curricula")] == []
        await pilot.press("t")
        await until(pilot, lambda: any(path.parent.name == "topics" for path in read))
