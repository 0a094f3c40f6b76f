"""Stay-afters: raise a concern in two keys, say what was done about it, and see them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from iop_group.domain.events import ConcernRaised, ConcernResolved, Outcome
from iop_group.domain.notes import Concern
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.desk import new_id
from iop_group.tui.keeper import Keeper
from iop_group.tui.screens.choose_and_say import ChooseAndSay
from iop_group.tui.text import Row, Run, symbols, wrap
from iop_group.tui.times import local_time
from iop_group.tui.widgets.line import Lines
from iop_group.tui.widgets.room_dialog import RoomDialog
from iop_group.tui.widgets.rows import Rows

_QUEUE = (Column(1), Column(16), Column("rest"), Column(18, "right"))
_WORD_LINES = 3
_PANEL, _FRAME = 76, 6
"""The dialog's widest, and the cells that its frame takes."""

OUTCOMES: tuple[tuple[Outcome, str], ...] = (
    (Outcome.TALKED, "We talked"),
    (Outcome.HANDED_OFF, "Handed off to a colleague"),
    (Outcome.SAFETY_STEPS, "Safety steps taken"),
    (Outcome.DECLINED, "Declined to stay"),
    (Outcome.LEFT_OPEN, "Left open, to follow up"),
)
NEEDED = "Before people go: say for each what was done, or leave it open."


class StayAfterDialog(ChooseAndSay):
    """Ask a member to stay after group. With a member at the cursor, only the words are asked for."""

    question = "Who should stay for a word?"

    def __init__(self, keeper: Keeper, member: str | None = None) -> None:
        attendance = keeper.session.attendance
        others = (c for c in attendance.roster if c not in attendance.here)
        self._codes = (*attendance.here, *others)
        names = attendance.names()
        super().__init__(
            keeper,
            "Stay-after",
            [names[c] for c in self._codes],
            empty="Nobody is on today's list yet. F3 adds who comes in.",
            accept="Ask to stay",
        )
        self._member = member if member in self._codes else None

    def begin(self) -> None:
        if self._member is not None:
            self.choose(self._codes.index(self._member))

    def action_leave(self) -> None:
        if self._member is not None:
            self.close(False)  # the member was given: there is no choice to go back to
            return
        super().action_leave()
        if not self._over:
            self.show_name("")

    def slot(self, index: int) -> str:
        return f"stay-after {self._codes[index]}"

    def begin_saying(self, index: int) -> tuple[str, str]:
        self.show_name(self._texts[index])
        asked = self._asked(self._codes[index])
        if asked is None:
            return "Why, in a few words if you like. Only you see it.", ""
        return (
            f"Asked to stay at {local_time(asked.raised_at)} already; the words can be changed.",
            asked.words,
        )

    def finished(self, index: int, words: str) -> str | None:
        code = self._codes[index]
        asked = self._asked(code)
        concern = asked.id if asked else new_id()
        self.keeper.finish(self.slot(index), ConcernRaised(concern, code, words))
        return None

    def _asked(self, member: str) -> Concern | None:
        """The concern about the member that nobody has followed up yet."""
        return next((c for c in self.keeper.session.notes.unresolved if c.member == member), None)


class ResolveDialog(ChooseAndSay):
    """What was done about a stay-after. Leaving it open needs a word why."""

    question = "What was done?"

    def __init__(self, keeper: Keeper, concern: Concern) -> None:
        super().__init__(keeper, "Stay-after", [words for _, words in OUTCOMES], empty="", accept="Done")
        self.concern = concern

    def begin(self) -> None:
        self.show_name(concern_name(self.keeper, self.concern))
        raised = f"asked at {local_time(self.concern.raised_at)}"
        words = f"{raised}: {self.concern.words}" if self.concern.words else raised
        self.show_about(words)
        if self.concern.outcome is not None:
            self._rows.move_to([o for o, _ in OUTCOMES].index(self.concern.outcome))

    def slot(self, index: int) -> str:
        return f"resolve {self.concern.id}"

    def begin_saying(self, index: int) -> tuple[str, str]:
        outcome, words = OUTCOMES[index]
        ask = "why, in a word" if outcome is Outcome.LEFT_OPEN else "a few words if you like"
        before = self.concern.outcome_words if outcome is self.concern.outcome else ""
        return f"{words}: {ask}.", before

    def finished(self, index: int, words: str) -> str | None:
        outcome, _ = OUTCOMES[index]
        if outcome is Outcome.LEFT_OPEN and not words:
            return "Say why it stays open, so that the next person knows."
        self.keeper.finish(self.slot(index), ConcernResolved(self.concern.id, outcome, words))
        return None


