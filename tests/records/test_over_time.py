"""One member over time: plain facts side by side, gaps as gaps, and nobody else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iop_group.domain.attendance import Standing
from iop_group.domain.checkin import CheckinItem, ItemKind
from iop_group.domain.events import (
    Act,
    Answered,
    AttendanceMarked,
    BlockEntered,
    Closed,
    CommitmentMade,
    Mark,
    MemberRemoved,
    NoteWritten,
    Planned,
    RecordWritten,
    Signed,
    TakeawayGiven,
)
from iop_group.domain.people import Member
from iop_group.domain.session import Session
from iop_group.domain.summary import summarise
from iop_group.records.over_time import OverTime, everyone_in, over_time, over_time_facts, theirs
from tests.records.sessions import (
    ANA,
    BEN,
    CY,
    DEE,
    NAMES,
    START,
    any_session,
    at,
    evening,
    plan,
    told,
)

DAY = 24 * 60
NOW = START + timedelta(days=400)


def held(*acts: Act, day: int = 0, planned: Planned | None = None) -> Session:
    """Ninety minutes, so many days after the first, at which Ana was from the start."""
    begins = day * DAY
    here = ((begins, AttendanceMarked(ANA.code, Mark.ARRIVED)), (begins, BlockEntered("opening")))
    said = ((begins + 1, act) for act in acts)
    return told(*here, *said, (begins + 90, Closed()), planned=planned or plan(session=f"s{day:04}"))


def missed(day: int) -> Session:
    """Ninety minutes without Ana."""
    begins = day * DAY
    absent = (begins, AttendanceMarked(ANA.code, Mark.ABSENT))
    ran = ((begins, BlockEntered("opening")), (begins + 90, Closed()))
    return told(absent, *ran, planned=plan(session=f"s{day:04}"))


def of_ana(*sessions: Session) -> OverTime:
    return over_time(ANA, sessions, now=NOW)


def test_sessions_stand_in_order_with_attendance_and_minutes() -> None:
    late = told(
        (3 * DAY, BlockEntered("opening")),
        (3 * DAY + 30, AttendanceMarked(ANA.code, Mark.ARRIVED)),
        (3 * DAY + 60, AttendanceMarked(ANA.code, Mark.LEFT)),
        (3 * DAY + 90, Closed()),
        planned=plan(session="s0003"),
    )
    over = of_ana(missed(7), late, held())
    assert [s.day for s in over.sittings] == [date(2026, 11, 24), date(2026, 11, 27), date(2026, 12, 1)]
    assert [s.standing for s in over.sittings] == [
        Standing.PRESENT,
        Standing.LATE_LEFT_EARLY,
        Standing.ABSENT,
    ]
    assert [s.minutes for s in over.sittings] == [90, 30, 0]
    assert over.first_came == date(2026, 11, 24)


def test_minutes_of_a_week_are_those_of_all_groups_and_weeks_without_a_session_are_missing() -> None:
    other = replace(plan(session="s0002", group_name="Morning"), group="other")
    over = of_ana(held(), held(day=2, planned=other), missed(7), held(day=28))
    assert [(w.monday, w.minutes, len(w.sittings)) for w in over.weeks] == [
        (date(2026, 11, 23), 180, 2),
        (date(2026, 11, 30), 0, 1),
        (date(2026, 12, 21), 90, 1),
    ]


def test_answers_stand_beside_their_sessions_with_passes_and_gaps() -> None:
    over = of_ana(
        held(Answered(ANA.code, "mood", 0), Answered(BEN.code, "mood", 9)),
        missed(2),
        held(Answered(ANA.code, "mood", passed=True), Answered(ANA.code, "support", "1-2"), day=3),
        held(Answered(ANA.code, "support", "whenever"), day=5),
    )
    mood, support = over.series
    assert (mood.item, mood.label, len(mood.levels)) == ("mood", "Mood now", 11)
    assert [p and (p.level, p.passed) for p in mood.points] == [(0, False), None, (None, True), None]
    assert support.levels == ("none", "1-2", "3+")
    assert [p and (p.level, p.words) for p in support.points] == [None, None, (1, "1-2"), (None, "whenever")]


def test_a_question_is_called_what_it_was_called_the_last_time() -> None:
    old, new = (
        replace(plan(session=f"s000{n}"), items=(CheckinItem("mood", label, "mood", kind),))
        for n, (label, kind) in enumerate((("Mood", ItemKind.SCALE), ("How are you", ItemKind.WORDS)))
    )
    over = of_ana(
        held(Answered(ANA.code, "mood", 3), planned=old),
        held(Answered(ANA.code, "mood", "fine"), day=1, planned=new),
    )
    (mood,) = over.series
    assert (mood.label, mood.kind, mood.levels) == ("How are you", ItemKind.WORDS, ())
    assert [p and (p.level, p.words) for p in mood.points] == [(None, "3"), (None, "“fine”")]


def test_a_commitment_becomes_what_is_said_at_the_next_check_in_of_the_group_that_asks() -> None:
    other = replace(plan(session="s0001"), group="other")
    over = of_ana(
        held(CommitmentMade(ANA.code, "call a friend")),
        held(Answered(ANA.code, "commitment", "done"), day=1, planned=other),
        held(day=2),
        held(Answered(ANA.code, "commitment", "partly"), CommitmentMade(ANA.code, "walk"), day=3),
        held(CommitmentMade(ANA.code, "rest"), day=4),
        held(Answered(ANA.code, "commitment", passed=True), day=5),
    )
    assert [(c.words, c.became, c.became_on) for c in over.commitments] == [
        ("call a friend", "partly", date(2026, 11, 27)),
        ("walk", "", None),
        ("rest", "pass", date(2026, 11, 29)),
    ]


def test_passing_on_a_takeaway_is_told_as_passing() -> None:
    (sitting,) = of_ana(held(TakeawayGiven(ANA.code, "", True))).sittings
    assert sitting.facts["takeaway"] is None
    assert sitting.passed == {"takeaway"}


def test_topics_are_those_that_were_worked_on_with_the_days_they_were_there_and_not() -> None:
    away = told(
        (7 * DAY, BlockEntered("topic")),
        (7 * DAY + 90, Closed()),
        planned=plan(session="s0007"),
    )
    over = of_ana(held(BlockEntered("topic")), away, held(day=14))
    (topic,) = over.topics
    assert (topic.title, topic.had, topic.missed) == (
        "Coping with cravings",
        (date(2026, 11, 24),),
        (date(2026, 12, 1),),
    )


def test_notes_say_how_far_they_are() -> None:
    over = of_ana(
        held(),
        held(RecordWritten(ANA.code, "plain", {"Session": "Half."}), day=1),
        held(Signed(ANA.code, "plain", {"Session": "Whole."}), day=2),
        missed(3),
    )
    assert [s.note for s in over.sittings] == ["not written", "draft", "signed", ""]


def test_sessions_that_did_not_begin_or_that_they_were_taken_off_are_left_out() -> None:
    off = told((0, BlockEntered("opening")), (0, MemberRemoved(ANA.code)), (90, Closed()))
    planned = told(planned=plan(session="s9"))
    stranger = told((0, BlockEntered("opening")), planned=plan(session="s8", roster=(BEN, CY)))
    assert of_ana(off, planned, stranger).sittings == ()


def test_the_index_knows_whose_sessions_to_read_and_whose_names_to_replace() -> None:
    begun, planned = held(), told(planned=plan(session="s9"))
    stranger = held(planned=plan(session="s8", roster=(BEN, CY)))
    summaries = [summarise(s) for s in (begun, planned, stranger)]
    assert [s.id for s in theirs(ANA.code, summaries)] == ["s0000"]
    assert theirs(DEE.code, summaries[2:]) == ()
    assert everyone_in(summaries[2:]) >= {BEN, CY}


def test_nobody_else_is_named_wherever_their_name_was_planted() -> None:
    ben, choice = f"and {BEN.display_name} too", f"with {BEN.display_name}"
    items = (
        CheckinItem("own", f"Did you call {BEN.display_name}", "own", ItemKind.CHOICE, (choice, "no")),
        CheckinItem("words", "Words", "words", ItemKind.WORDS),
        CheckinItem("mood", "Mood", "mood", hint=f"0 like {BEN.display_name}"),
    )
    planned = replace(plan(session="s0000", group_name=f"{BEN.display_name}'s group"), items=items)
    session = held(
        Answered(ANA.code, "own", choice),
        Answered(ANA.code, "words", ben),
        Answered(ANA.code, "mood", 4),
        Answered(BEN.code, "words", "only Ben said this"),
        TakeawayGiven(ANA.code, ben),
        TakeawayGiven(BEN.code, "a takeaway of his"),
        CommitmentMade(ANA.code, ben),
        NoteWritten("n1", ben, ANA.code),
        RecordWritten(ANA.code, "plain", {"Session": ben}),
        planned=planned,
    )
    over = of_ana(session)
    everything = f"{over_time_facts(over)} {over.series} {over.commitments}"
    for words in (BEN.display_name, BEN.code, "only", "a takeaway of his"):
        assert words not in everything
    (own, _, mood) = over.series
    assert (own.label, own.levels) == ("Did you call a peer", ("with a peer", "no"))
    assert own.points[0] is not None
    assert own.points[0].level == 0
    assert mood.hint == "0 like a peer"


def test_somebody_of_another_group_is_replaced_when_they_are_told_of() -> None:
    session = held(TakeawayGiven(ANA.code, "Wilhelmina helped"))
    over = over_time(ANA, [session], now=NOW, others=[Member("Z9Z9Z", "Wilhelmina")])
    assert over.sittings[0].facts["takeaway"] == "A peer helped"
    assert over.replaced == 2, "in the note that the log would make, too"


def test_the_json_has_its_keys_in_order_and_every_session_as_the_export_tells_it() -> None:
    facts = over_time_facts(over_time(BEN, [evening()], now=at(200)))
    assert list(facts) == ["member", "replaced", "weeks", "check_in", "commitments", "topics", "sessions"]
    assert facts["weeks"] == [{"monday": "2026-11-23", "minutes": 81}]
    assert facts["check_in"] == [{"item": "mood", "label": "Mood now", "answers": ["pass"]}]
    assert facts["sessions"][0]["stay_afters"][0]["outcome"] == "talked"
    assert json.loads(json.dumps(facts)) == facts


_NAMING = st.lists(
    st.sampled_from([*NAMES, "said", "to", ",", "[/b]", "\u200b", "0Q7ZK", "4q7zk"]), max_size=8
).map(" ".join)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(any_session(texts=_NAMING, titles=st.sampled_from(["Evening", "Kim", ""])))
def test_one_members_record_never_contains_anyone_else(session: Session) -> None:
    people = session.attendance.people
    for code, mine in people.items():
        over = over_time(Member(code, mine.name), [session], now=NOW)
        text = f"{json.dumps(over_time_facts(over), ensure_ascii=False)} {over.series}".casefold()
        for other, presence in people.items():
            assert other == code or presence.name.split()[0].rstrip(".").casefold() not in text
            assert other == code or other.casefold() not in text


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(any_session(), min_size=1, max_size=3))
def test_every_answer_has_its_place_and_nothing_is_added_up_but_minutes(sessions: list[Session]) -> None:
    code = next(iter(sessions[0].attendance.people))
    over = over_time(Member(code, "x"), sessions, now=NOW)
    given_answers = sum(len(s.answers) for s in over.sittings)
    assert sum(p is not None for one in over.series for p in one.points) == given_answers
    assert all(len(one.points) == len(over.sittings) for one in over.series)
    assert sum(w.minutes for w in over.weeks) == sum(s.minutes for s in over.sittings)
    assert [s for w in over.weeks for s in w.sittings] == sorted(over.sittings, key=lambda s: s.monday)
