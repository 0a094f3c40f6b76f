"""Rituals, safety cards and crisis lines, as files make them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from iop_group.domain.crisis import LOCAL, CrisisLine, advice, crisis_lines_from, lines_for
from iop_group.domain.errors import Severity
from iop_group.domain.markup import LineKind
from iop_group.domain.rituals import Ritual, RitualItem, SafetyCard, parse_ritual, parse_safety_card


def ritual(*lines: str) -> Ritual:
    found, problems = parse_ritual("\n".join(["---", "title: Opening", "---", *lines]), "rituals/opening.md")
    assert found is not None
    assert problems == ()
    return found


def card(*lines: str, front: str = "order: 3") -> tuple[SafetyCard, list[Severity]]:
    text = "\n".join(["---", "title: Fire", front, "---", *lines])
    found, problems = parse_safety_card(text, "safety/e-fire.md")
    assert found is not None
    return found, [problem.severity for problem in problems]


class TestRituals:
    def test_items_and_the_words_beside_them(self) -> None:
        found = ritual(
            "Read slowly.", "- Welcome everyone", "> Good to see you.", "  Truly.", "1. Agreements"
        )
        assert (found.id, found.title) == ("opening", "Opening")
        assert found.items == (
            RitualItem("1-welcome-everyone", "Welcome everyone", "Good to see you. Truly."),
            RitualItem("2-agreements", "Agreements", ""),
        )
        assert found.introduction == ("Read slowly.",)

    def test_headings_may_order_them(self) -> None:
        found = ritual("## First (5 min)", "- One", "a reading", "### Second", "- !")
        assert [(item.id, item.hint) for item in found.items] == [("1-one", "a reading"), ("2-item", "")]

    @pytest.mark.parametrize("text", ["", "- One", "---\ntitle: T\n---\nOnly words"])
    def test_without_a_title_or_an_item_there_is_no_ritual(self, text: str) -> None:
        found, problems = parse_ritual(text, "a.md")
        assert found is None
        assert [p.severity for p in problems] == [Severity.ERROR]


class TestSafetyCards:
    def test_a_card_shows_all_its_lines_in_order(self) -> None:
        found, problems = card("Follow the policy.", "## Now", "- Leave", "> Doors open outwards.")
        assert problems == []
        assert (found.id, found.title, found.order) == ("e-fire", "Fire", 3)
        assert [(line.kind, line.text) for line in found.lines] == [
            (LineKind.TEXT, "Follow the policy."),
            (LineKind.SUBHEADING, "Now"),
            (LineKind.POINT, "Leave"),
            (LineKind.NOTE, "Doors open outwards."),
        ]

    @pytest.mark.parametrize("order", ["order: soon", "order: 1234567", "order: -1", "order: ²"])
    def test_an_order_that_is_no_number_comes_last(self, order: str) -> None:
        found, problems = card("- Leave", front=order)
        assert (found.order, problems) == (100, [Severity.HINT])
        assert card("- Leave", front="")[0].order == 100

    def test_an_empty_card_is_said(self) -> None:
        assert card()[1] == [Severity.WARNING]

    def test_without_a_title_there_is_no_card(self) -> None:
        found, problems = parse_safety_card("- Leave", "a.md")
        assert found is None
        assert [p.severity for p in problems] == [Severity.ERROR]


LINE = {"region": "US", "label": "Help", "number": "988"}


class TestCrisisLines:
    def test_a_line_keeps_what_the_file_says(self) -> None:
        table = {
            **LINE,
            "text": "988",
            "hours": "24/7",
            "languages": ["English", "Spanish"],
            "Checked-On": date(2026, 1, 31),
        }
        lines, problems = crisis_lines_from({"line": [table]}, "a.toml")
        assert problems == ()
        assert lines == (
            CrisisLine("US", "Help", "988", "988", "24/7", ("English", "Spanish"), date(2026, 1, 31)),
        )

    @pytest.mark.parametrize(
        ("value", "day", "count"),
        [
            ("2026-01-31", date(2026, 1, 31), 0),
            (datetime(2026, 1, 31, 8, 0), date(2026, 1, 31), 0),  # noqa: DTZ001 - TOML gives such a one
            ("", None, 0),
            ("soon", None, 1),
            (True, None, 1),
        ],
    )
    def test_the_day_may_be_written_in_several_ways(
        self, value: object, day: date | None, count: int
    ) -> None:
        lines, problems = crisis_lines_from({"line": [{**LINE, "checked_on": value}]}, "a.toml")
        assert lines[0].checked_on == day
        assert len(problems) == count

    def test_numbers_without_quotation_marks_and_languages_with_commas_are_taken(self) -> None:
        lines, _ = crisis_lines_from({"line": [{**LINE, "number": 988, "languages": "English, Urdu"}]}, "a")
        assert (lines[0].number, lines[0].languages) == ("988", ("English", "Urdu"))
        lines, _ = crisis_lines_from({"line": [{**LINE, "number": 10**20, "hours": [1]}]}, "a")
        assert (lines[0].number, lines[0].hours) == ("", "")

    def test_what_cannot_be_used_is_said_and_the_rest_kept(self) -> None:
        tables = [{"label": "x"}, {**LINE, "nummer": "1", "zzz": 1}, "odd"]
        lines, problems = crisis_lines_from({"title": "x", "line": tables}, "a.toml")
        assert len(lines) == 1
        text = " ".join(problem.text for problem in problems)
        for words in (
            "“title” stands outside",
            "Line 1 needs",
            "did you mean “number”",
            "“zzz”, which is not known",
        ):
            assert words in text

    def test_an_empty_file_is_an_error(self) -> None:
        lines, problems = crisis_lines_from({}, "a.toml")
        assert lines == ()
        assert [p.severity for p in problems] == [Severity.ERROR]

    def test_only_the_lines_of_the_region_are_shown(self) -> None:
        us, ca = CrisisLine("US", "a"), CrisisLine("CA", "b")
        assert lines_for((us, ca), "us") == (us,)
        assert lines_for((us, ca), " ") == lines_for((us, ca), "FR") == (LOCAL,)
        assert LOCAL.label == "your local emergency number"

    def test_a_line_needs_checking_after_half_a_year(self) -> None:
        line = CrisisLine("US", "a", checked_on=date(2026, 1, 1))
        assert not line.needs_checking(date(2026, 6, 30))
        assert line.needs_checking(date(2026, 7, 1))
        assert CrisisLine("US", "a").needs_checking(date(2026, 1, 1))

    def test_what_is_to_be_done_about_the_numbers_is_one_sentence(self) -> None:
        today = date(2026, 11, 24)
        old, new = CrisisLine("US", "a"), CrisisLine("US", "b", checked_on=today)
        assert advice((new,), "us", today) == ""
        assert advice((new, old), "us", today).startswith("A crisis number was not checked for half a year.")
        assert advice((old, old), "us", today).startswith("2 crisis numbers were not checked")
        assert advice((new,), "", today).endswith("Settings, Region has them.")
