"""A session is its log: the state of a session is the fold of its events and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from iop_group.domain.attendance import Attendance
from iop_group.domain.checkin import Answer, CheckIn
from iop_group.domain.course import Course
from iop_group.domain.coverage import Coverage
from iop_group.domain.errors import Damaged
from iop_group.domain.events import (
    GROUP,
    AddendumAdded,
    Answered,
    Event,
    Planned,
    Signed,
    TopicChosen,
    Undone,
    Unknown,
)
from iop_group.domain.floor import Floor
from iop_group.domain.notes import Notes
from iop_group.domain.record import Record
from iop_group.domain.wishes import Wishes


@dataclass(frozen=True, slots=True)
class Session:
    """Where a session stands, in slices that each know one thing."""

    plan: Planned
    course: Course
    attendance: Attendance
    checkin: CheckIn = field(default_factory=CheckIn)
    coverage: Coverage = field(default_factory=Coverage)
    floor: Floor = field(default_factory=Floor)
    notes: Notes = field(default_factory=Notes)
    record: Record = field(default_factory=Record)
    wishes: Wishes = field(default_factory=Wishes)

    @property
    def closed(self) -> bool:
        return self.course.closed_at is not None

    @property
    def subjects(self) -> tuple[str, ...]:
        """The notes that this session owes: the group's, and one for each who came or was written about."""
        came, people = self.attendance.came, self.attendance.people
        return (GROUP, *(c for c in people if c in came or self.has_words(c)))

    def has_words(self, member: str) -> bool:
        """Something was said or written by or about the member: it stays, whatever the roster says."""
        notes = self.notes
        written = {n.about for n in notes.notes} | {c.member for c in notes.concerns}
        spoke = {*(turn.member for turn in self.floor.turns), *(wish.member for wish in self.wishes.all)}
        return member in {*written, *notes.takeaways, *notes.commitments, *spoke} or self.checkin.heard(
            member
        )

    @property
    def unsigned(self) -> tuple[str, ...]:
        """Notes still to sign."""
        return tuple(s for s in self.subjects if s not in self.record.signed)


_FINAL = (Planned, Signed, AddendumAdded)
"""Acts that no other act takes back."""


def begin(plan: Planned) -> Session:
    """The session before anything has happened."""
    return Session(plan, Course(plan.blocks), Attendance.expecting(plan.roster))


def apply(session: Session, event: Event) -> Session:
    """The session with one more event. Undone is not applied here but by fold()."""
    act = event.act
    checkin = session.checkin
    if isinstance(act, Answered):
        empty = act.value is None and not act.passed
        checkin = checkin.answered(act.member, act.item, None if empty else Answer(act.value, act.passed))
    plan = replace(session.plan, topic=act.topic) if isinstance(act, TopicChosen) else session.plan
    return replace(
        session,
        plan=plan,
        course=session.course.apply(event),
        attendance=session.attendance.apply(event),
        checkin=checkin,
        coverage=session.coverage.apply(event),
        floor=session.floor.apply(event),
        notes=session.notes.apply(event),
        record=session.record.apply(event),
        wishes=session.wishes.apply(event),
    )


def effective(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events that count: without those undone, without the undoing, each id once."""
    by_id = {e.id: e for e in events}
    undone = {e.act.event for e in by_id.values() if isinstance(e.act, Undone)}
    undone -= {e.id for e in by_id.values() if isinstance(e.act, _FINAL)}
    return tuple(e for e in by_id.values() if e.id not in undone and not isinstance(e.act, Undone))


def fold(events: Iterable[Event]) -> Session:
    """The session that the log tells. Raises Damaged when the log does not begin with a plan."""
    counted = effective(events)
    if not counted or not isinstance(counted[0].act, Planned):
        raise Damaged("A session's log does not begin with its plan.", "Run `iop-group doctor`.")
    session = begin(counted[0].act)
    for event in counted[1:]:
        session = apply(session, event)
    return session


def undoable(events: Sequence[Event]) -> Event | None:
    """The last act that can be taken back; a plan, a signature and an addendum never can.

    What a later version wrote is passed over: nobody here sees what it was.
    """
    known = (e for e in reversed(effective(events)) if not isinstance(e.act, Unknown))
    last = next(known, None)
    return None if last is None or isinstance(last.act, _FINAL) else last
