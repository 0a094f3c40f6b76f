"""Letters drawn from half blocks, three rows high, for what has to be read from a chair."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from iop_group.tui.text import ASCII, Symbols

HEIGHT: Final = 3
"""Rows of a line of letters; one empty row stands between two lines."""
_DOTS: Final = 6
"""Dots of a letter from top to bottom: one row of the screen has two."""
_SPACE: Final = 3
_BLOCKS: Final = {(".", "."): " ", ("#", "."): "▀", (".", "#"): "▄", ("#", "#"): "█"}

# The lower edge of letters without a tail is the fifth row of dots; rows that are left out are empty.
_CAPITALS: Final = """
A .##. #..# #### #..# #..#
B ###. #..# ###. #..# ###.
C .### #... #... #... .###
D ###. #..# #..# #..# ###.
E #### #... ###. #... ####
F #### #... ###. #... #...
G .### #... #.## #..# .###
H #..# #..# #### #..# #..#
I ### .#. .#. .#. ###
J ..## ...# ...# #..# .##.
K #..# #.#. ##.. #.#. #..#
L #... #... #... #... ####
M #...# ##.## #.#.# #...# #...#
N #..# ##.# #.## #..# #..#
O .##. #..# #..# #..# .##.
P ###. #..# ###. #... #...
Q .##. #..# #..# #.## .###
R ###. #..# ###. #.#. #..#
S .### #... .##. ...# ###.
T ##### ..#.. ..#.. ..#.. ..#..
U #..# #..# #..# #..# .##.
V #...# #...# #...# .#.#. ..#..
W #...# #...# #.#.# #.#.# .#.#.
X #...# .#.#. ..#.. .#.#. #...#
Y #...# .#.#. ..#.. ..#.. ..#..
Z #### ...# .##. #... ####
"""
_SMALL: Final = """
a .... .### #..# #..# .###
b #... ###. #..# #..# ###.
c ... .## #.. #.. .##
d ...# .### #..# #..# .###
e .... .##. #### #... .###
f .## #.. ##. #.. #..
g .... .### #..# .### ...# ###.
h #... ###. #..# #..# #..#
i # . # # #
j .# .. .# .# .# #.
k #... #..# ###. #..# #..#
l #. #. #. #. .#
m ..... ####. #.#.# #.#.# #.#.#
n .... ###. #..# #..# #..#
o .... .##. #..# #..# .##.
p .... ###. #..# #..# ###. #...
q .... .### #..# #..# .### ...#
r ... #.# ##. #.. #..
s .... .### ##.. ..## ###.
t .#. ### .#. .#. .##
u .... #..# #..# #..# .###
v ..... #...# #...# .#.#. ..#..
w ..... #...# #.#.# #.#.# .#.#.
x .... #..# .##. .##. #..#
y .... #..# #..# .### ...# ###.
z .... #### ..#. .#.. ####
ı . # # # #
"""
_SIGNS: Final = """
0 .##. #..# #..# #..# .##.
1 .#. ##. .#. .#. ###
2 ###. ...# .##. #... ####
3 ###. ...# .##. ...# ###.
4 #..# #..# #### ...# ...#
5 #### #... ###. ...# ###.
6 .##. #... ###. #..# .##.
7 #### ...# ..#. .#.. .#..
8 .##. #..# .##. #..# .##.
9 .##. #..# .### ...# .##.
. . . . . #
, .. .. .. .. .# #.
: . # . . #
; .. .# .. .. .# #.
? ###. ...# .##. .... .#..
! # # # . #
¿ ..#. .... .##. #... .###
¡ # . # # #
' # #
’ # #
‘ # #
" #.# #.#
“ #.# #.#
” #.# #.#
- ... ... ###
– .... .... ####
— ..... ..... #####
… ..... ..... ..... ..... #.#.#
( .# #. #. #. .#
) #. .# .# .# #.
/ ..# ..# .#. #.. #..
+ ... .#. ### .#.
= ... ### ... ###
& .##.. #..#. .##.# #..#. .##.#
% #..# ..#. .#.. #..#
"""
_ACCENTS: Final = {
    "\u0300": ".#..",
    "\u0301": "..#.",
    "\u0302": ".##.",
    "\u0303": ".###",
    "\u0308": "#..#",
}
"""What stands in the free row above a small letter. There is none above a capital."""


def _read(table: str) -> dict[str, tuple[str, ...]]:
    letters = {}
    for line in table.strip().splitlines():
        letter, *rows = line.split(" ")
        empty = "." * len(rows[0])
        letters[letter] = (*rows, *([empty] * (_DOTS - len(rows))))
    return letters


_LETTERS: Final = _read(_CAPITALS) | _read(_SMALL) | _read(_SIGNS)
_FLAT: Final = frozenset("aceimnopqrsuvwxyzgı")
"""Small letters with nothing in the first row, or only a dot."""


def draw_words(text: str, cells: int, signs: Symbols) -> tuple[str, ...]:
    """The text in rows of at most `cells` cells; nothing when a letter is unknown or a word too long."""
    words = [_word(word) for word in unicodedata.normalize("NFC", text).split()]
    if signs is ASCII or not words or any(word is None or len(word[0]) > cells for word in words):
        return ()
    lines = [_halved(line) for line in _lines([word for word in words if word is not None], cells)]
    return tuple(row for line in lines for row in (*line, ""))[:-1]


def _lines(words: list[tuple[str, ...]], cells: int) -> Iterator[tuple[str, ...]]:
    line = words[0]
    for word in words[1:]:
        if len(line[0]) + _SPACE + len(word[0]) > cells:
            yield line
            line = word
        else:
            line = tuple(a + "." * _SPACE + b for a, b in zip(line, word, strict=True))
    yield line


def _word(word: str) -> tuple[str, ...] | None:
    letters = [_letter(letter) for letter in word]
    known = [letter for letter in letters if letter is not None]
    if len(known) < len(letters):
        return None
    return tuple(".".join(letter[y] for letter in known) for y in range(_DOTS))


def _letter(letter: str) -> tuple[str, ...] | None:
    if letter in _LETTERS:
        return _LETTERS[letter]
    apart = unicodedata.normalize("NFD", letter)
    base, accent = apart[:1], _ACCENTS.get(apart[1:])
    if accent is None or base not in _FLAT:
        return None
    _, *rows = _LETTERS["ı" if base == "i" else base]
    size = max(3, len(rows[0]))
    return (accent.ljust(size, ".")[:size], *(row.center(size, ".") for row in rows))


def _halved(line: tuple[str, ...]) -> tuple[str, ...]:
    """Two rows of dots in one row of the screen."""
    pairs = zip(line[::2], line[1::2], strict=True)
    return tuple("".join(_BLOCKS[dots] for dots in zip(*pair, strict=True)) for pair in pairs)
