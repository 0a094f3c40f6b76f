"""What a second reader would say about a topic file, in plain words and with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from iop_group.domain.errors import Problem, Severity
from iop_group.domain.markup import LineKind, read
from iop_group.domain.naming import near_miss
from iop_group.domain.plain import clipped, one_line
from iop_group.domain.topic_beside import Beside
from iop_group.domain.topic_line_checks import LINE_CHECKS, Check, Finding, Reading
from iop_group.domain.topic_parts import TopicPart, group_lines, misspelt_kind, misspelt_private
from iop_group.domain.topics import PartKind, stated_minutes, too_large, topic_from

LONGEST_TOPIC = 90

_KEYS = {
    "title": "title",
    "id": "id",
    "strand": "strand",
    "core": "core",
    "summary": "summary",
    "minutes": "minutes",
    "modality": "modality",
    "lead": "lead",
    "level": "level",
    "before": "before",
    "objectives": "objectives",
    "contentnote": "content note",
    "tags": "tags",
    "sources": "sources",
    "language": "language",
    "author": "author",
    "version": "version",
    "reviewedby": "reviewed by",
    "reviewedon": "reviewed on",
    "basedon": "based on",
    "format": "format",
}
_KNOWN_WORDS = {
    "core": ("yes", "no"),
    "modality": (
        *("CBT", "DBT-informed", "MI", "Relapse prevention", "Psychoeducation", "Mindfulness", "Health"),
        *("Family", "Recovery support", "other"),
    ),
    "lead": ("peer", "counselor", "co-lead"),
    "level": ("early", "middle", "later", "any"),
}
_UNREAD_MINUTES = re.compile(r"\d ?min(?:ute)?s?\.?$|\([^()]*\bmin(?:ute)?s?\b[^()]*\)$")
_DELICATE = ("caution", "do not show", "don't show", "staff")


def check_topic(text: str, file_name: str, *, beside: Beside | None = None) -> tuple[Problem, ...]:
    """Everything that can be said about the file, in the order of its lines (clinical reference, 7.4).

    With `beside`, it is also held against the other topics and graded.
    """
    refusal = too_large(text, file_name)
    if refusal is not None:
        return (refusal,)
    document = read(text, file_name)
    module, problems = topic_from(document, file_name)
    found = list(problems)
    if module is not None:
        reading = Reading(document, replace(module, text=text))
        checks = (*_CHECKS, *LINE_CHECKS, *(beside.checks() if beside is not None else ()))
        found += [Problem(s, file_name, line, said) for check in checks for s, line, said in check(reading)]
    return tuple(sorted(found, key=lambda problem: problem.line or 0))


def _keys(seen: Reading) -> Iterator[Finding]:
    document = seen.document
    for key, name in document.front_names.items():
        meant = None if key in _KEYS else near_miss(key, _KEYS)
        if meant is not None:
            said = f"“{name}” is not known here: did you mean “{_KEYS[meant]}”?"
            yield Severity.HINT, document.line_of(key), said
    for key, allowed in _KNOWN_WORDS.items():
        value = document.text(key)
        if value and value.casefold() not in map(str.casefold, allowed):
            said = f"{_KEYS[key]} is usually one of: {', '.join(allowed)}."
            yield Severity.HINT, document.line_of(key), said
    if document.text("minutes") and not stated_minutes(document):
        yield Severity.HINT, document.line_of("minutes"), "Minutes are a number, such as: minutes: 50"


def _headings(seen: Reading) -> Iterator[Finding]:
    for part, source in zip(seen.module.parts, seen.document.parts, strict=False):
        heading = source.heading.casefold()
        if not heading:
            yield Severity.WARNING, part.line, "This heading has no words, so the part is kept private."
        elif misspelt_private(heading):
            said = "This heading looks like “Facilitator”, so the part is kept private. Mend the spelling."
            yield Severity.WARNING, part.line, said
        elif not part.private and any(word in heading for word in _DELICATE):
            said = "The group sees this part. If it is for you alone, begin its heading with “Facilitator”."
            yield Severity.WARNING, part.line, said
        elif meant := misspelt_kind(heading):
            said = f"“{_called(part)}” is no known kind of part: did you mean “{meant.capitalize()}”?"
            yield Severity.HINT, part.line, said
        if source.minutes is None and _UNREAD_MINUTES.search(heading):
            said = "The minutes could not be read. Write them at the end, in brackets: (10 min)"
            yield Severity.HINT, part.line, said


def _what_is_there(seen: Reading) -> Iterator[Finding]:
    kinds = {part.kind for part in seen.module.parts}
    if not seen.document.parts:
        return
    wanted = (
        (PartKind.KEY_POINTS, "There is no part “Key points”."),
        (PartKind.DISCUSSION, "There is no part “Discussion”."),
        (PartKind.FACILITATOR, "There is no part for you alone. Begin one with: ## Facilitator: prepare"),
    )
    for kind, said in wanted:
        if kind not in kinds:
            yield Severity.WARNING, None, said


def _called(part: TopicPart) -> str:
    return clipped(one_line(part.heading))


def _empty_parts(seen: Reading) -> Iterator[Finding]:
    for part in seen.module.parts:
        if not part.private and all(line.kind is LineKind.SUBHEADING for line in group_lines(part)):
            said = f"The group sees nothing under “{_called(part)}” yet. Write lines without > below it."
            yield Severity.WARNING, part.line, said


def _minutes(seen: Reading) -> Iterator[Finding]:
    stated, real = stated_minutes(seen.document), seen.module.minutes
    line = seen.document.line_of("minutes")
    if stated and stated != real:
        said = f"The parts take {real} minutes together, and the top says {stated}. The parts count."
        yield Severity.WARNING, line, said
    if real > LONGEST_TOPIC:
        said = f"{real} minutes are long for one topic. Could it be two?"
        yield Severity.WARNING, line, said


_CHECKS: tuple[Check, ...] = (_keys, _headings, _what_is_there, _empty_parts, _minutes)
