"""What a second reader says about a topic file."""

from __future__ import annotations

import pytest

from iop_group.domain.errors import Problem, Severity
from iop_group.domain.topic_beside import Beside
from iop_group.domain.topic_checks import check_topic
from iop_group.domain.topic_copies import origin_line
from iop_group.domain.topics import LONGEST_TEXT, MOST_LINES, parse_topic
from tests.domain.test_topics import EVERYTHING, topic

WHOLE = ("## Facilitator", "## Key points", "- One.", "## Discussion", "- What helps?")


def check(*lines: str, front: tuple[str, ...] = (), beside: Beside | None = None) -> list[Problem]:
    """Of a file that is otherwise in order: its problems."""
    text = "\n".join(["---", "title: T", *front, "---", *(lines or WHOLE)])
    return list(check_topic(text, "a.md", beside=beside))


def said(problems: list[Problem], words: str) -> list[int | None]:
    """Lines of the problems that say so."""
    return [problem.line for problem in problems if words in problem.text]


def test_a_good_file_has_no_problems() -> None:
    others = {name: topic(f"---\ntitle: {name}\n---") for name in ("triggers-outside", "welcome")}
    assert check_topic(EVERYTHING, "a.md", beside=Beside(built_in=others)) == ()
    assert check() == []


def test_a_file_without_a_title_says_only_that() -> None:
    problems = check_topic("---\nminuts: 3\n---\n## Opening", "a.md")
    assert [p.severity for p in problems] == [Severity.ERROR]


def test_problems_stand_in_the_order_of_the_lines() -> None:
    problems = check("## Opening", "Call 555-0100-200", front=("minuts: 3",))
    lines = [problem.line or 0 for problem in problems]
    assert lines == sorted(lines)


class TestTheTop:
    def test_near_misses_of_names_are_named(self) -> None:
        assert check(front=("minuts: 3", "colour of the room: red"))[0].text == (
            "“minuts” is not known here: did you mean “minutes”?"
        )

    def test_unusual_words_are_hinted_at(self) -> None:
        problems = check(
            front=("core: perhaps", "lead: boss", "level: Early", "minutes: soon", "modality: cbt")
        )
        assert said(problems, "usually one of") == [3, 4]
        assert said(problems, "Minutes are a number") == [6]
        assert {p.severity for p in problems} == {Severity.HINT}

    def test_topics_that_should_come_before_must_exist(self) -> None:
        assert said(
            check(front=("before: one, two",), beside=Beside(own={"one": ["one.md"]})), "names two"
        ) == [3]
        assert check(front=("before: one, two",)) == []

    def test_minutes_that_differ_from_the_parts_are_said(self) -> None:
        assert said(check(*WHOLE, "## Closing (5 min)", front=("minutes: 4",)), "parts take 5") == [3]

    def test_more_than_ninety_minutes_are_long(self) -> None:
        assert said(check(*WHOLE, "## Exercise (91 min)"), "91 minutes are long") == [None]


