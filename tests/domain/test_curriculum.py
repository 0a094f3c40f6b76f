"""Tonight's topic: what most of those expected lack, in the order of the curriculum, with the reason."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.curriculum import Curriculum, Proposal, parse_curriculum, propose
from iop_group.domain.errors import Severity
from iop_group.domain.events import AttendanceMarked, BlockEntered, Closed, Mark, TopicTaken
from iop_group.domain.people import Member
from iop_group.domain.session import Session
from iop_group.domain.topics import TopicModule
from iop_group.domain.topics_had import topics_had
from tests.records.sessions import ANA, BEN, CY, ROSTER, plan, told

WEEKS = Curriculum("ours", "Ours", (("welcome", "urges"), ("saying-no", "anger"), ("sleep",)))
TOPICS = (
    TopicModule("anger", "Anger"),
    TopicModule("saying-no", "Saying no", core=True),
    TopicModule("sleep", "Sleep"),
    TopicModule("urges", "Urges", core=True),
    TopicModule("welcome", "Welcome"),
)


def held(topic: str, *came: Member) -> Session:
    """A session of that topic with these members in the room."""
    return told(
        (0, BlockEntered("opening")),
        *((1, AttendanceMarked(member.code, Mark.ARRIVED)) for member in came),
        (2, BlockEntered("topic")),
        (30, Closed()),
        planned=plan(topic=TopicTaken(topic, topic)),
    )


def proposed(
    curriculum: Curriculum | None,
    topics: Sequence[TopicModule],
    members: Sequence[Member],
    past: Sequence[Session],
) -> tuple[Proposal, ...]:
    return propose(curriculum, topics, members, topics_had((member.code for member in members), past))


def order(curriculum: Curriculum | None, *past: Session, members: tuple[Member, ...] = ROSTER) -> list[str]:
    return [proposal.topic.id for proposal in proposed(curriculum, TOPICS, members, past)]


class TestReading:
    def test_weeks_are_headings_and_topics_are_points(self) -> None:
        curriculum, problems = parse_curriculum(
            "---\ntitle: Ours\n---\nFor you.\n## Week 1\n- welcome\n1. Saying No\n> mine\n- welcome\n"
            "## Week 2\nNo group: a holiday.\n## Week 3 (3 groups)\n- sleep\n",
            "curricula/our-weeks.md",
        )
        assert curriculum == Curriculum("our-weeks", "Ours", (("welcome", "saying-no"), (), ("sleep",)))
        assert problems == ()
        assert [curriculum.week_of(t) for t in ("saying-no", "sleep", "anger")] == [1, 3, None]

    def test_one_list_without_weeks_is_one_week(self) -> None:
        curriculum, _ = parse_curriculum("---\ntitle: T\nid: Other\n---\n- a\n- b\n", "x.md")
        assert curriculum == Curriculum("other", "T", (("a", "b"),))

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("## Week 1\n- a", "no title"),
            ("---\ntitle: T\n---\n## Week 1\nwords", "no topics"),
            ("", "no title"),
            ("---\ntitle: T\n---\n" + "- a\n" * 1_001, "too long"),
        ],
    )
    def test_a_file_that_is_none_says_what_is_missing(self, text: str, said: str) -> None:
        curriculum, problems = parse_curriculum(text, "curricula/x.md")
        assert curriculum is None
        assert said in problems[-1].text
        assert problems[-1].severity is Severity.ERROR

    @given(st.text(alphabet="-#>: \n1.abtile\u2028", max_size=200))
    def test_any_text_makes_a_curriculum_or_a_problem(self, text: str) -> None:
        curriculum, problems = parse_curriculum(text, "x.md")
        assert curriculum is not None or problems


class TestProposing:
    def test_a_new_group_begins_with_the_first_week_and_its_core_topics(self) -> None:
        assert order(WEEKS) == ["urges", "welcome", "saying-no", "anger", "sleep"]

    def test_what_most_lack_comes_before_the_week(self) -> None:
        past = (held("urges", ANA, BEN), held("welcome", ANA), held("saying-no", *ROSTER))
        assert order(WEEKS, *past) == ["anger", "sleep", "welcome", "urges", "saying-no"]

    def test_without_a_curriculum_core_topics_come_first(self) -> None:
        assert order(None) == ["saying-no", "urges", "anger", "sleep", "welcome"]

    def test_topics_outside_the_curriculum_come_after_its_weeks(self) -> None:
        only = Curriculum("one", "One", (("sleep",), ("gone", "anger")))
        assert order(only) == ["sleep", "anger", "saying-no", "urges", "welcome"]

    def test_a_topic_that_should_come_after_another_waits_but_is_never_locked(self) -> None:
        topics = (TopicModule("b", "B", before=("a", "gone")), TopicModule("a", "A"))
        first = proposed(None, topics, ROSTER, ())
        assert [p.topic.id for p in first] == ["a", "b"]
        assert [p.topic.id for p in proposed(None, topics, ROSTER, (held("a", *ROSTER),))] == ["b", "a"]
        uneven = proposed(None, topics, ROSTER, (held("a", ANA),))
        assert [p.topic.id for p in uneven] == ["b", "a"]

    def test_only_those_expected_count(self) -> None:
        past = (held("urges", ANA, BEN),)
        assert order(WEEKS, *past, members=(ANA, BEN))[-1] == "urges"
        assert order(WEEKS, *past, members=(CY,))[0] == "urges"

    def test_the_reason_is_one_line(self) -> None:
        past = (held("urges", ANA), held("welcome", *ROSTER), held("anger", ANA, BEN, CY))
        said = {p.topic.id: (p.lacking, p.of, p.reason) for p in proposed(WEEKS, TOPICS, ROSTER, past)}
        assert said == {
            "urges": (3, 4, "3 of 4 have not had it; core; week 1 of 3"),
            "welcome": (0, 4, "all 4 have had it; week 1 of 3"),
            "anger": (1, 4, "1 of 4 has not had it; week 2 of 3"),
            "saying-no": (4, 4, "4 of 4 have not had it; core; week 2 of 3"),
            "sleep": (4, 4, "4 of 4 have not had it; week 3 of 3"),
        }
        assert proposed(None, TOPICS[:1], (), ())[0].reason == "nobody is expected yet"
        assert proposed(None, TOPICS[:1], (ANA,), (held("anger", ANA),))[0].reason == "has had it already"

    def test_a_new_topic_of_your_own_is_proposed_without_anything_being_set(self) -> None:
        topics = (*TOPICS, TopicModule("mine", "Mine"))
        past = [held(topic.id, *ROSTER) for topic in TOPICS]
        assert proposed(WEEKS, topics, ROSTER, past)[0].topic.id == "mine"

    def test_without_topics_nothing_is_proposed(self) -> None:
        assert proposed(WEEKS, (), ROSTER, ()) == ()
