"""Drafts tell what the log knows, name nobody else, and never overwrite the facilitator's words."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.attendance import Standing
from iop_group.domain.events import (
    GROUP,
    Act,
    Answered,
    AttendanceMarked,
    BlockAdded,
    BlockDropped,
    BlockEntered,
    Closed,
    CommitmentMade,
    ConcernRaised,
    Mark,
    MemberJoined,
    MemberRemoved,
    MinutesAdded,
    NoteWritten,
    PartEntered,
    Paused,
    RecordWritten,
    Resumed,
    SafetyCardOpened,
    Signed,
    TakeawayGiven,
    TopicTaken,
    TurnEnded,
    TurnStarted,
    WishTicked,
    WishWritten,
)
from iop_group.domain.session import Session
from iop_group.records.drafts import (
    current_sections,
    facts_about,
    format_of,
    generated_note,
    note_status,
)
from iop_group.records.group_pieces import SUPPORTED
from iop_group.records.guards import everyone
from iop_group.records.name_finder import NameFinder
from iop_group.records.note_formats import FORMATS, Piece, note_format
from tests.records.sessions import (
    ANA,
    BEN,
    CY,
    DEE,
    EVENING,
    any_session,
    at,
    evening,
    plain_session,
    plan,
    told,
)

NOW = at(120)
ALL = [f.id for f in FORMATS]


def whole(sections: dict[str, str]) -> str:
    return "\n".join(sections.values())


def group(session: Session, format_id: str = "plain") -> str:
    return whole(generated_note(session, GROUP, format_id, NOW))


def about(session: Session, code: str, format_id: str = "plain") -> str:
    return whole(generated_note(session, code, format_id, NOW))


# The group note


def test_the_group_note_says_when_and_by_whom_the_group_was_held() -> None:
    note = generated_note(evening(), GROUP, "plain", NOW)["Session"]
    assert note == (
        "Tuesday evening, session 14: Tuesday 24 November 2026, 18:00 to 19:31.\n"
        "Facilitator: Kim. Co-facilitator: Lou.\n"
        "3 of 4 members came, 1 came late, 1 left early."
    )


def test_the_group_note_says_what_was_done_and_for_how_long() -> None:
    note = generated_note(evening(), GROUP, "plain", NOW)["What we did"]
    assert "Topic: Coping with cravings (coping, version 2)." in note
    assert "Objectives covered: Describe an urge." in note
    assert "Parts held: Key points; Discussion." in note
    assert (
        "check-in round, psychoeducation, guided discussion, 1 question discussed, sharing in turns" in note
    )
    assert "planned 95 min, held 91 min" in note
    assert "Opening 6 (5), Check-in 19 (20), Topic 30 (30), Break 10 (10), Sharing 17 (20)" in note
    assert "Debrief" not in note
    assert "Changes to the plan: Sharing 5 min longer." in note
    assert "Done from opening: Privacy: what is said here stays here." in note


def test_the_group_note_counts_and_does_not_name() -> None:
    session = evening()
    for format_id in ALL:
        note = group(session, format_id)
        assert not list(NameFinder(everyone(session)).spans(note))
        assert "Follow-ups: 1 (1 talked)." in note
        assert SUPPORTED in note
        assert "Turns: 1 had a turn, 1 passed." in note
        assert "A warm evening." in note


def test_a_block_that_was_added_is_told_once_it_was_held() -> None:
    more = BlockAdded(Block("break-2", BlockKind.BREAK, "Break", 15), "topic")
    begun = ((0, BlockEntered("opening")), (1, more), (5, BlockEntered("break-2")))
    note = group(told(*begun, (20, Closed())))
    assert "Opening 5 (5), Break 15 (0)." in note
    assert "Changes to the plan: Check-in not held; Break added; Topic not held;" in note
    passed_by = group(told(*begun[:2], (20, Closed())))
    assert "Break added" not in passed_by
    assert "planned 95 min" in passed_by


def test_the_groups_list_stands_in_its_note_without_a_name_and_in_each_members_own() -> None:
    session = told(
        (0, BlockEntered("opening")),
        (1, AttendanceMarked(ANA.code, Mark.ARRIVED)),
        (1, AttendanceMarked(BEN.code, Mark.ARRIVED)),
        (2, WishWritten("w1", "the call that Ben dreads", ANA.code, 10)),
        (3, WishWritten("w2", "sleep")),
        (4, WishTicked("w1")),
        (20, Closed()),
    )
    for form in ALL:
        note = group(session, form)
        assert "From the group's list, talked about: the call that a peer dreads." in note
        assert "On the list, not reached: sleep." in note
        assert not list(NameFinder(everyone(session)).spans(note))
        assert "Wanted to work on: \u201cthe call that Ben dreads\u201d." in about(session, ANA.code, form)
        assert "Wanted to work on" not in about(session, BEN.code, form)


def test_changes_to_the_plan_are_told() -> None:
    session = told(
        (0, BlockEntered("opening")),
        (1, Paused()),
        (5, Resumed()),
        (6, BlockEntered("check-in")),
        (7, BlockDropped("break")),
        (8, MinutesAdded("check-in", -5)),
        (9, AttendanceMarked(ANA.code, Mark.ARRIVED)),
        (9, MemberJoined("E5X7Q", "Eli")),
        (9, AttendanceMarked("E5X7Q", Mark.ARRIVED)),
        (20, Closed()),
    )
    note = group(session)
    assert (
        "Changes to the plan: Check-in 5 min shorter; Topic not held; Break left out; Sharing not held; "
        "Closing not held; paused for 4 min."
    ) in note
    assert "2 of 5 members came, 1 not on the roster before." in note
    assert "Topic:" not in note


def test_while_the_group_runs_nothing_is_told_that_is_not_known_yet() -> None:
    note = group(told((0, BlockEntered("opening"))))
    assert "24 November 2026, 18:00." in note
    assert "held" not in note.replace("not held", "held").split("Length: ")[1].split(".")[0]
    assert "not held" not in note


def test_before_the_start_a_note_has_only_what_was_planned() -> None:
    session = told(planned=plan(facilitator="", co_facilitator="", topic=None))
    assert generated_note(session, GROUP, "plain", NOW) == {
        "Session": "Tuesday evening, session 14.",
        "What we did": "",
        "How it went": "",
        "Next": "",
    }


def test_without_a_topic_there_are_no_goals_to_tell() -> None:
    session = told((0, BlockEntered("opening")), planned=plan(topic=None))
    assert generated_note(session, GROUP, "girp", NOW)["Goals"] == ""
    assert generated_note(evening(), GROUP, "girp", NOW)["Goals"] == (
        "Objectives of the topic: Describe an urge; Choose three ways."
    )


def test_open_follow_ups_are_counted_as_open() -> None:
    session = told((0, BlockEntered("opening")), (1, ConcernRaised("k", ANA.code)))
    assert "Follow-ups: 1 (1 still open)." in group(session)


# A member's note


def test_a_members_note_has_their_coming_and_going_and_minutes_without_the_break() -> None:
    session = evening()
    assert (
        "Present: arrived 17:59; out 18:45 to 18:50; stayed to the end; 76 min attended (break left out)."
    ) in about(session, ANA.code)
    assert "Late, left early: arrived 18:15; left 19:26; 61 min attended" in about(session, CY.code)
    assert "Absent, excused." in about(session, DEE.code)


def test_taking_part_is_told_as_behaviour() -> None:
    session = evening()
    note = about(session, ANA.code)
    assert "Checked in: Mood now: 6; Strongest urge since last time: pass." in note
    assert "Spoke about 5 min in Sharing." in note
    assert "Passed at check-in." in about(session, BEN.code)
    assert "Passed in Sharing." in about(session, BEN.code)


def test_a_members_words_stand_in_quotation_marks_that_nothing_closes() -> None:
    note = about(evening(), ANA.code)
    assert "Takes from today: \u201curges pass\u201d." in note
    assert "Will try before next time: \u201ccall \u2018Dee\u2019\u201d." in note
    assert "Own goal: \u201cstay 'calm'\u201d." in note


def test_control_codes_never_reach_a_draft() -> None:
    session = told(
        (0, AttendanceMarked(ANA.code, Mark.ARRIVED)), (1, TakeawayGiven(ANA.code, "a\x1b[31mb\u202ec\nd"))
    )
    assert "\u201ca[31mbc d\u201d" in about(session, ANA.code)


def test_a_stay_after_is_told_with_what_was_done() -> None:
    note = about(evening(), BEN.code)
    assert "Stay-after, 19:15: high urge. Talked, 19:28: ten minutes at the door." in note
    still = told((0, AttendanceMarked(ANA.code, Mark.ARRIVED)), (1, ConcernRaised("k", ANA.code)))
    assert "Stay-after, 18:01. Still open." in about(still, ANA.code)


def test_notes_about_a_member_stand_in_their_note_alone() -> None:
    session = evening()
    assert "Ben helped carry chairs." in about(session, BEN.code)
    assert "chairs" not in about(session, ANA.code) + about(session, CY.code) + group(session)


def test_nothing_is_made_up_about_a_member_who_only_sat_there() -> None:
    sections = generated_note(evening(), CY.code, "plain", NOW)
    assert sections["Taking part"] == sections["In their words"] == sections["Next"] == ""


def test_a_member_who_was_not_there_for_the_topic_has_no_topic_in_the_note() -> None:
    session = told(
        (0, BlockEntered("opening")),
        (0, AttendanceMarked(ANA.code, Mark.ARRIVED)),
        (5, BlockEntered("check-in")),
        (9, AttendanceMarked(ANA.code, Mark.LEFT)),
        (10, BlockEntered("topic")),
        (40, Closed()),
    )
    assert "Methods: check-in round." in about(session, ANA.code)
    assert "Topic" not in about(session, ANA.code)
    assert "Topic: Coping" in group(session)


def test_a_turn_that_was_a_slip_of_the_finger_is_not_speaking() -> None:
    session = told(
        (0, BlockEntered("sharing")),
        (0, AttendanceMarked(ANA.code, Mark.ARRIVED)),
        (1, TurnStarted(ANA.code, "sharing", 60)),
        (1.01, TurnEnded()),
    )
    assert "Spoke" not in about(session, ANA.code)
    assert "had a turn" not in group(session)


def test_the_facilitators_own_turn_is_nobodys() -> None:
    session = told((0, BlockEntered("sharing")), (1, TurnStarted("*", "sharing", 60)), (4, TurnEnded()))
    assert "had a turn" not in group(session)


def test_an_answer_to_a_question_that_the_plan_does_not_know_is_kept() -> None:
    session = told((0, AttendanceMarked(ANA.code, Mark.ARRIVED)), (1, Answered(ANA.code, "weather", "grey")))
    assert "Checked in: weather: \u201cgrey\u201d." in about(session, ANA.code)


def test_a_topic_without_text_or_with_an_unreadable_one_has_no_parts() -> None:
    acts: tuple[tuple[float, Act], ...] = ((0, BlockEntered("topic")), (1, PartEntered(1)), (9, Closed()))
    for text in ("", "no title here"):
        session = told(*acts, planned=plan(topic=TopicTaken("t", "Talk", "", (), text)))
        assert "Topic: Talk (t)." in group(session)
        assert "Parts held" not in group(session)


def test_private_parts_are_never_named() -> None:
    session = told((0, BlockEntered("topic")), (1, PartEntered(0)), (9, Closed()))
    assert "prepare" not in group(session)


def test_a_code_that_is_not_in_the_session_has_an_empty_note() -> None:
    assert set(generated_note(evening(), "nobody", "dap", NOW).values()) == {""}


def test_a_member_taken_off_the_roster_keeps_every_word() -> None:
    session = evening((96, MemberRemoved(ANA.code)))
    assert "urges pass" in about(session, ANA.code)


def test_attendance_that_was_not_recorded_is_left_out() -> None:
    session = told((0, BlockEntered("opening")))
    assert Standing.NOT_RECORDED.value not in about(session, ANA.code).casefold()


# Formats


@pytest.mark.parametrize("format_id", ALL)
@pytest.mark.parametrize("subject", [GROUP, ANA.code])
def test_every_format_tells_every_fact_once(format_id: str, subject: str) -> None:
    shape = note_format(format_id)
    pieces = [p for _, row in shape.layout(subject) for p in row]
    assert len(pieces) == len(set(pieces))
    assert list(generated_note(evening(), subject, format_id, NOW)) == list(shape.headings(subject))
    expected = set(Piece) - ({Piece.ATTENDANCE} if subject == GROUP else {Piece.CENSUS, Piece.AGENDA})
    # The group's goals are the topic's objectives, which the topic tells as well.
    assert expected - set(pieces) <= ({Piece.GOALS} if subject == GROUP else set())


def test_a_format_of_a_later_version_is_read_as_plain() -> None:
    assert note_format("soapier").id == "plain"
    assert note_format("DAP").id == "dap"


# What counts now


def test_before_anybody_writes_the_generated_draft_counts() -> None:
    session = evening()
    assert current_sections(session, ANA.code, "dap", NOW) == generated_note(session, ANA.code, "dap", NOW)
    assert note_status(session, ANA.code) == "not written"
    assert format_of(session, ANA.code, "soap") == "soap"


def test_the_facilitators_draft_stands_before_the_generated_one() -> None:
    session = evening((100, RecordWritten(ANA.code, "dap", {"Data": "mine", "Extra": "more"})))
    sections = current_sections(session, ANA.code, "dap", NOW)
    assert sections["Data"] == "mine"
    assert sections["Extra"] == "more"
    assert "call" in sections["Plan"]
    assert note_status(session, ANA.code) == "draft"
    assert format_of(session, ANA.code) == "dap"


def test_the_signed_note_stands_before_everything() -> None:
    session = evening(
        (100, RecordWritten(ANA.code, "dap", {"Data": "draft"})),
        (101, Signed(ANA.code, "dap", {"Data": "signed"})),
        (102, RecordWritten(ANA.code, "dap", {"Data": "later"})),
    )
    assert current_sections(session, ANA.code, "soap", NOW) == {"Data": "signed"}
    assert note_status(session, ANA.code) == "signed"


def test_changing_the_format_keeps_every_line_the_facilitator_wrote() -> None:
    drafted = generated_note(evening(), ANA.code, "dap", NOW)
    mine = {
        **drafted,
        "Assessment": "Steadier than before.",
        "Plan": drafted["Plan"] + "\nLend her the book.",
    }
    session = evening((100, RecordWritten(ANA.code, "dap", mine)))
    sections = current_sections(session, ANA.code, "birp", NOW)
    assert list(sections) == ["Behavior", "Intervention", "Response", "Plan"]
    assert sections["Plan"].endswith("Lend her the book.")
    assert sections["Behavior"].endswith("Steadier than before.")
    assert whole(sections).count("Spoke about 5 min in Sharing.") == 1


def test_changing_the_format_puts_each_line_under_the_nearest_heading() -> None:
    mine = {"Taking part": "Sat by the window.", "In their words": "One day.", "Next": "Lend her the book."}
    session = evening((100, RecordWritten(ANA.code, "plain", mine)))
    sections = current_sections(session, ANA.code, "soap", NOW)
    assert sections["Objective"].endswith("Sat by the window.")
    assert sections["Subjective"].endswith("One day.")
    assert sections["Plan"].endswith("Lend her the book.")
    session = evening((100, RecordWritten(GROUP, "dap", {"Assessment": "Warm.", "Later": "More."})))
    assert current_sections(session, GROUP, "plain", NOW)["How it went"].endswith("Warm.\nMore.")


def test_facts_leave_out_the_facilitators_own_sentences() -> None:
    facts = facts_about(evening(), BEN.code, NOW)
    assert "chairs" not in facts
    assert "Passed in Sharing." in facts


# Properties


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(plain_session())
def test_no_draft_names_another_member(session: Session) -> None:
    people = everyone(session)
    for format_id in ALL:
        assert not list(NameFinder(people).spans(group(session, format_id)))
        for code in session.attendance.people:
            others = NameFinder([m for m in people if m.code != code])
            assert not list(others.spans(about(session, code, format_id)))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(any_session())
def test_any_log_makes_drafts_without_holes(session: Session) -> None:
    for subject in (GROUP, *session.attendance.people, "stranger"):
        for format_id in ALL:
            assert all(
                isinstance(t, str) for t in current_sections(session, subject, format_id, NOW).values()
            )
            generated = whole(generated_note(session, subject, format_id, NOW))
            assert "None" not in generated
            assert "\x1b" not in generated


def test_the_evening_is_made_of_every_kind_of_act_that_a_draft_tells() -> None:
    kinds = {type(act) for _, act in EVENING}
    assert {TakeawayGiven, CommitmentMade, NoteWritten, SafetyCardOpened, ConcernRaised} <= kinds
