"""The list of topics: its order, what typed words find, and how it looks."""

from __future__ import annotations

import pytest

from iop_group.domain.people import Member
from iop_group.domain.topics import TopicModule
from iop_group.tui.text import Row, row_width
from iop_group.tui.topic_list import (
    NO_STRAND,
    NOT_IN_USE,
    Had,
    Item,
    detail_rows,
    found,
    in_order,
    list_head,
    list_row,
    with_strands,
)
from tests.hostile import HOSTILE

CRAVINGS = TopicModule(
    "cravings",
    "Coping with cravings",
    strand="Coping",
    core=True,
    minutes=50,
    tags=("urges",),
    modality="CBT",
)
SLEEP = TopicModule("sleep", "Sleep, food, movement", strand="Health", minutes=45, lead="counselor")
STEPS = TopicModule("steps", "The 12 steps", strand="Recovery", minutes=60)
ANA, BEN, CY = Member("M1", "Ana"), Member("M2", "Ben"), Member("M3", "Cy")
ITEMS = (Item(CRAVINGS), Item(SLEEP, own=True), Item(STEPS))


def text(row: Row) -> str:
    return "".join(piece for piece, _ in row).rstrip()


def titles(typed: str) -> list[str]:
    return [item.topic.id for item in found(ITEMS, typed)]


def test_core_strands_come_first_then_the_others_by_name_and_drafts_before_all() -> None:
    unsorted = [
        Item(TopicModule("z", "Z")),
        Item(SLEEP),
        Item(TopicModule("b", "Boundaries", strand="Family")),
        Item(CRAVINGS),
        Item(TopicModule("a", "A first one", strand="Coping")),
        Item(TopicModule("d", "Draft", strand="Health"), own=True, draft="d.md"),
    ]
    assert [item.topic.id for item in in_order(unsorted)] == ["d", "a", "cravings", "b", "sleep", "z"]


def test_every_strand_is_named_once_above_its_topics() -> None:
    items = in_order([*ITEMS, Item(TopicModule("z", "Z")), Item(SLEEP, own=True, draft="sleep.md")])
    names = [line for line in with_strands(items) if isinstance(line, str)]
    assert names == [NOT_IN_USE, "Coping", "Health", "Recovery", NO_STRAND]


def test_where_there_is_room_a_blank_line_stands_between_the_strands() -> None:
    lines = with_strands(ITEMS, roomy=True)
    assert [line for line in lines if isinstance(line, str)] == ["Coping", "", "Health", "", "Recovery"]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("", ["cravings", "sleep", "steps"]),
        ("coping", ["cravings"]),
        ("URGES cbt", ["cravings"]),
        ("core", ["cravings"]),
        ("yours", ["sleep"]),
        ("built-in", ["cravings", "steps"]),
        ("counselor", ["sleep"]),
        ("45", ["sleep"]),
        ("50", ["cravings", "sleep"]),
        ("12", ["steps"]),
        ("coping 45", []),
        ("[/b] $x", []),
        ("499", []),
        ("9" * 9000, []),
    ],
)
def test_typed_words_find_strand_kind_lead_tag_origin_and_what_fits_into_the_minutes(
    typed: str, ids: list[str]
) -> None:
    assert titles(typed) == ids


def test_accents_do_not_matter_when_looking() -> None:
    assert found([Item(TopicModule("x", "Café talk"))], "cafe")


def test_a_line_says_how_many_of_the_group_have_had_it() -> None:
    had = Had("Tuesday", (ANA, BEN, CY), {"cravings": {"M1", "M3", "somebody else"}})
    assert text(list_row(ITEMS[0], had, 76)).split()[-6:] == ["cravings", "core", "50", "2", "of", "3"]
    assert "had it" in text(list_head(had, 76))
    assert "had it" not in text(list_head(Had(), 76))
    assert text(list_row(ITEMS[1], Had(), 76)).split()[-2:] == ["45", "yours"]


def test_the_words_about_a_topic_name_those_who_have_not_had_it() -> None:
    had = Had("Tuesday", (ANA, BEN, CY), {"cravings": {"M1"}, "sleep": {"M1", "M2", "M3"}})
    assert text(detail_rows(ITEMS[0], had, 72, 4)[1]) == "Not yet: Ben, Cy"
    assert "Everybody has had it." in [text(row) for row in detail_rows(ITEMS[1], had, 72, 4)]
    assert "Nobody has had it yet." in [text(row) for row in detail_rows(ITEMS[2], had, 72, 4)]
    assert len(detail_rows(None, had, 72, 4)) == 4


def test_where_there_is_no_room_for_all_names_it_says_how_many_more() -> None:
    many = tuple(Member(f"M{n}", f"Member number {n}") for n in range(20))
    row = detail_rows(ITEMS[0], Had("Big", many, {"cravings": {"M0"}}), 60, 4)[1]
    assert text(row).endswith("and 17 more")
    assert row_width(row) <= 60


def test_a_copy_whose_original_has_changed_says_so() -> None:
    item = Item(CRAVINGS, own=True, behind=True)
    assert "yours ⚑" in text(list_row(item, Had(), 76))
    assert any("has changed since your copy" in text(row) for row in detail_rows(item, Had(), 72, 4))


@pytest.mark.parametrize("cells", [0, 10, 40, 73, 120])
@pytest.mark.parametrize("title", HOSTILE)
def test_a_line_of_the_list_keeps_its_width(title: str, cells: int) -> None:
    topic = TopicModule(
        id="t", title=title, strand=title, summary=title, tags=(title,), minutes=50, core=True
    )
    had = Had(title, (Member("M1", title),))
    assert row_width(list_row(Item(topic, own=True), had, cells)) <= cells
    assert len(detail_rows(Item(topic), had, max(20, cells), 4)) == 4
