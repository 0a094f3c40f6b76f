"""A disk that takes its time: the screen goes on meanwhile, and says nothing is saved that is not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from iop_group.domain.events import BlockEntered
from iop_group.vault.digest import Digest
from iop_group.vault.disk import Disk
from iop_group.vault.sessions import SessionStore
from tests.tui.desk_for_tests import FakeClock, make_desk, running, screen_text, start_session
from tests.tui.until import until

LONG = 20.0
"""Seconds after which the disk goes on by itself, and the test has failed."""


@dataclass(slots=True)
class Gate:
    """Every flush of the writer waits at it while it is shut."""

    open: threading.Event = field(default_factory=threading.Event)
    waiting: threading.Event = field(default_factory=threading.Event)
    in_time: bool = True

    def pass_through(self) -> None:
        """Only the thread that saves may ever come here while the gate is shut."""
        self.waiting.set()
        self.in_time = self.open.wait(LONG) and self.in_time


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate, flush = Gate(), Disk.fsync
    gate.open.set()

    def waits(disk: Disk, fd: int) -> None:
        gate.pass_through()
        flush(disk, fd)

    monkeypatch.setattr(Disk, "fsync", waits)
    yield gate
    gate.open.set()


async def test_while_one_flush_lasts_screens_open_and_text_is_typed_and_then_all_of_it_is_saved(
    tmp_path: Path, clock: FakeClock, gate: Gate
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk) as pilot:
        await until(pilot, lambda: "Tuesday evening" in screen_text(pilot))
        gate.open.clear()
        gate.waiting.clear()
        keeper.act(BlockEntered("check-in"))
        assert gate.waiting.wait(LONG)
        await pilot.press("enter")
        await until(pilot, lambda: "Check-in" in screen_text(pilot))
        await pilot.press("ctrl+n")
        await until(pilot, lambda: "Note about the group" in screen_text(pilot))
        await pilot.press(*"called")
        await until(pilot, lambda: "called" in screen_text(pilot))
        assert desk.save_state.pending
        clock.advance(60)
        gate.open.set()
        assert desk.flush()
        assert gate.in_time, "something waited for the disk"
    events, typing = desk.vault.sessions.read(keeper.id)
    assert events == keeper.events
    assert "called" in typing.values()


async def test_today_is_shown_while_a_lost_index_is_being_made_anew(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(tmp_path, clock)
    start_session(desk)
    desk.close()
    (tmp_path / "desk" / "vault" / "index.gni").unlink()
    desk = make_desk(tmp_path, clock)
    looking, seen = threading.Event(), threading.Event()
    digest = SessionStore.digest

    def slowly(store: SessionStore, session_id: str) -> Digest:
        looking.set()
        assert seen.wait(LONG)
        return digest(store, session_id)

    monkeypatch.setattr(SessionStore, "digest", slowly)
    looker = threading.Thread(target=desk.look_at_every_session)
    looker.start()
    assert looking.wait(LONG)
    async with running(desk) as pilot:
        await until(pilot, lambda: "Tuesday evening" in screen_text(pilot))
        seen.set()
        looker.join(LONG)
    assert desk.vault.index.looked
