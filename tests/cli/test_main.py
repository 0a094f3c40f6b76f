"""Statuses, one-line errors, and what a command may load."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import iop_group.cli
from iop_group import __version__
from iop_group.cli import INTERRUPTED, main
from iop_group.domain.errors import HomeInUse
from iop_group.home import vault_folder
from iop_group.tui.opener import Opener
from iop_group.vault.passphrases import VARIABLE
from tests.cli.conftest import Run
from tests.vault.sealing import PASSPHRASE, lock_up

REPOSITORY = Path(__file__).parents[2]
HEAVY = ("textual", "rich", "tinydb", "tomlkit", "platformdirs", "asyncio", "iop_group.domain")


def _given(home: Path) -> dict[str, str]:
    """The environment of a command on that home."""
    return {"IOP_GROUP_HOME": str(home), "PYTHONPATH": str(REPOSITORY), VARIABLE: PASSPHRASE}


def _started(
    *words: str, encoding: str = "utf-8", home: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(REPOSITORY)}
    if home:
        environment |= _given(home)
    command = [sys.executable, "-m", "iop_group", *words]
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)


def _loaded(code: str, home: Path) -> set[str]:
    """Names of the modules that the code loads, run in an interpreter of its own."""
    script = f"import sys\n{code}\nprint(*sys.modules, file=sys.stderr)"
    environment = {**os.environ, **_given(home)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.decode().split())


@pytest.mark.parametrize("word", ["--version", "--help"])
def test_version_and_help_load_next_to_nothing(word: str, tmp_path: Path) -> None:
    loaded = _loaded(f"from iop_group.cli import main\nassert main([{word!r}]) == 0", tmp_path)
    assert not loaded & set(HEAVY)


@pytest.mark.parametrize(
    "words",
    [
        ["sessions", "list"],
        ["sessions", "export", "{id}"],
        ["topics", "list"],
        ["members", "list"],
        ["doctor"],
    ],
)
def test_lists_and_exports_never_load_the_screens(words: list[str], demo_home: Path) -> None:
    session = next((demo_home / "vault" / "sessions").iterdir()).stem
    typed = [word.format(id=session) for word in words]
    loaded = _loaded(f"from iop_group.cli import main\nassert main({typed!r}) == 0", demo_home)
    assert not {"textual", "rich"} & loaded


def test_the_version_is_said(run: Run) -> None:
    ran = run("--version")
    assert (ran.status, ran.out, ran.err) == (0, f"iop-group {__version__}\n", "")


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["sessions", "--help"],
        ["sessions", "export", "--help"],
        ["topics", "check", "--help"],
        ["members", "import", "--help"],
        ["doctor", "--help"],
    ],
)
def test_help_is_there_for_every_command(words: list[str], run: Run) -> None:
    ran = run(*words)
    assert ran.status == 0
    assert ran.out.startswith("usage: iop-group")


@pytest.mark.parametrize(
    "words",
    [
        ["bogus"],
        ["sessions"],
        ["sessions", "bogus"],
        ["sessions", "show"],
        ["sessions", "export", "abc", "--format", "pdf"],
        ["topics", "list", "--bogus"],
        ["members", "import"],
        ["--home"],
        ["demo", "--home", "x"],
        ["--home", "x", "demo"],
        ["sessions", "list", "\x1b[31m\nred"],
    ],
)
def test_wrong_usage_is_one_line_and_status_2(words: list[str], run: Run) -> None:
    ran = run(*words)
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert "\x1b" not in ran.err


def test_without_a_terminal_the_program_says_so_in_one_line(tmp_path: Path) -> None:
    for words in ([], ["demo"]):
        done = _started(*words, home=tmp_path / "home")
        assert (done.returncode, done.stdout) == (1, b"")
        assert done.stderr.startswith(b"iop-group needs a terminal")
        assert done.stderr.count(b"\n") == 1
    assert not (tmp_path / "home").exists()


def test_a_home_that_is_a_file_is_one_line(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.write_text("x")
    ran = run("--home", home, "members", "import", _names(tmp_path))
    assert ran.status == 1
    assert ran.err.count("\n") == 1
    assert "--home" in ran.err


def _names(folder: Path) -> Path:
    path = folder / "names.csv"
    path.write_text("Ana\n")
    return path


@pytest.mark.parametrize(
    ("raised", "status", "told"),
    [
        (KeyboardInterrupt(), INTERRUPTED, ""),
        (PermissionError(13, "Permission denied", "/some/where"), 1, "Permission denied: /some/where."),
        (OSError("odd"), 1, "The system refused."),
        (HomeInUse("It is open.", "Close it."), 3, "It is open. Close it.\n"),
        (SystemExit("odd"), 0, ""),
    ],
)
def test_whatever_goes_wrong_is_a_line_and_a_status(
    raised: BaseException, status: int, told: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(arguments: object) -> int:
        raise raised

    monkeypatch.setattr(iop_group.cli, "_family", lambda name: fails)
    ran = run("doctor")
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.startswith(told)
    assert ran.err.count("\n") == bool(told)


def test_a_terminal_without_the_letters_gets_their_codes(demo_home: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("Zoë 中文 😀\n", encoding="utf-8")
    lock_up(vault_folder(tmp_path / "h"))
    assert _started("members", "import", str(names), home=tmp_path / "h").returncode == 0
    done = _started("members", "list", encoding="ascii", home=tmp_path / "h")
    assert done.returncode == 0
    assert b"Zo\\xeb" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes")
def test_a_reader_that_leaves_early_gets_no_traceback(demo_home: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    environment = {**os.environ, **_given(demo_home)}
    with os.fdopen(writing, "wb") as pipe:
        command = [sys.executable, "-m", "iop_group", "sessions", "list"]
        done = subprocess.run(
            command, env=environment, stdout=pipe, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert (done.returncode, done.stderr) == (141, b"")


def test_the_program_opens_on_the_home_that_was_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[tuple[Path, bool]] = []

    def open_program(opener: Opener) -> int:
        opened.append((opener.home, opener.desk is not None))
        opener.close()
        return 7

    _with_screens(monkeypatch, open_program)
    assert main(["--home", str(tmp_path)]) == 7
    lock_up(vault_folder(tmp_path / "given"))
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    assert main(["--home", str(tmp_path / "given")]) == 7
    assert opened == [(tmp_path, False), (tmp_path / "given", True)]


def test_the_demo_opens_on_a_home_of_its_own_that_is_gone_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []

    def open_program(opener: Opener) -> int:
        assert opener.desk is not None
        assert opener.desk.demo
        assert list((opener.home / "vault" / "sessions").iterdir())
        assert opener.home.stat().st_mode & 0o077 == 0
        seen.append(opener.home)
        opener.close()
        raise KeyboardInterrupt

    _with_screens(monkeypatch, open_program)
    assert main(["demo"]) == INTERRUPTED
    assert not seen[0].exists()


def _with_screens(monkeypatch: pytest.MonkeyPatch, open_program: object) -> None:
    """Stands in for the screens, which have tests of their own."""
    from types import ModuleType

    screens = ModuleType("iop_group.tui.app")
    monkeypatch.setattr(screens, "run", open_program, raising=False)
    monkeypatch.setitem(sys.modules, "iop_group.tui.app", screens)
    monkeypatch.setattr("iop_group.tui.terminal.check_terminal", lambda: None)
    monkeypatch.setattr("iop_group.tui.terminal.prepare_environment", lambda: None)
