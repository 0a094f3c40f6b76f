"""One member over time as a page: what stands on it, and where each line leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from iop_group.domain.checkin import CheckinItem, ItemKind
from iop_group.domain.events import (
    AddendumAdded,
    Answered,
    AttendanceMarked,
    BlockEntered,
    Closed,
    CommitmentMade,
    Mark,
    RecordWritten,
    Signed,
)
from iop_group.domain.people import Member
from iop_group.domain.session import Session
from iop_group.domain.summary import summarise
from iop_group.records.over_time import over_time
from iop_group.tui.member_page import NOTHING_YET, Known, Page, first_page, member_page
from iop_group.tui.text import clean, row_width
from tests.hostile import HOSTILE
from tests.records.sessions import ANA, BEN, DEE, START, any_session, evening, plan, told

DAY = 24 * 60
NOW = START + timedelta(days=400)
JUDGING = ("better", "worse", "average", "total", "trend", "improv", "score")


def page_of(member: Member, *sessions: Session, cells: int = 72) -> Page:
    summaries = tuple(summarise(s) for s in sessions)
    known = Known(code=member.code, groups=("Tuesday evening",), summaries=summaries)
    return member_page(over_time(member, sessions, now=NOW), known, cells)


def text_of(page: Page) -> str:
    return "\n".join("".join(text for text, _ in row).rstrip() for row, _ in page.lines)


def later(day: int) -> Session:
    """Ana comes, says what became of her plan, and begins another."""
    begins = day * DAY
    acts = (
        AttendanceMarked(ANA.code, Mark.ARRIVED),
        BlockEntered("check-in"),
        Answered(ANA.code, "commitment", "partly"),
        Answered(ANA.code, "good", "slept well"),
        CommitmentMade(ANA.code, "walk"),
    )
    return told(
        *((begins, act) for act in acts),
        (begins + 60, Closed()),
        planned=plan(session=f"s{day:04}", number=15),
    )


def test_all_parts_stand_on_the_page_in_their_order() -> None:
    text = text_of(page_of(ANA, evening(), later(7)))
    titles = ("Hours in the room", "Check-in", "Taken away", "Topics", "Sessions", "Notes")
    places = [text.index(f"\n{title}") for title in titles]
    assert places == sorted(places)
    for words in (
        "Tuesday evening · first here on 24 Nov 2026",
        "23 - 29 Nov      1 h 16  ●",
        "30 Nov - 6 Dec   1 h 00  ●",
        "Mood now   0 very low · 5 so-so · 10 very good",
        "p passed",
        "Own goal",
        "One good thing\n  Tue 1 Dec   “slept well”",
        "takes “urges pass”",
        "will try “call ‘a peer’”",
        "on 1 Dec: partly",
        "Coping with cravings",
        "Tue 24 Nov  Tuesday evening     present           17:59-19:31   76 min",
        "Tue 24 Nov  not written yet",
        "Other people’s names are replaced by “a peer”.",
    ):
        assert words in text
    assert "Stay-after" not in text, "what is not there has no heading"


def test_a_stay_after_stands_with_what_was_done_and_an_absence_as_an_absence() -> None:
    text = text_of(page_of(BEN, evening()))
    assert "high urge\n              19:28 talked\n              ten minutes at the door" in text
    away = text_of(page_of(DEE, evening()))
    assert "23 - 29 Nov   0 h 00  ○" in away
    assert "absent, excused" in away
    assert "held 24 Nov, not there" in away


def test_weeks_without_a_session_are_told_together() -> None:
    assert "3 weeks without a session" in text_of(page_of(ANA, evening(), later(28)))


def test_days_of_several_years_have_their_year() -> None:
    text = text_of(page_of(ANA, evening(), later(70)))
    assert "Tue 24 Nov 2026" in text
    assert "Tue 2 Feb 2027" in text


def test_notes_are_there_whole_with_their_state() -> None:
    signed = evening(
        (96, Signed(BEN.code, "plain", {"Session": "Was quiet, and stayed."})),
        (97, AddendumAdded(BEN.code, "Late entry", "He came back for his cap.")),
    )
    text = text_of(page_of(BEN, signed))
    assert "✓ signed by Kim · Plain" in text
    assert "      Was quiet, and stayed." in text
    assert "Addendum · Late entry · Kim · 2026-11-24" in text
    assert "He came back for his cap." in text
    draft = text_of(page_of(BEN, evening((96, RecordWritten(BEN.code, "dap", {"Data": "Half of it."})))))
    assert "draft, not signed · DAP" in draft
    assert "Half of it." in draft


def test_each_line_with_a_day_leads_to_its_session_and_no_other_line_leads_anywhere() -> None:
    page = page_of(ANA, evening(), later(7))
    leading = [("".join(text for text, _ in row), session) for row, session in page.lines if session]
    assert {session for _, session in leading} == {"s1", "s0007"}
    assert all(("24 Nov" in line) == (session == "s1") for line, session in leading)
    assert all("".join(text for text, _ in page.lines[line][0]).strip() for line in page.parts)


def test_core_topics_that_are_still_to_come_are_named() -> None:
    core = {"coping": "Coping with cravings", "sleep": "Sleep well", "anger": "Anger"}
    known = Known(code=ANA.code, groups=(), summaries=(summarise(evening()),), core=core)
    text = text_of(member_page(over_time(ANA, [evening()], now=NOW), known, 72))
    assert "Core topics not held with them yet: Sleep well · Anger" in text
    assert text.count("Coping with cravings") == 1


def test_the_first_page_says_what_the_index_knows() -> None:
    summaries = (summarise(later(7)), summarise(evening()))
    known = Known(code=DEE.code, groups=(), summaries=summaries)
    text = text_of(first_page(known, 72))
    assert "in no group now" in text
    assert text.count("not there") == 2
    assert NOTHING_YET[:20] not in text


def test_somebody_who_has_not_been_in_a_session_is_told_of_in_a_sentence() -> None:
    known = Known(code=ANA.code, groups=("Tuesday evening",))
    nobody = over_time(ANA, [], now=NOW)
    for page in (first_page(known, 72), member_page(nobody, known, 72)):
        assert " ".join(text_of(page).split()).endswith(NOTHING_YET)


def test_a_session_that_cannot_be_read_is_said() -> None:
    known = Known(code=ANA.code, groups=(), summaries=(summarise(evening()),), unread=1)
    assert "1 session could not be read" in text_of(
        member_page(over_time(ANA, [evening()], now=NOW), known, 72)
    )


def test_answers_of_an_own_question_with_long_choices_stay_in_the_page() -> None:
    item = CheckinItem("own", "Own", "own", ItemKind.CHOICE, ("x" * 60, "no"))
    session = told(
        (0, AttendanceMarked(ANA.code, Mark.ARRIVED)),
        (0, BlockEntered("check-in")),
        (1, Answered(ANA.code, "own", "x" * 60)),
        planned=plan(),
    )
    session = replace(session, plan=replace(session.plan, items=(item,)))
    page = page_of(ANA, session, cells=52)
    assert max(row_width(row) for row, _ in page.lines) <= 52


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(any_session(names=HOSTILE[:6]))
def test_no_line_is_wider_than_it_may_be_and_nothing_judges(session: Session) -> None:
    for code, presence in session.attendance.people.items():
        for cells in (20, 53, 200):
            page = page_of(Member(code, presence.name), session, cells=cells)
            for row, _ in page.lines:
                assert row_width(row) <= max(20, min(cells, 72))
                assert all(clean(text).isprintable() for text, _ in row)


@pytest.mark.parametrize("word", JUDGING)
def test_no_word_of_the_page_judges(word: str) -> None:
    assert word not in text_of(page_of(ANA, evening(), later(7))).casefold()
