"""A passphrase is long enough or not; what else can be said of it is said honestly."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.errors import BadInput
from iop_group.domain.passphrase import MINIMUM, Strength, checked, hint, normalised

text_a_person_types = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def test_ten_characters_are_enough_and_nine_are_not() -> None:
    assert checked("nine chars") == "nine chars"
    with pytest.raises(BadInput, match="at least 10 characters"):
        checked("9 charact")


def test_line_ends_do_not_count_and_spaces_do() -> None:
    assert checked(" a b c d e f\r\n") == " a b c d e f"
    with pytest.raises(BadInput):
        checked("9 charact\r\n")


def test_the_same_word_from_another_keyboard_is_the_same_passphrase() -> None:
    composed, apart = "übergänge im flur", unicodedata.normalize("NFD", "übergänge im flur")
    assert composed != apart
    assert normalised(apart) == normalised(composed)


def test_bytes_that_are_no_text_are_refused_in_plain_words() -> None:
    with pytest.raises(BadInput, match="no text"):
        normalised("caf\udce9 at the corner")


@given(text_a_person_types)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@pytest.mark.parametrize(
    "easy",
    [
        "passwordpassword",
        "Password2024!",
        "P@ssw0rd1234",
        "aaaaaaaaaaaaaaaaaaaa",
        "1234567890",
        "9876543210123456",
        "abcdefghijklmnop",
        "qwertyuiop",
        "iop group 2025",
        "One day at a time",
        "serenity prayer",
        "correct horse battery staple",
        "kim7kim7kim7kim7kim7",
        " " * 30,
        "-" * 30,
    ],
)
def test_what_is_tried_first_is_called_easy_to_guess(easy: str) -> None:
    assert hint(easy).strength is Strength.EASY


@pytest.mark.parametrize("fair", ["vR8#kq2!xZ", "lamp otter kn", "thistle-84b"])
def test_just_long_enough_is_called_just_that(fair: str) -> None:
    assert hint(fair).strength is Strength.FAIR


@pytest.mark.parametrize(
    "long",
    ["lamp otter fjord mustard", "Der Kater frisst keine Zwiebeln", "雨が降る夜に七人で静かに話をした冬"],
)
def test_words_by_chance_are_long(long: str) -> None:
    assert hint(long).strength is Strength.LONG


def test_what_is_missing_is_counted_while_typing() -> None:
    assert hint("").text == "At least 10 more characters."
    assert hint("lampotter").text == "At least 1 more character."


@given(text_a_person_types)
def test_the_hint_agrees_with_the_rule_and_never_repeats_the_passphrase(text: str) -> None:
    given_hint = hint(text)
    long_enough = len(normalised(text)) >= MINIMUM
    assert (given_hint.strength is Strength.TOO_SHORT) is not long_enough
    if long_enough:
        assert checked(text) == normalised(text)
        assert normalised(text) not in str(given_hint)
