"""Tags in notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.tags import tags_of, without_tags


@pytest.mark.parametrize(
    ("text", "tags", "record"),
    [
        ("talked about his #Family today", ("family",), "talked about his Family today"),
        ("left early #flat #flat #job-hunt", ("flat", "job-hunt"), "left early"),
        ("no tags, not even C#", (), "no tags, not even C#"),
        ("#only", ("only",), ""),
        ("## heading", (), "## heading"),
        ("", (), ""),
    ],
)
def test_a_tag_is_found_and_the_record_reads_as_a_sentence(
    text: str, tags: tuple[str, ...], record: str
) -> None:
    assert tags_of(text) == tags
    assert without_tags(text) == record


@given(st.text())
def test_no_text_breaks_it_and_what_is_left_has_no_tags(text: str) -> None:
    assert len(without_tags(text)) <= len(text)
    assert tags_of("#" + "a" + text)
