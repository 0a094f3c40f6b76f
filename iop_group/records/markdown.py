"""User text inside Markdown that can only ever be text: no headings, lists, links, HTML or code."""

from __future__ import annotations

import re

from iop_group.domain.plain import one_line, printable

# Escaped wherever they stand: what starts emphasis, code, links, images, HTML, entities, tables, maths.
_ANYWHERE = re.compile(r"([\\`*_{}\[\]<>&|~$^])")
# Escaped where some readers make a link of bare words.
_BARE_LINK = re.compile(r"(?<=[A-Za-z])(:)(?=//)|(?<=www)(\.)|(@)", re.IGNORECASE)
# Escaped at the start of a line: headings, lists, rules, underlines of headings, definitions, front matter.
_STARTER = re.compile(r"([#+=:%-])")
_NUMBERED = re.compile(r"([0-9]{1,9})([.)])")


def plain_line(text: str) -> str:
    """One line of user text, to stand anywhere in a line of Markdown."""
    return _escaped(one_line(text))


def paragraphs(text: str) -> list[str]:
    """User text as Markdown lines: line ends and empty lines stay, nothing becomes anything but text."""
    lines = [_escaped(line.strip()) for line in printable(text, lines=True).strip().split("\n")]
    following = [*lines[1:], ""]
    # Two spaces end a line without ending the paragraph.
    return [f"{line}  " if line and after else line for line, after in zip(lines, following, strict=True)]


def _escaped(line: str) -> str:
    line = _ANYWHERE.sub(r"\\\1", line)
    line = _BARE_LINK.sub(lambda found: f"\\{found[0]}", line)
    if _STARTER.match(line):
        return f"\\{line}"
    numbered = _NUMBERED.match(line)
    return f"{numbered[1]}\\{line[numbered.end(1) :]}" if numbered else line
