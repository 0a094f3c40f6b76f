"""Keeps what Today shows beside the index, so that the first picture waits for no list of all sessions."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from iop_group import __version__
from iop_group.domain.errors import BadInput
from iop_group.domain.outlook import Outlook
from iop_group.domain.summary import summary_from_record, summary_to_record
from iop_group.vault.disk import Stamp
from iop_group.vault.files import Tables
from iop_group.vault.sealed import SealedCache


class OutlookFile:
    """A hint that may be thrown away; right as long as nothing was saved since it was written."""

    def __init__(self, file: SealedCache) -> None:
        self._file = file

    def read(self, folder: Stamp | None) -> Outlook | None:
        """What was written when the folder of the sessions had that stamp; None for anything else."""
        try:
            tables = self._file.read() or {}
            if folder is None or tables["meta"]["1"] != _meta(folder):
                return None
            summaries = tuple(map(summary_from_record, tables["sessions"].values()))
            sessions = {group: int(number) for group, number in tables["groups"].items()}
        except (BadInput, KeyError, TypeError, ValueError, AttributeError):
            return None
        return Outlook(summaries, sessions)

    def write(self, outlook: Outlook, folder: Stamp | None) -> None:
        """Keep it, if that can be done."""
        if folder is None:
            return
        rows = {str(number): summary_to_record(s) for number, s in enumerate(outlook.summaries, 1)}
        tables: Tables = {"meta": {"1": _meta(folder)}, "sessions": rows, "groups": dict(outlook.sessions)}
        with suppress(OSError):
            self._file.write(tables)

    def forget(self) -> None:
        """Nobody who comes later shall believe it."""
        self._file.forget()


def _meta(folder: Stamp) -> dict[str, Any]:
    return {"program": __version__, "folder": list(folder)}
