"""A group session counted second by second: slow, simple, and written without looking at timing.py.

Counting is what the program never does; here it says what the computed times have to be.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from iop_group.domain.events import (
    Act,
    AttendanceMarked,
    BlockDropped,
    BlockEntered,
    BlockRestored,
    Closed,
    HandRaised,
    Mark,
    MemberJoined,
    MemberRemoved,
    MinutesAdded,
    PartEntered,
    Paused,
    QueueSet,
    Resumed,
    TurnEnded,
    TurnExtended,
    TurnPassed,
    TurnStarted,
)
from iop_group.domain.people import EVERYONE, FACILITATOR
from tests.domain.logs import ANA, BEN, BLOCKS, CY

MINUTE = 60
MEMBERS = (ANA.code, BEN.code, CY.code, "walk-in")
HELD = tuple(b.id for b in BLOCKS)
PARTS = (4, 5)
FOR_MEMBERS = tuple(b.id for b in BLOCKS if b.id != "debrief")

Step = tuple[int, Act]
"""Seconds that pass first, and what happens then."""

GAPS = st.one_of(st.just(0), st.integers(0, 90), st.just(180), st.integers(0, 900))
_MEMBER = st.sampled_from(MEMBERS)
_BLOCK = st.sampled_from(HELD)
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(BlockEntered, _BLOCK),
    st.builds(BlockEntered, _BLOCK),
    st.builds(AttendanceMarked, _MEMBER, st.sampled_from(Mark)),
    st.builds(AttendanceMarked, _MEMBER, st.just(Mark.ARRIVED)),
    st.builds(TurnStarted, _MEMBER, _BLOCK, st.integers(0, 400)),
    st.builds(TurnStarted, st.sampled_from((FACILITATOR, EVERYONE)), _BLOCK, st.integers(0, 400)),
    st.builds(HandRaised, _MEMBER, st.booleans()),
    st.builds(QueueSet, st.lists(_MEMBER, max_size=5).map(tuple)),
    st.builds(TurnPassed, _MEMBER),
    st.builds(TurnExtended, st.integers(-90, 90)),
    st.builds(MinutesAdded, _BLOCK, st.integers(-40, 20)),
    st.builds(BlockDropped, _BLOCK),
    st.builds(BlockRestored, _BLOCK),
    st.builds(MemberJoined, _MEMBER, st.just("Someone")),
    st.builds(MemberRemoved, _MEMBER),
    st.builds(PartEntered, st.sampled_from(PARTS)),
    st.sampled_from([Paused(), Resumed(), TurnEnded()]),
)
BEGINNING: list[Step] = [
    *((0, AttendanceMarked(m, Mark.ARRIVED)) for m in MEMBERS[:2]),
    (60, BlockEntered("opening")),
]
STORIES: st.SearchStrategy[list[Step]] = st.builds(
    list.__add__, st.sampled_from([BEGINNING, []]), st.lists(st.tuples(GAPS, ACTS), max_size=40)
)
ENDINGS: st.SearchStrategy[list[Step]] = st.one_of(
    st.just([]), st.builds(lambda gap: [(gap, Closed())], GAPS)
)


@dataclass(slots=True)
class CountedTurn:
    """One turn, counted."""

    member: str
    block: str
    planned: int
    spent: int = 0
    in_round: int = 0
    """Those of them that were part of a round, which is the group's without any turn."""
    over: bool = False


