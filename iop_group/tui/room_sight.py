"""What the group may see of the session that runs, made anew only when something happened in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iop_group.domain.group_sight import RITUALS, sight_of
from iop_group.domain.topics import TopicModule, parse_topic

if TYPE_CHECKING:
    from iop_group.domain.events import TopicTaken
    from iop_group.domain.room_snapshot import RoomSnapshot
    from iop_group.domain.session import Session
    from iop_group.tui.desk import Desk


class RoomSight:
    """Remembers what it said last; the same object comes back as long as nothing happened."""

    def __init__(self) -> None:
        self._made_of: tuple[Session, bool] | None = None
        self._snapshot: RoomSnapshot | None = None
        self._topic: TopicTaken | None = None
        self._module: TopicModule | None = None

    def of(self, desk: Desk, session: Session) -> RoomSnapshot | None:
        """None while there is nothing for the group to see."""
        made_of = (session, desk.program.room_names)
        if self._made_of is None or self._made_of[0] is not session or self._made_of[1] != made_of[1]:
            self._made_of = made_of
            self._snapshot = self._look(desk, session)
        return self._snapshot

    def _look(self, desk: Desk, session: Session) -> RoomSnapshot | None:
        topic, block = session.plan.topic, session.course.current
        if topic is not self._topic:
            self._topic = topic
            self._module = parse_topic(topic.text, f"{topic.id}.md")[0] if topic and topic.text else None
        ritual = desk.library.ritual(RITUALS[block.kind]) if block and block.kind in RITUALS else None
        names = desk.program.room_names
        return sight_of(session, desk.now(), module=self._module, ritual=ritual, names=names)
