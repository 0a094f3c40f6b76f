"""`python -m tests.keys_table` puts the table of all keys into README.md, as commands.py has it."""

from __future__ import annotations

from pathlib import Path

from iop_group.tui.commands import COMMANDS, Command, Place, key_text

README = Path(__file__).parents[1] / "README.md"
START = "<!-- keys: made by python -m tests.keys_table -->"
END = "<!-- end of keys -->"
HEAD = ("Name", "Keys", "Where", "What it does")
BY_NAME = "by name"
"""Stands in the place of the keys where a command has none."""


def rows() -> list[tuple[str, str, str, str]]:
    """Name, keys, places and help of every command; what works everywhere first, then place by place."""
    places = list(Place)
    ordered = sorted(COMMANDS, key=lambda command: places.index(command.places[0]))
    return [(c.name, _keys(c), ", ".join(_spoken(p) for p in c.places), c.help) for c in ordered]


def _keys(command: Command) -> str:
    return " ".join(f"`{key_text(key)}`" for key in command.keys) or BY_NAME


def _spoken(place: Place) -> str:
    return place.value[0].upper() + place.value[1:]


def table() -> str:
    """The rows as Markdown."""
    lines = [HEAD, ("---",) * len(HEAD), *rows()]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def put_in(text: str) -> str:
    """The README with the table between its two marks. Raises ValueError when one of them is missing."""
    start, end = text.index(START) + len(START), text.index(END)
    return f"{text[:start]}\n\n{table()}\n\n{text[end:]}"


def main() -> None:
    """Write it."""
    README.write_text(put_in(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
