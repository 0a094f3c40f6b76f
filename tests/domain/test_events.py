"""Acts are kept as records and come back the same."""

from __future__ import annotations

import json
import typing
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.errors import BadInput
from iop_group.domain.events import KINDS, Act, Event, Unknown, event_from_record, event_to_record

MILLISECONDS = st.integers(min_value=0, max_value=4_000_000_000_000)
TIMES = MILLISECONDS.map(lambda ms: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms))
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]))

st.register_type_strategy(Mapping, st.dictionaries(TEXTS, TEXTS))


def acts() -> st.SearchStrategy[Act]:
    """Any act of any kind, with any content."""
    return st.sampled_from(sorted(KINDS)).flatmap(lambda kind: st.from_type(KINDS[kind]))


EVENTS = st.builds(Event, id=TEXTS.filter(bool), at=TIMES, by=TEXTS, act=acts())


@given(EVENTS)
def test_every_act_comes_back_as_it_was_written(event: Event) -> None:
    assert event_from_record(json.loads(json.dumps(event_to_record(event)))) == event


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(data=st.data(), at=TIMES)
def test_every_kind_of_act_comes_back_as_it_was_written(kind: str, data: st.DataObject, at: datetime) -> None:
    event = Event("e1", at, "Kim", data.draw(st.from_type(KINDS[kind])))
    record = event_to_record(event)
    assert record["kind"] == kind
    assert event_from_record(json.loads(json.dumps(record))) == event


def test_no_field_of_an_act_hides_the_names_of_a_record() -> None:
    for act in KINDS.values():
        assert not {"id", "at", "by", "kind"} & set(typing.get_type_hints(act))


def test_what_a_later_version_wrote_is_kept_word_for_word() -> None:
    record = {
        "id": "e9",
        "at": "2030-01-01T10:00:00Z",
        "by": "Kim",
        "kind": "sang a song",
        "verse": [1, {"a": 2}],
    }
    event = event_from_record(record)
    assert event.act == Unknown(record)
    assert event_to_record(event) == record


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"id": "", "at": "2030-01-01T10:00:00Z", "by": "Kim", "kind": "paused"},
        {"id": "e1", "at": "2030-01-01T10:00:00Z", "by": "Kim"},
        {"id": "e1", "at": "soon", "by": "Kim", "kind": "paused"},
        {"id": "e1", "at": "2030-01-01T10:00:00Z", "by": "Kim", "kind": 7},
        {"id": "e1", "at": "2030-01-01T10:00:00Z", "by": "Kim", "kind": "block entered"},
    ],
)
def test_a_record_that_is_none_is_turned_away(record: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="doctor"):
        event_from_record(record)
