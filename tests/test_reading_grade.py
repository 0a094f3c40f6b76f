"""The reading grade is the well-known formula on what the group sees, and nothing else."""

from __future__ import annotations

import pytest

from iop_group.domain.topics import TopicModule
from iop_group.reading_grade import FEWEST_WORDS, reading_grade
from tests.domain.test_topics import titled, topic
from tests.other_grader import independent

EASY = "We sit and talk. You can pass. Take your time with it. " * 5
HARD = (
    "Individuals experiencing considerable psychological difficulties frequently underestimate the necessity "
    "of comprehensive interdisciplinary rehabilitation, notwithstanding professional recommendations. "
) * 4


def graded(*lines: str) -> float:
    grade = reading_grade(titled("## Opening", *lines))
    assert grade is not None
    return grade


def test_easy_words_are_easy_and_hard_ones_hard() -> None:
    assert graded(EASY) < 2
    assert graded(HARD) > 16


@pytest.mark.parametrize(
    "text", [EASY, HARD, "The group meets on Tuesday, and everyone is welcome to listen. " * 6]
)
def test_another_library_gives_the_same_grade(text: str) -> None:
    # The other one rounds the syllables of a word to a tenth, which can make 0.6 of a grade.
    assert graded(text) == pytest.approx(independent(text), abs=0.65)


def test_private_text_and_headings_do_not_count() -> None:
    alone = graded(EASY)
    module = titled(
        "## Facilitator",
        HARD,
        "## Opening",
        "### Considerable interdisciplinary difficulties",
        EASY,
        f"> {HARD}",
    )
    assert reading_grade(module) == pytest.approx(alone)


def test_what_is_read_out_first_counts() -> None:
    module = topic(f"---\ntitle: T\ncontent note: {HARD}\n---\n## Opening\n{EASY}")
    assert (reading_grade(module) or 0) > graded(EASY)


def test_a_line_ends_a_sentence_with_or_without_a_full_stop() -> None:
    lines = ["We sit and talk", "You can pass", "Take your time with it"] * 6
    assert graded(*lines) == pytest.approx(graded(*(f"{line}." for line in lines)))


def test_few_words_and_other_languages_have_no_grade() -> None:
    assert reading_grade(titled("## Opening", "word " * (FEWEST_WORDS - 1))) is None
    assert reading_grade(titled("## Opening", "word " * FEWEST_WORDS)) is not None
    assert reading_grade(topic(f"---\ntitle: T\nlanguage: es\n---\n## Opening\n{EASY}")) is None
    assert reading_grade(topic(f"---\ntitle: T\nlanguage: EN-us\n---\n## Opening\n{EASY}")) is not None
    assert reading_grade(TopicModule("t", "T")) is None
