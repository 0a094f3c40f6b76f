"""However the program ends in the middle of a group: all is saved, and nothing private stays behind."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from iop_group.domain.events import Answered, BlockEntered, Closed, NoteWritten
from tests.whole.driver import Facilitator
from tests.whole.prepared import begin_session, on_the_disk

NAMES: Final = ("Zebulon", "Quistina", "Ottokar")
KEPT: Final = "He whispered about the orchard."
HALF: Final = "and then the nightingale"
PRIVATE: Final = (*NAMES, "whispered", "orchard", "nightingale", "Tuesday evening")
STOPS: Final = 8
"""Stops and continues in a row: a screen that stayed empty did so after one in eight."""
FAREWELL: Final = "iop-group failed and had to close; everything you entered is saved."
FAILING: Final = [sys.executable, "-m", "tests.whole.failing_program"]

ALTERNATE: Final = re.compile(rb"\x1b\[\?1049h.*?\x1b\[\?1049l", re.DOTALL)
_STRINGS: Final = re.compile(rb"\x1b[\]PX^_](.*?)(?:\x07|\x1b\\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Way:
    """One way out."""

    leave: Callable[[Facilitator], None]
    status: int
    failing: bool = False
    """Is it a failure of the program itself?"""


def by_signal(number: signal.Signals) -> Way:
    """Told to go by the system."""
    return Way(lambda one: one.program.signal(number), 128 + number)


def by_key(*keys: str, status: int = 0, failing: bool = False) -> Way:
    """By keys of the program."""

    def press(one: Facilitator) -> None:
        one.press(*keys)

    return Way(press, status, failing)


WAYS: Final = {
    "ctrl+q": by_key("ctrl+q"),
    "SIGINT": by_signal(signal.SIGINT),
    "SIGTERM": by_signal(signal.SIGTERM),
    "SIGHUP": by_signal(signal.SIGHUP),
    "a failure in a key": by_key("f11", status=1, failing=True),
    "a failure in the clock": by_key("f12", status=1, failing=True),
    "a failure while saving": by_key("f10", "!", status=1, failing=True),
}


class Machine:
    """The folders that a program may write to: its home, the person's own folder, the one for odd files."""

    def __init__(self, folder: Path) -> None:
        self.home, self.person, self.odd = folder / "home", folder / "person", folder / "odd"
        for made in (self.person, self.odd):
            made.mkdir()
        begin_session(self.home, BlockEntered("check-in"), names=NAMES)

    def facilitator(self, *, failing: bool = False) -> Facilitator:
        """The program, opened."""
        argv: list[str | Path] | None = [*FAILING, self.home] if failing else None
        env = {"HOME": str(self.person), "TMPDIR": str(self.odd)}
        return Facilitator(self.home, argv=argv, env=env)

    def check_nothing_private(self) -> None:
        """No private word in any file of the home, its sealed records among them; nothing anywhere else."""
        assert not [path for folder in (self.person, self.odd) for path in folder.rglob("*")]
        for path in self.home.rglob("*"):
            assert not told(str(path.relative_to(self.home)).encode())
            assert not (path.is_file() and told(path.read_bytes()))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """With a session of three members in its check-in."""
    return Machine(tmp_path)


def told(output: bytes) -> list[str]:
    """Private words in it."""
    text = output.decode("utf-8", "replace").casefold()
    return [word for word in PRIVATE if word.casefold() in text]


def work(one: Facilitator) -> None:
    """An answer, a note, and half of another note; whether that is saved is not waited for."""
    one.resume().sees("Zebulon: Mood now").type("5").matches(r"Zebulon +5").note("Ottokar", KEPT)
    one.note("Quistina", HALF, keep=False)


def check_saved(home: Path, half: str = HALF) -> None:
    """Every act is on the disk, and so is the half-typed note with whom it is about."""
    events, typing = on_the_disk(home)
    acts = [event.act for event in events]
    assert [act.value for act in acts if isinstance(act, Answered)] == [5]
    assert [act.text for act in acts if isinstance(act, NoteWritten)] == [KEPT]
    assert typing["note"].removesuffix("!") == half
    assert typing["note about"] == "M0002"


