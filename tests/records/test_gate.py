"""The gate says what is missing and when a note is due."""

from __future__ import annotations

from datetime import timedelta

import pytest

from iop_group.domain.events import (
    GROUP,
    AttendanceMarked,
    BlockEntered,
    Closed,
    ConcernRaised,
    ConcernResolved,
    Mark,
    Outcome,
    Signed,
)
from iop_group.records.drafts import generated_note
from iop_group.records.gate import due_at, due_words, missing
from tests.records.sessions import ANA, BEN, CY, at, evening, told

NOW = at(120)
FULL = {"Data": "came", "Assessment": "well", "Plan": "go on"}


def test_a_whole_note_misses_nothing() -> None:
    assert missing(evening(), ANA.code, FULL, NOW) == ()
    assert missing(evening(), GROUP, FULL, NOW) == ()


def test_an_empty_heading_is_missed_unless_it_may_be_empty() -> None:
    sections = generated_note(evening(), CY.code, "dap", NOW)
    assert missing(evening(), CY.code, sections, NOW) == (
        "Nothing stands under Assessment yet.",
        "Nothing stands under Plan yet.",
    )
    plain = generated_note(evening(), CY.code, "plain", NOW)
    assert missing(evening(), CY.code, plain, NOW) == ("Nothing stands under Taking part yet.",)
    assert missing(evening(), CY.code, {"Data": " \n"}, NOW) == ("There is nothing in the note yet.",)


def test_attendance_that_was_not_recorded_is_missed() -> None:
    session = told((0, BlockEntered("opening")), (1, AttendanceMarked(ANA.code, Mark.ARRIVED)), (9, Closed()))
    assert missing(session, GROUP, FULL, NOW) == ("Attendance is not recorded for 3 members.",)
    assert missing(session, BEN.code, FULL, NOW) == ("Attendance is not recorded.",)
    assert missing(session, ANA.code, FULL, NOW) == ()


def test_an_open_stay_after_is_missed_in_the_members_note_and_in_the_groups() -> None:
    session = evening((89, ConcernRaised("k2", ANA.code)), (89, ConcernRaised("k3", ANA.code)))
    assert missing(session, ANA.code, FULL, NOW) == ("2 stay-afters are still open.",)
    assert missing(session, GROUP, FULL, NOW) == ("2 stay-afters are still open.",)
    assert missing(session, BEN.code, FULL, NOW) == ()
    left = evening((89, ConcernRaised("k2", ANA.code)), (90, ConcernResolved("k2", Outcome.LEFT_OPEN)))
    assert missing(left, ANA.code, FULL, NOW) == ("1 stay-after is still open.",)


def test_a_name_is_a_word_of_advice_and_is_not_repeated() -> None:
    told_about = missing(evening(), ANA.code, {**FULL, "Data": "Thanked Ben."}, NOW)
    assert told_about == ("Another member's name stands under Data; \u201ca peer\u201d would do.",)
    in_group = missing(evening(), GROUP, {**FULL, "Data": "Ben spoke and used to be clean."}, NOW)
    assert in_group == ("A member's name stands under Data; \u201ca peer\u201d would do.",)
    assert missing(evening(), ANA.code, {**FULL, "Data": "Is clean."}, NOW) == ()


def test_a_session_that_still_runs_is_said_first() -> None:
    session = told((0, BlockEntered("opening")), (1, AttendanceMarked(ANA.code, Mark.ARRIVED)))
    assert missing(session, ANA.code, FULL, at(5)) == ("The session is not closed yet.",)


def test_a_signed_note_misses_nothing() -> None:
    assert missing(evening((100, Signed(ANA.code, "dap", {}))), ANA.code, {}, NOW) == ()


def test_notes_are_due_so_many_hours_after_the_close() -> None:
    assert due_at(evening(), 24) == at(95) + timedelta(hours=24)
    assert due_at(told(), 24) is None


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1, "due today 20:00"),
        (24, "due tomorrow 19:00"),
        (72, "due Fri 19:00"),
        (24 * 20, "due 14 Dec 2026"),
        (-0.5, "late by less than an hour"),
        (-1, "late by 1 hour"),
        (-30, "late by 1 day"),
        (-72, "late by 3 days"),
    ],
)
def test_the_deadline_is_said_as_people_say_it(hours: float, words: str) -> None:
    now = at(60)
    assert due_words(now + timedelta(hours=hours), now, "+01:00") == words


def test_without_a_deadline_nothing_is_said() -> None:
    assert due_words(None, NOW, "") == ""
