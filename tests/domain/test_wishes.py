"""The group's own list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.events import (
    BlockEntered,
    Undone,
    WishTicked,
    WishWritten,
    event_from_record,
    event_to_record,
)
from iop_group.domain.summary import searchable_text
from iop_group.domain.wishes import Wish, Wishes, read_wish
from tests.domain.logs import Log, told

NAMES = {"a1": "Ana R.", "b2": "Ben"}


def read(text: str) -> WishWritten | None:
    return read_wish(text, NAMES, tuple(NAMES))


@pytest.mark.parametrize(
    ("typed", "words", "member", "minutes"),
    [
        ("sleep", "sleep", "", 0),
        ("@ben the call with his boss 10m", "the call with his boss", "b2", 10),
        ("@ana r.: her sister 5 min", "her sister", "a1", 5),
        ("@group what we agreed on 3 minutes", "what we agreed on", "", 3),
        ("step 12", "step 12", "", 0),
        ("10 min", "10 min", "", 0),
        ("much too long 999 min", "much too long 999 min", "", 0),
        ("@ben", "", "b2", 0),
        ("  ", "", "", 0),
    ],
)
def test_one_line_says_what_and_perhaps_who_and_how_long(
    typed: str, words: str, member: str, minutes: int
) -> None:
    assert read(typed) == WishWritten("", words, member, minutes)


@pytest.mark.parametrize("typed", ["@zed the call", "@private the call"])
def test_a_name_that_nobody_has_is_asked_about(typed: str) -> None:
    assert read(typed) is None


@given(st.text(max_size=60))
def test_whatever_is_typed_becomes_one_line(text: str) -> None:
    wish = read(text)
    assert wish is None or "\n" not in wish.words
    assert wish is None or 0 <= wish.minutes <= 240


def test_the_list_keeps_its_order_and_what_was_talked_about() -> None:
    first, second = WishWritten("w1", "the call", "b2", 10), WishWritten("w2", "sleep", "", 5)
    wishes = told((0, first), (1, second), (2, WishTicked("w1")), (3, WishTicked("gone"))).wishes
    assert wishes.all == (Wish("w1", "the call", "b2", 10, done=True), Wish("w2", "sleep", "", 5))
    assert wishes.minutes == 15
    assert wishes.of("b2") == wishes.all[:1]
    off = told((0, first), (1, second), (2, WishWritten("w1", " "))).wishes
    assert [w.id for w in off.all] == ["w2"]
    again = told((0, first), (1, WishTicked("w1")), (2, WishTicked("w1", done=False))).wishes
    assert not again.all[0].done


def test_what_was_put_on_the_list_is_taken_back_as_everything_is() -> None:
    log = Log.of((0, WishWritten("w1", "the call", "b2")))
    log.add(5, Undone(log.events[-1].id))
    assert log.session.wishes == Wishes()


def test_the_list_is_written_down_found_again_and_searched() -> None:
    log = Log.of((0, BlockEntered("opening")), (1, WishWritten("w1", "the call", "b2", 10)))
    again = [event_from_record(event_to_record(event)) for event in log.events]
    assert again == log.events
    assert "the call" in searchable_text(log.session)
    assert log.session.has_words("b2")
