"""Topics covered: what a group has held, and who of its members has not had it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from iop_group.domain.people import Member
from iop_group.domain.topics_held import Held
from iop_group.tui.covered_lines import NOTHING_HELD, covered_rows
from iop_group.tui.text import clean, row_width
from tests.hostile import HOSTILE
from tests.records.sessions import ANA, BEN, CY, START

MEMBERS = (ANA, BEN, CY)


def text_of(members: tuple[Member, ...], *held: Held, cells: int = 72) -> str:
    rows = covered_rows(members, held, cells)
    return "\n".join("".join(text for text, _ in row).rstrip() for row in rows)


def held(title: str, *had: Member, before: tuple[int, ...] = ()) -> Held:
    days = (START, *(START - timedelta(days=day) for day in before))
    return Held(title, title, days, frozenset(m.code for m in had))


def test_each_topic_has_its_day_how_many_have_had_it_and_who_has_not() -> None:
    assert text_of(MEMBERS, held("Sleep", ANA), held("Anger", *MEMBERS, before=(7, 14))).split("\n") == [
        "2 topics held                                             last    had it",
        "",
        "Sleep                                                   24 Nov    1 of 3",
        "  not yet: Ben · Cy",
        "",
        "Anger                                                   24 Nov    3 of 3",
        "  before: 17 Nov, 10 Nov",
    ]


def test_a_group_whose_members_are_all_new_is_told_so_in_a_word() -> None:
    assert "not yet: everybody" in text_of(MEMBERS, held("Sleep"))


def test_two_of_one_name_can_be_told_apart() -> None:
    twins = (Member("A1111", "Sam"), Member("B2222", "Sam"))
    assert "not yet: Sam ·A1111 · Sam ·B2222" in text_of((*twins, ANA), held("Sleep", ANA))


def test_before_the_first_topic_it_says_what_will_be_here() -> None:
    assert " ".join(text_of(MEMBERS).split()) == NOTHING_HELD
    assert "0 of 0" not in text_of((), held("Sleep"))


@pytest.mark.parametrize("cells", [20, 53, 72, 150])
def test_whatever_people_typed_stays_in_its_lines(cells: int) -> None:
    members = tuple(Member(f"M{n:04}", name) for n, name in enumerate(HOSTILE))
    every = [held(title, members[0]) for title in HOSTILE]
    for row in covered_rows(members, every, cells):
        assert row_width(row) <= max(20, min(cells, 72))
        assert all(clean(text).isprintable() for text, _ in row)
