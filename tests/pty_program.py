"""Runs a program in a terminal of its own, presses its keys and looks at its screen (Linux and macOS)."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Self

from tests.pty_terminal import PlayedTerminal, answers

_LETTERS: Final = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
_FUNCTIONS: Final = {"f1": "P", "f2": "Q", "f3": "R", "f4": "S"}
_NUMBERS: Final = {
    "insert": 2,
    "delete": 3,
    "pageup": 5,
    "pagedown": 6,
    "f5": 15,
    "f6": 17,
    "f7": 18,
    "f8": 19,
    "f9": 20,
    "f10": 21,
    "f11": 23,
    "f12": 24,
}
_PLAIN: Final = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "backspace": "\x7f",
    "space": " ",
}
_MODIFIERS: Final = {"shift": 1, "alt": 2, "ctrl": 4}
_NOT_A_USERS: Final = {
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONUNBUFFERED",
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "FORCE_COLOR",
    "TERM_PROGRAM",
    "LC_TERMINAL",
    "TMUX",
}


class Gone(AssertionError):
    """What was waited for did not come; the message carries the screen."""


class Chunk(NamedTuple):
    """Output as it arrived: seconds of `time.perf_counter`, bytes."""

    at: float
    data: bytes


def key_bytes(name: str) -> bytes:
    """What a terminal of the xterm family sends for a key: 'a', 'enter', 'f2', 'ctrl+q', 'shift+up'."""
    if name in _PLAIN or len(name) == 1:
        return _PLAIN.get(name, name).encode()
    *held, base = name.split("+")
    bits = sum(_MODIFIERS[key] for key in held)
    if base in _NUMBERS:
        return f"\x1b[{_NUMBERS[base]}{f';{bits + 1}' if bits else ''}~".encode()
    if base in _LETTERS or base in _FUNCTIONS:
        letter = _LETTERS.get(base) or _FUNCTIONS[base]
        if bits:
            return f"\x1b[1;{bits + 1}{letter}".encode()
        return f"\x1b{'O' if base in _FUNCTIONS else '['}{letter}".encode()
    text = _PLAIN.get(base, base)
    if bits & _MODIFIERS["ctrl"]:
        text = chr(ord(text.upper()) & 0x1F)
    return (b"\x1b" if bits & _MODIFIERS["alt"] else b"") + text.encode()


def user_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a person's terminal, without what a test run or a build machine adds."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _NOT_A_USERS and not name.startswith("TEXTUAL") and name != "ESCDELAY"
    }
    kept |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    return kept | dict(extra or {})


def _take_terminal() -> None:
    """In the new process: make its standard input its terminal, so that it is told of a hang-up."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)


