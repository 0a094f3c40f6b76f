"""The group's picture: what is on and how long it still takes, or nothing but the time of day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from iop_group.domain.agenda import BlockKind
from iop_group.domain.room_snapshot import RoomClock, RoomSnapshot
from iop_group.tui.times import local_time
from iop_group.tui.widgets.picture import clock_text, picture_rows

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
SIZES = ((60, 20), (80, 24), (100, 30), (160, 45))


def snapshot(kind: BlockKind = BlockKind.TOPIC, left: float = 61, *, runs: bool = True) -> RoomSnapshot:
    lines = ("Before.", "Now.") if kind is BlockKind.TOPIC else ()
    return RoomSnapshot(kind=kind, title="Title", clock=RoomClock(left, NOW, runs), lines=lines)


def drawn(shown: RoomSnapshot | None, cells: int, lines: int) -> str:
    rows = picture_rows(shown, NOW, cells, lines)
    assert len(rows) == lines
    assert all(sum(len(text) for text, _ in row) <= cells for row in rows)
    return "\n".join("".join(text for text, _ in row) for row in rows)


@pytest.fixture(autouse=True)
def the_terminals_own_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOP_GROUP_ASCII", "1")


@pytest.mark.parametrize("size", SIZES)
def test_without_a_group_there_is_the_time_of_day_and_no_word(size: tuple[int, int]) -> None:
    assert not any(sign.isalpha() for sign in drawn(None, *size))
    assert drawn(None, *size).strip()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", list(BlockKind))
def test_every_block_fits_and_says_its_name(kind: BlockKind, size: tuple[int, int]) -> None:
    assert "Title" in drawn(snapshot(kind), *size)


def test_the_newest_line_stands_below_those_before() -> None:
    picture = drawn(snapshot(), 80, 24)
    assert picture.index("Before.") < picture.index("Now.")


def test_the_clock_counts_up_past_zero_with_a_sign_that_needs_no_colour() -> None:
    assert [clock_text(snapshot(), NOW + timedelta(seconds=s)) for s in (0, 61, 66)] == [
        "1:01",
        "0:00",
        "+0:05",
    ]


@pytest.mark.parametrize("kind", [BlockKind.TOPIC, BlockKind.SHARING, BlockKind.BREAK])
def test_a_pause_is_said_in_words(kind: BlockKind) -> None:
    assert "paused" in drawn(snapshot(kind, runs=False), 80, 24)
    assert "paused" not in drawn(snapshot(kind), 80, 24)


def test_a_break_says_when_to_be_back_until_it_is_over() -> None:
    back = f"Back at {local_time(NOW + timedelta(seconds=61))}"
    assert back in drawn(snapshot(BlockKind.BREAK), 80, 24)
    assert "Back at" not in drawn(snapshot(BlockKind.BREAK, left=-5), 80, 24)
