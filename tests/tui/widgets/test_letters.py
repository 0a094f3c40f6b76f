"""Letters for the room view: they fit, and what cannot be drawn is left to the terminal's own."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.tui.text import ASCII, UNICODE
from iop_group.tui.widgets.letters import HEIGHT, draw_words


def test_every_letter_and_digit_is_there_and_no_two_look_alike() -> None:
    drawn = {sign: draw_words(sign, 80, UNICODE) for sign in string.ascii_letters + string.digits + "?!.,ñéü"}
    assert all(len(rows) == HEIGHT for rows in drawn.values())
    alike = [(a, b) for a in drawn for b in drawn if a < b and drawn[a] == drawn[b]]
    assert alike == [("0", "O")]


@pytest.mark.parametrize("text", ["", "漢字", "É", "a\u0301\u0301", "emoji \U0001f600", "[b]"])
def test_what_cannot_be_drawn_is_left_to_the_terminal(text: str) -> None:
    assert draw_words(text, 80, UNICODE) == ()


def test_a_terminal_with_ascii_alone_and_a_word_too_long_get_none() -> None:
    assert draw_words("What", 80, ASCII) == ()
    assert draw_words("What", 10, UNICODE) == ()


@given(st.lists(st.text(string.ascii_letters, min_size=1, max_size=9), min_size=1), st.integers(60, 200))
def test_lines_are_full_words_and_fit(words: list[str], cells: int) -> None:
    rows = draw_words(" ".join(words), cells, UNICODE)
    assert len(rows) % (HEIGHT + 1) == HEIGHT
    assert all(len(row) <= cells for row in rows)
