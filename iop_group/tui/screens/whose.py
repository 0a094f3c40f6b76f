"""Asks which of a session's people is meant, where more than one was there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.app import App

from iop_group.domain.plain import one_line
from iop_group.tui.widgets.pick import Pick


def ask_whose(app: App[object], names: Mapping[str, str], take: Callable[[str], None]) -> None:
    """Calls `take` with the code of the one that is chosen, at once where there is only one."""
    codes = sorted(names, key=lambda code: (names[code].casefold(), code))
    if len(codes) == 1:
        take(codes[0])
    elif codes:
        lines = [(one_line(names[code]), "") for code in codes]
        app.push_screen(Pick("Which member?", lines), lambda at: None if at is None else take(codes[at]))
