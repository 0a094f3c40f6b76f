"""Going on with a session that stopped: at once after a crash, with a question when it was long ago."""

from __future__ import annotations

from iop_group.domain.events import Closed
from iop_group.tui.desk import LONG_AGO
from iop_group.tui.keeper import Keeper
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.times import local_day, local_time
from iop_group.tui.widgets.pick import Pick


def resume(screen: HouseScreen, keeper: Keeper) -> None:
    """Open the room; or, for a session of yesterday, offer to close it as of its last act."""
    stopped = keeper.events[-1].at
    if screen.desk.now() - stopped < LONG_AGO:
        screen.go("room", keeper.id)
        return
    when = f"{local_day(stopped)} {local_time(stopped)}"

    def take(choice: int | None) -> None:
        if choice == 0:
            # What nobody wrote down did not happen: the session ended with its last act.
            keeper.act(Closed(), at=stopped)
            screen.go("after", keeper.id)
        elif choice == 1:
            screen.go("room", keeper.id)

    lines = [f"Close it as of {when}, and finish its notes", "Go on with it; its clocks ran on"]
    screen.app.push_screen(Pick(f"This session stopped on {when}", lines), take)
