"""The line from the program to its room views: quick to fall silent, private, and gone without a trace."""

from __future__ import annotations

import json
import socket
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, Queue

import pytest

from iop_group.domain.agenda import BlockKind
from iop_group.domain.errors import HomeUnusable
from iop_group.domain.room_snapshot import RoomClock, RoomSnapshot, snapshot_to_record
from iop_group.room_view import sender as sending
from iop_group.room_view.address import meeting_place, name_of, tidy
from iop_group.room_view.receiver import Receiver
from iop_group.room_view.sender import Sender

pytestmark = pytest.mark.usefixtures("runtime")

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
TOPIC = RoomSnapshot(kind=BlockKind.TOPIC, title="Topic", clock=RoomClock(60.0, NOW, True), lines=("One.",))
AT_ONCE = 0.5
"""Seconds within which a room view has to be neutral."""


def now() -> datetime:
    return NOW


@pytest.fixture
def line() -> Iterator[Sender]:
    with closing(Sender(now)) as sender:
        yield sender


class View:
    """A room view without a screen."""

    def __init__(self, name: str = "home") -> None:
        self._news: Queue[RoomSnapshot | None] = Queue()
        self._receiver = Receiver(meeting_place(name), self._news.put, now=now)
        self._receiver.start()

    def shows(self, wanted: RoomSnapshot | None, *, within: float = 10.0) -> None:
        """Wait until it shows that."""
        until = time.monotonic() + within
        while True:
            try:
                if self._news.get(timeout=max(0.0, until - time.monotonic())) == wanted:
                    return
            except Empty:
                raise AssertionError(f"not shown within {within} s: {wanted}") from None

    def close(self) -> None:
        self._receiver.close()


@pytest.fixture
def view() -> Iterator[View]:
    with closing(View()) as one:
        yield one