class StayAfterQueue(RoomDialog[bool]):
    """Every stay-after of the session, open ones first; answers true when none is unresolved."""

    DEFAULT_CSS = "StayAfterQueue #said { margin-top: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "another", "Ask another member", show=False),
        Binding("f4,ctrl+f", "another", "Ask another member", show=False, priority=True),
    ]

    def __init__(self, keeper: Keeper, *, needed: str = "") -> None:
        """`needed` says what has to be done here before something else can go on."""
        super().__init__("Stay-after", hints=[("Enter", "What was done"), ("f", "Ask another")])
        self.keeper = keeper
        self._needed = needed
        self._rows = Rows(empty="Nobody was asked to stay. f asks a member.", id="concerns")

    @property
    def concerns(self) -> tuple[Concern, ...]:
        """Unresolved, left open, resolved; each in the order in which they were raised."""
        return tuple(
            sorted(self.keeper.session.notes.concerns, key=lambda c: (c.outcome is not None, not c.open))
        )

    def compose_body(self) -> ComposeResult:
        yield self._rows
        yield Lines(id="said")

    def on_mount(self) -> None:
        self.set_focus(self._rows)
        self._show()

    def on_screen_resume(self) -> None:
        self._show()
        if self._needed and not self.keeper.session.notes.unresolved:
            self.close(True)  # what was waiting for this goes on by itself

    def fit_body(self, lines: int) -> None:
        self._rows.styles.height = max(1, min(len(self.concerns) or 1, lines - 2 - _WORD_LINES))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.app.push_screen(ResolveDialog(self.keeper, self.concerns[event.index]))

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._show_words()

    def action_accept(self) -> None:
        self._rows.action_choose()

    def action_another(self) -> None:
        """Ask another member to stay."""
        self.app.push_screen(StayAfterDialog(self.keeper, None))

    def action_leave(self) -> None:
        self.close(not self.keeper.session.notes.unresolved)

    def _show(self) -> None:
        concerns = self.concerns
        self._rows.show(len(concerns), self._draw, keep=True)
        self.refit()
        self._show_words()

    def _show_words(self) -> None:
        """The words about the member at the cursor, and what is still to do."""
        concerns, at = self.concerns, self._rows.index
        waiting = len(self.keeper.session.notes.unresolved)
        rows: list[Row] = []
        if at is not None and at < len(concerns):
            cells = max(2, min(_PANEL, self.size.width) - _FRAME)
            lines = wrap(" / ".join(filter(None, (concerns[at].words, concerns[at].outcome_words))), cells)
            rows = [((line, "text"),) for line in lines[:_WORD_LINES] if line]
        if waiting and self._needed:
            rows.append(((self._needed, "warning"),))
        elif concerns:
            left_open = len(self.keeper.session.notes.open_concerns)
            said = f"{left_open} left open; Today has them." if left_open else "All have been followed up."
            said = f"{waiting} still to talk about." if waiting else said
            rows.append(((said, "dim"),))
        self.query_one("#said", Lines).show(rows)

    def _draw(self, index: int, cells: int) -> Row:
        concern, signs = self.concerns[index], symbols()
        if concern.outcome is None:
            sign: Run = (signs.flag, "warning")
        else:
            sign = (signs.hollow, "dim") if concern.open else (signs.done, "success")
        done = concern.outcome or "to talk about"
        words = concern.outcome_words or concern.words
        name = concern_name(self.keeper, concern)
        return lay_out(_QUEUE, (sign, (name, "text"), (words, "dim"), (done, "dim")), cells)


def concern_name(keeper: Keeper, concern: Concern) -> str:
    """The display name of the member it is about."""
    return keeper.session.attendance.names().get(concern.member, "someone")


def before_closing(screen: Screen[Any], keeper: Keeper, then: Callable[[], None] | None = None) -> bool:
    """True when no stay-after is in the way of closing. Else shows them; `then` follows once none is."""
    if not keeper.session.notes.unresolved:
        return True

    def resolved(all_done: bool | None) -> None:
        if all_done and then is not None:
            then()

    screen.app.push_screen(StayAfterQueue(keeper, needed=NEEDED), resolved)
    return False
