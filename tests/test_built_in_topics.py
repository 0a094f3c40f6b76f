"""The topics that ship hold what they promise: sources, easy words, kind words, a place in the curriculum."""

from __future__ import annotations

from statistics import median

import pytest

from iop_group.domain.curriculum import propose
from iop_group.domain.markup import LineKind
from iop_group.domain.topics import PartKind, TopicModule, group_lines, plan_parts
from iop_group.domain.wording import find_wording
from iop_group.library import Library
from tests.other_grader import independent

STRANDS = 10
CORE_STRANDS = {"Triggers", "Coping", "Relapse prevention"}

library = Library()
topics = library.topics().items
each = pytest.mark.parametrize("topic", topics, ids=lambda topic: topic.id)


def group_text(topic: TopicModule) -> str:
    """What the group hears and reads, each line a sentence at least; put together by this test alone."""
    lines = [topic.content_note]
    for part in topic.parts:
        lines += [line.text for line in group_lines(part) if line.kind is not LineKind.SUBHEADING]
    ended = (
        line if line.rstrip("”\"’') ").endswith((".", "!", "?")) else f"{line}." for line in lines if line
    )
    return " ".join(ended)


def test_there_are_thirty_six_in_ten_strands() -> None:
    assert len(topics) == 36
    assert len({topic.strand for topic in topics}) == STRANDS


def test_nothing_is_to_be_mended_in_them() -> None:
    assert library.check_topics() == ()


def test_they_are_easy_to_read() -> None:
    grades = {topic.id: independent(group_text(topic)) for topic in topics}
    assert median(grades.values()) <= 6
    assert {name: grade for name, grade in grades.items() if grade > 7} == {}


@each
def test_every_one_states_its_sources_and_waits_for_its_review(topic: TopicModule) -> None:
    assert topic.sources
    assert topic.reviewed_by == ""
    assert 2 <= len(topic.objectives) <= 4


@each
def test_no_word_of_the_table_stands_anywhere_in_them(topic: TopicModule) -> None:
    assert find_wording(topic.text) == ()


@each
def test_every_one_has_what_a_group_needs(topic: TopicModule) -> None:
    kinds = {part.kind for part in topic.parts}
    assert kinds >= set(PartKind) - {PartKind.HANDOUT, PartKind.OTHER}
    assert 40 <= topic.minutes <= 60
    headings = " ".join(part.heading.casefold() for part in topic.parts if part.private)
    assert "prepare" in headings
    assert "caution" in headings


@each
def test_every_one_can_be_cut_to_thirty_minutes(topic: TopicModule) -> None:
    plan = plan_parts(topic, 30)
    assert plan.fits
    kept = {planned.part.kind for planned in plan.parts}
    assert kept >= {PartKind.KEY_POINTS, PartKind.DISCUSSION, PartKind.CLOSING}


@each
def test_the_name_of_the_file_is_the_id(topic: TopicModule) -> None:
    source = library.topic_source(topic.id)
    assert source is not None
    assert source.path.name == f"{topic.id}.md"


class TestTheCurriculum:
    def test_it_has_every_topic_once_three_a_week(self) -> None:
        (curriculum,) = library.curricula().items
        assert [len(week) for week in curriculum.weeks] == [3] * 12
        assert sorted(topic_id for week in curriculum.weeks for topic_id in week) == sorted(
            t.id for t in topics
        )
        assert library.curriculum("12-weeks-by-3") == curriculum
        assert library.curriculum("") is None

    def test_core_strands_and_overdose_safety_come_in_the_first_two_weeks(self) -> None:
        (curriculum,) = library.curricula().items
        early = {topic.id: topic for topic in topics if (curriculum.week_of(topic.id) or 99) <= 2}
        assert {topic.strand for topic in early.values()} >= CORE_STRANDS
        assert "overdose-safety" in early
        assert {topic.strand for topic in topics if topic.core} == CORE_STRANDS

    def test_a_new_group_begins_with_a_core_topic_of_the_first_week(self) -> None:
        best = propose(library.curriculum("12-weeks-by-3"), topics, (), {})[0]
        assert best.topic.core
        assert "week 1 of 12" in best.reason

    def test_what_should_come_before_comes_before(self) -> None:
        (curriculum,) = library.curricula().items
        late = [
            (topic.id, first)
            for topic in topics
            for first in topic.before
            if (curriculum.week_of(first) or 0) > (curriculum.week_of(topic.id) or 0)
        ]
        assert late == []
