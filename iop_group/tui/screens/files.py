"""Formats, opening and closing, safety cards, crisis lines, curricula: all of them, and the way to each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from iop_group.domain.errors import IopGroupError
from iop_group.domain.plain import one_line
from iop_group.domain.topic_copies import with_lines
from iop_group.library import CRISIS_LINES
from iop_group.theme_files import set_aside
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.files_lines import Item, about_rows, file_row, items, with_headings
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.text import Row, Run
from iop_group.tui.topic_drafts import text_in
from iop_group.tui.widgets.dialog import Ask, Confirm
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.line import Lines
from iop_group.tui.widgets.rows import Rows

TITLE_LENGTH = 80
DETAILS = 4
"""Lines about the file at the cursor."""
ROOMY = 36
"""Lines of the window from which a blank line stands between the folders."""
_THROW = ("Throw the draft away?", "what you wrote is gone then. A file in use stays as it is.", "Throw away")
_ASIDE = (
    "Take your file out of use?",
    "the built-in file of the same name, if there is one, is used again. Yours is kept beside it.",
    "Set aside",
)


class FilesScreen(HouseScreen):
    """What a program makes its own, beside topics and colours."""

    PLACE = Place.FILES
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.FILES)]
    AUTO_FOCUS = "Rows"
    DEFAULT_CSS = """
    FilesScreen > Rows { margin: 1 2 0 2; max-width: 92; }
    FilesScreen > #about { margin: 1 4; max-width: 96; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._lines: tuple[Item | str, ...] = ()
        self._rows = Rows()
        self._about = Lines(id="about")

    def compose_body(self) -> Iterable[Widget]:
        yield self._rows
        yield self._about

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        return ((" Formats, lists and cards", "title"),), ()

    def refreshed(self) -> None:
        """Read the files anew: they may have been changed by hand."""
        here = self._item
        self._lines = with_headings(items(self.desk), roomy=self.size.height >= ROOMY)
        lines = self._lines
        self._rows.show(len(lines), self._draw, selectable=lambda i: isinstance(lines[i], Item))
        places = {line.about: at for at, line in enumerate(lines) if isinstance(line, Item)}
        self._rows.move_to(places.get(here.about if here else "", min(places.values(), default=0)))
        self._show_about()

    def _draw(self, index: int, cells: int) -> Row:
        return file_row(self._lines[index], cells)

    @property
    def _item(self) -> Item | None:
        at = self._rows.index
        line = self._lines[at] if at is not None and at < len(self._lines) else None
        return line if isinstance(line, Item) else None

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Another file, other words about it."""
        self._show_about()

    def on_resize(self) -> None:
        """There may be room between the folders."""
        self.call_after_refresh(self.refreshed)

    def _show_about(self) -> None:
        cells = self._about.size.width or self.size.width - 8
        self._about.show(about_rows(self._item, cells, DETAILS))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Who only reads writes no files: another window may be writing the same one."""
        return not (self.desk.reading and action in {"edit_file", "new_file", "set_aside"})

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter: change it."""
        self.action_edit_file()

    def action_edit_file(self) -> None:
        """Write in it; a built-in file stays as it is."""
        if (item := self._item) is not None and not self.desk.reading:
            self.go("file", item.about)

    def action_new_file(self) -> None:
        """One more of the same kind, which begins as the one at the cursor."""
        item = self._item
        if item is None:
            return
        if item.file.folder == "rituals" or item.file.name == CRISIS_LINES:
            self.say("There is one of this kind only. Enter changes it.")
            return
        prompt = f"It begins as a copy of “{item.title}”."
        entry = Entry(max_length=TITLE_LENGTH)
        ask = Ask("What is it called?", prompt, entry=entry, check=_trouble, accept="Write it")
        self.app.push_screen(ask, lambda title: self._begin(item, one_line(title)) if title else None)

    def _begin(self, item: Item, title: str) -> None:
        folder = item.file.folder
        names = {other.file.read.id for other in items(self.desk) if other.file.folder == folder}
        try:
            drafts = self.desk.drafts_in(folder)
            there = drafts.open(item.file.name, anew=False).text if item.draft else text_in(item.file.path)
            text = with_lines(there or "", {"title": title, "id": None})
            name = drafts.begin(title, text, names.__contains__)
        except IopGroupError as error:
            self.complain(error)
        else:
            self.go("file", f"{folder}/{name}")

    def action_set_aside(self) -> None:
        """Throw away what is being written; else take a file of one's own out of use. Asked first."""
        item = self._item
        if item is None or not (item.draft or item.file.own):
            self.say("A built-in file stays. Enter writes your own in its place.")
            return
        heading, words, yes = _ASIDE
        if item.draft:
            heading, words, yes = _THROW

        def take(sure: bool | None) -> None:
            if sure:
                self._take_away(item)
                self.refreshed()

        self.app.push_screen(Confirm(heading, f"“{item.title}”: {words}", yes=yes, careful=True), take)

    def _take_away(self, item: Item) -> None:
        try:
            if item.draft:
                self.desk.drafts_in(item.file.folder).open(item.file.name, anew=False).discard()
            else:
                self.say(f"Kept beside as {one_line(set_aside(item.file))}")
        except IopGroupError as error:
            self.complain(error)


def _trouble(text: str) -> str | None:
    return None if any(c.isalnum() for c in text) else "Type a title of a few words."
