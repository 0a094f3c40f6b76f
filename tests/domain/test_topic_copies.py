"""A copy knows what it was made from, and whether that has changed since."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.plain import one_line
from iop_group.domain.topic_copies import has_changed, mark_of, origin_line, origin_of, with_lines
from iop_group.domain.topics import TopicModule, parse_topic
from tests.domain.test_topics import EVERYTHING, topic

ORIGINAL = topic(EVERYTHING)


def test_a_copy_names_its_origin_with_a_mark() -> None:
    line = origin_line(ORIGINAL)
    assert line == f"waves-of-urges ({mark_of(EVERYTHING)})"
    assert origin_of(line) == ("waves-of-urges", mark_of(EVERYTHING))
    assert origin_of("Waves of urges") == ("waves-of-urges", "")
    assert origin_of("") == ("", "")


def test_a_change_of_one_word_is_seen_and_line_ends_are_not() -> None:
    line = origin_line(ORIGINAL)
    assert not has_changed(ORIGINAL, line)
    assert not has_changed(topic("\ufeff" + EVERYTHING.replace("\n", "  \r\n")), line)
    assert has_changed(topic(EVERYTHING.replace("Urges fade.", "Urges go.")), line)


def test_an_origin_without_a_mark_says_nothing_about_changes() -> None:
    assert not has_changed(ORIGINAL, "waves-of-urges")


class TestLinesAtTheTop:
    def test_a_line_is_replaced_where_it_stands_and_a_new_one_comes_last(self) -> None:
        text = "---\nTitle : Old\n  goes on\ntags: a\n---\n## Opening\ntitle: body\n"
        assert with_lines(text, {"title": "New: one", "based on": "x"}) == (
            "---\ntitle: New: one\ntags: a\nbased on: x\n---\n## Opening\ntitle: body\n"
        )

    def test_a_line_is_taken_away_with_its_list(self) -> None:
        text = "---\nobjectives:\n  - a\n- b\ntitle: T\nid: x\nid: y\n---\n"
        assert with_lines(text, {"objectives": None, "id": None}) == "---\ntitle: T\n---\n"

    @pytest.mark.parametrize("text", ["", "Just words.\n", "\n\n## Opening\n"])
    def test_a_text_without_a_top_gets_one(self, text: str) -> None:
        module, _ = parse_topic(with_lines(text, {"title": "T"}), "a.md")
        assert module is not None
        assert module.title == "T"
        assert text.strip() in module.text

    def test_a_top_that_never_ends_keeps_its_lines(self) -> None:
        assert with_lines("---\ntitle: A\n## Opening\nHi", {"title": "B"}) == "---\ntitle: B\n## Opening\nHi"

    @given(st.text(alphabet="-#>: \n\rtile\ufeffab", max_size=120), st.text(max_size=30))
    def test_a_title_is_read_again_as_it_was_given(self, text: str, title: str) -> None:
        title = f"Ti {title} tle"
        module, _ = parse_topic(with_lines(text, {"title": title}), "a.md")
        assert module is not None
        assert module.title == one_line(title)


def test_everything_else_of_a_topic_stays_when_a_copy_is_made() -> None:
    copied = topic(with_lines(EVERYTHING, {"based on": "other", "reviewed by": None, "reviewed on": None}))
    assert (copied.based_on, copied.reviewed_by, copied.reviewed_on) == ("other", "", "")
    kept = [
        name
        for name in TopicModule.__slots__
        if name not in {"based_on", "reviewed_by", "reviewed_on", "text"}
    ]
    moved = {"introduction", "parts"}  # their line numbers are others
    for name in kept:
        if name not in moved:
            assert getattr(copied, name) == getattr(ORIGINAL, name)
    assert [part.heading for part in copied.parts] == [part.heading for part in ORIGINAL.parts]
