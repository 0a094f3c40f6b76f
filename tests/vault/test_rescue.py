"""What the disk refuses is kept on another one, sealed, and comes back into the records."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from iop_group.domain.errors import NotSaved
from iop_group.domain.events import Event, Unknown
from iop_group.domain.session import fold
from iop_group.vault.bringing_back import BroughtBack, bring_back
from iop_group.vault.disk import Disk
from iop_group.vault.files import Origin
from iop_group.vault.keys import Keys
from iop_group.vault.rescue import Rescue
from iop_group.vault.rescue_names import PREFIX, rescued_in
from iop_group.vault.session_file import SessionFile
from iop_group.vault.vault import Vault
from iop_group.vault.writer import Unsaved, Writer
from tests.vault.disks import FaultyDisk, HeldDisk
from tests.vault.sample import NOON, OTHER, SESSION, WORDS, clock, note, planned
from tests.vault.sealing import KEYS


@pytest.fixture
def folder(own_home: Path) -> Path:
    return own_home / "vault"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def writer() -> Writer:
    return Writer(now=clock, on_saved=lambda _: None, on_failed=lambda _: None, retry_waits=(0.01,))


@pytest.fixture
def refused(folder: Path, stick: Path) -> Iterator[Rescue]:
    """A session with a note and half of another on a disk that is full, and so is the reserve."""
    disk = FaultyDisk()
    vault = Vault.open(folder, KEYS, disk=disk, now=clock)
    file = vault.sessions.create(SESSION, [planned(), note(1)])
    lane = vault.private.create(SESSION, [])
    one = writer()
    disk.broken(errno.ENOSPC)
    one.submit(file, [note(2)], {"note": "half a nightingale"})
    one.submit(lane, [], {"lane": "for me alone"})
    assert not one.flush(0.2)
    rescue = Rescue(stick)
    rescue.keep(one.unsaved())
    one.stop(0)
    rescue.close()
    yield rescue
    disk.mended()
    vault.close()


@pytest.fixture
def again(folder: Path, refused: Rescue) -> Iterator[Vault]:
    """The next start, on a disk with room."""
    shutil.copytree(folder, folder.parent.parent / "copy" / "vault")
    with Vault.open(folder.parent.parent / "copy" / "vault", KEYS, now=clock) as vault:
        assert len(vault.sessions.read(SESSION)[0]) == 2
        yield vault


def test_what_was_refused_lies_sealed_on_the_stick_and_comes_back(
    again: Vault, refused: Rescue, stick: Path
) -> None:
    assert rescued_in([stick]) == (refused.folder,)
    for path in refused.folder.iterdir():
        assert b"nightingale" not in path.read_bytes()
        assert WORDS.encode() not in path.read_bytes()
    assert bring_back(again, stick) == BroughtBack(files=2, acts=1, texts=2)
    assert again.sessions.read(SESSION) == ((planned(), note(1), note(2)), {"note": "half a nightingale"})
    assert again.private.read(SESSION)[1] == {"lane": "for me alone"}
    assert list(stick.iterdir()) == []
    assert bring_back(again, stick) == BroughtBack()


def test_what_is_submitted_later_is_kept_there_too_by_one_append(folder: Path, stick: Path) -> None:
    disk, elsewhere = FaultyDisk(), FaultyDisk()
    with Vault.open(folder, KEYS, disk=disk, now=clock) as vault:
        file, one = vault.sessions.create(SESSION, [planned()]), writer()
        rescue = Rescue(stick, disk=elsewhere)
        disk.broken(errno.EIO)
        for number in range(1, 4):
            one.submit(file, [note(number)], {})
            assert rescue.upto < one.submitted
            elsewhere.calls.clear()
            rescue.keep(one.unsaved())
            assert rescue.upto == one.submitted
        assert elsewhere.calls == ["pwrite", "fsync"]
        disk.mended()
        assert one.stop(20)
        rescue.drop()
        assert list(stick.iterdir()) == []
        assert len(vault.sessions.read(SESSION)[0]) == 4


def kept_at_last(rescue: Rescue, one: Writer) -> None:
    """Tried until the stick takes it; whatever it refuses is told."""
    before = rescue.upto
    for _ in range(3):
        try:
            rescue.keep(one.unsaved())
        except NotSaved:
            assert rescue.upto == before
        else:
            return
    raise AssertionError("refused for ever")


@pytest.mark.parametrize("at", range(9))
def test_a_stick_that_refuses_too_is_told_and_tried_again(
    folder: Path, stick: Path, tmp_path: Path, at: int
) -> None:
    disk = FaultyDisk()
    with Vault.open(folder, KEYS, disk=disk, now=clock) as vault:
        file, one = vault.sessions.create(SESSION, [planned()]), writer()
        disk.broken(errno.ENOSPC)
        rescue = Rescue(stick, disk=FaultyDisk({at: errno.ENOSPC}))
        for number in (1, 2):
            one.submit(file, [note(number)], {})
            kept_at_last(rescue, one)
        rescue.close()
        with Vault.open(tmp_path / "other", KEYS, now=clock) as other:
            assert bring_back(other, stick).acts == 3
        disk.mended()
        assert one.stop(20)


def merged(vault: Vault, file: SessionFile, rescue: Rescue) -> tuple[Event, ...]:
    vault.sessions.close()
    bring_back(vault, rescue.place)
    return vault.sessions.read(file.id)[0]


def test_a_session_that_went_on_without_it_gets_each_act_at_its_time(again: Vault, refused: Rescue) -> None:
    file = again.sessions.open(SESSION)
    file.save([note(3), note(4)], {"note": "typed since"})
    events = merged(again, file, refused)
    assert events == (planned(), note(1), note(2), note(3), note(4))
    assert fold(events).notes.notes[1].text == f"{WORDS} 2"


def test_a_clock_that_was_put_back_never_moves_the_plan(again: Vault, refused: Rescue, stick: Path) -> None:
    early = replace(note(9), at=NOON - timedelta(days=1))
    again.sessions.open(SESSION).merge([early], {})
    events = again.sessions.read(SESSION)[0]
    assert events == (planned(), early, note(1))
    assert fold(events).plan == planned().act


def test_a_text_that_was_typed_later_stays_and_the_older_one_is_kept_aside(
    refused: Rescue, again: Vault
) -> None:
    file = again.sessions.open(SESSION)
    file._origin = Origin("d", lambda: NOON + timedelta(hours=1))
    file.save([], {"note": "typed later"})
    merged(again, file, refused)
    assert again.sessions.read(SESSION)[1]["note"] == "typed later"
    assert [path.name[:8] for path in (again.folder / "quarantine").iterdir()] == ["sessions"]
    assert ".older-" in next((again.folder / "quarantine").iterdir()).name


def test_a_session_that_is_gone_or_damaged_is_made_anew(again: Vault, refused: Rescue, stick: Path) -> None:
    path = again.folder / "sessions" / f"{SESSION}.gns"
    again.sessions.close()
    path.write_bytes(b"")
    assert bring_back(again, stick).acts == 3
    assert len(again.sessions.read(SESSION)[0]) == 3
    assert again.sessions.read(SESSION)[1] == {"note": "half a nightingale"}


def test_files_of_other_records_and_of_other_people_are_left_alone(
    again: Vault, refused: Rescue, stick: Path, tmp_path: Path
) -> None:
    other = Keys("ab" * 16, KEYS.parameters, bytes(32))
    with Vault.open(tmp_path / "other", other, now=clock) as vault:
        file = vault.sessions.create(OTHER, [planned(OTHER)])
        theirs = Rescue(stick)
        theirs.keep(Unsaved(1, ((file, (note(1),), {}),)))
    (refused.folder / "letter.txt").write_text("hello")
    before = {path.name for path in theirs.folder.glob("*")}
    assert bring_back(again, stick).files == 2
    assert {path.name for path in theirs.folder.glob("*")} == before
    assert [path.name for path in refused.folder.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("content", [b"", b"garbage", bytes(64), b"\x89GNS\r\n\x1a\n" * 20])
def test_what_cannot_be_opened_stays_where_it_is(again: Vault, stick: Path, content: bytes) -> None:
    place = stick / f"{PREFIX}00000000"
    place.mkdir()
    (place / f"sessions-{SESSION}.gns").write_bytes(content)
    bring_back(again, stick)
    assert (place / f"sessions-{SESSION}.gns").read_bytes() == content


def test_while_the_disk_is_still_full_nothing_is_taken_away(
    folder: Path, refused: Rescue, stick: Path
) -> None:
    shutil.copytree(folder, folder.parent.parent / "copy" / "vault")
    disk = FaultyDisk()
    vault = Vault.open(folder.parent.parent / "copy" / "vault", KEYS, disk=disk, now=clock)
    (vault.folder / "reserve").unlink()
    disk.broken(errno.ENOSPC)
    came = bring_back(vault, stick)
    assert [problem.text.split(".")[0] for problem in came.problems] == ["It was not brought back"] * 2
    assert len(list(refused.folder.iterdir())) == 2
    disk.mended()
    assert bring_back(vault, stick).acts == 1
    vault.close()


def test_what_a_sync_program_or_a_damage_left_comes_in_from_the_quarantine(folder: Path) -> None:
    with Vault.open(folder, KEYS, now=clock) as vault:
        path = folder / "sessions" / f"{SESSION}.gns"
        file = vault.sessions.create(SESSION, [planned(), note(1)])
        vault.sessions.close()
        both = path.read_bytes()
        del file
        vault.sessions.open(SESSION).save([note(2)], {})
        vault.sessions.close()
        elsewhere = path.read_bytes()
        path.write_bytes(both)
        vault.sessions.open(SESSION).save([note(3)], {})
        vault.sessions.close()
        conflict = path.with_name(f"{SESSION} (Kim's conflicted copy 2026-11-24).gns")
        conflict.write_bytes(elsewhere)
        (folder / "quarantine" / f"{SESSION}.gns.damaged-0000").write_bytes(bytes(64) + elsewhere[64:-3])
        vault.look_for_strangers()
        assert f"sessions/{conflict.name}" in {problem.where for problem in vault.problems}
        assert bring_back(vault, folder / "sessions").acts == 1
        assert vault.sessions.read(SESSION)[0] == (planned(), note(1), note(2), note(3))
        assert bring_back(vault, folder / "quarantine") == BroughtBack(files=1)
        assert conflict.exists()


def test_names_in_capitals_are_told_of_and_come_in_too(folder: Path) -> None:
    with Vault.open(folder, KEYS, now=clock) as vault:
        vault.sessions.create(OTHER, [planned(OTHER), note(1)])
        vault.sessions.close()
        path = folder / "sessions" / f"{OTHER}.gns"
        path.rename(path.with_name(path.name.upper()))
        (folder / "vault (1).KEY").write_bytes(b"")
        vault.look_for_strangers()
        told = {problem.where for problem in vault.problems}
        assert told == {"vault (1).KEY", f"sessions/{path.name.upper()}"}
        bring_back(vault, folder / "sessions")
        assert len(vault.sessions.read(OTHER)[0]) == 2


def test_where_nothing_waits_nothing_is_left(folder: Path, stick: Path) -> None:
    Rescue(stick).keep(writer().unsaved())
    assert list(stick.iterdir()) == []


def test_a_folder_that_cannot_be_looked_through_is_told(tmp_path: Path, folder: Path) -> None:
    assert rescued_in([tmp_path / "missing"]) == ()
    with Vault.open(folder, KEYS, disk=Disk()) as vault:
        (problem,) = bring_back(vault, tmp_path / "missing").problems
    assert problem.where == "missing"
    assert "cannot be looked through" in problem.text


def test_a_file_that_the_stick_does_not_give_back_is_told_and_the_others_come(
    again: Vault, refused: Rescue, stick: Path
) -> None:
    held = refused.folder / f"private-{SESSION}.gns"
    came = bring_back(again, stick, disk=HeldDisk(held))
    assert [problem.where for problem in came.problems] == [held.name]
    assert (came.files, came.acts) == (1, 1)
    assert list(refused.folder.iterdir()) == [held]
    assert bring_back(again, stick) == BroughtBack(files=1, texts=1)


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_text_that_says_the_same_is_no_news_whenever_it_was_typed(
    again: Vault, refused: Rescue, stick: Path, hours: int
) -> None:
    file = again.sessions.open(SESSION)
    file._origin = Origin("d", lambda: NOON + timedelta(hours=hours))
    file.save([], {"note": "half a nightingale"})
    assert bring_back(again, stick) == BroughtBack(files=2, acts=1, texts=1)
    assert again.sessions.read(SESSION)[1] == {"note": "half a nightingale"}
    assert list((again.folder / "quarantine").iterdir()) == []


def test_a_session_whose_own_file_cannot_be_opened_any_more_is_kept_all_the_same(
    folder: Path, stick: Path, tmp_path: Path
) -> None:
    with Vault.open(folder, KEYS, now=clock) as vault:
        vault.sessions.create(SESSION, [planned()])
    with Vault.open(folder, KEYS, disk=LaterHeldDisk(), now=clock) as vault:
        file = vault.sessions.open(SESSION)
        with pytest.raises(NotSaved, match="cannot be opened"):
            file.save([note(1)], {})
        Rescue(stick).keep(Unsaved(1, ((file, (note(1),), {}),)))
    with Vault.open(tmp_path / "other", KEYS, now=clock) as other:
        bring_back(other, stick)
        assert other.sessions.read(SESSION)[0] == (planned(), note(1))


class LaterHeldDisk(Disk):
    """Hands a session over once, and never again."""

    def read(self, path: Path) -> bytes:
        content = super().read(path)
        if path.parent.name == "sessions":
            if self.given:
                raise OSError(errno.EIO, "gone")
            self.given = True
        return content

    given = False


def test_what_cannot_be_written_at_all_is_told_there_too(folder: Path, stick: Path) -> None:
    with Vault.open(folder, KEYS, now=clock) as vault:
        file = vault.sessions.create(SESSION, [planned()])
        broken = Event("x", NOON, "Kim", Unknown({"id": "x", "odd": {1}}))
        with pytest.raises(NotSaved, match="cannot be written"):
            Rescue(stick).keep(Unsaved(1, ((file, (broken,), {}),)))


class Page:
    """A topic that is being written, on a disk that takes nothing."""

    def save(self, events: Sequence[Event], typing: Mapping[str, str]) -> None:
        raise NotSaved("Not saved: the disk is full.", "Free some space.")

    def tidy(self) -> None:
        pass


def test_a_topic_that_goes_nowhere_else_is_never_called_safe(stick: Path) -> None:
    one, rescue = writer(), Rescue(stick)
    one.submit(Page(), [], {"text": "# Half a topic"})
    assert not one.flush(0.1)
    waiting = one.unsaved()
    assert waiting.files == ()
    rescue.keep(waiting)
    assert rescue.upto < one.submitted
    one.stop(0)
