"""Reads all sessions of one member, for a thread that may be told to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from iop_group.domain.errors import IopGroupError
from iop_group.domain.people import Member
from iop_group.domain.plain import one_line
from iop_group.records.over_time import OverTime, everyone_in, over_time, theirs
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
        self.alone = Lock()
        """Held by the thread that reads; another one waits."""
        self._seen: object = None
        self._looked: object = None

    def look(self) -> bool:
        """What the index and the registry know; False when it is what was read last."""
        registry, code = self._desk.vault.registry, self.member.code
        members = registry.members()
        summaries = theirs(code, self._desk.vault.index.summaries())
        groups = tuple(one_line(g.name) for g in registry.groups() if code in g.roster)
        named = (Member(code, s.names[code]) for s in summaries)
        self.member = members.get(code) or next(named, self.member)
        stamps = self._desk.vault.sessions.stamps(s.id for s in summaries)
        self._looked = (self.member, groups, summaries, stamps)
        if self._looked == self._seen:
            return False
        self.known = Known(code=code, groups=groups, summaries=summaries)
        return True

    def read(self, go_on: Callable[[int], bool]) -> None:
        """Every one of their sessions; `go_on` is asked before each, with how many are done.

        One that cannot be read is counted, and reported by the vault.
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
        core = {t.id: one_line(t.title) for t in self._desk.library.topics().items if t.core}
        unread = len(self.known.summaries) - len(sessions)
        self.known = replace(self.known, core=core, unread=unread)
        vault = self._desk.vault
        others = everyone_in(vault.index.summaries()) | frozenset(vault.registry.members().values())
        self.told = over_time(self.member, sessions, now=self._desk.now(), others=others)
        self._seen = looked
