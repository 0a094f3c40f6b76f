"""What leaves the program says what it is, forges nothing, and one member's record holds nobody else."""

from __future__ import annotations

import json
import re
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from iop_group.domain.events import (
    GROUP,
    AddendumAdded,
    AttendanceMarked,
    BlockDropped,
    BlockEntered,
    Closed,
    ConcernRaised,
    Mark,
    MemberJoined,
    NoteWritten,
    RecordWritten,
    Signed,
    TakeawayGiven,
)
from iop_group.domain.people import Member
from iop_group.domain.session import Session
from iop_group.records.export import (
    member_export,
    member_json,
    member_markdown,
    session_json,
    session_markdown,
)
from iop_group.records.note_export import NO_STATEMENT
from tests.records.sessions import (
    ANA,
    BEN,
    CY,
    DEE,
    NAMES,
    SHORT_HOSTILE,
    any_session,
    at,
    evening,
    plain_session,
    plan,
    told,
)

NOW = at(60 * 24)
STATEMENT = "This record is protected.\nDo not pass it on."


def headings(markdown: str) -> list[str]:
    tokens = MarkdownIt("commonmark").parse(markdown)
    return [t.content for before, t in pairwise(tokens) if before.type == "heading_open"]


def signed_evening() -> Session:
    return evening(
        (100, Signed(GROUP, "dap", {"Data": "A warm evening.", "Assessment": "", "Plan": "Go on."})),
        (101, RecordWritten(BEN.code, "soap", {"Subjective": "# not a heading\n<b>bold</b> [x](http://y)"})),
        (102, Signed(ANA.code, "plain", {"Session": "Came with Ben.", "Next": "Dee calls her."})),
        (120, AddendumAdded(ANA.code, "correction", "Ben left before.")),
        (121, AddendumAdded(ANA.code, "", "Said so herself.")),
    )


# One session


def test_a_session_export_has_agenda_attendance_notes_and_addenda() -> None:
    text = session_markdown(signed_evening(), statement=STATEMENT, now=NOW)
    assert text.startswith("> This record is protected.  \n> Do not pass it on.\n")
    assert headings(text) == [
        "Tuesday evening, session 14",
        "Agenda",
        "Attendance",
        "Group note",
        "Data",
        "Plan",
        "Note about Ana R.",
        "Session",
        "Next",
        "Addendum, 24 Nov 2026 20:00, by Kim (correction)",
        "Addendum, 24 Nov 2026 20:01, by Kim",
        "Note about Ben",
        "Subjective",
        "Objective",
        "Plan",
        "Note about Cy",
        "Session",
    ]
    assert "- Sharing: 17 min, planned 20\n" in text
    assert "- Ana R.: present, arrived 24 Nov 2026 17:59, 76 min\n" in text
    assert "- Cy: late, left early, arrived 24 Nov 2026 18:15, left 24 Nov 2026 19:26, 61 min\n" in text
    assert "- Dee: absent, excused\n" in text
    assert text.endswith("Exported 25 Nov 2026 18:00.\n")


def test_signed_notes_and_drafts_are_told_apart() -> None:
    text = session_markdown(signed_evening(), statement=STATEMENT, now=NOW)
    ana, ben = text.split("## Note about Ana R.")[1].split("## Note about Ben")
    assert "**Signed by Kim, 24 Nov 2026 19:42.** Plain format." in ana
    assert "**Draft, not signed.** SOAP format." in ben
    assert "\\# not a heading" in ben
    assert "\\<b\\>bold\\</b\\> \\[x\\](http\\://y)" in ben


def test_without_a_statement_the_export_says_so() -> None:
    assert session_markdown(evening(), statement="  ", now=NOW).startswith(f"> {NO_STATEMENT}\n")
    assert json.loads(session_json(evening(), statement="", now=NOW))["statement"] is None


def test_blocks_that_were_not_held_or_left_out_are_marked() -> None:
    session = told(
        (0, BlockEntered("opening")), (1, BlockDropped("break")), (5, Closed()), planned=plan(topic=None)
    )
    text = session_markdown(session, statement="", now=NOW)
    assert "- Break: not held, planned 10, left out\n" in text
    assert "- Topic: not held, planned 30\n" in text
    assert "Topic: Coping" not in text


def test_the_json_of_a_session_has_its_keys_in_order() -> None:
    data = json.loads(session_json(signed_evening(), statement=STATEMENT, now=NOW))
    assert list(data)[:4] == ["statement", "exported_at", "id", "group"]
    assert list(data)[-3:] == ["blocks", "attendance", "notes"]
    group, ana, ben, _ = data["notes"]
    assert (group["status"], ana["status"], ben["status"]) == ("signed", "signed", "draft")
    assert list(group) == [
        "subject",
        "status",
        "format",
        "signed_by",
        "signed_at",
        "sections",
        "addenda",
    ]
    assert group["sections"] == [
        {"heading": "Data", "text": "A warm evening."},
        {"heading": "Plan", "text": "Go on."},
    ]
    assert ana["addenda"][0]["reason"] == "correction"


def test_a_note_about_somebody_whom_the_session_does_not_know_is_kept() -> None:
    session = evening((100, Signed("ghost", "dap", {"Data": "kept"})))
    assert "## Note about ghost" in session_markdown(session, statement="", now=NOW)


def test_notes_of_the_room_are_not_part_of_an_export_unless_the_note_has_them() -> None:
    session = evening(
        (90, NoteWritten("x", "thought aloud", GROUP)),
        (100, Signed(GROUP, "dap", {"Data": "A warm evening."})),
    )
    assert "thought aloud" not in session_markdown(session, statement="", now=NOW)
    assert "thought aloud" not in session_json(session, statement="", now=NOW)


# One member


