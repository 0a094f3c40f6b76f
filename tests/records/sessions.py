"""Sessions to write records from: one whole evening, and logs drawn at random."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.checkin import DEFAULT_ITEMS
from iop_group.domain.events import (
    GROUP,
    Act,
    AddendumAdded,
    Answered,
    AttendanceMarked,
    BlockAdded,
    BlockDropped,
    BlockEntered,
    BlockMoved,
    BlockRestored,
    Closed,
    CommitmentMade,
    ConcernRaised,
    ConcernResolved,
    Event,
    ItemTicked,
    Mark,
    MemberJoined,
    MemberRemoved,
    MemberRenamed,
    MinutesAdded,
    NoteWritten,
    ObjectiveCovered,
    Outcome,
    PartEntered,
    Paused,
    Planned,
    QuestionUsed,
    RecordWritten,
    Resumed,
    SafetyCardOpened,
    Signed,
    TakeawayGiven,
    TopicTaken,
    TurnEnded,
    TurnPassed,
    TurnStarted,
    WishTicked,
    WishWritten,
)
from iop_group.domain.people import FACILITATOR, Member
from iop_group.domain.session import Session, fold
from tests.domain import logs
from tests.hostile import HOSTILE

START = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
"""18:00 where the group sits."""

ANA, BEN, CY, DEE = (
    Member("A1X7Q", "Ana R."),
    Member("B2X7Q", "Ben"),
    Member("C3X7Q", "Cy"),
    Member("D4X7Q", "Dee"),
)
ROSTER = (ANA, BEN, CY, DEE)
NAMES = ("Zoltan", "Ottoline", "Quirina Vask", "Xanthe Ö.", "Ursulaé", "Mirjana-Pell")
"""Nobody else in these tests is called so, and no word contains them."""

BLOCKS = (
    Block("opening", BlockKind.OPENING, "Opening", 5),
    Block("check-in", BlockKind.CHECK_IN, "Check-in", 20),
    Block("topic", BlockKind.TOPIC, "Topic", 30),
    Block("break", BlockKind.BREAK, "Break", 10, optional=True),
    Block("sharing", BlockKind.SHARING, "Sharing", 20),
    Block("closing", BlockKind.CLOSING, "Closing", 10, protected=True),
    Block("debrief", BlockKind.DEBRIEF, "Debrief", 5, optional=True),
)
MODULE = """---
title: Coping with cravings
---

## Facilitator: prepare
- Cards.

## Key points (10 min)
- An urge passes.

## Discussion (10 min)
- What helps you?

