"""What a second reader would say about the single lines of a topic file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from iop_group.domain.errors import Severity
from iop_group.domain.markup import Document, Line
from iop_group.domain.naming import set_of_words
from iop_group.domain.topic_parts import PartKind, TopicPart, group_lines
from iop_group.domain.topics import TopicModule
from iop_group.domain.wording import find_wording

LONGEST_LINE = 200
_CLOSED = set_of_words(
    "am are can could did do does had has have is may should was were will would",
)
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
class Reading:
    """A file in both of its readings."""

    document: Document
    module: TopicModule


Finding = tuple[Severity, int | None, str]
"""How much it matters, the line if it is one, and the sentence."""

Check = Callable[[Reading], Iterator[Finding]]


def _questions(seen: Reading) -> Iterator[Finding]:
    for part, line in _shown(seen):
        first = _QUESTION_START.match(line.text)
        closed = first is not None and first[1].casefold() in _CLOSED
        if part.kind is PartKind.DISCUSSION and closed and line.text.rstrip("”\"'* ").endswith("?"):
            said = "This can be answered with yes or no. Try a question that starts with What or How."
            yield Severity.WARNING, line.line, said


def _long_lines(seen: Reading) -> Iterator[Finding]:
    for _, line in _shown(seen):
        if len(line.text) > LONGEST_LINE:
            said = f"This line has {len(line.text)} characters. Split it: one thought a line."
            yield Severity.WARNING, line.line, said
        if _PICTURE_OR_CODE.search(line.text):
            yield Severity.HINT, line.line, "Pictures and HTML are not shown, only their text."


def _words(seen: Reading) -> Iterator[Finding]:
    document = seen.document
    front = [(document.text(key), document.line_of(key)) for key in ("title", "summary", "objectives")]
    headings = [(part.heading, part.line) for part in document.parts]
    for text, at in (*front, *headings, *((line.text, line.line) for line in _everything(document))):
        for finding in find_wording(text):
            said = f"“{finding.found}”: consider “{finding.use}”."
            yield Severity.WARNING, at, said


def _numbers(seen: Reading) -> Iterator[Finding]:
    for line in _everything(seen.document):
        if _DOSE.search(line.text):
            said = "This reads like a dose. Questions about doses go to the nurse or prescriber."
            yield Severity.WARNING, line.line, said
        if _SHORT_NUMBER.search(line.text) or any(
            not _DATE_OR_YEARS.fullmatch(match[0]) for match in _PHONE.finditer(line.text)
        ):
            said = "This reads like a phone number. Numbers go out of date: keep them in the crisis lines."
            yield Severity.WARNING, line.line, said


def _wrapped_notes(seen: Reading) -> Iterator[Finding]:
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


def _shown(seen: Reading) -> Iterator[tuple[TopicPart, Line]]:
    for part in seen.module.parts:
        for line in group_lines(part):
            yield part, line


LINE_CHECKS: tuple[Check, ...] = (_questions, _long_lines, _words, _numbers, _wrapped_notes)
