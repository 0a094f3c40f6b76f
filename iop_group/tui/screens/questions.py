"""What is asked at check-in, as a program wants it: own questions, own words, own order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from iop_group.domain.checkin import CheckinItem, ItemKind
from iop_group.domain.checkin_settings import new_item, own_items, own_table
from iop_group.domain.errors import IopGroupError
from iop_group.settings import Value
from iop_group.tui.screens.group_changes import trouble
from iop_group.tui.screens.keeping import KeepingScreen
from iop_group.tui.settings_lines import CHECKIN, Setting, turned
from iop_group.tui.widgets.dialog import Ask
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.pick import Pick

KINDS = (
    (ItemKind.SCALE, "A number from 0 to 10"),
    (ItemKind.CHOICE, "One of a few answers"),
    (ItemKind.WORDS, "A few words"),
)
QUESTION_LENGTH = 60


class QuestionsScreen(KeepingScreen):
    """The acts on the lines of the check-in; the settings screen shows them and keeps what is changed."""

    def asked_items(self) -> tuple[CheckinItem, ...]:
        """All questions in the order in which they stand there."""
        raise NotImplementedError

    def reorder(self, ids: Sequence[str]) -> None:
        """Show them in that order from now on."""
        raise NotImplementedError

    def line_at_cursor(self) -> Setting | None:
        """The line with the cursor."""
        raise NotImplementedError

    def keep(self, key: str, value: Value) -> bool:
        """Write the setting; False (and said) when it cannot be written."""
        raise NotImplementedError

    def _item(self) -> CheckinItem | None:
        line = self.line_at_cursor()
        wanted = line.key.removeprefix(CHECKIN) if line and line.key.startswith(CHECKIN) else ""
        item = next((item for item in self.asked_items() if item.id == wanted), None)
        if item is None:
            self.say("Put the cursor on a question of the check-in first.")
        return item

    def turn(self, item_id: str) -> None:
        """Asked, or not asked."""
        try:
            asked = turned(self.asked_items(), item_id)
        except IopGroupError as error:
            self.complain(error)
        else:
            self.keep("checkin.items", asked)

    def action_add_question(self) -> None:
        """A question of the program's own: its words, how it is answered, and the answers."""

        def take(label: str | None) -> None:
            if label:
                kinds = Pick("How is it answered?", [text for _, text in KINDS])
                self.app.push_screen(kinds, partial(self._answered_by, label))

        entry = Entry(max_length=QUESTION_LENGTH, placeholder="How safe do you feel at home?")
        check = trouble(lambda text: new_item(text, ItemKind.SCALE, "", self.asked_items()).label)
        self.app.push_screen(Ask("Add a question", "As you say it.", entry=entry, check=check), take)

    def _answered_by(self, label: str, choice: int | None) -> None:
        if choice is None:
            return
        kind = KINDS[choice][0]
        if kind is not ItemKind.CHOICE:
            self._add(new_item(label, kind, "", self.asked_items()))
            return

        def take(choices: str | None) -> None:
            if choices:
                self._add(new_item(label, kind, choices, self.asked_items()))

        entry = Entry(placeholder="yes, partly, no")
        check = trouble(lambda text: new_item(label, kind, text, self.asked_items()).label)
        prompt = "The answers, with commas between; two to nine."
        self.app.push_screen(Ask(label, prompt, entry=entry, check=check), take)

    def _add(self, item: CheckinItem) -> None:
        items = self.asked_items()
        asked = [i.id for i in items if i.on]
        if self._keep_own([*own_items(items), item]) and self.keep("checkin.items", [*asked, item.id]):
            self._in_round([*asked, item.id])
            self.say(f"{item.label}: asked from the next session on.")

    def _keep_own(self, items: Sequence[CheckinItem]) -> bool:
        return self.keep("checkin.own", [own_table(item) for item in items])

    def action_reword(self) -> None:
        """The question in other words."""
        item = self._item()
        if item is None:
            return
        found = item

        def take(label: str | None) -> None:
            if label:
                self.keep(f"checkin.words.{found.id}", label)

        check = trouble(lambda text: new_item(text, ItemKind.WORDS, "", ()).label)
        entry = Entry(found.label, max_length=QUESTION_LENGTH)
        self.app.push_screen(Ask("In other words", "What it means stays.", entry=entry, check=check), take)

    def action_remove_question(self) -> None:
        """Take one of the program's own away; answers that were given stay in their sessions."""
        item = self._item()
        if item is None:
            return
        items = self.asked_items()
        if item not in own_items(items):
            self.say("That one comes with the program. Enter switches it off.")
        elif asked := [i.id for i in items if i.on and i != item]:
            # First out of the round: a name in `items` that nothing has would be a mistake in the file.
            self.keep("checkin.items", asked)
            self._keep_own([i for i in own_items(items) if i != item])
            self.say(f"{item.label}: asked no more. Answers that were given stay.")
        else:
            self.say("One question has to stay. Switch another one on first.")

    def action_ask_earlier(self) -> None:
        """One place up in the round."""
        self._move(-1)

    def action_ask_later(self) -> None:
        """One place down in the round."""
        self._move(1)

    def _move(self, step: int) -> None:
        item = self._item()
        if item is None:
            return
        asked = [i.id for i in self.asked_items() if i.on]
        if not item.on:
            self.say("Only what is asked has a place in the round. Enter switches it on.")
            return
        at = asked.index(item.id)
        if 0 <= at + step < len(asked):
            asked.insert(at + step, asked.pop(at))
            self._in_round(asked)
            self.keep("checkin.items", asked)

    def _in_round(self, asked: Sequence[str]) -> None:
        """Show what is asked in that order, and below it what is not."""
        self.reorder([*asked, *(i.id for i in self.asked_items() if i.id not in asked)])
