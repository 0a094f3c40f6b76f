"""Review: every session there is, filtered and searched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from iop_group.domain.summary import Summary
from iop_group.tui.commands import Place, bindings_at
from iop_group.tui.desk import Desk
from iop_group.tui.groups_lines import count_of
from iop_group.tui.review_lines import (
    Choice,
    Hit,
    Sieve,
    asked_words,
    excerpt_row,
    groups_in,
    members_in,
    summary_row,
    topics_in,
)
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.screens.whose import ask_whose
from iop_group.tui.text import Row, Run, symbols
from iop_group.tui.widgets.dialog import Ask
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.pick import Pick
from iop_group.tui.widgets.rows import Rows

WIDEST = 120
NOTHING_YET = "There is no session yet. Press Esc, then n, to plan the first one."
NOTHING_FOUND = "No session is like that. Esc shows all of them again."


class ReviewScreen(HouseScreen):
    """A list of any length; only what is seen is drawn."""

    PLACE = Place.REVIEW
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at(Place.REVIEW)]
    DEFAULT_CSS = "ReviewScreen > Rows { margin: 1 1 0 1; max-width: 124; }"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._summaries: Sequence[Summary] = ()
        self._hits: list[Hit] = []
        self._sieve = Sieve()
        self._names: dict[str, str] = {}
        self._away = True

    def compose_body(self) -> Iterable[Widget]:
        yield Rows(empty=NOTHING_YET)

    def bar(self) -> list[tuple[str, str]]:
        """What sifts the list comes first."""
        return sorted(super().bar(), key=lambda key: key[0] == "o")

    @property
    def shown(self) -> tuple[str, ...]:
        """Ids of the sessions in the list, in its order."""
        return tuple(summary.id for summary, _ in self._hits)

    @property
    def at(self) -> Summary | None:
        """The session at the cursor."""
        row = self.query_one(Rows).index
        index = None if row is None else row // self._lines
        return self._hits[index][0] if index is not None and index < len(self._hits) else None

    @property
    def _lines(self) -> int:
        return 2 if self._sieve.words else 1

    def refreshed(self) -> None:
        """Read the list anew after another screen; a dialog has changed nothing in it."""
        if self._away:
            self._away = False
            self._summaries = self.desk.vault.index.summaries()
            self._sift(self._sieve)

    def go(self, place: str, about: str = "", *, instead: bool = False) -> None:
        self._away = True
        super().go(place, about, instead=instead)

    def _sift(self, sieve: Sieve) -> None:
        """Show what passes; the cursor stays on its session where it is still there."""
        stay, self._sieve = self.at, sieve
        index = self.desk.vault.index
        every = index.search(sieve.words) if sieve.words else [(s, "") for s in self._summaries]
        self._hits = [hit for hit in every if sieve.lets(hit[0])]
        rows, lines = self.query_one(Rows), self._lines
        rows.empty = NOTHING_FOUND if sieve.asks else NOTHING_YET
        rows.show(len(self._hits) * lines, self._draw, selectable=lambda row: row % lines == 0)
        if stay is not None and stay.id in self.shown:
            rows.move_to(self.shown.index(stay.id) * lines)
        self.show_heading()

    def _draw(self, row: int, cells: int) -> Row:
        summary, words = self._hits[row // self._lines]
        return excerpt_row(words) if row % self._lines else summary_row(summary, min(cells, WIDEST))

    def heading(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        shown, every = len(self._hits), len(self._summaries)
        dot = f" {symbols().dot} "
        number = count_of(every, "session")
        number = f"{shown} of {number}" if self._sieve.asks else number
        asked = asked_words(self._sieve, self._names)
        left: tuple[Run, ...] = ((" Review", "title"), (f"{dot}{number}", "dim"))
        return (*left, (dot + asked, "accent")) if asked else left, ()

    # What the keys do

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter: go on with a session that still runs, read one that is over."""
        session = self.at
        if session is not None:
            self.go("room" if session.closed_at is None else "session", session.id)

    def action_open_notes(self) -> None:
        """The notes of the session at the cursor."""
        session = self.at
        if session is None:
            return
        if session.closed_at is None:
            self.say("This session still runs. Enter goes on with it.")
        else:
            self.go("after", session.id)

    def action_over_time(self) -> None:
        """The member who is filtered by, or one of those of the session at the cursor."""
        session, member = self.at, self._sieve.member
        if member or session is not None:
            names = {member: ""} if member or session is None else session.names
            ask_whose(self.app, names, partial(self.go, "member"))

    def action_search(self) -> None:
        """Words to look for in every session; none shows all again."""

        def take(words: str | None) -> None:
            if words is not None:
                self._sift(replace(self._sieve, words=words))

        entry = Entry(self._sieve.words, placeholder="words that stand in a note, a name, a topic")
        self.app.push_screen(Ask("Search every session", entry=entry, accept="Find"), take)

    def action_filter_group(self) -> None:
        """Only one group."""
        self._pick("Which group?", "All groups", groups_in(self._summaries), self._with_group)

    def action_filter_member(self) -> None:
        """Only sessions that one member came to."""
        members = members_in(self._summaries, self.desk.vault.registry.members())
        self._pick("Which member?", "All members", members, self._with_member)

    def action_filter_topic(self) -> None:
        """Only one topic."""
        self._pick("Which topic?", "All topics", topics_in(self._summaries), self._with_topic)

    def _with_group(self, id_: str) -> Sieve:
        return replace(self._sieve, group=id_)

    def _with_member(self, id_: str) -> Sieve:
        return replace(self._sieve, member=id_)

    def _with_topic(self, id_: str) -> Sieve:
        return replace(self._sieve, topic=id_)

    def _pick(
        self, heading: str, every: str, choices: Sequence[Choice], make: Callable[[str], Sieve]
    ) -> None:
        def take(choice: int | None) -> None:
            if choice is not None:
                self._names.update((c.id, c.title) for c in choices)
                self._sift(make(choices[choice - 1].id if choice else ""))

        lines = [(every, ""), *((c.title, f"{c.sessions}") for c in choices)]
        self.app.push_screen(Pick(heading, lines), take)

    def action_filter_unsigned(self) -> None:
        """Only sessions with notes to sign, or all again."""
        self._sift(replace(self._sieve, unsigned=not self._sieve.unsigned))

    def action_leave(self) -> None:
        """First show everything again, then go."""
        if self._sieve.asks:
            self._sift(Sieve())
        else:
            super().action_leave()