def keep_alive(line: Sender) -> Callable[[], None]:
    """Tick as a working program does, until told to stop."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.2):
            line.tick()

    threading.Thread(target=work, daemon=True).start()
    return over.set


def test_it_may_be_started_before_the_program_and_after_it(line: Sender, view: View) -> None:
    line.show(TOPIC)
    assert line.start("home")
    view.shows(TOPIC)
    with closing(View()) as later:
        later.shows(TOPIC)


def test_what_changes_is_seen_by_every_window(line: Sender, view: View) -> None:
    line.start("home")
    with closing(View()) as second:
        for shown in (TOPIC, None, replace(TOPIC, lines=("Two.",))):
            line.show(shown)
            view.shows(shown)
            second.shows(shown)


def test_nothing_to_show_and_the_end_are_seen_at_once_and_leave_nothing_behind(
    line: Sender, view: View, runtime: Path
) -> None:
    line.start("home")
    line.show(TOPIC)
    view.shows(TOPIC)
    line.show(None)
    view.shows(None, within=AT_ONCE)
    line.show(TOPIC)
    view.shows(TOPIC)
    line.close()
    view.shows(None, within=AT_ONCE)
    assert list(runtime.iterdir()) == []


def test_a_program_that_hangs_shows_nothing_for_long(
    line: Sender, view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "AWAKE", 0.3)
    stop = keep_alive(line)
    line.start("home")
    line.show(TOPIC)
    view.shows(TOPIC)
    stop()
    view.shows(None, within=0.3 + AT_ONCE + 0.2)
    line.tick()
    line.show(replace(TOPIC, title="Again"))
    view.shows(replace(TOPIC, title="Again"))


def test_the_socket_is_for_its_owner_alone_and_is_named_after_nobody(line: Sender, runtime: Path) -> None:
    home = Path("/home/kim-lang/tuesday")
    line.start(name_of(home))
    folder = runtime / "iop-group"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (found,) = folder.iterdir()
    assert not {"kim", "lang", "tuesday"} & set(found.name.split("-"))
    assert name_of(home) != name_of(Path("/home/kim-lang/friday"))


def test_two_homes_do_not_see_each_other(line: Sender, runtime: Path) -> None:
    with closing(Sender(now)) as other, closing(View("a")) as at_a, closing(View("b")) as at_b:
        assert line.start("a")
        assert other.start("b")
        line.show(TOPIC)
        other.show(replace(TOPIC, title="Other"))
        at_a.shows(TOPIC)
        at_b.shows(replace(TOPIC, title="Other"))
        other.close()
        assert [path.name for path in (runtime / "iop-group").iterdir()] == ["a"]


def test_a_second_program_under_the_same_name_leaves_the_first_one_alone(line: Sender, view: View) -> None:
    line.start("home")
    with closing(Sender(now)) as second:
        assert not second.start("home")
        second.show(replace(TOPIC, title="Other"))
    line.show(TOPIC)
    view.shows(TOPIC)


def test_what_a_killed_program_left_is_taken_over(line: Sender, view: View) -> None:
    left = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    left.bind(str(meeting_place("home")))
    left.close()
    assert line.start("home")
    line.show(TOPIC)
    view.shows(TOPIC)


def test_a_folder_that_others_may_enter_is_not_used(line: Sender, runtime: Path) -> None:
    (runtime / "iop-group").mkdir()
    (runtime / "iop-group").chmod(0o755)
    with pytest.raises(HomeUnusable, match="Others may look"):
        line.start("home")


def test_a_folder_that_is_a_link_is_not_used(line: Sender, runtime: Path) -> None:
    (runtime / "elsewhere").mkdir(mode=0o700)
    (runtime / "iop-group").symlink_to(runtime / "elsewhere")
    with pytest.raises(HomeUnusable):
        line.start("home")


def test_a_window_that_speaks_or_goes_away_disturbs_nobody(line: Sender, view: View) -> None:
    line.start("home")
    line.show(TOPIC)
    view.shows(TOPIC)
    for words in (b"open the vault\n", b""):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
            caller.settimeout(5)
            caller.connect(str(meeting_place("home")))
            caller.sendall(words)
            if words:
                with suppress(ConnectionResetError):
                    while caller.recv(4096):
                        pass
    line.show(replace(TOPIC, title="Still here"))
    view.shows(replace(TOPIC, title="Still here"))


def test_a_window_that_does_not_listen_does_not_hold_anybody_up(line: Sender, view: View) -> None:
    line.start("home")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as deaf:
        deaf.connect(str(meeting_place("home")))
        for number in range(400):
            line.show(replace(TOPIC, lines=tuple(f"{number} {'x' * 500}" for _ in range(40))))
        line.show(TOPIC)
        view.shows(TOPIC)
        started = time.monotonic()
        line.close()
        assert time.monotonic() - started < 2


@pytest.mark.parametrize("said", [b"hello\n", b"[1]\n", b'{"roster": ["Ana"]}\n', b"x" * 2_000_000])
def test_whatever_else_answers_there_is_not_shown(said: bytes) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.bind(str(meeting_place("home")))
        door.listen()
        door.settimeout(5)
        with closing(View()) as one:
            good = json.dumps(snapshot_to_record(TOPIC, NOW)).encode()
            with door.accept()[0] as caller:
                caller.sendall(good + b"\n")
                one.shows(TOPIC)
                with suppress(BrokenPipeError, ConnectionResetError):
                    caller.sendall(said)
                one.shows(None)


def test_closing_the_window_never_hangs_whoever_is_there(line: Sender) -> None:
    silent = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    silent.bind(str(meeting_place("home")))
    silent.listen()
    one = View()
    with silent, silent.accept()[0]:
        started = time.monotonic()
        one.close()
        assert time.monotonic() - started < 2


def test_the_folder_goes_when_the_last_one_leaves(runtime: Path) -> None:
    place = meeting_place("home")
    place.touch()
    tidy(place.parent)
    assert place.parent.exists()
    place.unlink()
    tidy(place.parent)
    assert list(runtime.iterdir()) == []
