"""A session's tables as JSON, of which only what is new is made: a long log saves as fast as a short one."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from operator import is_

from iop_group.vault.files import Tables
from iop_group.vault.frame_format import dumped

_LOG = "events"


class SessionJson:
    """Remembers the JSON of the log, in which no event ever changes and no number is given to another."""

    def __init__(self) -> None:
        self._events: list[object] = []
        self._text = bytearray()

    def of(self, tables: Tables) -> bytes:
        """The same as dumped(tables). Raises what json raises."""
        parts = (
            b"%s:%s" % (dumped(name), self._log(table) if name == _LOG else dumped(table))
            for name, table in tables.items()
        )
        return b"{%s}" % b",".join(parts)

    def _log(self, events: Mapping[str, object]) -> bytes:
        # After a save that failed there are others where it left some.
        if len(events) < len(self._events) or not all(map(is_, self._events, events.values())):
            self._events, self._text = [], bytearray()
        for number, event in islice(events.items(), len(self._events), None):
            line = b"%s:%s" % (dumped(number), dumped(event))
            self._text += b"," + line if self._events else line
            self._events.append(event)
        return b"{%s}" % self._text
