"""`sessions show` tells the same facts as data and as text."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iop_group.domain.events import (
    GROUP,
    AddendumAdded,
    Answered,
    AttendanceMarked,
    BlockDropped,
    BlockEntered,
    CommitmentMade,
    ConcernRaised,
    Mark,
    MemberRemoved,
    RecordWritten,
    Signed,
    TurnEnded,
    TurnStarted,
)
from iop_group.domain.people import Member
from iop_group.domain.session import Session
from iop_group.records.cells import cells, padded, wrapped
from iop_group.records.export import session_facts, session_text
from tests.hostile import HOSTILE
from tests.records.sessions import ANA, BEN, CY, DEE, SHORT_HOSTILE, any_session, at, evening, plan, told

NOW = at(120)

KEYS = [
    "id",
    "group",
    "group_name",
    "number",
    "format",
    "topic",
    "facilitator",
    "co_facilitator",
    "zone",
    "started_at",
    "ended_at",
    "closed_at",
    "local_date",
    "local_start",
    "local_end",
    "planned_minutes",
    "held_minutes",
    "blocks",
    "attendance",
    "check_in",
    "turns",
    "notes",
    "wishes",
    "takeaways",
    "commitments",
    "concerns",
    "safety_cards",
    "record",
]


def test_the_facts_have_their_keys_in_order() -> None:
    facts = session_facts(evening(), NOW)
    assert list(facts) == KEYS
    assert list(session_facts(told(planned=plan(topic=None)), NOW)) == KEYS
    json.dumps(facts)


def test_the_facts_tell_the_evening() -> None:
    facts = session_facts(evening(), NOW)
    assert (facts["local_date"], facts["local_start"], facts["local_end"]) == ("2026-11-24", "18:00", "19:31")
    assert (facts["planned_minutes"], facts["held_minutes"]) == (95, 91)
    assert facts["started_at"] == "2026-11-24T17:00:00.000+00:00"
    sharing = facts["blocks"][4]
    assert sharing == {
        "id": "sharing",
        "kind": "sharing",
        "title": "Sharing",
        "planned_minutes": 20,
        "added_minutes": 5,
        "spent_minutes": 17,
        "spent_seconds": 1020,
        "held": True,
        "dropped": False,
    }
    ana = facts["attendance"][0]
    assert (ana["name"], ana["standing"], ana["minutes"], ana["left_at"]) == ("Ana R.", "present", 76, None)
    assert facts["check_in"][0]["answers"][:2] == [
        {"item": "mood", "value": 6, "passed": False},
        {"item": "urge", "value": None, "passed": True},
    ]
    assert facts["turns"] == [{"member": ANA.code, "seconds": 300, "turns": 1}]
    assert [n["about"] for n in facts["notes"]] == [BEN.code, GROUP]
    assert facts["takeaways"] == {ANA.code: "urges pass"}
    assert facts["concerns"][0]["outcome"] == "talked"
    assert facts["safety_cards"] == ["a-thoughts"]
    assert facts["topic"]["objectives"][0] == {"text": "Describe an urge", "covered": True}
    assert [r["status"] for r in facts["record"]] == ["not written"] * 4


def test_before_the_start_nothing_is_timed() -> None:
    facts = session_facts(told(planned=plan(topic=None)), NOW)
    assert facts["started_at"] is facts["local_date"] is facts["local_start"] is facts["topic"] is None
    assert facts["held_minutes"] == 0
    assert facts["attendance"][0]["arrived_at"] is None


def test_the_facilitators_turns_and_those_taken_off_the_roster_are_told() -> None:
    session = told(
        (0, BlockEntered("sharing")),
        (0, MemberRemoved(ANA.code)),
        (1, TurnStarted("*", "sharing", 60)),
        (2, TurnEnded()),
        (3, ConcernRaised("k", BEN.code)),
    )
    facts = session_facts(session, NOW)
    assert facts["turns"][0]["member"] == "facilitator"
    assert [a["member"] for a in facts["attendance"]] == [BEN.code, CY.code, DEE.code, ANA.code]
    assert facts["concerns"][0]["outcome"] is None


def test_the_record_tells_who_signed_what() -> None:
    session = evening(
        (100, RecordWritten(BEN.code, "soap", {})),
        (101, Signed(ANA.code, "dap", {"Data": "x"})),
        (102, AddendumAdded(ANA.code, "late entry", "y")),
    )
    record = {r["subject"]: r for r in session_facts(session, NOW)["record"]}
    assert record[BEN.code]["status"] == "draft"
    assert record[ANA.code] == {
        "subject": ANA.code,
        "about": "member",
        "status": "signed",
        "format": "dap",
        "signed_by": "Kim",
        "signed_at": "2026-11-24T18:41:00.000+00:00",
        "addenda": 1,
    }


# As text


def test_a_session_reads_whole_in_the_terminal() -> None:
    session = evening(
        (100, Signed(ANA.code, "dap", {"Data": "one\n\ntwo", "Plan": " "})),
        (101, RecordWritten(BEN.code, "dap", {"Data": "half"})),
        (102, AddendumAdded(ANA.code, "late entry", "three")),
        (103, AddendumAdded(ANA.code, "", "four")),
    )
    text = "\n".join(session_text(session, 80, NOW))
    assert text.startswith("Tuesday evening, session 14\nTuesday 24 November 2026, 18:00 to 19:31\n")
    assert "  Sharing   17 /  20\n" in text
    assert (
        "  Ana R.  present, arrived 17:59, out 18:45 to 18:50, stayed to the end, 76 min,\n"
        "          spoke about 5 min\n"
    ) in text
    assert "  Ana R.: mood 6, urge pass" in text
    assert "  19:13 Ben: Ben helped carry chairs.\n" in text
    assert "  Ana R.: takes \u201curges pass\u201d, will try \u201ccall \u2018Dee\u2019\u201d\n" in text
    assert "  Ben: high urge; talked; ten minutes at the door\n" in text
    assert "  Group note: not written yet\n" in text
    assert "  Ana R.: signed by Kim, 24 Nov 2026 19:40\n    Data\n      one\n      two\n" in text
    assert "    Addendum, 24 Nov 2026, by Kim (late entry)\n      three\n" in text
    assert "    Addendum, 24 Nov 2026, by Kim\n      four\n" in text
    assert "  Ben: draft, not signed\n    Data\n      half\n" in text


def test_parts_without_anything_in_them_are_left_out() -> None:
    session = told(
        (0, BlockDropped("break")),
        (1, MemberRemoved(ANA.code)),
        (2, Answered("ghost", "mood", 3)),
        (2, Answered(BEN.code, "mood")),
        (3, CommitmentMade(CY.code, "rest")),
        (4, ConcernRaised("k", CY.code)),
        planned=plan(topic=None),
    )
    text = "\n".join(session_text(session, 80, NOW))
    assert "Notes during the session" not in text
    assert "Topic:" not in text
    assert "  Break      - /  10  left out\n" in text
    assert "  Ana R.  not recorded, taken off the roster\n" in text
    assert "  ghost: mood 3\n" in text
    assert "Ben: \n" not in text
    assert "  Cy: will try \u201crest\u201d\n" in text
    assert "  Cy: still open\n" in text


@pytest.mark.parametrize("width", [1, 20, 40, 80])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    acts = [(1 + i, CommitmentMade(ANA.code, text)) for i, text in enumerate(HOSTILE)]
    for act in acts:
        for line in session_text(told((0, AttendanceMarked(ANA.code, Mark.ARRIVED)), act), width, NOW):
            assert cells(line) <= max(20, width)


def test_a_member_without_a_name_does_not_hold_the_text_up() -> None:
    roster = (Member("A1", ""), Member("B2", "x" * 60))
    text = session_text(told((0, AttendanceMarked("A1", Mark.EXCUSED)), planned=plan(roster=roster)), 20, NOW)
    assert "  absent, excused" in text


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(any_session(names=("Zoltan", *SHORT_HOSTILE[:8])), st.integers(20, 120))
def test_any_session_reads_within_the_width(session: Session, width: int) -> None:
    json.dumps(session_facts(session, NOW), ensure_ascii=False).encode()
    for line in session_text(session, width, NOW):
        assert cells(line) <= width
        assert "\x1b" not in line
        assert line == line.rstrip()


@given(st.text(max_size=80) | st.sampled_from(HOSTILE), st.integers(0, 60))
def test_wrapping_keeps_every_word(text: str, width: int) -> None:
    lines = wrapped(text, width, indent="  ")
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cells(line) <= max(20, width) for line in lines)


def test_wide_characters_take_two_cells() -> None:
    assert cells("\u8a9ea\u0301") == 3
    assert padded("\u8a9e", 4) == "\u8a9e  "
    assert wrapped("\u8a9e" * 21, 20) == ["\u8a9e" * 10, "\u8a9e" * 10, "\u8a9e"]
