"""What the group takes home: the group's text, and not one word that is for the facilitator."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from iop_group.domain.naming import set_of_words
from iop_group.domain.topics import TopicModule
from iop_group.records.handout import handout_html, handout_markdown
from tests.domain.test_topics import EVERYTHING, titled, topic
from tests.hostile import HOSTILE
from tests.records.test_markdown import TRICKS

ALLOWED = set_of_words("html head meta title style body section h1 h2 h3 p ul ol li strong br footer")
VOID = {"meta", "br"}


class Page(HTMLParser):
    """Reads a page, insists that it is well formed and plain, and keeps its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert {name for name, _ in attrs} <= {
            "lang",
            "charset",
            "http-equiv",
            "content",
            "name",
            "class",
            "value",
        }
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("style", "title"):
            self.words += data.split()


def words_of_markdown(text: str) -> list[str]:
    """What a reader sees of it, after checking that nothing in it is a link, an image, code or HTML."""
    words: list[str] = []
    for token in MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(text):
        assert token.type.split("_")[0] in {"heading", "paragraph", "inline", "bullet", "ordered", "list"}, (
            token
        )
        pieces = []
        for child in token.children or ():
            assert child.type in {
                "text",
                "text_special",
                "strong_open",
                "strong_close",
                "em_open",
                "em_close",
            }, child
            pieces.append(child.content)
        words += "".join(pieces).split()
    return words


def test_the_handout_has_the_groups_lines_in_their_shapes() -> None:
    assert (
        handout_markdown(topic(EVERYTHING))
        == """\
# Waves: how urges move

*We speak of urges. Stepping out is fine.*

## Opening

Think of an urge this week. Keep it to yourself.

## Key points

- Urges rise.
- Urges fade.

## Discussion

- What helps you wait?
- Who stands by you?

## Exercise: two ways

### Steps

1. Pick two ways.
2. Write one line for each.

## Between sessions

Keep a log for three days.

## Closing

Say one thing you will try.
"""
    )


def test_the_page_has_the_same_words_and_needs_nothing_else() -> None:
    module = topic(EVERYTHING)
    page = handout_html(module)
    assert Page(page).words == words_of_markdown(handout_markdown(module))
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert '<li value="2">Write one line for each.</li>' in page
    assert "default-src 'none'" in page
    assert "@page" in page
    for outside in ("http:", "https:", "//", "url(", "<script", "src="):
        assert outside not in page


def test_the_statement_stands_at_the_foot() -> None:
    page = handout_html(topic(EVERYTHING), disclosure="Ours <alone>.\nKeep it.")
    assert page.index("<footer>Ours &lt;alone&gt;.<br>Keep it.</footer>") > page.index("Say one thing")
    assert "<footer>" not in handout_html(topic(EVERYTHING), disclosure="  ")


def test_strong_words_are_strong() -> None:
    module = titled("## Opening", "- a **b c** d", "2 ** 3")
    assert "- a **b c** d" in handout_markdown(module)
    assert "<li>a <strong>b c</strong> d</li>" in handout_html(module)
    assert "<p>2 ** 3</p>" in handout_html(module)


def test_parts_without_a_line_for_the_group_are_left_out() -> None:
    module = titled("## Facilitator", "mine", "## Opening", "> mine", "## Handout", "Yours.")
    assert handout_markdown(module) == "# T\n\n## Handout\n\nYours.\n"


@pytest.mark.parametrize(("said", "lang"), [("es", "es"), ("pt-BR", "pt-br"), ('"><b>', "en"), ("", "en")])
def test_the_page_names_its_language(said: str, lang: str) -> None:
    assert f'<html lang="{lang}">' in handout_html(TopicModule("t", "T", language=said))


@pytest.mark.parametrize("text", [*TRICKS, *HOSTILE])
def test_a_file_can_forge_nothing(text: str) -> None:
    line = text.replace("\n", " ").replace("\r", " ")
    module = topic(
        f"---\ntitle: T {line}\ncontent note: {line}\n---\n## H {line}\n{line}\n- {line}\n1. {line}\n"
    )
    assert Page(handout_html(module)).words == words_of_markdown(handout_markdown(module))


@given(st.text(alphabet="#-=>*_`[]()<>&|~\\!1. \n\"'ab:/@{}", max_size=60))
def test_no_mixture_of_marks_becomes_anything_but_text(text: str) -> None:
    module = titled("## Opening", *text.split("\n"))
    assert Page(handout_html(module)).words == words_of_markdown(handout_markdown(module))
