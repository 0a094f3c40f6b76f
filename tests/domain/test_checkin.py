"""The check-in round."""

from __future__ import annotations

import pytest

from iop_group.domain.checkin import (
    DEFAULT_ITEMS,
    PASS,
    Answer,
    CheckIn,
    CheckinItem,
    ItemKind,
    answer_text,
    asks_at_once,
    asks_privately,
    read_key,
)

MOOD = CheckinItem("mood", "Mood now", "mood")
TIME = CheckinItem("time", "Needs time today", "time", ItemKind.CHOICE, ("yes", "no"))
GOOD = CheckinItem("good", "One good thing", "good", ItemKind.WORDS)
FOLLOW_UP = CheckinItem("follow-up", "Private follow-up", "follow-up", ItemKind.CHOICE)
USED = CheckinItem("use", "Used since last session", "used", ItemKind.CHOICE)


@pytest.mark.parametrize(
    ("item", "key", "answer"),
    [
        (MOOD, "0", Answer(0)),
        (MOOD, "9", Answer(9)),
        (MOOD, "t", Answer(10)),
        (MOOD, "x", None),
        (MOOD, "10", None),
        (MOOD, "²", None),
        (TIME, "1", Answer("yes")),
        (TIME, "2", Answer("no")),
        (TIME, "3", None),
        (TIME, "0", None),
        (TIME, "", None),
        (GOOD, "1", None),
    ],
)
def test_one_key_answers(item: CheckinItem, key: str, answer: Answer | None) -> None:
    assert read_key(item, key) == answer


@pytest.mark.parametrize(
    ("answer", "text"), [(None, ""), (PASS, "pass"), (Answer(0), "0"), (Answer("not yet"), "not yet")]
)
def test_a_pass_is_never_nought_and_never_blank(answer: Answer | None, text: str) -> None:
    assert answer_text(answer) == text


def test_a_member_is_heard_once_something_was_said_or_passed() -> None:
    round_ = CheckIn().answered("a1", "mood", PASS)
    assert round_.heard("a1")
    assert not round_.heard("b2")
    assert not round_.answered("a1", "mood", None).heard("a1")


def test_private_questions_are_off_or_never_shared_and_headings_are_short() -> None:
    private = {"mood", "urge", "sleep", "follow-up", "use", "medication", "goal"}
    assert {i.id for i in DEFAULT_ITEMS if not i.shared} == private
    assert {i.id for i in DEFAULT_ITEMS if not i.on} == {"use", "medication", "goal", "good"}
    assert all(len(i.short) <= 9 and len(i.choices) <= 9 for i in DEFAULT_ITEMS)


@pytest.mark.parametrize(
    ("item", "answer", "privately", "at_once"),
    [
        (FOLLOW_UP, Answer("none"), False, False),
        (FOLLOW_UP, Answer("after group"), True, False),
        (FOLLOW_UP, Answer("now"), True, True),
        (FOLLOW_UP, PASS, False, False),
        (USED, Answer("talk privately"), True, False),
        (USED, Answer("yes"), False, False),
        (GOOD, Answer("now"), False, False),
    ],
)
def test_who_asks_for_a_private_word_gets_it_and_who_asks_for_it_now_gets_it_at_once(
    item: CheckinItem, answer: Answer, privately: bool, at_once: bool
) -> None:
    assert asks_privately(item, answer) is privately
    assert asks_at_once(item, answer) is at_once


def test_a_pass_never_asks_for_anything_whatever_was_said_before() -> None:
    passed = Answer("now", passed=True)
    assert not asks_privately(FOLLOW_UP, passed)
    assert not asks_at_once(FOLLOW_UP, passed)
