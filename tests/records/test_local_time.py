"""Times of a record are those of the room."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.records.local_time import (
    about,
    day_words,
    local,
    read_zone,
    short_day,
    time_words,
    whole_minutes,
)

MOMENT = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


def test_a_time_is_told_by_the_offset_that_the_session_kept() -> None:
    assert time_words(MOMENT, "+01:00") == "00:30"
    assert day_words(MOMENT, "+01:00") == "Wednesday 25 November 2026"
    assert short_day(MOMENT, "-09:30") == "24 Nov 2026"
    assert time_words(MOMENT, "-09:30") == "14:00"


@pytest.mark.parametrize("zone", ["", "nowhere", "+99:00", "+01:99", "Europe/Paris", "+1"])
def test_without_a_readable_offset_the_time_says_that_it_is_utc(zone: str) -> None:
    assert read_zone(zone) is None
    assert time_words(MOMENT, zone) == "23:30 UTC"


def test_the_ends_of_the_calendar_do_no_harm() -> None:
    first = datetime.min.replace(tzinfo=UTC)
    assert local(first, "-05:00") == first
    assert time_words(first, "-05:00") == "00:00"


def test_half_a_minute_counts_as_one() -> None:
    assert [whole_minutes(s) for s in (0, 29, 30, 89, 90)] == [0, 0, 1, 1, 2]
    assert about(12) == "less than a minute"
    assert about(290) == "about 5 min"


@given(st.datetimes(timezones=st.just(UTC)), st.text(max_size=6))
def test_any_moment_can_be_told(moment: datetime, zone: str) -> None:
    assert day_words(moment, zone)
    assert time_words(moment, zone)
