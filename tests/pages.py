"""Reads the project's own pages: sections, tables, code, links and anchors of a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
MANUAL = ROOT / "themes" / "README.md"
PAGES = (README, MANUAL, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))

_HEADING = re.compile(r"(#{1,6}) (.+)")
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_BAR = re.compile(r"(?<!\\)\|")


def read(page: Path) -> str:
    """The text of a page."""
    return page.read_text(encoding="utf-8")


def outside_fences(text: str) -> str:
    """The text without its fenced blocks."""
    return "\n".join(
        part for number, part in enumerate(re.split(r"^```.*$", text, flags=re.M)) if not number % 2
    )


def fenced(text: str) -> list[str]:
    """The fenced blocks."""
    return [part.strip("\n") for part in re.split(r"^```.*$", text, flags=re.M)[1::2]]


def headings(text: str) -> list[str]:
    """All headings in order, without their marks."""
    return [found[2] for line in outside_fences(text).splitlines() if (found := _HEADING.fullmatch(line))]


def section(page: Path, heading: str) -> str:
    """What stands under a heading, up to the next one of its level or above. Raises LookupError."""
    level, lines, fence = 0, list[str](), False
    for line in read(page).splitlines():
        fence ^= line.startswith("```")
        found = None if fence else _HEADING.fullmatch(line)
        if found and level and len(found[1]) <= level:
            return "\n".join(lines)
        if found and found[2] == heading:
            level = len(found[1])
        elif level:
            lines.append(line)
    if not level:
        raise LookupError(f"{page.name} has no section {heading}")
    return "\n".join(lines)


def tables(text: str) -> list[list[tuple[str, ...]]]:
    """The tables of a text, each as its rows without the heading."""
    found: list[list[tuple[str, ...]]] = [[]]
    for line in outside_fences(text).splitlines():
        if line.startswith("|"):
            cells = _BAR.split(line.strip().removeprefix("|").removesuffix("|"))
            found[-1].append(tuple(cell.strip().replace(r"\|", "|") for cell in cells))
        elif found[-1]:
            found.append([])
    return [rows[2:] for rows in found if rows]


def codes(text: str) -> list[str]:
    """Everything in single backticks."""
    return _CODE.findall(outside_fences(text))


def first_codes(rows: list[tuple[str, ...]]) -> list[str]:
    """What stands in backticks in the first cells."""
    return [code for row in rows for code in codes(row[0])]


def links(text: str) -> Iterator[str]:
    """Where the links lead."""
    yield from _LINK.findall(outside_fences(text))


def anchors(text: str) -> set[str]:
    """The anchors that headings get where such pages are shown."""
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings(text)}
