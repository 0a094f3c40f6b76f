"""What a second reader would say about a topic file, in plain words and with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from iop_group.domain.errors import Problem, Severity
from iop_group.domain.markup import Document, Line, read
from iop_group.domain.naming import near_miss, set_of_words
from iop_group.domain.topic_parts import misspelt_private
from iop_group.domain.topics import (
    PartKind,
    TopicModule,
    TopicPart,
    group_lines,
    stated_minutes,
    topic_from,
)
from iop_group.domain.wording import find_wording

LONGEST_LINE = 200
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
_CLOSED = set_of_words(
    "am are can could did do does had has have is may should was were will would",
)
_DELICATE = ("caution", "do not show", "don't show", "staff")
_DOSE = re.compile(
    r"(?<![\w.,])\d{1,6}(?:[.,]\d{1,3})? ?(?:mg|mcg|\u00b5g|\u03bcg|g|ml|milligrams?|micrograms?|grams?)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<!\d)\+?\d(?:[ ().-]{0,3}\d){6,14}(?!\d)")
_SHORT_NUMBER = re.compile(
    r"\b(?:call|dial|phone|ring|text)\s(?:\w{1,12}\s(?:to\s)?)?(\d{3,6})\b", re.IGNORECASE
)
_DATE_OR_YEARS = re.compile(r"(?:19|20)\d\d[-. ](?:\d\d?[-. ]\d\d?|(?:19|20)\d\d)")
_PICTURE_OR_CODE = re.compile(r"!\[|</?[a-z]", re.IGNORECASE)
_QUESTION_START = re.compile(r"\W*(\w{1,12})\b")


@dataclass(frozen=True, slots=True)
class _Read:
    """A file in both of its readings."""

    document: Document
    module: TopicModule
    known_ids: Collection[str] | None


_Finding = tuple[Severity, int | None, str]
_Check = Callable[[_Read], Iterator[_Finding]]


def check_topic(
    text: str, file_name: str, *, known_ids: Collection[str] | None = None
) -> tuple[Problem, ...]:
    """Everything that can be said about the file, in the order of its lines (clinical reference, 7.4).

    With known_ids, ids in `before` that are not among them are named.
    """
    document = read(text, file_name)
    module, problems = topic_from(document, file_name)
    found = list(problems)
    if module is not None:
        seen = _Read(document, module, known_ids)
        found += [Problem(s, file_name, line, said) for check in _CHECKS for s, line, said in check(seen)]
    return tuple(sorted(found, key=lambda problem: problem.line or 0))


def _keys(seen: _Read) -> Iterator[_Finding]:
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


def _before(seen: _Read) -> Iterator[_Finding]:
    for topic_id in seen.module.before if seen.known_ids is not None else ():
        if seen.known_ids is not None and topic_id not in seen.known_ids:
            said = f"“before” names {topic_id}, and there is no topic of that id."
            yield Severity.WARNING, seen.document.line_of("before"), said


def _headings(seen: _Read) -> Iterator[_Finding]:
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
        if heading.endswith(")") and "min" in heading.rpartition("(")[2]:
            said = "The minutes in brackets could not be read. Write them like this: (10 min)"
            yield Severity.HINT, part.line, said


def _what_is_there(seen: _Read) -> Iterator[_Finding]:
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


def _minutes(seen: _Read) -> Iterator[_Finding]:
    stated, real = stated_minutes(seen.document), seen.module.minutes
    line = seen.document.line_of("minutes")
    if stated and stated != real:
        said = f"The parts take {real} minutes together, and the top says {stated}. The parts count."
        yield Severity.WARNING, line, said
    if real > LONGEST_TOPIC:
        said = f"{real} minutes are long for one topic. Could it be two?"
        yield Severity.WARNING, line, said


def _questions(seen: _Read) -> Iterator[_Finding]:
    for part, line in _shown(seen):
        first = _QUESTION_START.match(line.text)
        closed = first is not None and first[1].casefold() in _CLOSED
        if part.kind is PartKind.DISCUSSION and closed and line.text.rstrip("”\"'* ").endswith("?"):
            said = "This can be answered with yes or no. Try a question that starts with What or How."
            yield Severity.WARNING, line.line, said


def _long_lines(seen: _Read) -> Iterator[_Finding]:
    for _, line in _shown(seen):
        if len(line.text) > LONGEST_LINE:
            said = f"This line has {len(line.text)} characters. Split it: one thought a line."
            yield Severity.WARNING, line.line, said
        if _PICTURE_OR_CODE.search(line.text):
            yield Severity.HINT, line.line, "Pictures and HTML are not shown, only their text."


def _words(seen: _Read) -> Iterator[_Finding]:
    document = seen.document
    front = [(document.text(key), document.line_of(key)) for key in ("title", "summary", "objectives")]
    headings = [(part.heading, part.line) for part in document.parts]
    for text, at in (*front, *headings, *((line.text, line.line) for line in _everything(document))):
        for finding in find_wording(text):
            said = f"“{finding.found}”: consider “{finding.use}”."
            yield Severity.WARNING, at, said


def _numbers(seen: _Read) -> Iterator[_Finding]:
    for line in _everything(seen.document):
        if _DOSE.search(line.text):
            said = "This reads like a dose. Questions about doses go to the nurse or prescriber."
            yield Severity.WARNING, line.line, said
        if _SHORT_NUMBER.search(line.text) or any(
            not _DATE_OR_YEARS.fullmatch(match[0]) for match in _PHONE.finditer(line.text)
        ):
            said = "This reads like a phone number. Numbers go out of date: keep them in the crisis lines."
            yield Severity.WARNING, line.line, said


def _wrapped_notes(seen: _Read) -> Iterator[_Finding]:
    for part in seen.module.parts:
        shown = {line.line for line in group_lines(part)}
        for above, line in zip(part.lines, part.lines[1:], strict=False):
            follows_note = line.line in shown and above.line not in shown and not line.gap
            if follows_note and line.text[:1].islower():
                said = "The group sees this line. If it goes on with the note above, begin it with > too."
                yield Severity.WARNING, line.line, said


def _everything(document: Document) -> Iterator[Line]:
    yield from document.introduction
    for part in document.parts:
        yield from part.lines


def _shown(seen: _Read) -> Iterator[tuple[TopicPart, Line]]:
    for part in seen.module.parts:
        for line in group_lines(part):
            yield part, line


_CHECKS: tuple[_Check, ...] = (
    _keys,
    _before,
    _headings,
    _what_is_there,
    _minutes,
    _questions,
    _long_lines,
    _words,
    _numbers,
    _wrapped_notes,
)
