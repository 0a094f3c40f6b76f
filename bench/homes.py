"""Ready-made homes, so that a start is timed and not the making of its records."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from iop_group.clock import zone_of
from iop_group.demo import UnflushedDisk, fill_home
from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.events import GROUP, Act, BlockEntered, Closed, Event, NoteWritten, Planned, Signed
from iop_group.domain.people import Group, Member
from iop_group.domain.program import Program
from iop_group.domain.topic_copies import with_lines
from iop_group.home import vault_folder
from iop_group.library import Library
from iop_group.topic_files import own_topics_folder
from iop_group.vault.kdf import KdfParameters
from iop_group.vault.vault import Vault
from tests.vault.sealing import KEYS, lock_up

FEW, MANY = 10, 10_000
"""Sessions in the small and in the large archive."""
TOPICS: Final = 500
"""Of the program's own."""
LONG, NOTES = timedelta(hours=3), 400
"""Length of the long session until now, and what was done in it."""

_MEMBERS: Final = tuple(Member(f"M{number:04}", f"Member {number}") for number in range(1, 41))
_BLOCKS: Final = (
    Block("opening", BlockKind.OPENING, "Opening", 5),
    Block("check-in", BlockKind.CHECK_IN, "Check-in", 160),
    Block("closing", BlockKind.CLOSING, "Closing", 15, protected=True),
)
_SETTINGS: Final = 'facilitator = "Sam"\n'


def made_once(place: Path, fill: Callable[[Path], None]) -> Path:
    """The home at that place, filled unless it has been before."""
    done = place / "ready"
    if not done.exists():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        fill(place)
        done.touch()
    return place


def demo(home: Path) -> None:
    """The demo's groups and sessions."""
    fill_home(home, datetime.now(UTC))


def few(home: Path) -> None:
    """Ten small closed sessions."""
    _archive(home, FEW)


def many(home: Path) -> None:
    """Ten thousand small closed sessions. Takes a minute."""
    _archive(home, MANY)


def topics(home: Path) -> None:
    """Ten small closed sessions, and five hundred topics of the program's own."""
    _archive(home, FEW)
    folder = own_topics_folder(home)
    folder.mkdir(parents=True)
    built_in = Library().topics().items
    for number in range(TOPICS):
        text = with_lines(built_in[number % len(built_in)].text, {"id": f"topic-{number}"})
        (folder / f"topic-{number}.md").write_text(text, encoding="utf-8")


def fresh(home: Path) -> None:
    """Forty members in the first minute of their check-in."""
    _running(home, timedelta(seconds=20), 0)


def long(home: Path) -> None:
    """The same three hours and four hundred acts later."""
    _running(home, LONG, NOTES)


def _archive(home: Path, count: int) -> None:
    now = datetime.now(UTC)
    days = (now - timedelta(days=2 + number) for number in range(count))
    _fill(home, (_session(number, day, (), closed=True) for number, day in enumerate(days)))


def _running(home: Path, since: timedelta, acts: int) -> None:
    began = datetime.now(UTC) - since
    notes = (
        NoteWritten(f"{number:032x}", f"Word {number}", _MEMBERS[number % 40].code) for number in range(acts)
    )
    _fill(home, [_session(0, began, list(notes), closed=False)])


def _fill(home: Path, sessions: Iterator[list[Event]] | Sequence[list[Event]]) -> None:
    (home / "settings.toml").write_text(_SETTINGS, encoding="utf-8")
    group = Group(id="g", name="Evening group", weekday=1, starts="18:00", roster=_codes())
    with Vault.open(vault_folder(home), KEYS, disk=UnflushedDisk()) as vault:
        vault.registry.put_many(groups=[group], members=_MEMBERS)
        lock_up(vault_folder(home), kdf=KdfParameters.for_tests())
        for events in sessions:
            plan = events[0].act
            if isinstance(plan, Planned):
                vault.sessions.create(plan.session, events)


def _session(number: int, began: datetime, acts: Sequence[Act], *, closed: bool) -> list[Event]:
    plan = Planned(
        session=f"{number:032x}",
        group="g",
        group_name="Evening group",
        number=number + 1,
        format_id="90-matrix-like",
        format_title="180 minutes",
        blocks=_BLOCKS,
        topic=None,
        facilitator="Sam",
        roster=_MEMBERS[: 8 if closed else None],
        items=Program().asked,
        zone=zone_of(began),
    )
    done: list[Act] = [plan, BlockEntered("opening"), BlockEntered("check-in"), *acts]
    if closed:
        done += [NoteWritten(f"{number:032x}", "A quiet evening."), Closed(), Signed(GROUP, "plain")]
    step = min(timedelta(minutes=10), (datetime.now(UTC) - began) / len(done))
    return [Event(f"{number:016x}{at:016x}", began + step * at, "Sam", act) for at, act in enumerate(done)]


def _codes() -> tuple[str, ...]:
    return tuple(member.code for member in _MEMBERS)
