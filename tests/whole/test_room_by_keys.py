"""The room at the speed of a hand: check-in, a stopped program, and every act without function keys."""

from __future__ import annotations

import re
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from iop_group.domain.events import Act, AttendanceMarked, BlockEntered, Mark
from iop_group.domain.session import fold
from tests.tui.desk_for_tests import BLOCKS, members_called
from tests.whole.driver import Facilitator
from tests.whole.in_room import NAMES
from tests.whole.onlooker import Onlooker, heading_of
from tests.whole.prepared import begin_session, on_the_disk

AT_A_KEY: Final = 0.1
"""Seconds between two keys of a calm hand."""
ANSWERS: Final = ("5671", "7732", "t043", "3pp4", "8152", "pppp", "6643", "0tp1")
"""Mood, urge, sleep, last commitment."""
MOST_KEYS, MOST_SECONDS = 80, 90
MEMBERS: Final = tuple(member.code for member in members_called(NAMES))
_STRINGS: Final = re.compile(rb"\x1b[\]PX^_].*?(?:\x07|\x1b\\)", re.DOTALL)
TICK: Final = 2.5
"""Seconds within which a clock that is painted once a second has to be right again."""


def arrived() -> list[Act]:
    return [AttendanceMarked(code, Mark.ARRIVED) for code in MEMBERS]


@pytest.mark.parametrize("size", [(100, 30), (80, 24)], ids=["100x30", "80x24"])
def test_eight_members_are_checked_in_with_few_keys_and_in_time(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    home = tmp_path / "home"
    begin_session(home, BlockEntered("check-in"), names=NAMES)
    pressed = 0
    with Onlooker(home, size=size) as one:
        one.sees("Enter resumes").press("enter").sees("Ana R.: Mood now")
        began = time.monotonic()
        for answers in ANSWERS:
            for key in (*answers, "enter"):
                one.press(key)
                one.program.watch(AT_A_KEY)
                pressed += 1
        one.sees("8 of 8 checked in", saved=True)
        took = time.monotonic() - began
    assert pressed < MOST_KEYS
    assert took < MOST_SECONDS
    session = fold(on_the_disk(home)[0])
    said = {m: tuple(a.value for a in session.checkin.of(m).values()) for m in MEMBERS}
    assert {m: len(answers) for m, answers in said.items()} == dict.fromkeys(MEMBERS, 4)
    assert said[MEMBERS[2]] == (10, 0, 4, "not yet")
    assert said[MEMBERS[5]] == (None,) * 4
    assert set(session.attendance.here) == set(MEMBERS)


def _bells(output: bytes) -> int:
    return _STRINGS.sub(b"", output).count(b"\x07")


def _stopped_for(home: Path, seconds: float) -> None:
    """Stop the program while a turn of fifteen seconds runs, and look at its clocks when it goes on."""
    short = tuple(replace(b, minutes=2) if b.id == "sharing" else b for b in BLOCKS)
    begin_session(home, *arrived(), BlockEntered("sharing"), names=NAMES, blocks=short)
    with (home / "settings.toml").open("a", encoding="utf-8") as file:
        file.write("bell = true\n")
    with Facilitator(home) as one:
        one.sees("Enter resumes").press("enter").sees("Fair share now").give_the_floor("Ana R.")
        one.matches(r"nearly time of 0:1\d")
        log, _ = on_the_disk(home)
        left, before = one.heading.left, time.monotonic()
        one.program.signal(signal.SIGSTOP)
        one.program.watch(seconds)
        one.program.signal(signal.SIGCONT)

        def is_right(text: str) -> bool:
            heading = heading_of(text)
            passed = time.monotonic() - before
            return heading is not None and abs(heading.left - (left - passed)) <= 2

        one.wait(is_right, "the right time in the heading", timeout=TICK)
        one.sees("time is up, over")
        one.program.watch(TICK)
        assert one.screen.count("time is up") == 1
        assert _bells(one.program.output) == 0, "a turn that ended long ago is not announced"
        assert on_the_disk(home)[0] == log
        one.press("enter").has_spoken("Ana R.")
        assert one.leave() == 0
        assert one.program.terminal_left_dirty() == []


def test_after_a_stop_all_clocks_are_right_at_once_and_nothing_is_announced_late(tmp_path: Path) -> None:
    _stopped_for(tmp_path / "home", 23.0)


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_after_three_minutes_too(tmp_path: Path) -> None:
    _stopped_for(tmp_path / "home", 180.0)
