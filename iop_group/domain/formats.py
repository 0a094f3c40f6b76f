"""Session formats as plain files: one `## Kind: title (N min, optional)` line for each block."""

from __future__ import annotations

import re
from dataclasses import replace

from iop_group.domain.agenda import Block, BlockKind, Format
from iop_group.domain.errors import Problem, Severity
from iop_group.domain.markup import Part, read
from iop_group.domain.naming import slug, stem_of

LONGEST_BLOCK = 240
_CLOSING_MINUTES = 5
_LIST = re.compile(r"\(list\)$", re.IGNORECASE)
_USUAL = {
    BlockKind.OPENING: 5,
    BlockKind.CHECK_IN: 15,
    BlockKind.TOPIC: 30,
    BlockKind.BREAK: 10,
    BlockKind.SHARING: 30,
    BlockKind.CLOSING: 10,
    BlockKind.DEBRIEF: 5,
}
TITLES = {
    BlockKind.OPENING: "Opening",
    BlockKind.CHECK_IN: "Check-in",
    BlockKind.TOPIC: "Topic",
    BlockKind.BREAK: "Break",
    BlockKind.SHARING: "Sharing",
    BlockKind.CLOSING: "Closing",
    BlockKind.DEBRIEF: "Debrief",
}
"""What each kind is called where nobody gave it another name."""
_KINDS = {"".join(c for c in title.casefold() if c.isalpha()): kind for kind, title in TITLES.items()}
_KIND_WORDS = ", ".join(TITLES.values())


def parse_format(text: str, file_name: str) -> tuple[Format | None, tuple[Problem, ...]]:
    """The format that a file makes, or None without a title or any block; and what is wrong with it.

    A format always closes: where the file has no closing, a short one is added and said.
    """
    document = read(text, file_name)
    problems = list(document.problems)
    title = document.text("title")
    if not title:
        missing = "There is no title. Start the file with three lines: ---, then title: its name, then ---."
        return None, (*problems, Problem(Severity.ERROR, file_name, None, missing))
    blocks: list[Block] = []
    for part in document.parts:
        block, said = _block(part, file_name)
        problems += said
        if block is not None:
            count = sum(other.kind is block.kind for other in blocks) + 1
            blocks.append(_numbered(block, count))
    if not blocks:
        none = "There are no blocks. Write one line for each, such as: ## Check-in (10 min)"
        return None, (*problems, Problem(Severity.ERROR, file_name, None, none))
    if not any(block.kind is BlockKind.CLOSING for block in blocks):
        blocks.insert(_before_debrief(blocks), _added_closing())
        problems.append(Problem(Severity.WARNING, file_name, None, _ADDED))
    format_id = slug(document.text("id") or stem_of(file_name), "format")
    return Format(format_id, title, tuple(blocks)), tuple(problems)


_ADDED = (
    f"There is no closing, so one of {_CLOSING_MINUTES} minutes is added. "
    f"Write it yourself: ## Closing ({_CLOSING_MINUTES} min, protected)"
)


def _block(part: Part, where: str) -> tuple[Block | None, list[Problem]]:
    kind, title = _kind_and_title(part.heading)
    if kind is None:
        unknown = f"This heading starts with no kind of block. Start it with one of: {_KIND_WORDS}."
        return None, [Problem(Severity.ERROR, where, part.line, unknown)]
    problems = []
    minutes = part.minutes or 0
    if not minutes:
        minutes = _USUAL[kind]
        none = f"This block has no minutes, so {minutes} are used. Write them like this: (10 min)"
        problems.append(Problem(Severity.WARNING, where, part.line, none))
    elif minutes > LONGEST_BLOCK:
        minutes = LONGEST_BLOCK
        long = f"A block takes {LONGEST_BLOCK} minutes at most, so {LONGEST_BLOCK} are used."
        problems.append(Problem(Severity.WARNING, where, part.line, long))
    lists = kind is BlockKind.SHARING and _LIST.search(part.heading) is not None
    if lists:
        _, title = _kind_and_title(_LIST.sub("", part.heading))
    protected = part.protected or (kind is BlockKind.CLOSING and not part.optional)
    optional = part.optional and not protected
    return Block(kind.value, kind, title, minutes, optional, protected, lists), problems


def _kind_and_title(heading: str) -> tuple[BlockKind | None, str]:
    """The kind that the first word or two name; the words after a colon are the title."""
    name, _, title = heading.partition(":")
    letters = "".join(c if c.isalpha() else " " for c in name.casefold()).split()
    kind = _KINDS.get("".join(letters[:2])) or _KINDS.get("".join(letters[:1]))
    if kind is None:
        return None, ""
    return kind, title.strip() or TITLES[kind]


def _numbered(block: Block, count: int) -> Block:
    block_id = block.kind.value if count == 1 else f"{block.kind.value}-{count}"
    return replace(block, id=block_id)


def _before_debrief(blocks: list[Block]) -> int:
    return next((i for i, block in enumerate(blocks) if block.kind is BlockKind.DEBRIEF), len(blocks))


def _added_closing() -> Block:
    kind = BlockKind.CLOSING
    return Block(kind.value, kind, TITLES[kind], _CLOSING_MINUTES, protected=True)
