"""However the program ends, the terminal is clean, the status is true, and everything is saved."""

from __future__ import annotations

import os
import select
import signal
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest
from textual import constants
from textual.drivers.linux_driver import LinuxDriver

from iop_group.tui.terminal import ESCAPE_DELAY_MS, prepare_environment, quiet_driver

if TYPE_CHECKING:
    from tests.pty_program import PtyProgram

Start: TypeAlias = Callable[..., "PtyProgram"]

ROOT = Path(__file__).parents[2]
PROGRAM: list[str | Path] = [sys.executable, "-m", "tests.tui.grounded_program"]
FAILING_KEYS = {
    "f1": "in a key",
    "f2": "in a timer",
    "f3": "in a thread",
    "f4": "in a worker",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "program"
    folder.mkdir()
    return folder


@pytest.fixture
def program(start: Start, home: Path) -> PtyProgram:
    running = start([*PROGRAM, home], cwd=ROOT)
    running.wait_for("ready:")
    return running


def saved(home: Path) -> str:
    return (home / "saved.txt").read_text()


def test_quitting_by_key_saves_and_leaves_a_clean_terminal(program: PtyProgram, home: Path) -> None:
    program.press("a")
    program.wait_for("key 1")
    program.press("ctrl+q")
    assert program.wait_exit() == 0
    assert program.terminal_left_dirty() == []
    assert saved(home) == "saved after 1 keys\n"


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"])
def test_a_signal_saves_and_leaves_a_clean_terminal(program: PtyProgram, home: Path, name: str) -> None:
    number = signal.Signals[name]
    program.signal(number)
    assert program.wait_exit() == 128 + number
    assert program.terminal_left_dirty() == []
    assert saved(home) == "saved after 0 keys\n"


def test_two_signals_at_once_save_once_and_leave_a_clean_terminal(program: PtyProgram, home: Path) -> None:
    # Stopped, a program gets all its signals in one moment: when it goes on.
    for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGHUP, signal.SIGCONT):
        program.signal(number)
    assert program.wait_exit() in {128 + signal.SIGTERM, 128 + signal.SIGHUP}
    assert program.terminal_left_dirty() == []
    assert saved(home) == "saved after 0 keys\n"


def test_closing_the_window_saves(program: PtyProgram, home: Path) -> None:
    program.press("a")
    program.wait_for("key 1")
    program.hang_up()
    assert program.wait_exit() == 128 + signal.SIGHUP
    assert saved(home) == "saved after 1 keys\n"


CHILD_WITHOUT_A_WINDOW = """
import subprocess, sys
with open(sys.argv[1], "w") as ending:
    subprocess.run(sys.argv[2:], start_new_session=True, pass_fds=[ending.fileno()])
"""


def test_the_end_of_the_input_saves_and_ends_instead_of_spinning(
    start: Start, home: Path, tmp_path: Path
) -> None:
    """A program that is told of no hang-up, because the terminal belongs to another, sees its keys end."""
    pipe = tmp_path / "ending"
    os.mkfifo(pipe)
    ending = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    outer = start([sys.executable, "-c", CHILD_WITHOUT_A_WINDOW, pipe, *PROGRAM, home], cwd=ROOT)
    outer.wait_for("ready:")
    outer.hang_up()
    readable, _, _ = select.select([ending], [], [], 15.0)
    assert readable, "the program runs on without a terminal"
    assert os.read(ending, 1) == b""
    os.close(ending)
    assert saved(home) == "saved after 0 keys\n"


@pytest.mark.parametrize("key", FAILING_KEYS, ids=FAILING_KEYS.values())
def test_a_failure_saves_and_tells_nothing_private(program: PtyProgram, home: Path, key: str) -> None:
    program.press(key)
    assert program.wait_exit() == 1
    assert program.terminal_left_dirty() == []
    assert "iop-group failed and had to close; everything you entered is saved." in program.screen()
    assert b"private" not in program.output
    assert b"Traceback" not in program.output
    assert saved(home) == "saved after 1 keys\n"


@pytest.mark.parametrize("key", FAILING_KEYS, ids=FAILING_KEYS.values())
def test_the_report_of_a_failure_says_where_but_not_what(program: PtyProgram, home: Path, key: str) -> None:
    program.press(key)
    program.wait_exit()
    report = home / "crash.txt"
    text = report.read_text()
    assert "builtins.ValueError" in text
    assert "grounded_program.py" in text
    assert "fail_with_private_values" in text
    assert "Ana" not in text
    assert "quotes" not in text
    assert str(ROOT) not in text
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


