"""A note as one page: headings and words come back as they were, and no word is ever lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.events import RecordWritten
from iop_group.records.drafts import generated_note
from iop_group.records.note_formats import DAP, FORMATS, PLAIN
from iop_group.tui.after_text import (
    at_place,
    first_to_fill,
    heading_lines,
    page_of,
    place_of,
    reshaped,
    sections_in,
)
from tests.records.sessions import BEN, at, evening

HEADINGS = ("Data", "Assessment", "Plan")
WORDS = st.text(alphabet="ab .:\n", max_size=60)


@given(st.fixed_dictionaries(dict.fromkeys(HEADINGS, WORDS)))
def test_sections_come_back_from_the_page(sections: dict[str, str]) -> None:
    assert sections_in(page_of(sections), HEADINGS) == {h: t.strip() for h, t in sections.items()}


@given(st.lists(st.sampled_from(["Data:", "Plan:", "Plan: call", "Data", "words", "", "  more", "x:"])))
def test_no_word_of_a_page_is_lost_whatever_became_of_its_headings(lines: list[str]) -> None:
    kept = " ".join(sections_in("\n".join(lines), HEADINGS).values()).split()
    typed = [word for line in lines for word in line.split() if word not in ("Data:", "Plan:")]
    assert sorted(w for w in kept if w not in ("Data:", "Plan:")) == sorted(typed)


def test_words_whose_heading_was_deleted_go_to_the_section_before() -> None:
    page = "Data:\nmood 4\n\nwill call\n"
    assert sections_in(page, HEADINGS) == {"Data": "mood 4\n\nwill call", "Assessment": "", "Plan": ""}


def test_writing_on_in_the_line_of_the_heading_is_writing_under_it() -> None:
    assert sections_in("Data:\nmood 4\n\nPlan: call his sister\n", HEADINGS)["Plan"] == "call his sister"


def test_a_line_that_only_begins_like_a_heading_stays_where_it_is() -> None:
    page = "Data:\nPlan: was said\n\nPlan:\ncall\n"
    assert sections_in(page, HEADINGS) == {"Data": "Plan: was said", "Assessment": "", "Plan": "call"}
    assert heading_lines(page.split("\n"), HEADINGS) == {0: "Data", 3: "Plan"}


def test_no_headings_mean_no_sections() -> None:
    assert sections_in("words", ()) == {}


def test_the_cursor_goes_under_the_first_heading_that_should_not_stay_empty() -> None:
    page = page_of({"Data": "mood 4", "Assessment": "", "Plan": ""})
    assert first_to_fill(page, HEADINGS, DAP, BEN.code) == (4, 0)


def test_in_a_full_note_the_cursor_goes_behind_what_was_noted() -> None:
    filled = {"Session": "a", "Taking part": "b", "In their words": "", "Next": ""}
    row, column = first_to_fill(page_of(filled), tuple(filled), PLAIN, BEN.code)
    lines = page_of(filled).split("\n")
    assert (lines[row - 1], lines[row], lines[row + 1], column) == ("b", "", "In their words:", 0)


def test_where_the_own_heading_comes_last_the_cursor_goes_to_the_end() -> None:
    filled = {"Session": "a", "Taking part": "b"}
    page = page_of(filled)
    assert first_to_fill(page, tuple(filled), PLAIN, BEN.code) == (page.count("\n"), 0)


@given(st.text(alphabet="ab\n", max_size=40), st.integers(0, 40))
def test_places_and_lines_are_two_ways_to_say_the_same(page: str, place: int) -> None:
    place = min(place, len(page))
    assert at_place(page, place_of(page, place)) == place


def test_in_every_other_format_the_facilitators_words_are_still_there() -> None:
    for before in FORMATS:
        own = {h: f"Own words about {h}." for h in before.headings(BEN.code)}
        session = evening((96, RecordWritten(BEN.code, before.id, own)))
        for after in FORMATS:
            moved = "\n".join(reshaped(session, BEN.code, before.id, after.id, at(97)).values())
            assert all(words in moved for words in own.values())


def test_a_generated_line_that_was_taken_out_does_not_come_back_in_another_format() -> None:
    sections = generated_note(evening(), BEN.code, "plain", at(96))
    spoken = "Passed in Sharing."
    assert spoken in sections["Taking part"]
    sections["Taking part"] = sections["Taking part"].replace(spoken, "Chose to listen.")
    session = evening((96, RecordWritten(BEN.code, "plain", sections)))
    moved = "\n".join(reshaped(session, BEN.code, "plain", "dap", at(97)).values())
    assert "Chose to listen." in moved
    assert spoken not in moved


def test_a_note_that_nobody_wrote_into_is_generated_in_the_other_format() -> None:
    assert reshaped(evening(), BEN.code, "plain", "dap", at(96)) == generated_note(
        evening(), BEN.code, "dap", at(96)
    )
