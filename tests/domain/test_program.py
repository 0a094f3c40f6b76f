"""Settings keep their defaults unless a file says something that can be used."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.checkin import DEFAULT_ITEMS, CheckinItem, ItemKind
from iop_group.domain.checkin_settings import new_item, own_items, own_table
from iop_group.domain.errors import BadInput, Severity
from iop_group.domain.naming import slug
from iop_group.domain.plain import one_line
from iop_group.domain.program import SETTING_NAMES, NoteFormat, Program, program_from_dict


def read(data: dict[str, Any]) -> tuple[Program, list[str]]:
    program, problems = program_from_dict(data)
    assert all(problem.where == "settings.toml" for problem in problems)
    return program, [problem.text for problem in problems]


def round_of(data: dict[str, Any]) -> tuple[tuple[CheckinItem, ...], list[str]]:
    program, problems = read({"checkin": data})
    return program.checkin_items, problems


def asked(data: dict[str, Any]) -> list[str]:
    program, _ = read({"checkin": data})
    return [item.id for item in program.asked]


class TestSettings:
    def test_nothing_said_means_the_defaults(self) -> None:
        program, problems = read({})
        assert program == Program()
        assert problems == []
        assert (program.late_after_minutes, program.note_due_hours, program.note_format) == (10, 24, "plain")
        assert (program.theme, program.bell, program.curtain_after_minutes) == ("calm-dark", False, 0)
        assert (program.lock_after_minutes, program.backup_folder) == (15, "")
        assert program.checkin_items == DEFAULT_ITEMS

    def test_every_setting_is_read(self) -> None:
        data: dict[str, Any] = {
            "facilitator": "Sam",
            "Co-Facilitator": "Lee\x1b[31m",
            "program_name": "Riverside",
            "late_after_minutes": 5,
            "note_due_hours": 48,
            "note_format": "dap",
            "theme": "calm-light",
            "bell": True,
            "curtain_after_minutes": 3,
            "lock_after_minutes": 30,
            "backup_folder": "/stick/two  spaces",
            "region": "US",
            "disclosure": "One.\nTwo.\n",
        }
        program, problems = read(data)
        assert problems == []
        assert program == Program(
            facilitator="Sam",
            co_facilitator="Lee[31m",
            program_name="Riverside",
            late_after_minutes=5,
            note_due_hours=48,
            note_format=NoteFormat.DAP,
            theme="calm-light",
            bell=True,
            curtain_after_minutes=3,
            lock_after_minutes=30,
            backup_folder="/stick/two  spaces",
            region="US",
            disclosure="One.\nTwo.",
        )

    def test_the_list_of_settings_is_complete(self) -> None:
        assert {*SETTING_NAMES, "checkin_items"} == {field.name for field in fields(Program)}

    def test_unknown_settings_are_hinted_at(self) -> None:
        _, problems = program_from_dict({"facilitater": "x", "volume": 3})
        assert [problem.severity for problem in problems] == [Severity.HINT, Severity.HINT]
        assert "did you mean “facilitator”?" in problems[0].text
        assert problems[1].text == "“volume” is not a setting."

    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("facilitator", 3, "in quotation marks"),
            ("note_format", "essay", "plain, DAP, BIRP, GIRP, SOAP"),
            ("note_format", 1, "in quotation marks"),
            ("bell", "yes", "true or false"),
            ("late_after_minutes", "ten", "whole number from 0 to 120"),
            ("late_after_minutes", True, "whole number"),
            ("late_after_minutes", -1, "whole number"),
            ("curtain_after_minutes", 241, "0 to 240"),
            ("note_due_hours", 2.5, "0 to 720"),
            ("checkin", "mood", "[checkin]"),
        ],
    )
    def test_wrong_values_are_said_and_the_default_kept(self, name: str, value: object, words: str) -> None:
        program, problems = read({name: value, "region": "US"})
        assert program == Program(region="US")
        assert len(problems) == 1
        assert words in problems[0]

    @given(
        st.dictionaries(
            st.sampled_from([*SETTING_NAMES, "checkin", "odd"]),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.floats(),
                lambda inner: (
                    st.lists(inner, max_size=3)
                    | st.dictionaries(
                        st.sampled_from(["items", "words", "own", "mood", "label", "kind"]), inner
                    )
                ),
                max_leaves=9,
            ),
        )
    )
    def test_no_settings_file_can_break_the_program(self, data: dict[str, Any]) -> None:
        program, _ = program_from_dict(data)
        ids = [item.id for item in program.checkin_items]
        assert len(set(ids)) == len(ids)
        assert {item.id for item in DEFAULT_ITEMS} <= set(ids)
        assert all(0 < len(item.short) <= 9 for item in program.checkin_items)


class TestCheckin:
    def test_the_list_switches_items_and_orders_them(self) -> None:
        items, problems = round_of({"items": ["urge", "Mood", "good"]})
        assert problems == []
        assert asked({"items": ["urge", "Mood", "good"]}) == ["urge", "mood", "good"]
        assert len(items) == len(DEFAULT_ITEMS)
        assert asked({"items": []}) == []

    def test_unknown_items_are_named(self) -> None:
        _, problems = round_of({"items": ["mod", "zebra", 3, "urge"]})
        assert "did you mean “mood”?" in problems[0]
        assert "There are: mood, urge" in problems[1]
        assert len(problems) == 3
        assert asked({"items": ["mod", "urge"]}) == ["urge"]

    def test_a_list_that_names_nothing_known_changes_nothing(self) -> None:
        assert round_of({"items": ["zebra"]})[0] == DEFAULT_ITEMS
        assert round_of({"items": "mood"})[0] == DEFAULT_ITEMS
        assert "square brackets" in round_of({"items": "mood"})[1][0]

    def test_items_may_be_reworded(self) -> None:
        items, problems = round_of(
            {
                "words": {
                    "mood": "Energy",
                    "urge": {"label": "How strong was the pull?", "short": "pull", "hint": "h"},
                }
            }
        )
        by_id = {item.id: item for item in items}
        assert problems == []
        assert (by_id["mood"].label, by_id["mood"].short) == ("Energy", "Energy")
        assert (by_id["urge"].label, by_id["urge"].short) == ("How strong was the pull?", "pull")
        assert by_id["urge"].hint == "h"
        long = round_of({"words": {"mood": "How are you right now?"}})[0][0]
        assert (long.label, long.short) == ("How are you right now?", "mood")

    def test_words_that_cannot_be_used_change_nothing(self) -> None:
        for words in ("mood", {"mood": 3}, {"mood": ""}, {"mood": {"hint": 3}}, {"zebra": "x"}):
            items, problems = round_of({"words": words})
            assert items == DEFAULT_ITEMS
            assert len(problems) == 1

    def test_a_program_may_add_its_own_items(self) -> None:
        items, problems = round_of(
            {
                "own": [
                    {"label": "Pain today", "kind": "scale", "hint": "0 none"},
                    {
                        "label": "How did you get in?",
                        "choices": ["bus", "on foot"],
                        "shared": True,
                        "short": "way",
                    },
                    {"id": "hope", "label": "One hope"},
                    {"label": "Wholeheartedly"},
                ]
            }
        )
        assert problems == []
        assert items[len(DEFAULT_ITEMS) :] == (
            CheckinItem("pain-today", "Pain today", "Pain", ItemKind.SCALE, hint="0 none"),
            CheckinItem(
                id="how-did-you-get-in",
                label="How did you get in?",
                short="way",
                kind=ItemKind.CHOICE,
                choices=("bus", "on foot"),
                shared=True,
            ),
            CheckinItem("hope", "One hope", "One hope", ItemKind.WORDS),
            CheckinItem("wholeheartedly", "Wholeheartedly", "Wholehear", ItemKind.WORDS),
        )

    def test_an_own_item_can_be_ordered_and_reworded(self) -> None:
        assert asked({"own": [{"label": "Pain"}], "items": ["pain", "mood"]}) == ["pain", "mood"]

    @pytest.mark.parametrize(
        ("own", "words"),
        [
            ("x", "[[checkin.own]]"),
            (["x"], "has no lines"),
            ([{"kind": "scale"}], "needs a label"),
            ([{"label": "Pain", "kind": "slider"}], "scale, choice, words"),
            ([{"label": "Pain", "kind": "choice"}], "two to 9 different choices"),
            ([{"label": "Pain", "choices": ["a"]}], "two to 9"),
            ([{"label": "Pain", "choices": ["a", "a"]}], "two to 9"),
            ([{"label": "Pain", "choices": "a, b"}], "two to 9"),
            ([{"label": "Mood"}], "two check-in items “mood”"),
        ],
    )
    def test_an_item_that_cannot_be_used_is_left_out_and_said(self, own: object, words: str) -> None:
        items, problems = round_of({"own": own})
        assert items == DEFAULT_ITEMS
        assert len(problems) == 1
        assert words in problems[0]

    def test_unknown_words_in_the_section_are_hinted_at(self) -> None:
        _, problems = round_of({"item": ["mood"], "zebra": 1, "own": [{"label": "Pain", "colour": "red"}]})
        text = " ".join(problems)
        assert "did you mean “items”?" in text
        assert "“zebra” is not known in [checkin]." in text
        assert "“colour” is not known" in text

    def test_sensitive_items_stay_off_the_shared_screen_whatever_a_file_says(self) -> None:
        items, _ = round_of({"words": {"use": {"label": "Use", "shared": True}}})
        assert not next(item for item in items if item.id == "use").shared


QUESTIONS = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1)


class TestQuestionsOfOnesOwn:
    @given(QUESTIONS, st.sampled_from(ItemKind))
    def test_what_is_added_stands_in_the_settings_as_it_was_added(self, label: str, kind: ItemKind) -> None:
        try:
            item = new_item(label, kind, "yes, partly, no", DEFAULT_ITEMS)
        except BadInput:
            assert slug(label, "") in {"", *(item.id for item in DEFAULT_ITEMS)}
            return
        assert (item.label, item.kind) == (one_line(label), kind)
        assert item.choices == (("yes", "partly", "no") if kind is ItemKind.CHOICE else ())
        items, problems = round_of({"own": [own_table(item)]})
        assert (own_items(items), problems) == ([item], [])

    def test_all_that_a_file_says_of_it_is_written_back(self) -> None:
        table = {
            "id": "way",
            "label": "How did you get in?",
            "kind": "choice",
            "choices": ["bus", "on foot"],
            "short": "came by",
            "hint": "today",
            "shared": True,
        }
        (item,) = own_items(round_of({"own": [table]})[0])
        assert own_table(item) == table
        assert own_table(replace(item, short=item.label, hint="", shared=False, choices=())) == {
            "id": "way",
            "label": "How did you get in?",
            "kind": "choice",
        }

    @pytest.mark.parametrize(
        ("label", "kind", "choices", "said"),
        [
            (" \n ", ItemKind.WORDS, "", "The question is empty."),
            ("Mood", ItemKind.SCALE, "", "two check-in items “mood”"),
            ("How was it?", ItemKind.CHOICE, "well", "needs two to 9 different choices"),
            ("How was it?", ItemKind.CHOICE, "well, well", "needs two to 9 different choices"),
            ("How was it?", ItemKind.CHOICE, "a,b,c,d,e,f,g,h,i,j", "needs two to 9 different choices"),
        ],
    )
    def test_a_question_that_cannot_be_asked_is_refused_and_said(
        self, label: str, kind: ItemKind, choices: str, said: str
    ) -> None:
        with pytest.raises(BadInput, match=said):
            new_item(label, kind, choices, DEFAULT_ITEMS)


def test_the_programs_name_stands_above_its_statement_and_never_in_place_of_it() -> None:
    assert Program(program_name="North Side", disclosure="Keep it.").letterhead == "North Side\n\nKeep it."
    assert Program(disclosure="Keep it.").letterhead == "Keep it."
    assert Program(program_name="North Side").letterhead == ""
