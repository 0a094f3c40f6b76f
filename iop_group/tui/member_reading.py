"""Reads all sessions of one member, for a thread that may be told to stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from iop_group.domain.errors import IopGroupError
from iop_group.domain.people import Member
from iop_group.domain.plain import one_line
from iop_group.records.over_time import OverTime, over_time
from iop_group.tui.member_page import Known

if TYPE_CHECKING:
    from iop_group.domain.session import Session
    from iop_group.tui.desk import Desk


class MemberReading:
    """Reads again only when one of their sessions has changed."""

    def __init__(self, desk: Desk, code: str) -> None:
        self._desk = desk
        self.member = desk.vault.registry.members().get(code, Member(code, code))
        self.known = Known(code=code, groups=())
        self.told: OverTime | None = None
        self._others: frozenset[Member] = frozenset()
        self._seen: object = None
        self._looked: object = None

    def look(self) -> bool:
        """What the index and the registry know; False when it is what was read last."""
        registry, code = self._desk.vault.registry, self.member.code
        every = self._desk.vault.index.summaries()
        theirs = tuple(s for s in every if code in s.names and s.started_at is not None)
        groups = tuple(one_line(g.name) for g in registry.groups() if code in g.roster)
        people = {Member(c, name) for s in every for c, name in s.names.items()}
        self._others = frozenset(people | set(registry.members().values()))
        named = (Member(code, s.names[code]) for s in theirs)
        self.member = registry.members().get(code) or next(named, self.member)
        self.known = Known(code=code, groups=groups, summaries=theirs)
        stamps = self._desk.vault.sessions.stamps(s.id for s in theirs)
        self._looked = (self.member, groups, theirs, stamps)
        return self._looked != self._seen

    def read(self, go_on: Callable[[int], bool]) -> None:
        """Every one of their sessions; `go_on` is asked before each, with how many are done.

        One that cannot be read is left out: the vault reports it.
        """
        looked = self._looked
        sessions: list[Session] = []
        for done, summary in enumerate(self.known.summaries):
            if not go_on(done):
                return
            try:
                sessions.append(self._desk.session(summary.id))
            except IopGroupError:
                continue
        self.told = over_time(self.member, sessions, now=self._desk.now(), others=self._others)
        self._seen = looked
