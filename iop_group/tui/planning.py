"""A plan in the making: what will be written into a session's first event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from iop_group.clock import zone_of
from iop_group.domain.adding import extra_block, place_after
from iop_group.domain.agenda import (
    Block,
    BlockKind,
    Format,
    is_fixed,
    stepped,
    with_block,
    with_debrief,
    with_minutes,
    with_moved,
)
from iop_group.domain.curriculum import Proposal, propose
from iop_group.domain.events import Planned, TopicTaken
from iop_group.domain.people import NO_CURRICULUM, Group, Member
from iop_group.domain.topics import TopicModule
from iop_group.domain.topics_held import topics_held
from iop_group.tui.desk import Desk, new_id
from iop_group.tui.plan_drafts import KeptPlan


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
    had: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Topic id to the codes of those who have had it in this group."""

    def with_format(self, chosen: Format) -> Draft:
        """Another shape, with its own minutes."""
        return replace(self, format=chosen, blocks=with_debrief(chosen.blocks))

    def with_topic(self, topic: TopicModule | None) -> Draft:
        """Another topic, or none."""
        return replace(self, topic=topic)

    def longer(self, block: Block, minutes: int) -> Draft:
        """One block planned longer or shorter."""
        return replace(self, blocks=with_minutes(self.blocks, block.id, block.minutes + minutes))

    def with_new(self, kind: BlockKind, after: str) -> Draft:
        """One block more, after that of the id `after` or else before the closing."""
        ids = [b.id for b in self.blocks]
        index = ids.index(after) if after in ids else len(ids)
        before = place_after(self.blocks, index) or ""
        return replace(self, blocks=with_block(self.blocks, extra_block(self.blocks, kind), before))

    def moved(self, block: Block, step: int) -> Draft:
        """One block a place earlier (-1) or later (1), as far as it may go."""
        before = stepped(self.blocks, self.blocks.index(block), step)
        return self if before is None else replace(self, blocks=with_moved(self.blocks, block.id, before))

    def without(self, block: Block) -> Draft:
        """One block less; what opens and closes stays."""
        return self if is_fixed(block) else replace(self, blocks=tuple(b for b in self.blocks if b != block))

    def toggled(self, code: str) -> Draft:
        """A member expected, or not."""
        return replace(self, left_out=self.left_out ^ {code})

    @property
    def here(self) -> tuple[Member, ...]:
        """Who is expected today."""
        return tuple(m for m in self.expected if m.code not in self.left_out)

    @property
    def takes_topic(self) -> bool:
        """Has the format a place for one? Where the group sets the agenda no topic is imposed."""
        return any(b.kind is BlockKind.TOPIC for b in self.blocks)

    def kept(self, day: str) -> KeptPlan:
        """What was chosen, to wait for that day's group."""
        topic = self.topic.id if self.topic else ""
        return KeptPlan(day, self.format.id, self.blocks, topic, tuple(sorted(self.left_out)))

    @property
    def minutes(self) -> int:
        """What the group is told."""
        return sum(b.minutes for b in self.blocks if b.kind is not BlockKind.DEBRIEF)


def formats_by_length(desk: Desk) -> tuple[Format, ...]:
    """Every format, the shortest first."""
    return tuple(sorted(desk.library.formats().items, key=lambda f: f.minutes))


def first_draft(desk: Desk, group: Group) -> Draft | None:
    """The group's usual session, with the topic that is proposed; None without any format."""
    formats = desk.library.formats().items
    usual = next((f for f in formats if f.id == group.format_id), formats[0] if formats else None)
    if usual is None:
        return None
    members = desk.vault.registry.members()
    expected = tuple(members[code] for code in group.roster if code in members)
    number = 1 + sum(s.group == group.id for s in desk.vault.index.summaries())
    had = topics_had(desk, group.id)
    draft = Draft(group, number, usual, with_debrief(usual.blocks), None, expected, had=had)
    best = next(iter(proposals(desk, draft)), None)
    return draft.with_topic(best.topic) if best else draft


def taken_up(desk: Desk, draft: Draft, kept: KeptPlan) -> Draft:
    """The draft for the roster and the files of today, with what was chosen in the plan that waited."""
    formats = desk.library.formats().items
    topics = desk.library.topics().items
    topic = next((t for t in topics if t.id == kept.topic), draft.topic if kept.topic else None)
    return replace(
        draft,
        format=next((f for f in formats if f.id == kept.format), draft.format),
        blocks=kept.blocks,
        topic=topic,
        left_out=frozenset(kept.left_out) & {m.code for m in draft.expected},
    )


def proposals(desk: Desk, draft: Draft) -> tuple[Proposal, ...]:
    """Every topic with its reason, the best for those expected today first."""
    curriculum = desk.library.curriculum(curriculum_of(draft.group, desk))
    return propose(curriculum, desk.library.topics().items, draft.here, draft.had)


def reason(desk: Desk, draft: Draft) -> str:
    """Why the topic is a good one for those expected today, in one line; empty without a topic."""
    found = proposals(desk, draft)
    return next((p.reason for p in found if draft.topic and p.topic.id == draft.topic.id), "")


def curriculum_of(group: Group, desk: Desk) -> str:
    """The id of the curriculum that its topics are proposed from; empty for none."""
    named = group.curriculum or desk.program.curriculum
    return "" if named == NO_CURRICULUM else named


def topics_had(desk: Desk, group_id: str) -> Mapping[str, frozenset[str]]:
    """Topic id to the codes of those who have ever had it in the group; no session is opened for that."""
    return {held.id: held.had for held in topics_held(desk.vault.index.summaries(), group_id)}


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
        roster=draft.here,
        items=program.asked,
        late_after=program.late_after_minutes,
        zone=zone_of(desk.now()),
    )
