"""Any text at all is read or refused at once and in plain words, and what is private in it stays private."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator

import pytest

from iop_group.domain.curriculum import parse_curriculum
from iop_group.domain.errors import Problem
from iop_group.domain.markup import LineKind
from iop_group.domain.plain import one_line
from iop_group.domain.topics import TopicModule, group_lines, parse_topic, plan_parts
from iop_group.library import Library
from iop_group.records.handout import handout_html, handout_markdown
from iop_group.tui.blocks.topic_lines import group_rows
from iop_group.tui.text import Row
from iop_group.tui.topics_lines import reading
from tests.domain.test_topics import EVERYTHING
from tests.topic_texts import CONSTRUCTS, extreme_ones, good_ones, mutated, readmes

AT_ONCE = 0.1
"""Seconds of the processor."""
PLANTED = "Xq7vTanager"
"""Nobody writes this word, and it is planted where the group must not see it."""

library = Library()


def looked_at(text: str) -> tuple[TopicModule | None, tuple[Problem, ...]]:
    """The text read as the program reads it, and everything said about it, with a warm dictionary."""
    module, problems = parse_topic(text, "a.md")
    return module, (*problems, *library.check_topic(text, "a.md"))


def seconds(text: str) -> float:
    """What it takes; the best of some, for a machine that does other things as well."""
    took = []
    for _ in range(4):
        start = time.process_time()
        looked_at(text)
        took.append(time.process_time() - start)
        if took[-1] <= AT_ONCE:
            break
    return min(took)


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    looked_at("---\ntitle: T\n---\n## Opening\n" + "Some words to grade. " * 20)


def holds(texts: Iterable[str]) -> None:
    """Each text is a topic or refused with a plain reason, at once."""
    for text in texts:
        assert seconds(text) <= AT_ONCE, repr(text[:200])
        module, problems = looked_at(text)
        assert module is not None or problems, repr(text[:200])
        for problem in problems:
            assert one_line(problem.text) == problem.text, problem
            assert 10 < len(problem.text) < 300, problem
        if module is not None:
            handout_markdown(module)
            handout_html(module)
            plan_parts(module, 30)
        parse_curriculum(text, "a.md")


@pytest.mark.parametrize("name", extreme_ones())
def test_the_largest_and_deepest_texts_are_read_or_refused_at_once(name: str) -> None:
    holds([extreme_ones()[name]])


def test_every_construct_of_markdown_is_read_or_refused() -> None:
    top = "---\ntitle: T\n---\n## Discussion\n"
    holds([*CONSTRUCTS, *(top + each for each in CONSTRUCTS), top + "\n".join(CONSTRUCTS)])
    holds(f"---\n{each}\ntitle: T\n---\n## Opening\n" for each in CONSTRUCTS)


def test_real_readme_files_are_read_or_refused() -> None:
    texts = readmes()
    assert len(texts) > 20
    holds(texts)


def test_some_hundred_spoilt_files_are_read_or_refused() -> None:
    holds(mutated(1, 300))


@pytest.mark.proof
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_spoilt_files_are_read_or_refused(seed: int) -> None:
    holds(mutated(1000 + seed, 1000))


# What the group may see


def words_of(rows: Iterable[Row]) -> str:
    return "\n".join("".join(run[0] for run in row) for row in rows)


def seen_by_the_group(module: TopicModule) -> Iterator[tuple[str, str]]:
    """Everything that shows the group's side of a topic, by where it is shown."""
    for part in module.parts:
        shown = group_lines(part)
        yield "lines", "\n".join(line.text for line in shown)
        if not part.private:
            yield "headings", part.heading
    yield "handout", handout_markdown(module)
    yield "page", handout_html(module)
    yield "the library's view", words_of(reading(module, as_group=True)(60))
    for planned in plan_parts(module, 30).parts:
        yield "the topic block", words_of(group_rows(planned, 0, (), 60))


def leaks(text: str) -> list[str]:
    """Where the planted word can be seen."""
    module, _ = parse_topic(text, "a.md")
    assert module is not None
    shown = [(place, "".join(words.split())) for place, words in seen_by_the_group(module)]
    return [place for place, words in shown if PLANTED in words]


