"""What Today keeps of many sessions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.outlook import RECENT, outlook
from iop_group.domain.summary import Summary

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
SIGNED = Summary(
    id="0" * 32,
    group="g",
    group_name="Tuesday evening",
    number=1,
    format_title="90",
    topic_id="",
    topic="",
    facilitator="Kim",
    started_at=NOW,
    closed_at=NOW,
    block="",
    came=(),
    had_topic=(),
    names={},
    expected=0,
    notes=1,
    signed=1,
    open_concerns=(),
)


def past(number: int) -> Summary:
    day = NOW - timedelta(days=number)
    return replace(SIGNED, id=f"{number:032x}", started_at=day, closed_at=day)


def test_of_sessions_that_are_done_with_only_the_last_few_are_kept() -> None:
    kept = outlook([past(number) for number in range(50)])
    assert kept.summaries == tuple(past(number) for number in range(RECENT))
    assert kept.sessions == {"g": 50}


@given(
    st.integers(RECENT, 40),
    st.sampled_from(
        [
            lambda s: replace(s, signed=0),
            lambda s: replace(s, open_concerns=(("A", "call"),)),
            lambda s: replace(s, closed_at=None),
        ]
    ),
)
def test_an_old_session_is_kept_while_something_is_to_be_done(
    number: int, leave_open: Callable[[Summary], Summary]
) -> None:
    sessions = [past(each) for each in range(41)]
    sessions[number] = leave_open(sessions[number])
    assert sessions[number] in outlook(sessions).summaries
