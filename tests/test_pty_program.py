"""The terminal that the other tests rely on tells the truth."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.pty_terminal import PlayedTerminal, answers

if TYPE_CHECKING:
    from tests.pty_program import PtyProgram

FULL_SCREEN = (
    "\x1b[?1049h\x1b[?1003;1006h\x1b[?25l\x1b[>25u\x1b]22;pointer\x1b\\\x1b[2;3Hhere\x1b[38:2::1:2:3mx"
)
AND_BACK = "\x1b[?1003;1006l\x1b[<u\x1b[?1049l\x1b[?25h"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_sequences_may_be_cut_anywhere(size: int) -> None:
    terminal = PlayedTerminal(20, 4)
    for start in range(0, len(FULL_SCREEN), size):
        terminal.feed(FULL_SCREEN[start : start + size])
    assert terminal.text() == "\n  herex\n\n"
    assert terminal.left_dirty() == ["alternate screen", "hidden cursor", "keyboard flags", "mouse"]


def test_a_program_that_puts_everything_back_leaves_nothing() -> None:
    terminal = PlayedTerminal(20, 4)
    terminal.feed("before" + FULL_SCREEN + AND_BACK)
    assert terminal.left_dirty() == []
    assert terminal.text() == "before\n\n\n"


def test_frames_are_counted_when_they_are_finished() -> None:
    terminal = PlayedTerminal(20, 4)
    terminal.feed("\x1b[?2026hone\x1b[?2026l\x1b[?2026htwo")
    assert terminal.frames == 1
    assert terminal.left_dirty() == ["unfinished frame"]


def test_questions_are_answered() -> None:
    assert answers(b"\x1b[?2026$p\x1b[?2048$p\x1b[c") == b"\x1b[?2026;2$y\x1b[?2048;0$y\x1b[?62;22c"
    assert answers(b"nothing asked") == b""


RAW = "import tty, sys; tty.setraw(0); sys.stdout.write('\\x1b[?1000hraw now')"


def test_a_program_that_leaves_the_terminal_raw_is_found_out(start: Callable[..., PtyProgram]) -> None:
    program = start([sys.executable, "-c", RAW])
    assert program.wait_exit() == 0
    assert program.terminal_left_dirty() == ["mouse", "raw line"]


def test_waiting_for_what_never_comes_ends_with_the_screen(start: Callable[..., PtyProgram]) -> None:
    program = start([sys.executable, "-c", "print('only this')"])
    with pytest.raises(AssertionError, match="only this"):
        program.wait_for("something else")


KEYS = """
import os, tty
tty.setraw(0)
print("ready", end="", flush=True)
while (data := os.read(0, 100)) != b"q":
    print("", ascii(data), end="", flush=True)
"""


@pytest.mark.parametrize(
    ("key", "sent"),
    [
        ("f2", "\\x1bOQ"),
        ("f10", "\\x1b[21~"),
        ("ctrl+p", "\\x10"),
        ("shift+up", "\\x1b[1;2A"),
        ("alt+x", "\\x1bx"),
        ("+", "'+'"),
        ("é", "\\xc3\\xa9"),
    ],
)
def test_keys_are_sent_as_a_terminal_sends_them(
    start: Callable[..., PtyProgram], key: str, sent: str
) -> None:
    program = start([sys.executable, "-c", KEYS])
    program.wait_for("ready")
    program.press(key)
    program.wait_for(sent)
    program.press("q")
    assert program.wait_exit() == 0
