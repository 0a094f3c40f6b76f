"""A session keeps the topic that it began with, whatever happens to the file."""

from __future__ import annotations

from pathlib import Path

from iop_group.domain.events import BlockEntered, ObjectiveCovered, PartEntered, TopicTaken
from iop_group.domain.session import Session
from iop_group.library import Library
from iop_group.records.topic_held import held_parts, objectives, topic_lines
from tests.records.sessions import plan, told

OLD = """---
title: Urges
version: 1
objectives: Name an urge
---
## Facilitator: prepare
## Opening: as it was
Hello.
## Closing
Bye.
"""
NEW = OLD.replace("as it was", "another").replace("version: 1", "version: 2").replace("Name an urge", "Other")


def begun(library: Library) -> Session:
    """A session that has taken the topic as its file is now, in its opening part."""
    topic = library.topic("urges")
    assert topic is not None
    taken = TopicTaken(topic.id, topic.title, topic.version, topic.objectives, topic.text)
    return told(
        (0, BlockEntered("topic")), (1, PartEntered(1)), (2, ObjectiveCovered(0)), planned=plan(topic=taken)
    )


def told_of(session: Session) -> tuple[object, ...]:
    return (
        [part.heading for part in held_parts(session)],
        objectives(session, covered=True),
        topic_lines(session, {"topic"}),
    )


def test_a_change_outside_shows_at_once_and_the_session_keeps_its_words(tmp_path: Path) -> None:
    path = tmp_path / "themes" / "topics" / "urges.md"
    path.parent.mkdir(parents=True)
    path.write_text(OLD, "utf-8")
    library = Library(tmp_path)
    session = begun(library)
    before = told_of(session)
    assert before[0] == ["Opening: as it was"]

    path.write_text(NEW, "utf-8")
    now = library.topic("urges")
    assert now is not None
    assert (now.version, now.objectives) == ("2", ("Other",))
    assert told_of(session) == before

    path.unlink()
    assert library.topic("urges") is None
    assert told_of(session) == before
    assert "version 1" in str(before[2])
