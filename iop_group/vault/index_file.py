"""The list of all sessions as it lies in its sealed file, which may be thrown away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from iop_group import __version__
from iop_group.domain.errors import BadInput
from iop_group.domain.summary import Summary
from iop_group.vault.columns import from_columns, to_columns
from iop_group.vault.disk import Stamp
from iop_group.vault.files import Tables
from iop_group.vault.sealed import SealedCache

# Another version may sum a session up in another way: it begins anew.
_META = {"program": __version__}


@dataclass(frozen=True, slots=True)
class Kept:
    """What an earlier run left."""

    summaries: Sequence[Summary] = ()
    stamps: Sequence[Stamp] = ()
    """Of each session's file when it was read."""
    tag: str = ""
    """Of the file that holds the words of these sessions, in this order; empty when none does."""
    numbers: Mapping[str, int] = field(default_factory=dict)


class IndexFile:
    """Replaced as a whole; a damaged one, and one of another version, is none."""

    def __init__(self, file: SealedCache) -> None:
        self._file = file

    def read(self) -> Kept:
        """What was written last."""
        tables = self._file.read() or {}
        # Another version sums sessions up anew, but an old file put back is one for every version.
        numbers = {place: int(seq) for place, seq in tables.get("numbers", {}).items()}
        try:
            return _kept(tables, numbers)
        except (BadInput, KeyError, TypeError, ValueError):
            return Kept(numbers=numbers)

    def write(self, kept: Kept) -> None:
        """Raises OSError; then the old one is there, or none."""
        columns: dict[str, Any] = to_columns(kept.summaries)
        tables: Tables = {
            "meta": {"1": _META},
            "sessions": columns,
            "stamps": {str(place): column for place, column in enumerate(zip(*kept.stamps, strict=True))},
            "words": {"1": kept.tag},
            "numbers": dict(kept.numbers),
        }
        self._file.write(tables)


def _kept(tables: Tables, numbers: Mapping[str, int]) -> Kept:
    """Raises BadInput, KeyError, TypeError and ValueError for anything that write() did not write."""
    if tables["meta"]["1"] != _META:
        return Kept(numbers=numbers)
    summaries = from_columns(tables["sessions"])
    columns = [map(int, column) for column in tables["stamps"].values()]
    stamps: list[Stamp] = [(size, at, file) for size, at, file in zip(*columns, strict=True)]
    tag = tables["words"]["1"]
    bytes.fromhex(tag)
    if len(stamps) != len(summaries):
        raise ValueError
    return Kept(summaries, stamps, tag, numbers)
