"""A facilitator in a hurry, and what the screen has promised her."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Final

from iop_group.domain.events import (
    Answered,
    BlockEntered,
    MinutesAdded,
    Paused,
    Resumed,
    TurnEnded,
    TurnStarted,
)
from tests.whole.driver import Facilitator
from tests.whole.onlooker import heading_of

LETTERS: Final = 7
"""Letters of a note that are typed at once."""
LONG: Final = 40
"""Letters of a note that still fit into one line with those of the next time."""
SECOND: Final = 1.0
"""Half-typed letters are on the disk so many seconds after they were seen, at the latest."""
SPEAKING: Final = re.compile(r"● (.+?) +speaking")
TITLES: Final = ("Check-in", "Break", "Sharing")
"""The blocks of this session, each with other things to lose."""


@dataclass
class Promises:
    """What the screen has called saved, of everything since the beginning."""

    acts: Counter[str]
    notes: set[str]
    half: str = ""
    """As much of the half-typed note as was called saved when it was left."""
    typed: str = ""
    """All letters of it that were typed at all."""
    seen: list[tuple[float, str]] = field(default_factory=list)
    """When (seconds of `time.monotonic`) how much of it stood on the screen."""

    def half_typed(self, killed_at: float) -> str:
        """As much of it as has to be there after a kill at that moment."""
        old = [text for at, text in self.seen if at <= killed_at - SECOND]
        return max(self.half, *old, "", key=len)

    def kept(self, *kinds: type[object]) -> None:
        """Acts of these kinds are on the disk, says the screen."""
        self.acts.update(kind.__name__ for kind in kinds)


class Worker:
    """A facilitator in a hurry: one act after the other, by chance, in the block where she is."""

    def __init__(self, one: Facilitator, promises: Promises, rng: Random) -> None:
        self.one = one
        self.promises = promises
        self.rng = rng

    def work(self) -> None:
        """Until the program is gone."""
        while True:
            here = {"Check-in": self.answer, "Sharing": self.take_turns}
            block = self.one.heading.block
            acts = [self.move_on, self.pause, self.lengthen, self.note, self.note, here.get(block, self.note)]
            self.rng.choice(acts)()

    def move_on(self) -> None:
        """To the next block, or back from the last."""
        place = TITLES.index(self.one.heading.block)
        if place + 1 == len(TITLES):
            self.one.press("f7").in_block(TITLES[place - 1])
        else:
            self.one.next_block(TITLES[place + 1])
        self.promises.kept(BlockEntered)

    def pause(self) -> None:
        """Stop the clocks, and let them run again."""
        if not self.one.heading.paused:
            self.one.press("f5").sees("  paused", saved=True)
            self.promises.kept(Paused)
        self.one.press("f5").misses("  paused").sees(saved=True)
        self.promises.kept(Resumed)

    def lengthen(self) -> None:
        """A minute more; the turn's shows only in its clock, so it is not waited for."""
        before, speaking = self.one.heading.left, SPEAKING.search(self.one.screen)
        self.one.press("f6")
        if speaking is None:
            self.one.wait(lambda text: _left(text) > before + 50, "one minute more")
            self.one.sees(saved=True)
            self.promises.kept(MinutesAdded)

    def answer(self) -> None:
        """One answer of the check-in: a pass is one to every question."""
        before = self.one.screen
        self.one.type("p")
        self.one.wait(lambda text: _table(text) != _table(before), "the answer")
        self.one.sees(saved=True)
        self.promises.kept(Answered)

    def take_turns(self) -> None:
        """Start a turn, or end the one that runs."""
        if SPEAKING.search(self.one.screen):
            self.one.press("enter").sees("Nobody has the floor", saved=True)
            self.promises.kept(TurnEnded)
        else:
            self.one.press("enter").matches(SPEAKING.pattern).sees(saved=True)
            self.promises.kept(TurnStarted)

    def note(self) -> None:
        """Write on in the half-typed note, some letters at a time; then keep it, or leave it half-typed."""
        promises = self.promises
        self.one.press("f2").sees("Note about the group", promises.typed)
        for _ in range(self.rng.randint(1, 3) if len(promises.typed) < LONG else 0):
            promises.typed += "".join(self.rng.choices("abcdefgh", k=LETTERS))
            self.one.type(promises.typed[-LETTERS:]).sees(promises.typed)
            promises.seen.append((time.monotonic(), promises.typed))
        if len(promises.typed) > LONG or self.rng.random() < 0.5:
            # From here on until the screen says so it may be either.
            promises.half = ""
            promises.seen.clear()
            self.one.press("enter").misses("Note about the group").sees(saved=True)
            promises.notes.add(promises.typed)
            promises.typed = ""
        else:
            self.one.press("escape").misses("Note about the group").sees(saved=True)
            promises.half = promises.typed


def _left(screen: str) -> int:
    heading = heading_of(screen)
    return heading.left if heading else 0


def _table(screen: str) -> list[str]:
    return [line for line in screen.splitlines()[5:] if "│" in line]
