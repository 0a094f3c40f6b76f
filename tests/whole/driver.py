"""A facilitator before the program: she knows the keys, and waits for what she sees before she goes on."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from tests.pty_program import PtyProgram
from tests.pty_terminal import SYNCHRONISED

ROOT: Final = Path(__file__).parents[2]
NAMES: Final = ("Ana R.", "Ben", "Cy", "Dee", "Eli", "Fay", "Gus", "Hal")
ME: Final = "Kim Lang"
GROUP: Final = "Tuesday evening"

_CLOCK: Final = re.compile(r"^.*  (\S.*?) (?:over (\d+):(\d\d)|(\d+):(\d\d) left)")
_TICKED: Final = "✓"
_PALETTE, _PALETTE_END = "▔▔▔▔▔▔▔▔", "▁▁▁▁▁▁▁▁"
"""The upper and the lower edge of the open palette; nothing else is drawn so."""

_CALM: Final = 0.45
"""Seconds between two signatures: a signing key that comes sooner was held down, and signs nothing."""
_WORKSPACES: Final = {
    "Opening": "Welcome everyone",
    "Check-in": " checked in",
    "Topic": "  part ",
    "Break": "Back at",
    "Sharing": "Fair share now",
    "Open talk": "Fair share now",
    "Closing": "takes away",
    "Debrief": "Private process notes",
}
"""What is seen of a block as soon as it takes keys."""


def program_argv(home: Path) -> list[str | Path]:
    """The program as installed, on a home of its own."""
    return [sys.executable, "-m", "iop_group", "--home", home]


def asked_for(home: Path, *arguments: str) -> Any:
    """What a command with --json prints, read; the command must find everything in order."""
    done = subprocess.run(
        [*program_argv(home), *arguments, "--json"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@dataclass(frozen=True, slots=True)
class Heading:
    """What the first line of the room says."""

    block: str
    left: int
    """Seconds; negative once the block runs over."""
    paused: bool
    saved: bool
    """The storage's own word: everything is on the disk."""


def heading_of(screen: str) -> Heading | None:
    """Read the first line; None where no block runs."""
    line = screen.partition("\n")[0]
    found = _CLOCK.search(line)
    if found is None:
        return None
    title, over_minutes, over_seconds, minutes, seconds = found.groups()
    left = int(minutes) * 60 + int(seconds) if minutes else -(int(over_minutes) * 60 + int(over_seconds))
    return Heading(title, left, "  paused" in line, is_saved(screen))


def is_saved(screen: str) -> bool:
    """Does the heading say that everything is on the disk?"""
    line = screen.partition("\n")[0]
    return "saved " in line and "saving" not in line and "NOT SAVED" not in line


