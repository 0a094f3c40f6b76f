"""Digits for clocks, drawn from lines (three rows) and from blocks (five rows)."""

from iop_group.tui.text import ASCII, Symbols

_LINES = {
    "0": ("┏━┓", "┃ ┃", "┗━┛"),
    "1": (" ┓ ", " ┃ ", " ╹ "),
    "2": ("╺━┓", "┏━┛", "┗━╸"),
    "3": ("╺━┓", " ━┫", "╺━┛"),
    "4": ("╻ ╻", "┗━┫", "  ╹"),
    "5": ("┏━╸", "┗━┓", "╺━┛"),
    "6": ("┏━╸", "┣━┓", "┗━┛"),
    "7": ("╺━┓", "  ┃", "  ╹"),
    "8": ("┏━┓", "┣━┫", "┗━┛"),
    "9": ("┏━┓", "┗━┫", "╺━┛"),
    ":": ("▪", " ", "▪"),
    "-": ("   ", "╺━╸", "   "),
    "+": (" ╻ ", "╺╋╸", " ╹ "),
}
_ASCII_LINES = {
    "0": (" _ ", "| |", "|_|"),
    "1": ("   ", "  |", "  |"),
    "2": (" _ ", " _|", "|_ "),
    "3": (" _ ", " _|", " _|"),
    "4": ("   ", "|_|", "  |"),
    "5": (" _ ", "|_ ", " _|"),
    "6": (" _ ", "|_ ", "|_|"),
    "7": (" _ ", "  |", "  |"),
    "8": (" _ ", "|_|", "|_|"),
    "9": (" _ ", "|_|", " _|"),
    ":": (" ", ".", "."),
    "-": ("   ", " _ ", "   "),
    "+": ("   ", "_|_", " | "),
}
_DOTS = {
    "0": "### #.# #.# #.# ###",
    "1": ".#. ##. .#. .#. ###",
    "2": "### ..# ### #.. ###",
    "3": "### ..# ### ..# ###",
    "4": "#.# #.# ### ..# ..#",
    "5": "### #.. ### ..# ###",
    "6": "### #.. ### #.# ###",
    "7": "### ..# ..# ..# ..#",
    "8": "### #.# ### #.# ###",
    "9": "### #.# ### ..# ###",
    ":": ". # . # .",
    "-": "... ... ### ... ...",
    "+": "... .#. ### .#. ...",
}
_NOTHING = (" ", " ", " ")


def draw_digits(text: str, signs: Symbols, *, large: bool = False) -> tuple[str, ...]:
    """`text` in three rows, or in five when `large`; only digits and : - + are drawn."""
    if large:
        dot = "##" if signs is ASCII else "██"
        rows = (_DOTS.get(char, ". . . . .").split() for char in text)
        pictures = [tuple(row.replace("#", dot).replace(".", "  ") for row in rows_of) for rows_of in rows]
        return _joined(pictures, 5, "  ")
    font = _ASCII_LINES if signs is ASCII else _LINES
    return _joined([font.get(char, _NOTHING) for char in text], 3, " ")


def _joined(pictures: list[tuple[str, ...]], height: int, gap: str) -> tuple[str, ...]:
    return tuple(gap.join(picture[y] for picture in pictures) for y in range(height))
