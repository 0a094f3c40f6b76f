"""A bare program to try widgets in, and a way to read what they painted."""

from collections.abc import Callable

from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget

from iop_group.tui.widgets.dialog import Ask, Confirm
from iop_group.tui.widgets.keybar import KeyBar
from iop_group.tui.widgets.pick import Pick
from iop_group.tui.widgets.rows import Rows


class Stage(App[None]):
    """Shows some widgets and remembers what they said."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *actors: Widget | Callable[[], Widget]) -> None:
        super().__init__()
        self.actors = actors
        self.heard: list[Message] = []
        self.answers: list[object] = []

    def compose(self) -> ComposeResult:
        for actor in self.actors:
            yield actor if isinstance(actor, Widget) else actor()

    def on_rows_moved(self, message: Rows.Moved) -> None:
        self.heard.append(message)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        self.heard.append(message)

    def on_key_bar_clicked(self, message: KeyBar.Clicked) -> None:
        self.heard.append(message)

    def ask(self, dialog: Confirm | Ask | Pick) -> None:
        """Open a dialog and keep its answer."""
        match dialog:
            case Confirm():
                self.push_screen(dialog, self.answers.append)
            case Ask():
                self.push_screen(dialog, self.answers.append)
            case Pick():
                self.push_screen(dialog, self.answers.append)


def painted(widget: Widget) -> list[str]:
    """The lines of a widget's content as text, without trailing blanks."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]
