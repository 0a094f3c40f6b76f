"""Made-up groups and six weeks of made-up sessions, for a first look and for trying things out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from iop_group.clock import zone_of
from iop_group.demo import words
from iop_group.demo.people import DemoGroup, demo_groups
from iop_group.demo.signing import signing
from iop_group.demo.story import Evening, Story
from iop_group.domain.agenda import Format, with_debrief
from iop_group.domain.errors import NotFound
from iop_group.domain.events import CommitmentMade, Planned, TopicTaken
from iop_group.domain.people import Member
from iop_group.domain.program import Program
from iop_group.domain.rituals import Ritual
from iop_group.domain.topics import TopicModule
from iop_group.home import vault_folder
from iop_group.library import Library
from iop_group.plain_files import read_text
from iop_group.vault.disk import Disk
from iop_group.vault.kdf import KdfParameters
from iop_group.vault.keys import Keys, create
from iop_group.vault.vault import Vault

SEED = 1906
"""Chance that comes out the same each time, so that two people looking at the demo see one and the same."""

STILL_RUNNING = timedelta(seconds=40)
"""How long ago the last act of the unfinished session was."""

UNSIGNED = 3
"""Notes that last evening's session still owes."""

NEWCOMER = 2
"""At which session of an open group its last member walked in, counted from 0."""

PASSPHRASE = "everyone may read this"  # noqa: S105 - no secret
"""Published: what it seals is made up. Its parameters are so cheap that a real home never opens with them."""

SETTINGS = f"""\
# The demo's settings. They are removed with it.
facilitator = "{words.FACILITATOR}"
co_facilitator = "{words.CO_FACILITATOR}"
program_name = "{words.PROGRAM}"
disclosure = "{words.DISCLOSURE}"
"""


class UnflushedDisk(Disk):
    """Waits for no flush: what a power cut takes from the demo is made up anyway."""

    def fsync(self, fd: int) -> None:
        """Nothing to wait for."""

    def sync_dir(self, folder: Path) -> None:
        """Nothing to wait for."""


def fill_home(home: Path, now: datetime) -> Keys:
    """A whole demo home in an empty folder; its keys. Raises what Vault.open() raises."""
    (home / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    folder, disk = vault_folder(home), UnflushedDisk()
    keys, _ = create(folder, PASSPHRASE, disk=disk, kdf=KdfParameters.for_tests())
    with Vault.open(folder, keys, disk=disk, now=lambda: now) as vault:
        fill(vault, Library(home), now)
    return keys


def fill(vault: Vault, library: Library, now: datetime) -> None:
    """Put the made-up groups, members and sessions into an empty vault; `now` is aware.

    Each session is written once. Raises NotFound when the library holds no format or no topic.
    """
    chance = Random(SEED)  # noqa: S311 - a story, not a secret
    filler = _Filler(vault, _Shelves.of(library), now, chance)
    groups = demo_groups(now, chance)
    vault.registry.put_many(groups=[g.group for g in groups], members=[m for g in groups for m in g.members])
    for group in groups:
        filler.fill(group)


@dataclass(frozen=True, slots=True)
class _Shelves:
    """What the stories need of the library."""

    formats: tuple[Format, ...]
    topics: tuple[tuple[TopicModule, TopicTaken], ...]
    opening: Ritual | None
    closing: Ritual | None

    @classmethod
    def of(cls, library: Library) -> _Shelves:
        formats, topics = library.formats().items, library.topics().items
        if not formats or not topics:
            raise NotFound("The built-in formats and topics are not there.", "Install the program again.")
        rituals = {ritual.id: ritual for ritual in library.rituals().items}
        taken = tuple((topic, _taken(library, topic)) for topic in topics)
        return cls(formats, taken, rituals.get("opening"), rituals.get("closing"))


def _taken(library: Library, topic: TopicModule) -> TopicTaken:
    source = library.topic_source(topic.id)
    text = read_text(source.path, source.path.name) if source else ""
    return TopicTaken(
        topic.id, topic.title, topic.version, topic.objectives, text if isinstance(text, str) else ""
    )


@dataclass(frozen=True, slots=True)
class _Filler:
    """Writes group after group into the vault."""

    vault: Vault
    shelves: _Shelves
    now: datetime
    chance: Random

    def fill(self, group: DemoGroup) -> None:
        """All sessions of one group, each with the commitments of the one before."""
        commitments: Mapping[str, str] = {}
        for place, began in enumerate(group.meetings):
            evening = self._evening(group, place, began, commitments)
            events = Story(evening, self.chance).events()
            commitments = {e.act.member: e.act.text for e in events if isinstance(e.act, CommitmentMade)}
            if events[-1].at > self.now:
                events = tuple(e for e in events if e.at <= self.now - STILL_RUNNING)
            else:
                newest = began > self.now - timedelta(days=2)
                events += signing(events, self._new_id, unsigned=UNSIGNED * newest, addendum=place == 1)
            self.vault.sessions.create(evening.plan.session, events)

    def _evening(
        self, group: DemoGroup, place: int, began: datetime, commitments: Mapping[str, str]
    ) -> Evening:
        module, taken = self.shelves.topics[(place + len(group.members)) % len(self.shelves.topics)]
        newcomer = group.members[-1] if place <= NEWCOMER and group.open else None
        roster = tuple(m for m in group.members if m is not newcomer)
        return Evening(
            plan=self._plan(group, place, began, roster, taken),
            began=began,
            topic=module,
            opening=self.shelves.opening,
            closing=self.shelves.closing,
            newcomer=newcomer if place == NEWCOMER else None,
            last_commitments=commitments,
            concern=words.CONCERNS.get(
                (group.members[0].display_name, round((group.meetings[-1] - began) / timedelta(days=1)))
            ),
        )

    def _plan(
        self, group: DemoGroup, place: int, began: datetime, roster: tuple[Member, ...], taken: TopicTaken
    ) -> Planned:
        formats = self.shelves.formats
        form = next((f for f in formats if f.id == group.group.format_id), formats[0])
        return Planned(
            session=self._new_id(),
            group=group.group.id,
            group_name=group.group.name,
            number=place + 1,
            format_id=form.id,
            format_title=form.title,
            blocks=with_debrief(form.blocks),
            topic=taken,
            facilitator=words.FACILITATOR,
            co_facilitator=words.CO_FACILITATOR,
            roster=roster,
            items=Program().asked,
            zone=zone_of(began),
        )

    def _new_id(self) -> str:
        return f"{self.chance.getrandbits(128):032x}"
