"""User text in Markdown stays text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from iop_group.domain.plain import one_line, printable
from iop_group.records.markdown import paragraphs, plain_line
from tests.hostile import HOSTILE

TRICKS = (
    "# heading",
    "  ## heading",
    "heading\n===",
    "heading\n---",
    "- item",
    "1. item",
    "1) item",
    "+ item",
    "* item",
    "> quote",
    "***",
    "<b>x</b><script>alert(1)</script>",
    "<https://example.org>",
    "https://example.org and www.example.org and a@example.org",
    "[x](https://example.org)",
    "![x](y)",
    "[x]: https://example.org\n[x]",
    "&lt;b&gt; &amp; &#35;",
    "`code` and ``more``",
    "```\nfence",
    "    indented",
    "\ttab",
    "~~gone~~ *a* _b_ **c**",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "back\\slash\\",
    "ends with two spaces  \nnext",
    "first\n\n\n\nsecond",
    "^1 $x$ {=html}",
    ": definition",
)
_ALLOWED = {"paragraph_open", "paragraph_close", "inline"}
_TEXT = {"text", "softbreak", "hardbreak", "text_special"}


def read_back(markdown: str) -> str:
    """The text that a reader sees, after checking that it is nothing but text."""
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(markdown)
    assert {t.type for t in tokens} <= _ALLOWED, tokens
    seen = []
    for token in tokens:
        for child in token.children or ():
            assert child.type in _TEXT, child
            seen.append("\n" if child.type.endswith("break") else child.content)
        seen.append("\n")
    return " ".join("".join(seen).split())


@pytest.mark.parametrize("text", [*TRICKS, *HOSTILE])
def test_a_note_can_forge_nothing(text: str) -> None:
    expected = " ".join(printable(text, lines=True).split())
    assert read_back("\n".join(paragraphs(text))) == expected
    assert read_back(plain_line(text)) == one_line(text)


@given(
    st.lists(
        st.sampled_from(TRICKS) | st.text(alphabet="#-=>*_`[]()<>&|~\\!1.) \nab:/@", max_size=12), max_size=4
    )
)
def test_no_mixture_of_marks_becomes_anything_but_text(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    assert read_back("\n".join(paragraphs(text))) == " ".join(printable(text, lines=True).split())


def test_lines_stay_lines_and_paragraphs_stay_paragraphs() -> None:
    assert paragraphs("one\ntwo\n\nthree") == ["one  ", "two", "", "three"]


def test_bare_addresses_are_escaped_for_readers_that_make_links_of_them() -> None:
    assert (
        plain_line("see https://x.org, www.x.org, a@x.org") == "see https\\://x.org, www\\.x.org, a\\@x.org"
    )
