"""The disk is full in the middle of a group: nothing is called saved, no word is lost, nothing lies open."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from iop_group.domain.events import BlockEntered, NoteWritten
from iop_group.vault.passphrases import VARIABLE
from iop_group.vault.rescue_names import rescued_in
from tests.vault.sealing import PASSPHRASE
from tests.whole.driver import Facilitator
from tests.whole.onlooker import ROOT, program_argv
from tests.whole.prepared import begin_session, on_the_disk
from tests.whole.test_leaving import ALTERNATE, HALF, KEPT, NAMES, told


class Machine:
    """A home on a disk that may be full, the person's own folder, a stick, and the folder for odd files."""

    def __init__(self, folder: Path) -> None:
        self.home, self.person = folder / "disk" / "home", folder / "person"
        self.stick, self.odd = folder / "stick", folder / "odd"
        for made in (self.home.parent, self.person, self.stick, self.odd):
            made.mkdir(parents=True)
        self.full = self.home.with_name("full")
        begin_session(self.home, BlockEntered("check-in"), names=NAMES)
        self.folder = folder
        self.opened: list[Facilitator] = []

    def program(self) -> Facilitator:
        """The program, opened by its passphrase."""
        argv: list[str | Path] = [sys.executable, "-m", "tests.whole.full_disk_program", self.home]
        env = {"HOME": str(self.person), "TMPDIR": str(self.odd), VARIABLE: PASSPHRASE}
        self.opened.append(Facilitator(self.home, argv=argv, env=env))
        return self.opened[-1]

    def check_nothing_private(self) -> None:
        """No private word in the name or in the content of any file, wherever it lies."""
        for path in self.folder.rglob("*"):
            assert not told(str(path.relative_to(self.folder)).encode())
            assert not (path.is_file() and told(path.read_bytes())), path
        assert list(self.odd.iterdir()) == []

    def rescue(self) -> None:
        """By hand, from the stick."""
        argv = [*program_argv(self.home), "vault", "rescue", self.stick]
        env = {**os.environ, VARIABLE: PASSPHRASE}
        done = subprocess.run(argv, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert "came back" in done.stdout

    def check_saved(self) -> None:
        """The note and the half-typed one are in the records."""
        events, typing = on_the_disk(self.home)
        assert [event.act.text for event in events if isinstance(event.act, NoteWritten)] == [KEPT]
        assert typing["note"] == HALF


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path)
    yield made
    made.check_nothing_private()
    for one in made.opened:
        assert not told(ALTERNATE.sub(b"", one.program.output)), "it can be scrolled back to"


def fill_up(machine: Machine, one: Facilitator) -> None:
    """The disk is full from now on; a note, and half of another, are written all the same."""
    one.resume().sees("Zebulon: Mood now")
    (machine.home / "vault" / "reserve").unlink()
    machine.full.touch()
    one.press("f2").sees("Note about the group").type("@Ottokar ").sees("Note about Ottokar").type(KEPT)
    one.sees(KEPT).press("enter").misses("Note about ")
    one.sees("NOT SAVED", "the disk is full", "Your words are kept here", "F12 keeps them on another disk")
    one.press("f2").sees("Note about the group").type("@Quistina ").sees("Note about Quistina")
    one.type(HALF).sees(HALF, "NOT SAVED")


def to_the_stick(machine: Machine, one: Facilitator) -> None:
    one.press("f12")
    name_the_stick(machine, one)


def name_the_stick(machine: Machine, one: Facilitator) -> None:
    """In place of the person's own folder, which is offered first."""
    own, stick = f"▌ {machine.person}"[:20], str(machine.stick)
    one.sees("Save elsewhere", "go on being tried here", own).press("ctrl+u").misses(own)
    one.type(stick).sees(stick[-15:]).press("enter")
    one.sees("NOT SAVED", "What is not saved lies sealed in")


def test_not_saved_stays_until_there_is_room_and_then_all_is_saved(machine: Machine) -> None:
    with machine.program() as one:
        fill_up(machine, one)
        to_the_stick(machine, one)
        assert len(rescued_in([machine.stick])) == 1
        machine.full.unlink()
        one.misses("NOT SAVED").sees(HALF, saved=True)
        assert rescued_in([machine.stick]) == ()
        assert one.leave() == 0
    machine.check_saved()


def test_what_lies_on_the_stick_comes_back_by_a_command(machine: Machine) -> None:
    with machine.program() as one:
        fill_up(machine, one)
        to_the_stick(machine, one)
        assert one.leave() == 0
    machine.full.unlink()
    events, _ = on_the_disk(machine.home)
    assert not [event for event in events if isinstance(event.act, NoteWritten)]
    machine.rescue()
    machine.check_saved()
    assert rescued_in([machine.stick]) == ()


def test_what_was_kept_without_being_asked_comes_back_at_the_next_start(machine: Machine) -> None:
    with machine.program() as one:
        fill_up(machine, one)
        one.program.signal(signal.SIGTERM)
        assert one.program.wait_exit() == 128 + signal.SIGTERM
    assert len(rescued_in([machine.person])) == 1
    machine.full.unlink()
    with machine.program() as one:
        one.sees("It is back in the records now.")
        assert one.leave() == 0
    assert rescued_in([machine.person]) == ()
    machine.check_saved()


@pytest.mark.parametrize("key", ["e", "f12"])
def test_leaving_asks_first_and_offers_another_disk(machine: Machine, key: str) -> None:
    with machine.program() as one:
        fill_up(machine, one)
        one.press("ctrl+q").sees("Not everything is on the disk", "Save elsewhere")
        one.press(key)
        name_the_stick(machine, one)
        assert one.leave() == 0
    machine.full.unlink()
    machine.rescue()
    machine.check_saved()


def test_a_lock_keeps_it_and_the_passphrase_brings_it_back(machine: Machine) -> None:
    with machine.program() as one:
        fill_up(machine, one)
        to_the_stick(machine, one)
        one.press("ctrl+l").sees("Your records are locked")
        machine.full.unlink()
        one.type(PASSPHRASE).sees("•" * len(PASSPHRASE)).press("enter").sees("Today  ")
        assert one.leave() == 0
    machine.check_saved()
