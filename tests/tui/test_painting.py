"""Another Textual, without the inner parts that paint few cells, paints as it does."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual._compositor import Compositor

from tests.tui.desk_for_tests import FakeClock, Ground, make_desk


@pytest.mark.parametrize(("part", "is_stock"), [("visible_widgets", False), ("of another Textual", True)])
def test_what_is_missing_is_done_without(
    part: str, is_stock: bool, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iop_group.tui.painting._USED", (part,))
    desk = make_desk(tmp_path, clock)
    assert (type(Ground(desk)._compositor) is Compositor) == is_stock
    desk.close()
