"""The reader of plain files takes any text, keeps every line, and leaks nothing private."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iop_group.domain.encodings import decode
from iop_group.domain.errors import Problem, Severity
from iop_group.domain.front_matter import BLANK, unquoted
from iop_group.domain.headings import read_heading
from iop_group.domain.markup import Document, LineKind, read
from iop_group.domain.naming import key_of, near_miss, slug, stem_of

PIECES = st.one_of(
    st.sampled_from(
        ["---\n", "title: x\n", "## ", "### ", "# ", "> ", "- ", "1. ", "(10 min)", "<!--", "-->"]
    ),
    st.sampled_from(
        ["\n", "\r\n", "\r", "  ", ":", "\ufeff", "\x1b[31m", "\u2028", "\ud800", "é", "\t", ","]
    ),
    st.sampled_from(['"', "“", "—", "word"]),
)


def body(*lines: str) -> Document:
    return read("\n".join(lines), "a.md")


def kinds(document: Document) -> list[tuple[LineKind, str]]:
    return [(line.kind, line.text) for line in document.introduction]


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
@example("---")
@example("---\n## ")
@example("---\n- \n")
def test_any_text_can_be_read(text: str) -> None:
    document = read(text, "a.md")
    shown = [*document.introduction, *(line for part in document.parts for line in part.lines)]
    count = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= line.line <= count and "\n" not in line.text for line in shown)
    for key in document.front:
        assert isinstance(document.text(key), str)
        assert all(document.items(key))


@given(st.binary())
def test_any_bytes_are_text_or_a_problem(data: bytes) -> None:
    found = decode(data, "a.md")
    assert isinstance(found, str) or found.severity is Severity.ERROR


@pytest.mark.parametrize(
    "text",
    ["a", "- ", "> ", "## (", "1, ", "x: ", "<!--", "\n", "  b\n", "é", "((((", "- > ", '"', "--- ", "* "],
)
def test_reading_takes_time_in_proportion_to_size(text: str) -> None:
    def seconds(size: int) -> float:
        hostile = "---\ntitle: x\n---\n## a (" + text * (size // len(text))
        began = time.thread_time()
        read(hostile, "a.md")
        return time.thread_time() - began

    # Ten times the text may take ten times as long; a square would take a hundred.
    small = max(min(seconds(50_000) for _ in range(3)), 0.002)
    assert seconds(500_000) < 40 * small


class TestFrontMatter:
    def test_keys_do_not_care_about_case_spaces_dashes_and_underscores(self) -> None:
        for name in ("Content note", "content_note", "CONTENT-NOTE", "contentNote"):
            assert body("---", f"{name}: careful", "---").text("contentnote") == "careful"

    def test_values_are_text_and_nothing_else(self) -> None:
        document = body("---", "title: Urges: a start", "core: no", "on: 2026-01-02", "minutes: 1e3", "---")
        assert document.text("title") == "Urges: a start"
        assert document.text("core") == "no"
        assert document.text("on") == "2026-01-02"
        assert document.text("minutes") == "1e3"

    def test_lists_stand_on_commas_or_on_lines(self) -> None:
        document = body(
            *(
                "---",
                "tags: urges, coping,, ",
                "before: [a, b]",
                "sources:",
                "  - One, two",
                "  -",
                "- “Three”",
            ),
            *("one: x", "  - y", "---"),
        )
        assert document.items("tags") == ("urges", "coping")
        assert document.items("before") == ("a", "b")
        assert document.items("sources") == ("One, two", "Three")
        assert document.items("one") == ("x", "y")
        assert document.text("sources") == "One, two, Three"
        assert document.items("missing") == ()

    def test_a_value_may_go_on_in_an_indented_line(self) -> None:
        document = body("---", "summary: >", "  One", "  two", "tags:", "  - a", "    b", "title: T", "---")
        assert document.text("summary") == "One two"
        assert document.items("tags") == ("a b",)
        assert document.text("title") == "T"

    def test_names_that_are_all_indented_are_still_names(self) -> None:
        document = body("---", "  title: T", "  strand: S", "---")
        assert (document.text("title"), document.text("strand")) == ("T", "S")

    def test_comments_and_empty_lines_are_left_out(self) -> None:
        assert dict(body("", "---", "", "# a remark", "title: T", "---").front) == {"title": "T"}

    def test_each_name_knows_its_line_and_how_it_was_written(self) -> None:
        document = body("---", "", "Content-Note: x", "---")
        assert document.line_of("contentnote") == 3
        assert document.front_names["contentnote"] == "Content-Note"
        assert document.line_of("title") is None

    def test_quotation_marks_around_a_value_are_taken_off(self) -> None:
        assert unquoted('"Urges"') == "Urges"
        assert unquoted("“Urges”") == "Urges"
        assert unquoted("“Stay” or “go”") == "“Stay” or “go”"
        assert unquoted('"') == '"'
        assert unquoted('"open') == '"open'

    def test_long_dashes_made_by_an_editor_are_a_fence_too(self) -> None:
        assert body("—-", "title: T", "—", "- point").text("title") == "T"

    def test_front_matter_that_never_ends_stops_at_the_first_part(self) -> None:
        document = body("---", "title: T", "## Opening", "Hello")
        assert document.text("title") == "T"
        assert [part.heading for part in document.parts] == ["Opening"]
        assert [(p.severity, p.line) for p in document.problems] == [(Severity.ERROR, 1)]

    def test_front_matter_that_never_ends_may_be_the_whole_file(self) -> None:
        document = body("---", "title: T")
        assert document.text("title") == "T"
        assert document.introduction == ()
        assert document.problems[0].severity is Severity.ERROR

    def test_lines_that_cannot_be_used_are_named(self) -> None:
        document = body(
            "---", "- lost", "no colon here", ": x", "title: A", "title: B", "y" * 80 + ": z", "---"
        )
        assert [p.line for p in document.problems] == [2, 3, 4, 6, 7]
        assert document.text("title") == "B"

    def test_without_a_fence_there_is_no_front_matter(self) -> None:
        document = body("title: T", "---", "## Opening")
        assert not document.front
        assert document.introduction[0].text == "title: T"
        assert read("", "a.md").front == {}


class TestBody:
    def test_each_line_has_its_kind(self) -> None:
        document = body(
            *("- a point", "* another", "• a third", "3. a number", "4) a number", "### Steps", "# Title"),
            *("> a note", "words", "-> an arrow", "#hashtag", "12345. not a number", "1.5 metres"),
        )
        assert kinds(document) == [
            (LineKind.POINT, "a point"),
            (LineKind.POINT, "another"),
            (LineKind.POINT, "a third"),
            (LineKind.NUMBERED, "a number"),
            (LineKind.NUMBERED, "a number"),
            (LineKind.SUBHEADING, "Steps"),
            (LineKind.SUBHEADING, "Title"),
            (LineKind.NOTE, "a note"),
            (LineKind.TEXT, "words"),
            (LineKind.TEXT, "-> an arrow"),
            (LineKind.TEXT, "#hashtag"),
            (LineKind.TEXT, "12345. not a number"),
            (LineKind.TEXT, "1.5 metres"),
        ]
        assert [line.mark for line in document.introduction[3:5]] == ["3", "4"]

    def test_a_point_or_a_note_may_go_on_in_an_indented_line(self) -> None:
        document = body("- one", "  more", "> private", "\tmore private", "text", "  indented", "", "  after")
        assert kinds(document) == [
            (LineKind.POINT, "one more"),
            (LineKind.NOTE, "private more private"),
            (LineKind.TEXT, "text"),
            (LineKind.TEXT, "indented"),
            (LineKind.TEXT, "after"),
        ]

    def test_empty_lines_and_rules_leave_a_gap(self) -> None:
        document = body("one", "", "two", "***", "three", "====", "four", "five")
        assert [line.gap for line in document.introduction] == [False, True, True, True, False]

    @pytest.mark.parametrize(
        "line",
        [
            "> x",
            ">x",
            "   > x",
            ">> x",
            "> > x",
            "- > x",
            "1. > x",
            "- - > x",
            "### > x",
            "<!-- x -->",
            "<!-- x",
        ],
    )
    def test_a_note_is_a_note_however_it_is_written(self, line: str) -> None:
        assert kinds(body(line)) == [(LineKind.NOTE, "x")]

    @pytest.mark.parametrize("blank", sorted(set(BLANK) | {"\x1b", "\u202e", "\x0b", "\u2028", "\x85"}))
    def test_what_cannot_be_seen_does_not_make_a_note_public(self, blank: str) -> None:
        assert [line.kind for line in body(f"{blank}> x{blank}y").introduction] == [LineKind.NOTE]

    def test_a_comment_stays_private_to_its_end_and_hides_whole_parts(self) -> None:
        document = body("shown <!-- hidden", "## Hidden part", "", "--> still hidden", "shown again")
        assert kinds(document) == [
            (LineKind.TEXT, "shown"),
            (LineKind.NOTE, "hidden"),
            (LineKind.NOTE, "## Hidden part"),
            (LineKind.NOTE, "still hidden"),
            (LineKind.TEXT, "shown again"),
        ]
        assert not document.parts

    def test_a_comment_that_never_ends_is_named(self) -> None:
        document = body("a", "<!-- b", "c")
        assert kinds(document)[1:] == [(LineKind.NOTE, "b"), (LineKind.NOTE, "c")]
        assert [(p.severity, p.line) for p in document.problems] == [(Severity.WARNING, 2)]

    def test_control_codes_never_reach_a_line(self) -> None:
        assert kinds(body("a\x1b[31mb\u202ec")) == [(LineKind.TEXT, "a[31mbc")]

    def test_line_ends_of_every_machine_are_taken(self) -> None:
        for end in ("\n", "\r\n", "\r"):
            document = read(end.join(["---", "title: T", "---", "## Opening", "Hello"]), "a.md")
            assert (document.text("title"), document.parts[0].lines[0].line) == ("T", 5)


class TestHeadings:
    @pytest.mark.parametrize(
        ("heading", "title", "minutes", "flags"),
        [
            ("## Discussion (15 min)", "Discussion", 15, set()),
            ("##Discussion (15 minutes)", "Discussion", 15, set()),
            ("## Discussion ( 15  Min. )", "Discussion", 15, set()),
            ("## Discussion (8-12 min)", "Discussion", 10, set()),
            ("## Discussion (8 – 12 min)", "Discussion", 10, set()),
            ("## Discussion (8 to 12 min)", "Discussion", 10, set()),
            ("## Discussion （15 min）", "Discussion", 15, set()),
            ("## Exercise (12 min, optional)", "Exercise", 12, {"optional"}),
            ("## Closing (5 min; Protected)", "Closing", 5, {"protected"}),
            ("## Exercise (optional)", "Exercise", None, {"optional"}),
            ("## Exercise (in pairs, 12 min)", "Exercise (in pairs)", 12, set()),
            ("## Exercise (in pairs) (12 min,)", "Exercise (in pairs)", 12, set()),
            ("## Exercise (in pairs)", "Exercise (in pairs)", None, set()),
            ("## Discussion (2)", "Discussion (2)", None, set()),
            ("## Discussion (1000 min)", "Discussion (1000 min)", None, set()),
            ("## **Key points (5 min)** ##", "Key points", 5, set()),
            ("## no opening)", "no opening)", None, set()),
            ("##", "", None, set()),
            ("## (10 min)", "", 10, set()),
        ],
    )
    def test_minutes_and_flags_stand_in_brackets(
        self, heading: str, title: str, minutes: int | None, flags: set[str]
    ) -> None:
        assert read_heading(heading) == (title, minutes, frozenset(flags))
        part = body(heading).parts[0]
        assert (part.heading, part.minutes) == (title, minutes)
        assert (part.optional, part.protected) == ("optional" in flags, "protected" in flags)


WORDS = st.text("abcdefghij äöü", min_size=1, max_size=20).map(str.strip).filter(bool)
MARKS = {LineKind.POINT: "- ", LineKind.NUMBERED: "7. ", LineKind.SUBHEADING: "### ", LineKind.NOTE: "> "}
LINES = st.lists(st.tuples(st.sampled_from(list(LineKind)), WORDS), max_size=6)
PARTS = st.lists(st.tuples(WORDS, st.integers(0, 999), st.booleans(), LINES), max_size=5)


@given(
    st.dictionaries(WORDS.map(key_of), st.one_of(WORDS, st.lists(WORDS, min_size=1)), max_size=4),
    LINES,
    PARTS,
)
def test_what_was_written_by_the_rules_is_read_back(
    front: dict[str, str | list[str]],
    introduction: list[tuple[LineKind, str]],
    parts: list[tuple[str, int, bool, list[tuple[LineKind, str]]]],
) -> None:
    text = ["---"]
    for name, value in front.items():
        text += [f"{name}: {value}"] if isinstance(value, str) else [f"{name}:", *(f"  - {v}" for v in value)]
    text += ["---", *(MARKS.get(kind, "") + words for kind, words in introduction)]
    for heading, minutes, optional, lines in parts:
        text.append(f"## {heading} ({minutes} min{', optional' if optional else ''})")
        text += [MARKS.get(kind, "") + words for kind, words in lines]
    document = body(*text)
    assert dict(document.front) == {k: v if isinstance(v, str) else tuple(v) for k, v in front.items()}
    assert kinds(document) == introduction
    assert [
        (p.heading, p.minutes, p.optional, [(line.kind, line.text) for line in p.lines])
        for p in document.parts
    ] == parts
    assert not document.problems


class TestDecoding:
    def test_utf8_with_and_without_its_mark(self) -> None:
        assert decode("é".encode(), "a.md") == "é"
        assert decode(b"\xef\xbb\xbf\xc3\xa9", "a.md") == "é"

    def test_what_an_old_editor_calls_unicode(self) -> None:
        assert decode("é".encode("utf-16"), "a.md") == "é"

    def test_other_encodings_are_named_with_their_line(self) -> None:
        found = decode(b"title: x\nDon\x92t\n", "a.md")
        assert isinstance(found, Problem)
        assert (found.line, found.where) == (2, "a.md")
        assert "UTF-8" in found.text

    def test_a_picture_is_no_text(self) -> None:
        assert isinstance(decode(b"PNG\0\0", "a.md"), Problem)


class TestNames:
    def test_an_id_keeps_letters_and_digits(self) -> None:
        assert slug("Café & Co: Part 2", "x") == "cafe-co-part-2"
        assert slug("Путь домой", "x") == "путь-домои"
        assert slug("5 ㎀", "x") == "5-pa"
        assert slug("!?", "x") == "x"
        assert len(slug("a" * 500, "x")) == 60

    def test_the_stem_of_a_file(self) -> None:
        assert stem_of("topics/coping.es.md") == "coping.es"
        assert stem_of("C:\\topics\\coping.md") == "coping"
        assert stem_of(".md") == ".md"

    def test_near_misses(self) -> None:
        assert near_miss("minuts", ("minutes", "title")) == "minutes"
        assert near_miss("zebra", ("minutes", "title")) is None
        assert near_miss("", ("minutes",)) is None
        assert near_miss("m" * 1000, ("minutes",)) is None
