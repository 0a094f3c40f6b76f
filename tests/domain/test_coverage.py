"""How much of the topic was covered."""

from __future__ import annotations

from iop_group.domain.events import (
    ItemTicked,
    ObjectiveCovered,
    PartEntered,
    PointShown,
    QuestionUsed,
    SafetyCardOpened,
    TopicChosen,
    TopicTaken,
)
from tests.domain.logs import moment, told


def test_parts_are_remembered_in_the_order_they_were_entered() -> None:
    coverage = told((0, PartEntered(5)), (60, PartEntered(4)), (90, PartEntered(5))).coverage
    assert coverage.part == 5
    assert coverage.entered == ((5, moment(0)), (4, moment(60)), (5, moment(90)))
    assert coverage.parts == {4, 5}


def test_each_part_remembers_the_point_shown_last() -> None:
    assert told((0, PointShown(4, 1)), (1, PointShown(5, 0)), (2, PointShown(4, 2))).coverage.points == {
        4: 2,
        5: 0,
    }


def test_a_question_an_objective_and_a_line_can_be_ticked_and_unticked() -> None:
    ticked = told(
        (0, QuestionUsed(6, 1)),
        (0, QuestionUsed(6, 2)),
        (0, ObjectiveCovered(0)),
        (0, ObjectiveCovered(2)),
        (0, ItemTicked("opening", "1", "Welcome")),
        (0, ItemTicked("opening", "2", "Privacy")),
        (1, QuestionUsed(6, 1, False)),
        (1, ObjectiveCovered(0, False)),
        (1, ItemTicked("opening", "1", "Welcome", False)),
    ).coverage
    assert ticked.used == {(6, 2)}
    assert ticked.objectives == {2}
    assert ticked.said == {("opening", "2"): "Privacy"}


def test_the_words_that_were_said_are_the_ones_kept() -> None:
    coverage = told((0, ItemTicked("o", "1", "Old words")), (1, ItemTicked("o", "1", "New words"))).coverage
    assert coverage.said == {("o", "1"): "New words"}


def test_safety_cards_are_remembered() -> None:
    assert told((0, SafetyCardOpened("a")), (1, SafetyCardOpened("a"))).coverage.cards == ("a", "a")


def test_another_topic_begins_anew_and_keeps_rituals_and_cards() -> None:
    coverage = told(
        (0, ItemTicked("opening", "1", "Welcome")),
        (0, SafetyCardOpened("a")),
        (0, PartEntered(4)),
        (0, QuestionUsed(6, 1)),
        (1, TopicChosen(TopicTaken("other", "Other"))),
    ).coverage
    assert (coverage.part, coverage.parts, coverage.used) == (None, frozenset(), frozenset())
    assert (coverage.said, coverage.cards) == ({("opening", "1"): "Welcome"}, ("a",))
