"""Which topics a group has held, and who was there for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from iop_group.domain.summary import Summary, summarise
from iop_group.domain.topics_held import Held, topics_held
from tests.records.sessions import ANA, BEN, START, evening

NEWEST = summarise(evening())


def before(weeks: int) -> Summary:
    return replace(NEWEST, started_at=START - timedelta(weeks=weeks))


def test_topics_come_the_last_held_first_with_all_their_days_and_all_who_had_them() -> None:
    summaries = [
        replace(NEWEST, had_topic=(ANA.code,)),
        replace(before(1), topic_id="sleep", topic="Sleep", had_topic=(BEN.code,)),
        replace(before(2), topic="An older name", had_topic=(BEN.code,)),
    ]
    assert topics_held(summaries, NEWEST.group) == (
        Held("coping", NEWEST.topic, (START, START - timedelta(weeks=2)), frozenset({ANA.code, BEN.code})),
        Held("sleep", "Sleep", (START - timedelta(weeks=1),), frozenset({BEN.code})),
    )


def test_other_groups_and_topics_that_nobody_was_there_for_do_not_count() -> None:
    summaries = [replace(NEWEST, group="other"), replace(before(1), had_topic=())]
    assert topics_held(summaries, NEWEST.group) == ()