def test_a_members_record_replaces_everyone_else_and_says_how_often() -> None:
    text = member_markdown([signed_evening()], ANA.code, statement=STATEMENT, now=NOW)
    assert text.startswith("> This record is protected.")
    assert "4 mentions of other people replaced by \u201ca peer\u201d.\n" in text
    assert "Came with a peer." in text
    assert "A peer calls her." in text
    assert "A peer left before." in text
    assert "- Will try: call \u201ca peer\u201d\n" in text
    assert "1 session attended, 76 min in all, breaks left out.\n" in text
    for name in (BEN, CY, DEE):
        assert not re.search(rf"\b{name.display_name}\b|{name.code}", text)
    assert headings(text) == [
        "Ana R.",
        "Tuesday evening, session 14",
        "Note",
        "Session",
        "Next",
        "Addendum, 24 Nov 2026 20:00, by Kim (correction)",
        "Addendum, 24 Nov 2026 20:01, by Kim",
    ]


def test_a_members_record_has_their_answers_and_stay_afters() -> None:
    text = member_markdown([evening()], BEN.code, statement="", now=NOW)
    assert "- Mood now: pass\n" in text
    assert "- Stay-after: high urge talked ten minutes at the door\n" in text
    assert "replaced" not in text
    session = told((0, AttendanceMarked(ANA.code, Mark.ARRIVED)), (1, ConcernRaised("k", ANA.code)))
    assert "- Stay-after: still open\n" in member_markdown([session], ANA.code, statement="", now=NOW)


def test_names_from_one_session_are_replaced_in_the_notes_of_another() -> None:
    old = told(
        (0, BlockEntered("opening")),
        (0, MemberJoined("E5X7Q", "Eli")),
        planned=plan(session="s0", number=13, roster=(Member("F6X7Q", "Fay"),)),
    )
    new = evening((100, Signed(ANA.code, "dap", {"Data": "Missed Eli, Fay and Gus."})))
    text = member_markdown([new, old], ANA.code, statement="", now=NOW, others=[Member("G7X7Q", "Gus")])
    assert "Missed a peer, a peer and a peer." in text


def test_sessions_come_oldest_first_and_only_those_the_member_belongs_to() -> None:
    first = told(planned=plan(session="never", number=1))
    second = evening()
    third = told((0, BlockEntered("opening")), planned=plan(session="other", roster=(BEN,)))
    data = json.loads(member_json([third, second, first], ANA.code, statement="", now=NOW))
    assert [s["id"] for s in data["sessions"]] == ["never", "s1"]
    assert data["sessions_attended"] == 1
    assert data["minutes_attended"] == 76
    assert data["sessions"][0]["note"] is None
    assert list(data) == [
        "statement",
        "exported_at",
        "member",
        "replaced",
        "sessions_attended",
        "minutes_attended",
        "sessions",
    ]


def test_a_member_of_no_session_has_an_empty_record() -> None:
    text = member_markdown([], "K7F3X", statement="", now=NOW)
    assert headings(text) == ["K7F3X"]
    assert "0 sessions attended" in text


def test_two_members_of_one_name_keep_their_own_and_lose_each_others_code() -> None:
    twin = Member("Z9X7Q", "Ben")
    session = told(
        (0, AttendanceMarked(BEN.code, Mark.ARRIVED)),
        (1, TakeawayGiven(BEN.code, "Ben and Z9X7Q")),
        planned=plan(roster=(BEN, twin)),
    )
    export = member_export([session], BEN.code, statement="", now=NOW)
    assert export["sessions"][0]["takeaway"] == "Ben and a peer"


def test_a_session_without_topic_or_facilitator_can_be_exported() -> None:
    session = told((0, AttendanceMarked(ANA.code, Mark.ARRIVED)), planned=plan(topic=None, facilitator=""))
    text = member_markdown([session], ANA.code, statement="", now=NOW)
    assert "Topic" not in text
    assert "Facilitator" not in text


# Properties


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(any_session(names=("Zoltan", *SHORT_HOSTILE[:12])), st.sampled_from(SHORT_HOSTILE))
def test_no_text_makes_an_export_fail_or_forge_a_heading(session: Session, statement: str) -> None:
    text = session_markdown(session, statement=statement, now=NOW)
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    children = [c.type for t in tokens for c in t.children or ()]
    assert {t.type for t in tokens}.isdisjoint({"html_block", "fence", "code_block", "table_open"})
    assert {*children}.isdisjoint({"html_inline", "link_open", "image", "code_inline", "em_open", "s_open"})
    for export in (text, session_json(session, statement=statement, now=NOW)):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", export)
        export.encode()
    for code in session.attendance.people:
        member_markdown([session, session], code, statement=statement, now=NOW).encode()
        json.loads(member_json([session], code, statement=statement, now=NOW))


_NAMING = st.lists(
    st.sampled_from([*NAMES, "said", "to", ",", "[/b]", "\u200b", "0Q7ZK", "4q7zk"]), max_size=8
).map(" ".join)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(any_session(texts=_NAMING, titles=st.sampled_from(["Evening", "Kim", ""])))
def test_one_members_record_never_contains_anyone_else(session: Session) -> None:
    people = session.attendance.people
    for code in people:
        for text in (
            member_markdown([session], code, statement="", now=NOW),
            member_json([session], code, statement="", now=NOW),
        ):
            for other, presence in people.items():
                assert other == code or presence.name.split()[0].rstrip(".").casefold() not in text.casefold()
                assert other == code or other.casefold() not in text.casefold()


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(plain_session())
def test_where_nobody_is_named_nothing_is_replaced(session: Session) -> None:
    for code in session.attendance.people:
        assert member_export([session], code, statement="", now=NOW)["replaced"] == 0
