"""Members and groups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.errors import BadInput
from iop_group.domain.people import (
    NAME_LIMIT,
    Group,
    Member,
    Membership,
    checked_name,
    checked_time,
    distinct_names,
    find_member,
)

NAMES = {"a1": "Ana", "a2": "Ana R.", "b2": "Ben", "b3": "Ben ·b3", "z1": "Zoë"}


def test_a_new_group_is_open_and_has_nobody_yet() -> None:
    group = Group(id="g", name="Tuesday evening")
    assert (group.membership, group.roster, group.weekday, group.starts) == (Membership.OPEN, (), None, "")


@pytest.mark.parametrize("typed", ["", "   ", "\t\n", "\u202e", "\u200b", "\ufeff \u2060", "\u0301"])
def test_a_name_that_nobody_could_see_is_turned_away(typed: str) -> None:
    with pytest.raises(BadInput, match="empty"):
        checked_name(typed)


@pytest.mark.parametrize("typed", ["Ana R.", "O'Neil [meh]", "[/b]", "שלום", "😀", "?", "李"])
def test_every_name_that_can_be_seen_is_a_name(typed: str) -> None:
    assert checked_name(typed) == typed


def test_a_name_too_long_for_a_row_is_turned_away_without_repeating_it() -> None:
    assert checked_name("x" * NAME_LIMIT) == "x" * NAME_LIMIT
    with pytest.raises(BadInput, match="61 characters") as error:
        checked_name("x" * 61, what="group's name")
    assert "xx" not in str(error.value)


@pytest.mark.parametrize(
    ("typed", "kept"), [("18:00", "18:00"), (" 9:5 ", "09:05"), ("18", "18:00"), ("18:", "18:00"), ("", "")]
)
def test_a_time_of_day_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert checked_time(typed) == kept


@pytest.mark.parametrize("typed", ["24:00", "12:60", "noon", "-1:00", "1:2:3", "²:00", ":30", "9" * 5000])
def test_what_is_no_time_of_day_is_turned_away(typed: str) -> None:
    with pytest.raises(BadInput, match="time of day"):
        checked_time(typed)


@given(st.text())
def test_a_time_of_day_is_either_read_or_turned_away(typed: str) -> None:
    try:
        kept = checked_time(typed)
    except BadInput:
        return
    assert kept == checked_time(kept)


def test_two_members_with_the_same_name_are_told_apart() -> None:
    people = [Member("a1", "Zoë"), Member("b2", "ZOE"), Member("c3", "Cy")]
    assert distinct_names(iter(people)) == {"a1": "Zoë ·a1", "b2": "ZOE ·b2", "c3": "Cy"}


@pytest.mark.parametrize(
    ("typed", "member"),
    [
        ("@ana", "a1"),
        ("ana r", "a2"),
        ("b2", "b2"),
        ("zoe", "z1"),
        ("@", None),
        ("an", None),
        ("nobody", None),
    ],
)
def test_a_member_is_found_by_the_beginning_of_the_name_unless_it_is_unclear(
    typed: str, member: str | None
) -> None:
    assert find_member(typed, NAMES, tuple(NAMES)) == member


def test_only_those_asked_about_are_found() -> None:
    assert find_member("ana", NAMES, ("a2", "b2")) == "a2"


def test_two_exact_matches_are_unclear() -> None:
    assert find_member("ana", {"x": "Ana", "y": "ANA"}, ("x", "y")) is None
