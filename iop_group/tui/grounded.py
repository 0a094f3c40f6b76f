"""An app that gives the terminal back clean, saves first, and tells the truth in its exit status."""

from __future__ import annotations

import asyncio
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.app import App

from iop_group.tui.crash import REPORT_NAME, write_report
from iop_group.tui.terminal import (
    SIGNALLED,
    ignore_further_signals,
    install_signal_handlers,
    quiet_driver,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType


SAVED = "everything you entered is saved."


class GroundedApp(App[None]):
    """The ground under the program's app. A subclass overrides `save_everything`; `run_app` runs it."""

    def __init__(self, *, home: Path) -> None:
        """`home` is the folder that gets the report of a failure."""
        super().__init__(driver_class=quiet_driver())
        self._report_path = home / REPORT_NAME
        self._has_failed = False
        self._own_loop: asyncio.AbstractEventLoop | None = None

    def save_everything(self) -> str:
        """Put on the disk whatever is not there yet, and say what became of it, as the end of a sentence.

        Called before every end. Must not need the screens.
        """
        return SAVED

    def on_load(self) -> None:
        self._own_loop = asyncio.get_running_loop()
        self._own_loop.set_exception_handler(self._loop_failed)
        install_signal_handlers(self, self.save_everything)

    async def action_quit(self) -> None:
        self.save_everything()
        self.exit()

    def panic(self, *renderables: RenderableType) -> None:
        """Textual's way out with texts of its own; they may quote what people typed, so none is shown."""
        self._fatal_error()

    def thread_failed(self, failure: threading.ExceptHookArgs) -> None:
        """A thread that dies silently may be the one that saves: the program ends loudly instead."""
        loop, error = self._own_loop, failure.exc_value
        if loop is not None and not loop.is_closed() and isinstance(error, Exception):
            loop.call_soon_threadsafe(self._handle_exception, error)

    def farewell(self, error: BaseException | None) -> str:
        """Save, write the report, and say in plain words what happened."""
        try:
            saved = self.save_everything()
        except Exception:  # the last boundary: whatever went wrong, the terminal must be given back
            saved = "the last change may not be saved."
        try:
            write_report(error, self._report_path)
            report = f" What failed stands in {self._report_path}, without names or notes."
        except OSError:
            report = ""
        return f"iop-group failed and had to close; {saved} Start it again to go on.{report}"

    def _fatal_error(self) -> None:
        """Stock prints a traceback with the values of all variables: names, notes, keys."""
        if not self._has_failed:
            self._has_failed = True
            self.exit(return_code=1, message=Text(self.farewell(self._exception or sys.exception())))

    def _loop_failed(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Stock prints the failure, with its message, when the program has ended."""
        error = context.get("exception")
        if isinstance(error, Exception):
            self._handle_exception(error)


@contextmanager
def guarded_threads(app: GroundedApp) -> Iterator[None]:
    """A thread that fails meanwhile tells nobody what it was working on; Python would print it all."""
    others, threading.excepthook = threading.excepthook, app.thread_failed
    try:
        yield
    finally:
        threading.excepthook = others


def run_app(app: GroundedApp, *, mouse: bool = True) -> int:
    """Run the app to its end and return the exit status, which stock Textual drops even after a failure."""
    try:
        with guarded_threads(app):
            app.run(mouse=mouse)
    except Exception as error:  # the last boundary: what fails while Textual takes its leave
        print(app.farewell(error), file=sys.__stderr__)
        return 1
    status = app.return_code or 0
    if status > SIGNALLED:
        ignore_further_signals()
    return status
