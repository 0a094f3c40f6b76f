"""What can be done with a topic, in the list and while it is read."""

from __future__ import annotations

from pathlib import Path

from iop_group.domain.errors import BadInput, IopGroupError, NotSaved
from iop_group.domain.plain import one_line
from iop_group.domain.topics import TopicModule
from iop_group.tui.export_file import write_new_file
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.widgets.dialog import Ask, Confirm
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.pick import Pick

PATH_LENGTH = 1000
TITLE_LENGTH = 80
_COPY = (
    "A built-in topic stays as it is. Make your own copy and change that? It takes the built-in one's place."
)
_WRITING = {"new_topic", "copy_topic", "edit_topic", "discard_draft"}
_HANDOUTS = (("A page to print", "HTML"), ("Plain text", "Markdown"))
_ENDINGS = (".html", ".md")


class TopicActs(HouseScreen):
    """A screen with these acts."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Who only reads writes no topics: another window may be writing the same one."""
        return not (self.desk.reading and action in _WRITING)

    @property
    def chosen(self) -> TopicModule | None:
        """The topic that is meant; None when there is none."""
        raise NotImplementedError

    def action_copy_topic(self) -> None:
        """Your own copy of a built-in topic, opened to be changed."""
        topic = self.chosen
        if topic is None:
            return
        if self._is_own(topic):
            self.say("This topic is yours already. e changes it.")
            return

        def take(sure: bool | None) -> None:
            if sure:
                self._copy(topic)

        self.app.push_screen(Confirm("Make your own copy?", _COPY, yes="Make a copy"), take)

    def action_edit_topic(self) -> None:
        """Write in a topic of one's own; of a built-in one a copy is made first."""
        topic = self.chosen
        if topic is None:
            return
        source = self.desk.library.topic_source(topic.id)
        if source is not None and source.own:
            self.go("writing", source.path.name)
        else:
            self.action_copy_topic()

    def _is_own(self, topic: TopicModule) -> bool:
        source = self.desk.library.topic_source(topic.id)
        return source is not None and source.own

    def _copy(self, topic: TopicModule) -> None:
        from iop_group.topic_files import copy_topic

        try:
            path = copy_topic(self.desk.home, self.desk.library, topic.id)
        except IopGroupError as error:
            self.complain(error)
        else:
            self.go("writing", path.name)

    def action_new_topic(self) -> None:
        """Its title, then its text."""
        prompt = "What is it called? You can change that later."
        entry = Entry(max_length=TITLE_LENGTH)
        ask = Ask("New topic", prompt, entry=entry, check=_title_trouble, accept="Write it")
        self.app.push_screen(ask, lambda title: self._begin(one_line(title)) if title else None)

    def _begin(self, title: str) -> None:
        from iop_group.domain.topic_copies import with_lines
        from iop_group.topic_files import template

        library, text = self.desk.library, with_lines(template(), {"title": title})
        try:
            name = self.desk.drafts.begin(title, text, lambda i: library.topic(i) is not None)
        except NotSaved as error:
            self.complain(error)
        else:
            self.go("writing", name)

    # Handout

    def action_handout(self) -> None:
        """What the group sees, as a file."""
        topic = self.chosen
        if topic is None:
            return

        def take(kind: int | None) -> None:
            if kind is not None:
                self._ask_path(topic, _ENDINGS[kind])

        self.app.push_screen(Pick("Handout", _HANDOUTS), take)

    def _ask_path(self, topic: TopicModule, ending: str) -> None:
        def write(path: str) -> str | None:
            if not path:
                return "Type where the file is to be written."
            try:
                write_new_file(path, self._handout(topic, ending))
            except (BadInput, NotSaved) as error:
                return error.problem
            return None

        entry = Entry(str(Path("~") / f"{topic.id}{ending}"), max_length=PATH_LENGTH)
        prompt = "It holds what the group sees of the topic, nothing else. Nothing is ever written over."
        question = Ask("Where to?", prompt, entry=entry, check=write, accept="Write")
        self.app.push_screen(question, lambda path: self.say(f"Written to {path}") if path else None)

    def _handout(self, topic: TopicModule, ending: str) -> str:
        from iop_group.records.handout import handout_html, handout_markdown

        if ending == ".md":
            return handout_markdown(topic)
        return handout_html(topic, disclosure=self.desk.program.disclosure)


def _title_trouble(text: str) -> str | None:
    return None if any(c.isalnum() for c in text) else "Type a title of a few words."
