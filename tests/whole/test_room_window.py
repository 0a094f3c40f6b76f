"""The program and its room view in two real terminals: what the group sees, and how fast it sees nothing."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.events import AttendanceMarked, Mark, NoteWritten, TurnStarted
from tests.pty_program import PtyProgram
from tests.tui.desk_for_tests import plan_of
from tests.whole.driver import Facilitator
from tests.whole.onlooker import ROOT, program_argv
from tests.whole.prepared import begin_session

pytestmark = pytest.mark.proof

PRIVATE = "zqxprivate"
NAMES = ("Wvkfirst zqxprivate", "Ben zqxprivate")
BLOCKS = (Block("sharing", BlockKind.SHARING, "Open talk", 25), Block("pause", BlockKind.BREAK, "Tea", 10))
BACK = "Back at"
"""What the room view says in large letters or small only while the break is on."""
AT_ONCE = 0.5
"""Seconds."""


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="rv-"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    here = [AttendanceMarked(m.code, Mark.ARRIVED) for m in plan_of(NAMES).roster]
    note = NoteWritten("n1", f"{PRIVATE} words", "M0001")
    begin_session(folder, *here, note, TurnStarted("M0001", "sharing", 300), names=NAMES, blocks=BLOCKS)
    return folder


def room_view(home: Path) -> PtyProgram:
    """The second window, on the same home."""
    return PtyProgram([*program_argv(home), "room"], cols=80, rows=24, cwd=ROOT)


def shows_group(text: str) -> bool:
    return BACK in text


def at_once_neutral(window: PtyProgram, do: Callable[[], object]) -> None:
    """Do it, and see that the group sees nothing any more within half a second."""
    window.wait_for(shows_group)
    started = time.perf_counter()
    do()
    window.wait_gone(BACK, timeout=5)
    gone = window.chunks[-1].at - started
    assert gone < AT_ONCE, f"{gone:.3f} s"


def in_break(one: Facilitator) -> Facilitator:
    one.resume().in_room("Open talk")
    one.next_block("Tea")
    return one


def test_the_group_sees_nothing_at_the_curtain_the_cards_a_lock_a_stop_and_the_end(
    home: Path, runtime: Path
) -> None:
    with room_view(home) as window, Facilitator(home) as one:
        in_break(one)
        program = one.program
        at_once_neutral(window, lambda: program.press("f10"))
        one.press("enter")
        at_once_neutral(window, lambda: program.press("f9"))
        one.sees("Crisis lines").press("r")
        at_once_neutral(window, lambda: program.signal(signal.SIGSTOP))
        program.signal(signal.SIGCONT)
        at_once_neutral(window, lambda: program.press("ctrl+l"))
        one.sees("Your records are locked")
        program.press("ctrl+q")
        assert one.program.wait_exit() == 0
        window.press("ctrl+q")
        assert window.wait_exit() == 0
        assert window.terminal_left_dirty() == []
        seen = window.output.decode()
        assert PRIVATE not in seen
        assert "Wvkfirst" not in seen
        assert list(runtime.iterdir()) == []


def test_killed_in_the_middle_of_a_group_it_leaves_nothing_in_sight_and_comes_back(
    home: Path, runtime: Path
) -> None:
    with Facilitator(home) as one:
        in_break(one)
        with room_view(home) as early, room_view(home) as late:
            late.wait_for(shows_group)
            at_once_neutral(early, lambda: one.program.signal(signal.SIGKILL))
            late.wait_gone(BACK, timeout=5)
            with Facilitator(home) as again:
                again.resume()
                early.wait_for(shows_group)
                late.wait_for(shows_group)
                at_once_neutral(late, lambda: again.program.signal(signal.SIGTERM))
            early.signal(signal.SIGTERM)
            assert early.wait_exit() == 128 + signal.SIGTERM
            late.hang_up()
            late.wait_exit()


def test_a_second_program_and_another_home_show_nothing_here(
    home: Path, runtime: Path, tmp_path: Path
) -> None:
    with Facilitator(home) as one, room_view(tmp_path / "other") as other, room_view(home) as window:
        in_break(one)
        window.wait_for(shows_group)
        with PtyProgram(program_argv(home), cwd=ROOT) as second:
            second.wait_for(lambda text: "already open on this home" in text)
            second.press("ctrl+q")
            assert second.wait_exit() == 0
        assert BACK in window.screen()
        other.watch(1.0)
        assert BACK not in other.screen()
        other.press("q")
        assert other.wait_exit() == 0
        assert not (tmp_path / "other").exists()


def test_quitting_never_hangs_with_a_room_view_that_stands_still(home: Path, runtime: Path) -> None:
    with Facilitator(home) as one, room_view(home) as window:
        in_break(one)
        window.wait_for(shows_group)
        window.signal(signal.SIGSTOP)
        one.press("ctrl+q")
        assert one.program.wait_exit(timeout=5) == 0
        window.signal(signal.SIGCONT)
        window.wait_gone(BACK)


def test_the_demo_has_a_room_view_too(runtime: Path, tmp_path: Path) -> None:
    env = {"TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    start = program_argv(tmp_path)[:-2]
    with (
        PtyProgram([*start, "demo"], cwd=ROOT, env=env) as demo,
        PtyProgram([*start, "room", "--demo"], cols=80, rows=24, cwd=ROOT, env=env) as window,
    ):
        demo.wait_for("Enter resumes")
        demo.press("enter")
        demo.wait_for("Fair share now")
        window.wait_for(lambda text: text.count("██") > 20)
        demo.press("ctrl+q")
        assert demo.wait_exit() == 0
        window.press("ctrl+q")
        assert window.wait_exit() == 0
    assert list(runtime.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["--home", "x", "room", "--demo"], 2, "Leave out --home."),
        (["room", "--passphrase-file", "x"], 2, "iop-group"),
        (["room"], 1, "needs a terminal"),
    ],
)
def test_what_cannot_be_is_one_line_and_a_status(options: list[str], status: int, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "iop_group", *options],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (status, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
