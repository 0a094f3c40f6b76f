"""Writing a plain file of themes: the text, and what is to mend in it."""

from __future__ import annotations

from textual import events, on
from textual.timer import Timer
from textual.widgets import TextArea

from iop_group.domain.errors import IopGroupError
from iop_group.tui.desk import Desk
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.screens.topic_page import TopicPage
from iop_group.tui.text import Run, symbols
from iop_group.tui.topic_drafts import TopicDraft
from iop_group.tui.topics_lines import UNTITLED
from iop_group.tui.widgets.dialog import Confirm
from iop_group.tui.widgets.line import Lines
from iop_group.tui.writing_lines import Seen, check_rows, from_line

REST = 0.35
"""Seconds without a key after which the text is looked at."""
TALL = 36
"""Lines of the window from which more of what is to mend is shown."""
FEW, MANY = 3, 5
"""Lines for what is to mend."""
KEPT = "Kept as a draft. It is not in use yet."
_FURTHER = "The file was changed by somebody else since you opened it. Put yours in its place?"


class WritingScreen(HouseScreen):
    """Every letter is kept as it is typed. Subclasses say what a text makes, and compose page and checks."""

    AUTO_FOCUS = "TopicPage"
    DEFAULT_CSS = """
    WritingScreen #checks { margin: 1 2; height: 3; }
    WritingScreen.-tall #checks { height: 5; }
    """

    def __init__(self, desk: Desk, draft: TopicDraft) -> None:
        super().__init__(desk)
        self.draft = draft
        self.seen = Seen(draft.text, "", ())
        """The text as it was looked at last."""
        self._looked_at = draft.text
        self._rest: Timer | None = None
        self.page = TopicPage(draft.text)
        self.checks = Lines(id="checks")

    def look(self, text: str) -> Seen:
        """What the text makes and what is to mend in it. Runs in a thread."""
        raise NotImplementedError

    def show_seen(self) -> None:
        """Paint what is known of the text."""
        self.show_checks()
        self.show_heading()

    def follow(self) -> None:
        """The cursor rests at another line."""

    def on_mount(self) -> None:
        self._rest = self.set_interval(REST, self._rested, pause=True)
        self.show_seen()
        self._look()

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        title = self.seen.title or UNTITLED
        state = "in use"
        if self.draft.used is None:
            state = "draft, not in use yet"
        elif self.draft.is_kept:
            state = "changed, not in use yet"
        return ((f" {title}", "title"), (f" {symbols().dot} {state}", "dim")), ()

    def on_resize(self, event: events.Resize) -> None:
        """More of what is to mend where there is room for it."""
        self.set_class(event.size.height >= TALL, "-tall")
        self.show_checks()

    # While it is typed

    @on(TextArea.Changed)
    def _typed(self) -> None:
        """Kept at once; all else waits until the hand rests, so that typing stays quick."""
        self.draft.type(self.page.text)
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
        if self.page.text == self.seen.text:
            self.show_checks()
            self.follow()
        else:
            self._look()

    def _look(self) -> None:
        self._looked_at = self.page.text
        self.read_in_thread(self._look_at)

    def _look_at(self) -> None:
        self.app.call_from_thread(self._take, self.look(self._looked_at))

    def _take(self, seen: Seen) -> None:
        """Show it, unless more was typed meanwhile: then it is looked at again anyway."""
        if self.standing and seen.text == self.page.text:
            self.seen = seen
            self.show_seen()

    def show_checks(self) -> None:
        """The findings nearest to the cursor."""
        lines = MANY if self.has_class("-tall") else FEW
        cells = self.checks.size.width or self.size.width - 4
        self.checks.show(check_rows(self.seen.problems, self.page.line, min(cells, 100), lines))

    # What the keys do

    def action_next_finding(self) -> None:
        """To the next line that needs a look."""
        found = [p for p in from_line(self.seen.problems, self.page.line + 1) if p.line]
        if found:
            self.page.focus()
            self.page.go_to(found[0].line or 1)
        elif self.seen.problems:
            self.say(self.seen.problems[0].text)
        else:
            self.say("There is nothing to mend.")

    def action_leave(self) -> None:
        """Away. What was typed stays."""
        if self.draft.is_kept or self.draft.used is None:
            wrong = self.seen.errors
            self.say(f"{KEPT} {wrong[0].text}" if wrong else KEPT)
        super().action_leave()

    def ready(self) -> bool:
        """Whether the text may be put in use; what keeps it from that is said."""
        if not self.page.text.strip():
            self.say("There is nothing in it yet.")
            return False
        if not self.draft.is_kept:
            self.say("It is in use as it stands here.")
            return False
        self.seen = self.look(self.draft.text)
        self.show_seen()
        if self.seen.usable:
            return True
        wrong = self.seen.errors
        self.say(f"{KEPT} First mend this: {wrong[0].text if wrong else ''}")
        self.page.go_to(next((p.line for p in wrong if p.line), 1))
        return False

    def put_in_use(self) -> None:
        """Put the text in the place of the file; asked first when somebody else has changed it."""
        if self.draft.overtaken:
            question = Confirm("Changed elsewhere", _FURTHER, yes="Put mine in its place", careful=True)
            self.app.push_screen(question, lambda sure: self._put() if sure else None)
        else:
            self._put()

    def _put(self) -> None:
        try:
            self.draft.use()
        except IopGroupError as error:
            self.complain(error)
            return
        self.say(f"In use: {self.seen.title or UNTITLED}")
        self.dismiss()
