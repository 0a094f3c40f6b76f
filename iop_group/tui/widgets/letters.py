"""Letters that can be read from a chair."""

from iop_group.tui.text import Symbols


def draw_words(text: str, cells: int, signs: Symbols) -> tuple[str, ...]:
    return ()
