"""Another Textual, without the inner parts that paint few cells, paints as it does."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import Screen

from iop_group.tui.widgets.dialog import Confirm
from tests.tui.desk_for_tests import FakeClock, Ground, make_desk, running, screen_text


@pytest.mark.parametrize(("part", "is_stock"), [("visible_widgets", False), ("of another Textual", True)])
def test_what_is_missing_is_done_without(
    part: str, is_stock: bool, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iop_group.tui.painting._USED", (part,))
    desk = make_desk(tmp_path, clock)
    assert (type(Ground(desk)._compositor) is Compositor) == is_stock
    desk.close()


@pytest.mark.parametrize("no_color", [False, True])
async def test_the_ground_of_a_screen_is_painted_once_and_as_stock_would(
    no_color: bool, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    desk = make_desk(tmp_path, clock)
    async with running(desk, bare=True, size=(70, 20)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Ground)
        for crop in (screen.region, Region(3, 2, 60, 17), Region(0, 5, 70, 1), Region(0, 5, 70, 0)):
            stock = Screen.render_lines(screen, crop)
            lines = screen.render_lines(crop)
            assert lines == stock
            assert len({id(line) for line in lines}) <= 1


async def test_through_a_dialog_the_screen_behind_it_is_seen(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk, size=(70, 20)) as pilot:
        await pilot.app.push_screen(Confirm("Sure?", ""))
        await pilot.pause()
        assert "New session" in screen_text(pilot)
        assert "Sure?" in screen_text(pilot)
