"""The topic in the session that runs: which of its parts are held, and for how long."""

from __future__ import annotations

from dataclasses import replace

from iop_group.domain.agenda import Block
from iop_group.domain.session import Session
from iop_group.domain.topics import PlannedPart, TopicModule, TopicPlan, parse_topic, plan_parts


def module_of(session: Session) -> TopicModule | None:
    """The topic as the session began with it; None where there is none, or none of its words was kept."""
    topic = session.plan.topic
    return parse_topic(topic.text, f"{topic.id}.md")[0] if topic and topic.text else None


def held_plan(module: TopicModule, session: Session, block: Block) -> TopicPlan:
    """The parts with the minutes they get in this block, as the facilitator has changed them.

    A part that was entered or brought back is never left out for want of time.
    """
    coverage = session.coverage
    plan = plan_parts(
        module,
        session.course.planned_minutes(block),
        left_out=coverage.left_out,
        keep=coverage.parts | coverage.wanted,
    )
    parts = (replace(p, minutes=max(0, p.minutes + coverage.longer.get(p.index, 0))) for p in plan.parts)
    return replace(plan, parts=tuple(parts))


def spare_parts(plan: TopicPlan, session: Session) -> tuple[PlannedPart, ...]:
    """Optional parts with minutes that nobody has been in yet: the first that may go when time is short."""
    entered = session.coverage.parts
    return tuple(p for p in plan.parts if p.part.optional and p.minutes and p.index not in entered)
