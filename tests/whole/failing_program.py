"""The program as it is, with three keys that make it fail in the middle of a group: F10, F11 and F12."""

from __future__ import annotations

import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import ClassVar, NoReturn

from iop_group.tui.terminal import prepare_environment

prepare_environment()

from textual.binding import Binding, BindingType  # noqa: E402 - the environment comes first

from iop_group.tui.app import IopGroupApp, run_and_close  # noqa: E402
from iop_group.tui.desk import Desk  # noqa: E402
from iop_group.tui.opener import Opener  # noqa: E402
from tests.vault.sealing import KEYS  # noqa: E402


def fail_about(private: str) -> NoReturn:
    """An error whose message and whose variables hold what nobody else may read."""
    raise ValueError(f"cannot handle {private!r}")


class FailingClock:
    """A clock that breaks, and tells what it should not."""

    def __init__(self, private: str) -> None:
        self._private = private

    def now(self) -> datetime:
        """Fails, in whatever asks for the time next."""
        fail_about(self._private)


class FailingProgram(IopGroupApp):
    """Nothing but the three keys is different."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(b for b in IopGroupApp.BINDINGS if not (isinstance(b, Binding) and b.key in {"f10", "f11", "f12"})),
        Binding("f10", "fail_while_saving", priority=True),
        Binding("f11", "fail_in_a_key", priority=True),
        Binding("f12", "fail_in_the_clock", priority=True),
    ]

    def _private(self) -> str:
        return " ".join(member.display_name for member in self.desk.vault.registry.members().values())

    def action_fail_in_a_key(self) -> None:
        """As a key of a screen would."""
        fail_about(self._private())

    def action_fail_in_the_clock(self) -> None:
        """The next repaint of the clock fails."""
        self.desk.clock = FailingClock(self._private())

    def action_fail_while_saving(self) -> None:
        """The thread that saves fails at the next word from the disk."""
        private, told = self._private(), self.desk.on_save_state

        def fail_in_its_thread() -> None:
            if threading.current_thread() is not threading.main_thread():
                fail_about(private)
            told()

        self.desk.on_save_state = fail_in_its_thread


if __name__ == "__main__":
    sys.exit(run_and_close(FailingProgram(Opener.around(Desk(Path(sys.argv[1]), KEYS)))))
