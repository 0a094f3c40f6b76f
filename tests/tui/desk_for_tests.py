"""A desk, a clock that stands still until told, and a session of eight members, for the screens' tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from textual import events
from textual._context import visible_screen_stack
from textual.pilot import Pilot
from textual.screen import Screen

from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.checkin import DEFAULT_ITEMS
from iop_group.domain.events import Act, BlockEntered, Planned, TopicTaken
from iop_group.domain.people import Group, Member
from iop_group.tui.app import IopGroupApp
from iop_group.tui.desk import Desk
from iop_group.tui.keeper import Keeper
from iop_group.tui.opener import Opener
from iop_group.tui.screens.base import HouseScreen
from tests.vault.sealing import KEYS

START = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
NAMES = ("Ana R.", "Ben", "Cy", "Dee", "Eli", "Fay", "Gus", "Hal")
BLOCKS = (
    Block("opening", BlockKind.OPENING, "Opening", 5),
    Block("check-in", BlockKind.CHECK_IN, "Check-in", 20),
    Block("topic", BlockKind.TOPIC, "Topic", 30, optional=True),
    Block("break", BlockKind.BREAK, "Break", 10),
    Block("sharing", BlockKind.SHARING, "Sharing", 25),
    Block("closing", BlockKind.CLOSING, "Closing", 10, protected=True),
    Block("debrief", BlockKind.DEBRIEF, "Debrief", 5, optional=True),
)
GROUP_ID = "tuesday"
SESSION_ID = "0" * 31 + "1"


class FakeClock:
    """Stands still until told."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def now(self) -> datetime:
        """The aware UTC time."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._now += timedelta(seconds=seconds)


def make_desk(tmp_path: Path, clock: FakeClock, *, settings: str = 'facilitator = "Kim"\n') -> Desk:
    """A desk on a new home, with the facilitator's name and whatever else stands in `settings`."""
    home = tmp_path / "desk"
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text(settings, encoding="utf-8")
    return Desk(home, KEYS, clock=clock)


def members_called(names: Sequence[str]) -> tuple[Member, ...]:
    """Members with codes M0001, M0002, ... in that order."""
    return tuple(Member(f"M{number:04}", name) for number, name in enumerate(names, start=1))


def plan_of(
    names: Sequence[str] = NAMES,
    *,
    blocks: tuple[Block, ...] = BLOCKS,
    session: str = SESSION_ID,
    number: int = 14,
    topic: TopicTaken | None = None,
) -> Planned:
    """Tuesday evening in the Matrix-like format, with these members on the roster."""
    return Planned(
        session=session,
        group=GROUP_ID,
        group_name="Tuesday evening",
        number=number,
        format_id="90-matrix-like",
        format_title="90 minutes",
        blocks=blocks,
        topic=topic or TopicTaken("coping-with-cravings", "Coping with cravings"),
        facilitator="Kim",
        roster=members_called(names),
        items=tuple(item for item in DEFAULT_ITEMS if item.on),
        zone="+00:00",
    )


def start_session(
    desk: Desk, *acts: Act, names: Sequence[str] = NAMES, plan: Planned | None = None
) -> Keeper:
    """Put group and members into the registry and begin the session in its opening block."""
    plan = plan or plan_of(names)
    codes = tuple(m.code for m in plan.roster)
    group = Group(id=plan.group, name=plan.group_name, weekday=1, starts="18:00", roster=codes)
    desk.vault.registry.put_many(groups=(group,), members=plan.roster)
    keeper = desk.start(plan)
    keeper.act(BlockEntered(plan.blocks[0].id), *acts)
    assert desk.flush()  # Today is made from what is on the disk
    return keeper


class Ground(HouseScreen):
    """An empty screen to put the tested one on."""

    AUTO_FOCUS = ""


class BareApp(IopGroupApp):
    """The real app on an empty ground, so that one screen can be tried without all the others."""

    def get_default_screen(self) -> Screen[None]:
        return Ground(self.desk) if self.opener.desk is not None else super().get_default_screen()


@asynccontextmanager
async def running(
    desk: Desk, screen: Screen[Any] | None = None, *, bare: bool = False, size: tuple[int, int] = (100, 30)
) -> AsyncIterator[Pilot[None]]:
    """The app in a terminal of `size`, on Today or (bare) on an empty ground, perhaps with a screen on top.

    The desk is closed at the end.
    """
    opener = Opener.around(desk)
    app = BareApp(opener) if bare else IopGroupApp(opener)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            if screen is not None:
                await app.push_screen(screen)
            yield pilot
    finally:
        desk.close()


def screen_text(pilot: Pilot[None]) -> str:
    """What the terminal shows now, line by line, without trailing blanks."""
    visible_screen_stack.set(pilot.app._background_screens)  # as whenever the app paints
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def paste(pilot: Pilot[None], text: str) -> None:
    """Type it all at once; a key each would take its time."""
    pilot.app.post_message(events.Paste(text))
