"""Backups as the screens need them: whether one is due, and making one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from iop_group.domain.errors import BadInput
from iop_group.domain.plain import printable
from iop_group.home import vault_folder
from iop_group.vault import backup_age, backups

if TYPE_CHECKING:
    from iop_group.tui.desk import Desk


def folder_of(desk: Desk) -> Path | None:
    """The folder that was chosen, or None."""
    chosen = desk.program.backup_folder.strip()
    return Path(chosen).expanduser() if chosen else None


def look_at_backups(desk: Desk) -> bool:
    """Look whether one is due, and keep what is to be said on the desk; True when that is news.

    Reads the backups' disk, which may be slow. The demo is thrown away anyway.
    """
    before = desk.backups_say
    if not desk.demo:
        desk.backups_say = backup_age.due(folder_of(desk), vault_folder(desk.home), desk.now())
    return desk.backups_say != before


def back_up(desk: Desk) -> str:
    """Copy what has changed, verify it, and say what was done in one line. Takes time; in any thread.

    Raises BadInput without a folder, NotBackedUp, and what else keeps backups.back_up from its work.
    """
    folder = folder_of(desk)
    if folder is None:
        raise BadInput("There is no folder for backups yet.", "Choose one in Settings.")
    desk.flush()
    made = backups.back_up(vault_folder(desk.home), folder, desk.keys, now=desk.now())
    look_at_backups(desk)
    files = "file" if made.files == 1 else "files"
    found = f" {made.problems[0].text} `iop-group doctor` says more." if made.problems else ""
    return f"Backed up and verified: {made.files} {files}, {made.copied} of them new or changed.{found}"


def checked_folder(text: str, home: Path) -> str:
    """The folder as a whole path; empty stays empty. Raises BadInput when no backup can lie there."""
    bare = printable(text).strip()
    if not bare:
        return ""
    try:
        folder = Path(bare).expanduser()
    except RuntimeError:
        raise BadInput("That folder cannot be worked out.", "Type it as a whole path.") from None
    if not folder.is_absolute():
        raise BadInput("That is not a whole path.", "Type it from the very beginning, with its disk.")
    if not (folder.is_dir() or folder.parent.is_dir()):
        raise BadInput("That folder is not there.", "Plug its disk in, or leave this empty for now.")
    vault = vault_folder(home)
    if folder == vault or vault in folder.parents or folder in vault.parents:
        raise BadInput("That is where the records themselves are.", "Choose a folder on another disk.")
    return str(folder)
