"""Builds the logs that these tests fold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.events import Act, Event, Planned, TopicTaken
from iop_group.domain.people import Member
from iop_group.domain.session import Session, fold

START = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
"""An hour before midnight, so that every story crosses it."""

BLOCKS = (
    Block("opening", BlockKind.OPENING, "Opening", 5),
    Block("check-in", BlockKind.CHECK_IN, "Check-in", 10),
    Block("topic", BlockKind.TOPIC, "Topic", 30),
    Block("break", BlockKind.BREAK, "Break", 10, optional=True),
    Block("sharing", BlockKind.SHARING, "Sharing", 25),
    Block("closing", BlockKind.CLOSING, "Closing", 10, protected=True),
    Block("debrief", BlockKind.DEBRIEF, "Debrief", 5, optional=True),
)
ANA, BEN, CY = Member("a1", "Ana R."), Member("b2", "Ben"), Member("c3", "Cy")
TOPIC = TopicTaken("coping", "Coping with cravings", "1", ("Describe an urge",), "# Coping")


def plan(
    *, roster: tuple[Member, ...] = (ANA, BEN, CY), blocks: tuple[Block, ...] = BLOCKS, late_after: int = 10
) -> Planned:
    """A session of Tuesday evening."""
    return Planned(
        session="s1",
        group="g1",
        group_name="Tuesday evening",
        number=14,
        format_id="90-matrix-like",
        format_title="90 minutes",
        blocks=blocks,
        topic=TOPIC,
        facilitator="Kim",
        co_facilitator="Lou",
        roster=roster,
        late_after=late_after,
        zone="+01:00",
    )


@dataclass(slots=True)
class Log:
    """Acts with their times, in seconds from the start."""

    events: list[Event] = field(default_factory=list)

    @classmethod
    def of(cls, *acts: tuple[float, Act], planned: Planned | None = None) -> Log:
        """A log that begins with its plan."""
        log = cls()
        log.add(-60, planned or plan())
        for seconds, act in acts:
            log.add(seconds, act)
        return log

    def add(self, seconds: float, act: Act, *, by: str = "Kim") -> Event:
        """Put one more act behind the others."""
        event = Event(f"e{len(self.events):04}", moment(seconds), by, act)
        self.events.append(event)
        return event

    @property
    def session(self) -> Session:
        """What the log tells."""
        return fold(self.events)


def moment(seconds: float) -> datetime:
    """So many seconds after the start."""
    return START + timedelta(seconds=seconds)


def told(*acts: tuple[float, Act], planned: Planned | None = None) -> Session:
    """The session that these acts make."""
    return Log.of(*acts, planned=planned).session
