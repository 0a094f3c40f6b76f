"""Members from a CSV file: read, shown with what is wrong in it, and only then put on the roster."""

from __future__ import annotations

from pathlib import Path

from textual.app import App

from iop_group.csv_import import read_names
from iop_group.domain.errors import IopGroupError, NotSaved
from iop_group.domain.people import Group
from iop_group.tui import rosters
from iop_group.tui.desk import Desk
from iop_group.tui.groups_lines import count_of, import_words
from iop_group.tui.screens.group_changes import After
from iop_group.tui.widgets.dialog import Ask, Confirm
from iop_group.tui.widgets.fields import Entry

PATH_LENGTH = 1000
ASK_PATH = "Which CSV file? One display name on each line. First you see what is in it."


def ask_for_file(
    app: App[object], desk: Desk, group: Group, after: After, *, typed: str = "~/", trouble: str = ""
) -> None:
    """Ask for the path until the file can be used, or Escape."""

    def again(path: str, why: str) -> None:
        ask_for_file(app, desk, group, after, typed=path, trouble=why)

    def take(path: str | None) -> None:
        if not path:
            return
        try:
            read = read_names(path_of(path))
        except IopGroupError as error:
            again(path, str(error))
            return
        fresh = rosters.not_yet_there(read.names, rosters.roster_of(group, desk))
        words = import_words(read, fresh, rosters.how_many_known(fresh, group, desk))
        if fresh:
            _confirm(app, desk, group, (words, fresh), after)
        else:
            again(path, words)

    entry = Entry(typed, max_length=PATH_LENGTH)
    app.push_screen(Ask("Import members", trouble or ASK_PATH, entry=entry, accept="Read it"), take)


def path_of(typed: str) -> Path:
    """The path as typed or pasted, without the quotes that file managers put around it."""
    bare = typed.strip().strip("'\"")
    try:
        return Path(bare).expanduser()
    except RuntimeError:  # ~nobody has no folder
        return Path(bare)


def _confirm(
    app: App[object], desk: Desk, group: Group, found: tuple[str, tuple[str, ...]], after: After
) -> None:
    words, fresh = found

    def take(yes: bool | None) -> None:
        if not yes:
            return
        try:
            rosters.add_new(fresh, group, desk)
        except NotSaved as error:
            after(error)
        else:
            after(None)

    heading, yes = f"Import into {group.name}", f"Add {count_of(len(fresh), 'member')}"
    app.push_screen(Confirm(heading, words, yes=yes), take)