def test_a_stop_and_a_continue_do_no_harm(program: PtyProgram) -> None:
    for _ in range(3):
        program.signal(signal.SIGSTOP)
        program.signal(signal.SIGCONT)
    program.press("a")
    program.wait_for("key 1: a, 1 reading")
    program.press("ctrl+q")
    assert program.wait_exit() == 0
    assert program.terminal_left_dirty() == []


def test_sent_to_the_background_and_back_the_program_goes_on(program: PtyProgram) -> None:
    program.press("f5")
    program.wait_for(lambda _: program.terminal.left_dirty() == [])
    # It stops a moment after that; a shell brings back only what has stopped.
    assert os.WIFSTOPPED(os.waitpid(program.process.pid, os.WUNTRACED)[1])
    program.signal(signal.SIGCONT)
    program.wait_for(lambda _: "alternate screen" in program.terminal.left_dirty())
    program.press("b")
    program.wait_for("key 2: b, 1 reading")
    program.press("ctrl+q")
    assert program.wait_exit() == 0
    assert program.terminal_left_dirty() == []


def test_escape_needs_no_second_thought(program: PtyProgram) -> None:
    """Stock never answers within a tenth of a second; one quick answer of five is proof on a busy machine."""
    waits = []
    for count in range(1, 6):
        pressed = time.perf_counter()
        program.press("escape")
        program.wait_for(f"key {count}: escape")
        waits.append(program.chunks[-1].at - pressed)
    assert min(waits) < 0.1


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="counts wake-ups in /proc, which Linux has")
def test_a_program_that_waits_for_a_key_sleeps(program: PtyProgram) -> None:
    def wake_ups() -> int:
        tasks = Path(f"/proc/{program.process.pid}/task")
        words = [(task / "status").read_text().split() for task in tasks.iterdir()]
        return sum(int(each[each.index("voluntary_ctxt_switches:") + 1]) for each in words)

    program.wait_quiet(0.5)
    before = wake_ups()
    program.wait_quiet(1.0)
    assert wake_ups() - before <= 3, "stock wakes ten times a second"


def test_letters_cut_in_two_and_pastes_arrive_whole(program: PtyProgram) -> None:
    for byte in "é".encode():
        program.send(bytes([byte]))
    program.wait_for("key 1: é")
    program.paste("Grüße\n" * 500)
    program.wait_for("pasted 3000 letters")


@pytest.mark.parametrize(
    ("shell", "problem"),
    [
        ('"$@" < /dev/null', "needs a terminal"),
        ('"$@" 2> "$HOME/err.txt"; cat "$HOME/err.txt"', "needs a terminal"),
        ('TERM=dumb "$@"', "TERM is 'dumb'"),
        ('PYTHONIOENCODING=ascii "$@"', "set to ascii"),
    ],
)
def test_where_no_screen_can_be_shown_one_sentence_says_so(
    start: Start, home: Path, shell: str, problem: str
) -> None:
    outer = start(["/bin/sh", "-c", shell, "sh", *PROGRAM, home], cwd=ROOT, env={"HOME": str(home)})
    outer.wait_exit()
    assert problem in outer.screen().replace("\n", " ")
    assert b"Traceback" not in outer.output
    assert b"\x1b[?1049h" not in outer.output


def test_the_quiet_driver_fits_this_textual() -> None:
    driver = quiet_driver()
    assert driver is not None
    assert issubclass(driver, LinuxDriver)


def test_with_another_textual_the_stock_driver_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(LinuxDriver, "_sigcont_application")
    assert quiet_driver() is None


def test_the_environment_is_set_before_textual_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert constants.ESCAPE_DELAY == ESCAPE_DELAY_MS / 1000
    assert constants.TEXTUAL_ANIMATIONS == "none"
    monkeypatch.setenv("ESCDELAY", "200")
    monkeypatch.setenv("TEXTUAL_LOG", "keys.log")
    prepare_environment()
    assert os.environ["ESCDELAY"] == "200"
    assert "TEXTUAL_LOG" not in os.environ
