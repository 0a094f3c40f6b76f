"""A list of summaries comes back from its columns as it was, or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.errors import BadInput
from iop_group.domain.session import fold
from iop_group.domain.summary import Summary, summarise
from iop_group.vault.columns import from_columns, to_columns
from tests.vault.sample import NOON, planned, started

ONE = summarise(fold((planned(), started())))
summaries = st.builds(
    replace,
    st.just(ONE),
    id=st.text(),
    number=st.integers(0, 3),
    started_at=st.none() | st.just(NOON),
    came=st.lists(st.text(max_size=2), max_size=3).map(tuple),
    names=st.dictionaries(st.text(max_size=2), st.text(max_size=2), max_size=3),
    open_concerns=st.lists(st.tuples(st.text(max_size=2), st.text(max_size=2)), max_size=2).map(tuple),
)


def stored(columns: dict[str, Any]) -> dict[str, Any]:
    """As it comes back from a file."""
    read: dict[str, Any] = json.loads(json.dumps(columns))
    return read


@given(st.lists(summaries, max_size=6))
def test_all_come_back_in_their_order(made: list[Summary]) -> None:
    assert from_columns(stored(to_columns(made))) == made


def test_what_many_share_is_kept_once() -> None:
    columns = to_columns([replace(ONE, id=f"{number}") for number in range(100)])
    assert [len(values) for values, _ in columns.values()].count(1) == len(columns) - 1
    back = from_columns(stored(columns))
    assert all(summary.names is back[0].names for summary in back)


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("number", [["two"], [0, 0]]),
        ("number", [[1], [0, 1]]),
        ("number", [[1], [0]]),
        ("number", [[1], [0, 0, 0]]),
        ("number", [[1], [0, "x"]]),
        ("number", [[1]]),
        ("number", None),
        ("started_at", [["noon"], [0, 0]]),
        ("came", [["A"], [0, 0]]),
        ("id", 7),
    ],
)
def test_a_spoilt_column_is_refused(field: str, column: object) -> None:
    columns = stored(to_columns([ONE, replace(ONE, id="other")]))
    with pytest.raises(BadInput):
        from_columns({**columns, field: column})
    del columns[field]
    with pytest.raises(BadInput):
        from_columns(columns)