class PtyProgram:
    """A program in a pseudo-terminal. Use it in a `with`; whatever still runs at the end is killed."""

    def __init__(
        self,
        argv: Sequence[str | Path],
        *,
        cols: int = 100,
        rows: int = 30,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.terminal = PlayedTerminal(cols, rows)
        self.chunks: list[Chunk] = []
        """All output so far, as it arrived."""
        self._arrived: deque[Chunk] = deque()
        self._news = threading.Condition()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._master, self._slave = pty.openpty()
        self._set_size(cols, rows)
        self._mode_before = termios.tcgetattr(self._slave)
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [str(part) for part in argv],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - a controlling terminal cannot be had otherwise
            env=user_environment(env),
            cwd=cwd,
        )
        os.set_blocking(self._master, False)
        self._stop_read, self._stop_write = os.pipe()
        self._reader = threading.Thread(target=self._read, name="pty-reader", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()

    # -- what the program shows

    @property
    def output(self) -> bytes:
        """Every byte written so far: what a scrollback could hold."""
        self._catch_up()
        return b"".join(chunk.data for chunk in self.chunks)

    def screen(self) -> str:
        """The screen as text, one line a row."""
        self._catch_up()
        return self.terminal.text()

    def wait_for(self, wanted: str | Callable[[str], bool], *, timeout: float = 15.0) -> float:
        """Wait until the screen shows a text or fits a predicate; seconds from the start to that output."""

        def shown(text: str) -> bool:
            return wanted in text if isinstance(wanted, str) else wanted(text)

        until = time.monotonic() + timeout
        at = self._catch_up()
        while not shown(self.terminal.text()):
            news = self._next(until)
            if news is None:
                ended = self.process.poll()
                state = "" if ended is None else f" (the program ended with {ended})"
                raise Gone(f"no {wanted!r} within {timeout} s{state}; the screen:\n{self.terminal.text()}")
            at = news
        return at - self.started

    def wait_gone(self, unwanted: str, *, timeout: float = 15.0) -> float:
        """Wait until a text is on the screen no more; seconds from the start."""
        return self.wait_for(lambda text: unwanted not in text, timeout=timeout)

    def wait_quiet(self, quiet: float, *, timeout: float = 15.0) -> float:
        """Wait until nothing has come for `quiet` seconds; seconds from the start to the last output."""
        until = time.monotonic() + timeout
        while time.monotonic() < until and self._next(time.monotonic() + quiet) is not None:
            pass
        return (self.chunks[-1].at if self.chunks else self.started) - self.started

    def watch(self, seconds: float) -> None:
        """Follow whatever the program writes for so long, or to its end."""
        until = time.monotonic() + seconds
        while self._next(until) is not None:
            pass

    # -- what the person does

    def press(self, *keys: str) -> None:
        """Press keys, one write each, named as in Textual."""
        for key in keys:
            self.send(key_bytes(key))

    def type(self, text: str) -> None:
        """Type a text, as fast as it can be taken."""
        self.send(text.encode())

    def paste(self, text: str) -> None:
        """Paste a text, in brackets if the program has asked for them."""
        self._catch_up()
        data = text.replace("\n", "\r").encode()
        self.send(b"\x1b[200~" + data + b"\x1b[201~" if 2004 in self.terminal.modes else data)

    def send(self, data: bytes, *, timeout: float = 10.0) -> None:
        """Send raw bytes to the program."""
        until = time.monotonic() + timeout
        while data:
            _, writable, _ = select.select([], [self._master], [], max(0.0, until - time.monotonic()))
            if not writable:
                raise Gone("the program does not read its keys")
            data = data[os.write(self._master, data[:1024]) :]

    def resize(self, cols: int, rows: int) -> None:
        """Give the window another size."""
        self._catch_up()
        self.terminal.resize(cols, rows)
        self._set_size(cols, rows)

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the window under the program."""
        self._stop_reading()
        for end in (self._master, self._slave):
            os.close(end)
        self._master = self._slave = -1

    # -- how it ended

    def wait_exit(self, *, timeout: float = 15.0) -> int:
        """Wait for the end: the exit status, or minus the signal that killed the program."""
        try:
            status = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise Gone(f"still running after {timeout} s; the screen:\n{self.screen()}") from None
        self._stop_reading()
        self._catch_up()
        return status

    def terminal_left_dirty(self) -> list[str]:
        """What the program has left behind in its terminal, in plain words."""
        self._catch_up()
        found = self.terminal.left_dirty()
        if self._slave >= 0 and termios.tcgetattr(self._slave) != self._mode_before:
            found.append("raw line")
        return found

    def close(self) -> None:
        """Kill the program if it still runs, and free the terminal."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._stop_reading()
        for end in (self._master, self._slave):
            if end >= 0:
                os.close(end)
        self._master = self._slave = -1

    # -- the reader

    def _read(self) -> None:
        """In a thread of its own: stamp what comes at the moment it comes, and answer questions at once."""
        stopping = False
        while True:
            ready, _, _ = select.select([self._master, self._stop_read], [], [], 0 if stopping else None)
            stopping = stopping or self._stop_read in ready
            try:
                data = os.read(self._master, 65536) if self._master in ready else b""
            except OSError:
                return
            if data:
                self._keep(Chunk(time.perf_counter(), data))
            elif stopping:
                return

    def _keep(self, chunk: Chunk) -> None:
        reply = answers(chunk.data)
        if reply:
            os.write(self._master, reply)
        with self._news:
            self._arrived.append(chunk)
            self._news.notify_all()

    def _next(self, until: float) -> float | None:
        """Follow the next output, waiting for it until then or the program's end; when it came, or None."""
        with self._news:
            while not self._arrived:
                left = until - time.monotonic()
                ended = self.process.poll() is not None
                if left <= 0 or not (self._news.wait(min(left, 0.25)) or not ended):
                    return None
            chunk = self._arrived.popleft()
        self.chunks.append(chunk)
        self.terminal.feed(self._decoder.decode(chunk.data))
        return chunk.at

    def _catch_up(self) -> float:
        """Follow all that has arrived; when the last of it did."""
        while self._arrived:
            self._next(0.0)
        return self.chunks[-1].at if self.chunks else time.perf_counter()

    def _stop_reading(self) -> None:
        if self._reader.is_alive():
            os.write(self._stop_write, b"!")
            self._reader.join()
        for name in ("_stop_read", "_stop_write"):
            if getattr(self, name) >= 0:
                os.close(getattr(self, name))
                setattr(self, name, -1)

    def _set_size(self, cols: int, rows: int) -> None:
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
