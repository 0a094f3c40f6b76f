"""The right topic in seconds."""

from __future__ import annotations

from iop_group.domain.topic_search import find_topics
from iop_group.domain.topics import TopicModule

URGES = TopicModule(
    "urges",
    "Urges",
    "Coping",
    modality="CBT",
    minutes=50,
    tags=("cravings", "Café talk"),
    text="Ride the wave.",
)
SLEEP = TopicModule("sleep", "Sleep", "Health", modality="DBT-informed", minutes=45, lead="co-lead")
BOTH = (URGES, SLEEP)


def test_what_is_not_asked_for_does_not_count() -> None:
    assert find_topics(BOTH) == BOTH


def test_each_question_keeps_what_fits() -> None:
    assert find_topics(BOTH, strand="coping") == (URGES,)
    assert find_topics(BOTH, modality="dbt informed") == (SLEEP,)
    assert find_topics(BOTH, lead="Co-Lead") == (SLEEP,)
    assert find_topics(BOTH, tag="cafe talk") == (URGES,)
    assert find_topics(BOTH, most_minutes=45) == (SLEEP,)
    assert find_topics(BOTH, words="WAVE ride") == (URGES,)
    assert find_topics(BOTH, words="wave sleep") == ()
    assert find_topics(BOTH, words="sleep") == (SLEEP,)
    assert find_topics(BOTH, strand="Coping", tag="nothing") == ()
