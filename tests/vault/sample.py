"""Sessions to keep: short logs with an id, a plan and some notes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.events import BlockEntered, Event, NoteWritten, Planned, TopicTaken
from iop_group.domain.people import Member
from iop_group.vault.registry import Registry

SESSION = "0123456789abcdef0123456789abcdef"
OTHER = "fedcba9876543210fedcba9876543210"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WORDS = "a word that nobody else may read"

BLOCKS = (
    Block("opening", BlockKind.OPENING, "Opening", 5),
    Block("sharing", BlockKind.SHARING, "Sharing", 25),
)


def clock() -> datetime:
    """Always noon."""
    return NOON


def planned(
    session: str = SESSION, *, number: int = 1, name: str = "Tuesday evening", topic: str = "Coping"
) -> Event:
    """The first event of a session."""
    act = Planned(
        session=session,
        group="g1",
        group_name=name,
        number=number,
        format_id="90-matrix-like",
        format_title="90 minutes",
        blocks=BLOCKS,
        topic=TopicTaken("coping", topic),
        facilitator="Kim",
        roster=(Member("A1B2C", "Ana R."), Member("D3E4F", "Zoë")),
    )
    return Event(f"plan-{session[:6]}", NOON, "Kim", act)


def started(seconds: int = 60) -> Event:
    """The opening began."""
    return Event("start", NOON + timedelta(seconds=seconds), "Kim", BlockEntered("opening"))


def note(number: int, text: str = WORDS) -> Event:
    """The note of that number."""
    at = NOON + timedelta(seconds=100 + number)
    return Event(f"note-{number}", at, "Kim", NoteWritten(f"n{number}", f"{text} {number}"))


def notes(count: int, first: int = 0) -> Iterator[Event]:
    """That many notes."""
    return (note(number) for number in range(first, first + count))


def put_number(registry: Registry, number: int) -> None:
    """Save a number in the registry: the name of one of its members."""
    registry.put_member(Member("NUMBR", str(number)))


def number_in(registry: Registry) -> int:
    """The number that was saved last; 0 when none was."""
    return int(registry.members().get("NUMBR", Member("", "0")).display_name)
