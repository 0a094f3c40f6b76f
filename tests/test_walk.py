"""The pictures of docs/walk.md can be drawn anew, and show what they say."""

from __future__ import annotations

import asyncio
import html
import re
from pathlib import Path

from tests.walk import PICTURES, draw

PAGE = PICTURES.parent / "walk.md"
SHOWN = {
    "01-today": "To sign",
    "02-plan": "Start the session",
    "03-arrivals": "5 of 8 here",
    "04-opening": "Welcome newcomers",
    "05-check-in": "2 of 8 checked in",
    "06-topic": "Key points",
    "07-sharing": "Not heard yet",
    "08-closing": "takes away",
    "09-stay-after": "1 still to talk about",
    "10-after": "0 of 9 signed",
    "11-review": "Review",
    "12-member": "Hours in the room",
}


def words(picture: Path) -> str:
    text = html.unescape(re.sub(r"<[^>]+>", " ", picture.read_text(encoding="utf-8")))
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_walk_is_drawn_from_today_to_the_record(tmp_path: Path) -> None:
    asyncio.run(draw(tmp_path))
    assert {path.stem for path in tmp_path.iterdir()} == set(SHOWN)
    for name, shown in SHOWN.items():
        assert shown in words(tmp_path / f"{name}.svg"), name


def test_every_picture_stands_in_the_page_and_fetches_nothing_from_the_network() -> None:
    drawn = {path.name for path in PICTURES.iterdir()}
    assert drawn == {f"{name}.svg" for name in SHOWN}
    assert drawn == set(re.findall(r"\(walk/([^)]+)\)", PAGE.read_text(encoding="utf-8")))
    for path in PICTURES.iterdir():
        assert "url(http" not in path.read_text(encoding="utf-8")
