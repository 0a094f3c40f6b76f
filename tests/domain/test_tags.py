"""Tags in notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.tags import without_tags


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("talked about his #Family today", "talked about his Family today"),
        ("left early #flat #flat #job-hunt", "left early"),
        ("no tags, not even C#", "no tags, not even C#"),
        ("#only", ""),
        ("## heading", "## heading"),
        ("", ""),
    ],
)
def test_without_its_tags_a_note_reads_as_a_sentence(text: str, record: str) -> None:
    assert without_tags(text) == record


@given(st.text(st.sampled_from("#a- \n.")) | st.text())
def test_no_text_breaks_it_and_what_is_left_has_no_tags(text: str) -> None:
    record = without_tags(text)
    assert len(record) <= len(text)
    assert without_tags(record) == record
