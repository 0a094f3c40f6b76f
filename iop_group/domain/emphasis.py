"""The one mark inside a line that topics know: `**strong words**`."""

from __future__ import annotations


def strong_runs(text: str, *, mark: str = "**") -> tuple[tuple[str, bool], ...]:
    """The text in pieces, each with whether it is strong; marks that mark no words stay pieces of text."""
    pieces = text.split(mark)
    if len(pieces) % 2 == 0:
        pieces[-2:] = [mark.join(pieces[-2:])]
    runs = []
    for number, piece in enumerate(pieces):
        strong = number % 2 == 1
        if strong and (not piece or piece != piece.strip()):
            runs.append((f"{mark}{piece}{mark}", False))
        elif piece:
            runs.append((piece, strong))
    return tuple(runs)
