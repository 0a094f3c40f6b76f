"""Writing a topic: the text, what is to mend in it, and what the group will see of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from iop_group.domain.topics import parse_topic
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.painting import Ground, GroundAcross
from iop_group.tui.screens.topic_preview import TopicPreview
from iop_group.tui.screens.writing import WritingScreen
from iop_group.tui.topics_lines import group_view, row_of_part
from iop_group.tui.widgets.line import Line, ScrollLines
from iop_group.tui.widths import WIDTHS
from iop_group.tui.writing_lines import Seen, part_at, private_texts


class TopicEditor(WritingScreen):
    """Nothing is in use before it was seen as the group sees it."""

    PLACE = Place.WRITING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.WRITING)]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    DEFAULT_CSS = """
    TopicEditor #floor { height: 1fr; margin: 1 1 0 1; max-width: 164; }
    TopicEditor TopicPage { max-width: 88; }
    TopicEditor #beside { display: none; width: 1fr; max-width: 76; padding: 0 0 0 2; }
    TopicEditor #beside > Line { margin-bottom: 1; }
    TopicEditor.-group #beside { display: block; padding: 0 0 0 3; }
    TopicEditor.-group TopicPage { display: none; }
    TopicEditor.-roomy #beside, TopicEditor.-wide #beside { display: block; width: 42%; padding: 0 0 0 2; }
    TopicEditor.-roomy TopicPage, TopicEditor.-wide TopicPage { display: block; }
    TopicEditor.-roomy.-group #beside, TopicEditor.-wide.-group #beside { display: none; }
    """

    def __init__(self, desk: Desk, name: str) -> None:
        """`name` is that of the file in use, or to be. Raises NotFound, BadInput."""
        state = desk.save_state
        draft = desk.drafts.open(name, anew=not state.pending and state.error is None)
        super().__init__(desk, draft)
        topic, _ = parse_topic(draft.text, name)
        self.seen = Seen(draft.text, topic.title if topic else "", (), topic)
        self.view = ScrollLines(id="view")

    def compose_body(self) -> Iterable[Widget]:
        with GroundAcross(id="floor"):
            yield self.page
            with Ground(id="beside"):
                yield Line(("as the group sees it", "accent"))
                yield self.view
        yield self.checks

    def look(self, text: str) -> Seen:
        topic, _ = parse_topic(text, self.draft.name)
        problems = self.desk.library.check_topic(text, self.draft.name, own_path=self.draft.target)
        return Seen(text, topic.title if topic else "", problems, topic)

    def show_seen(self) -> None:
        self.page.mark_private(private_texts(self.seen))
        self.view.show(group_view(self.seen.topic), keep=True)
        super().show_seen()
        self.follow()

    def follow(self) -> None:
        """Show in the group's view what is being written."""
        topic = self.seen.topic
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

    def action_leave(self) -> None:
        """From the group's view to the text; from there away. What was typed stays."""
        if self.has_class("-group") and self.view.has_focus:
            self.action_group_view()
        else:
            super().action_leave()

    def action_use_topic(self) -> None:
        """The last step: see it as the group sees it, then put it in use."""
        if self.ready() and (topic := self.seen.topic) is not None:
            self.app.push_screen(TopicPreview(self.desk, topic, self.seen.problems, self._was_seen))

    def _was_seen(self) -> None:
        """As the group sees it, and it is wanted. From here on it is this screen's: that one is going."""
        self.call_later(self.put_in_use)
