"""A Textual driver that sleeps until something happens; only this file uses the inner parts of drivers."""

from __future__ import annotations

import io
import os
import selectors
import signal
import termios
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Any, Final

from textual import constants
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer
    from textual.app import App

_METHODS_USED: Final = (
    "_sigcont_application",
    "_sigtstp_application",
    "disable_input",
    "run_input_thread",
    "process_message",
)
_FIELDS_USED: Final = {"_file", "fileno", "exit_event", "_key_thread", "_must_signal_resume"}
_READ_AT_ONCE: Final = 65536
_TICK_SLACK: Final = 0.002
"""Seconds added to Esc's delay, so that the parser agrees that the time is over."""


def textual_fits() -> bool:
    """Whether this Textual still has the inner parts that the driver builds on."""
    fields = set(LinuxDriver.__init__.__code__.co_names)
    methods = all(hasattr(LinuxDriver, name) for name in _METHODS_USED)
    return methods and fields >= _FIELDS_USED and hasattr(XTermParser, "tick")


class TerminalOutput(io.RawIOBase):
    """Writes to the terminal, and into nothing once the terminal is gone.

    Textual's writer thread dies of the first failed write, and then the program can hang while it takes leave
    of a closed window. The interpreter's own stream would keep what it could not write and make the exit
    status 120.
    """

    def __init__(self, fileno: int) -> None:
        super().__init__()
        self._fileno = fileno
        self._gone = False

    def fileno(self) -> int:
        return self._fileno

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        size = memoryview(data).nbytes
        while not self._gone:
            try:
                return os.write(self._fileno, data)
            except BlockingIOError:  # another program left the shared terminal in this mode
                with selectors.SelectSelector() as selector:
                    selector.register(self._fileno, selectors.EVENT_WRITE)
                    selector.select()
            except OSError:
                self._gone = True
        return size


class QuietDriver(LinuxDriver):
    """The stock driver without its ten wake-ups a second, its slow Esc and its trouble after a stop."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._wake: tuple[int, int] | None = None
        self._working_mode: list[Any] | None = None
        if self._file is not None:
            output = io.BufferedWriter(TerminalOutput(self._file.fileno()), _READ_AT_ONCE)
            self._file = io.TextIOWrapper(output, self._file.encoding, errors="replace", newline="")

    def start_application_mode(self) -> None:
        self._wake = os.pipe()
        LinuxDriver.start_application_mode(self)
        self._working_mode = self._terminal_mode()

    def close(self) -> None:
        super().close()
        if self._wake is not None:
            for end in self._wake:
                os.close(end)
            self._wake = None

    def disable_input(self) -> None:
        """Stop the input thread at once; stock lets it find out within two tenths of a second."""
        thread = self._key_thread
        if self._wake is not None and thread is not None and thread.is_alive():
            os.write(self._wake[1], b"!")
        super().disable_input()

    def run_input_thread(self) -> None:
        """Sleep until a key comes, or until a lone Esc has to be taken for what it is."""
        if self._wake is None:
            return
        wake, patience = self._wake[0], constants.ESCAPE_DELAY + _TICK_SLACK
        parser, decode = XTermParser(self._debug), getincrementaldecoder("utf-8")("replace").decode
        unsure = False
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(wake, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = {key.fd for key, _ in selector.select(patience if unsure else None)}
                if wake in ready:
                    break
                unsure = bool(ready)
                if ready:
                    data = self._read()
                    if not data:  # no keys will ever come: the same as a closed window
                        os.kill(os.getpid(), signal.SIGHUP)
                        break
                    self._feed(parser, decode(data))
                for message in parser.tick():
                    self.process_message(message)
        self._finish(parser)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, _READ_AT_ONCE)
        except OSError:  # the terminal is gone
            return b""

    def _feed(self, parser: XTermParser, text: str) -> None:
        if text:  # an empty text, as in the middle of a letter, would tell the parser to end
            for message in parser.feed(text):
                self.process_message(message)

    def _finish(self, parser: XTermParser) -> None:
        try:
            for _ in parser.feed(""):
                pass
        except (EOFError, ParseError):
            pass

    def _terminal_mode(self) -> list[Any] | None:
        try:
            return termios.tcgetattr(self.fileno)
        except termios.error:
            return None

    def _sigtstp_application(self, *arguments: Any) -> None:
        """Stop between two frames: stock stops within one, and leaves the terminal waiting for its end."""
        self._loop.call_soon_threadsafe(super()._sigtstp_application, *arguments)

    def _sigcont_application(self, *arguments: Any) -> None:
        """Go on after a stop, between two frames too."""
        self._loop.call_soon_threadsafe(self._go_on)

    def _go_on(self) -> None:
        """Take the terminal back.

        After a stop that the driver knew of (Ctrl+Z) stock sets everything up again, but sometimes draws only
        what has changed meanwhile, on an empty screen. After any other stop it would start a second input
        thread; here the terminal's mode is put back. In both cases the whole screen is drawn again.
        """
        if self._must_signal_resume:
            super()._sigcont_application()
        elif self._working_mode is None or not self._auto_restart:
            return
        else:
            try:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._working_mode)
            except termios.error:
                return
        self._app.refresh(layout=True)
