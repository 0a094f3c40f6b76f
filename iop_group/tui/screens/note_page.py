"""The page on which a note is read and finished: headings stand out, hints are underlined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets.text_area import Selection

from iop_group.records.guards import Finding, apply_offer
from iop_group.tui.after_text import at_place, heading_lines, place_of
from iop_group.tui.widgets.fields import Writing
from iop_group.tui.widgets.rows import Rows


class Subjects(Rows):
    """The list of notes; a page of keys moves the note beside it, not the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "screen.scroll_note(-1)", "Note up", show=False),
        Binding("pagedown", "screen.scroll_note(1)", "Note down", show=False),
    ]


class NotePage(Writing):
    """One note, all sections on one page, so that no key is needed to go from one to the next."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"note--heading", "note--empty", "note--hint"}
    DEFAULT_CSS = """
    NotePage { height: 1fr; }
    NotePage > .note--heading { color: $accent; text-style: bold; }
    NotePage > .note--empty { color: $text-muted; text-style: italic; }
    NotePage > .note--hint { color: $warning; text-style: underline; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        self._headings: tuple[str, ...] = ()
        self._heads: dict[int, str] = {}
        self._bare: frozenset[int] = frozenset()
        self._hints: dict[int, list[tuple[int, int, str]]] = {}
        super().__init__(id=id)

    def put(self, page: str, headings: Sequence[str]) -> None:
        """Another note; the cursor goes to the beginning."""
        self._headings = tuple(headings)
        self._hints = {}
        self.load_text(page)
        self.mark_headings()

    def mark_headings(self) -> None:
        """Find the headings' lines again, and those that nothing stands under."""
        lines = self.text.split("\n")
        heads = heading_lines(lines, self._headings)
        bare = frozenset(n for n, heading in heads.items() if _is_bare(lines, n, heads, heading))
        if (heads, bare) != (self._heads, self._bare):
            self._heads, self._bare = heads, bare
            self.notify_style_update()

    def scroll_to_line(self, number: int) -> None:
        """That line on top, as far as the page goes."""
        self.scroll_to(y=self.wrapped_document.location_to_offset((number, 0)).y, animate=False)

    def mark_hints(self, found: Sequence[Finding]) -> None:
        """Underline what was found."""
        page, hints = self.text, dict[int, list[tuple[int, int, str]]]()
        for finding in found:
            start = finding.start
            for words in finding.words.split("\n"):
                line, column = place_of(page, start)
                hints.setdefault(line, []).append((column, column + len(words), words))
                start += len(words) + 1
        if hints != self._hints:
            self._hints = hints
            self.notify_style_update()
            self.refresh()

    def get_line(self, line_index: int) -> Text:
        """One line as it is painted."""
        line = super().get_line(line_index)
        heading = self._heads.get(line_index)
        if heading is not None and line.plain.lstrip().startswith(f"{heading}:"):
            part = "note--empty" if line_index in self._bare else "note--heading"
            line.stylize(self.get_component_rich_style(part, partial=True))
        for start, end, words in self._hints.get(line_index, ()):
            # While the text is ahead of the hints, only those are drawn that still stand there.
            if line.plain[start:end] == words:
                line.stylize(self.get_component_rich_style("note--hint", partial=True), start, end)
        return line

    @property
    def place(self) -> int:
        """Where the cursor stands, in characters."""
        return at_place(self.text, min(self.selection))

    def is_selected(self, finding: Finding) -> bool:
        """Has the cursor jumped there already?"""
        return sorted(self.selection) == [
            place_of(self.text, finding.start),
            place_of(self.text, finding.end),
        ]

    def select(self, finding: Finding) -> None:
        """Jump to what was found and select it."""
        start, end = place_of(self.text, finding.start), place_of(self.text, finding.end)
        self.selection = Selection(start, end)
        self.scroll_cursor_visible()

    def take(self, finding: Finding) -> None:
        """Put the offer in place of the words; can be taken back like any typing."""
        before = self.text
        after = apply_offer(before, finding)
        if after == before:
            return
        offer = after[finding.start : len(after) - (len(before) - finding.end)]
        # "@Ben" is a name with its sign: "@a peer" would be nobody.
        start = finding.start - (before[finding.start - 1 : finding.start] == "@")
        result = self.replace(offer, place_of(before, start), place_of(before, finding.end))
        self.move_cursor(result.end_location)


def _is_bare(lines: Sequence[str], number: int, heads: Mapping[int, str], heading: str) -> bool:
    """Does nothing stand behind that heading, nor under it down to the next one?"""
    end = min((n for n in heads if n > number), default=len(lines))
    return lines[number].strip() == f"{heading}:" and not any(map(str.strip, lines[number + 1 : end]))
