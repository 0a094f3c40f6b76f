"""A topic file becomes a module; what is private stays private; the parts fit the minutes there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.errors import Severity
from iop_group.domain.markup import LineKind
from iop_group.domain.topic_parts import kind_of, private_heading
from iop_group.domain.topics import (
    PartKind,
    TopicModule,
    TopicPart,
    group_lines,
    parse_topic,
    plan_parts,
    private_lines,
)

EVERYTHING = """\
---
title: Waves: how urges move
id: Waves of Urges
strand: Coping
core: yes
summary: An urge comes and goes. We try ways to stay upright.
minutes: 50
modality: CBT
lead: peer
level: early
before: triggers-outside, Welcome
objectives:
  - Tell what an urge is
  - Pick two ways through
content note: We speak of urges. Stepping out is fine.
tags: urges, waves
sources:
  - A manual, chapter two
  - A guide
language: en
author: The Tuesday team
version: 3
reviewed by: A. Clinician
reviewed on: 2026-01-31
based on: coping-with-cravings
---

Suits a first week.

## Facilitator: prepare
- Cards and pens.

## Opening (5 min)
Think of an urge this week. Keep it to yourself.
> Passing is fine.

## Key points (12 min)
- Urges rise.
- Urges fade.
> Ask before you tell.

## Discussion (15 min)
- What helps you wait?
- Who stands by you?

## Exercise: two ways (13 min)

### Steps
1. Pick two ways.
2. Write one line for each.
> Pairs work well.

## Between sessions
Keep a log for three days.

