"""Small questions that stand in front of a screen."""

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from iop_group.tui.forgetting import forget_pictures
from iop_group.tui.painting import FewCellsScreen
from iop_group.tui.text import ASCII, Row, symbols, wrap
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.keybar import Key, KeyBar
from iop_group.tui.widgets.line import Line, Lines, ScrollLines

T = TypeVar("T")

PANEL, PANEL_FRAME = 76, 6
"""A dialog's widest, and the cells that its frame takes."""
_FRAME_LINES = 6
"""Border, heading, two empty lines and keys."""


# Textual takes styles from the first base alone: ModalScreen's, so that what is behind stays in sight.
class Dialog(ModalScreen[T], FewCellsScreen[T]):
    """A question in a frame of at most 76 cells; escape takes it back."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > #panel {
            width: 76;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 0 1;
            border: round $accent;
            background: $surface;
        }
        & > #panel.-ascii { border: ascii $accent; }
        & #body { height: auto; margin: 1 0; padding: 0 1; }
        & #heading { height: 1; padding: 0 1; }
        & #hints { dock: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back", show=False)]

    def __init__(self, heading: str, *, hints: Sequence[Key] = (), last: Key = ("Esc", "Back")) -> None:
        super().__init__()
        self._heading = heading
        self._hints = (tuple(hints), last)
        self._over = False

    def on_unmount(self) -> None:
        """Nothing is kept of what was painted."""
        forget_pictures()

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        with Vertical(id="panel", classes="-ascii" if symbols() is ASCII else None):
            yield Line((self._heading, "title"), id="heading")
            with Vertical(id="body"):
                yield from self.compose_body()
            yield KeyBar(*self._hints, base="text", id="hints")

    def compose_body(self) -> ComposeResult:
        """What stands between the heading and the keys."""
        yield from ()

    def close(self, result: T | None = None) -> None:
        """Go away with `result`; only the first time counts, as a key may come twice."""
        if not self._over and self.app.screen is self:
            self._over = True
            self.dismiss(result)

    def action_leave(self) -> None:
        """Go away without an answer."""
        self.close(None)

    def action_accept(self) -> None:
        """What Enter does; nothing unless the dialog says so."""

    def on_resize(self, event: events.Resize) -> None:
        """Give the body what the frame leaves."""
        self.refit()

    def refit(self) -> None:
        """Measure the body again."""
        self.fit_body(max(1, self.size.height - _FRAME_LINES))

    def fit_body(self, lines: int) -> None:
        """Keep the body within some lines, so that the keys stay in sight."""

    def on_key_bar_clicked(self, event: KeyBar.Clicked) -> None:
        """A click on a key does what the key does."""
        event.stop()
        if event.key == "Esc":
            self.action_leave()
        elif event.key == "Enter":
            self.action_accept()


def paragraph(text: str, ink: str = "text") -> Callable[[int], Sequence[Row]]:
    """A builder for ScrollLines: `text` wrapped to the width, as plain as it is."""
    return lambda cells: [((line, ink),) for line in wrap(text, cells)]


class Confirm(Dialog[bool]):
    """Yes or no; escape is no."""

    DEFAULT_CSS = "Confirm #text { height: auto; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Yes", show=False, priority=True),
        Binding("y", "yes", "Yes", show=False),
        Binding("n", "leave", "No", show=False),
    ]

    def __init__(
        self, heading: str, text: str, *, yes: str = "Yes", no: str = "No", careful: bool = False
    ) -> None:
        """`careful`: only y says yes, for what cannot be taken back."""
        super().__init__(heading, hints=[("y" if careful else "Enter", yes)], last=("Esc", no))
        self._question = ScrollLines(paragraph(text), id="text")
        self._careful = careful

    def compose_body(self) -> ComposeResult:
        """The question."""
        yield self._question

    def fit_body(self, lines: int) -> None:
        """A long question scrolls."""
        self._question.styles.max_height = lines

    def action_leave(self) -> None:
        """No."""
        self.close(False)

    def action_yes(self) -> None:
        """Yes."""
        self.close(True)

    def action_accept(self) -> None:
        """Enter is yes, unless care is asked for."""
        if not self._careful:
            self.close(True)


Check = Callable[[str], str | None]
"""Says in one plain line what is wrong with an answer, or None."""


class Ask(Dialog[str]):
    """One line to type; Enter answers once the answer will do."""

    DEFAULT_CSS = """
    Ask #complaint { margin: 1 0 0 0; min-height: 1; }
    Ask #prompt { height: auto; margin: 0 0 1 0; }
    """

    def __init__(
        self,
        heading: str,
        prompt: str = "",
        *,
        entry: Entry | None = None,
        check: Check | None = None,
        accept: str = "Done",
    ) -> None:
        """`entry` brings its own first value, placeholder and length."""
        super().__init__(heading, hints=[("Enter", accept)])
        self._question = ScrollLines(paragraph(prompt), id="prompt") if prompt else None
        self._complaint = Lines(id="complaint")
        self._check = check
        self._entry = entry or Entry()

    def compose_body(self) -> ComposeResult:
        """The question, the field and room for what is wrong."""
        if self._question is not None:
            yield self._question
        yield self._entry
        yield self._complaint

    def on_mount(self) -> None:
        """The field takes the keys."""
        self.set_focus(self._entry)

    def fit_body(self, lines: int) -> None:
        """A long question scrolls."""
        if self._question is not None:
            self._question.styles.max_height = max(1, lines - 4)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the field."""
        event.stop()
        self.action_accept()

    def on_input_changed(self, event: Input.Changed) -> None:
        """A new answer may be right."""
        event.stop()
        self._complaint.show([])

    def action_accept(self) -> None:
        """Answer, or say what is wrong."""
        answer = self._entry.value.strip()
        if self._check is not None and (complaint := self._check(answer)):
            cells = self._entry.size.width or PANEL - PANEL_FRAME
            self._complaint.show([((line, "warning"),) for line in wrap(complaint, cells)])
        else:
            self.close(answer)
