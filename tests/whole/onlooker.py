"""Eyes and hands before the program: what stands on its screen, and keys that wait for nothing blindly."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from iop_group.home import vault_folder
from iop_group.vault.key_names import any_there
from iop_group.vault.passphrases import VARIABLE
from tests.pty_program import PtyProgram
from tests.pty_terminal import SYNCHRONISED
from tests.vault.sealing import PASSPHRASE, lock_up

ROOT: Final = Path(__file__).parents[2]
_CLOCK: Final = re.compile(r"^.*  (\S.*?) (?:over (\d+):(\d\d)|(\d+):(\d\d) left)")
_PALETTE: Final = re.compile(r"╰─+╯[^\n]*\n[^\n]*╭─+╮(.*?)╰─+╯", re.DOTALL)
"""What the open palette offers; nothing else stands in a frame right below another one."""


def program_argv(home: Path) -> list[str | Path]:
    """The program as installed, on a home of its own."""
    return [sys.executable, "-m", "iop_group", "--home", home]


def asked_for(home: Path, *arguments: str) -> Any:
    """What a command with --json prints, read; the command must find everything in order."""
    done = subprocess.run(
        [*program_argv(home), *arguments, "--json"],
        cwd=ROOT,
        env={**os.environ, VARIABLE: PASSPHRASE},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@dataclass(frozen=True, slots=True)
class Heading:
    """What the first line of the room says."""

    block: str
    left: int
    """Seconds; negative once the block runs over."""
    paused: bool
    saved: bool
    """The storage's own word: everything is on the disk."""


def heading_of(screen: str) -> Heading | None:
    """Read the first line; None where no block runs."""
    line = screen.partition("\n")[0]
    found = _CLOCK.search(line)
    if found is None:
        return None
    title, over_minutes, over_seconds, minutes, seconds = found.groups()
    left = int(minutes) * 60 + int(seconds) if minutes else -(int(over_minutes) * 60 + int(over_seconds))
    return Heading(title, left, "  paused" in line, is_saved(screen))


def is_saved(screen: str) -> bool:
    """Does the heading say that everything is on the disk?"""
    line = screen.partition("\n")[0]
    return "saved " in line and "saving" not in line and "NOT SAVED" not in line


class Onlooker:
    """The program in a terminal, looked at frame by frame. Use it in a `with`."""

    def __init__(
        self,
        home: Path,
        *,
        size: tuple[int, int] = (100, 30),
        argv: Sequence[str | Path] | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """`size` is columns and rows; `argv` another program than the installed one.

        A home without keys gets some; the program is given their passphrase as scripts give it.
        """
        self.home = home
        cols, rows = size
        if argv is None:
            env = {VARIABLE: PASSPHRASE, **(env or {})}
            if not any_there(vault_folder(home)):
                lock_up(vault_folder(home))
        self.program = PtyProgram(argv or program_argv(home), cols=cols, rows=rows, cwd=ROOT, env=env)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *unused: object) -> None:
        self.program.close()

    # -- eyes and hands

    @property
    def screen(self) -> str:
        """What she sees."""
        return self.program.screen()

    @property
    def heading(self) -> Heading:
        """The room's first line; only where a block runs."""
        heading = heading_of(self.screen)
        assert heading is not None, self.screen
        return heading

    @property
    def _whole(self) -> bool:
        """Has the frame been drawn to its end?"""
        return SYNCHRONISED not in self.program.terminal.modes

    def sees(self, *wanted: str, saved: bool = False) -> Self:
        """Wait for all these texts in one whole frame, and for the storage's word when asked to."""

        def shown(text: str) -> bool:
            return self._whole and all(w in text for w in wanted) and (is_saved(text) or not saved)

        self.wait(shown, f"{' and '.join(wanted)}{', saved' if saved else ''}")
        return self

    def wait(self, shown: Callable[[str], bool], wanted: str, *, timeout: float = 15.0) -> None:
        """Wait for something to be seen, named for the message when it never is."""

        class Wanted:
            def __call__(self, text: str) -> bool:
                return shown(text)

            def __repr__(self) -> str:
                return wanted

        self.program.wait_for(Wanted(), timeout=timeout)

    def misses(self, unwanted: str) -> Self:
        """Wait until a text is gone."""
        self.wait(lambda text: self._whole and unwanted not in text, f"the end of {unwanted}")
        return self

    def press(self, *keys: str) -> Self:
        """Press keys, one after the other."""
        self.program.press(*keys)
        return self

    def type(self, text: str) -> Self:
        """Type a text."""
        self.program.type(text)
        return self

    def command(self, name: str) -> Self:
        """Find a command in the palette by its whole name, and give it."""
        self.open_palette().type(name)
        self.wait(lambda text: _hits(text)[:1] == [name], f"the command {name!r} as the first hit")
        self.press("enter").wait(lambda text: not _PALETTE.search(text), "the palette closed")
        return self

    def open_palette(self) -> Self:
        """All commands, and nothing typed yet."""
        self.press("ctrl+p").wait(lambda text: bool(_PALETTE.search(text)), "the palette")
        return self

    def matches(self, pattern: str) -> Self:
        """Wait for a text of that form in a whole frame."""
        form = re.compile(pattern)
        self.wait(lambda text: self._whole and form.search(text) is not None, pattern)
        return self


def _hits(screen: str) -> list[str]:
    """What the palette offers, line by line: each name is followed by its help."""
    found = _PALETTE.search(screen)
    lines = (
        [line.split("│")[1].strip() for line in found[1].splitlines() if line.count("│") > 1] if found else []
    )
    return [line for line in lines if line]