## Exercise: five doors (10 min)
Pick two.
"""
TOPIC = TopicTaken("coping", "Coping with cravings", "2", ("Describe an urge", "Choose three ways"), MODULE)


def plan(
    *,
    session: str = "s1",
    number: int = 14,
    roster: tuple[Member, ...] = ROSTER,
    topic: TopicTaken | None = TOPIC,
    group_name: str = "Tuesday evening",
    facilitator: str = "Kim",
    co_facilitator: str = "Lou",
    zone: str = "+01:00",
) -> Planned:
    """A session of Tuesday evening."""
    planned = logs.plan(roster=roster, blocks=BLOCKS)
    return replace(
        planned,
        session=session,
        number=number,
        topic=topic,
        group_name=group_name,
        facilitator=facilitator,
        co_facilitator=co_facilitator,
        items=DEFAULT_ITEMS,
        zone=zone,
    )


def at(minutes: float) -> datetime:
    """So many minutes after the start."""
    return START + timedelta(minutes=minutes)


def told(*acts: tuple[float, Act], planned: Planned | None = None) -> Session:
    """The session that these acts make; times in minutes from the start."""
    first = Event("e0", at(-1), "Kim", planned or plan())
    return fold([first, *(Event(f"e{i + 1}", at(m), "Kim", act) for i, (m, act) in enumerate(acts))])


EVENING: tuple[tuple[float, Act], ...] = (
    (-0.5, AttendanceMarked(ANA.code, Mark.ARRIVED)),
    (-0.4, AttendanceMarked(BEN.code, Mark.ARRIVED)),
    (0, BlockEntered("opening")),
    (1, ItemTicked("opening", "privacy", "Privacy: what is said here stays here")),
    (6, BlockEntered("check-in")),
    (7, Answered(ANA.code, "mood", 6)),
    (7, Answered(ANA.code, "urge", passed=True)),
    (7, Answered(ANA.code, "goal", 'stay "calm"')),
    (8, Answered(BEN.code, "mood", passed=True)),
    (15, AttendanceMarked(CY.code, Mark.ARRIVED)),
    (16, AttendanceMarked(DEE.code, Mark.EXCUSED)),
    (25, BlockEntered("topic")),
    (26, PartEntered(1)),
    (35, PartEntered(2)),
    (36, QuestionUsed(2, 0)),
    (40, ObjectiveCovered(0)),
    (45, AttendanceMarked(ANA.code, Mark.STEPPED_OUT)),
    (50, AttendanceMarked(ANA.code, Mark.BACK)),
    (55, BlockEntered("break")),
    (65, BlockEntered("sharing")),
    (65, MinutesAdded("sharing", 5)),
    (66, TurnStarted(ANA.code, "sharing", 240)),
    (71, TurnEnded()),
    (72, TurnPassed(BEN.code)),
    (73, NoteWritten("n1", "Ben helped carry chairs.", BEN.code)),
    (74, NoteWritten("n2", "A warm evening.", GROUP)),
    (75, ConcernRaised("k1", BEN.code, "high urge")),
    (80, SafetyCardOpened("a-thoughts")),
    (82, BlockEntered("closing")),
    (84, TakeawayGiven(ANA.code, "urges pass")),
    (85, CommitmentMade(ANA.code, "call \u201cDee\u201d")),
    (86, AttendanceMarked(CY.code, Mark.LEFT)),
    (88, ConcernResolved("k1", Outcome.TALKED, "ten minutes at the door")),
    (91, BlockEntered("debrief")),
    (95, Closed()),
)
"""A whole evening: 18:00 to 19:31, with one of everything."""


def evening(*more: tuple[float, Act]) -> Session:
    """The whole evening, and what came after."""
    return told(*EVENING, *more)


def sections_of(session: Session, subject: str) -> dict[str, str]:
    """What stands signed."""
    return dict(session.record.signed[subject].sections)


SHORT_HOSTILE = tuple(text for text in HOSTILE if len(text) < 100)
"""Without the very long ones, which tests of their own take on."""
# A person may be called None, but then no test could tell a hole in a note from a name.
_TEXTS = (st.sampled_from(SHORT_HOSTILE) | st.text(max_size=40)).filter(lambda text: "None" not in text)
_PLAIN = st.text(alphabet="abc defg.,!\n", max_size=40)


def acts(codes: Iterable[str], texts: st.SearchStrategy[str]) -> st.SearchStrategy[Act]:
    """Any act about these members, with texts from that strategy."""
    member = st.sampled_from([*codes])
    subject = member | st.just(GROUP)
    block = st.sampled_from([b.id for b in BLOCKS])
    item = st.sampled_from([i.id for i in DEFAULT_ITEMS])
    small = st.integers(0, 4)
    sections = st.dictionaries(st.sampled_from(["Data", "Plan", "Session"]), texts, max_size=3)
    form = st.sampled_from(["plain", "dap", "birp", "girp", "soap", "later"])
    return st.one_of(
        st.builds(BlockEntered, block),
        st.builds(AttendanceMarked, member, st.sampled_from(Mark)),
        st.builds(Answered, member, item, st.integers(0, 10) | texts, st.booleans()),
        st.builds(MinutesAdded, block, st.integers(-9, 9)),
        st.builds(BlockDropped, block),
        st.builds(BlockRestored, block),
        st.builds(BlockAdded, st.just(Block("break-2", BlockKind.BREAK, "Break", 15)), block),
        st.builds(BlockMoved, block, block),
        st.builds(TurnStarted, member | st.just(FACILITATOR), block, st.just(60)),
        st.sampled_from([Paused(), Resumed(), TurnEnded(), Closed()]),
        st.builds(TurnPassed, member),
        st.builds(MemberRemoved, member),
        st.builds(PartEntered, small),
        st.builds(QuestionUsed, small, small),
        st.builds(ObjectiveCovered, small),
        st.builds(ItemTicked, st.just("opening"), texts, texts),
        st.builds(NoteWritten, texts, texts, subject),
        st.builds(TakeawayGiven, member, texts),
        st.builds(WishWritten, st.sampled_from(["w1", "w2"]), texts, member | st.just(""), small),
        st.builds(WishTicked, st.sampled_from(["w1", "w2"])),
        st.builds(CommitmentMade, member, texts),
        st.builds(ConcernRaised, st.sampled_from(["k1", "k2"]), member, texts),
        st.builds(ConcernResolved, st.sampled_from(["k1", "k2"]), st.sampled_from(Outcome), texts),
        st.builds(SafetyCardOpened, texts),
        st.builds(RecordWritten, subject, form, sections),
        st.builds(Signed, subject, form, sections),
        st.builds(AddendumAdded, subject, texts, texts),
    )


@st.composite
def any_session(
    draw: st.DrawFn,
    *,
    names: Iterable[str] = NAMES,
    texts: st.SearchStrategy[str] = _TEXTS,
    titles: st.SearchStrategy[str] = _TEXTS,
) -> Session:
    """A session with these members; `texts` are what people write, `titles` what the plan is made of."""
    roster = tuple(Member(f"{i}Q7ZK", name) for i, name in enumerate(names))
    codes = [m.code for m in roster]
    planned = plan(
        roster=roster[1:],
        topic=TopicTaken("t", draw(titles), "1", (draw(titles),), MODULE),
        group_name=draw(titles),
        facilitator=draw(titles),
        zone=draw(st.sampled_from(["", "+01:00", "-09:30", "+99:99", "nowhere"])),
    )
    told_acts: list[Act] = [
        MemberJoined(roster[0].code, roster[0].display_name),
        MemberRenamed(roster[1].code, roster[1].display_name),
        *draw(st.lists(acts(codes, texts), max_size=40)),
    ]
    moments = sorted(draw(st.lists(st.integers(0, 180), min_size=len(told_acts), max_size=len(told_acts))))
    return told(*zip(moments, told_acts, strict=True), planned=planned)


def plain_session(names: Iterable[str] = NAMES) -> st.SearchStrategy[Session]:
    """A session in which nobody wrote anyone's name."""
    return any_session(names=names, texts=_PLAIN, titles=st.sampled_from(["Evening", "Kim", ""]))
