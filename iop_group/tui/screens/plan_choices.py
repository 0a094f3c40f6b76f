"""What may be chosen for a session that is being planned: the group, the format, the topic, who leads it."""

from __future__ import annotations

from collections.abc import Callable

from iop_group.domain.people import Group, checked_name
from iop_group.tui import planning
from iop_group.tui.desk import Desk
from iop_group.tui.plan_lines import name_trouble
from iop_group.tui.planning import Draft
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.widgets.dialog import Ask
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.pick import Pick

HOUSE_WORDS = "Your name as it will stand under the notes"


class PlanChoices(HouseScreen):
    """The draft of a plan, and the questions that change it; PlanScreen shows it."""

    def __init__(self, desk: Desk, group_id: str) -> None:
        super().__init__(desk)
        groups = desk.vault.registry.groups()
        self._groups: tuple[Group, ...] = groups
        chosen = next((g for g in groups if g.id == group_id), groups[0] if groups else None)
        self._draft: Draft | None = planning.first_draft(desk, chosen) if chosen else None

    def _show(self) -> None:
        """Paint the draft anew."""

    def _ask_name(self, then: Callable[[], None] | None = None) -> None:
        def take(name: str | None) -> None:
            if name:
                self.desk.set("facilitator", checked_name(name))
                self._show()
                if then is not None:
                    then()

        self.app.push_screen(
            Ask("Facilitator", HOUSE_WORDS, entry=Entry(self.desk.facilitator), check=name_trouble), take
        )

    def _pick_group(self) -> None:
        names = [g.name for g in self._groups]

        def take(choice: int | None) -> None:
            if choice is not None and choice != now:
                self._draft = planning.first_draft(self.desk, self._groups[choice])
                self._show()

        now = next((i for i, g in enumerate(self._groups) if self._draft and g.id == self._draft.group.id), 0)
        self.app.push_screen(Pick("Which group?", names, selected=now), take)

    def _pick_format(self) -> None:
        formats = planning.formats_by_length(self.desk)
        if self._draft is None:
            return
        now = next((i for i, f in enumerate(formats) if f.id == self._draft.format.id), 0)
        lines = [(f.title, f"{f.minutes} min") for f in formats]

        def take(choice: int | None) -> None:
            if choice is not None and self._draft is not None:
                self._draft = self._draft.with_format(formats[choice])
                self._show()

        self.app.push_screen(Pick("Which format?", lines, selected=now), take)

    def action_choose_topic(self) -> None:
        """Every topic, the best for tonight first; nothing is locked."""
        draft = self._draft
        if draft is None or not draft.takes_topic:
            return
        found = planning.proposals(self.desk, draft)
        lines = [("No topic", ""), *((p.topic.title, f"{p.lacking} of {p.of} lack it") for p in found)]

        def take(choice: int | None) -> None:
            if choice is not None and self._draft is not None:
                self._draft = self._draft.with_topic(found[choice - 1].topic if choice else None)
                self._show()

        now = next((i for i, p in enumerate(found, 1) if draft.topic and p.topic.id == draft.topic.id), 0)
        self.app.push_screen(Pick("Which topic?", lines, selected=now), take)
