"""A long session is not made into text anew at each save, and its file is the same as if it were."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from iop_group.vault.frame_format import dumped
from iop_group.vault.session_json import SessionJson

documents = st.dictionaries(
    st.text(), st.none() | st.integers() | st.text() | st.lists(st.text()), max_size=4
)
logs = st.lists(documents, max_size=5)


def tables(log: list[dict[str, Any]], typing: dict[str, Any]) -> dict[str, dict[str, Any]]:
    events = {str(number): document for number, document in enumerate(log, 1)}
    return {"meta": {"1": {"schema": 1}}, "events": events, "typing": {"1": typing}}


@given(logs, logs, documents)
def test_the_text_is_the_same_as_made_at_once_however_the_log_grew(
    begin: list[dict[str, Any]], more: list[dict[str, Any]], typing: dict[str, Any]
) -> None:
    writing = SessionJson()
    for count in range(len(more) + 1):
        grown = tables(begin + more[:count], typing)
        assert writing.of(grown) == dumped(grown)
    other = tables(begin, {})  # as when the last saves failed
    assert writing.of(other) == dumped(other)


def test_an_act_that_takes_the_place_of_one_that_could_not_be_saved_is_the_one_that_is_written() -> None:
    writing = SessionJson()
    writing.of(tables([{"n": 1}, {"n": "failed"}], {}))
    assert json.loads(writing.of(tables([{"n": 1}, {"n": 2}], {})))["events"]["2"] == {"n": 2}
