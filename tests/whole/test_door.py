"""The door in a real terminal: first start, locked start, and whoever may not come in."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from iop_group.vault.disk import lock
from iop_group.vault.passphrases import VARIABLE
from tests.pty_program import PtyProgram
from tests.vault.sealing import PASSPHRASE, lock_up
from tests.whole.onlooker import ROOT, program_argv

CHOSEN: Final = "otter fjord lamp minute"
_ALTERNATE: Final = re.compile(rb"\x1b\[\?1049h.*?\x1b\[\?1049l", re.DOTALL)
_STRINGS: Final = re.compile(rb"\x1b[\]PX^_](.*?)(?:\x07|\x1b\\)", re.DOTALL)
_GROUP: Final = re.compile(r"(?:[0-9A-Z] ){3}[0-9A-Z]")


@contextmanager
def program(home: Path, *options: str | Path, env: dict[str, str] | None = None) -> Iterator[PtyProgram]:
    """The program itself, at 80 by 24."""
    with PtyProgram([*program_argv(home), *options], cols=80, rows=24, cwd=ROOT, env=env) as one:
        yield one


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "real"
    lock_up(folder / "vault")
    return folder


def check_nothing_left(one: PtyProgram, *secrets: str) -> None:
    """No secret where the scrollback keeps it, nor in a title, nor in the terminal's clipboard."""
    assert one.terminal_left_dirty() == []
    for secret in secrets:
        assert secret.encode() not in _ALTERNATE.sub(b"", one.output)
        assert secret.encode() not in b" ".join(_STRINGS.findall(one.output))


def in_files(folder: Path, secret: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]


def test_the_first_start_and_the_next_one_and_no_secret_is_left_anywhere(tmp_path: Path) -> None:
    home = tmp_path / "new"
    with program(home) as one:
        one.wait_for("Have paper and a pen ready")
        one.press("enter")
        one.wait_for("The same once more")
        one.type(CHOSEN)
        one.wait_for("A good length")
        one.press("enter", "f3")
        one.wait_for(CHOSEN)
        one.press("f3")
        one.type(CHOSEN)
        one.wait_for(lambda text: text.count("•" * len(CHOSEN)) == 2)
        one.press("enter")
        one.wait_for("It is on paper")
        code = "".join(_GROUP.findall(one.screen())).replace(" ", "")
        assert len(code) == 28
        one.press("enter")
        one.wait_for("Type it back")
        one.type(code.lower())
        one.wait_for(code.lower())
        one.press("enter")
        one.wait_for("full-disk encryption", timeout=40)
        one.press("escape")
        one.wait_for("Make your first group")
        one.press("ctrl+q")
        assert one.wait_exit() == 0
        check_nothing_left(one, CHOSEN, code, code.lower())
    with program(home) as one:
        one.wait_for("Your records are locked")
        one.type(CHOSEN)
        one.wait_for("•" * len(CHOSEN))
        one.press("enter")
        one.wait_for("Make your first group")
        one.press("ctrl+l")
        one.wait_for("Your records are locked")
        one.press("ctrl+q")
        assert one.wait_exit() == 0
        assert CHOSEN.encode() not in one.output
    assert not in_files(home, CHOSEN) + in_files(home, code)


def refused(home: Path, *options: str | Path, env: dict[str, str] | None = None) -> str:
    """The one line with which the program ends before it shows anything; its status is 3."""
    with program(home, *options, env=env) as one:
        assert one.wait_exit() == 3
        assert b"\x1b[?1049h" not in one.output
        return " ".join(one.output.decode().split())


def test_a_given_passphrase_opens_without_asking(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    ways: list[tuple[tuple[str | Path, ...], dict[str, str]]] = [
        ((), {VARIABLE: PASSPHRASE}),
        (("--passphrase-file", file), {}),
    ]
    for options, env in ways:
        with program(home, *options, env=env) as one:
            one.wait_for("Make your first group")
            one.press("ctrl+q")
            assert one.wait_exit() == 0
            assert b"locked" not in one.output


def test_a_given_passphrase_that_is_wrong_is_one_line(home: Path) -> None:
    assert "That is not the passphrase of these records." in refused(home, env={VARIABLE: "wrong passphrase"})


def test_a_second_window_reads_only_and_writes_once_the_first_is_gone(home: Path) -> None:
    with program(home, env={VARIABLE: PASSPHRASE}) as one:
        one.wait_for("Make your first group")
        with program(home) as other:
            other.wait_for("to read only")
            other.type(PASSPHRASE)
            other.wait_for("•" * len(PASSPHRASE))
            other.press("enter")
            other.wait_for("reading only")
            other.press("g")
            other.wait_for("Groups")
            other.press("enter")
            other.wait_for("What is the group called?")
            other.type("Tuesday")
            other.wait_for("Tuesday")
            other.press("enter")
            other.wait_for("reading only")
            one.press("ctrl+q")
            assert one.wait_exit() == 0
            other.press("escape", "ctrl+l")
            other.wait_for("Your records are locked")
            other.type(PASSPHRASE)
            other.wait_for("•" * len(PASSPHRASE))
            other.press("enter")
            other.wait_for(lambda text: "locked" not in text and "reading only" not in text)
            other.press("ctrl+q")
            assert other.wait_exit() == 0


def test_a_second_program_is_told_to_wait_while_the_first_makes_the_keys(home: Path) -> None:
    for name in ("vault.key", "vault.key.bak"):
        (home / "vault" / name).unlink()
    release = lock(home / "vault" / "lock")
    assert "The program is already open on this home." in refused(home)
    release()


def test_sealed_records_without_a_key_file_are_left_alone(home: Path) -> None:
    for name in ("vault.key", "vault.key.bak"):
        (home / "vault" / name).unlink()
    (home / "vault" / "registry.gns").write_bytes(b"sealed")
    before = sorted(path.name for path in (home / "vault").iterdir())
    assert "Put vault.key back from the folder `keys` of your backup." in refused(home)
    assert {path.name for path in (home / "vault").iterdir()} - set(before) <= {"lock"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("typed", ["", "half a passphr"])
def test_it_can_be_told_to_go_at_the_door(home: Path, number: signal.Signals, typed: str) -> None:
    with program(home) as one:
        one.wait_for("Your records are locked")
        one.type(typed)
        one.wait_for("•" * len(typed))
        one.signal(number)
        assert one.wait_exit() == 128 + number
        check_nothing_left(one, *filter(None, [typed]))


def test_the_demo_opens_by_itself_and_its_door_tells_its_passphrase(tmp_path: Path) -> None:
    env = {"TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    argv = [*program_argv(tmp_path)[:-2], "demo"]
    with PtyProgram(argv, cols=100, rows=30, cwd=ROOT, env=env) as one:
        one.wait_for("demo")
        one.wait_for("Groups")
        one.press("ctrl+l")
        one.wait_for("This is the demo. Its passphrase is:")
        one.press("ctrl+q")
        assert one.wait_exit() == 0
    assert list(tmp_path.iterdir()) == []
