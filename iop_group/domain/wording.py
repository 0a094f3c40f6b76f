"""Words that put the person first: what to avoid in the staff's own voice, and what to say instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from iop_group.domain.naming import set_of_words

_PERSON = "person with a substance use disorder"
_RECOVERY = "in recovery, or not using"
_MISUSE = "use, misuse, or substance use disorder"


@dataclass(frozen=True, slots=True)
class Wording:
    """One row of the table."""

    avoid: tuple[str, ...]
    """Words or phrases in lower case; a hyphen counts as a space."""
    use: str
    not_before: frozenset[str] = frozenset()
    """Not meant when one of these words follows: "clean water"."""
    not_after: frozenset[str] = frozenset()
    """Not meant when one of these words stands before: "child abuse"."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where another word may serve better."""

    start: int
    end: int
    """Half-open span in the text, in characters."""
    found: str
    use: str


_THINGS = set_of_words(
    "air bed bill cloth clothes desk dish dishes floor hand hands home house kitchen laundry needle needles "
    "paper room sheet sheets slate syringe syringes table towel up water"
)
_OTHER_ABUSE = set_of_words(
    "animal child domestic elder emotional financial of partner physical sexual spousal verbal"
)
# "overdose, abuse or danger", "abuse disclosed": harm done to a person, and its right name.
_HARM_GOES_ON = set_of_words("and at by disclosed hotline or survivor survivors")
_TESTS = ("test", "tests", "urine", "screen", "screens", "sample", "ua", "uds")

# After NIDA, "Words Matter"; the last three rows are common practice (clinical reference, 2.5).
TABLE: tuple[Wording, ...] = (
    Wording(("former addict", "former addicts", "ex addict", "ex addicts"), "person in long-term recovery"),
    Wording(("addict", "addicts", "junkie", "junkies", "druggie", "druggies"), _PERSON),
    Wording(("drug user", "drug users"), "person who uses drugs"),
    Wording(
        ("user", "users"), "person who uses substances, or member", not_before=frozenset({"name", "guide"})
    ),
    Wording(
        ("alcoholic", "alcoholics"),
        "person with an alcohol use disorder",
        not_before=frozenset({"anonymous", "drink", "drinks"}),
    ),
    Wording(tuple(f"clean {test}" for test in _TESTS), "tested negative"),
    Wording(("tested clean", "tests clean", "came back clean"), "tested negative"),
    Wording(tuple(f"dirty {test}" for test in _TESTS), "tested positive"),
    Wording(("tested dirty", "tests dirty", "came back dirty"), "tested positive"),
    Wording(("clean",), _RECOVERY, _THINGS),
    Wording(("dirty",), "using, or returned to use", _THINGS),
    Wording(("drug abuse", "substance abuse", "alcohol abuse", "drug abuser", "substance abuser"), _MISUSE),
    Wording(
        ("abuse", "abuses", "abuser", "abusers"), _MISUSE, not_before=_HARM_GOES_ON, not_after=_OTHER_ABUSE
    ),
    Wording(("drug habit", "drinking habit", "heroin habit", "cocaine habit"), _MISUSE),
    Wording(("kick the habit", "kicked the habit", "kicking the habit"), "stop using, or stopped using"),
    Wording(
        ("replacement therapy", "substitution therapy", "replacement treatment", "substitution treatment"),
        "medication for opioid or alcohol use disorder",
        not_after=frozenset({"estrogen", "hormone", "nicotine", "testosterone"}),
    ),
    Wording(("relapsed", "relapser", "relapsers"), "returned to use"),
    Wording(
        ("committed suicide", "commit suicide", "successful suicide", "completed suicide"), "died by suicide"
    ),
    Wording(("failed suicide", "failed suicide attempt"), "suicide attempt"),
    Wording(("failed",), "has not yet"),
    Wording(
        ("non compliant", "noncompliant", "non compliance", "noncompliance"), "has not yet, or chose not to"
    ),
    Wording(("in denial",), "ambivalent, or sees it differently"),
    Wording(("refused", "refuses"), "chose not to"),
)

