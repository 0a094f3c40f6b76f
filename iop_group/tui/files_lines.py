"""The list of plain files that a program makes its own, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from iop_group.domain.errors import IopGroupError
from iop_group.domain.plain import one_line
from iop_group.theme_files import FOLDERS, Read, ThemeFile, read_theme, theme_files
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.desk import Desk
from iop_group.tui.text import Row, symbols, wrap
from iop_group.tui.topics_lines import UNTITLED
from iop_group.tui.writing_lines import to_mend

WIDEST = 88
_LINE = (Column("rest"), Column(24))


@dataclass(frozen=True, slots=True)
class Item:
    """A file in the list, as it stands in use or as it is being written."""

    file: ThemeFile
    draft: bool = False
    """Something was typed that is not in use yet."""
    used: bool = True

    @property
    def about(self) -> str:
        """Folder and name."""
        return f"{self.file.folder}/{self.file.name}"

    @property
    def title(self) -> str:
        """What it is called; the file's name where nothing can be made of it."""
        return self.file.read.title or one_line(self.file.name)


def items(desk: Desk) -> tuple[Item, ...]:
    """Every file, with those that are being written."""
    files: dict[str, Item] = {}
    for file in theme_files(desk.home):
        # One's own comes first: even one that cannot be used hides behind no built-in one.
        files.setdefault(f"{file.folder}/{file.name}", Item(file))
    for folder in FOLDERS:
        drafts = desk.drafts_in(folder)
        for name in drafts.names():
            about = f"{folder}/{name}"
            if about in files:
                files[about] = replace(files[about], draft=True)
            else:
                files[about] = _new(desk, folder, name)
    order = list(FOLDERS)
    return tuple(sorted(files.values(), key=lambda item: order.index(item.file.folder)))


def _new(desk: Desk, folder: str, name: str) -> Item:
    """One that has never been in use."""
    drafts = desk.drafts_in(folder)
    try:
        draft = drafts.open(name, anew=False)
    except IopGroupError:
        return Item(ThemeFile(folder, desk.home / name, own=True, read=Read(name, "", ())), True, used=False)
    read = read_theme(folder, name, draft.text)
    shown = replace(read, title=read.title or UNTITLED)
    return Item(ThemeFile(folder, draft.target, own=True, read=shown), True, used=False)


def with_headings(found: Iterable[Item], *, roomy: bool) -> tuple[Item | str, ...]:
    """The items under the names of their folders; a blank line between those where there is room."""
    lines: list[Item | str] = []
    folder = ""
    for item in found:
        if item.file.folder != folder:
            folder = item.file.folder
            lines += [*([""] if lines and roomy else []), FOLDERS[folder]]
        lines.append(item)
    return tuple(lines)


def file_row(line: Item | str, cells: int) -> Row:
    """The line on the screen."""
    if isinstance(line, str):
        return ((line, "title"),)
    return lay_out(_LINE, (f"  {line.title}", _state(line)), min(cells, WIDEST))


def _state(item: Item) -> tuple[str, str]:
    if not item.used:
        return ("draft, not in use yet", "accent")
    if item.draft:
        return ("changed, not in use yet", "accent")
    if item.file.own and not item.file.read.usable:
        return (f"{symbols().flag} cannot be used", "warning")
    return ("yours", "strong") if item.file.own else ("built in", "dim")


def about_rows(item: Item | None, cells: int, lines: int) -> list[Row]:
    """Where it is, and what is to mend in it."""
    if item is None:
        return []
    rows: list[Row] = [((f"themes/{one_line(item.about)}", "dim"),)]
    if problems := item.file.read.problems:
        rows.append((to_mend(problems),))
        texts: Sequence[str] = [text for problem in problems for text in wrap(str(problem), cells)]
        rows += [((text, "text"),) for text in texts]
    return rows[:lines]
