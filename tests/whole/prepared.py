"""A home with a group that is in the middle of its session, made without the screen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from iop_group.domain.agenda import Block
from iop_group.domain.events import Act, Event
from iop_group.tui.desk import Desk
from iop_group.vault.sessions import SessionStore
from tests.tui.desk_for_tests import BLOCKS, SESSION_ID, plan_of, start_session
from tests.vault.sealing import KEYS, lock_up


def begin_session(home: Path, *acts: Act, names: tuple[str, ...], blocks: tuple[Block, ...] = BLOCKS) -> None:
    """Tuesday evening runs since now, by the clock on the wall; then the acts have happened too."""
    home.mkdir(parents=True)
    (home / "settings.toml").write_text('facilitator = "Kim"\n', encoding="utf-8")
    lock_up(home / "vault")
    desk = Desk(home, KEYS)
    start_session(desk, *acts, plan=plan_of(names, blocks=blocks))
    assert desk.close()


def on_the_disk(home: Path) -> tuple[tuple[Event, ...], Mapping[str, str]]:
    """The session's log and its half-typed texts, read as another program would."""
    return SessionStore(home / "vault" / "sessions", KEYS, read_only=True).read(SESSION_ID)
