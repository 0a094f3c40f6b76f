"""Dataclasses to plain values and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest

from iop_group.domain.codec import decode, encode
from iop_group.domain.errors import BadInput


class Colour(StrEnum):
    AMBER = "amber"


@dataclass(frozen=True, slots=True)
class Inner:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    when: datetime
    count: int
    colour: Colour = Colour.AMBER
    inner: Inner | None = None
    words: tuple[str, ...] = ()
    pairs: tuple[tuple[str, int], ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    value: int | str | None = None


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
WHOLE = Outer(
    when=NOON,
    count=3,
    inner=Inner("Ana"),
    words=("a", "b"),
    pairs=(("a", 1), ("b", 2)),
    texts={"Data": "…"},
    value="yes",
)


def test_everything_comes_back_through_json() -> None:
    assert decode(Outer, json.loads(json.dumps(encode(WHOLE)))) == WHOLE


def test_times_are_kept_in_utc_to_the_millisecond() -> None:
    local = datetime(2026, 11, 25, 0, 30, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    assert encode(local) == "2026-11-24T23:30:00.123+00:00"


@pytest.mark.parametrize(
    "written", ["2026-11-24T12:00:00Z", "2026-11-24T13:00:00+01:00", "2026-11-24T12:00:00"]
)
def test_times_are_read_in_every_usual_form(written: str) -> None:
    assert decode(datetime, written) == NOON


def test_what_a_later_version_added_is_passed_over_and_what_is_left_out_takes_its_default() -> None:
    read = decode(Outer, {"when": "2026-11-24T12:00:00Z", "count": 1, "mood": "later"})
    assert read == Outer(when=NOON, count=1)


@pytest.mark.parametrize(
    "change",
    [
        {"when": "private words"},
        {"when": 5},
        {"when": "9999-12-31T23:59:59-23:00"},
        {"count": "private words"},
        {"count": True},
        {"colour": "private words"},
        {"colour": []},
        {"inner": "private words"},
        {"inner": {}},
        {"words": "private words"},
        {"words": [1]},
        {"pairs": ["private words"]},
        {"pairs": [["a"]]},
        {"pairs": [["a", 1, 2]]},
        {"texts": ["private words"]},
        {"texts": {"a": 1}},
        {"value": 1.5},
        {"value": True},
    ],
)
def test_what_cannot_be_read_is_named_without_its_words(change: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="doctor") as error:
        decode(Outer, {**encode(WHOLE), **change})
    assert "private words" not in str(error.value)


def test_a_missing_field_is_named() -> None:
    with pytest.raises(BadInput, match=r"Outer\.count"):
        decode(Outer, {"when": "2026-11-24T12:00:00Z"})


def test_what_is_no_table_at_all_is_turned_away() -> None:
    with pytest.raises(BadInput, match="Outer"):
        decode(Outer, "private words")
