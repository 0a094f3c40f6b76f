"""A plan in the making: what will be written into a session's first event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from iop_group.clock import zone_of
from iop_group.domain.agenda import Block, BlockKind, Format, with_debrief, with_minutes
from iop_group.domain.events import Planned, TopicTaken
from iop_group.domain.people import Group, Member
from iop_group.domain.session import Session
from iop_group.domain.topics import TopicModule
from iop_group.records.last_time import lacking
from iop_group.tui.desk import Desk, new_id


@dataclass(frozen=True, slots=True)
class Draft:
    """What the facilitator has chosen so far."""

    group: Group
    number: int
    format: Format
    blocks: tuple[Block, ...]
    topic: TopicModule | None
    expected: tuple[Member, ...]
    left_out: frozenset[str] = frozenset()
    """Codes of roster members who are not expected today."""

    def with_format(self, chosen: Format) -> Draft:
        """Another shape, with its own minutes."""
        return replace(self, format=chosen, blocks=with_debrief(chosen.blocks))

    def with_topic(self, topic: TopicModule | None) -> Draft:
        """Another topic, or none."""
        return replace(self, topic=topic)

    def longer(self, block: Block, minutes: int) -> Draft:
        """One block planned longer or shorter."""
        return replace(self, blocks=with_minutes(self.blocks, block.id, block.minutes + minutes))

    def toggled(self, code: str) -> Draft:
        """A member expected, or not."""
        return replace(self, left_out=self.left_out ^ {code})

    @property
    def takes_topic(self) -> bool:
        """Has the format a place for one? Where the group sets the agenda no topic is imposed."""
        return any(b.kind is BlockKind.TOPIC for b in self.blocks)

    def like(self, other: Draft) -> Draft:
        """For the roster of today, with all that was chosen in another draft of the same group."""
        expected = {m.code for m in self.expected}
        return replace(
            self,
            format=other.format,
            blocks=other.blocks,
            topic=other.topic,
            left_out=other.left_out & expected,
        )

    @property
    def minutes(self) -> int:
        """What the group is told."""
        return sum(b.minutes for b in self.blocks if b.kind is not BlockKind.DEBRIEF)


def formats_by_length(desk: Desk) -> tuple[Format, ...]:
    """Every format, the shortest first."""
    return tuple(sorted(desk.library.formats().items, key=lambda f: f.minutes))


def first_draft(desk: Desk, group: Group) -> Draft | None:
    """The group's usual session, with the topic that most of those expected lack; None without any format."""
    formats = desk.library.formats().items
    usual = next((f for f in formats if f.id == group.format_id), formats[0] if formats else None)
    if usual is None:
        return None
    members = desk.vault.registry.members()
    expected = tuple(members[code] for code in group.roster if code in members)
    number = 1 + sum(s.group == group.id for s in desk.vault.index.summaries())
    topic = suggested(desk.library.topics().items, expected, desk.past(group.id))
    return Draft(group, number, usual, with_debrief(usual.blocks), topic, expected)


def suggested(
    topics: Sequence[TopicModule], members: Sequence[Member], past: Sequence[Session]
) -> TopicModule | None:
    """The topic most of them lack; core strands first where it is even (reference: practice b 19)."""
    lack = lacking([t.id for t in topics], [m.code for m in members], past)
    ranked = sorted(topics, key=lambda t: (-lack[t.id], not t.core))
    return ranked[0] if ranked else None


def topic_taken(topic: TopicModule) -> TopicTaken:
    """The topic with its whole text, as the session will keep it."""
    return TopicTaken(topic.id, topic.title, topic.version, topic.objectives, topic.text)


def planned(desk: Desk, draft: Draft) -> Planned:
    """The session's first event."""
    program = desk.program
    return Planned(
        session=new_id(),
        group=draft.group.id,
        group_name=draft.group.name,
        number=draft.number,
        format_id=draft.format.id,
        format_title=draft.format.title,
        blocks=draft.blocks,
        topic=topic_taken(draft.topic) if draft.topic and draft.takes_topic else None,
        facilitator=program.facilitator,
        co_facilitator=program.co_facilitator,
        roster=tuple(m for m in draft.expected if m.code not in draft.left_out),
        items=program.asked,
        late_after=program.late_after_minutes,
        zone=zone_of(desk.now()),
    )
