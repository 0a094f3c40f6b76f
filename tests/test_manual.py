"""The manual in themes/README, and what the README says of it, agree with what the files may hold."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from iop_group.colors import ROLES
from iop_group.domain.agenda import BlockKind
from iop_group.domain.checkin import DEFAULT_ITEMS, CheckinItem, ItemKind
from iop_group.domain.program import SETTING_NAMES, NoteFormat, Program
from iop_group.domain.topic_parts import PartKind, kind_of
from iop_group.domain.topics import TopicModule
from tests.pages import MANUAL, README, ROOT, codes, first_codes, read, section, tables

THEMES = ROOT / "themes"
NOT_YET = "(not in this version)"
"""Stands behind what a setting will do one day."""


def test_every_setting_stands_in_both_pages() -> None:
    rows = tables(section(MANUAL, "16. Settings"))[0]
    assert sorted(first_codes(rows)) == sorted(SETTING_NAMES)
    assert set(SETTING_NAMES) <= set(codes(section(README, "Files and settings")))


def test_the_manual_knows_what_a_setting_is_when_it_is_left_out() -> None:
    said = {codes(row[0])[0]: row[3] for row in tables(section(MANUAL, "16. Settings"))[0]}
    usual = {name: getattr(Program(), name) for name in SETTING_NAMES if getattr(Program(), name) != ""}
    assert {n: said[n] for n in usual} == {
        n: str(v).lower() if v is False else str(v) for n, v in usual.items()
    }


def test_the_manual_does_not_promise_a_setting_that_does_nothing() -> None:
    sources = "\n".join(
        read(file)
        for file in (ROOT / "iop_group").rglob("*.py")
        if "settings" not in file.name and "demo" not in file.parts
    )
    idle = {name for name in SETTING_NAMES if not re.search(rf"\.{name}\b", sources)}
    rows = tables(section(MANUAL, "16. Settings"))[0]
    assert {codes(row[0])[0] for row in rows if NOT_YET in row[2]} == idle


def test_the_check_in_settings_stand_in_both_pages() -> None:
    _, places, items, own = tables(section(MANUAL, "16. Settings"))
    assert set(first_codes(places)) == {"[checkin]", "items", "[checkin.words]", "[[checkin.own]]"}
    assert {"[checkin]", "items", "words", "own"} <= set(codes(section(README, "Files and settings")))
    assert first_codes(items) == [item.id for item in DEFAULT_ITEMS]
    assert set(first_codes(own)) == {field.name for field in fields(CheckinItem)} - {"on"}
    assert {*ItemKind} <= set(codes("\n".join(cell for row in own for cell in row)))
    assert {f'"{form}"' for form in NoteFormat} <= set(codes(section(MANUAL, "16. Settings")))


def test_every_line_that_a_topic_may_start_with_stands_in_the_manual() -> None:
    rows = tables(section(MANUAL, "4. Topics: the lines at the top"))[0]
    known = {field.name.replace("_", " ") for field in fields(TopicModule)} - {
        "introduction",
        "parts",
        "text",
    }
    assert set(first_codes(rows)) == known | {"format"}


def test_every_kind_of_part_stands_in_the_manual_and_is_what_it_says() -> None:
    rows = tables(section(MANUAL, "5. Topics: the parts"))[0]
    kinds = [{kind_of(word.strip("* ")) for word in row[0].split(",")} for row in rows]
    assert all(len(of_row) == 1 for of_row in kinds), kinds
    assert set().union(*kinds) == set(PartKind)


def test_every_kind_of_block_and_every_colour_stands_in_the_manual() -> None:
    assert {row[0] for row in tables(section(MANUAL, "11. Formats"))[0]} == {*BlockKind}
    keys = set(first_codes(tables(section(MANUAL, "15. Colour themes"))[0]))
    assert keys == {"name", "title", "dark", "large", *ROLES}


@pytest.mark.parametrize(
    ("folder", "pages"),
    [
        ("topics", [README]),
        ("curricula", [README, MANUAL]),
        ("colors", [README, MANUAL]),
        ("formats", [README, MANUAL]),
        ("rituals", [README, MANUAL]),
        ("safety", [MANUAL]),
    ],
)
def test_everything_that_is_shipped_is_named(folder: str, pages: list[Path]) -> None:
    shipped = {file.stem for file in (THEMES / folder).iterdir() if file.name[0] != "_"}
    for page in pages:
        named = {Path(code).stem for code in codes(read(page))}
        assert shipped <= named, page
