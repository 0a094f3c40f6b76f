"""Rituals and safety cards as plain files: checklists for the facilitator, and the words beside them."""

from __future__ import annotations

from dataclasses import dataclass

from iop_group.domain.errors import Problem, Severity
from iop_group.domain.markup import Document, Line, LineKind, read
from iop_group.domain.naming import slug, stem_of

_LAST = 100
_MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class RitualItem:
    """One thing to do or say; stamped when it is done."""

    id: str
    """Position and words: `1-welcome-everyone`."""
    text: str
    hint: str = ""
    """For the facilitator alone: words that may be said."""


@dataclass(frozen=True, slots=True)
class Ritual:
    """The checklist of an opening or a closing."""

    id: str
    """From the file's name: `opening`, `closing`."""
    title: str
    items: tuple[RitualItem, ...]
    introduction: tuple[str, ...] = ()
    """What stands before the first item, line by line."""


@dataclass(frozen=True, slots=True)
class SafetyCard:
    """Steps for one emergency, written by the program."""

    id: str
    title: str
    order: int
    """Cards stand in this order; those without a number come last."""
    lines: tuple[Line, ...]
    """The whole card, headings included. For the facilitator only."""


def parse_ritual(text: str, file_name: str) -> tuple[Ritual | None, tuple[Problem, ...]]:
    """The ritual that a file makes, or None without a title or any item; and what is wrong with it."""
    document = read(text, file_name)
    title, problems = _title(document, file_name)
    if not title:
        return None, problems
    introduction: list[str] = []
    texts: list[str] = []
    hints: list[list[str]] = []
    for line in _lines(document):
        if line.kind in (LineKind.POINT, LineKind.NUMBERED):
            texts.append(line.text)
            hints.append([])
        elif line.kind is not LineKind.SUBHEADING:
            (hints[-1] if hints else introduction).append(line.text)
    if not texts:
        none = "There are no items. Write each on its own line, such as: - Welcome everyone"
        return None, (*problems, Problem(Severity.ERROR, file_name, None, none))
    items = tuple(
        RitualItem(f"{number}-{slug(text, 'item')}", text, " ".join(hint))
        for number, (text, hint) in enumerate(zip(texts, hints, strict=True), start=1)
    )
    return Ritual(slug(stem_of(file_name), "ritual"), title, items, tuple(introduction)), problems


def parse_safety_card(text: str, file_name: str) -> tuple[SafetyCard | None, tuple[Problem, ...]]:
    """The card that a file makes, or None without a title; and what is wrong with it."""
    document = read(text, file_name)
    title, problems = _title(document, file_name)
    if not title:
        return None, problems
    lines = tuple(_lines(document))
    if not lines:
        empty = "This card is empty. Write one step a line, such as: - Stay calm."
        problems = (*problems, Problem(Severity.WARNING, file_name, None, empty))
    card_id = slug(document.text("id") or stem_of(file_name), "card")
    order = document.text("order")
    if order and not _is_number(order):
        said = "The order is a whole number, such as: order: 3"
        problems = (*problems, Problem(Severity.HINT, file_name, document.line_of("order"), said))
    return SafetyCard(card_id, title, int(order) if _is_number(order) else _LAST, lines), problems


def _is_number(text: str) -> bool:
    return 0 < len(text) <= _MOST_DIGITS and text.isascii() and text.isdecimal()


def _title(document: Document, where: str) -> tuple[str, tuple[Problem, ...]]:
    title = document.text("title")
    if title:
        return title, document.problems
    missing = "There is no title. Start the file with three lines: ---, then title: its name, then ---."
    return "", (*document.problems, Problem(Severity.ERROR, where, document.line_of("title"), missing))


def _lines(document: Document) -> list[Line]:
    """Every line of the body in order, part headings as subheadings."""
    lines = list(document.introduction)
    for part in document.parts:
        lines.append(Line(LineKind.SUBHEADING, part.heading, part.line, gap=True))
        lines.extend(part.lines)
    return lines
