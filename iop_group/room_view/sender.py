"""The program's end of the line: hands what the group may see to every room view, from memory to memory."""

from __future__ import annotations

import json
import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from iop_group.domain.errors import HomeUnusable
from iop_group.domain.room_snapshot import RoomSnapshot, snapshot_to_record
from iop_group.room_view.address import meeting_place, possible, tidy

BEAT: Final = 0.1
"""Seconds between two signs of life; a room view that misses them shows nothing any more."""
AWAKE: Final = 2.5
"""Seconds for which the program's last tick counts: if it hangs, it cannot draw the curtain either."""
MOST_VIEWS: Final = 8
SIGN: Final = b"\n"
NEUTRAL: Final = b"{}\n"


class Sender:
    """Works in a thread of its own, so that a busy screen does not look like a dead program."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._snapshot: RoomSnapshot | None = None
        self._ticked = time.monotonic()
        self._views: list[socket.socket] = []
        self._thread: threading.Thread | None = None
        self._path: Path | None = None
        self._rouser: socket.socket | None = None
        self._over = False

    def start(self, name: str) -> bool:
        """Listen under that name; False when another program does so. Raises HomeUnusable."""
        if not possible() or self._thread is not None or self._over:
            return False
        path = meeting_place(name)
        if _answers(path):
            return False
        try:
            path.unlink(missing_ok=True)  # left by a program that was killed
            door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            door.bind(str(path))
            door.listen(MOST_VIEWS)
        except OSError as error:
            reason = error.strerror or "the system refused"
            raise HomeUnusable(f"The room view cannot be offered ({reason}).", str(path.parent)) from None
        self._path = path
        self._rouser, roused = socket.socketpair()
        for end in (door, self._rouser):
            end.setblocking(False)
        self._thread = threading.Thread(target=self._run, args=(door, roused), name="room-view", daemon=True)
        self._thread.start()
        return True

    def show(self, snapshot: RoomSnapshot | None) -> None:
        """What the group sees from now on; None for nothing. Never waits."""
        if snapshot is not self._snapshot:
            self._snapshot = snapshot
            self._rouse()

    def tick(self) -> None:
        """The program works; called at least once a second."""
        self._ticked = time.monotonic()

    def close(self) -> None:
        """Every room view goes neutral, and nothing is left on the disk."""
        if self._over:
            return
        self._over = True
        self._rouse()
        if self._thread is not None:
            self._thread.join(AWAKE)
        if self._path is not None:
            self._path.unlink(missing_ok=True)
            tidy(self._path.parent)
        if self._rouser is not None:
            self._rouser.close()

    def _rouse(self) -> None:
        if self._rouser is not None:
            with suppress(OSError):  # so many calls wait already that one more says nothing new
                self._rouser.send(b"!")

    # In the thread

    def _run(self, door: socket.socket, roused: socket.socket) -> None:
        with selectors.DefaultSelector() as selector, door, roused:
            selector.register(door, selectors.EVENT_READ, self._let_in)
            selector.register(roused, selectors.EVENT_READ, self._show_all)
            due = time.monotonic()
            while not self._over:
                wait = max(0.0, due - time.monotonic()) if self._views else None
                for key, _ in selector.select(wait):
                    if isinstance(key.fileobj, socket.socket):
                        key.data(selector, key.fileobj)
                if time.monotonic() >= due:
                    due = time.monotonic() + BEAT
                    if time.monotonic() - self._ticked < AWAKE:
                        self._tell(selector, SIGN)
            self._tell(selector, NEUTRAL)
            for view in self._views:
                view.close()

    def _show_all(self, selector: selectors.BaseSelector, roused: socket.socket) -> None:
        roused.recv(1 << 12)
        self._tell(selector, self._line())

    def _let_in(self, selector: selectors.BaseSelector, door: socket.socket) -> None:
        try:
            view, _ = door.accept()
        except OSError:  # it went away again
            return
        view.setblocking(False)
        # When there is something to read it went, or it speaks, which a room view never does.
        selector.register(view, selectors.EVENT_READ, self._drop)
        self._views.append(view)
        for old in self._views[:-MOST_VIEWS]:
            self._drop(selector, old)
        self._give(selector, view, self._line())

    def _line(self) -> bytes:
        snapshot = self._snapshot
        if snapshot is None:
            return NEUTRAL
        record = snapshot_to_record(snapshot, self._now())
        return json.dumps(record, ensure_ascii=False).encode() + b"\n"

    def _tell(self, selector: selectors.BaseSelector, line: bytes) -> None:
        for view in tuple(self._views):
            self._give(selector, view, line)

    def _give(self, selector: selectors.BaseSelector, view: socket.socket, line: bytes) -> None:
        """A room view that does not listen is let go of; it comes back when it does."""
        try:
            taken = view.send(line)
        except OSError:
            taken = 0
        if taken < len(line):
            self._drop(selector, view)

    def _drop(self, selector: selectors.BaseSelector, view: socket.socket) -> None:
        if view in self._views:
            self._views.remove(view)
            selector.unregister(view)
            view.close()


def _answers(path: Path) -> bool:
    """Does somebody listen there?"""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.setblocking(False)
        try:
            caller.connect(str(path))
        except BlockingIOError:  # so many wait there that there must be somebody
            return True
        except OSError:
            return False
        return True