class Facilitator:
    """Runs a group by keys. Every verb returns once the screen shows what it did. Use it in a `with`."""

    def __init__(
        self,
        home: Path,
        *,
        size: tuple[int, int] = (100, 30),
        argv: Sequence[str | Path] | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """`size` is columns and rows; `argv` another program than the installed one."""
        self.home = home
        cols, rows = size
        self.program = PtyProgram(argv or program_argv(home), cols=cols, rows=rows, cwd=ROOT, env=env)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *unused: object) -> None:
        self.program.close()

    # -- eyes and hands

    @property
    def screen(self) -> str:
        """What she sees."""
        return self.program.screen()

    @property
    def heading(self) -> Heading:
        """The room's first line; only where a block runs."""
        heading = heading_of(self.screen)
        assert heading is not None, self.screen
        return heading

    @property
    def _whole(self) -> bool:
        """Has the frame been drawn to its end?"""
        return SYNCHRONISED not in self.program.terminal.modes

    def sees(self, *wanted: str, saved: bool = False) -> Self:
        """Wait for all these texts in one whole frame, and for the storage's word when asked to."""

        def shown(text: str) -> bool:
            return self._whole and all(w in text for w in wanted) and (is_saved(text) or not saved)

        self.wait(shown, f"{' and '.join(wanted)}{', saved' if saved else ''}")
        return self

    def wait(self, shown: Callable[[str], bool], wanted: str, *, timeout: float = 15.0) -> None:
        """Wait for something to be seen, named for the message when it never is."""

        class Wanted:
            def __call__(self, text: str) -> bool:
                return shown(text)

            def __repr__(self) -> str:
                return wanted

        self.program.wait_for(Wanted(), timeout=timeout)

    def misses(self, unwanted: str) -> Self:
        """Wait until a text is gone."""
        self.wait(lambda text: self._whole and unwanted not in text, f"the end of {unwanted}")
        return self

    def press(self, *keys: str) -> Self:
        """Press keys, one after the other."""
        self.program.press(*keys)
        return self

    def type(self, text: str) -> Self:
        """Type a text."""
        self.program.type(text)
        return self

    def command(self, name: str) -> Self:
        """Find a command in the palette by its whole name, and give it."""
        self.press("ctrl+p").sees(_PALETTE).type(name)
        self.wait(lambda text: _hits(text)[:1] == [name], f"the command {name!r} as the first hit")
        return self.press("enter").misses(_PALETTE)

    # -- before the group

    def make_group(self, name: str = GROUP, members: Iterable[str] = NAMES) -> Self:
        """On a home without any group: make the first one, with its members."""
        self.sees("Make your first group").press("enter").sees("What is the group called?")
        self.type(name).press("enter").sees("Display name", "Nobody yet.")
        for count, member in enumerate(members, start=1):
            self.type(member).press("enter").sees(f"{count} member", f": {member}")
        return self.press("escape").misses("Display name").sees("Enter plans the first session.")

    def plan(self) -> Self:
        """From Groups: plan a session of the group at the cursor."""
        return self.press("enter").sees("Plan a session", "Start the session", "Facilitator")

    def start_session(self, facilitator: str = ME) -> Self:
        """From Plan: start; the first time the program asks who leads."""
        self.press("f8").sees("Your name as it will stand")
        return self.type(facilitator).press("enter").sees("Opening", "Tonight", "left", saved=True)

    def resume(self) -> Self:
        """From Today: go on with the unfinished session."""
        return self.sees("Unfinished", "Enter resumes").press("enter").sees("Tonight", "Here ")

    # -- in the room

    def everyone_arrives(self, but: Sequence[str] = ()) -> Self:
        """Mark them here one by one, in the order of the roster; those left out are absent."""
        self.press("f3").sees(f"Arrivals  0 of {len(NAMES)} here")
        for name in NAMES:
            self.press("x" if name in but else "enter")
            self.sees(f"{name} {'is absent' if name in but else 'is here'}.")
        return self.press("escape").misses("A all here").sees(f"Here {len(NAMES) - len(but)} of", saved=True)

    def say_all_of_opening(self, lines: Sequence[str]) -> Self:
        """Tick every line of the ritual."""
        for line in lines:
            self.press("enter").sees(f"{_TICKED} {line[:30]}")
        return self.sees(saved=True)

    def next_block(self, title: str) -> Self:
        """Go on to the block that is called so."""
        self.press("f8")
        return self.in_block(title)

    def in_block(self, title: str) -> Self:
        """Wait until the room stands in a block and that is saved."""
        return self.in_room(title).sees(saved=True)

    def in_room(self, title: str) -> Self:
        """Wait until the room stands in a block and takes keys, whatever the word on saving."""

        def there(text: str) -> bool:
            heading = heading_of(text)
            ready = self._whole and _WORKSPACES.get(title, "") in text
            return ready and heading is not None and heading.block == title

        self.wait(there, f"the block {title}")
        return self

    def check_in(self, member: str, answers: str, done: int) -> Self:
        """Give the member's answers, one key each; `done` members have answered then."""
        self.sees(f"{member}: Mood now").type(answers)
        return self.sees(f"{done} of {len(NAMES)} checked in", f"{_TICKED} {member}", saved=True)

    def note(self, about: str, text: str, *, keep: bool = True) -> Self:
        """Write a note about the group ("") or a member; without `keep` it stays half-typed, in sight."""
        self.press("f2").sees("Note about the group")
        if about:
            self.type(f"@{about} ").sees(f"Note about {about}")
        self.type(text).sees(text[:50])
        if keep:
            self.press("enter").misses("Note about ").sees(saved=True)
        return self

    def stay_after(self, member: str, words: str) -> Self:
        """Ask a member to stay after group, saying why."""
        self.press("f4")
        self.wait(lambda text: "Who should stay" in text or "Ask to stay" in text, "the stay-after dialog")
        if "Who should stay" in self.screen:
            self.press(str(NAMES.index(member) + 1))
        self.sees(f"Stay-after  {member}", "Why, in a few words").type(words).sees(words)
        return self.press("enter").misses("Ask to stay").sees(saved=True)

    def resolve(self, member: str, outcome: int, words: str) -> Self:
        """Say what was done about the first stay-after: a line by its number, and words."""
        self.press("ctrl+y").sees("1 still to talk about.", member).press("enter").sees("We talked")
        self.press(str(outcome)).sees("a few words if you like").type(words).sees(words)
        self.press("enter").sees("All have been followed up.")
        return self.press("escape").misses("All have been followed up.").sees(saved=True)

    def next_part(self, number: int) -> Self:
        """Go on to the topic's next part."""
        return self.press("]").sees(f"  part {number} of ", saved=True)

    def cover_objective(self, number: int) -> Self:
        """Tick one of the topic's objectives by its number."""
        self.press("o").sees("Enter ticks one").press(str(number))
        return self.misses("Enter ticks one").sees(saved=True)

    def use_question(self, beginning: str) -> Self:
        """Mark the question at the cursor as asked."""
        return self.press("x").sees(f"{_TICKED}  {beginning}", saved=True)

    def give_the_floor(self, member: str) -> Self:
        """Start the turn of the member at the cursor."""
        return self.at_cursor(member).press("enter").speaks(member)

    def speaks(self, member: str) -> Self:
        """Wait until the circle shows who speaks, saved."""
        return self.matches(rf"● {re.escape(member)} +speaking").sees(saved=True)

    def end_turn(self, member: str, key: str = "enter") -> Self:
        """The member has finished."""
        return self.press(key).has_spoken(member)

    def has_spoken(self, member: str) -> Self:
        """Wait until nobody speaks and the member is shown as heard."""
        self.sees("Nobody has the floor")
        if member != "You":
            self.matches(rf"{_TICKED} {re.escape(member)} +spoke \d")
        return self.sees(saved=True)

    def pass_turn(self, member: str) -> Self:
        """The member at the cursor passes."""
        self.at_cursor(member).press("p")
        return self.matches(rf" {re.escape(member)} +passed").sees(saved=True)

    def later(self, member: str) -> Self:
        """The member at the cursor speaks last."""
        self.at_cursor(member).press("l")
        return self.matches(rf"○ {re.escape(member)} +(next \d|needs time)").sees(saved=True)

    @property
    def turn_planned(self) -> int:
        """Seconds that the running turn may take."""
        found = re.search(r"\bof (\d+):(\d\d)", self.screen)
        assert found is not None, self.screen
        return int(found[1]) * 60 + int(found[2])

    def at_cursor(self, member: str) -> Self:
        """Wait until the circle's cursor stands on the member."""
        return self.matches(rf"▸ . {re.escape(member)}(?=\s)")

    def matches(self, pattern: str) -> Self:
        """Wait for a text of that form in a whole frame."""
        form = re.compile(pattern)
        self.wait(lambda text: self._whole and form.search(text) is not None, pattern)
        return self

    def harvest(self, member: str, takeaway: str, commitment: str) -> Self:
        """Type what the member takes away and will try."""
        self.sees(f"{member} takes away:").type(takeaway).press("enter")
        self.sees(f"{member} will try before next time:").type(commitment).press("enter")
        return self.misses(f"{member} will try").sees(saved=True)

    def debrief(self, text: str) -> Self:
        """Write into the private lane."""
        self.sees("Private process notes").type(text)
        return self.sees(text[:40], saved=True)

    def close(self) -> Self:
        """After the last block: close the session."""
        self.press("f8").sees("The clocks stop here").press("enter")
        return self.misses("The clocks stop here")

    # -- afterwards

    def sign_all(self, notes: int) -> Self:
        """Sign every note, one after the other, also where something could still be added."""
        for signed in range(1, notes + 1):
            done, pressed = f"{signed} of {notes} signed", time.monotonic()
            self.press("f8")
            self.wait(lambda text, done=done: done in text or "Not yet" in text, f"{done} or a question")
            if "Not yet" in self.screen:
                self.press("enter")
            self.sees(done)
            self.program.watch(max(0.0, _CALM - (time.monotonic() - pressed)))
        return self.sees(saved=True)

    def add_to_signed(self, text: str) -> Self:
        """Write an addendum to the note at the cursor."""
        self.press("f6").sees("Why is something added").press("2").sees("What is to be added?")
        return self.type(text).sees(text).press("enter").misses("The signed note stays as it is")

    def leave(self) -> int:
        """Quit; the exit status."""
        self.press("ctrl+q")
        return self.program.wait_exit()


def _hits(screen: str) -> list[str]:
    """What the palette offers, line by line: each name is followed by its help."""
    inside = screen.partition(_PALETTE)[2].partition(_PALETTE_END)[0]
    lines = [line.strip() for line in inside.splitlines()]
    return [line for line in lines if line.strip("▔")][1:]
