"""Seven days, five weeks and twelve months are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from iop_group.vault.backup_rotation import DAILY, MONTHLY, WEEKLY, kept

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)

moments = st.lists(
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    max_size=60,
)


def test_a_backup_each_day_for_two_years_leaves_days_weeks_and_months() -> None:
    left: frozenset[datetime] = frozenset()
    for number in range(730):
        left = kept({*left, NOON + number * DAY})
    ages = sorted((NOON + 729 * DAY - moment).days for moment in left)
    assert ages[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert 19 <= len(left) <= DAILY + WEEKLY + MONTHLY
    assert 300 <= ages[-1] <= 366


def test_of_several_on_one_day_the_newest_is_kept() -> None:
    hours = [NOON + timedelta(hours=number) for number in range(4)]
    assert kept(hours) == {hours[-1]}


def test_after_a_long_pause_the_old_ones_are_still_there() -> None:
    old = [NOON - number * DAY for number in range(3)]
    assert kept([*old, NOON + 400 * DAY]) == {*old, NOON + 400 * DAY}


@given(moments)
def test_the_newest_is_always_kept_and_keeping_twice_changes_nothing(all_of_them: list[datetime]) -> None:
    left = kept(all_of_them)
    assert left <= set(all_of_them)
    assert not all_of_them or max(all_of_them) in left
    assert kept(left) == left
    assert len(left) <= DAILY + WEEKLY + MONTHLY
