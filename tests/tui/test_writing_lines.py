"""What stands around a topic that is being written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.errors import Problem, Severity
from iop_group.domain.topics import group_lines, parse_topic
from iop_group.tui.text import Row, row_width
from iop_group.tui.writing_lines import Seen, check_rows, from_line, part_at, private_texts, to_mend
from tests.hostile import HOSTILE

FILE = """---
title: Urges
summary: An urge builds and eases.
---
Before the first heading.

## Facilitator: prepare
Bring cards.

## Key points (10 min)
- Urges pass.
> Ask for an example,
  and wait.
- They come back.
### Facilitator, for you
- Not for them.

## Handout
Keep this.
"""
WRONG = (
    Problem(Severity.ERROR, "a.md", 1, "No title."),
    Problem(Severity.HINT, "a.md", None, "Long words."),
    Problem(Severity.WARNING, "a.md", 7, "A closed question."),
)


def seen(text: str = FILE) -> Seen:
    return Seen(text, "Urges", (), parse_topic(text, "urges.md")[0])


def text_of(row: Row) -> str:
    return "".join(piece for piece, _ in row)


def test_what_the_group_does_not_see_is_told_from_what_it_sees() -> None:
    private = private_texts(seen())
    for line in ("title: Urges", "Before the first heading.", "## Facilitator: prepare", "Bring cards."):
        assert line in private
    for line in ("> Ask for an example,", "  and wait.", "- Not for them."):
        assert line in private
    for line in ("## Key points (10 min)", "- Urges pass.", "- They come back.", "## Handout", "Keep this."):
        assert line not in private


@given(st.lists(st.sampled_from([*FILE.splitlines(), "", "### Steps", "1. One", "<!-- x -->"]), max_size=30))
def test_no_line_that_the_group_sees_is_painted_as_private(lines: list[str]) -> None:
    now = seen("---\ntitle: T\n---\n" + "\n".join(lines))
    assert now.topic is not None
    written = now.text.split("\n")
    shown = {written[line.line - 1] for part in now.topic.parts for line in group_lines(part) if line.line}
    hidden = {written[n] for n in range(len(written))} - shown
    assert private_texts(now) & shown <= hidden | {t for t in shown if written.count(t) > 1}


def test_the_part_at_the_cursor_is_found_in_the_groups_view() -> None:
    topic = seen().topic
    assert topic is not None
    assert [part_at(topic, line) for line in (2, 5, 8, 10, 13, 18, 99)] == [None, None, None, 0, 0, 1, 1]


def test_the_nearest_thing_to_mend_comes_first() -> None:
    assert [p.line for p in from_line(WRONG, 2)] == [7, 1, None]
    rows = [text_of(row) for row in check_rows(WRONG, 2, 80, 3)]
    assert rows[1] == "line 7    A closed question."
    assert "It cannot be used like this" in rows[0]


def test_nothing_to_mend_says_so() -> None:
    assert to_mend(()) == ("✓ Nothing to mend.", "success")
    assert to_mend(WRONG[1:])[0] == "1 to mend · 1 hint"


def test_long_and_hostile_words_stay_within_their_room() -> None:
    problems = [Problem(Severity.WARNING, "x", 3, text) for text in HOSTILE]
    rows = check_rows(problems, 1, 60, 7)
    assert len(rows) == 7
    assert all(row_width(row) <= 60 for row in rows)
