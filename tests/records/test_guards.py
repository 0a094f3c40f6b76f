"""Guards point at names, contacts, wording and copied sentences, and change nothing unasked."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.events import GROUP, MemberRenamed, NoteWritten
from iop_group.domain.people import Member
from iop_group.records.drafts import facts_about, generated_note
from iop_group.records.guards import (
    Finding,
    Kind,
    apply_offer,
    check_note,
    findings,
    names_for,
    sameness,
)
from iop_group.records.name_finder import NameFinder
from iop_group.records.words_of import words_of
from tests.hostile import HOSTILE
from tests.records.sessions import ANA, BEN, CY, DEE, at, evening, told

NOW = at(120)


def names_in(text: str, *names: str, own: str = "") -> list[str]:
    """What is found of these names, as it stands in the text."""
    others = [Member(f"{i}", name) for i, name in enumerate(names)]
    finder = NameFinder(others, own=[Member("me", own)])
    return [text[start:end] for start, end in finder.spans(text)]


def kinds_in(text: str) -> list[tuple[Kind, str]]:
    return [(f.kind, f.words) for f in findings(text, NameFinder(()))]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Ben", "She thanked Ben.", ["Ben"]),
        ("Ben", "she thanked ben", ["ben"]),
        ("Ben", "BEN's chair, (Ben)", ["BEN", "Ben"]),
        ("Ben", "a bench, Benny, oben", []),
        ("Zo\u00eb", "zoe and Zoe\u0308", ["zoe", "Zoe\u0308"]),
        ("Zoe", "ZO\u00cb", ["ZO\u00cb"]),
        ("O'Neil", "with O\u2019Neil there", ["O\u2019Neil"]),
        ("Stra\u00dfer", "STRASSER came", ["STRASSER"]),
        ("Ana R.", "Ana R. and ana r and Ana", ["Ana R", "ana r", "Ana"]),
        ("Ana R.", "ana said", ["ana"]),
        ("Ana R.", "vitamin R, banana", []),
        ("Maria del Carmen", "Maria, Carmen, maria, del", ["Maria", "Carmen"]),
        ("Maria del Carmen", "maria  del\ncarmen", ["maria  del\ncarmen"]),
        ("Big Al", "Al has a big heart, Big plans, et al", ["Al"]),
        ("Al", "et al, Al, also, AL", ["Al", "AL"]),
        ("Will", "Will will", ["Will"]),
        ("Will", "he will", []),
        ("Hope", "I hope. Hope said", ["Hope"]),
        ("Will", "will said so, and she thanked will", ["will", "will"]),
        ("Will", "he will be told; they will agree", []),
        ("Jo", "jo felt tired, jo", ["jo"]),
        ("Jack", "with jack", ["jack"]),
        ("I", "so i said", []),
        ("Ana R.", "A.R. and A. R. and AR spoke", ["A.R.", "A. R.", "AR"]),
        ("Ana R.", "ar, Ar, A, R., bar, ARE, A.R.T., B.A.R.", []),
        ("Ana R.", "A.R. I think", ["A.R."]),
        ("Ana Maria Ruiz", "AMR or AR, not AM", ["AMR", "AR"]),
        ("Maria del Carmen", "M.C.", ["M.C."]),
        ("Ana A.", "went to AA, an A.A. meeting", []),
        ("Ivy S.", "THIS IS HER. I.S. said", ["I.S."]),
        ("\u00c9lise Q.", "EQ and E.Q., not ER", ["EQ", "E.Q."]),
        ("Guy", "a guy said, the guy told her; later guy said", ["guy"]),
        ("O'Neil", "ON TIME", []),
        ("\U0001f33b Fay", "F, FF", []),
        ("\u674e", "\u548c\u674e\u8bf4", ["\u674e"]),
        ("\ubbfc\uc218", "\ubbfc\uc218\uac00 \ub9d0\ud588\ub2e4", ["\ubbfc\uc218"]),
        ("\u05d3\u05d5\u05d3", "\u05e2\u05dd \u05d3\u05d5\u05d3.", ["\u05d3\u05d5\u05d3"]),
        ("\U0001f33b", "with \U0001f33b today", ["\U0001f33b"]),
        ("Fay \U0001f33b", "Fay \U0001f33b and Fay", ["Fay \U0001f33b", "Fay"]),
        ("[/b]", "so [/b] said", ["[/b]"]),
        ("...", "then ... spoke", ["..."]),
        ("?", "really?", []),
        ("", "nobody", []),
        ("Ben", "B\u200ben, Be\u00adn", ["B\u200ben", "Be\u00adn"]),
        ("Ben", "B\x00en\x07", ["B\x00en\x07"]),
    ],
)
def test_a_name_is_found_as_people_write_it(name: str, text: str, found: list[str]) -> None:
    assert names_in(text, name) == found


def test_the_longest_name_wins() -> None:
    assert names_in("Ana Ruiz came", "Ana", "Ana Ruiz") == ["Ana Ruiz"]
    assert names_in("[/b] x", "[/b]", "B") == ["[/b]"]


def test_ones_own_name_is_no_finding_even_when_somebody_else_has_it_too() -> None:
    assert names_in("Ben and Ben", "Ben", own="Ben") == []
    assert names_in("Ana and Ana B.", "Ana B.", own="Ana R.") == ["Ana B"]


def test_ones_own_initials_are_no_finding() -> None:
    assert names_in("A.R. and B.K.", "Abe R.", "Bea K.", own="Ana R.") == ["B.K."]


def test_a_code_is_found_as_well_as_a_name() -> None:
    finder = NameFinder([Member("K7F3X", "Ben"), Member("HEARD", "Cy"), Member("12", "Dee")])
    text = "k7f3x heard HEARD 12"
    assert [text[a:b] for a, b in finder.spans(text)] == ["k7f3x", "HEARD"]


def test_a_member_note_may_hold_their_own_name_and_the_group_note_nobodys() -> None:
    session = evening()
    text = {"Data": "Ana R. spoke to Ben.", "Plan": "none"}
    own = check_note(session, ANA.code, text)
    assert [f.words for f in own["Data"]] == ["Ben"]
    assert list(own) == ["Data"]
    assert [f.words for f in check_note(session, GROUP, text)["Data"]] == ["Ana R", "Ben"]


def test_a_name_that_a_member_had_in_the_plan_is_still_found() -> None:
    session = told((0, MemberRenamed(BEN.code, "Benno")))
    text = "Ben, now Benno"
    assert [text[a:b] for a, b in names_for(session, ANA.code).spans(text)] == ["Ben", "Benno"]


def test_the_offer_reads_well_at_the_start_of_a_sentence_and_inside_one() -> None:
    finder = NameFinder([BEN])
    for text, better in (
        ("Ben spoke.", "A peer spoke."),
        ("She thanked Ben's sister.", "She thanked a peer's sister."),
        ("It rained. Ben came.", "It rained. A peer came."),
        ("one\nBen came", "one\nA peer came"),
    ):
        (finding,) = findings(text, finder)
        assert finding.offer == "a peer"
        assert apply_offer(text, finding) == better


def test_an_offer_for_a_text_that_has_changed_changes_nothing() -> None:
    (finding,) = findings("Ben spoke.", NameFinder([BEN]))
    assert apply_offer("Someone spoke.", finding) == "Someone spoke."
    assert apply_offer("abc", Finding(Kind.SAME, 0, 1, "a")) == "abc"


def test_phone_numbers_and_addresses_are_found() -> None:
    assert kinds_in("call +1 (555) 123-4567 or 5551234") == [
        (Kind.PHONE, "+1 (555) 123-4567"),
        (Kind.PHONE, "5551234"),
    ]
    assert kinds_in("write to a.b+c@example.co.uk.") == [(Kind.EMAIL, "a.b+c@example.co.uk")]
    (finding,) = findings("call 555 123 4567", NameFinder(()))
    assert apply_offer("call 555 123 4567", finding) == "call a phone number"


def test_dates_times_minutes_and_short_numbers_are_no_phone_numbers() -> None:
    assert kinds_in("2026-11-24, 24.11.2026, 24/11/26, 18:00-19:31, 81 of 90 min, 988, 741741") == []


def test_wording_is_offered_and_left_alone_inside_quotation_marks() -> None:
    text = "He was clean. \u201cI was clean\u201d"
    (finding,) = findings(text, NameFinder(()))
    assert (finding.kind, finding.words, finding.offer) == (Kind.WORDING, "clean", "in recovery")
    assert finding.hint == "Consider: in recovery, or not using."
    assert apply_offer(text, finding).startswith("He was in recovery.")


def test_findings_come_in_the_order_of_the_text() -> None:
    found = findings("clean 5551234567 Ben a@b.org", NameFinder([BEN]))
    assert [f.kind for f in found] == [Kind.WORDING, Kind.PHONE, Kind.NAME, Kind.EMAIL]
    assert all(f.hint for f in found)


# Sameness


def test_a_copied_sentence_is_shown_in_both_notes() -> None:
    copied = "Listened with care and gave warm feedback."
    notes = {
        "a": {"Data": f"Came early. {copied}"},
        "b": {"Data": "Came late.", "Response": f"  {copied.upper()}"},
        "c": {"Data": "Listened with care."},
    }
    found = sameness(notes, {})
    assert {s: list(by) for s, by in found.items()} == {"a": ["Data"], "b": ["Response"]}
    (finding,) = found["a"]["Data"]
    assert finding.words == copied
    assert notes["a"]["Data"][finding.start : finding.end] == copied


def test_short_sentences_and_twice_in_one_note_are_no_copies() -> None:
    long = "One two three four five six seven."
    assert sameness({"a": {"Data": f"{long} {long}"}, "b": {"Data": "Came on time."}}, {}) == {}
    assert sameness({"a": {"D": "  \n . \n"}, "b": {"D": "  \n . \n"}}, {}) == {}
    assert sameness({"a": {"D": "Came on time."}, "b": {"D": "Came on time."}}, {}) == {}


def test_several_copied_sentences_come_in_order() -> None:
    text = "One two three four five six. Seven eight nine ten eleven twelve."
    found = sameness({"a": {"D": text}, "b": {"D": text}}, {})
    assert [f.start for f in found["a"]["D"]] == [0, 29]


def test_lines_from_the_log_and_the_group_note_may_be_alike() -> None:
    session = evening()
    mine = "Sat in the second row and listened to everyone."
    notes = {s: generated_note(session, s, "dap", NOW) for s in (GROUP, *session.attendance.came)}
    facts = {s: facts_about(session, s, NOW) for s in notes}
    assert sameness(notes, facts) == {}
    notes = {s: {**n, "Assessment": mine} for s, n in notes.items()}
    found = sameness(notes, facts)
    assert set(found) == {ANA.code, BEN.code, CY.code}
    assert all(list(by) == ["Assessment"] for by in found.values())


def test_a_note_from_the_session_counts_as_the_facilitators_own_sentence() -> None:
    words = "Offered to help a newcomer find the way home."
    session = evening((90, NoteWritten("x", words, ANA.code)), (90, NoteWritten("y", words, BEN.code)))
    notes = {s: generated_note(session, s, "dap", NOW) for s in session.attendance.came}
    facts = {s: facts_about(session, s, NOW) for s in notes}
    assert set(sameness(notes, facts)) == {ANA.code, BEN.code}


# Properties


@given(st.sampled_from(HOSTILE) | st.text(max_size=60), st.sampled_from(HOSTILE) | st.text(max_size=8))
def test_findings_always_point_into_the_text(text: str, name: str) -> None:
    found = findings(f"{text} {name}", NameFinder([Member("K7F3X", name), BEN]))
    for f in found:
        assert f"{text} {name}"[f.start : f.end] == f.words != ""
        assert apply_offer(f"{text} {name}", f) != f"{text} {name}" or f.words == f.offer


@given(st.text(max_size=60))
def test_words_stand_where_they_say_and_never_overlap(text: str) -> None:
    last = 0
    for word in words_of(text):
        assert last <= word.start < word.end <= len(text)
        last = word.end


@given(st.text(alphabet="abC \u00e9.", max_size=30))
def test_plain_and_accented_text_are_read_alike(text: str) -> None:
    plain = [w.folded for w in words_of(text.replace("\u00e9", "e"))]
    assert [w.folded for w in words_of(text)] == plain


@pytest.mark.parametrize(
    "piece", ["word ", "Ana ", "1 (1 ", "a@", "\u00e9", "-", "x.", "1234567890", "[/b] ", "'\""]
)
def test_a_long_note_and_forty_members_take_no_time_at_all(piece: str) -> None:
    finder = NameFinder([Member(f"K{i}F3X", f"Ana Name{i}") for i in range(40)])
    text = piece * (100_000 // len(piece))
    began = time.process_time()
    findings(text, finder)
    assert time.process_time() - began < 5


def test_dee_in_anas_commitment_is_found() -> None:
    sections = generated_note(evening(), ANA.code, "plain", NOW)
    found = check_note(evening(), ANA.code, sections)
    assert [f.words for f in found["Next"]] == [DEE.display_name]
