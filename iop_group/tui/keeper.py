"""The keeper of one session: every act becomes an event, is folded in, and goes to the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from iop_group.domain.events import Act, Event, Undone
from iop_group.domain.session import Session, apply, fold, undoable


class SessionLog(Protocol):
    """What the keeper needs of a session file."""

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything on the disk, oldest first."""

    @property
    def typing(self) -> Mapping[str, str]:
        """Half-typed texts by slot."""


Submit = Callable[[tuple[Event, ...], Mapping[str, str]], None]
"""Hands new events and changed texts to the writer; returns at once."""


class Keeper:
    """Holds a session's log and its fold. Acts are applied at once and saved right behind."""

    def __init__(
        self,
        log: SessionLog,
        submit: Submit,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        author: Callable[[], str],
    ) -> None:
        self._events = list(log.events)
        self._typing = dict(log.typing)
        self._submit = submit
        self._now = now
        self._new_id = new_id
        self._author = author
        self._together: list[tuple[str, ...]] = []
        """Ids of events that were one act of the facilitator's, for undo; forgotten when the program ends."""
        self.session: Session = fold(self._events)
        self.on_change: Callable[[], None] = _nobody
        """Called after every act, whoever did it."""

    @property
    def id(self) -> str:
        """The session's id."""
        return self.session.plan.session

    @property
    def author(self) -> str:
        """Who notes what happens now."""
        return self._author()

    @property
    def events(self) -> tuple[Event, ...]:
        """The log, oldest first."""
        return tuple(self._events)

    @property
    def last_at(self) -> datetime:
        """When something happened last."""
        return self._events[-1].at

    def now(self) -> datetime:
        """The aware UTC time by which acts are noted."""
        return self._now()

    def act(self, *acts: Act, at: datetime | None = None) -> None:
        """Let it have happened, now or (when an old session is closed later) at another time."""
        moment = at or self._now()
        self._submit(self._happen(acts, moment), {})
        self.on_change()

    def follow(self, act: Act, *, after: type[Act]) -> None:
        """What comes of an act `after` by itself: if that was the last one, undo takes both back."""
        last = undoable(self._events)
        before: tuple[str, ...] = ()
        if last is not None and isinstance(last.act, after):
            before = next((ids for ids in self._together if last.id in ids), (last.id,))
        self.act(act)
        self._together[-1] = (*before, *self._together[-1])

    def _happen(self, acts: Iterable[Act], moment: datetime) -> tuple[Event, ...]:
        author = self._author()
        events = tuple(Event(self._new_id(), moment, author, act) for act in acts)
        for event in events:
            self.session = apply(self.session, event)
        self._events.extend(events)
        self._together.append(tuple(event.id for event in events))
        return events

    def undo(self) -> Act | None:
        """Take back the last act and say which it was; None when nothing can be taken back.

        What was done by one key is taken back by one key: "pass on all" is many answers and one act, and a
        block is entered together with the first part of its topic.
        """
        last = undoable(self._events)
        if last is None:
            return None
        ids = next((ids for ids in reversed(self._together) if last.id in ids), (last.id,))
        moment, author = self._now(), self._author()
        events = tuple(Event(self._new_id(), moment, author, Undone(i)) for i in reversed(ids))
        self._events.extend(events)
        self.session = fold(self._events)
        self._submit(events, {})
        self.on_change()
        return next(event.act for event in self._events if event.id == ids[0])

    def typed(self, slot: str) -> str:
        """The half-typed text of a slot; empty when there is none."""
        return self._typing.get(slot, "")

    def slots(self) -> tuple[str, ...]:
        """Slots that hold half-typed text."""
        return tuple(slot for slot, text in self._typing.items() if text)

    def type(self, slot: str, text: str) -> None:
        """Keep what is being typed, so that a crash loses at most the last second."""
        if self.typed(slot) != text:
            self._typing[slot] = text
            self._submit((), {slot: text})

    def finish(self, slot: str, *acts: Act) -> None:
        """The text of a slot became an act: keep the act and clear the slot in one save."""
        self._typing[slot] = ""
        self._submit(self._happen(acts, self._now()), {slot: ""})
        self.on_change()


def _nobody() -> None:
    """Nobody listens yet."""
