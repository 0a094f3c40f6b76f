"""The terminal that tests play: the text a program has drawn, the modes it has set, what it is answered."""

from __future__ import annotations

import re
from typing import Final

import pyte

_WHOLE: Final = re.compile(
    r"\x1b\[([<=>?]?)([0-9;:]*)([ -/]*)([@-~])"  # control sequences
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\)"  # titles, pointers and other strings
    r"|\x1b[ -/]*[0-OQ-WYZ\\`-~]",  # short escapes
    re.DOTALL,
)
_BEGUN: Final = re.compile(r"\x1b(?:\[[<=>?]?[0-9;:]*[ -/]*|[\]PX^_][^\x07]*|[ -/]*)?\Z")
_KEPT: Final = 65536
_MOVING: Final = frozenset("78DEHMc")
_COLOUR: Final = "m"
"""Colours and weights are not followed: they are most of what a program writes, and tests read text."""

ALTERNATE_SCREEN: Final = 1049
SYNCHRONISED: Final = 2026

_LEFT_ON: Final = {
    9: "mouse",
    1000: "mouse",
    1002: "mouse",
    1003: "mouse",
    1006: "mouse",
    1015: "mouse",
    1016: "mouse",
    1004: "focus reports",
    ALTERNATE_SCREEN: "alternate screen",
    2004: "bracketed paste",
    SYNCHRONISED: "unfinished frame",
    2048: "resize reports",
}
_LEFT_OFF: Final = {7: "no line wrap", 25: "hidden cursor"}


class PlayedTerminal:
    """Follows a program's output, as text on a main and an alternate screen and as a set of modes."""

    def __init__(self, cols: int, rows: int) -> None:
        self.modes = {7, 25}
        """Numbers of the private modes that are on."""
        self.frames = 0
        """How many synchronised frames have been finished."""
        self.keyboard_flags = 0
        """How many sets of kitty keyboard flags are pushed and not popped."""
        self._main = pyte.Screen(cols, rows)
        self._alternate = pyte.Screen(cols, rows)
        self._stream = pyte.Stream(self._main)
        self._rest = ""
        self._rows: dict[pyte.Screen, list[str]] = {self._main: [""] * rows, self._alternate: [""] * rows}

    @property
    def screen(self) -> pyte.Screen:
        return self._alternate if ALTERNATE_SCREEN in self.modes else self._main

    def text(self) -> str:
        """The rows of the screen in use, without the blanks at their ends."""
        screen = self.screen
        rows = self._rows[screen]
        for y in screen.dirty:
            if y < len(rows):
                line = screen.buffer[y]
                # The second cell of a wide letter holds nothing.
                rows[y] = "".join(line[x].data for x in range(screen.columns)).rstrip()
        screen.dirty.clear()
        return "\n".join(rows)

    def resize(self, cols: int, rows: int) -> None:
        for screen in (self._main, self._alternate):
            screen.resize(rows, cols)
            screen.dirty.update(range(rows))
            self._rows[screen] = [""] * rows

    def feed(self, text: str) -> None:
        """Follow what the program wrote."""
        text, self._rest = self._rest + text, ""
        at = 0
        for match in _WHOLE.finditer(text):
            self._draw(text[at : match.start()])
            self._follow(match)
            at = match.end()
        tail = text[at:]
        begun = _BEGUN.search(tail)
        if begun and len(tail) < _KEPT:
            self._rest, tail = tail[begun.start() :], tail[: begun.start()]
        self._draw(tail)

    def left_dirty(self) -> list[str]:
        """What the program has left behind, in plain words; empty after a proper end."""
        found = {words for mode, words in _LEFT_ON.items() if mode in self.modes}
        found |= {words for mode, words in _LEFT_OFF.items() if mode not in self.modes}
        if self.keyboard_flags:
            found.add("keyboard flags")
        return sorted(found)

    def _draw(self, text: str) -> None:
        if text:
            self._stream.feed(text)

    def _follow(self, match: re.Match[str]) -> None:
        prefix, numbers, between, final = match.groups()
        if final is None:  # a string or a short escape; only a few of the short ones touch the picture
            if match[0][1:] in _MOVING:
                self._draw(match[0])
        elif prefix == "?" and final in "hl" and not between:
            self._set_modes(numbers, final == "h")
        elif final == "u" and prefix in ("<", ">"):
            self.keyboard_flags = max(0, self.keyboard_flags + (1 if prefix == ">" else -1))
        elif not prefix and not between and final != _COLOUR:
            self._draw(match[0].replace(":", ";"))

    def _set_modes(self, numbers: str, on: bool) -> None:
        for mode in (int(number) for number in numbers.split(";") if number):
            if mode == ALTERNATE_SCREEN and on and mode not in self.modes:
                self._alternate.reset()
            if mode == SYNCHRONISED and not on and mode in self.modes:
                self.frames += 1
            (self.modes.add if on else self.modes.discard)(mode)
            if mode == ALTERNATE_SCREEN:
                self._stream = pyte.Stream(self.screen)
            elif mode in (7, 25):
                self._draw(f"\x1b[?{mode}{'h' if on else 'l'}")


_QUERY: Final = re.compile(rb"\x1b\[(?:(\?\d+)\$p|(>?)0?c|(5)n)")


def answers(output: bytes) -> bytes:
    """What a plain modern terminal answers to the questions in the output: modes, its kind, its health."""
    replies: list[bytes] = []
    for mode, secondary, health in _QUERY.findall(output):
        if mode:
            replies.append(b"\x1b[%s;%d$y" % (mode, 2 if mode == b"?2026" else 0))
        elif health:
            replies.append(b"\x1b[0n")
        else:
            replies.append(b"\x1b[>41;388;0c" if secondary else b"\x1b[?62;22c")
    return b"".join(replies)
