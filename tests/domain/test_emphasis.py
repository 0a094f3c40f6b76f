"""`**strong**` words inside a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.emphasis import strong_runs


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", ()),
        ("plain", (("plain", False),)),
        ("**a** b **c d**", (("a", True), (" b ", False), ("c d", True))),
        ("2 ** 3", (("2 ** 3", False),)),
        ("2 ** 3 ** 4", (("2 ", False), ("** 3 **", False), (" 4", False))),
        ("****", (("****", False),)),
        ("**a** and ** b", (("a", True), (" and ** b", False))),
    ],
)
def test_words_between_marks_are_strong(text: str, runs: tuple[tuple[str, bool], ...]) -> None:
    assert strong_runs(text) == runs


@given(st.text(alphabet="*ab \\", max_size=30))
def test_no_letter_is_lost(text: str) -> None:
    assert "".join(f"**{run}**" if strong else run for run, strong in strong_runs(text)) == text
