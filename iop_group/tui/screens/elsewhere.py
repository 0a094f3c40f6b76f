"""Asks for another place when the disk of the records takes nothing any more."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from iop_group.domain.errors import IopGroupError
from iop_group.domain.plain import one_line
from iop_group.tui.rescuing import checked_place, keep_in, places_for
from iop_group.tui.screens.group_changes import trouble
from iop_group.tui.screens.unsaved import Unsaved
from iop_group.tui.widgets.dialog import Ask
from iop_group.tui.widgets.fields import Entry

if TYPE_CHECKING:
    from iop_group.tui.desk import Desk

_ABOUT = (
    "The disk of the records does not take your words. Name a folder on another disk, or on a stick, as a "
    "whole path. They are sealed there as they are here, and go on being tried here too."
)
_PATH_LENGTH = 1000


class Elsewhere(Ask):
    """One line: the folder."""


def ask_elsewhere(app: App[None], desk: Desk) -> None:
    """Ask once for a folder, and keep there what is not saved; when all is saved, say so."""
    if not desk.writer.pending:
        app.notify("Everything is saved: there is nothing to keep elsewhere.", markup=False)
        return
    if isinstance(app.screen, Unsaved):
        app.screen.action_elsewhere()  # it takes the answer with it when it goes
        return
    if isinstance(app.screen, Elsewhere):
        return
    best = desk.rescue.place if desk.rescue is not None else next(iter(places_for(desk)), None)
    entry = Entry("" if best is None else str(best), max_length=_PATH_LENGTH)
    asked = Elsewhere(
        "Save elsewhere", _ABOUT, entry=entry, check=trouble(checked_place), accept="Keep it there"
    )

    def take(text: str | None) -> None:
        if text is not None:
            app.run_worker(_kept(app, desk, checked_place(text)))

    app.push_screen(asked, take)


async def _kept(app: App[None], desk: Desk, place: Path) -> None:
    try:
        folder = await asyncio.to_thread(keep_in, desk, place)
    except IopGroupError as error:
        app.notify(f"{error} Or name another folder.", severity="warning", markup=False, timeout=12)
        ask_elsewhere(app, desk)
    else:
        text = (
            f"Sealed in {one_line(str(folder))}. The next start looks for it in the folder for backups and "
            "in your own folder; from elsewhere it comes back by: iop-group vault rescue FOLDER"
        )
        app.notify(text, markup=False, timeout=20)
        desk.on_save_state()
