"""The room view's end of the line: shows what arrives, and nothing as soon as the program falls silent."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from iop_group.domain.errors import BadInput
from iop_group.domain.room_snapshot import RoomSnapshot, snapshot_from_record

PATIENCE: Final = 0.35
"""Seconds without a sign of life after which the program counts as gone; see sender.BEAT."""
AGAIN: Final = 0.4
"""Seconds until the program is looked for once more."""
_AT_ONCE: Final = 65536
_LONGEST: Final = 1_000_000
"""Bytes; no snapshot comes near it."""


class Receiver:
    """Listens in a thread of its own, for as long as the window is open."""

    def __init__(
        self, path: Path, told: Callable[[RoomSnapshot | None], None], *, now: Callable[[], datetime]
    ) -> None:
        """`told` is called in the thread, with what is to be shown from then on."""
        self._path = path
        self._told = told
        self._shown: RoomSnapshot | None = None
        self._now = now
        self._over = threading.Event()
        self._line: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name="room-view", daemon=True)

    def start(self) -> None:
        """Look for the program, now and whenever it is not there."""
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        self._over.set()
        line = self._line
        if line is not None:
            with suppress(OSError):  # it has gone by itself
                line.shutdown(socket.SHUT_RDWR)
        self._thread.join(PATIENCE)

    # In the thread

    def _run(self) -> None:
        while not self._over.is_set():
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                self._line = line
                try:
                    line.connect(str(self._path))
                    self._listen(line)
                except (OSError, BadInput):  # gone, silent, or not our program
                    pass
                self._tell(None)
            self._line = None
            self._over.wait(AGAIN)

    def _listen(self, line: socket.socket) -> None:
        """Until the line is cut; raises OSError when the program falls silent."""
        # A program that was stopped takes calls only when it goes on: until then there is nothing to show.
        line.settimeout(None)
        for words in self._lines(line):
            line.settimeout(PATIENCE)
            if words:
                self._tell(self._read(words))

    def _tell(self, snapshot: RoomSnapshot | None) -> None:
        if snapshot != self._shown:
            self._shown = snapshot
            self._told(snapshot)

    def _lines(self, line: socket.socket) -> Iterator[bytes]:
        buffer = b""
        while not self._over.is_set() and len(buffer) < _LONGEST:
            data = line.recv(_AT_ONCE)
            if not data:
                return
            *whole, buffer = (buffer + data).split(b"\n")
            yield from whole

    def _read(self, words: bytes) -> RoomSnapshot | None:
        try:
            record = json.loads(words)
        except ValueError:
            record = None
        if not isinstance(record, dict):
            raise BadInput("The program sent something else.", "Start both from the same version.")
        return snapshot_from_record(record, self._now()) if record else None
