"""A facilitator before the program: she knows the keys, and waits for what she sees before she goes on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Self

from iop_group.tui.commands import COMMANDS
from tests.whole.in_room import NAMES, InRoom

ME: Final = "Kim Lang"
GROUP: Final = "Tuesday evening"
_CALM: Final = 0.45
"""Seconds between two signatures: a signing key that comes sooner was held down, and signs nothing."""


def _is_function_key(key: str) -> bool:
    return key[0] == "f" and key[1:].isdecimal()


WITHOUT_FUNCTION_KEYS: Final = {
    key: next(other for other in command.keys if not _is_function_key(other))
    for command in COMMANDS
    for key in command.keys
    if _is_function_key(key)
}
"""A function key to the key beside it, for a laptop that keeps its function keys to itself."""


class Facilitator(InRoom):
    """Runs a group by keys, from an empty home to the signed notes. Use it in a `with`."""

    # -- before the group

    def make_group(self, name: str = GROUP, members: Iterable[str] = NAMES) -> Self:
        """On a home without any group: make the first one, with its members."""
        self.sees("Make your first group").press("enter").sees("What is the group called?")
        self.type(name).press("enter").sees("Display name", "Nobody yet.")
        for count, member in enumerate(members, start=1):
            self.type(member).press("enter").sees(f"{count} member", member)
        return self.press("escape").misses("Display name").sees("Enter plans the first session.")

    def plan(self) -> Self:
        """From Groups: plan a session of the group at the cursor."""
        return self.press("enter").sees("Plan a session", "Start the session", "Facilitator")

    def start_session(self, facilitator: str = ME) -> Self:
        """From Plan: start; the first time the program asks who leads."""
        self.press("f8").sees("Your name as it will stand")
        return self.type(facilitator).press("enter").sees("Opening", "Today", "left", saved=True)

    def resume(self) -> Self:
        """From Today: go on with the unfinished session."""
        return self.sees("Unfinished", "Enter resumes").press("enter").sees("Today", "Here ")

    # -- afterwards

    def sign_all(self, notes: int) -> Self:
        """Sign every note, one after the other, also where something could still be added."""
        for signed in range(1, notes + 1):
            done = f"{signed} of {notes} signed"
            self.press("f8").sees("Not yet").press("enter").sees(done)
        return self.sees(saved=True)

    def add_to_signed(self, text: str) -> Self:
        """Write an addendum to the note at the cursor."""
        self.press("f6").sees("Why is something added").press("2").sees("What is to be added?")
        return self.type(text).sees(text).press("enter").misses("The signed note stays as it is")

    def leave(self) -> int:
        """Quit; the exit status."""
        self.press("ctrl+q")
        return self.program.wait_exit()


class OnALaptop(Facilitator):
    """The same without any function key."""

    def press(self, *keys: str) -> Self:
        """Press keys, one after the other, and never a function key."""
        return super().press(*(WITHOUT_FUNCTION_KEYS.get(key, key) for key in keys))
