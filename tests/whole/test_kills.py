"""Killed at any moment of a group, the program goes on in the same second, with all that was called saved."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from iop_group.domain import timing
from iop_group.domain.agenda import BlockKind
from iop_group.domain.events import (
    AttendanceMarked,
    Event,
    Mark,
)
from iop_group.domain.session import Session, fold
from iop_group.tui.text import UNICODE, minutes_text
from iop_group.tui.widgets.glyphs import draw_digits
from tests.pty_program import Gone
from tests.tui.desk_for_tests import BLOCKS, NAMES
from tests.vault.disks import chance
from tests.whole.driver import Facilitator
from tests.whole.hurried import SPEAKING, TITLES, Promises, Worker
from tests.whole.onlooker import heading_of
from tests.whole.prepared import begin_session, on_the_disk

KILLED: Final = -9
LONGEST: Final = 1.2
"""Seconds of work before a kill, at most."""
LATE: Final = 3
"""Looks at a clock of which the best counts: a busy machine may paint late."""
UNSEEN: Final = 2
"""Acts that may be on the disk before the screen shows them."""


def counted(events: tuple[Event, ...]) -> Counter[str]:
    """How many acts of each kind."""
    return Counter(type(event.act).__name__ for event in events)


def where(session: Session) -> tuple[str, bool]:
    """Title of the block, and whether the clocks stand still."""
    assert session.course.current is not None
    return session.course.current.title, session.course.paused


class Checker:
    """Looks at what is there after a kill: the file first, then the screen of the next start."""

    def __init__(self, home: Path, promises: Promises) -> None:
        self.home = home
        self.promises = promises

    def check_file(self, last_screen: str, killed_at: float) -> Session:
        """Every promise is kept; where the last screen said saved, that is where the log stands."""
        events, typing = on_the_disk(self.home)
        session = fold(events)
        assert self.promises.acts <= counted(events)
        assert self.promises.notes <= {note.text for note in session.notes.notes}
        self._check_half_typed(session, typing, killed_at)
        heading = heading_of(last_screen)
        if heading is not None and heading.saved:
            # The disk may be ahead of the screen by the act of the last keys, never behind.
            ahead = [fold(events[: len(events) - unseen]) for unseen in range(UNSEEN + 1)]
            assert (heading.block, heading.paused) in {where(session) for session in ahead}
        return session

    def _check_half_typed(self, session: Session, typing: Mapping[str, str], killed_at: float) -> None:
        """At least what was called saved, at most what was typed; or it has become a note."""
        kept, promises = typing.get("note", ""), self.promises
        written = {note.text for note in session.notes.notes}
        if promises.typed in written:
            promises.typed = ""
        assert promises.typed.startswith(kept)
        assert not promises.typed or kept.startswith(promises.half_typed(killed_at))
        promises.typed = promises.half = kept
        promises.seen.clear()
        promises.notes = written
        promises.acts = counted(on_the_disk(self.home)[0])

    def check_screen(self, one: Facilitator, session: Session) -> None:
        """The same block, the same turn, the same second, the same half-typed words."""
        block = session.course.current
        assert block is not None
        one.sees("Unfinished", f"{block.title}, began").press("enter").in_room(block.title)
        heading, turn = one.heading, session.floor.turn
        assert heading.paused == session.course.paused
        agree(one, lambda now: timing.block_left(session.course, block, now), heading_seconds)
        if block.kind is BlockKind.SHARING:
            speaking = SPEAKING.search(one.screen)
            if turn is None:
                assert speaking is None
                one.sees("Nobody has the floor")
            else:
                assert speaking is not None
                assert speaking[1] == session.attendance.names()[turn.member]
                agree(one, lambda now: timing.turn_left(session, turn, now), turn_seconds)
        if self.promises.typed:
            one.press("f2").sees("Note about the group", self.promises.typed)
            one.press("escape").misses("Note about the group")


def heading_seconds(one: Facilitator) -> int:
    """What the block's clock says."""
    return one.heading.left


def turn_seconds(one: Facilitator) -> int:
    """What the large clock of the turn says; negative when it runs over."""
    rows = [row.ljust(120) for row in one.screen.splitlines()]
    sign = -1 if any(re.search(r"│ over \d+:\d\d", row) for row in rows) else 1
    triples = list(zip(rows, rows[1:], rows[2:], strict=False))
    for seconds in range(3600):
        drawn = draw_digits(minutes_text(seconds), UNICODE)
        if any(all(f"│ {d} " in row for d, row in zip(drawn, three, strict=True)) for three in triples):
            return sign * seconds
    raise AssertionError(one.screen)


def agree(one: Facilitator, true: Callable[[datetime], float], shown: Callable[[Facilitator], int]) -> None:
    """A clock on the screen is within one second of the file's times and the clock on the wall."""
    off = []
    for _ in range(LATE):
        seconds, at = shown(one), one.program.chunks[-1].at
        now = datetime.fromtimestamp(time.time() - (time.perf_counter() - at), UTC)
        off.append(abs(seconds - true(now)))
        if off[-1] <= 1.0:
            return
        one.program.watch(1.0)
    raise AssertionError(f"the clock is off by {min(off):.2f} s:\n{one.screen}")


def kill_soon(one: Facilitator, seconds: float) -> threading.Timer:
    """kill -9, after that many seconds."""
    timer = threading.Timer(seconds, one.program.process.kill)
    timer.start()
    return timer


def work_until_killed(worker: Worker, seconds: float) -> tuple[str, float]:
    """The last screen, and when the kill came, in seconds of `time.monotonic`."""
    killed_at = time.monotonic() + seconds
    timer = kill_soon(worker.one, seconds)
    try:
        worker.work()
    except (Gone, AssertionError):
        # Whatever was waited for does not come any more; anything else is a failure of its own.
        if worker.one.program.process.poll() != KILLED:
            raise
    finally:
        timer.cancel()
    assert worker.one.program.wait_exit() == KILLED
    return worker.one.screen, killed_at


@pytest.fixture
def home(own_home: Path) -> Iterator[Path]:
    """With a session of eight members, all here, in its check-in."""
    arrived = [AttendanceMarked(f"M{n:04}", Mark.ARRIVED) for n in range(1, len(NAMES) + 1)]
    blocks = tuple(block for block in BLOCKS if block.title in TITLES)
    begin_session(own_home, *arrived, names=NAMES, blocks=blocks)
    yield own_home


@pytest.mark.parametrize("kills", [5, pytest.param(20, marks=[pytest.mark.slow, pytest.mark.timeout(600)])])
def test_after_each_kill_the_group_goes_on_where_it_was(home: Path, kills: int) -> None:
    seed = secrets.randbits(32)
    print(f"seed {seed}")
    rng = chance(seed)
    promises = Promises(counted(on_the_disk(home)[0]), set())
    checker = Checker(home, promises)
    session = fold(on_the_disk(home)[0])
    for kill in range(kills + 1):
        with Facilitator(home) as one:
            checker.check_screen(one, session)
            if kill == kills:
                assert one.leave() == 0
                return
            last, killed_at = work_until_killed(Worker(one, promises, rng), rng.uniform(0.05, LONGEST))
        print(f"kill {kill + 1} in:\n{last}")
        session = checker.check_file(last, killed_at)
