"""How hard the group's text of a topic is to read, as a school grade; a thought, never a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from iop_group.domain.markup import LineKind
from iop_group.domain.topics import TopicModule, group_lines

FEWEST_WORDS: Final = 50
"""With fewer the formula says nothing that holds."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)")


def reading_grade(topic: TopicModule) -> float | None:
    """The US school grade of what the group sees (Flesch and Kincaid, 1975); None for too few words.

    The formula is for English: a topic in another language has no grade. It measures length, not sense
    (clinical reference, section 6).
    """
    if topic.language and not topic.language.casefold().startswith("en"):
        return None
    text = [line for line in _read_by_the_group(topic) if _WORD.search(line)]
    words = [word for line in text for word in _WORD.findall(line)]
    if len(words) < FEWEST_WORDS:
        return None
    sentences = sum(map(_sentences, text))
    syllables = sum(_syllables(word.casefold()) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _read_by_the_group(topic: TopicModule) -> Iterator[str]:
    """The content note and every line; headings are no sentences and would only make it look easier."""
    yield topic.content_note
    for part in topic.parts:
        yield from (line.text for line in group_lines(part) if line.kind is not LineKind.SUBHEADING)


def _sentences(line: str) -> int:
    """A line ends its last sentence, with or without a full stop."""
    return sum(1 for piece in _SENTENCE_END.split(line) if _WORD.search(piece))


@lru_cache(maxsize=4096)
def _syllables(word: str) -> int:
    import pyphen  # its dictionary takes a moment, and only checks need it

    return len(pyphen.Pyphen(lang="en_US").positions(word)) + 1