def check_terminal(one: Facilitator, *, farewell: bool = False) -> None:
    """Clean, with nothing private where the scrollback keeps it, nor in a title."""
    assert one.program.terminal_left_dirty() == []
    assert farewell == (FAREWELL in " ".join(one.screen.split()))
    output = one.program.output
    assert told(output), "the private words are not even on the screen: this test looks for the wrong ones"
    assert not told(ALTERNATE.sub(b"", output))
    assert not told(b" ".join(_STRINGS.findall(output)))
    assert b"Traceback" not in output


def stop_and_go_on(one: Facilitator) -> None:
    """As a shell does at Ctrl+Z and fg; in between the terminal is the shell's."""
    one.program.signal(signal.SIGTSTP)
    one.program.wait_for(lambda text: one.program.terminal.left_dirty() == [] and not told(text.encode()))
    # It stops a moment after that; to go on before would mean nothing.
    assert os.WIFSTOPPED(os.waitpid(one.program.process.pid, os.WUNTRACED)[1])
    one.program.signal(signal.SIGCONT)


@pytest.mark.parametrize("name", WAYS)
def test_leaving_saves_everything_and_leaves_nothing_private(machine: Machine, name: str) -> None:
    way = WAYS[name]
    with machine.facilitator(failing=way.failing) as one:
        work(one)
        way.leave(one)
        assert one.program.wait_exit() == way.status
        check_terminal(one, farewell=way.failing)
    check_saved(machine.home)
    machine.check_nothing_private()
    assert (machine.home / "crash.txt").exists() == way.failing


def test_killed_it_leaves_nothing_private_and_the_next_start_neither(machine: Machine) -> None:
    with machine.facilitator() as one:
        work(one)
        one.press("escape").misses("Note about Quistina").sees(saved=True)
        one.program.signal(signal.SIGKILL)
        assert one.program.wait_exit() == -signal.SIGKILL
    machine.check_nothing_private()
    with machine.facilitator() as one:
        one.resume()
        assert one.leave() == 0
        check_terminal(one)
    check_saved(machine.home)
    machine.check_nothing_private()


@pytest.mark.parametrize("asked_where", [False, True])
def test_an_export_that_was_cancelled_leaves_nothing_private(machine: Machine, asked_where: bool) -> None:
    shutil.rmtree(machine.home)
    begin_session(machine.home, BlockEntered("check-in"), NoteWritten("n1", KEPT), Closed(), names=NAMES)
    with machine.facilitator() as one:
        one.sees("Recent").press("r").sees("1 session").press("enter").sees("orchard").press("x")
        one.sees("This is confidential")
        if asked_where:
            one.press("enter").sees("Where to?")
        one.press("escape").misses("This is confidential").misses("Where to?").sees("orchard")
        assert one.leave() == 0
        check_terminal(one)
    machine.check_nothing_private()


def test_a_closed_window_saves_everything(machine: Machine) -> None:
    with machine.facilitator() as one:
        work(one)
        one.program.hang_up()
        assert one.program.wait_exit() == 128 + signal.SIGHUP
        assert not told(ALTERNATE.sub(b"", one.program.output + b"\x1b[?1049l"))
    check_saved(machine.home)
    machine.check_nothing_private()


def test_stopped_and_continued_the_program_goes_on_where_it_was(machine: Machine) -> None:
    with machine.facilitator() as one:
        work(one)
        for _ in range(STOPS):
            stop_and_go_on(one)
            one.sees("Zebulon", HALF)
        one.type(" sang").sees(f"{HALF} sang", saved=True)
        one.program.signal(signal.SIGSTOP)
        one.program.signal(signal.SIGCONT)
        one.type(" again").sees(f"{HALF} sang again", saved=True)
        assert one.leave() == 0
        check_terminal(one)
    check_saved(machine.home, f"{HALF} sang again")
    machine.check_nothing_private()
