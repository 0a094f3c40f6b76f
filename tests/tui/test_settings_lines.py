"""The settings as lines."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.checkin import DEFAULT_ITEMS
from iop_group.domain.errors import BadInput
from iop_group.domain.program import Program, program_from_dict
from iop_group.tui.settings_lines import (
    CHECKIN,
    MOST,
    in_order,
    number_of,
    setting_row,
    settings_of,
    turned,
)
from iop_group.tui.text import row_width
from tests.hostile import HOSTILE

IDS = [item.id for item in DEFAULT_ITEMS]


@pytest.mark.parametrize(("key", "most"), MOST.items())
def test_the_limits_are_those_of_the_settings_file(key: str, most: int) -> None:
    assert program_from_dict({key: most})[1] == ()
    assert program_from_dict({key: most + 1})[1] != ()


@given(st.text(max_size=6))
def test_a_number_is_a_whole_one_within_its_limits(text: str) -> None:
    try:
        assert 0 <= number_of(text, 120) <= 120
    except BadInput as error:
        assert "whole number from 0 to 120" in str(error)


@pytest.mark.parametrize("text", ["", "-1", "121", "ten", "1.5", "٣", "²", "1" * 5000])
def test_anything_else_gets_one_plain_line(text: str) -> None:
    with pytest.raises(BadInput, match="from 0 to 120"):
        number_of(text, 120)


@given(st.sampled_from(IDS))
def test_switching_a_question_twice_changes_nothing(item_id: str) -> None:
    once = turned(DEFAULT_ITEMS, item_id)
    program, _ = program_from_dict({"checkin": {"items": once}})
    again = turned(in_order(program.checkin_items, IDS), item_id)
    assert again == [item.id for item in DEFAULT_ITEMS if item.on]


def test_the_last_question_stays() -> None:
    program, _ = program_from_dict({"checkin": {"items": ["mood"]}})
    with pytest.raises(BadInput, match="One question has to stay"):
        turned(program.checkin_items, "mood")


def test_every_setting_has_a_line_of_its_own_with_a_hint() -> None:
    lines = settings_of(
        Program(), items=DEFAULT_ITEMS, colors="Calm", curriculum="Weeks", home=Path("/home/kim")
    )
    keys = [line.key for line in lines if line.key]
    assert len(keys) == len(set(keys))
    assert {CHECKIN + item_id for item_id in IDS} <= set(keys)
    assert all(line.hint and len(line.hint) <= 72 for line in lines if line.key)
    assert [line.value for line in lines if line.key in ("home", "themes")] == [
        str(Path("/home/kim")),
        str(Path("/home/kim/themes")),
    ]


@pytest.mark.parametrize("cells", [0, 20, 55, 100])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_line_keeps_its_width(text: str, cells: int) -> None:
    program = Program(facilitator=text, disclosure=text, region=text)
    for line in settings_of(program, items=DEFAULT_ITEMS, colors=text, curriculum=text, home=Path("x")):
        assert row_width(setting_row(line, cells)) <= max(cells, 20)