@dataclass(slots=True)
class Count:
    """The room and its clocks; every second that passes is one call of _second()."""

    time: int = 0
    started: int | None = None
    closed: int | None = None
    block: str | None = None
    left_at: int | None = None
    """When the members went: the debrief that nobody came back from, or the close."""
    paused: bool = False
    spent: dict[str, int] = field(default_factory=lambda: dict.fromkeys(HELD, 0))
    planned: dict[str, int] = field(default_factory=lambda: {b.id: b.minutes for b in BLOCKS})
    dropped: set[str] = field(default_factory=set)
    roster: set[str] = field(default_factory=lambda: set(MEMBERS[:3]))
    known: set[str] = field(default_factory=lambda: set(MEMBERS[:3]))
    inside: set[str] = field(default_factory=set)
    attended: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MEMBERS, 0))
    stayed_on: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MEMBERS, 0))
    """Seconds of a debrief; they count only if the group goes on after it."""
    turns: list[CountedTurn] = field(default_factory=list)
    passed: set[tuple[str, str]] = field(default_factory=set)
    rounds: int = 0
    """Seconds of check-in and closing without a turn."""
    hands: list[str] = field(default_factory=list)
    queue: list[str] = field(default_factory=list)
    part: int | None = None
    parts: dict[int, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))

    def tell(self, step: Step) -> None:
        """Let the seconds pass, then let it happen."""
        seconds, act = step
        self.wait(seconds)
        self._happens(act)

    def wait(self, seconds: int) -> None:
        """Let the seconds pass."""
        for _ in range(seconds):
            self._second()

    def _second(self) -> None:
        self.time += 1
        if self.closed is not None:
            return
        if self.block is not None and not self.paused:
            self.spent[self.block] += 1
            if self.block == "topic" and self.part is not None:
                self.parts[self.part] += 1
        in_round = self.block in ("check-in", "closing") and not self.paused
        if self.turns and not self.turns[-1].over and not self.paused:
            self.turns[-1].spent += 1
            self.turns[-1].in_round += in_round
        else:
            self.rounds += in_round
        if self.started is not None and self.block != "break":
            counted = self.stayed_on if self.block == "debrief" else self.attended
            for member in self.inside:
                counted[member] += 1

    def _happens(self, act: Act) -> None:
        match act:
            case BlockEntered(block):
                self._enter(block)
            case Closed():
                self._close()
            case Paused():
                self.paused = self.paused or (self.block is not None and self.closed is None)
            case Resumed():
                self.paused = False
            case MinutesAdded(block, minutes):
                self.planned[block] += minutes
            case BlockDropped(block):
                self.dropped.add(block)
            case BlockRestored(block):
                self.dropped.discard(block)
            case PartEntered(part):
                self.part = part
            case AttendanceMarked(member, mark) if member in self.known:
                self._mark(member, mark)
            case MemberJoined(member):
                self.known.add(member)
                self.roster.add(member)
            case MemberRemoved(member) if member in self.known:
                self.roster.discard(member)
                self.inside.discard(member)
            case _:
                self._floor(act)

    def _floor(self, act: Act) -> None:
        running = bool(self.turns) and not self.turns[-1].over
        match act:
            case TurnStarted(member, block, seconds):
                self._end_turn()
                self.turns.append(CountedTurn(member, block, seconds))
                self._waits_no_more(member)
            case TurnEnded():
                self._end_turn()
            case TurnExtended(seconds) if running:
                self.turns[-1].planned = max(0, self.turns[-1].planned + seconds)
            case TurnPassed(member):
                if running and self.turns[-1].member == member:
                    self.rounds += self.turns.pop().in_round
                self._waits_no_more(member)
                self.passed.add((member, self.block or ""))

            case HandRaised(member, up):
                self.hands = [m for m in self.hands if m != member] + [member] * up
            case QueueSet(members):
                self.queue = [m for at, m in enumerate(members) if m not in members[:at]]

    def _waits_no_more(self, member: str) -> None:
        self.hands = [m for m in self.hands if m != member]
        self.queue = [m for m in self.queue if m != member]

    def _enter(self, block: str) -> None:
        if self.closed is not None:
            return
        if self.started is None:
            self.started = self.time
        if block != "debrief":
            for member, seconds in self.stayed_on.items():
                self.attended[member] += seconds
            self.stayed_on = dict.fromkeys(MEMBERS, 0)
            self.left_at = None
        elif self.left_at is None:
            self.left_at = self.time
        self.block, self.paused = block, False
        self._end_turn()

    def _close(self) -> None:
        if self.closed is None:
            self.closed = self.time
            self.left_at = self.time if self.left_at is None else self.left_at
            self.paused = False
        self._end_turn()

    def _mark(self, member: str, mark: Mark) -> None:
        if mark in (Mark.ARRIVED, Mark.BACK):
            self.inside.add(member)
        else:
            self.inside.discard(member)
        if mark in (Mark.ABSENT, Mark.EXCUSED, Mark.CLEARED):
            self.attended[member] = self.stayed_on[member] = 0

    def _end_turn(self) -> None:
        if self.turns:
            self.turns[-1].over = True

    def minutes_of(self, block: str) -> int:
        """As planned now."""
        return 0 if block in self.dropped else max(0, self.planned[block])

    def left(self, block: str) -> int:
        """Seconds left, negative once over."""
        return self.minutes_of(block) * MINUTE - self.spent[block]

    def fair_share(self, block: str) -> float:
        """What is left for each who was not heard in that block."""
        return max(0, self.left(block)) / max(1, len(self.unheard(block)))

    def unheard(self, block: str) -> list[str]:
        """Who is here and had no turn and no pass in that block."""
        heard = {t.member for t in self.turns if t.block == block} | {m for m, b in self.passed if b == block}
        return [m for m in MEMBERS if m in self.inside & self.roster and m not in heard]

    def waiting(self, block: str) -> list[str]:
        """Who may speak next, first to last."""
        unheard = self.unheard(block)
        line = [m for m in self.hands if m in self.inside & self.roster]
        line += [m for m in self.queue if m in unheard and m not in line]
        return line + [m for m in unheard if m not in line]

    def talked(self) -> tuple[int, int]:
        """Seconds of the facilitator and of the group."""
        mine = sum(t.spent for t in self.turns if t.member == FACILITATOR)
        return mine, sum(t.spent for t in self.turns) - mine + self.rounds

    def end(self) -> int:
        """Seconds after the start of the story at which the members will go."""
        if self.left_at is not None:
            return self.left_at
        ahead = FOR_MEMBERS[FOR_MEMBERS.index(self.block) :] if self.block else FOR_MEMBERS
        return self.time + sum(max(0, self.left(b)) for b in ahead)
