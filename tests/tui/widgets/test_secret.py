"""The field for secrets forgets."""

from __future__ import annotations

import pytest
from textual import events

from iop_group.tui.widgets.secret import SECRET_LENGTH, SecretEntry
from tests.tui.until import until
from tests.tui.widgets.stage import Stage


async def test_what_was_read_or_left_behind_is_gone() -> None:
    read, left = SecretEntry(), SecretEntry()
    async with Stage(read, left).run_test():
        read.value, left.value = "lamp otter", "fjord minute"
        assert read.take() == "lamp otter"
        assert read.value == ""
        await left.remove()
        assert left.value == ""


@pytest.mark.parametrize(
    ("pasted", "typed"),
    [
        ("two  spaces stay\r\n", "two  spaces stay"),
        ("ABCD-EFGH\nJKMN", "ABCD-EFGH JKMN"),
        ("x" * (SECRET_LENGTH + 9), "x" * SECRET_LENGTH),
    ],
)
async def test_a_pasted_passphrase_is_taken_as_it_is_but_for_line_ends(pasted: str, typed: str) -> None:
    field = SecretEntry()
    async with Stage(field).run_test() as pilot:
        field.focus()
        pilot.app.post_message(events.Paste(pasted))
        await until(pilot, lambda: field.value == typed)


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+x"])
@pytest.mark.parametrize("shown", [True, False])
async def test_nothing_of_it_reaches_the_clipboard(key: str, shown: bool) -> None:
    field = SecretEntry(shown=shown)
    async with Stage(field).run_test() as pilot:
        field.focus()
        field.value = "lamp otter"
        field.select_all()
        await pilot.press(key)
        assert pilot.app.clipboard == ""
        assert field.value == "lamp otter"
