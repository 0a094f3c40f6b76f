"""The facilitator's private lane: a separate file that no export and no other screen reads."""

from __future__ import annotations

from contextlib import suppress

from iop_group.domain.errors import NotFound
from iop_group.tui.desk import Desk
from iop_group.vault.session_file import SessionFile

SLOT = "process"


class PrivateLane:
    """One page of process notes for one session; its file is made with the first word."""

    def __init__(self, desk: Desk, session_id: str) -> None:
        self._desk = desk
        self._session = session_id
        self._file: SessionFile | None = None
        with suppress(NotFound):  # nothing has been written yet
            self._file = desk.vault.private.open(session_id)
        self._text = self._file.typing.get(SLOT, "") if self._file is not None else ""

    @property
    def text(self) -> str:
        """What stands there, also what is still on its way to the disk."""
        return self._text

    def write(self, text: str) -> None:
        """Keep the page; saved by the writer like everything else. Raises NotSaved for the first word."""
        if text == self.text:
            return
        if self._file is None:
            self._file = self._desk.vault.private.create(self._session, [])
        self._text = text
        self._desk.save_typing(self._file, {SLOT: text})


class PrivateNote:
    """One note at the end of the page, kept there while it is being typed and nowhere else."""

    def __init__(self, lane: PrivateLane, at: str) -> None:
        """`at` is the time that stands before it."""
        self._lane = lane
        self._before = lane.text
        self._at = at

    def keep(self, text: str) -> None:
        """The note as it is now; without words it is gone. Raises NotSaved for the first word."""
        words = text.strip()
        note = f"{self._at} {words}" if words else ""
        self._lane.write("\n".join(filter(None, (self._before.rstrip("\n"), note))) if note else self._before)
