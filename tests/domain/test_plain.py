"""Text from people, made safe to show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.plain import folded, one_line, printable

ANY_TEXT = st.text(alphabet=st.characters())  # with lone surrogates and control codes


@given(ANY_TEXT)
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    shown = printable(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@given(ANY_TEXT)
def test_a_note_keeps_its_lines_and_is_otherwise_as_safe_as_a_name(text: str) -> None:
    assert printable(text, lines=True).replace("\n", " ") == printable(text)


@given(ANY_TEXT)
def test_what_is_safe_stays_as_it_is(text: str) -> None:
    assert printable(printable(text)) == printable(text)
    assert one_line(one_line(text)) == one_line(text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("O'Neil [meh]", "O'Neil [meh]"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("a\tb\u2028c\x0bd", "a b c d"),
        ("abc\u202edef", "abcdef"),
        ("e\ud800f", "ef"),
        ("naïve שלום 中文 👩‍👩‍👧", "naïve שלום 中文 👩‍👩‍👧"),
        ("one\r\ntwo\rthree\nfour", "one two three four"),
    ],
)
def test_text_from_people_is_shown_without_tricks(typed: str, shown: str) -> None:
    assert printable(typed) == shown


def test_line_ends_of_every_system_are_line_ends() -> None:
    assert printable("one\r\ntwo\rthree\u2029four", lines=True) == "one\ntwo\nthree\nfour"


def test_a_name_has_no_runs_of_spaces() -> None:
    assert one_line("  Ana \t\n R.  ") == "Ana R."


@pytest.mark.parametrize(
    ("word", "found_by"),
    [("Zoë", "zoe"), ("STRASSE", "straße"), ("Ångström", "angstrom"), ("5 ㎀", "5 PA")],
)
def test_things_are_found_without_minding_case_and_accents(word: str, found_by: str) -> None:
    assert folded(word) == folded(found_by)


def test_what_was_folded_stays_as_it_is_whatever_sign_it_was() -> None:
    for sign in map(chr, range(0x110000)):
        if sign.casefold() == sign and not unicodedata.decomposition(sign):
            continue
        assert folded(folded(sign)) == folded(sign), ascii(sign)
