"""A small program for test_terminal.py: one line of text, and keys that end it in every possible way."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import NoReturn

from iop_group.tui.terminal import check_terminal, prepare_environment

prepare_environment()

from textual import events  # noqa: E402 - the environment comes first
from textual.app import ComposeResult  # noqa: E402
from textual.widgets import Static  # noqa: E402

from iop_group.tui.grounded import GroundedApp, run_app  # noqa: E402


def fail_with_private_values() -> NoReturn:
    note = "Ana told us something private"
    raise ValueError(f"a message that quotes: {note}")


class Program(GroundedApp):
    """Shows the last key, counts the keys, and saves by writing one line to a file."""

    def __init__(self, home: Path) -> None:
        super().__init__(home=home)
        self._home = home
        self._keys = 0

    def compose(self) -> ComposeResult:
        yield Static("ready: no key yet", markup=False)

    def save_everything(self) -> str:
        with (self._home / "saved.txt").open("a") as file:
            file.write(f"saved after {self._keys} keys\n")
        return super().save_everything()

    def on_key(self, event: events.Key) -> None:
        self._keys += 1
        inputs = sum(thread.name == "textual-input" for thread in threading.enumerate())
        self.query_one(Static).update(f"key {self._keys}: {event.key}, {inputs} reading", layout=False)
        match event.key:
            case "f1":
                fail_with_private_values()
            case "f2":
                self.set_timer(0.01, fail_with_private_values)
            case "f3":
                threading.Thread(target=fail_with_private_values).start()
            case "f4":
                self.run_worker(self.fail_later())
            case "f5":
                self.call_later(self.action_suspend_process)

    def on_paste(self, event: events.Paste) -> None:
        self.query_one(Static).update(f"pasted {len(event.text)} letters", layout=False)

    async def fail_later(self) -> None:
        fail_with_private_values()


if __name__ == "__main__":
    problem = check_terminal()
    if problem is not None:
        sys.exit(problem)
    sys.exit(run_app(Program(Path(sys.argv[1]))))
