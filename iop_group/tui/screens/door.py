"""What stands in front of the records: calm pages with at most a few fields, one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from iop_group.domain.errors import IopGroupError
from iop_group.tui.painting import FewCellsScreen, Ground
from iop_group.tui.text import wrap
from iop_group.tui.widgets.keybar import Key, KeyBar
from iop_group.tui.widgets.line import Line, ScrollLines
from iop_group.tui.widgets.secret import SecretEntry

T = TypeVar("T")
R = TypeVar("R")

ENTER, SHOW, BACK, QUIT = "Enter", "F3", "Esc", "^Q"
DEMO = "demo, made-up people "


class Words(ScrollLines, can_focus=False):
    """A paragraph or a few; takes no keys, and no room when it is empty."""

    DEFAULT_CSS = "Words { height: auto; }"

    def __init__(self, text: str = "", ink: str = "text", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.say(text, ink)

    def say(self, text: str = "", ink: str = "text") -> None:
        """Say this instead."""
        self.show(lambda cells: [((line, ink),) for line in wrap(text, cells)] if text else [])


class Door(FewCellsScreen[T]):
    """One page: a heading, what it is about, its fields, and one line for what is wrong.

    It needs no desk. Nothing that was typed into its fields is left when it goes.
    """

    INHERIT_BINDINGS = False
    AUTO_FOCUS = "Input"
    LAST: ClassVar[Key] = (BACK, "Back")
    DEFAULT_CSS = """
    Door { layout: vertical; background: $background; }
    Door > #middle { height: 1fr; align: center middle; }
    Door #page { width: 68; max-width: 100%; height: auto; max-height: 100%; padding: 0 2; }
    Door #page { overflow-y: auto; scrollbar-size-vertical: 1; }
    Door #about { margin: 1 0; }
    Door Entry { margin: 0 0 1 0; }
    Door #said { min-height: 1; }
    Door Toast { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Go on", show=False),
        Binding("f3,ctrl+r", "show_typed", "Show", show=False),
        Binding("escape", "leave", "Back", show=False),
        Binding("tab,down", "app.focus_next", "Next field", show=False),
        Binding("shift+tab,up", "app.focus_previous", "Field before", show=False),
    ]

    def __init__(self, heading: str, about: str, *, accept: str, demo: bool = False) -> None:
        """`accept` is the verb on Enter."""
        super().__init__()
        self._heading, self._about, self._accept, self._demo = heading, about, accept, demo
        self.busy = False
        """Whether something is done meanwhile that takes its time."""
        self._over = False
        self._waiting: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        right = ((DEMO, "warning"),) if self._demo else ()
        yield Line((" iop-group", "title"), right=right, base="bar", id="heading")
        with Ground(id="middle"), Ground(id="page"):
            yield Line((self._heading, "accent"))
            yield Words(self._about, id="about")
            yield from self.compose_page()
            yield Words(id="said")
        yield KeyBar(self.keys(), self.LAST, id="keys")

    def compose_page(self) -> Iterable[Widget]:
        """The fields."""
        return ()

    def keys(self) -> Sequence[Key]:
        """The keys in the bar, but for the last."""
        show = ((SHOW, "Show or hide"),) if any(isinstance(f, SecretEntry) for f in self.fields()) else ()
        return ((ENTER, self._accept), *show)

    def fields(self) -> Sequence[Input]:
        """The fields in their order."""
        return ()

    def say(self, text: str = "", ink: str = "dim") -> None:
        """One plain line under the fields."""
        for words in self.query("#said").results(Words):
            words.say(text, ink)

    def complain(self, text: str, field: Input | None = None) -> None:
        """Say what is wrong, and go to the field to mend."""
        self.say(text, "warning")
        if field is not None:
            field.focus()

    def work(self, word: str, do: Callable[[], R], done: Callable[[R], None]) -> None:
        """Do what takes its time beside the screen, with a quiet word; what goes wrong is one line."""
        if not self.busy:
            self.busy = True
            self.say(word)
            self.run_worker(self._worked(do, done))

    async def _worked(self, do: Callable[[], R], done: Callable[[R], None]) -> None:
        try:
            result = await asyncio.to_thread(do)
        except IopGroupError as error:
            self.complain(str(error))
            self.failed()
        else:
            self.say()
            done(result)
        finally:
            self.busy = False

    def failed(self) -> None:
        """What was tried went wrong, and it was said why."""

    def close(self, result: T | None = None) -> None:
        """Go with a result, once; when something stands in front, as soon as that is gone."""
        if self._over:
            return
        if self.is_current:
            self._over = True
            self.dismiss(result)
        else:
            self._waiting = lambda: self.close(result)

    def on_screen_resume(self) -> None:
        if self._waiting is not None:
            self.call_later(self._waiting)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a field: the next one, or on."""
        event.stop()
        self.action_accept()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another answer may be right."""
        event.stop()
        if event.value and not self.busy:
            self.say()

    def on_key_bar_clicked(self, event: KeyBar.Clicked) -> None:
        """A click on a key does what the key does."""
        event.stop()
        match event.key:
            case "Enter":
                self.action_accept()
            case "F3":
                self.action_show_typed()
            case "Esc":
                self.action_leave()
            case "^Q":
                self.call_later(self.app.run_action, "leave_program")

    def action_accept(self) -> None:
        """From field to field, and on when the last one is filled."""
        if self.busy:
            return
        later = self._later_field()
        if later is not None:
            later.focus()
        else:
            self.accepted()

    def accepted(self) -> None:
        """What Enter does in the last field."""

    def _later_field(self) -> Input | None:
        fields = list(self.fields())
        at = fields.index(self.focused) if isinstance(self.focused, Input) and self.focused in fields else -1
        return fields[at + 1] if 0 <= at < len(fields) - 1 else None

    def action_show_typed(self) -> None:
        """Show the letters, or hide them again."""
        fields = [field for field in self.fields() if isinstance(field, SecretEntry)]
        hide = any(not field.password for field in fields)
        for field in fields:
            field.password = hide

    def action_leave(self) -> None:
        """One step back; not while something is being done."""
        if not self.busy and len(self.app.screen_stack) > 1:
            self.close()
