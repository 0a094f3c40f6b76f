"""Keeps what Today shows beside the index, so that the first picture waits for no list of all sessions."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from iop_group import __version__
from iop_group.domain.errors import BadInput, Damaged, NotSaved
from iop_group.domain.outlook import Outlook
from iop_group.domain.summary import summary_from_record, summary_to_record
from iop_group.vault.disk import DiskLike, Stamp
from iop_group.vault.files import AtomicStorage, Tables


class OutlookFile:
    """A hint that may be thrown away; right as long as the folder of the sessions has not changed."""

    def __init__(self, path: Path, disk: DiskLike) -> None:
        self._path = path
        self._disk = disk

    def read(self, folder: Stamp | None) -> Outlook | None:
        """What was written when the folder had that stamp; None for anything else."""
        try:
            tables = AtomicStorage(self._path, disk=self._disk).read() or {}
            if folder is None or tables["meta"]["1"] != _meta(folder):
                return None
            summaries = tuple(map(summary_from_record, tables["sessions"].values()))
            sessions = {group: int(number) for group, number in tables["groups"].items()}
        except (Damaged, BadInput, KeyError, TypeError, ValueError):
            return None
        return Outlook(summaries, sessions)

    def write(self, outlook: Outlook, folder: Stamp | None) -> None:
        """Keep it, if that can be done."""
        if folder is None:
            return
        rows = {str(number): summary_to_record(s) for number, s in enumerate(outlook.summaries, 1)}
        groups = dict(outlook.sessions)
        tables: Tables = {"meta": {"1": _meta(folder)}, "sessions": rows, "groups": groups}
        with suppress(NotSaved):
            AtomicStorage(self._path, disk=self._disk).write(tables)


def _meta(folder: Stamp) -> dict[str, Any]:
    return {"program": __version__, "folder": list(folder)}
