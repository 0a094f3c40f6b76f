"""Words that label people are found where staff wrote them, and left alone where a member said them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.wording import TABLE, find_wording


def found(text: str) -> list[str]:
    return [finding.found for finding in find_wording(text)]


@pytest.mark.parametrize("phrase", sorted({phrase for row in TABLE for phrase in row.avoid}))
def test_every_phrase_of_the_table_is_found_in_any_case(phrase: str) -> None:
    for written in (phrase, phrase.upper(), phrase.replace(" ", "-")):
        text = f"So {written}, then."
        (finding,) = find_wording(text)
        assert text[finding.start : finding.end] == finding.found == written
        assert finding.use


@pytest.mark.parametrize(
    "text",
    [
        *("addiction", "a misuser", "the cleaning", "abused", "habits that help", "a relapse plan", "denial"),
        *("clean water", "clean up", "dirty dishes", "user name", "Alcoholics Anonymous", "alcoholic drinks"),
        *(
            "child abuse",
            "overdose, abuse or danger",
            "Abuse disclosed",
            "sexual abuse",
            "nicotine replacement therapy",
            "clean. Test the water",
        ),
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert [f for f in found(text) if f != "clean"] == []


def test_the_longest_phrase_wins() -> None:
    assert found("a former addict, a clean urine, substance abuse") == [
        "former addict",
        "clean urine",
        "substance abuse",
    ]


def test_words_stand_together_only_within_a_phrase() -> None:
    assert found("came back. Clean") == ["Clean"]
    assert found("in, denial") == []
    assert found("user") == found("user.") == ["user"]


@pytest.mark.parametrize(
    "text",
    [
        'He said "I am an addict" and laughed',
        "He said “I am an addict” and laughed",
        "He said ‘I’m an addict’ and laughed",
        "He said 'I'm an addict' and laughed",
        "Er sagte „addict“ und",
        "«addict»",
        '"a" "b" "addict"',
    ],
)
def test_what_a_member_said_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "He is 5' 10\" tall, an addict",
        "The members' view: an addict's day isn't easy",
        '"quoted" addict "quoted"',
        '"an open quote, an addict',
        '"open\naddict"',
        "''addict",
    ],
)
def test_a_mark_that_encloses_nothing_hides_nothing(text: str) -> None:
    assert found(text) == ["addict"]


@given(
    st.text()
    | st.lists(st.sampled_from(["addict", '"', "'", " ", "\n", "“", "”", "-", "clean", "’s"])).map("".join)
)
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    end = 0
    for finding in find_wording(text):
        assert end <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.found
        end = finding.end
