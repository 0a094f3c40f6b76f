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

    @property
    def text(self) -> str:
        """What stands there."""
        return self._file.typing.get(SLOT, "") if self._file is not None else ""

    def write(self, text: str) -> None:
        """Keep the page; saved by the writer like everything else. Raises NotSaved for the first word."""
        if text == self.text:
            return
        if self._file is None:
            self._file = self._desk.vault.private.create(self._session, [])
        self._desk.save_typing(self._file, {SLOT: text})
