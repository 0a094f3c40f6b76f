"""What lies on the facilitator's desk: the vault, the plain files, the settings, the clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from iop_group.clock import Clock, SteadyClock
from iop_group.domain.errors import IopGroupError, NotSaved, Problem
from iop_group.home import own_themes_folder, vault_folder
from iop_group.settings import Value, load_settings, save_value
from iop_group.tui.rescuing import brought_back, places_for
from iop_group.tui.saving import SaveState
from iop_group.vault.rescue_names import rescued_in
from iop_group.vault.vault import Vault
from iop_group.vault.writer import Writer

# Imported when they are first used: Today is painted sooner without all that a session consists of.
if TYPE_CHECKING:
    from iop_group.domain.events import Event, Planned
    from iop_group.domain.session import Session
    from iop_group.domain.summary import Summary
    from iop_group.library import Library
    from iop_group.tui.keeper import Keeper
    from iop_group.tui.plan_drafts import Plans
    from iop_group.tui.private_lane import PrivateLane
    from iop_group.tui.topic_drafts import TopicDraft, TopicDrafts
    from iop_group.vault.keys import Keys
    from iop_group.vault.rescue import Rescue
    from iop_group.vault.session_file import SessionFile
    from iop_group.vault.writer import Savable

FLUSH_SECONDS = 5.0
"""How long leaving may wait for the disk; whatever is left then was said not to be saved."""

LONG_AGO = timedelta(hours=4)
"""Longer than any break: whoever comes back after that hardly goes on with the group."""

READING = "Here you can only read: the program is open in another window."

PAST_SESSIONS = 12
"""Sessions of a group that are looked through for what was said last time."""


def new_id() -> str:
    """32 random hex digits, for sessions, events, notes and groups."""
    return os.urandom(16).hex()


class Desk:
    """Opened once per run; every screen works on it."""

    def __init__(
        self,
        home: Path,
        keys: Keys,
        *,
        clock: Clock | None = None,
        demo: bool = False,
        reading: bool = False,
        rescued: Iterable[Path] = (),
    ) -> None:
        """`reading`: another window may write meanwhile, and nothing is written here. `rescued`: folders that

        may hold what the disk refused before. Raises what Vault.open() raises.
        """
        self.home = home
        self.demo = demo
        self.keys = keys
        self.clock = clock or SteadyClock()
        self.program, settings_problems = load_settings(home)
        self.reading = reading
        folder = vault_folder(home)
        self.vault = Vault.read_only(folder, keys) if reading else Vault.open(folder, keys, look=False)
        self._settings_problems = settings_problems
        self.found_at_the_door: tuple[Problem, ...] = ()
        """What was wrong with the keys when the records were opened, and what came back to them."""
        self.rescue: Rescue | None = None
        """Where that is kept meanwhile which the disk refuses; None while it refuses nothing."""
        self.backups_say: tuple[str, ...] = ()
        """What is wrong with the backups, as far as it has been looked at."""
        self.numbers_say = ""
        """What is to be done about the crisis numbers, as far as they have been looked at."""
        self._saved_at: datetime | None = None
        self._trouble: NotSaved | None = None
        self.on_save_state: Callable[[], None] = _nobody
        self._drafts: dict[str, TopicDrafts] = {}
        self._keepers: dict[str, Keeper] = {}
        self._lanes: dict[str, PrivateLane] = {}
        self.writer = Writer(now=self.clock.now, on_saved=self._saved, on_failed=self._failed)
        if not reading and (found := rescued_in((*places_for(self), *rescued))):
            self.found_at_the_door += brought_back(self, found)

    @cached_property
    def library(self) -> Library:
        """The plain files: topics, formats, rituals, safety cards, colours."""
        from iop_group.library import Library

        return Library(self.home)

    @property
    def drafts(self) -> TopicDrafts:
        """Topics that are being written."""
        return self.drafts_in("topics")

    def drafts_in(self, folder: str) -> TopicDrafts:
        """Files of that folder of themes that are being written."""
        from iop_group.tui.topic_drafts import TEXT, TopicDrafts

        def submit(draft: TopicDraft, text: str) -> None:
            self._submit(draft, (), {TEXT: text})

        if folder not in self._drafts:
            self._drafts[folder] = TopicDrafts(own_themes_folder(self.home) / folder, submit)
        return self._drafts[folder]

    @cached_property
    def plans(self) -> Plans:
        """Plans that were changed and not started yet."""
        from iop_group.tui.plan_drafts import Plans

        return Plans(self)

    @property
    def save_state(self) -> SaveState:
        """What may be said about saving at this moment.

        Whether something waits is always asked of the writer: what its thread said a moment ago may be older
        than the last act.
        """
        rescue = self.rescue
        kept_in = str(rescue.folder) if rescue is not None and self.is_safe else ""
        return SaveState(self._saved_at, pending=self.writer.pending, error=self._trouble, kept_in=kept_in)

    def now(self) -> datetime:
        """The aware UTC time."""
        return self.clock.now()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the settings and the records, as far as they have been looked at."""
        return (*self.found_at_the_door, *self.vault.problems, *self._settings_problems)

    def look_at_every_session(self) -> bool:
        """Look whether what Today showed first is still so: True when it is not. Slow with thousands."""
        shown, known = self.vault.index.outlook(), self.vault.problems
        self.vault.index.summaries()
        self.vault.look_for_strangers()
        return (self.vault.index.outlook(), self.vault.problems) != (shown, known)

    @property
    def running(self) -> Keeper | None:
        """The keeper of the group that runs; one that was left unfinished long ago does not."""
        found = [
            keeper
            for keeper in self._keepers.values()
            if keeper.session.course.current is not None and self.now() - keeper.last_at < LONG_AGO
        ]
        return max(found, key=lambda keeper: keeper.last_at, default=None)

    @property
    def in_session(self) -> bool:
        """Does a group run?"""
        return self.running is not None

    def may_still_run(self, summary: Summary) -> bool:
        """Was it never closed, and did it begin so lately that its people may still sit there?"""
        began = summary.started_at
        return summary.unfinished and began is not None and self.now() - began < LONG_AGO

    @property
    def facilitator(self) -> str:
        """Who notes and signs; asked for when it is first needed."""
        return self.program.facilitator

    def set(self, key: str, value: Value) -> None:
        """Change one setting and write it to settings.toml, comments kept. Raises NotSaved, BadInput."""
        if self.reading:
            raise NotSaved(READING, "Change it in the other window.")
        save_value(self.home, key, value)
        self.program, _ = load_settings(self.home)

    def look_at_numbers(self) -> bool:
        """Look whether the crisis numbers need a region or a check: True when that is news."""
        from iop_group.domain.crisis import advice

        before, today = self.numbers_say, self.now().astimezone().date()
        self.numbers_say = advice(self.library.crisis_lines().items, self.program.region, today)
        return self.numbers_say != before

    def start(self, plan: Planned) -> Keeper:
        """Make the session's file, on the disk before this returns. Raises NotSaved."""
        from iop_group.domain.events import Event

        event = Event(new_id(), self.now(), plan.facilitator, plan)
        return self._keep(self.vault.sessions.create(plan.session, [event]))

    def keeper(self, session_id: str) -> Keeper:
        """The keeper of a session; the same one as long as the program runs. Raises NotFound, Damaged."""
        if session_id not in self._keepers:
            return self._keep(self.vault.sessions.open(session_id))
        return self._keepers[session_id]

    def _keep(self, file: SessionFile) -> Keeper:
        from iop_group.tui.keeper import Keeper

        def submit(events: tuple[Event, ...], typing: Mapping[str, str]) -> None:
            self._submit(file, events, typing)

        keeper = Keeper(file, submit, now=self.now, new_id=new_id, author=lambda: self.facilitator)
        self._keepers[keeper.id] = keeper
        return keeper

    def _submit(self, file: Savable, events: tuple[Event, ...], typing: Mapping[str, str]) -> None:
        self.writer.submit(file, events, typing)
        self.on_save_state()

    def save_typing(self, file: SessionFile, typing: Mapping[str, str]) -> None:
        """Hand texts without events to the writer: the private lane has no log of its own."""
        self._submit(file, (), typing)

    def private_lane(self, session_id: str) -> PrivateLane:
        """The private notes of a session; one object for each, so that nothing is written over."""
        from iop_group.tui.private_lane import PrivateLane

        if session_id not in self._lanes:
            self._lanes[session_id] = PrivateLane(self, session_id)
        return self._lanes[session_id]

    def session(self, session_id: str) -> Session:
        """A session to read. Raises NotFound, Damaged, NewerFile."""
        if session_id in self._keepers:
            return self._keepers[session_id].session
        from iop_group.domain.session import fold

        events, _ = self.vault.sessions.read(session_id)
        return fold(events)

    def past(self, group_id: str, *, but: str = "") -> tuple[Session, ...]:
        """The group's last sessions, the newest first; those that cannot be read are left out."""
        found = [s for s in self.vault.index.summaries() if s.group == group_id and s.id != but]
        sessions = []
        for summary in found[:PAST_SESSIONS]:
            try:
                sessions.append(self.session(summary.id))
            except IopGroupError:
                continue  # reported by the vault; a missing past never stops tonight
        return tuple(sessions)

    def _saved(self, at: datetime) -> None:
        self._saved_at, self._trouble = at, None
        rescue, self.rescue = self.rescue, None
        if rescue is not None:
            rescue.drop()
        self.on_save_state()

    def _failed(self, error: NotSaved) -> None:
        self._trouble = error
        if self.rescue is not None:
            with suppress(NotSaved):  # told by what is_safe says; tried again with the next save
                self.rescue.keep(self.writer.unsaved())
        self.on_save_state()

    @property
    def is_safe(self) -> bool:
        """Is everything on some disk: that of the records, or another one?"""
        kept = self.rescue is not None and self.rescue.upto >= self.writer.submitted
        return kept or not self.writer.pending

    def flush(self) -> bool:
        """Wait until everything is on the disk; False when it is not."""
        return self.writer.flush(FLUSH_SECONDS)

    def close(self) -> bool:
        """Save, stop the writer, give the lock back; False when something could not be saved."""
        saved = self.writer.stop(FLUSH_SECONDS)
        if self.rescue is not None:
            self.rescue.close()
        return self.vault.close() and saved


def _nobody() -> None:
    """Nobody listens yet."""
