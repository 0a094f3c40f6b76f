"""Writing a topic: the text, what is to mend in it, and what the group will see of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import TextArea

from iop_group.domain.errors import IopGroupError
from iop_group.domain.topics import parse_topic
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.screens.topic_page import TopicPage
from iop_group.tui.screens.topic_preview import TopicPreview
from iop_group.tui.text import Run, symbols
from iop_group.tui.topics_lines import UNTITLED, group_view, row_of_part
from iop_group.tui.widgets.dialog import Confirm
from iop_group.tui.widgets.line import Line, Lines, ScrollLines
from iop_group.tui.writing_lines import Seen, check_rows, from_line, part_at, private_texts

REST = 0.35
"""Seconds without a key after which the text is looked at."""
TALL = 36
"""Lines of the window from which more of what is to mend is shown."""
FEW, MANY = 3, 5
"""Lines for what is to mend."""
KEPT = "Kept as a draft. It is not in use yet."
_FURTHER = "The file was changed by somebody else since you opened it. Put yours in its place?"


class TopicEditor(HouseScreen):
    """Every letter is kept as it is typed; nothing is in use before it was seen as the group sees it."""

    PLACE = Place.WRITING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.WRITING)]
    AUTO_FOCUS = "TopicPage"
    DEFAULT_CSS = """
    TopicEditor #floor { height: 1fr; margin: 1 1 0 1; max-width: 164; }
    TopicEditor TopicPage { max-width: 88; }
    TopicEditor #beside { display: none; width: 1fr; max-width: 76; padding: 0 0 0 2; }
    TopicEditor #beside > Line { margin-bottom: 1; }
    TopicEditor #checks { margin: 1 2; height: 3; }
    TopicEditor.-tall #checks { height: 5; }
    TopicEditor.-group #beside { display: block; padding: 0 0 0 3; }
    TopicEditor.-group TopicPage { display: none; }
    TopicEditor.-roomy #beside, TopicEditor.-wide #beside { display: block; width: 42%; padding: 0 0 0 2; }
    TopicEditor.-roomy TopicPage, TopicEditor.-wide TopicPage { display: block; }
    TopicEditor.-roomy.-group #beside, TopicEditor.-wide.-group #beside { display: none; }
    """

    def __init__(self, desk: Desk, name: str) -> None:
        """`name` is that of the file in use, or to be. Raises NotFound, BadInput."""
        super().__init__(desk)
        state = desk.save_state
        self._draft = desk.drafts.open(name, anew=not state.pending and state.error is None)
        self._seen = Seen(self._draft.text, parse_topic(self._draft.text, name)[0], ())
        self._rest: Timer | None = None
        self.page = TopicPage(self._draft.text)
        self.view = ScrollLines(id="view")
        self.checks = Lines(id="checks")

    def compose_body(self) -> Iterable[Widget]:
        with Horizontal(id="floor"):
            yield self.page
            with Vertical(id="beside"):
                yield Line(("as the group sees it", "accent"))
                yield self.view
        yield self.checks

    def on_mount(self) -> None:
        self._rest = self.set_interval(REST, self._rested, pause=True)
        self._show_seen()
        self._look()

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        title = self._seen.topic.title if self._seen.topic else UNTITLED
        dot = f" {symbols().dot} "
        state = "in use"
        if self._draft.used is None:
            state = "draft, not in use yet"
        elif self._draft.is_kept:
            state = "changed, not in use yet"
        return ((f" {title}", "title"), (f"{dot}{state}", "dim")), ()

    def on_resize(self, event: events.Resize) -> None:
        """More of what is to mend where there is room for it."""
        self.set_class(event.size.height >= TALL, "-tall")
        self._show_checks()

    # While it is typed

    @on(TextArea.Changed)
    def _typed(self) -> None:
        """Kept at once; all else waits until the hand rests, so that typing stays quick."""
        self._draft.type(self.page.text)
        self._wait()

    @on(TextArea.SelectionChanged)
    def _wait(self) -> None:
        if self._rest is not None:
            self._rest.reset()
            self._rest.resume()

    def _rested(self) -> None:
        """Look at a new text in a thread: a long one takes as long as several keys."""
        if self._rest is not None:
            self._rest.pause()
        if self.page.text == self._seen.text:
            self._show_checks()
            self._follow()
        else:
            self._look()

    def _look(self) -> None:
        self._looked_at = self.page.text
        self.read_in_thread(self._look_at)

    def _look_at(self) -> None:
        draft, text = self._draft, self._looked_at
        topic, _ = parse_topic(text, draft.name)
        problems = self.desk.library.check_topic(text, draft.name, own_path=draft.target)
        self.app.call_from_thread(self._take, Seen(text, topic, problems))

    def _take(self, seen: Seen) -> None:
        """Show it, unless more was typed meanwhile: then it is looked at again anyway."""
        if self.standing and seen.text == self.page.text:
            self._seen = seen
            self._show_seen()

    def _show_seen(self) -> None:
        self.page.mark_private(private_texts(self._seen))
        self.view.show(group_view(self._seen.topic), keep=True)
        self._show_checks()
        self._follow()
        self.show_heading()

    def _show_checks(self) -> None:
        lines = MANY if self.has_class("-tall") else FEW
        cells = self.checks.size.width or self.size.width - 4
        self.checks.show(check_rows(self._seen.problems, self.page.line, min(cells, 100), lines))

    def _follow(self) -> None:
        """Show in the group's view what is being written."""
        topic = self._seen.topic
        part = part_at(topic, self.page.line) if topic else None
        if topic is None or part is None or self.view.has_focus or not self.view.size.width:
            return
        row = row_of_part(topic, part, self.view.text_width)
        if not 0 <= row - self.view.scroll_offset.y < max(1, self.view.size.height - 2):
            self.view.jump_to(row)

    # What the keys do

    def action_group_view(self) -> None:
        """Beside the text it comes and goes; without room for both it takes turns with the text."""
        self.toggle_class("-group")
        instead = self.has_class("-group") and not self.has_class("-roomy", "-wide")
        self.call_after_refresh((self.view if instead else self.page).focus)

    def action_next_finding(self) -> None:
        """To the next line that needs a look."""
        found = [p for p in from_line(self._seen.problems, self.page.line + 1) if p.line]
        if found:
            self.page.focus()
            self.page.go_to(found[0].line or 1)
        elif self._seen.problems:
            self.say(self._seen.problems[0].text)
        else:
            self.say("There is nothing to mend.")

    def action_leave(self) -> None:
        """From the group's view to the text; from there away. What was typed stays."""
        if self.has_class("-group") and self.view.has_focus:
            self.action_group_view()
            return
        if self._draft.is_kept or self._draft.used is None:
            wrong = self._seen.errors
            self.say(f"{KEPT} {wrong[0].text}" if wrong else KEPT)
        super().action_leave()

    def action_use_topic(self) -> None:
        """The last step: see it as the group sees it, then put it in use."""
        draft = self._draft
        if not self.page.text.strip():
            self.say("There is nothing in it yet.")
            return
        if not draft.is_kept:
            self.say("It is in use as it stands here.")
            return
        topic, _ = parse_topic(draft.text, draft.name)
        problems = self.desk.library.check_topic(draft.text, draft.name, own_path=draft.target)
        self._seen = seen = Seen(draft.text, topic, problems)
        self._show_seen()
        if topic is None or seen.errors:
            self.say(f"{KEPT} First mend this: {seen.errors[0].text if seen.errors else ''}")
            self.page.go_to(next((p.line for p in seen.errors if p.line), 1))
        else:
            self.app.push_screen(TopicPreview(self.desk, topic, problems, self._was_seen))

    def _was_seen(self) -> None:
        """As the group sees it, and it is wanted. From here on it is this screen's: that one is going."""
        self.call_later(self._use)

    def _use(self) -> None:
        if self._draft.overtaken:
            question = Confirm("Changed elsewhere", _FURTHER, yes="Put mine in its place", careful=True)
            self.app.push_screen(question, lambda sure: self._put_in_use() if sure else None)
        else:
            self._put_in_use()

    def _put_in_use(self) -> None:
        title = self._seen.topic.title if self._seen.topic else UNTITLED
        try:
            self._draft.use()
        except IopGroupError as error:
            self.complain(error)
            return
        self.say(f"In use: {title}")
        self.dismiss()
