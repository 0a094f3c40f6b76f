"""`@name` at the beginning of a note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.events import GROUP
from iop_group.domain.mentions import PRIVATE, Mention, mention_in

NAMES = {"a1": "Ana R.", "a2": "Ana Sofía", "b1": "Ben", "c1": "Cy", "z1": "Zoë"}


def found(text: str, *, finished: bool = False) -> Mention | None:
    return mention_in(text, NAMES, tuple(NAMES), finished=finished)


def test_a_note_without_a_mention_has_none() -> None:
    assert found("Ben was quiet") is None
    assert found("Wrote to ben@home ") is None
    assert found("") is None


def test_a_name_that_is_still_being_typed_waits_for_its_space() -> None:
    assert found("@be") is None
    assert found("@be ") == Mention("b1", 4)
    assert found("@be", finished=True) == Mention("b1", 3)


def test_accents_and_case_do_not_matter() -> None:
    assert found("@ZOE sang") == Mention("z1", 5)


def test_an_unclear_name_says_whom_it_may_mean_until_it_is_clear() -> None:
    assert found("@ana ") == Mention(None, 5, ("a1", "a2"))
    assert found("@ana s was late") == Mention("a2", 7)


def test_nobody_of_that_name_leaves_nobody_to_choose() -> None:
    assert found("@hal came") == Mention(None, 5, ())


def test_the_group_can_be_mentioned_too() -> None:
    assert found("@group warm") == Mention(GROUP, 7)


@pytest.mark.parametrize("text", ["@private a thought", "@Private: a thought", "@me a thought"])
def test_what_is_for_the_facilitator_alone_can_be_said_too(text: str) -> None:
    assert found(text) == Mention(PRIVATE, len(text) - len("a thought"))


def test_a_member_with_such_a_name_is_meant_before_the_private_lane() -> None:
    assert mention_in("@me came", {"m1": "Mercy"}, ("m1",)) == Mention("m1", 4)


@pytest.mark.parametrize("text", ["@", "@ ", "@  ben", "@\nben", "@@ben "])
def test_an_at_sign_alone_means_nobody(text: str) -> None:
    mention = found(text)
    assert mention is None or mention.subject in (None, "b1")


@given(st.text())
def test_no_text_breaks_it_and_the_mention_lies_within_the_first_line(text: str) -> None:
    mention = found("@" + text, finished=True)
    assert mention is None or 0 < mention.length <= len(("@" + text).partition("\n")[0])
