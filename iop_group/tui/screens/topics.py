"""Topics: which there are, who has had them, and the way to each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from iop_group.domain.errors import Problem
from iop_group.domain.topics import TopicModule
from iop_group.tui import topic_shelf
from iop_group.tui.commands import Command, Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.groups_lines import count_of
from iop_group.tui.screens.topic_acts import TopicActs
from iop_group.tui.screens.topic_reading import TopicScreen
from iop_group.tui.text import Row, Run, symbols
from iop_group.tui.topic_list import Had, Item, detail_rows, found, list_head, list_row, with_strands
from iop_group.tui.topics_lines import notice, problem_rows
from iop_group.tui.widgets.dialog import Confirm
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.line import Line, Lines
from iop_group.tui.widgets.pick import Pick
from iop_group.tui.widgets.reading import Reading
from iop_group.tui.widgets.rows import Rows

NO_TOPIC = "There is no topic. Press n to write one."
NOTHING_FOUND = "No topic has all of these words. Esc shows every topic again."
READING = "Reading the topics."
FIND = "title, strand, tag, peer, core, yours, or 45 for what fits into 45 minutes"
ROOMY = 36
"""Lines of the window from which a blank line stands between the strands."""
DETAILS = 4
"""Lines about the topic at the cursor."""
_THROW = "What you wrote is gone then. A topic in use stays as it is."


class TopicsScreen(TopicActs):
    """Every topic module in one list; what is wrong with files stands above it."""

    PLACE = Place.TOPICS
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_at(Place.TOPICS),
        Binding("down", "to_list(1)", "To the list", show=False),
        Binding("up", "to_list(-1)", "To the list", show=False),
    ]
    AUTO_FOCUS = "Rows"
    DEFAULT_CSS = """
    TopicsScreen > #find { display: none; margin: 1 4 0 4; max-width: 96; }
    TopicsScreen > #head { margin: 1 2 0 4; max-width: 101; }
    TopicsScreen > Rows { margin: 0 2 0 2; max-width: 103; }
    TopicsScreen > #about { margin: 1 4; max-width: 96; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._items: tuple[Item, ...] = ()
        self._lines: tuple[Item | str | None, ...] = ()
        """Topics, headings, and None for the line about files with problems."""
        self._count = 0
        self._problems: tuple[Problem, ...] = ()
        self._notice = ""
        self._had: Had | None = None
        self._was_read = False
        self._find = Entry(placeholder=FIND, id="find")
        self._head = Line(id="head")
        self._rows = Rows(empty=READING)
        self._about = Lines(id="about")

    def compose_body(self) -> Iterable[Widget]:
        yield self._find
        yield self._head
        yield self._rows
        yield self._about

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        every, dot = len(self._items), f" {symbols().dot} "
        number = f"{self._count} of {every}" if self._find.value else f"{every}"
        group = self._had.group if self._had else ""
        told = f"{dot}{number}" if self._was_read else ""
        return ((" Topics", "title"), (told, "dim")), ((f"had it: {group}", "dim"),) if group else ()

    def refreshed(self) -> None:
        """Read the files anew: they may have been changed in the meantime. The first time takes a while."""
        if self._was_read:
            self._take(*topic_shelf.items(self.desk))
        else:
            self.read_in_thread(self._read)

    def _read(self) -> None:
        read = topic_shelf.items(self.desk)
        self.app.call_from_thread(self._take, *read)

    def _take(self, items: tuple[Item, ...], problems: tuple[Problem, ...]) -> None:
        if not self.standing:
            return
        if self._had is None:
            self._had = topic_shelf.had_by(self.desk, topic_shelf.usual_group(self.desk))
        self._items, self._problems, self._notice = items, problems, notice(problems)
        self._was_read = True
        self._rows.empty = NO_TOPIC
        self._sift()

    def _sift(self) -> None:
        """Show what the typed words mean; the cursor stays on its topic where it is still there."""
        here, words = self._item, self._find.value
        shown = found(self._items, words)
        self._count = len(shown)
        self._lines = with_strands(shown, roomy=self.size.height >= ROOMY)
        if self._notice and not words:
            self._lines = (None, "", *self._lines)
        lines = self._lines
        self._rows.empty = NOTHING_FOUND if words else NO_TOPIC
        self._rows.show(len(lines), self._draw, selectable=lambda i: not isinstance(lines[i], str))
        self._go_to(here)
        self._show_about()
        self.show_heading()

    def _go_to(self, here: Item | None) -> None:
        """The cursor on that topic, or on the first."""
        keys = [(i.topic.id, i.draft) if isinstance(i, Item) else None for i in self._lines]
        key = (here.topic.id, here.draft) if here else None
        first = next((place for place, line in enumerate(keys) if line is not None), 0)
        self._rows.move_to(keys.index(key) if key in keys and key else first)

    def _draw(self, index: int, cells: int) -> Row:
        line = self._lines[index]
        if line is None:
            return ((f"{symbols().flag} {self._notice}", "warning"),)
        return list_row(line, self._had or Had(), cells)

    @property
    def _item(self) -> Item | None:
        at = self._rows.index
        line = self._lines[at] if at is not None and at < len(self._lines) else None
        return line if isinstance(line, Item) else None

    @property
    def chosen(self) -> TopicModule | None:
        item = self._item
        return item.topic if item else None

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Another topic, other words about it."""
        self._show_about()

    def on_resize(self) -> None:
        """Other words fit, and there may be room between the strands."""
        if self._was_read:
            self.call_after_refresh(self._sift)

    def _show_about(self) -> None:
        cells = self._about.size.width or self.size.width - 8
        had = self._had or Had()
        self._head.show(*list_head(had, max(0, (self._rows.text_width or self.size.width - 5) - 2)))
        self._about.show(detail_rows(self._item, had, cells, DETAILS))

    def commands(self) -> tuple[Command, ...]:
        """Throwing away is for drafts."""
        return tuple(c for c in super().commands() if hasattr(self, f"action_{c.act}"))

    # Finding

    def action_find_topic(self) -> None:
        """Words to type; the list follows."""
        self._find.display = True
        self.set_focus(self._find)  # at once: the next letter may be waiting already

    def action_to_list(self, way: int) -> None:
        """From the words to the next topic in the list."""
        self.set_focus(self._rows)
        self._rows.action_move(way)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._sift()

    @on(Input.Submitted)
    def _found(self, event: Input.Submitted) -> None:
        """Enter: the first that was found."""
        event.stop()
        self.set_focus(self._rows)
        self.action_read_topic()

    def action_leave(self) -> None:
        """First every topic again, then away."""
        if self._find.value or self._find.has_focus:
            self._find.value = ""
            self.set_focus(self._rows)
            self._find.display = False
        else:
            super().action_leave()

    # What the keys do

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter: read the topic, go on with a draft, or see what is wrong."""
        self.action_read_topic()

    def action_read_topic(self) -> None:
        """The topic at the cursor, with what is for the facilitator alone."""
        self._open(as_group=False)

    def action_as_group(self) -> None:
        """The topic at the cursor as the group sees it."""
        self._open(as_group=True)

    def _open(self, *, as_group: bool) -> None:
        item = self._item
        if item is not None and item.draft and not as_group and not self.desk.reading:
            self.go("writing", item.draft)
        elif item is not None:
            self.app.push_screen(TopicScreen(self.desk, item.topic, as_group=as_group))
        elif self._notice and self._rows.index == 0:
            heading = self._notice.partition(":")[0]
            self.app.push_screen(Reading(heading, partial(problem_rows, self._problems)))

    def action_edit_topic(self) -> None:
        """Go on with a draft, or change a topic of one's own."""
        item = self._item
        if item is not None and item.draft:
            self.go("writing", item.draft)
        else:
            super().action_edit_topic()

    def action_copy_topic(self) -> None:
        """Your own copy; of a draft there is none."""
        item = self._item
        if item is not None and item.draft:
            self.say("This is a draft of yours. Enter goes on with it.")
        else:
            super().action_copy_topic()

    def action_discard_draft(self) -> None:
        """Throw away what is being written, after a question."""
        item = self._item
        if item is None or not item.draft:
            self.say("Only what is not in use yet can be thrown away here.")
            return

        def take(sure: bool | None) -> None:
            if sure:
                self.desk.drafts.open(item.draft, anew=False).discard()
                self.refreshed()

        title = item.topic.title
        question = f"“{title}”: {_THROW}"
        self.app.push_screen(Confirm("Throw the draft away?", question, yes="Throw away", careful=True), take)

    def action_who_had_it(self) -> None:
        """Choose the group that the list counts."""
        groups = self.desk.vault.registry.groups()
        now = next((i for i, g in enumerate(groups) if self._had and g.name == self._had.group), -1) + 1

        def take(choice: int | None) -> None:
            if choice is not None:
                group = groups[choice - 1] if choice else None
                self._had = topic_shelf.had_by(self.desk, group)
                self._rows.refresh()
                self._show_about()
                self.show_heading()

        lines = [("Nobody", ""), *((g.name, count_of(len(g.roster), "member")) for g in groups)]
        self.app.push_screen(Pick("Who has had it?", lines, selected=now), take)