PRIVATE = (
    f"> {PLANTED}",
    f">{PLANTED}",
    f"   > {PLANTED}",
    f"\u200b> {PLANTED}",
    f"- > {PLANTED}",
    f"1. > {PLANTED}",
    f"＞ {PLANTED}",
    f"- ＞ {PLANTED}",
    f"> one\n  {PLANTED}",
    f"<!-- {PLANTED} -->",
    f"<!--\n{PLANTED}\n-->",
    f"words <!-- {PLANTED} --> {PLANTED}",
    f"### Facilitator: {PLANTED}\n- {PLANTED}\n{PLANTED}\n1. {PLANTED}\n### Back\n",
    f"## Facilitator: {PLANTED} (5 min)\n{PLANTED}\n- {PLANTED}\n### Steps\n1. {PLANTED}\n## Back\n",
    f"## Fasilitator\n{PLANTED}\n## Back\n",
    f"## For the facilitator {PLANTED}\n{PLANTED}\n## Back\n",
    f"##\n{PLANTED}\n## Back\n",
    f"## F\u200bacili\u00adtator\n{PLANTED}\n## Back\n",
    f"＃＃ Facilitator\n{PLANTED}\n## Back\n",
)


@pytest.mark.parametrize("planted", PRIVATE)
def test_no_private_word_planted_anywhere_reaches_the_group(planted: str) -> None:
    lines = EVERYTHING.split("\n")
    top = lines.index("---", 1)
    for place in range(top + 1, len(lines) + 1):
        assert leaks("\n".join([*lines[:place], planted, *lines[place:]])) == []


def test_no_built_in_topic_shows_the_group_a_private_line() -> None:
    for topic in library.topics():
        everything = [line for part in topic.parts for line in part.lines]
        shown = [line for part in topic.parts for line in group_lines(part)]
        assert not [line for line in shown if line.kind is LineKind.NOTE]
        lines = topic.text.split("\n")
        for line in (*topic.introduction, *(line for line in everything if line not in shown)):
            lines[line.line - 1] += f" {PLANTED}"
        assert leaks("\n".join(lines)) == []


@pytest.mark.parametrize(
    "name",
    [
        *("id", "strand", "core", "summary", "modality", "lead", "level", "before", "objectives", "tags"),
        *("sources", "language", "author", "version", "reviewed by", "reviewed on", "based on", "other"),
    ],
)
def test_the_lines_at_the_top_are_for_the_facilitator(name: str) -> None:
    assert leaks(f"---\ntitle: T\n{name}: {PLANTED}\n---\n## Opening\nHello.\n") == []
    assert leaks(f"---\ntitle: T\n{name}:\n  - {PLANTED}\n  {PLANTED}\n---\n## Opening\nHello.\n") == []


def spoilt_with_secrets(seed: int, count: int) -> Iterator[str]:
    """Bodies of random lines, good and odd, with private lines among them."""
    chance = random.Random(seed)  # noqa: S311 - the same texts each time
    pool = [line for text in good_ones() for line in text.split("\n---\n")[-1].split("\n")]
    pool += [line for each in CONSTRUCTS for line in each.split("\n")]
    for _ in range(count):
        lines = chance.choices(pool, k=chance.randrange(1, 40))
        for _ in range(chance.randrange(1, 6)):
            lines.insert(chance.randrange(len(lines) + 1), chance.choice(PRIVATE))
        end = chance.choice(("\n", "\r\n", "\r"))
        yield end.join(["---", "title: T", "---", *"\n".join(lines).split("\n")])


def test_no_private_word_of_a_spoilt_file_reaches_the_group() -> None:
    for text in spoilt_with_secrets(2, 300):
        assert leaks(text) == [], text


@pytest.mark.proof
@pytest.mark.timeout(1800)
def test_no_private_word_of_ten_thousand_spoilt_files_reaches_the_group() -> None:
    for text in spoilt_with_secrets(3, 10_000):
        assert leaks(text) == [], text


def test_the_looking_itself_finds_what_is_shown() -> None:
    assert {*leaks(f"---\ntitle: T\n---\n## Opening\n{PLANTED}")} == {
        *("lines", "handout", "page", "the library's view", "the topic block"),
    }
    assert "headings" in leaks(f"---\ntitle: T\n---\n## Opening {PLANTED}\nHello.")
