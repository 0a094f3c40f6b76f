"""Writing a format, an opening or closing list, a safety card, the crisis lines or a curriculum."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from iop_group.library import themes_folder
from iop_group.theme_files import read_theme
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.screens.writing import WritingScreen
from iop_group.tui.topic_drafts import text_in
from iop_group.tui.writing_lines import Seen


class FileEditor(WritingScreen):
    """A built-in file stays as it is: what is put in use is the program's own of the same name."""

    PLACE = Place.FILE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.FILE)]
    DEFAULT_CSS = """
    FileEditor TopicPage { max-width: 92; margin: 1 1 0 1; }
    """

    def __init__(self, desk: Desk, about: str) -> None:
        """`about` is folder and name, such as `safety/c-overdose.md`. Raises NotFound, BadInput."""
        self._folder, _, name = about.partition("/")
        state = desk.save_state
        built_in = text_in(themes_folder() / self._folder / name) or ""
        anew = not state.pending and state.error is None
        draft = desk.drafts_in(self._folder).open(name, anew=anew, begin=built_in)
        super().__init__(desk, draft)
        self.seen = self.look(draft.text)

    def compose_body(self) -> Iterable[Widget]:
        yield self.page
        yield self.checks

    def look(self, text: str) -> Seen:
        read = read_theme(self._folder, self.draft.name, text)
        return Seen(text, read.title, read.problems)

    def action_use_file(self) -> None:
        """From now on the program works with it."""
        if self.ready():
            self.put_in_use()
