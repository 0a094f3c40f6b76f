"""A topic as a text to read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.errors import Problem, Severity
from iop_group.domain.topics import TopicModule, parse_topic
from iop_group.tui.text import Row, row_width
from iop_group.tui.topics_lines import (
    NO_TITLE_YET,
    NOTHING_TO_SEE,
    UNREVIEWED,
    group_view,
    notice,
    problem_rows,
    reading,
    row_of_part,
)

FILE = """---
title: Urges
strand: Coping
core: yes
minutes: 40
summary: An urge builds and eases.
objectives: name an urge, wait it out
content note: This can stir something up.
sources: a book
---
Before the first heading.

## Facilitator: prepare
Bring cards.

## Key points (10 min)
- Urges pass.
1. First wait.
> Ask for an example.
### What helps
Talk to someone.

## Practice together (5 min, optional)
Breathe.

## Handout
Keep this.
"""
SECRETS = (
    "Before the first heading",
    "Bring cards",
    "Ask for an example",
    "stir something",
    "a book",
    "wait it out",
)


def topic(text: str = FILE) -> TopicModule:
    module, _ = parse_topic(text, "urges.md")
    assert module is not None
    return module


def lines(rows: list[Row]) -> list[str]:
    return ["".join(text for text, _ in row).rstrip() for row in rows]


def test_the_facilitator_reads_everything_with_the_private_parts_marked() -> None:
    rows = reading(topic(), as_group=False)(72)
    shown = lines(rows)
    for secret in SECRETS:
        (found,) = [line for line in shown if secret in line]
        assert found.startswith("│ ")
        assert {ink for _, ink in rows[shown.index(found)]} == {"dim"}
    for open_words in ("Urges pass.", "1. First wait.", "What helps", "Keep this."):
        (found,) = [line for line in shown if open_words in line]
        assert not found.startswith("│")


def test_the_group_sees_only_what_is_for_the_group() -> None:
    shown = "\n".join(lines(reading(topic(), as_group=True)(72)))
    for secret in SECRETS:
        assert secret not in shown
    for open_words in ("Key points", "Urges pass.", "What helps", "5 min, optional", "on paper"):
        assert open_words in shown


def test_a_topic_that_nobody_reviewed_says_so() -> None:
    assert any(UNREVIEWED in line for line in lines(reading(topic(), as_group=False)(72)))
    reviewed = topic(FILE.replace("core: yes", "reviewed by: Dr Lee\nreviewed on: 2026-03-01"))
    shown = lines(reading(reviewed, as_group=False)(72))
    assert not any(UNREVIEWED in line for line in shown)
    assert "Reviewed by Dr Lee, 2026-03-01." in shown


def test_a_topic_without_parts_shows_nothing_to_the_group() -> None:
    bare = topic("---\ntitle: Bare\n---\nOnly words.\n")
    assert lines(reading(bare, as_group=True)(72)) == [NOTHING_TO_SEE]
    assert any("Only words." in line for line in lines(reading(bare, as_group=False)(72)))


@given(st.text(max_size=400), st.integers(40, 120), st.booleans())
def test_no_line_is_wider_than_the_screen_whatever_is_written(body: str, cells: int, as_group: bool) -> None:
    module = topic(f"---\ntitle: T\n---\n## Key points\n{body}\n")
    for row in reading(module, as_group=as_group)(cells):
        assert row_width(row) <= cells


def test_something_worth_knowing_stands_above_the_summary_and_never_in_the_groups_view() -> None:
    shown = lines(reading(topic(), as_group=False, said="The built-in has changed.")(72))
    assert shown.index("⚑ The built-in has changed.") < shown.index("An urge builds and eases.")
    assert "changed" not in "\n".join(lines(reading(topic(), as_group=True, said="It has changed.")(72)))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_row_of_a_part_is_where_its_heading_stands(place: int) -> None:
    heading = ("Key points", "Practice together", "Handout")[place]
    shown = lines(group_view(topic())(60))
    assert shown[row_of_part(topic(), place, 60)].startswith(heading)


def test_without_a_title_the_groups_view_asks_for_one() -> None:
    assert " ".join(lines(group_view(None)(60))) == NO_TITLE_YET


def test_only_files_that_need_a_look_are_counted() -> None:
    hint = Problem(Severity.HINT, "topics/a.md", 2, "did you mean it?")
    wrong = [Problem(Severity.ERROR, f"topics/{n}.md", None, "no title") for n in "bc"]
    assert notice([hint]) == ""
    assert notice([hint, wrong[0], wrong[0]]).startswith("1 file has problems")
    assert notice(wrong).startswith("2 files have problems")


def test_problems_stand_under_their_files() -> None:
    problems = [
        Problem(Severity.ERROR, "topics/a.md", None, "No title."),
        Problem(Severity.HINT, "topics/a.md", 2, "Did you mean it?"),
        Problem(Severity.WARNING, "topics/b.md", 7, "Odd."),
    ]
    first = ["topics/a.md", "No title.", "line 2: Did you mean it?"]
    assert lines(problem_rows(problems, 60)) == [*first, "", "topics/b.md", "line 7: Odd."]
