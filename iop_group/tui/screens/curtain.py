"""The curtain: a neutral screen over everything, with the time of day and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center
from textual.screen import Screen

from iop_group.tui.times import local_time
from iop_group.tui.widgets.clock import BigClock
from iop_group.tui.widgets.line import Line

if TYPE_CHECKING:
    from iop_group.tui.desk import Desk


class CurtainScreen(Screen[None]):
    """Hides whatever is behind it, messages included; the clocks of the session run on."""

    HIDES_ROOM = True

    DEFAULT_CSS = """
    CurtainScreen { align: center middle; background: $background; }
    CurtainScreen BigClock { text-align: center; }
    CurtainScreen #opens { width: 11; margin-top: 2; }
    CurtainScreen Toast { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,f10,ctrl+k,full_stop", "leave", "Open", show=False)
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def compose(self) -> ComposeResult:
        yield BigClock(local_time(self.desk.now()), large=True)
        with Center():
            yield Line(("Enter opens", "dim"), id="opens")

    def on_mount(self) -> None:
        self.set_interval(1.0, self.tick)

    def tick(self) -> None:
        """Show the time of day, if it is another one."""
        if self.is_current:
            self.query_one(BigClock).show(local_time(self.desk.now()))

    def action_leave(self) -> None:
        """Back to where everything was."""
        if self.is_current:
            self.dismiss()


def draw_or_open(app: App[None], desk: Desk) -> None:
    """The curtain falls over whatever is there; the same key opens it again."""
    if isinstance(app.screen, CurtainScreen):
        app.screen.action_leave()
    else:
        draw(app, desk)


def draw(app: App[None], desk: Desk) -> None:
    """The curtain falls, unless it hangs already."""
    if not isinstance(app.screen, CurtainScreen):
        app.push_screen(CurtainScreen(desk))
