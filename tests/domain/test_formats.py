"""A format file becomes an agenda that always closes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.agenda import BlockKind, Format
from iop_group.domain.errors import Severity
from iop_group.domain.formats import parse_format


def titled(*lines: str) -> tuple[Format, list[tuple[Severity, int | None]]]:
    form, problems = parse_format("\n".join(["---", "title: T", "---", *lines]), "formats/my-own.md")
    assert form is not None
    return form, [(problem.severity, problem.line) for problem in problems]


def test_every_block_has_its_kind_title_minutes_and_flags() -> None:
    form, problems = titled(
        "Some words about it.",
        "## Opening (5 min)",
        "## Check in (10 minutes)",
        "## Topic: Teach (20 min)",
        "## Topic: Practise: in pairs (10 min, optional)",
        "## Break (5 min, optional)",
        "## Sharing (8-12 min)",
        "## Closing (5 min)",
        "## DEBRIEF (5 min)",
    )
    assert problems == []
    assert (form.id, form.title) == ("my-own", "T")
    assert [(b.id, b.title, b.minutes, b.optional, b.protected) for b in form.blocks] == [
        ("opening", "Opening", 5, False, False),
        ("check-in", "Check-in", 10, False, False),
        ("topic", "Teach", 20, False, False),
        ("topic-2", "Practise: in pairs", 10, True, False),
        ("break", "Break", 5, True, False),
        ("sharing", "Sharing", 10, False, False),
        ("closing", "Closing", 5, False, True),
        ("debrief", "Debrief", 5, False, False),
    ]


@pytest.mark.parametrize("heading", ["Check-in", "Check in", "Checkin", "CHECK IN now", "“Check-in”"])
def test_the_first_words_name_the_kind(heading: str) -> None:
    form, _ = titled(f"## {heading} (5 min)", "## Closing (5 min)")
    assert form.blocks[0].kind is BlockKind.CHECK_IN


def test_a_protected_block_is_never_optional() -> None:
    form, _ = titled("## Topic (5 min, protected, optional)", "## Closing (5 min, optional)")
    assert [(b.optional, b.protected) for b in form.blocks] == [(False, True), (True, False)]


def test_a_block_of_unknown_kind_is_left_out_and_said() -> None:
    form, problems = titled("## Yoga (5 min)", "## Closing (5 min)", "## (5 min)")
    assert [b.id for b in form.blocks] == ["closing"]
    assert problems == [(Severity.ERROR, 4), (Severity.ERROR, 6)]


def test_a_block_without_minutes_gets_the_usual_ones() -> None:
    form, problems = titled("## Break", "## Closing (0 min)")
    assert [b.minutes for b in form.blocks] == [10, 10]
    assert problems == [(Severity.WARNING, 4), (Severity.WARNING, 5)]


def test_a_block_is_never_longer_than_four_hours() -> None:
    form, problems = titled("## Topic (999 min)", "## Closing (5 min)")
    assert form.blocks[0].minutes == 240
    assert problems == [(Severity.WARNING, 4)]


def test_a_missing_closing_is_added_before_the_debrief() -> None:
    form, problems = titled("## Topic (20 min)", "## Debrief (5 min)")
    assert [b.id for b in form.blocks] == ["topic", "closing", "debrief"]
    assert form.blocks[1].protected
    assert problems == [(Severity.WARNING, None)]
    assert [b.id for b in titled("## Topic (20 min)")[0].blocks] == ["topic", "closing"]


@pytest.mark.parametrize(
    "text", ["", "## Closing (5 min)", "---\ntitle: T\n---\n", "---\ntitle: T\n---\n## Yoga"]
)
def test_without_a_title_or_a_block_there_is_no_format(text: str) -> None:
    form, problems = parse_format(text, "a.md")
    assert form is None
    assert any(problem.severity is Severity.ERROR for problem in problems)


def test_a_format_may_give_its_own_id() -> None:
    form, _ = parse_format("---\ntitle: T\nid: Long Day\n---\n## Closing (5 min)", "a.md")
    assert form is not None
    assert form.id == "long-day"


@given(
    st.lists(
        st.sampled_from(["## Topic (5 min)", "## Closing (3 min)", "## Sharing", "## Nap", "text", "## "])
    )
)
def test_block_ids_are_unique_and_every_format_closes(lines: list[str]) -> None:
    form, _ = parse_format("\n".join(["---", "title: T", "---", *lines]), "a.md")
    if form is not None:
        ids = [block.id for block in form.blocks]
        assert len(set(ids)) == len(ids)
        assert "closing" in ids
        assert all(block.minutes > 0 for block in form.blocks)


@pytest.mark.parametrize(
    ("heading", "title", "lists"),
    [
        ("Sharing: Agenda (3 min, list)", "Agenda", True),
        ("Sharing (List, 3 min, optional)", "Sharing", True),
        ("Sharing: Our list (3 min)", "Our list", False),
        ("Topic: A thing (3 min, list)", "A thing (list)", False),
    ],
)
def test_a_sharing_block_may_make_the_groups_list(heading: str, title: str, lists: bool) -> None:
    form, problems = parse_format(f"---\ntitle: F\n---\n## {heading}\n## Closing (5 min)\n", "f.md")
    assert form is not None
    assert problems == ()
    assert (form.blocks[0].title, form.blocks[0].lists, form.blocks[0].minutes) == (title, lists, 3)
