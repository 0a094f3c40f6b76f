"""Finds topics in seconds: by strand, kind of work, lead, tag or length, or by words anywhere in them."""

from __future__ import annotations

from collections.abc import Iterable

from iop_group.domain.naming import key_of
from iop_group.domain.plain import folded
from iop_group.domain.topics import TopicModule


def find_topics(
    topics: Iterable[TopicModule],
    *,
    words: str = "",
    strand: str = "",
    modality: str = "",
    lead: str = "",
    tag: str = "",
    most_minutes: int | None = None,
) -> tuple[TopicModule, ...]:
    """Those to which everything applies that is asked, in their order; what is empty asks nothing.

    Case, accents, blanks and dashes do not count. A topic that gives no minutes has any length.
    """
    wanted = folded(words).split()
    return tuple(
        topic
        for topic in topics
        if _same(strand, topic.strand)
        and _same(modality, topic.modality)
        and _same(lead, topic.lead)
        and (not tag or any(_same(tag, one) for one in topic.tags))
        and (most_minutes is None or topic.minutes <= most_minutes)
        and (not wanted or _has_all(wanted, topic))
    )


def _same(asked: str, said: str) -> bool:
    return not asked or key_of(folded(asked)) == key_of(folded(said))


def _has_all(wanted: list[str], topic: TopicModule) -> bool:
    text = folded(topic.text or " ".join((topic.id, topic.title, topic.summary, *topic.tags)))
    return all(word in text for word in wanted)
