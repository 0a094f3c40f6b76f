"""What a facilitator does in the room, block by block; every verb returns once the screen shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Self

from tests.whole.onlooker import Onlooker, heading_of

NAMES: Final = ("Ana R.", "Ben", "Cy", "Dee", "Eli", "Fay", "Gus", "Hal")
_TICKED: Final = "✓"
_POINT: Final = re.compile(r"▸  (\S.{8,24})")
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


class InRoom(Onlooker):
    """The verbs of the room."""

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
        return self.press("f8").goes_on(title)

    def goes_on(self, title: str) -> Self:
        """Wait until it does; where it asks, as there is much time left, press again."""
        asks = "F8 again goes on"
        self.wait(lambda text: asks in text or self._stands_in(title, text), f"the block {title}")
        if asks in self.screen:
            self.press("f8")
        return self.in_block(title)

    def in_block(self, title: str) -> Self:
        """Wait until the room stands in a block and that is saved."""
        return self.in_room(title).sees(saved=True)

    def in_room(self, title: str) -> Self:
        """Wait until the room stands in a block and takes keys, whatever the word on saving."""

        self.wait(lambda text: self._stands_in(title, text), f"the block {title}")
        return self

    def _stands_in(self, title: str, text: str) -> bool:
        heading = heading_of(text)
        ready = self._whole and _WORKSPACES.get(title, "") in text
        return ready and heading is not None and heading.block == title

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

    @property
    def point(self) -> str:
        """How the point of the topic that is shown begins, whatever the topic."""
        found = _POINT.search(self.screen)
        return found[1] if found else ""

    def moves_on(self, before: str) -> Self:
        """Wait until another point is shown."""
        self.wait(lambda _: self._whole and self.point not in ("", before), "another point")
        return self.sees(saved=True)

    def next_part(self, number: int) -> Self:
        """Go on to the topic's next part."""
        return self.press("]").sees(f"  part {number} of ", saved=True)

    def cover_objective(self, number: int) -> Self:
        """Tick one of the topic's objectives by its number."""
        return self.press("o").tick_objective(number)

    def tick_objective(self, number: int) -> Self:
        """In the list of the objectives: tick one, and leave the list."""
        self.sees("Objectives covered").press(str(number)).matches(rf" {number}  .* covered ")
        return self.press("escape").misses("Objectives covered").sees(saved=True)

    def use_question(self) -> Self:
        """Mark the question at the cursor as asked."""
        return self.press("x").sees(f"{_TICKED}  ", saved=True)

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
