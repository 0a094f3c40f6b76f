"""What was found of a sealed file, in words for the person whose notes are in it."""

from __future__ import annotations

from datetime import datetime

from iop_group.vault.files import QUARANTINE
from iop_group.vault.frame_scan import Status
from iop_group.vault.frames import FrameStorage

RESTORED = frozenset({Status.TAIL_DISCARDED, Status.INTERIOR_DAMAGE, Status.HEADER_REBUILT})
"""The file was damaged, and its newest whole save is shown."""


def words_for(found: FrameStorage, now: datetime, *, kept: bool) -> str:
    """One or two plain sentences about a file that can be shown; empty when it is in order.

    kept: whether the damaged bytes lie in the quarantine.
    """
    match found.status:
        case Status.FOREIGN_CHANGE:
            return (
                "Another program changed this file while it was open here. What was written here is saved; "
                f"what the other one wrote was kept in {QUARANTINE}."
            )
        case Status.UNSETTLED:
            return "It can be read, but the disk did not take it again: it is not sure until it is saved."
        case status if status in RESTORED and found.saved_at:
            moment = _moment(found.saved_at, now)
            original = (
                f"the damaged original was kept in {QUARANTINE}." if kept else "the file stays as it is."
            )
            return f"A part of this file was damaged: restored the version of {moment}; {original}"
    return ""


def why_lost(status: Status) -> str:
    """What is wrong with a file of which nothing can be shown."""
    match status:
        case Status.NAME_MISMATCH:
            return "It is another file under this name."
        case Status.EMPTY_FILE:
            return "It is empty."
    return ""


def _moment(saved_at: datetime, now: datetime) -> str:
    saved, today = saved_at.astimezone(), now.astimezone()
    return f"{saved:%H:%M:%S}" if saved.date() == today.date() else f"{saved:%Y-%m-%d, %H:%M:%S}"