class TestHeadings:
    def test_missing_parts_are_said(self) -> None:
        problems = check("## Opening", "Hello")
        for words in ("Key points", "Discussion", "for you alone"):
            assert said(problems, words) == [None]

    def test_a_file_without_any_part_is_told_once(self) -> None:
        assert len(check("Hello")) == 1

    def test_a_misspelt_private_heading_is_said(self) -> None:
        assert said(check(*WHOLE, "## Fasilitator: cautions"), "looks like “Facilitator”") == [9]

    @pytest.mark.parametrize("heading", ["Cautions", "Do not show", "Don't show this", "For staff"])
    def test_a_heading_that_sounds_private_is_said(self, heading: str) -> None:
        assert said(check(*WHOLE, f"## {heading}"), "group sees this part") == [9]

    def test_a_heading_without_words_is_said(self) -> None:
        assert said(check(*WHOLE, "## (5 min)"), "no words") == [9]

    @pytest.mark.parametrize(
        "heading", ["Closing (ten min)", "Closing 5 min", "Closing: 10 minutes", "Closing (about 5 mins)"]
    )
    def test_minutes_that_cannot_be_read_are_said(self, heading: str) -> None:
        assert said(check(*WHOLE, f"## {heading}", "Bye."), "could not be read") == [9]

    def test_other_ends_of_headings_are_no_minutes(self) -> None:
        for heading in ("Closing (in pairs)", "Closing (5 min)", "A calm mind", "The first 10 minutes count"):
            assert said(check(*WHOLE, f"## {heading}", "Bye."), "could not be read") == []

    @pytest.mark.parametrize(
        ("heading", "meant"),
        [
            ("Discusion", "Discussion"),
            ("Discusion in pairs (5 min)", "Discussion"),
            ("Keey points", "Key points"),
            ("Excercise: a map", "Exercise"),
            ("Betwen sessions", "Between sessions"),
            ("Opning", "Opening"),
        ],
    )
    def test_a_misspelt_kind_of_part_is_said(self, heading: str, meant: str) -> None:
        assert said(check(*WHOLE, f"## {heading}", "Hello."), f"did you mean “{meant}”?") == [9]

    @pytest.mark.parametrize(
        "heading", ["A story", "Opinions", "Our agreements", "Facilitators", "Practicing"]
    )
    def test_other_headings_are_left_alone(self, heading: str) -> None:
        assert check(*WHOLE, f"## {heading}", "Hello.") == []

    def test_a_part_in_which_the_group_sees_nothing_is_said(self) -> None:
        problems = check(*WHOLE, "## Exercise", "### Steps", "> Mine", "## Facilitator", "> Mine")
        assert said(problems, "sees nothing under “Exercise”") == [9]
        assert len(problems) == 1


class TestLines:
    def test_questions_with_yes_or_no_are_said(self) -> None:
        problems = check(
            *WHOLE, "- Do you feel urges?", "- “Did it help?”", "- What do you do?", "- Will. Power."
        )
        assert said(problems, "yes or no") == [9, 10]

    def test_questions_elsewhere_and_in_private_are_left_alone(self) -> None:
        assert check(*WHOLE, "> Do you see it?", "## Closing", "Do you know?") == []

    def test_long_lines_are_said(self) -> None:
        assert said(check(*WHOLE, "- " + "a" * 201, "> " + "a" * 201), "201 characters") == [9]

    def test_pictures_and_html_are_said(self) -> None:
        assert said(check(*WHOLE, "![a cat](cat.png)", "<b>x</b>", "a < b"), "Pictures") == [9, 10]

    def test_words_are_said_in_headings_and_lines_and_at_the_top(self) -> None:
        problems = check(
            "An addict.", *WHOLE, "> a junkie", "## For users", front=("summary: getting clean",)
        )
        assert said(problems, "consider") == [3, 5, 11, 12]

    @pytest.mark.parametrize("dose", ["8 mg", "2mg", "1,5 g", "0.4 ml", "10 milligrams", "20 µg", "3 grams"])
    def test_doses_are_said(self, dose: str) -> None:
        assert said(check(*WHOLE, f"> Take {dose} daily"), "dose") == [9]

    @pytest.mark.parametrize("words", ["8 minutes", "5 great ideas", "10 people", "3 men", "5 or so g"])
    def test_other_numbers_are_no_doses(self, words: str) -> None:
        assert said(check(*WHOLE, words), "dose") == []

    @pytest.mark.parametrize(
        "words",
        [
            "1-800-662-4357",
            "+44 116 123 123",
            "(555) 010-0200",
            "Call 911",
            "text HOME to 741741",
            "dial 988",
        ],
    )
    def test_phone_numbers_are_said(self, words: str) -> None:
        assert said(check(*WHOLE, words), "phone number") == [9]

    @pytest.mark.parametrize(
        "words", ["2020-2024", "2026-01-31", "from 0 to 10", "call 3 people", "1, 2, 3, 4, 5"]
    )
    def test_dates_and_counts_are_no_phone_numbers(self, words: str) -> None:
        assert said(check(*WHOLE, words), "phone number") == []

    def test_a_line_that_seems_to_go_on_with_a_private_note_is_said(self) -> None:
        problems = check(*WHOLE, "> Watch the one who", "sits by the door.", "Look up.", "> b", "", "c")
        assert said(problems, "begin it with > too") == [10]


