"""One made-up session, told as the events that the program itself would have written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from iop_group.demo import words
from iop_group.demo.words import Concern
from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.checkin import COMMITMENT, FOLLOW_UP, CheckinItem, ItemKind
from iop_group.domain.events import (
    Act,
    Answered,
    AttendanceMarked,
    BlockEntered,
    Closed,
    CommitmentMade,
    ConcernRaised,
    ConcernResolved,
    Event,
    ItemTicked,
    Mark,
    MemberJoined,
    NoteWritten,
    ObjectiveCovered,
    PartEntered,
    Planned,
    PointShown,
    QuestionUsed,
    QueueSet,
    TakeawayGiven,
    TurnEnded,
    TurnPassed,
    TurnStarted,
)
from iop_group.domain.people import FACILITATOR, Member
from iop_group.domain.rituals import Ritual
from iop_group.domain.topic_parts import PartKind, group_lines
from iop_group.domain.topics import TopicModule

MINUTE = 60
LATE = 10.3 * MINUTE
"""After the ten minutes that count as on time, before the check-in round is through."""


@dataclass(frozen=True, slots=True)
class Evening:
    """What a story is made from."""

    plan: Planned
    began: datetime
    topic: TopicModule
    opening: Ritual | None
    closing: Ritual | None
    last_commitments: Mapping[str, str]
    """Member code to what they said last time that they would try."""
    concern: Concern | None = None
    newcomer: Member | None = None
    """Walks in unexpected."""


@dataclass(slots=True)
class Story:
    """Writes a session down, act by act; times in seconds after the start."""

    evening: Evening
    chance: Random
    at: float = 0
    told: list[tuple[float, Act]] = field(default_factory=list)
    here: list[str] = field(default_factory=list)
    late: str = ""

    def events(self) -> tuple[Event, ...]:
        """The whole session, from its plan to its close."""
        plan = self.evening.plan
        self._come()
        for block in plan.blocks:
            self._hold(block)
        self._tell(Closed())
        first = (-15 * MINUTE, plan)
        in_order = [first, *sorted(self.told, key=lambda step: step[0])]
        return tuple(self._event(seconds, act) for seconds, act in in_order)

    def _event(self, seconds: float, act: Act) -> Event:
        at = self.evening.began + timedelta(seconds=round(seconds, 3))
        return Event(self._new_id(), at, self.evening.plan.facilitator, act)

    def _new_id(self) -> str:
        return f"{self.chance.getrandbits(128):032x}"

    def _tell(self, act: Act, *, after: float = 0) -> None:
        self.at += after
        self.told.append((self.at, act))

    def _come(self) -> None:
        """Most arrive before the start, one may be late, one may be away."""
        roster = [m.code for m in self.evening.plan.roster]
        away = self.chance.choice(roster) if self.chance.random() < 0.7 else ""  # noqa: PLR2004
        self.late = self.chance.choice(roster) if self.chance.random() < 0.5 else ""  # noqa: PLR2004
        if self.evening.newcomer:
            joined = MemberJoined(self.evening.newcomer.code, self.evening.newcomer.display_name)
            self.told.append((-10 * MINUTE, joined))
            roster.append(joined.member)
        for code in sorted(roster, key=lambda code: code == self.late):
            if code == away:
                mark = self.chance.choice((Mark.ABSENT, Mark.EXCUSED))
                self.told.append((11 * MINUTE, AttendanceMarked(code, mark)))
                continue
            seconds = LATE if code == self.late else -self.chance.uniform(20, 9 * MINUTE)
            self.told.append((seconds, AttendanceMarked(code, Mark.ARRIVED)))
            self.here.append(code)

    def _hold(self, block: Block) -> None:
        begun = self.at
        self._tell(BlockEntered(block.id))
        match block.kind:
            case BlockKind.OPENING:
                self._say(self.evening.opening)
            case BlockKind.CHECK_IN:
                self._check_in(block)
            case BlockKind.TOPIC:
                self._teach(block)
            case BlockKind.SHARING:
                self._share(block)
            case BlockKind.CLOSING:
                self._close(block)
        real = block.minutes * MINUTE + self.chance.uniform(-60, 75)
        self.at = max(self.at + 5, begun + real)

    def _say(self, ritual: Ritual | None) -> None:
        for item in ritual.items if ritual else ():
            self._tell(ItemTicked(ritual.id if ritual else "", item.id, item.text), after=12)

    def _check_in(self, block: Block) -> None:
        each = block.minutes * MINUTE / (len(self.here) + 1)
        for member in self.here:
            if member == self.late:
                self.at = max(self.at, LATE + 20)
            for item in self.evening.plan.items:
                self._tell(self._answer(member, item), after=min(3, each / 10))
            self.at += each * 0.6
        if self.evening.concern and self.here:
            member = self.chance.choice(self.here)
            self._tell(ConcernRaised(self._new_id(), member, self.evening.concern.words), after=2)

    def _answer(self, member: str, item: CheckinItem) -> Answered:
        if self.chance.random() < 0.06:  # noqa: PLR2004 - anyone may pass
            return Answered(member, item.id, passed=True)
        if item.kind is ItemKind.SCALE:
            return Answered(member, item.id, self.chance.choice((2, 3, 4, 4, 5, 5, 6, 6, 7, 8)))
        if item.id == COMMITMENT:
            known = member in self.evening.last_commitments
            return Answered(member, item.id, self.chance.choice(item.choices[:3]) if known else "none")
        if item.id == FOLLOW_UP:
            return Answered(member, item.id, item.choices[0])
        return Answered(member, item.id, self.chance.choice(item.choices) if item.choices else "")

    def _teach(self, block: Block) -> None:
        parts = [(n, p) for n, p in enumerate(self.evening.topic.parts) if not p.private and p.minutes]
        scale = block.minutes * MINUTE / max(1, sum(p.minutes for _, p in parts))
        for number, part in parts:
            begun = self.at
            self._tell(PartEntered(number))
            for point in range(min(4, len(group_lines(part)))):
                self._tell(PointShown(number, point), after=20)
                if part.kind is PartKind.DISCUSSION and point:
                    self._tell(QuestionUsed(number, point), after=10)
            self.at = max(self.at, begun + part.minutes * scale * 0.95)
        for objective in range(len(self.evening.topic.objectives)):
            if self.chance.random() < 0.8:  # noqa: PLR2004
                self._tell(ObjectiveCovered(objective), after=1)
        self._tell(NoteWritten(self._new_id(), self.chance.choice(words.GROUP_NOTES)), after=5)

    def _share(self, block: Block) -> None:
        order = self.chance.sample(self.here, len(self.here))
        self._tell(QueueSet(tuple(order)), after=20)
        fair = int(block.minutes * MINUTE / len(order)) if order else 0
        for place, member in enumerate(order):
            if place and self.chance.random() < 0.08:  # noqa: PLR2004
                self._tell(TurnPassed(member), after=6)
                continue
            self._tell(TurnStarted(member, block.id, fair), after=8)
            self._tell(TurnEnded(), after=fair * self.chance.uniform(0.5, 0.95))
            if self.chance.random() < 0.3:  # noqa: PLR2004
                text = self.chance.choice(words.MEMBER_NOTES)
                self._tell(NoteWritten(self._new_id(), text, member), after=4)
            if place == len(order) // 2:
                self._tell(TurnStarted(FACILITATOR, block.id, MINUTE), after=3)
                self._tell(TurnEnded(), after=self.chance.uniform(20, 50))

    def _close(self, block: Block) -> None:
        each = block.minutes * MINUTE / (2 * len(self.here) + 2)
        for member in self.here:
            self._tell(TakeawayGiven(member, self.chance.choice(words.TAKEAWAYS)), after=each)
            self._tell(CommitmentMade(member, self.chance.choice(words.COMMITMENTS)), after=each * 0.7)
        self._say(self.evening.closing)
        concern = self.evening.concern
        raised = [act.concern for _, act in self.told if isinstance(act, ConcernRaised)]
        if concern and raised:
            self._tell(ConcernResolved(raised[0], concern.outcome, concern.how), after=30)