## Closing (5 min)
Say one thing you will try.
> A worried face: a private word.
"""


def topic(text: str, file_name: str = "waves.md") -> TopicModule:
    module, _ = parse_topic(text, file_name)
    assert module is not None
    return module


def titled(*lines: str) -> TopicModule:
    return topic("\n".join(["---", "title: T", "---", *lines]))


def shown(module: TopicModule) -> list[str]:
    return [line.text for part in module.parts for line in group_lines(part)]


def hidden(module: TopicModule) -> list[str]:
    return [line.text for part in module.parts for line in private_lines(part)]


class TestReading:
    def test_a_whole_file(self) -> None:
        module, problems = parse_topic(EVERYTHING, "topics/other-name.md")
        assert module is not None
        assert problems == ()
        assert module.id == "waves-of-urges"
        assert module.title == "Waves: how urges move"
        assert (module.strand, module.core, module.modality) == ("Coping", True, "CBT")
        assert (module.lead, module.level, module.language) == ("peer", "early", "en")
        assert module.summary.startswith("An urge comes")
        assert module.before == ("triggers-outside", "welcome")
        assert module.objectives == ("Tell what an urge is", "Pick two ways through")
        assert module.content_note == "We speak of urges. Stepping out is fine."
        assert module.tags == ("urges", "waves")
        assert module.sources == ("A manual, chapter two", "A guide")
        assert (module.author, module.version) == ("The Tuesday team", "3")
        assert (module.reviewed_by, module.reviewed_on) == ("A. Clinician", "2026-01-31")
        assert module.based_on == "coping-with-cravings"
        assert module.minutes == 50
        assert [line.text for line in module.introduction] == ["Suits a first week."]
        assert [(part.id, part.minutes) for part in module.parts] == [
            ("facilitator", 0),
            ("opening", 5),
            ("key-points", 12),
            ("discussion", 15),
            ("exercise", 13),
            ("between", 0),
            ("closing", 5),
        ]
        assert module.text == EVERYTHING

    def test_the_room_sees_the_group_lines_and_nothing_private(self) -> None:
        module = topic(EVERYTHING)
        assert hidden(module) == [
            *("Cards and pens.", "Passing is fine.", "Ask before you tell.", "Pairs work well."),
            "A worried face: a private word.",
        ]
        assert "Suits a first week." not in shown(module)
        assert not set(hidden(module)) & set(shown(module))

    def test_only_the_title_is_needed(self) -> None:
        module = topic("---\ntitle: T\n---\n## Discussion\n- Who?\n", "my-topic.md")
        assert (module.id, module.minutes, module.lead, module.level) == ("my-topic", 0, "peer", "any")
        assert module.core is False

    def test_without_a_title_there_is_no_module(self) -> None:
        module, problems = parse_topic("---\nstrand: Coping\n---\n## Opening\n", "a.md")
        assert module is None
        assert [p.severity for p in problems] == [Severity.ERROR]
        assert "title" in problems[0].text

    def test_a_part_is_found_by_its_id(self) -> None:
        module = topic(EVERYTHING)
        part = module.part("exercise")
        assert part is not None
        assert part.heading == "Exercise: two ways"
        assert module.part("nothing") is None

    def test_parts_of_one_kind_are_numbered(self) -> None:
        module = titled("## Discussion", "## Questions", "## Our own", "## Our own")
        assert [part.id for part in module.parts] == ["discussion", "discussion-2", "other", "other-2"]


HOSTILE_LINES = (
    *("## Opening", "## Facilitator", "### Facilitator", "### Steps", "- point", "1. one", "text", "", "-->"),
    *("> SECRET", "   > SECRET", "- > SECRET", "  SECRET", "<!-- SECRET"),
)


class TestFailsClosed:
    def test_a_file_without_parts_shows_nothing(self) -> None:
        module, problems = parse_topic("---\ntitle: T\n---\n# Key points\nA draft.", "a.md")
        assert module is not None
        assert shown(module) == []
        assert hidden(module)[1:] == ["Key points", "A draft."]
        assert "Start each part" in hidden(module)[0]
        assert module.introduction == ()
        assert [p.severity for p in problems] == [Severity.WARNING]

    @pytest.mark.parametrize(
        "heading",
        [
            "Facilitator",
            "Facilitator: cautions",
            "facilitators only",
            "FACILITATOR'S notes",
            "**Facilitator**: prepare",
            "1. Facilitator notes",
            "“Facilitator” background",
            "For the facilitator",
            "Fasilitator: cautions",
            "Facilitater",
            "Faciliator (5 min)",
            "F\u200bacilitator",
            "Fa\u00adci\u200dlitator: cautions",
            "Facilita\u0301tor",
            "F A C I L I T A T O R",
            "Ｆａｃｉｌｉｔａｔｏｒ",
            "Fac\u0456litator",
            "",
        ],
    )
    def test_headings_that_mean_the_facilitator_are_private(self, heading: str) -> None:
        module = titled(f"## {heading}", "secret")
        assert (shown(module), hidden(module)) == ([], ["secret"])
        assert module.parts[0].kind is PartKind.FACILITATOR
        assert module.parts[0].heading
        assert module.minutes == 0

    def test_headings_of_the_group_are_not_private(self) -> None:
        for heading in ("Opening", "5-4-3-2-1", "Family", "Fact or fear", "事實", "When staff call you"):
            assert not private_heading(heading)

    def test_marks_as_other_keyboards_write_them_are_private_too(self) -> None:
        module = titled(
            "## Opening", "＞ one", "﹥two", "- ＞ three", "Seen.", "＃＃ Facilitator", "four", "＃＃＃ Five"
        )
        assert shown(module) == ["Seen."]
        assert hidden(module) == ["one", "two", "three", "four", "Five"]

    def test_a_private_subheading_hides_what_follows_up_to_the_next_one(self) -> None:
        module = titled("## Exercise", "one", "### Facilitator", "secret", "- also", "### Steps", "two")
        assert shown(module) == ["one", "Steps", "two"]
        assert hidden(module) == ["Facilitator", "secret", "also"]

    @given(st.lists(st.sampled_from(HOSTILE_LINES)))
    def test_private_words_never_reach_the_group(self, lines: list[str]) -> None:
        # An indented line alone is only private when it goes on with a private note.
        lines = [
            line
            for i, line in enumerate(lines)
            if line != "  SECRET" or (i and lines[i - 1].endswith("> SECRET"))
        ]
        module = titled(*lines)
        assert not any("SECRET" in words for words in shown(module))
        for part in module.parts:
            assert len(group_lines(part)) + len(private_lines(part)) == len(part.lines)


class TestKinds:
    @pytest.mark.parametrize(
        ("heading", "kind"),
        [
            ("Opening", PartKind.OPENING),
            ("WARM-UP: names", PartKind.OPENING),
            ("Warmup", PartKind.OPENING),
            ("Key points", PartKind.KEY_POINTS),
            ("Key-point", PartKind.KEY_POINTS),
            ("Keypoints", PartKind.KEY_POINTS),
            ("Discussion: in threes", PartKind.DISCUSSION),
            ("Questions", PartKind.DISCUSSION),
            ("Exercise: five doors", PartKind.EXERCISE),
            ("Exercises", PartKind.EXERCISE),
            ("Activity", PartKind.EXERCISE),
            ("Activities", PartKind.EXERCISE),
            ("Practice together", PartKind.EXERCISE),
            ("Practice", PartKind.BETWEEN),
            ("Practice at home", PartKind.BETWEEN),
            ("Between sessions", PartKind.BETWEEN),
            ("Homework", PartKind.BETWEEN),
            ("Closing", PartKind.CLOSING),
            ("Handout", PartKind.HANDOUT),
            ("Handouts", PartKind.HANDOUT),
            ("Openings and endings", PartKind.OPENING),
            ("Questionnaire", PartKind.OTHER),
            ("A story", PartKind.OTHER),
        ],
    )
    def test_the_first_words_of_a_heading_say_what_the_part_is_for(
        self, heading: str, kind: PartKind
    ) -> None:
        assert kind_of(heading) is kind


class TestMinutes:
    def test_parts_without_minutes_share_what_is_left(self) -> None:
        module = topic(
            "---\ntitle: T\nminutes: 50 min\n---\n## Opening\n## Key points (20 min)\n## Story\n## Closing"
        )
        assert [part.minutes for part in module.parts] == [15, 20, 0, 15]
        module = topic("---\ntitle: T\nminutes: 10\n---\n## Opening\n## Discussion\n## Closing")
        assert [part.minutes for part in module.parts] == [4, 3, 3]

    def test_the_sum_of_the_parts_wins(self) -> None:
        module = topic("---\ntitle: T\nminutes: 30\n---\n## Opening (20 min)\n## Closing (20 min)")
        assert module.minutes == 40

    def test_stated_minutes_count_where_no_part_is_timed(self) -> None:
        assert topic("---\ntitle: T\nminutes: about 45\n---\n## Story").minutes == 45
        for odd in ("soon", "99999", "²"):
            assert topic(f"---\ntitle: T\nminutes: {odd}\n---\n## Story").minutes == 0

    def test_handouts_and_private_parts_are_never_timed(self) -> None:
        assert titled("## Handout (10 min)", "## Facilitator (10 min)").minutes == 0


def timed(*parts: tuple[int, bool]) -> TopicModule:
    return TopicModule(
        "t",
        "T",
        parts=(
            TopicPart("facilitator", "Facilitator", PartKind.FACILITATOR, 0, False, (), 1),
            *(
                TopicPart(f"exercise-{i}", "Exercise", PartKind.EXERCISE, minutes, optional, (), i)
                for i, (minutes, optional) in enumerate(parts)
            ),
            TopicPart("handout", "Handout", PartKind.HANDOUT, 0, False, (), 99),
        ),
    )


class TestPlanning:
    def test_what_fits_stays_whole(self) -> None:
        plan = plan_parts(topic(EVERYTHING), 50)
        assert plan.fits
        assert (plan.minutes, plan.dropped) == (50, ())
        assert [planned.index for planned in plan.parts] == [1, 2, 3, 4, 5, 6]

    def test_optional_parts_go_first_and_the_last_of_them_before_the_others(self) -> None:
        module = timed((10, False), (10, True), (10, True))
        plan = plan_parts(module, 25)
        assert [part.id for part in plan.dropped] == ["exercise-2"]
        assert [(p.part.id, p.minutes) for p in plan.parts] == [("exercise-0", 10), ("exercise-1", 10)]
        assert [part.id for part in plan_parts(module, 10).dropped] == ["exercise-1", "exercise-2"]

    def test_then_every_part_gives_way_in_proportion(self) -> None:
        plan = plan_parts(timed((20, False), (10, False)), 24)
        assert [p.minutes for p in plan.parts] == [16, 8]
        assert plan.fits

    def test_no_part_is_cut_below_three_fifths(self) -> None:
        plan = plan_parts(timed((20, False), (12, False)), 15)
        assert [p.minutes for p in plan.parts] == [12, 8]
        assert (plan.fits, plan.short_by) == (False, 5)

    @given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), max_size=8), st.integers(-5, 200))
    def test_a_plan_fills_the_slot_or_says_by_how_much_it_is_too_long(
        self, parts: list[tuple[int, bool]], available: int
    ) -> None:
        plan = plan_parts(timed(*parts), available)
        for planned in plan.parts:
            assert planned.part.minutes * 3 <= planned.minutes * 5
            assert planned.minutes <= planned.part.minutes
        assert all(part.optional for part in plan.dropped)
        assert plan.fits == (plan.minutes <= max(available, 0))
        if any(p.minutes < p.part.minutes for p in plan.parts) and plan.fits:
            assert plan.minutes == available


def test_lines_of_a_part_keep_their_kind() -> None:
    part = topic(EVERYTHING).part("exercise")
    assert part is not None
    assert [line.kind for line in part.lines] == [
        *(LineKind.SUBHEADING, LineKind.NUMBERED, LineKind.NUMBERED, LineKind.NOTE),
    ]