class TestBesideOtherTopics:
    ORIGINAL = topic("---\ntitle: Urges\nid: urges\n---\n## Opening\nOne.\n")

    def test_an_own_file_of_the_same_id_is_said(self) -> None:
        beside = Beside(own={"t": ["a.md", "b.md"]}, own_name="a.md")
        assert said(check(front=("id: t",), beside=beside), "b.md has the id t too") == [3]
        assert check(front=("id: t",), beside=Beside(own={"t": ["a.md"]}, own_name="a.md")) == []

    def test_a_built_in_one_of_the_same_id_is_hinted_at(self) -> None:
        problems = check(front=("id: urges",), beside=Beside(built_in={"urges": self.ORIGINAL}))
        assert [(p.severity, p.line) for p in problems] == [(Severity.HINT, 3)]
        assert "takes its place" in problems[0].text
        built_in = Beside(built_in={"urges": self.ORIGINAL}, own={"urges": ["x.md"]}, is_built_in=True)
        assert check(front=("id: urges",), beside=built_in) == []

    def test_a_topic_that_should_come_before_may_be_meant(self) -> None:
        problems = check(front=("before: urgs, zzz",), beside=Beside(built_in={"urges": self.ORIGINAL}))
        assert said(problems, "names urgs, and there is no topic of that id. Did you mean urges?") == [3]
        assert said(problems, "names zzz, and there is no topic of that id.") == [3]

    def test_an_original_that_changed_is_said_until_the_line_is_renewed(self) -> None:
        beside = Beside(built_in={"urges": self.ORIGINAL})
        for line in (
            f"based on: {origin_line(self.ORIGINAL)}",
            "based on: urges",
            "based on: gone (12345678)",
        ):
            assert check(front=(line,), beside=beside) == []
        problems = check(front=("based on: urges (12345678)",), beside=beside)
        assert [(p.severity, p.line) for p in problems] == [(Severity.WARNING, 3)]
        advised = problems[0].text.rpartition("write: ")[2]
        assert check(front=(advised,), beside=beside) == []

    @pytest.mark.parametrize(("grade", "words"), [(6.0, ""), (6.4, "Some will not"), (8.1, "Many will not")])
    def test_a_text_that_is_hard_to_read_is_hinted_at(self, grade: float, words: str) -> None:
        problems = check(beside=Beside(grade=lambda _: grade))
        assert [(p.severity, p.line) for p in problems] == ([(Severity.HINT, None)] if words else [])
        assert all(words in p.text and f"grade {grade:.0f}" in p.text for p in problems)


class TestTooLarge:
    @pytest.mark.parametrize(
        "text", ["x" * (LONGEST_TEXT + 1), "\n" * (MOST_LINES + 1), "\r" * (MOST_LINES + 1)]
    )
    def test_a_text_that_nobody_could_run_is_refused_unread(self, text: str) -> None:
        for problems in (check_topic(text, "a.md"), parse_topic(text, "a.md")[1]):
            assert [p.severity for p in problems] == [Severity.ERROR]
            assert "too long" in problems[0].text
        assert parse_topic(text, "a.md")[0] is None

    def test_what_is_just_short_enough_is_read(self) -> None:
        top = "---\ntitle: T\n---\n"
        for text in (top + "x" * (LONGEST_TEXT - len(top)), top + "\n" * (MOST_LINES - 3)):
            assert parse_topic(text, "a.md")[0] is not None
