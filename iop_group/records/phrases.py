"""Small turns of phrase that the drafts and exports share."""

from __future__ import annotations

from collections.abc import Iterable

from iop_group.domain.plain import one_line, printable

_INNER_QUOTES = str.maketrans({"\u201c": "\u2018", "\u201d": "\u2019", "\u201e": "\u2018", '"': "'"})


def quoted(words: str) -> str:
    """A member's own words in quotation marks that nothing inside them can close."""
    return f"\u201c{one_line(words).translate(_INNER_QUOTES)}\u201d"


def text_of(words: str) -> str:
    """A note's text: printable, its lines kept, without empty lines at either end."""
    return printable(words, lines=True).strip()


def counted(number: int, one: str, many: str = "") -> str:
    """`1 member`, `2 members`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def sentence(words: str) -> str:
    """With its first letter large and a full stop, unless it ends with a mark of its own."""
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "!", "?", "\u2026")) else f"{words}."


def listed(label: str, items: Iterable[str], *, between: str = "; ") -> list[str]:
    """One line `Label: a; b.`, or no line when there is nothing to list."""
    words = between.join(items)
    return [sentence(f"{label}: {words}")] if words else []
