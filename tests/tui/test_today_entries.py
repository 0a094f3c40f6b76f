"""What stands on Today."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.outlook import outlook
from iop_group.domain.people import Group
from iop_group.domain.summary import Summary
from iop_group.tui.text import row_width
from iop_group.tui.today_entries import Entry, entries, entry_row, left_cells, next_time
from tests.hostile import HOSTILE

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
CLOSED = Summary(
    id="1" * 32,
    group="g",
    group_name="Tuesday evening",
    number=13,
    format_title="90",
    topic_id="t",
    topic="Urges",
    facilitator="Kim",
    started_at=NOW - timedelta(days=1, hours=2),
    closed_at=NOW - timedelta(days=1),
    block="",
    came=("A", "B"),
    had_topic=(),
    names={"A": "Ana", "B": "Ben"},
    expected=2,
    notes=3,
    signed=1,
    open_concerns=(("B", "call"),),
)
RUNNING = replace(
    CLOSED,
    id="2" * 32,
    started_at=NOW - timedelta(minutes=20),
    closed_at=None,
    block="Sharing",
    open_concerns=(),
)


def places(found: list[Entry]) -> list[str]:
    return [e.place for e in found if e.place]


def test_an_empty_home_says_what_to_do_first() -> None:
    found = entries([], outlook([]), NOW, 24)
    assert places(found) == ["groups"]
    assert "first group" in found[2].left


def test_the_unfinished_session_comes_first_then_groups_then_what_is_owed() -> None:
    found = entries([Group(id="g", name="Tuesday evening")], outlook([RUNNING, CLOSED]), NOW, 24)
    assert places(found) == ["room", "plan", "after", "follow-up", "session"]


def test_a_signed_session_is_no_longer_to_sign() -> None:
    done = replace(CLOSED, signed=3, open_concerns=())
    assert "after" not in places(entries([], outlook([done]), NOW, 24))


@pytest.mark.parametrize(("hours", "late"), [(1, True), (48, False)])
def test_a_note_past_its_time_is_marked(hours: int, late: bool) -> None:
    to_sign = next(e for e in entries([], outlook([CLOSED]), NOW, hours) if e.place == "after")
    assert to_sign.urgent is late
    assert ("was due" in to_sign.right) is late


MOMENTS = st.integers(0, 75 * 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))


@given(st.integers(0, 6), st.integers(0, 23), st.integers(0, 59), MOMENTS)
def test_the_next_start_is_on_the_groups_day_and_less_than_a_week_ahead(
    weekday: int, hour: int, minute: int, now: datetime
) -> None:
    start = next_time(Group(id="g", name="G", weekday=weekday, starts=f"{hour:02}:{minute:02}"), now)
    assert start is not None
    assert start.weekday() == weekday
    assert timedelta(hours=-3) <= start - now <= timedelta(days=7)


def test_a_group_without_a_day_is_planned_by_hand() -> None:
    assert next_time(Group(id="g", name="G", starts="18:00"), NOW) is None
    assert next_time(Group(id="g", name="G", weekday=1), NOW) is None


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("cells", [10, 40, 76, 100])
def test_every_line_fits_whatever_a_group_or_member_is_called(name: str, cells: int) -> None:
    summary = replace(RUNNING, group_name=name, names={"B": name}, topic=name, open_concerns=(("B", name),))
    closed = replace(CLOSED, group_name=name, topic=name)
    found = entries([Group(id="g", name=name)], outlook([summary, closed]), NOW, 24)
    for entry in found:
        if entry.chosen:
            assert row_width(entry_row(entry, left_cells(found), cells)) <= max(cells, 24)


def shown(found: list[Entry], cells: int) -> list[str]:
    """The lines as text."""
    left = left_cells(found)
    return ["".join(text for text, _ in entry_row(entry, left, cells)) for entry in found]


@pytest.mark.parametrize("cells", [54, 72, 98])
def test_the_day_that_tells_two_sessions_apart_is_never_cut(cells: int) -> None:
    long = replace(CLOSED, group_name="Sunday morning women's group in the small room upstairs")
    found = entries([], outlook([long]), NOW, 24)
    days = [line for line in shown(found, cells) if "Mon 23 Nov" in line]
    assert len(days) == 3, "the note to sign, the stay-after and the recent session"


def test_at_eighty_columns_where_a_session_stopped_and_when_is_whole() -> None:
    running = replace(RUNNING, group_name="Sun women's group", block="Open talk")
    done = replace(CLOSED, group_name="Sun women's group")
    assert any(
        "Open talk, began 16:40" in line for line in shown(entries([], outlook([running, done]), NOW, 24), 72)
    )