_WORD = re.compile(r"\w+")
_GAPS = frozenset(" \t\xa0-\u2010\u2011")
_Words = list[tuple[str, int, int]]

_QUOTES = {
    '"': '"',
    "'": "'",
    "\u201c": "\u201d",
    "\u201e": "\u201c\u201d",
    "\u2018": "\u2019",
    "\u00ab": "\u00bb",
}
_APOSTROPHES = frozenset("'\u2019")


def _rows_by_first_word() -> dict[str, tuple[tuple[tuple[str, ...], Wording], ...]]:
    rows: dict[str, list[tuple[tuple[str, ...], Wording]]] = {}
    for row in TABLE:
        for phrase in row.avoid:
            words = tuple(phrase.split())
            rows.setdefault(words[0], []).append((words, row))
    # The longest phrase wins: "former addict" before "addict" alone.
    return {first: tuple(sorted(found, key=lambda f: -len(f[0]))) for first, found in rows.items()}


_ROWS = _rows_by_first_word()


def find_wording(text: str) -> tuple[Finding, ...]:
    """Where the text uses words of the table, in order; what is quoted is the member's own and left alone."""
    findings: list[Finding] = []
    start = 0
    for line in text.splitlines(keepends=True):
        findings.extend(_in_line(line, start))
        start += len(line)
    return tuple(findings)


def _in_line(line: str, offset: int) -> Iterator[Finding]:
    words = [(m[0].casefold(), m.start(), m.end()) for m in _WORD.finditer(line)]
    if not any(word in _ROWS for word, _, _ in words):
        return
    quoted = _quoted_spans(line)
    span = next(quoted, None)
    index = 0
    while index < len(words):
        match = _match(words, index, line)
        if match is None:
            index += 1
            continue
        length, row = match
        start, end = words[index][1], words[index + length - 1][2]
        while span is not None and span[1] < start:
            span = next(quoted, None)
        if span is None or span[0] > start:
            yield Finding(offset + start, offset + end, line[start:end], row.use)
        index += length


def _match(words: _Words, index: int, line: str) -> tuple[int, Wording] | None:
    for phrase, row in _ROWS.get(words[index][0], ()):
        length = len(phrase)
        if tuple(word for word, _, _ in words[index : index + length]) != phrase:
            continue
        if not all(_adjoin(words, i, line) for i in range(index, index + length - 1)):
            continue
        after = words[index + length][0] if _adjoin(words, index + length - 1, line) else ""
        before = words[index - 1][0] if index and _adjoin(words, index - 1, line) else ""
        if after not in row.not_before and before not in row.not_after:
            return length, row
    return None


def _adjoin(words: _Words, index: int, line: str) -> bool:
    """The word and the next one stand in one phrase."""
    return index + 1 < len(words) and _GAPS.issuperset(line[words[index][2] : words[index + 1][1]])


def _quoted_spans(line: str) -> Iterator[tuple[int, int]]:
    """Spans between a mark and the nearest one that closes it on the same line, marks included."""
    unclosed: set[str] = set()
    index = 0
    while index < len(line):
        mark = line[index]
        if mark in _QUOTES and mark not in unclosed and _opens(line, index):
            end = _closing(line, index)
            if end is not None:
                yield index, end
                index = end
            else:
                # Nothing closes it further on either: looking again for each would make a long line slow.
                unclosed.add(mark)
        index += 1


def _closing(line: str, opened: int) -> int | None:
    marks = _QUOTES[line[opened]]
    return next((i for i in range(opened + 1, len(line)) if line[i] in marks and _closes(line, i)), None)


def _opens(line: str, index: int) -> bool:
    """An apostrophe inside a word opens nothing."""
    return line[index] not in _APOSTROPHES or index == 0 or not line[index - 1].isalnum()


def _closes(line: str, index: int) -> bool:
    if line[index] not in _APOSTROPHES:
        return True
    return not line[index + 1 : index + 2].isalnum()
