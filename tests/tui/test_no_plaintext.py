"""Whatever happens to the program, no name and no word of a note stands readable in any file it has made."""

from __future__ import annotations

import errno
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from iop_group.domain.errors import NotSaved
from iop_group.domain.events import Closed, NoteWritten
from iop_group.tui.desk import Desk
from iop_group.tui.export_file import write_new_file
from iop_group.tui.keeper import Keeper
from iop_group.tui.screens.session import SessionScreen
from iop_group.tui.widgets.dialog import Ask, Confirm
from iop_group.vault.vault import Vault
from tests.tui.desk_for_tests import SESSION_ID, FakeClock, make_desk, plan_of, running, start_session
from tests.tui.until import until
from tests.vault.disks import FaultyDisk
from tests.vault.sample import SESSION, notes, planned
from tests.vault.sealing import KEYS

ROOT = Path(__file__).parents[2]
NAMES = ("Zebulon", "Quistina", "Öttokar")
NOTE, HALF, LANE = "He whispered about the orchard.", "and then the nightingale", "We both mumbled too much"
SECRETS = (*NAMES, "whispered", "orchard", "nightingale", "mumbled", "Tuesday evening")

CRASH = """
import os, sys
from pathlib import Path
from iop_group.domain.events import NoteWritten
from iop_group.tui.desk import Desk
from tests.tui.desk_for_tests import SESSION_ID
from tests.vault.sealing import KEYS
desk = Desk(Path(sys.argv[1]), KEYS)
keeper = desk.keeper(SESSION_ID)
keeper.act(NoteWritten("n9", sys.argv[2]))
keeper.type("note", sys.argv[3])
desk.flush()
os._exit(1)
"""


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything lies here: the home, the person's folder, and the one for passing files."""
    for name, folder in (("HOME", tmp_path / "person"), ("TMPDIR", tmp_path / "passing")):
        folder.mkdir()
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "passing"))
    return tmp_path


@pytest.fixture
def desk(places: Path) -> Iterator[Desk]:
    desk = make_desk(places, FakeClock())
    yield desk
    desk.close()


def an_evening(desk: Desk) -> Keeper:
    """Members, a note, half of another one, and a word in the private lane."""
    keeper = start_session(desk, NoteWritten("n1", NOTE), plan=plan_of(NAMES))
    keeper.type("note", HALF)
    desk.save_typing(desk.vault.private.create(SESSION_ID, []), {"lane": LANE})
    assert desk.flush()
    return keeper


def forms(word: str) -> Iterator[bytes]:
    """A word as it may stand in a file."""
    for encoding in ("utf-8", "utf-16-le", "latin-1"):
        yield word.encode(encoding)
    yield word.encode("unicode_escape")
    yield word.encode("ascii", "xmlcharrefreplace")


def readable(places: Path) -> dict[str, list[str]]:
    """Files that hold a private word, and names of files that are one."""
    found = {}
    for path in places.rglob("*"):
        content = str(path.relative_to(places)).encode() + (path.read_bytes() if path.is_file() else b"")
        words = [word for word in SECRETS if any(form in content for form in forms(word))]
        if words:
            found[path.name] = words
    return found


def test_this_search_finds_what_is_readable(places: Path) -> None:
    for number, word in enumerate(SECRETS):
        (places / f"{number}.txt").write_text(word, encoding="utf-8")
    assert list(readable(places).values()) == [[word] for word in SECRETS] or len(readable(places)) == len(
        SECRETS
    )


def test_after_a_session(desk: Desk, places: Path) -> None:
    an_evening(desk).act(Closed())
    assert readable(places) == {}
    assert desk.vault.index.search("orchard")
    assert desk.close()
    assert (places / "desk" / "vault" / "index.gni").exists()
    assert (places / "desk" / "vault" / "words.gni").exists()
    assert (places / "desk" / "vault" / "outlook.gni").exists()
    assert readable(places) == {}


def test_after_a_crash_and_after_the_next_start(desk: Desk, places: Path) -> None:
    an_evening(desk)
    desk.close()
    arguments = [sys.executable, "-c", CRASH, str(places / "desk"), f"{NOTE} 2", f"{HALF} 2"]
    assert subprocess.run(arguments, cwd=ROOT, check=False).returncode == 1
    assert readable(places) == {}
    again = Desk(places / "desk", KEYS, clock=FakeClock())
    assert again.keeper(SESSION_ID).typed("note") == f"{HALF} 2"
    again.close()
    assert readable(places) == {}


async def test_after_an_export_that_was_cancelled(desk: Desk, places: Path) -> None:
    an_evening(desk)
    screen = SessionScreen(desk, SESSION_ID)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("x")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
    assert readable(places) == {}


def test_after_an_export_that_the_disk_refused(
    desk: Desk, places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(fd: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(NotSaved):
        write_new_file(str(places / "person" / "out.md"), NOTE)
    monkeypatch.undo()
    assert readable(places) == {}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_on_a_disk_that_refuses_at_any_step(places: Path, number: int) -> None:
    folder = places / "home" / "vault"
    with Vault.open(folder, KEYS) as vault:
        vault.sessions.create(SESSION, [planned(name="Tuesday evening"), *notes(3, 5)])
    for at in range(0, 60, 3):
        disk = FaultyDisk()
        with suppress(NotSaved), Vault.open(folder, KEYS, disk=disk) as vault:
            disk.faults = dict.fromkeys(range(len(disk.calls) + at, len(disk.calls) + at + 9), number)
            file = vault.sessions.open(SESSION)
            for typed in range(8):
                file.save([], {"note": f"{HALF} {at} {typed}"})
        assert readable(places) == {}


def test_a_damaged_file_is_kept_unreadable_too(desk: Desk, places: Path) -> None:
    an_evening(desk)
    desk.close()
    for path in [*(places / "desk").rglob("*.gns")]:
        path.write_bytes(path.read_bytes()[:-100])
    again = Desk(places / "desk", KEYS, clock=FakeClock())
    again.look_at_every_session()
    again.vault.private.open(SESSION_ID)
    assert len(again.problems) == 3
    assert again.keeper(SESSION_ID).typed("note") == HALF
    again.close()
    assert [*(places / "desk" / "vault" / "quarantine").iterdir()]
    assert readable(places) == {}
